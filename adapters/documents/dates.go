package documents

import (
	_ "embed"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// dateTable is written by internal/gen; its heading names the source and columns.
//
//go:embed dates.txt
var dateTable string

var dateRows = sync.OnceValue(func() map[string]string {
	rows := map[string]string{}
	for row := range strings.Lines(dateTable) {
		if tag, rest, ok := strings.Cut(strings.TrimSuffix(row, "\n"), "\t"); ok && tag[0] != '#' {
			rows[tag] = rest
		}
	}
	return rows
})

// calendar is how a locale writes long dates and percentages.
type calendar struct {
	pattern  string // empty: ISO 8601
	months   []string
	era      string
	percents [2]string // in the locale's digits, in Latin ones
	buddhist bool
}

// calendarOf reads the rows of a locale and of its parents.
func calendarOf(tag string) calendar {
	var f [5]string
	for tag != "" && tag != "und" {
		parent := ""
		if row, ok := dateRows()[tag]; ok {
			cells := strings.Split(row, "\t")
			parent = cells[0]
			for i := range f {
				if f[i] == "" && i+1 < len(cells) {
					f[i] = cells[i+1]
				}
			}
		}
		if parent == "" {
			parent = tag[:max(0, strings.LastIndexByte(tag, '-'))]
		}
		tag = parent
	}
	c := calendar{pattern: f[0], era: f[2], percents: [2]string{f[3], f[4]}}
	if f[1] != "" {
		c.months = strings.Split(f[1], "|")
	}
	for i := range c.percents {
		if c.percents[i] == "" {
			c.percents[i] = "{n}%"
		}
	}
	return c
}

// thaiYears is what the years of the Buddhist era are ahead.
const thaiYears = 543

// date writes the day of a time in the zone.
func (v *voice) date(t time.Time) string {
	t = t.In(v.zone)
	c := &v.calendar
	if c.pattern == "" {
		return t.Format(time.DateOnly)
	}
	var b strings.Builder
	pattern := c.pattern
	for pattern != "" {
		r, size := utf8.DecodeRuneInString(pattern)
		if r == '\'' {
			text, rest, _ := strings.Cut(pattern[1:], "'")
			if text == "" {
				text = "'"
			}
			b.WriteString(text)
			pattern = rest
			continue
		}
		n := size
		for strings.HasPrefix(pattern[n:], pattern[:size]) {
			n += size
		}
		v.writeField(&b, r, n/size, t, pattern[:n])
		pattern = pattern[n:]
	}
	return b.String()
}

// writeField writes one field of a date, or the text between fields as it is.
func (v *voice) writeField(b *strings.Builder, letter rune, count int, t time.Time, text string) {
	c := &v.calendar
	switch {
	case letter == 'y' && c.buddhist:
		b.WriteString(v.padded(int64(t.Year()+thaiYears), count))
	case letter == 'y':
		b.WriteString(v.padded(int64(t.Year()), count))
	case letter == 'M' && count > 2 && len(c.months) == 12:
		b.WriteString(c.months[t.Month()-1])
	case letter == 'M':
		b.WriteString(v.padded(int64(t.Month()), count))
	case letter == 'd':
		b.WriteString(v.padded(int64(t.Day()), count))
	case letter == 'G' && c.buddhist:
		b.WriteString("พ.ศ.")
	case letter == 'G':
		b.WriteString(c.era)
	default:
		b.WriteString(text)
	}
}
