package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryLine returns the last line of mail that goes abroad.
func countryLine(code string, known bool, o LayoutOptions) string {
	tag := readers(o)
	name := ""
	if o.CountryName != nil {
		name = o.CountryName(code)
	}
	if name == "" && known {
		name = countryName(code, tag)
	}
	if name == "" {
		name = code
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

// countryName returns the name as mail bears it, in the language or in English.
func countryName(code string, tag language.Tag) string {
	english := tag == language.English
	switch {
	case code == "HK" && (english || tag == language.French):
		return "Hong Kong" // CLDR says "Hong Kong SAR China"
	case code == "MO" && (english || tag == language.French):
		return "Macao"
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	names := display.English.Regions()
	if !english {
		if of := display.Regions(tag); of != nil {
			names = of
		}
	}
	name := names.Name(region)
	if name == "" {
		name = display.English.Regions().Name(region)
	}
	// "Myanmar (Burma)": the second name is an explanation.
	if short, _, found := strings.Cut(name, " ("); found && strings.HasSuffix(name, ")") {
		return short
	}
	return name
}

// inCapitals writes text in capitals as the language does: i is İ in Turkish, and
// Greek has no accents on capitals.
func inCapitals(text string, tag language.Tag) string {
	base, _ := tag.Base()
	switch base.String() {
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
