package i18n

import "strings"

// layout is the order of the fields on a letter: lines of parts.
type layout [][]part

// part is a field with what stands between it and the field before it.
type part struct {
	before string
	field  byte // a letter of the source, or zero for text alone
	first  bool // no field stands before it in the line
	kept   bool // before is printed even if the field is empty
}

// readLayout reads a format such as "%N%n%O%n%A%n%Z %C". Formats leave out what
// a country does not need; a customer may have filled it in all the same, and
// nothing that finds the place is lost: town, quarter and postal code are added
// where they are missing, and the region where the source has no format of the
// country's own.
func readLayout(format string, own bool) layout {
	var lines layout
	for _, line := range strings.Split(format, "%n") {
		lines = append(lines, readLine(line))
	}
	street, name := lines.find('A'), lines.find('N')
	largeFirst := street < name
	after := street + 1
	if largeFirst {
		after = street
	}
	if lines.find('C') < 0 {
		lines = lines.insert(after, 'C')
	}
	if lines.find('D') < 0 {
		at := lines.find('A')
		if !largeFirst {
			at++
		}
		lines = lines.insert(at, 'D')
	}
	town := lines.find('C')
	if !own && lines.find('S') < 0 {
		lines = lines.insert(town+1, 'S')
	}
	if lines.find('Z') < 0 {
		lines[town] = append(lines[town], part{before: " ", field: 'Z'})
	}
	if lines.find('X') < 0 {
		lines[town] = append(lines[town], part{before: " ", field: 'X'})
	}
	return lines
}

func readLine(line string) []part {
	var parts []part
	fields := 0
	for line != "" {
		before, rest, found := strings.Cut(line, "%")
		p := part{before: before, first: fields == 0}
		line = rest
		if found {
			p.field, line = rest[0], rest[1:]
			fields++
		}
		// "SINGAPORE 238823": a town's name and no prefix of the code.
		p.kept = p.first && (!found || strings.HasSuffix(before, " ") && len(before) > 3)
		parts = append(parts, p)
	}
	return parts
}

// find returns the line with the field, or -1.
func (l layout) find(field byte) int {
	for i, line := range l {
		for _, p := range line {
			if p.field == field {
				return i
			}
		}
	}
	return -1
}

// insert adds a line with only the field.
func (l layout) insert(at int, field byte) layout {
	out := append(layout{}, l[:at]...)
	out = append(out, []part{{field: field, first: true}})
	return append(out, l[at:]...)
}

// says reports whether the layout has the text between its fields: Singapore's
// town is there already.
func (l layout) says(text string) bool {
	for _, line := range l {
		for _, p := range line {
			if p.kept && strings.EqualFold(strings.TrimSpace(p.before), text) {
				return true
			}
		}
	}
	return false
}

// print writes the lines, asking for the text of each field.
func (l layout) print(text func(field byte) string, streets []string) []string {
	out := make([]string, 0, len(l)+len(streets)+1)
	for _, line := range l {
		current := ""
		for _, p := range line {
			if p.field == 'A' {
				for i, street := range streets {
					if i == 0 {
						current += between(p, current) + street
						continue
					}
					out = append(out, current)
					current = street
				}
				continue
			}
			value := ""
			if p.field != 0 {
				value = text(p.field)
			}
			switch {
			case value != "":
				current += between(p, current) + value
			case p.kept:
				current += strings.TrimSpace(p.before)
			}
		}
		if current != "" {
			out = append(out, current)
		}
	}
	return out
}

// between is what stands before the part, after what the line has already.
func between(p part, current string) string {
	if p.first || current != "" {
		return p.before
	}
	return ""
}
