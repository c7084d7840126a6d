package order

import (
	"strings"
	"unicode"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// Customs is what a customs form says about one unit of a line. All of it is the
// shop's own; none is personal data.
type Customs struct {
	// HS is the code of the Harmonized System of the World Customs Organization:
	// 6 to 10 digits.
	HS string `json:"hs,omitempty"`
	// Origin is the country of origin, ISO 3166-1 alpha-2.
	Origin string `json:"origin,omitempty"`
	// NetWeight is in grams per unit.
	NetWeight int64 `json:"netWeight,omitempty"`
	// Description says what it is in words that customs accept: "ceramic mugs".
	Description string `json:"description,omitempty"`
}

// clean takes dots and spaces out of the HS code and emoji out of the words.
func (c Customs) clean() Customs {
	c.HS = strings.Map(func(r rune) rune {
		if r == '.' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, c.HS)
	c.Description = (&door{faults: &faults{}}).text("", c.Description, false, false)
	return c
}

func (c Customs) check(f *faults) {
	if c == (Customs{}) {
		return
	}
	hs := c.clean().HS
	if digits := strings.Trim(hs, "0123456789") == ""; hs != "" && (!digits || len(hs) < 6 || len(hs) > 10) {
		f.add(".customs.hs", "hs", "%q is no code of the Harmonized System: 6 to 10 digits", c.HS)
	}
	if _, known := i18n.Country(c.Origin); c.Origin != "" && !known {
		f.add(".customs.origin", "unknown_country", "%q is no country of ISO 3166-1 in two capitals", c.Origin)
	}
	if c.NetWeight < 0 {
		f.add(".customs.netWeight", "negative", "is negative")
	}
	(&door{faults: f}).text(".customs.description", c.Description, false, false)
}

// checkTag checks the customer's language.
func (d *Draft) checkTag(f *faults) {
	if d.Locale == "" {
		return
	}
	if _, err := currency.ParseLocale(d.Locale); err != nil {
		f.add("locale", "locale", "%v", err)
	}
}

// tag is the language in the letters of BCP 47, which has no underscores.
func (d *Draft) tag() string { return strings.ReplaceAll(d.Locale, "_", "-") }

// declared are the units with what customs are told that they are worth.
func (o *Order) declared(us []Units) ([]Goods, error) {
	list := o.goods(us, false)
	f := o.finder()
	for i := range list {
		g := &list[i]
		if l, ok := f.line(g.Line); ok {
			s, err := l.Share(g.First, g.Quantity)
			if err != nil {
				return nil, Retry(err)
			}
			g.Value = s.Net
		}
	}
	return list, nil
}
