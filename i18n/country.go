package i18n

import (
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// CountryRules are what an address in a country needs and how it is written. It
// is a copy: changing it changes nothing here.
type CountryRules struct {
	// Code is the ISO 3166-1 alpha-2 code.
	Code string `json:"code"`
	// Languages are the BCP 47 tags of the country's languages, where the source
	// of the data names them, the first one first.
	Languages []string `json:"languages,omitempty"`
	// Fields are the fields of Address that are printed, in the country's order
	// and by their JSON names.
	Fields []string `json:"fields"`
	// Required are the fields that may not be empty, besides country.
	Required []string `json:"required"`
	// PostalPattern is a regular expression that a postal code matches as a
	// whole, empty where there are none.
	PostalPattern string `json:"postalPattern,omitempty"`
	// PostalExamples are postal codes of the country.
	PostalExamples []string `json:"postalExamples,omitempty"`
	// Subdivisions are the states, provinces or prefectures that mail knows.
	Subdivisions []Subdivision `json:"subdivisions,omitempty"`
}

// Subdivision is a state, province, prefecture or county. Address.Region may
// hold its key, its name, its Latin name or its code.
type Subdivision struct {
	// Key is what is written on a letter within the country.
	Key string `json:"key"`
	// Name is the full name, empty when it is the key.
	Name string `json:"name,omitempty"`
	// Latin is the name in Latin letters, empty when it is the key.
	Latin string `json:"latin,omitempty"`
	// Code is the second part of the ISO 3166-2 code, where the source has it.
	Code string `json:"code,omitempty"`
}

// Country returns the rules of the country with an ISO 3166-1 alpha-2 code in
// capitals, and whether there is one.
func Country(code string) (CountryRules, bool) {
	c, known := countryOf(code)
	if !known {
		return CountryRules{}, false
	}
	rules := c.rules
	rules.Languages = slices.Clone(rules.Languages)
	rules.Fields = slices.Clone(rules.Fields)
	rules.Required = slices.Clone(rules.Required)
	rules.PostalExamples = slices.Clone(rules.PostalExamples)
	rules.Subdivisions = slices.Clone(rules.Subdivisions)
	return rules, true
}

// Countries returns the ISO 3166-1 alpha-2 codes of all countries that have rules
// here, in the order of the alphabet: what a form offers, by CountryName.
func Countries() []string {
	codes := slices.Sorted(maps.Keys(countries()))
	return slices.DeleteFunc(codes, func(code string) bool { return code == anywhere })
}

// anywhere is the code of the rules that hold where nothing else is known.
const anywhere = "ZZ"

// addressTable is written by internal/gen; its heading names the source.
//
//go:embed addresses.txt
var addressTable string

// countries reads the table once, when it is first needed.
var countries = sync.OnceValue(func() map[string]*country { return readCountries(addressTable) })

type country struct {
	rules        CountryRules
	local, latin layout
	capitals     string // the letters of the fields that are written in capitals
	postalPrefix string // what the layout puts before the postal code
	also         map[int][]string
	pattern      func() *regexp.Regexp
	regions      func() map[string]int // by folded name
	tongue       func() language.Tag   // the most likely language
}

// countryOf returns the country, or the rules for anywhere.
func countryOf(code string) (*country, bool) {
	all := countries()
	if c, known := all[code]; known && code != anywhere {
		return c, true
	}
	return all[anywhere], false
}

// fieldName is the JSON name of a field by its letter in the source.
func fieldName(letter byte) string {
	switch letter {
	case 'N':
		return "name"
	case 'O':
		return "organisation"
	case 'A':
		return "lines"
	case 'D':
		return "sublocality"
	case 'C':
		return "locality"
	case 'S':
		return "region"
	case 'Z':
		return "postalCode"
	default:
		return "sortingCode"
	}
}

func readCountries(table string) map[string]*country {
	all := make(map[string]*country, 256)
	var anyFormat string
	rows := strings.Split(table, "\n")
	for _, row := range rows {
		if strings.HasPrefix(row, anywhere+"\t") {
			anyFormat = strings.Split(row, "\t")[1]
		}
	}
	var c *country
	for _, row := range rows {
		cells := strings.Split(row, "\t")
		switch {
		case row == "" || row[0] == '#':
		case cells[0] != "":
			c = readCountry(cells, anyFormat)
			all[cells[0]] = c
		default:
			c.subdivide(cells)
		}
	}
	return all
}

func readCountry(cells []string, anyFormat string) *country {
	format, latin, own := cells[1], cells[2], cells[1] != ""
	if !own {
		format = anyFormat
	}
	if latin == "" {
		latin = format
	}
	c := &country{
		local:        readLayout(format, own),
		latin:        readLayout(latin, own),
		capitals:     cells[4],
		postalPrefix: cells[7],
		also:         map[int][]string{},
		rules: CountryRules{
			Code:           cells[0],
			PostalPattern:  cells[5],
			PostalExamples: split(cells[6], ","),
			Languages:      split(cells[8], "~"),
		},
	}
	for _, letter := range "ADCSZX" { // a fixed order, whatever the source's
		if strings.ContainsRune(cells[3], letter) {
			c.rules.Required = append(c.rules.Required, fieldName(byte(letter)))
		}
	}
	c.rules.Fields = fieldsOf(format)
	c.pattern = sync.OnceValue(func() *regexp.Regexp {
		if c.rules.PostalPattern == "" {
			return nil
		}
		return regexp.MustCompile("^(?:" + c.rules.PostalPattern + ")$")
	})
	c.regions = sync.OnceValue(c.indexRegions)
	c.tongue = sync.OnceValue(func() language.Tag { return mostLikely(c.rules) })
	return c
}

// mostLikely returns the first language of the country, as the source or else
// CLDR has it.
func mostLikely(rules CountryRules) language.Tag {
	name := "und-" + rules.Code
	if len(rules.Languages) > 0 {
		name = rules.Languages[0]
	}
	tag, err := language.Parse(name)
	if err != nil || rules.Code == anywhere {
		return language.Und
	}
	base, _ := tag.Base()
	tag, _ = language.Compose(base)
	return tag
}

func fieldsOf(format string) []string {
	var fields []string
	for i := 0; i+1 < len(format); i++ {
		if format[i] == '%' && format[i+1] != 'n' {
			fields = append(fields, fieldName(format[i+1]))
		}
	}
	return fields
}

func (c *country) subdivide(cells []string) {
	cell := func(i int) string {
		if i < len(cells) {
			return cells[i]
		}
		return ""
	}
	if names := split(cell(5), "~"); names != nil {
		c.also[len(c.rules.Subdivisions)] = names
	}
	c.rules.Subdivisions = append(c.rules.Subdivisions,
		Subdivision{Key: cell(1), Name: cell(2), Latin: cell(3), Code: cell(4)})
}

func split(s, by string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, by)
}
