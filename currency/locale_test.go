package currency_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestFormatOfOneLocaleEach(t *testing.T) {
	for _, tt := range []struct {
		why, tag string
		style    currency.Style
		text     string
		code     currency.Code
		want     string
	}{
		{"comma, sign behind", "de", currency.Style{}, "1234567.89", currency.EUR, "1.234.567,89\u00a0€"},
		{"sign in front", "en", currency.Style{}, "-1234.5", currency.USD, "-$1,234.50"},
		{"a space beside letters", "en", currency.Style{}, "12", currency.CHF, "CHF\u00a012.00"},
		{"no space beside a symbol", "en", currency.Style{Sign: currency.Symbol}, "12", currency.CAD, "CA$12.00"},
		{"minus between sign and number", "de-CH", currency.Style{}, "-1234.5", currency.CHF, "CHF-1'234.50"},
		{"minus and marks of direction", "he", currency.Style{}, "-1", currency.ILS, "\u200f\u200e-1.00\u00a0\u200f₪"},
		{"parentheses", "en", currency.Style{Accounting: true}, "-1234.5", currency.USD, "($1,234.50)"},
		{"no parentheses where there are none", "de", currency.Style{Accounting: true}, "-1234.5", currency.EUR, "-1.234,50\u00a0€"},
		{"narrow", "en-CA", currency.Style{Sign: currency.NarrowSymbol}, "1", currency.USD, "$1.00"},
		{"symbol that tells dollars apart", "en-CA", currency.Style{}, "1", currency.USD, "US$1.00"},
		{"code", "en", currency.Style{Sign: currency.ISOCode}, "1", currency.USD, "USD\u00a01.00"},
		{"no sign", "en", currency.Style{Sign: currency.NoSign}, "-1234.5", currency.USD, "-1,234.50"},
		{"no sign, right to left", "he", currency.Style{Sign: currency.NoSign}, "1234.5", currency.USD, "\u200f1,234.50"},
		{"no sign, and no gap where it would be", "aa", currency.Style{Sign: currency.NoSign, Accounting: true}, "-1234.5", currency.USD, "-1,234.50"},
		{"no sign, parentheses", "en", currency.Style{Sign: currency.NoSign, Accounting: true}, "-1", currency.USD, "(1.00)"},
		{"own digits", "fa", currency.Style{}, "1234.5", currency.EUR, "\u200e€۱٬۲۳۴٫۵۰"},
		{"Latin digits", "fa-u-nu-latn", currency.Style{}, "1234.5", currency.EUR, "\u200e€\u00a01,234.50"},
		{"lakh and crore", "hi", currency.Style{}, "12345678.9", currency.INR, "₹1,23,45,678.90"},
		{"two digits before the first group", "es", currency.Style{}, "1234.5", currency.EUR, "1234,50\u00a0€"},
		{"and from there on", "es", currency.Style{}, "12345.6", currency.EUR, "12.345,60\u00a0€"},
		{"no decimals", "ja", currency.Style{}, "1234", currency.JPY, "￥1,234"},
		{"three decimals", "en", currency.Style{}, "1.5", currency.KWD, "KWD\u00a01.500"},
		{"a code that CLDR gives no symbol", "de", currency.Style{}, "1", currency.CHC, "1,00\u00a0CHC"},
		{"a pattern of a currency's own", "en-DK", currency.Style{}, "-12345.67", currency.EUR, "-€12,345.67"},
		{"the root", "und", currency.Style{}, "1234.5", currency.EUR, "€\u00a01,234.50"},
	} {
		t.Run(tt.tag+" "+tt.why, func(t *testing.T) {
			l := currency.MustLocale(tt.tag).With(tt.style)
			a := currency.MustParse(tt.text, tt.code)
			if got := l.Format(a); got != tt.want {
				t.Errorf("got %+q, want %+q", got, tt.want)
			}
			if got := string(l.Append([]byte("x"), a)); got != "x"+tt.want {
				t.Errorf("Append gave %+q", got)
			}
		})
	}
}

// CLDR shows fewer decimals than the ledger has for 17 codes. 12.34 must never
// be shown as 12 unless the caller asks for it.
func TestNoDecimalIsHiddenUnasked(t *testing.T) {
	for _, tt := range []struct {
		decimals currency.Decimals
		text     string
		code     currency.Code
		want     string
	}{
		{currency.ShowExact, "12.00", currency.HUF, "12\u00a0Ft"},
		{currency.ShowExact, "12.34", currency.HUF, "12,34\u00a0Ft"},
		{currency.ShowExact, "-0.01", currency.HUF, "-0,01\u00a0Ft"},
		{currency.ShowLedger, "12.00", currency.HUF, "12,00\u00a0Ft"},
		{currency.ShowRounded, "12.34", currency.HUF, "12\u00a0Ft"},
		{currency.ShowRounded, "12.50", currency.HUF, "13\u00a0Ft"},
		{currency.ShowRounded, "-12.50", currency.HUF, "-13\u00a0Ft"},
		{currency.ShowRounded, "-0.40", currency.HUF, "-0\u00a0Ft"}, // as ICU
		{currency.ShowExact, "5", currency.XAU, "5,00\u00a0XAU"},
		{currency.ShowLedger, "5", currency.XAU, "5\u00a0XAU"},
	} {
		l := currency.MustLocale("hu").With(currency.Style{Decimals: tt.decimals})
		if got := l.Format(currency.MustParse(tt.text, tt.code)); got != tt.want {
			t.Errorf("%s %v, choice %d: got %q, want %q", tt.text, tt.code, tt.decimals, got, tt.want)
		}
	}
	hu := currency.MustLocale("hu")
	for _, c := range currency.Codes() {
		for minor := int64(0); minor < 2000; minor += 7 {
			a := currency.New(minor, c)
			if back, err := hu.ParseIn(hu.Format(a), c); err != nil || back != a {
				t.Fatalf("%v was shown as %q, which says %v, %v", a, hu.Format(a), back, err)
			}
		}
	}
}

func TestFormatOfWhatIsNoMoney(t *testing.T) {
	l := currency.MustLocale("de")
	if got := l.Format(currency.Amount{}); got != "0" {
		t.Errorf("the zero amount is %q", got)
	}
	if got := l.Format(currency.New(1, currency.Code(7))); got != "invalid amount" {
		t.Errorf("an invalid amount is %q", got)
	}
	if got := (currency.Locale{}).Format(eur("1")); got != "€\u00a01.00" {
		t.Errorf("the zero locale writes %q", got)
	}
}

func TestTagsFallBackAsCLDRSays(t *testing.T) {
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de-AT", "de-US": "de", "DE_ch": "de-CH", "de-Latn-CH": "de-CH", "de-1996": "de",
		"zh-TW": "zh-Hant", "zh-HK": "zh-Hant-HK", "zh-MO": "zh-Hant-MO", "zh-SG": "zh-Hans-SG", "zh-CN": "zh",
		"zh-Hant-HK": "zh-Hant-HK", "zh-Hant-TW": "zh-Hant", "sr-ME": "sr-Latn-ME", "sr-Latn-RS": "sr-Latn",
		"pa-PK": "pa-Arab", "iw-IL": "he", "in": "id", "sh": "sr-Latn", "tl-PH": "fil", "mo": "ro",
		"en-001": "en-001", "en-GB-oxendict": "en-GB", "ca-ES-valencia": "ca-ES-valencia",
		"und": "und", "root": "und", "fa-u-nu-latn": "fa-u-nu-latn", "fa-u-ca-persian-nu-latn": "fa-u-nu-latn",
		"de-u-nu-latn": "de", "de-u-nu-xxxx": "de", "fa-IR-u-nu-latn": "fa-u-nu-latn", "de-x-nu-latn": "de",
		"hi-u-nu-deva": "hi-u-nu-deva", "fa-u-nu": "fa", "de-9999": "de",
	} {
		l, err := currency.ParseLocale(tag)
		if err != nil || l.String() != want {
			t.Errorf("%s is %v, %v; want %s", tag, l, err, want)
		}
	}
	if und := currency.MustLocale("und"); und != (currency.Locale{}) {
		t.Errorf("the root is %+v and not the zero value", und)
	}
	long := "de-x" + strings.Repeat("-abcdefgh", 6) + "-abcde"
	if l, err := currency.ParseLocale(long); len(long) != 64 || err != nil || l.String() != "de" {
		t.Errorf("64 bytes: %v, %v", l, err)
	}
	for _, bad := range []string{"", "-", "de-", long + "f", "-de", "de--CH", "de CH", "déjà", "abcdefghi", strings.Repeat("de-", 40) + "CH", "xx", "english", "de-Cyrl", "de-Cyrl-CH", "x-private", "123", "de\tCH", "de\nCH"} {
		l, err := currency.ParseLocale(bad)
		wantKind(t, err, currency.ErrLocale)
		if l != (currency.Locale{}) {
			t.Errorf("%q gave %v with its error", bad, l)
		}
	}
}

// en-GB inherits from en-001 and not from en: their values differ.
func TestLocalesInheritFromTheirParents(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "$1.00", "en-001": "US$1.00", "en-GB": "US$1.00", "en-FR": "US$1.00", "es-419": "USD\u00a01.00",
		"pt": "US$\u00a01,00", "pt-AO": "1,00\u00a0US$", "zh": "US$1.00", "zh-Hant-HK": "US$1.00", "nb": "1,00\u00a0USD",
	} {
		if got := currency.MustLocale(tag).Format(currency.New(100, currency.USD)); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestEveryLocaleIsListedAndWorks(t *testing.T) {
	tags := currency.Locales()
	if !slices.IsSorted(tags) || len(tags) != 766 {
		t.Errorf("%d locales, sorted %t; CLDR 48 has 766", len(tags), slices.IsSorted(tags))
	}
	for _, tag := range tags {
		if l, err := currency.ParseLocale(tag); err != nil || l.String() != tag {
			t.Errorf("%s is %v, %v", tag, l, err)
		}
	}
	tags[0] = "changed"
	if currency.Locales()[0] == "changed" {
		t.Error("the slice is not the caller's")
	}
}

func TestALocaleIsUsedByManyAtOnce(t *testing.T) {
	l := currency.MustLocale("ar-EG")
	a := eur("-1234567.89")
	want := l.Format(a)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 200 {
				if back, err := l.Parse(l.Format(a)); l.Format(a) != want || err != nil || back != a {
					t.Errorf("%q was read as %v, %v", want, back, err)
					return
				}
			}
		}()
	}
	wg.Wait()
}

func TestFormatAllocatesOnceAndAppendNever(t *testing.T) {
	for _, tag := range []string{"en", "de-CH", "ar-EG", "hi"} {
		l, a := currency.MustLocale(tag), eur("-1234567.89")
		buf := make([]byte, 0, 128)
		if n := testing.AllocsPerRun(100, func() { buf = l.Append(buf[:0], a) }); n > 0 {
			t.Errorf("%s: Append allocates %v times", tag, n)
		}
		if n := testing.AllocsPerRun(100, func() { _ = l.Format(a) }); n > 1 {
			t.Errorf("%s: Format allocates %v times", tag, n)
		}
	}
}
