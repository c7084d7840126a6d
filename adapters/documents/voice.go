package documents

import (
	"strconv"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"golang.org/x/text/language"
)

// voice writes words, amounts, numbers and dates for one reader.
type voice struct {
	words    *words
	lang     string // of the page
	money    currency.Locale
	codes    currency.Locale // with ISO codes for signs
	plain    currency.Locale // without signs
	digits   [10]string
	point    string
	latin    bool
	calendar calendar
	zone     *time.Location
}

// voice returns the voice for a locale. What the reader's language is called
// makes the digits and the order of dates, too, if there are words for it;
// otherwise only amounts are written in the reader's way.
func (p *Printer) voice(locale, path string, faults *Faults) *voice {
	if locale == "" {
		locale = p.locale
	}
	money, err := currency.ParseLocale(locale)
	if err != nil {
		faults.add(FaultUnknown, path, "%q: %v", locale, err)
		money = currency.MustLocale("en")
	}
	tag, err := language.Parse(locale)
	if err != nil {
		tag = language.English
	}
	w, own := p.shelf.find(tag)
	if !own {
		w, _ = p.shelf.find(p.fallback)
	}
	v := &voice{
		words: w, lang: w.name, zone: p.zone,
		money: money.With(currency.Style{Decimals: currency.ShowLedger}),
		codes: money.With(currency.Style{Sign: currency.ISOCode, Decimals: currency.ShowLedger}),
		plain: money.With(currency.Style{Sign: currency.NoSign, Decimals: currency.ShowLedger}),
	}
	if own {
		v.lang = bare(tag)
		v.calendar = calendarOf(money.String())
		v.calendar.buddhist = tag.TypeForKey("ca") == "buddhist" && v.calendar.era != ""
	} else {
		v.calendar = calendarOf(w.name)
	}
	v.learnDigits()
	return v
}

// latin asks for Latin digits and years that all count alike, for what crosses
// borders.
func latin(locale string) string {
	tag, err := language.Parse(locale)
	for _, key := range [][2]string{{"nu", "latn"}, {"ca", "gregory"}} {
		if err == nil {
			tag, err = tag.SetTypeForKey(key[0], key[1])
		}
	}
	if err != nil {
		return locale
	}
	return tag.String()
}

// bare is the tag without its extensions.
func bare(tag language.Tag) string {
	if plain, err := language.Compose(tag.Raw()); err == nil {
		return plain.String()
	}
	return tag.String()
}

// learnDigits asks the locale of the amounts for its digits, so that all numbers
// of a page are written alike.
func (v *voice) learnDigits() {
	for d := range v.digits {
		v.digits[d] = unmarked(v.plain.Format(currency.New(int64(d), currency.JPY)))
	}
	text := unmarked(v.plain.Format(currency.New(11, currency.USD)))
	v.point = strings.TrimSuffix(strings.TrimPrefix(text, v.digits[0]), v.digits[1]+v.digits[1])
	v.latin = v.digits[0] == "0"
}

// unmarked is text without marks of direction and spaces.
func unmarked(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00A0', '\u202F', '\u200E', '\u200F', '\u061C':
			return -1
		}
		return r
	}, text)
}

// withoutMarks is a number without the marks of direction that its currency's sign
// would have needed.
func withoutMarks(text string) string {
	return strings.Trim(text, "\u200E\u200F\u061C \u00A0\u202F")
}

// text is a word by its key.
func (v *voice) text(key string) string { return v.words.text[key] }

// number writes a whole number with groups.
func (v *voice) number(n int64) string {
	return withoutMarks(v.plain.Format(currency.New(n, currency.JPY)))
}

// kilograms writes a weight in grams, always with three decimals; dinars have as
// many.
func (v *voice) kilograms(grams int64) string {
	return withoutMarks(v.plain.Format(currency.New(grams, currency.KWD)))
}

// padded writes a whole number without groups.
func (v *voice) padded(n int64, width int) string {
	text := strconv.FormatInt(n, 10)
	return v.native(strings.Repeat("0", max(0, width-len(text))) + text)
}

// native writes plain digits, with a point or not, in the reader's.
func (v *voice) native(plain string) string {
	if v.latin && v.point == "." {
		return plain
	}
	var b strings.Builder
	for _, r := range plain {
		switch {
		case r >= '0' && r <= '9':
			b.WriteString(v.digits[r-'0'])
		case r == '.':
			b.WriteString(v.point)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// percent writes a rate of tax.
func (v *voice) percent(n pricing.Number) string {
	pattern := v.calendar.percents[0]
	if v.latin {
		pattern = v.calendar.percents[1]
	}
	return strings.ReplaceAll(pattern, "{n}", v.native(short(digitsOf(n))))
}

// digitsOf is a number as it is recorded.
func digitsOf(n pricing.Number) string {
	text, err := n.MarshalJSON()
	if err != nil {
		return "?" // no record that could be read back holds such a number
	}
	return strings.Trim(string(text), `"`)
}

// short leaves out zeros after the point.
func short(digits string) string {
	if strings.Contains(digits, ".") {
		digits = strings.TrimRight(strings.TrimRight(digits, "0"), ".")
	}
	return digits
}

// price writes a unit price, which may have more decimals than its currency.
func (v *voice) price(n pricing.Number, code currency.Code) string {
	exact := short(digitsOf(n))
	whole, decimals, _ := strings.Cut(exact, ".")
	have := code.Digits()
	if len(decimals) <= have {
		if a, err := currency.Round(n.Decimal(), code, currency.HalfUp); err == nil {
			return v.money.Format(a)
		}
		return exact
	}
	// The amount of the decimals that the currency has, and then the others.
	kept := whole
	if have > 0 {
		kept += "." + decimals[:have]
	}
	a, err := currency.Parse(kept, code)
	if err != nil {
		return exact
	}
	text, more := v.money.Format(a), v.native(decimals[have:])
	if have == 0 {
		more = v.point + more
	}
	last := -1
	for _, d := range v.digits {
		if i := strings.LastIndex(text, d); i >= 0 {
			last = max(last, i+len(d))
		}
	}
	if last < 0 {
		return exact
	}
	return text[:last] + more + text[last:]
}

// rate writes a rate of exchange as it was published.
func (v *voice) rate(r currency.Rate) string {
	text := v.native("1") + " " + r.From().String() + " = " + v.native(digitsOf(pricing.Number(r.Value()))) + " " + r.To().String()
	if s := r.Source(); s != "" {
		text += ", " + s
	}
	return text + ", " + v.date(r.At())
}

// count writes how many pieces there are.
func (v *voice) count(n int64) []part {
	return say(v.text(pieces+"."+form(v.words.tag, n)), map[string]string{"n": v.number(n)})
}
