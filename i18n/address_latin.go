package i18n

import (
	"strconv"
	"strings"
)

// InLatin returns the address as it can be written with the characters of the
// repertoire, and what had to be done for that. An address that the repertoire
// has comes back as it is. Otherwise the Latin twin counts, and takes over from
// the address what has no script and the names that it lacks; where there is no
// twin, Latin writes the fields, in the address's language or else the most
// likely one of its country. Regions get their official Latin names.
//
// What a machine wrote is an issue of CodeTransliterated at the field. A field
// that only a person can write stays in its own script, with an error of
// CodeLatinNeeded under "latin.": the customer's form has to ask for it. The
// result has no twin. Call it on a clean address.
func (a Address) InLatin(in Repertoire) (Address, []Issue) {
	written, paths := a.twinFor(in)
	c, _ := countryOf(written.Country)
	base, _ := languageOf(a.Language, c).Base()
	w := addressWriter{in: in, language: base.String()}
	if !in.Holds(written.PostalCode) {
		written.PostalCode, _ = c.normalPostalCode(written.PostalCode)
	}
	if !in.Holds(written.Region) {
		written.Region = c.regionText(written.Region, true)
	}
	streets := make([]string, len(written.Lines))
	for i, line := range written.Lines {
		streets[i] = w.text(paths("lines")+"["+strconv.Itoa(i)+"]", line)
	}
	if len(streets) > 0 {
		written.Lines = streets
	}
	for _, f := range written.texts() {
		if f.name != "country" && f.name != "language" {
			*f.text = w.text(paths(f.name), *f.text)
		}
	}
	return written, w.issues
}

// twinFor returns whichever of the address and its twin is to be written, and
// the path of each of its fields.
func (a Address) twinFor(in Repertoire) (Address, func(field string) string) {
	own := func(field string) string { return field }
	if a.Latin == nil || a.isHeldBy(in) {
		a.Latin = nil
		return a, own
	}
	twin := a.inLatin()
	lacks := map[string]bool{}
	take := func(field string, to *string, from, twins string) {
		if twins == "" {
			*to, lacks[field] = from, true
		}
	}
	take("name", &twin.Name, a.Name, a.Latin.Name)
	take("organisation", &twin.Organisation, a.Organisation, a.Latin.Organisation)
	for _, f := range a.Latin.texts() {
		lacks[f.name] = lacks[f.name] || *f.text == "" // inLatin took it over
	}
	return twin, func(field string) string {
		if lacks[field] {
			return field
		}
		return "latin." + field
	}
}

func (a Address) isHeldBy(in Repertoire) bool {
	for _, line := range a.Lines {
		if !in.Holds(line) {
			return false
		}
	}
	for _, f := range a.texts() {
		if !in.Holds(*f.text) {
			return false
		}
	}
	return true
}

// addressWriter collects the issues of the fields.
type addressWriter struct {
	in       Repertoire
	language string
	issues   []Issue
}

func (w *addressWriter) text(path, text string) string {
	if w.in.Holds(text) {
		return text
	}
	written, found := latin(text, w.language, w.in)
	for _, issue := range found {
		issue.Path = path
		if issue.Code == CodeLatinNeeded {
			issue.Path = "latin." + strings.TrimPrefix(path, "latin.")
			written = text
		}
		w.issues = append(w.issues, issue)
	}
	return written
}
