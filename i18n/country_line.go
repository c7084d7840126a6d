package i18n

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// nameTable is written by internal/gen; its heading names the source.
//
//go:embed names.txt
var nameTable string

// namesByLanguage holds the rows of nameTable, each taken apart when it is first
// needed; the row of codes is under the empty language.
var namesByLanguage = sync.OnceValue(func() map[string]func() []string {
	rows := map[string]func() []string{}
	for _, row := range strings.Split(nameTable, "\n") {
		if row == "" || row[0] == '#' {
			continue
		}
		lang, names, _ := strings.Cut(row, "\t")
		rows[lang] = sync.OnceValue(func() []string { return strings.Split(names, "\t") })
	}
	return rows
})

// placeOfCode maps the codes of countries to their columns in nameTable.
var placeOfCode = sync.OnceValue(func() map[string]int {
	columns := map[string]int{}
	for i, code := range namesByLanguage()[""]() {
		columns[code] = i
	}
	return columns
})

// countryLine returns the last line of mail that goes abroad.
func countryLine(code string, o LayoutOptions) string {
	tag := readers(o)
	name := ""
	if o.CountryName != nil {
		name = o.CountryName(code)
	}
	if name == "" {
		name = countryName(code, tag)
	}
	return inCapitals(name, tag)
}

// readers returns the language of those who carry the mail out of the country.
func readers(o LayoutOptions) language.Tag {
	if o.Language != "" {
		if tag, err := language.Parse(o.Language); err == nil {
			return tag
		}
	}
	if origin, _ := countryOf(o.From); origin.tongue() == language.French {
		return language.French
	}
	return language.English
}

// CountryName returns the name of the country with an ISO 3166-1 alpha-2 code in a
// language, a BCP 47 tag, as mail and forms bear it. In a language without names
// here, and these are those of the countries themselves, it is in English. An
// unknown country is its code.
func CountryName(code, lang string) string {
	return countryName(code, language.Make(lang))
}

// countryName returns the name as mail bears it, in the language, or in the
// language that it comes from, or in English. An unknown country is its code.
func countryName(code string, tag language.Tag) string {
	column, known := placeOfCode()[code]
	if !known {
		return code
	}
	for ; tag != language.Und; tag = tag.Parent() {
		if name := nameAt(tag.String(), column); name != "" {
			return name
		}
	}
	return nameAt("en", column)
}

func nameAt(lang string, column int) string {
	row, known := namesByLanguage()[lang]
	if !known {
		return ""
	}
	if names := row(); column < len(names) {
		return names[column]
	}
	return ""
}

// inCapitals writes text in capitals as the language does: i is İ in Turkish,
// Greek has no accents on capitals, and Georgian is written without: its capitals
// (Mtavruli, Unicode 11) are for headlines, and few fonts have them.
func inCapitals(text string, tag language.Tag) string {
	base, _ := tag.Base()
	switch base.String() {
	case "ka":
		return text
	case "tr", "az", "lt", "el", "hy":
		return cases.Upper(tag).String(text)
	}
	for _, r := range text {
		if unicode.IsLower(r) && unicode.ToUpper(r) == r { // ß is SS
			return cases.Upper(tag).String(text)
		}
	}
	return strings.ToUpper(text)
}
