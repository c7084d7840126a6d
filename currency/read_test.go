package currency_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func TestParseOfALocaleDecidesOrRefuses(t *testing.T) {
	for _, tt := range []struct{ tag, text, want string }{
		{"de", "1.234,56 €", "EUR 1234.56"},
		{"de", "1.234 €", "EUR 1234.00"},
		{"de", "1234,5 €", "EUR 1234.50"},
		{"de", "€ 12", "EUR 12.00"},
		{"de", "EUR 12", "EUR 12.00"},
		{"de", "12EUR", "EUR 12.00"},
		{"de", "-12,00 €", "EUR -12.00"},
		{"de", "−12,00 €", "EUR -12.00"},
		{"en", "$1,234", "USD 1234.00"},
		{"en", "-$1,234.50", "USD -1234.50"},
		{"en", "$-1,234.50", "USD -1234.50"},
		{"en", "($1,234.50)", "USD -1234.50"},
		{"en", "(1,234.50 USD)", "USD -1234.50"},
		{"en", "CA$5", "CAD 5.00"},
		{"en-CA", "$5", "CAD 5.00"},
		{"en-AU", "$5", "AUD 5.00"},
		{"en-CA", "US$5", "USD 5.00"},
		{"sv", "12 345,50 kr", "SEK 12345.50"},
		{"da", "12,50 kr.", "DKK 12.50"},
		{"fr", "1 234,50 €", "EUR 1234.50"},
		{"fr", "1\u202f234,50\u00a0€", "EUR 1234.50"},
		{"de-CH", "CHF 1'234.50", "CHF 1234.50"},
		{"de-CH", "CHF 1’234.50", "CHF 1234.50"},
		{"hi", "₹12,34,567.00", "INR 1234567.00"},
		{"ar-EG", "\u200f١٬٢٣٤٫٥٦\u00a0€", "EUR 1234.56"},
		{"ar-EG", "1,234.56 €", "EUR 1234.56"},
		{"ar-EG", "١٢٫٥٠ €", "EUR 12.50"},
		{"ja", "￥1,234", "JPY 1234"},
		{"ja", "¥1,234", "JPY 1234"},
		{"ja", "￥１，２３４", "JPY 1234"},
		{"ja", "１，２３４　ＪＰＹ", "JPY 1234"},
		{"ja", "1,234　JPY", "JPY 1234"},
		{"ja", "　1,234 JPY", "JPY 1234"},
		{"ja", "－￥１２", "JPY -12"},
		{"zh", "￥１２．５０", "CNY 12.50"},
		{"ko", "￦１，２３４", "KRW 1234"},
		{"en", "（￡５．１０）", "GBP -5.10"},
		{"zh", "¥12.5", "CNY 12.50"},
		{"zh-u-nu-hanidec", "¥一二.五", "CNY 12.50"},
		{"und", "XAU 5.00", "XAU 5"},
		{"de-LU", "1.234 €", "EUR 1234.00"},
		{"de-LU", "1,234 F", "LUF 1234"},
		{"aa", "AFN 5.00", "AFN 5.00"},         // its own sign
		{"es-MX", "MRU 5.00", "MRU 5.00"},      // the sign of withdrawn ones, too
		{"de", "5,00 Bs", "BOB 5.00"},          // the other is withdrawn
		{"sq", "5,00 ANG", "unknown currency"}, // the sign of XCG, too

		{"en", "€1.234", "too many decimals"},
		{"de", "1.23 €", "malformed"},
		{"de", "12.34 €", "malformed"},
		{"de", "1.2345,00 €", "malformed"},
		{"de", "1234.567,00 €", "malformed"},
		{"de", ".123 €", "malformed"},
		{"de", "1..234 €", "malformed"},
		{"de", "1.234,5,6 €", "malformed"},
		{"de", "1,234.56 €", "malformed"},
		{"de", "0.123 €", "malformed"},
		{"en", "$1,234,56.00", "malformed"},
		{"en", "$1.2.3", "malformed"},
		{"en", "$1.234,567", "malformed"},
		{"en", "$1 234.00", "malformed"},
		{"en", "$1 2", "malformed"},
		{"hi", "₹1,234,567.00", "malformed"},
		{"hi", "₹123,456.00", "malformed"},
		{"ar-EG", "١٬٢٣4 €", "malformed"},
		{"ar-EG", "4٬٢٣١ €", "malformed"},
		{"ar-EG", "١,٢٣٤ €", "malformed"},
		{"en", "$١٢", "malformed"},
		{"en", "$", "malformed"},
		{"en", "", "malformed"},
		{"en", "--$5", "unknown currency"},
		{"en", "-$5-", "malformed"},
		{"en", "-($5)", "malformed"},
		{"en", "(-$5)", "malformed"},
		{"en", "($5", "malformed"},
		{"en", "$5)", "malformed"},
		{"en", "$5 USD", "malformed"},
		{"en", "+$5", "unknown currency"},
		{"en", "$5e3", "malformed"},
		{"en", "5", "unknown currency"},
		{"en", "5 kr", "unknown currency"},
		{"fr", "5,00 $", "unknown currency"},
		{"und", "$5", "unknown currency"},
		{"en", "5 usd", "unknown currency"},
		{"en", "5 foo", "unknown currency"},
		{"en", "NaN", "malformed"},
		{"en", "¥5.5", "too many decimals"},
		{"und", "XAU 5.50", "too many decimals"},
		{"en", "$92233720368547758.08", "out of range"},
		{"en", "$" + strings.Repeat("9", 40), "out of range"},
		{"en", "$" + strings.Repeat("9", 64), "malformed"},
		{"en", "$1" + strings.Repeat(",999", 15), "out of range"},
		{"hi", "₹1" + strings.Repeat(",99", 15) + ",999", "malformed"},
	} {
		a, err := currency.MustLocale(tt.tag).Parse(tt.text)
		got := a.String()
		if err != nil {
			got = err.Error()
			var e *currency.Error
			if !errors.As(err, &e) || a != (currency.Amount{}) {
				t.Errorf("%s %q: %v of type %T with %v", tt.tag, tt.text, err, err, a)
			}
		}
		if got != tt.want && (err == nil || !strings.Contains(got, ": "+tt.want)) {
			t.Errorf("%s %q: got %s, want %s", tt.tag, tt.text, got, tt.want)
		}
	}
}

func TestALengthIsCountedInCharacters(t *testing.T) {
	de, ccp := currency.MustLocale("de"), currency.MustLocale("ccp")
	gap := strings.Repeat("\u00a0", 58)
	if a, err := de.Parse("12,50" + gap + "€"); err != nil || a != eur("12.50") {
		t.Errorf("64 characters: %v, %v", a, err)
	}
	_, err := de.Parse("12,50" + gap + " €")
	wantKind(t, err, currency.ErrSyntax)
	want := currency.MustParse("92233720368547758.07", currency.BDT)
	text := ccp.Format(want) // digits of four bytes
	if a, err := ccp.Parse(text); len(text) <= 64 || err != nil || a != want {
		t.Errorf("%q has %d bytes: %v, %v", text, len(text), a, err)
	}
}

func TestParseInKnowsTheCurrency(t *testing.T) {
	fr := currency.MustLocale("fr")
	for text, want := range map[string]string{"12,5": "USD 12.50", "-12": "USD -12.00", "12,50 $": "USD 12.50", "12,50 $US": "USD 12.50", "12,50 USD": "USD 12.50", "(12,50)": "USD -12.50"} {
		if a, err := fr.ParseIn(text, currency.USD); err != nil || a.String() != want {
			t.Errorf("%q: %v, %v; want %s", text, a, err, want)
		}
	}
	// The kroon wrote a point, and its sign is that of others.
	if a, err := currency.MustLocale("et").ParseIn("1 234,50 kr", currency.SEK); err != nil || a.String() != "SEK 1234.50" {
		t.Errorf("%v, %v", a, err)
	}
	_, err := fr.ParseIn("12,50 €", currency.USD)
	wantKind(t, err, currency.ErrMismatch)
	_, err = fr.ParseIn("12,50 kr", currency.USD)
	wantKind(t, err, currency.ErrUnknownCode)
	_, err = fr.ParseIn("12,50 foo", currency.USD)
	wantKind(t, err, currency.ErrUnknownCode)
	_, err = fr.ParseIn("12,50", currency.Code(7))
	wantKind(t, err, currency.ErrUnknownCode)
}

// What is written in a style with a sign reads back as the same amount, in
// every locale and currency, or is refused because the locale's readers cannot
// tell either: it is another amount only where the locale itself gives a
// withdrawn currency the sign of another.
func TestWhatALocaleWritesItReads(t *testing.T) {
	t.Parallel()
	other := map[string]bool{}
	for _, tag := range some(icuTags()) {
		l := currency.MustLocale(tag)
		for _, c := range currency.Codes() {
			for _, minor := range []int64{123456789, -1234567} {
				a := currency.New(minor, c)
				for _, accounting := range []bool{false, true} {
					if accounting && minor > 0 {
						continue // written as without
					}
					text := l.With(currency.Style{Accounting: accounting}).Format(a)
					if back, err := l.ParseIn(text, c); err != nil || back != a {
						t.Fatalf("%s: %v is written %q and read in its currency as %v, %v", tag, a, text, back, err)
					}
					back, err := l.Parse(text)
					if err != nil && !errors.Is(err, currency.ErrUnknownCode) {
						t.Fatalf("%s: %v is written %q and read as %v", tag, a, text, err)
					}
					if err == nil && back.Code() != c {
						if _, ended := c.To(); !ended {
							if _, began := c.From(); began {
								other[tag+" "+text] = true
							}
						}
					} else if err == nil && back != a {
						t.Fatalf("%s: %v is written %q and read as %v", tag, a, text, back)
					}
				}
			}
		}
	}
	if len(other) > 0 {
		t.Errorf("currencies in use that are read as another: %v", other)
	}
}
