package currency_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
)

func TestParseReadsPlainNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		code       currency.Code
		minor      int64
	}{
		{"all decimals", "12.34", currency.EUR, 1234},
		{"fewer decimals", "12.3", currency.EUR, 1230},
		{"no decimals", "12", currency.EUR, 1200},
		{"negative", "-12.34", currency.EUR, -1234},
		{"negative below one", "-0.05", currency.EUR, -5},
		{"negative zero", "-0.00", currency.EUR, 0},
		{"leading zeros", "0012.34", currency.EUR, 1234},
		{"yen", "1234", currency.JPY, 1234},
		{"dinar", "1.234", currency.BHD, 1234},
		{"four decimals", "0.0001", currency.CLF, 1},
		{"32 bytes", "00000000000000000000000000012.34", currency.EUR, 1234},
		{"the largest", "92233720368547758.07", currency.EUR, math.MaxInt64},
		{"the smallest", "-92233720368547758.07", currency.EUR, -math.MaxInt64},
		{"forint keep two decimals", "1.50", currency.HUF, 150},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := currency.Parse(tt.text, tt.code)
			if err != nil || a != currency.New(tt.minor, tt.code) {
				t.Errorf("Parse(%q, %v) = %v, %v; want %d", tt.text, tt.code, a, err, tt.minor)
			}
		})
	}
}

func TestParseRefusesEverythingElse(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		code       currency.Code
		kind       currency.Kind
	}{
		{"empty", "", currency.EUR, currency.ErrSyntax},
		{"sign only", "-", currency.EUR, currency.ErrSyntax},
		{"point only", ".", currency.EUR, currency.ErrSyntax},
		{"nothing before the point", ".5", currency.EUR, currency.ErrSyntax},
		{"nothing after the point", "5.", currency.EUR, currency.ErrSyntax},
		{"yen with a point", "5.", currency.JPY, currency.ErrSyntax},
		{"two points", "1.2.3", currency.EUR, currency.ErrSyntax},
		{"plus", "+1", currency.EUR, currency.ErrSyntax},
		{"two signs", "--1", currency.EUR, currency.ErrSyntax},
		{"sign behind", "1-", currency.EUR, currency.ErrSyntax},
		{"unicode minus", "−1", currency.EUR, currency.ErrSyntax},
		{"exponent", "1e3", currency.EUR, currency.ErrSyntax},
		{"decimal comma", "1,5", currency.EUR, currency.ErrSyntax},
		{"grouping", "1,000.00", currency.EUR, currency.ErrSyntax},
		{"underscore", "1_000", currency.EUR, currency.ErrSyntax},
		{"space", " 1", currency.EUR, currency.ErrSyntax},
		{"line end", "1\n", currency.EUR, currency.ErrSyntax},
		{"arabic digits", "١٢", currency.EUR, currency.ErrSyntax},
		{"hex", "0x10", currency.EUR, currency.ErrSyntax},
		{"NaN", "NaN", currency.EUR, currency.ErrSyntax},
		{"infinity", "Inf", currency.EUR, currency.ErrSyntax},
		{"with code", "EUR 1", currency.EUR, currency.ErrSyntax},
		{"33 bytes", "000000000000000000000000000012.34", currency.EUR, currency.ErrSyntax},
		{"megabytes", strings.Repeat("9", 5<<20), currency.EUR, currency.ErrSyntax},
		{"too many decimals", "12.345", currency.EUR, currency.ErrDigits},
		{"too many decimals, zeros", "12.340", currency.EUR, currency.ErrDigits},
		{"yen with decimals", "12.0", currency.JPY, currency.ErrDigits},
		{"over the range", "92233720368547758.08", currency.EUR, currency.ErrOverflow},
		{"under the range", "-92233720368547758.08", currency.EUR, currency.ErrOverflow},
		{"over 64 bits", "18446744073709551616", currency.JPY, currency.ErrOverflow},
		{"wraps to a small number", "184467440737095516.17", currency.EUR, currency.ErrOverflow},
		{"wraps before the last digit", "184467440737095516160", currency.JPY, currency.ErrOverflow},
		{"far over", "9999999999999999999999999999", currency.EUR, currency.ErrOverflow},
		{"no currency", "1", 0, currency.ErrUnknownCode},
		{"zero of no currency", "0", 0, currency.ErrUnknownCode},
		{"unknown currency", "1", currency.Code(7), currency.ErrUnknownCode},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			a, err := currency.Parse(tt.text, tt.code)
			if a != (currency.Amount{}) {
				t.Errorf("Parse(%.20q) = %v", tt.text, a)
			}
			wantKind(t, err, tt.kind)
			if took := time.Since(start); took > time.Second {
				t.Errorf("took %v", took)
			}
			if err != nil && len(err.Error()) > 150 {
				t.Errorf("a message of %d bytes", len(err.Error()))
			}
		})
	}
	_, err := currency.Parse("12.345", currency.EUR)
	if got, want := err.Error(), `currency: parse EUR "12.345": too many decimals: EUR has 2`; got != want {
		t.Errorf("message %s, want %s", got, want)
	}
}

func TestParseTellsATextThatIsTooLongFromOneThatIsMalformed(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("1", 33):       `"` + strings.Repeat("1", 32) + `...": malformed: more than 32 bytes`,
		strings.Repeat("1", 31) + "x": `"` + strings.Repeat("1", 31) + `x": malformed: want [-]digits[.digits]`,
	} {
		if _, err := currency.Parse(text, currency.EUR); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestMustParsePanicsOnABadLiteral(t *testing.T) {
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, currency.ErrDigits) {
			t.Errorf("panicked with %v", err)
		}
	}()
	currency.MustParse("1.234", currency.EUR)
}

func TestTextIsCodeSpaceNumber(t *testing.T) {
	for _, tt := range []struct {
		a            currency.Amount
		text, number string
	}{
		{currency.New(1234, currency.EUR), "EUR 12.34", "12.34"},
		{currency.New(-5, currency.EUR), "EUR -0.05", "-0.05"},
		{currency.Zero(currency.EUR), "EUR 0.00", "0.00"},
		{currency.New(1000, currency.JPY), "JPY 1000", "1000"},
		{currency.Zero(currency.JPY), "JPY 0", "0"},
		{currency.New(1, currency.BHD), "BHD 0.001", "0.001"},
		{currency.New(-12345, currency.CLF), "CLF -1.2345", "-1.2345"},
		{currency.New(150, currency.HUF), "HUF 1.50", "1.50"},
		{currency.New(-math.MaxInt64, currency.CLF), "CLF -922337203685477.5807", "-922337203685477.5807"},
		{currency.Amount{}, "0", "0"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if tt.a.String() != tt.text || tt.a.Number() != tt.number {
				t.Errorf("got %s and %s", tt.a, tt.a.Number())
			}
			text, err := tt.a.MarshalText()
			if err != nil || string(text) != tt.text {
				t.Errorf("MarshalText = %s, %v", text, err)
			}
			back := eur("9")
			if err := back.UnmarshalText(text); err != nil || back != tt.a {
				t.Errorf("came back as %v, %v", back, err)
			}
		})
	}
	longer, err := eur("1").AppendText([]byte("total "))
	if err != nil || string(longer) != "total EUR 1.00" {
		t.Errorf("AppendText = %s, %v", longer, err)
	}
}

func TestUnmarshalTextRefusesEverythingElse(t *testing.T) {
	for text, kind := range map[string]currency.Kind{
		"":                               currency.ErrSyntax,
		"0.00":                           currency.ErrSyntax,
		"-0":                             currency.ErrSyntax,
		"12.34":                          currency.ErrSyntax,
		"12.34 EUR":                      currency.ErrSyntax,
		"EUR12.34":                       currency.ErrSyntax,
		"EUR  12.34":                     currency.ErrSyntax,
		"EUR ":                           currency.ErrSyntax,
		"EUR\t12.34":                     currency.ErrSyntax,
		"EUR 12.34 ":                     currency.ErrSyntax,
		"EUR 12,34":                      currency.ErrSyntax,
		"    12.34":                      currency.ErrUnknownCode,
		"eur 12.34":                      currency.ErrUnknownCode,
		"ZZZ 12.34":                      currency.ErrUnknownCode,
		"EUR 12.345":                     currency.ErrDigits,
		"JPY 1.0":                        currency.ErrDigits,
		"EUR " + strings.Repeat("9", 32): currency.ErrOverflow,
		"EUR " + strings.Repeat("9", 33): currency.ErrSyntax,
	} {
		a := eur("9")
		wantKind(t, a.UnmarshalText([]byte(text)), kind)
		if a != eur("9") {
			t.Errorf("%q changed the amount to %v", text, a)
		}
	}
}
