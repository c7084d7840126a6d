package labels

import (
	"image"
	"strconv"
	"strings"

	"github.com/go-text/typesetting/language"
	"github.com/orderkit/orderkit/i18n"
)

// abroad reports whether the mail leaves the country.
func (c *composer) abroad() bool { return c.label.From.Country != c.label.To.Country }

// recipient fills the middle of the label: the address as its place writes it
// and, for mail from abroad, in Latin letters under it.
func (c *composer) recipient(page image.Rectangle) {
	d := c.press.density
	to := c.label.To
	at := column{page.Min.X, page.Dx(), page.Min.Y}
	caption := c.styled(text{path: "words.to", words: c.press.words.To}, 8, 6)
	phone := c.styled(text{path: "to.phone", words: to.Phone, align: right}, 9, 7)
	third := at.width / 3
	below := max(c.print(caption, column{at.x, third, at.y}, d.mm(6)),
		c.print(phone, column{at.x + third, at.width - third, at.y}, d.mm(6)))
	if below > at.y {
		at.y = below + d.mm(1.5)
	}
	twice := to.Latin != nil && c.abroad()
	from := c.label.From.Country
	if twice {
		from = to.Country // the country is under the Latin lines
	}
	all := c.lines("to", to, to.Layout(i18n.LayoutOptions{From: from}), to.Country != from, 15, 8)
	if twice {
		latin := c.lines("to.latin", *to.Latin, to.Layout(i18n.LayoutOptions{Latin: true, From: c.label.From.Country}), true, 13, 7)
		if len(all) > 0 && len(latin) > 0 {
			latin[0].before = 6
		}
		all = append(all, latin...)
	}
	c.print(all, at, page.Max.Y-at.y)
}

// lines shapes the lines of an address: the name bold, and the country, if it is
// the last one, bold and larger. Addresses in scripts that run to the left stand
// on the right.
func (c *composer) lines(path string, a i18n.Address, printed []string, withCountry bool, size, least float64) []styled {
	var out []styled
	rtl := firstStrong([]rune(strings.Join(printed, "\n")), 0) == 1
	side := left
	if rtl {
		side = right
	}
	for i, words := range printed {
		t := text{path: fieldOf(path, a, words), words: words, language: tongue(a, c.label.To.Country), rtl: rtl, align: side}
		large := size
		switch {
		case withCountry && i == len(printed)-1:
			t.path, t.bold, t.language = path+".country", true, ""
			large = size * 1.12
		case words == a.Name || words == a.Organisation:
			t.bold = true
		}
		out = append(out, c.styled(t, large, least)...)
	}
	return out
}

// fieldOf names the field that a printed line comes from, or the address if that
// cannot be told.
func fieldOf(path string, a i18n.Address, line string) string {
	for i, street := range a.Lines {
		if street != "" && strings.Contains(line, street) {
			return path + ".lines[" + strconv.Itoa(i) + "]"
		}
	}
	for _, f := range []struct{ name, value string }{
		{"name", a.Name}, {"organisation", a.Organisation}, {"sublocality", a.Sublocality},
		{"locality", a.Locality}, {"region", a.Region}, {"postalCode", a.PostalCode},
	} {
		if f.value != "" && strings.Contains(strings.ToUpper(line), strings.ToUpper(f.value)) {
			return path + "." + f.name
		}
	}
	return path
}

// tongue returns the language in whose letter forms an address is drawn: the
// same character looks different in Japan, China, Taiwan and Korea, in Bulgaria
// and Russia, in Turkey and Germany.
func tongue(a i18n.Address, country string) language.Language {
	if a.Country != "" {
		country = a.Country
	}
	if a.Language != "" && a.Language != "zh" { // which says nothing about forms
		return language.NewLanguage(a.Language)
	}
	switch country {
	case "CN", "TW", "HK", "MO", "SG":
		return language.NewLanguage("zh-" + country)
	case "JP":
		return "ja"
	case "KR", "KP":
		return "ko"
	case "BG", "MK", "RO", "TR", "AZ":
		return language.NewLanguage(country)
	case "RS":
		return "sr"
	case "MD":
		return "ro"
	case "PK":
		return "ur"
	}
	return ""
}
