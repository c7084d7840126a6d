package i18n

import (
	"strconv"
	"strings"
)

// Clean returns the address with every field cleaned, and what was found: the
// paths name the fields ("locality", "lines[1]", "latin.name"). A street line
// with line breaks becomes several lines, empty lines go, and the country is in
// capitals. The postal code keeps its writing: see NormalPostalCode.
func (a Address) Clean() (Address, []Issue) {
	issues := a.clean("")
	if a.Latin != nil {
		twin := *a.Latin
		twin.Latin = nil
		issues = append(issues, twin.clean("latin.")...)
		a.Latin = &twin
	}
	return a, issues
}

// clean cleans the fields of a copy.
func (a *Address) clean(prefix string) []Issue {
	var issues []Issue
	lines := make([]string, 0, len(a.Lines))
	for i, line := range a.Lines {
		text, found := Clean(line, Options{Multiline: true})
		if len(found) > 0 {
			issues = append(issues, under(prefix+"lines["+strconv.Itoa(i)+"]", found)...)
		}
		for more := text != ""; more; {
			var one string
			one, text, more = strings.Cut(text, "\n")
			if one != "" {
				lines = append(lines, one)
			}
		}
	}
	if a.Lines != nil {
		a.Lines = lines
	}
	for _, f := range a.texts() {
		text, found := Clean(*f.text, Options{})
		issues = append(issues, under(prefix+f.name, found)...)
		*f.text = text
	}
	a.Country = strings.ToUpper(a.Country)
	return issues
}

// texts lists the fields that hold one text each.
func (a *Address) texts() [10]struct {
	name string
	text *string
} {
	return [10]struct {
		name string
		text *string
	}{
		{"name", &a.Name}, {"organisation", &a.Organisation}, {"sublocality", &a.Sublocality},
		{"locality", &a.Locality}, {"region", &a.Region}, {"postalCode", &a.PostalCode},
		{"sortingCode", &a.SortingCode}, {"country", &a.Country}, {"phone", &a.Phone}, {"language", &a.Language},
	}
}

// under gives the issues their path.
func under(path string, issues []Issue) []Issue {
	for i := range issues {
		issues[i].Path = path
	}
	return issues
}
