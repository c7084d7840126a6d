package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// LayoutOptions of Address.Layout. The zero value is the address in the
// country's own order and script, with the country in English.
type LayoutOptions struct {
	// Latin asks for the address as InLatin writes it in LatinScript, in the order
	// that the country's post wants in Latin letters: the Latin twin, or what the
	// rules of the language make of the address. Fields whose letters do not say
	// how they are read stay as they are. InLatin tells what was done.
	Latin bool
	// From is the country where the mail is posted, ISO 3166-1 alpha-2. Domestic
	// mail bears no country line.
	From string
	// Language is the BCP 47 tag of the language of the country line. By default
	// it is French for mail from countries that speak French, English otherwise.
	Language string
	// CountryName replaces the names of countries that are built in; the country
	// line is in capitals all the same. Where it returns an empty text the name
	// that is built in is used.
	CountryName func(code string) string
}

// Layout returns the address as lines for a label or a letter, in the order of
// its country (for text in Latin letters the country's order for these), with the fields in capitals that the country wants so, and the
// country last in capitals. Fields that are empty leave no trace, and neither does
// a region that the country's mail does not bear. Lines are neither wrapped nor
// escaped: see Wrap.
func (a Address) Layout(o LayoutOptions) []string {
	if o.Latin {
		a, _ = a.InLatin(LatinScript)
	}
	c, _ := countryOf(a.Country)
	order, latin := c.local, o.Latin || a.isLatin()
	if latin {
		order = c.latin
	}
	region := c.regionText(a.Region, latin)
	if c.isTown(region, a.Locality) {
		region = "" // Beijing is not in Beijing
	}
	streets := make([]string, 0, len(a.Lines))
	for _, line := range a.Lines {
		if line != "" {
			streets = append(streets, c.capital('A', line, a))
		}
	}
	lines := order.print(func(field byte) string {
		text := region
		if field != 'S' {
			text = a.field(field, c)
		}
		if field == 'C' && text != "" && order.says(text) {
			return ""
		}
		return c.capital(field, text, a)
	}, streets)
	if a.Country != "" && a.Country != o.From {
		lines = append(lines, countryLine(a.Country, o))
	}
	return lines
}

// inLatin returns the Latin twin with what it takes over from the address: what
// has no script.
func (a Address) inLatin() Address {
	if a.Latin == nil {
		return a
	}
	twin := *a.Latin
	twin.Latin = nil
	for _, f := range []struct{ to, from *string }{
		{&twin.Country, &a.Country}, {&twin.PostalCode, &a.PostalCode},
		{&twin.SortingCode, &a.SortingCode}, {&twin.Phone, &a.Phone},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if c, _ := countryOf(twin.Country); twin.Region == "" {
		if s, known := c.subdivision(a.Region); known {
			twin.Region = s.Key
		}
	}
	return twin
}

// isLatin reports whether the address is in Latin letters already, so that it is
// in Latin order even if nobody asked: nothing else would fit together.
func (a Address) isLatin() bool {
	for _, line := range a.Lines {
		if !isLatin(line) {
			return false
		}
	}
	return isLatin(a.Locality) && isLatin(a.Sublocality) && isLatin(a.Name)
}

// field returns the text of a field other than the region by its letter in the
// source.
func (a Address) field(letter byte, c *country) string {
	switch letter {
	case 'N':
		return a.Name
	case 'O':
		return a.Organisation
	case 'D':
		return a.Sublocality
	case 'C':
		return a.Locality
	case 'Z':
		code, _ := c.normalPostalCode(a.PostalCode)
		if c.rules.PostalPattern == "" && (strings.Trim(code, "0") == "" || code == "999077" || code == "999078") {
			return "" // what shops demand of countries without postal codes, in China 999077 of Hong Kong and 999078 of Macao
		}
		return code
	default:
		return a.SortingCode
	}
}

// capital writes the field in capitals if the country wants it so.
func (c *country) capital(field byte, text string, a Address) string {
	if strings.IndexByte(c.capitals, field) < 0 {
		return text
	}
	return inCapitals(text, languageOf(a.Language, c))
}

// languageOf returns the language, or else the most likely one of the country.
func languageOf(lang string, c *country) language.Tag {
	if lang != "" {
		if tag, err := language.Parse(lang); err == nil {
			return tag
		}
	}
	return c.tongue()
}
