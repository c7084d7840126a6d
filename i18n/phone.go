package i18n

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Phone is a telephone number. Its zero value is none.
type Phone struct {
	// Country is the ISO 3166-1 alpha-2 code of the country that the number belongs
	// to, empty for numbers of no country such as +800.
	Country string `json:"country,omitempty"`
	// Calling is the country calling code, as in "49".
	Calling string `json:"calling,omitempty"`
	// National is the number as dialled after the calling code: without a trunk
	// prefix, but with the zero of Italy.
	National string `json:"national,omitempty"`
	// Extension is dialled when the call is through.
	Extension string `json:"extension,omitempty"`
}

// The reasons for which ParsePhone does not understand a number.
var (
	errNoPhone      = errors.New("i18n: no telephone number")
	errPhoneCountry = errors.New("i18n: telephone number without a calling code that is known, nor a country")
	errPhoneLength  = errors.New("i18n: telephone number too short or too long for its country")
	errPhonePattern = errors.New("i18n: telephone number of a form that its country does not have")
)

// ParsePhone reads a telephone number as people type it: in digits of any script,
// with spaces, hyphens, points and brackets, with +, 00 or the country's own
// prefix before a calling code, with or without a trunk prefix, with an extension.
// A number without a calling code is one of the country, ISO 3166-1 alpha-2.
//
// An error says that no country has such a number, by its length and first
// digits. Numbering plans change faster than libraries, so that is no reason to
// refuse it: keep the text as typed. Whether somebody answers is not known.
func ParsePhone(text, country string) (Phone, error) {
	digits, extension, found := phoneDigits(text)
	if !found {
		return Phone{}, errNoPhone
	}
	all := phonePlans()
	home := all.byCountry[country]
	abroad, is := strings.CutPrefix(digits, "+")
	if !is && home != nil && home.abroad != nil {
		if at := home.abroad().FindStringIndex(digits); at != nil && !strings.HasPrefix(digits[at[1]:], "0") {
			abroad, is = digits[at[1]:], true
		}
	}
	if !is {
		phone, err := all.domestic(digits, extension, home)
		if rest, zeros := strings.CutPrefix(digits, "00"); err != nil && zeros {
			abroad, is = rest, true // typed as in Europe
		}
		if !is {
			return phone, err
		}
	}
	calling, number := all.calling(abroad)
	if calling == "" {
		return Phone{}, errPhoneCountry
	}
	return all.number(calling, number, extension, country)
}

// domestic reads a number without a calling code, or with one that nothing marks.
func (all phones) domestic(digits, extension string, home *phonePlan) (Phone, error) {
	if home == nil {
		return Phone{}, errPhoneCountry
	}
	phone, err := all.number(home.calling, digits, extension, home.country)
	if rest, marked := strings.CutPrefix(digits, home.calling); err != nil && marked {
		if other, wrong := all.number(home.calling, rest, extension, home.country); wrong == nil {
			return other, nil
		}
	}
	return phone, err
}

// calling takes off the calling code: none begins another.
func (all phones) calling(digits string) (calling, number string) {
	for n := 1; n <= 3 && n < len(digits); n++ {
		if _, known := all.byCalling[digits[:n]]; known {
			return digits[:n], digits[n:]
		}
	}
	return "", ""
}

// number reads what comes after a calling code.
func (all phones) number(calling, digits, extension, preferred string) (Phone, error) {
	plan := all.byCountry[preferred]
	if plan == nil || plan.calling != calling {
		plan = all.byCalling[calling][0]
	}
	number := plan.withoutTrunk(digits)
	plan = all.planOf(calling, number, preferred)
	phone := Phone{Country: plan.country, Calling: calling, National: number, Extension: extension}
	if strings.HasPrefix(plan.country, "+") {
		phone.Country = ""
	}
	switch {
	case !slices.Contains(plan.lengths, len(number)):
		return Phone{}, errPhoneLength
	case !plan.has(number) || plan.leading != nil && !plan.leading.fits(number):
		return Phone{}, errPhonePattern
	}
	return phone, nil
}

// withoutTrunk takes off the prefix that is dialled within the country, or writes
// what it stands for. A number that would then be none keeps it.
func (p *phonePlan) withoutTrunk(digits string) string {
	if p.trunk == nil {
		return digits
	}
	at := p.trunk().FindStringSubmatchIndex(digits)
	if at == nil {
		return digits
	}
	number := digits[at[1]:]
	if last := len(at) - 2; p.becomes != "" && last > 0 && at[last] >= 0 {
		number = string(p.trunk().ExpandString(nil, braced(p.becomes), digits, at)) + number
	}
	if p.number.fits(digits) && !p.number.fits(number) {
		return digits
	}
	return number
}

// extension finds what is dialled when the call is through.
var extension = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[ ,(]*(?:;ext=|\bext(?:ension)?[.:]?|доб\.?|转|轉|分机|分機|内線|내선|\bint\.|\banexo\.?|x|#) ?(\d{1,7})[#)]?$`)
})

// phoneDigits makes the text plain: digits, and + before them if it was there.
func phoneDigits(text string) (digits, ext string, found bool) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r <= unicode.MaxASCII:
			return r
		case r >= '！' && r <= '～': // fullwidth ASCII
			return r - ('！' - '!')
		case unicode.IsDigit(r):
			return '0' + digitValue(r)
		case unicode.IsSpace(r):
			return ' '
		case look(r).kind == kindBidiMark || look(r).kind == kindBidiControl || look(r).kind == kindInvisible:
			return -1
		}
		return r
	}, text)
	start := strings.IndexAny(plain, "+0123456789")
	if start < 0 {
		return "", "", false
	}
	plain = strings.TrimSpace(plain[start:]) // "Tel. ", "☎"
	if strings.IndexFunc(plain, func(r rune) bool { return unicode.IsLetter(r) || r == '#' }) >= 0 {
		if at := extension().FindStringSubmatchIndex(plain); at != nil {
			plain, ext = plain[:at[0]], plain[at[2]:at[3]]
		}
	}
	var b strings.Builder
	for i, r := range plain {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" \t\n-./()[]~‐‑‒–—―−ー·", r):
		default:
			return "", "", false
		}
	}
	return b.String(), ext, b.Len() > 2
}

// E164 returns the number as machines take it, "+491711234567", without its
// extension.
func (p Phone) E164() string {
	if p.Calling == "" {
		return ""
	}
	return "+" + p.Calling + p.National
}

// International returns the number as ITU-T E.123 writes it for people abroad,
// with spaces between its parts: "+49 171 1234567".
func (p Phone) International() string {
	if p.Calling == "" {
		return ""
	}
	number := p.format(func(f phoneFormat) string { return f.abroad })
	number = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, number)
	return "+" + p.Calling + " " + strings.Join(strings.Fields(number), " ") + p.through()
}

// Domestic returns the number as its country writes it at home: "0171 1234567".
func (p Phone) Domestic() string {
	return p.format(func(f phoneFormat) string { return f.domestic }) + p.through()
}

func (p Phone) through() string {
	if p.Extension == "" {
		return ""
	}
	return " ext. " + p.Extension
}

// format writes the number in the first format that is for it. The main country
// of a calling code has the formats for all.
func (p Phone) format(way func(phoneFormat) string) string {
	plans := phonePlans()
	plan := plans.byCountry[p.Country]
	if (plan == nil || len(plan.formats) == 0) && len(plans.byCalling[p.Calling]) > 0 {
		plan = plans.byCalling[p.Calling][0]
	}
	if plan == nil {
		return p.National
	}
	for _, f := range plan.formats {
		if (f.leading == nil || f.leading.fits(p.National)) && f.number.fits(p.National) {
			return f.number().ReplaceAllString(p.National, braced(way(f)))
		}
	}
	return p.National
}

// braced writes $1 as ${1}, which no digit or letter after it can change.
func braced(format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] == '$' && i+1 < len(format) {
			b.WriteString("${" + format[i+1:i+2] + "}")
			i++
			continue
		}
		b.WriteByte(format[i])
	}
	return b.String()
}

// NormalPhone returns the phone number as machines read it: E164, and " ext. 5"
// after it where there is an extension. A number that is not understood comes
// back as it is, and Check warns of it.
func (a Address) NormalPhone() string {
	phone, err := ParsePhone(a.Phone, a.Country)
	if err != nil {
		return a.Phone
	}
	return phone.E164() + phone.through()
}
