package currency_test

import (
	"bytes"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

func BenchmarkLocaleFormat(b *testing.B) {
	a := currency.MustParse("-1234567.89", currency.EUR)
	for _, tag := range []string{"en", "de", "de-CH", "hi", "ar-EG", "fa"} {
		l := currency.MustLocale(tag)
		b.Run("Append/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 128)
			for i := 0; i < b.N; i++ {
				buf = l.Append(buf[:0], a)
			}
		})
		b.Run("Format/"+tag, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				if l.Format(a) == "" {
					b.Fatal()
				}
			}
		})
	}
}

func BenchmarkLocaleParse(b *testing.B) {
	for _, tt := range []struct{ tag, text string }{{"en", "$12.34"}, {"en", "1,234.56 USD"}, {"de", "1.234,56 €"}, {"ar-EG", "\u200f١٬٢٣٤٫٥٦\u00a0€"}} {
		l := currency.MustLocale(tt.tag)
		b.Run(tt.text, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				if _, err := l.Parse(tt.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	l := currency.MustLocale("en")
	b.Run("in/12.34", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			if _, err := l.ParseIn("12.34", currency.EUR); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkParseLocale(b *testing.B) {
	for _, tag := range []string{"de", "de-CH", "zh-TW", "ar-EG"} {
		b.Run(tag, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				if _, err := currency.ParseLocale(tag); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkConvert(b *testing.B) {
	usd, _ := currency.NewRate(currency.EUR, currency.USD, dec("1.0834"), rateDay, "x")
	jpy, _ := currency.NewRate(currency.EUR, currency.JPY, dec("162.31"), rateDay, "x")
	a := currency.MustParse("1234.56", currency.USD)
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			if _, err := usd.Convert(a, currency.HalfUp); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("through a pivot", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			if _, err := currency.Convert(a, currency.HalfUp, usd, jpy); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkReadECB(b *testing.B) {
	data := ecbFile(b)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := currency.ReadECB(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWire(b *testing.B) {
	p, a := stripe(b), eur("12.34")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := p.Wire(a); err != nil {
			b.Fatal(err)
		}
	}
}
