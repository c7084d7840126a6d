package documents

import (
	"unicode"

	"github.com/orderkit/orderkit/i18n"
)

// block is an address as it is printed, one in each script that it needs.
type block struct{ Parts []lines }

// lines are lines of one script.
type lines struct {
	Lang, Dir string
	Lines     []string
}

// letter lays out an address for mail that is posted in a country. Mail that
// goes abroad bears the address in the letters of its country and, if there is a
// twin, in Latin ones: the first for those who deliver it, the second for those
// who send it on.
func letter(a i18n.Address, from string) block {
	var b block
	if blank(a) {
		return b
	}
	local := a.Layout(i18n.LayoutOptions{From: from})
	b.Parts = append(b.Parts, lines{languageOf(a, local), directionOf(local), local})
	if a.Latin != nil && a.Country != from {
		latin := a.Layout(i18n.LayoutOptions{From: from, Latin: true})
		b.Parts = append(b.Parts, lines{"und-Latn", "ltr", latin})
	}
	return b
}

// letters counts the lines of all scripts.
func (b block) letters() []string {
	var all []string
	for _, part := range b.Parts {
		all = append(all, part.Lines...)
	}
	return all
}

func blank(a i18n.Address) bool {
	return a.Country == "" && a.Name == "" && a.Organisation == "" && len(a.Lines) == 0 && a.Locality == "" && a.PostalCode == ""
}

// checkAddress reports what keeps an address from being one.
func checkAddress(path string, a i18n.Address, faults *Faults) {
	if blank(a) {
		faults.add(FaultRequired, path, "is missing")
		return
	}
	if a.Name == "" && a.Organisation == "" {
		faults.add(FaultRequired, path+".name", "neither a name nor an organisation")
	}
	for _, issue := range a.Check() {
		if issue.Severity == i18n.Error {
			faults.add(FaultInvalid, path+"."+issue.Path, "%s", issue.Detail)
		}
	}
}

// nameOf is what an address is for: the organisation, or else the person.
func nameOf(a i18n.Address) string {
	if a.Organisation != "" {
		return a.Organisation
	}
	return a.Name
}

// languageOf is the language for the fonts of an address: Han characters look
// different in each country.
func languageOf(a i18n.Address, text []string) string {
	if a.Language != "" {
		return a.Language
	}
	rules, known := i18n.Country(a.Country)
	if !known || len(rules.Languages) == 0 || !foreign(text) {
		return "und"
	}
	if a.Country == "TW" || a.Country == "HK" || a.Country == "MO" {
		return "zh-" + a.Country
	}
	return rules.Languages[0]
}

// foreign reports whether any letter is not Latin.
func foreign(text []string) bool {
	for _, line := range text {
		for _, r := range line {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
				return true
			}
		}
	}
	return false
}

// directionOf is the direction of the first letter that has one.
func directionOf(text []string) string {
	for _, line := range text {
		for _, r := range line {
			switch {
			case unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam):
				return "rtl"
			case unicode.IsLetter(r):
				return "ltr"
			}
		}
	}
	return "ltr"
}
