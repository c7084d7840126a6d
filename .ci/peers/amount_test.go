package peers_test

import (
	"encoding/json"
	"testing"

	"github.com/Rhymond/go-money"
	"github.com/cockroachdb/apd/v3"
	govalues "github.com/govalues/decimal"
	"github.com/orderkit/orderkit/currency"
	shopspring "github.com/shopspring/decimal"
)

func BenchmarkAdd(b *testing.B) {
	b.Run("orderkit", func(b *testing.B) {
		sum, one := currency.New(0, currency.EUR), currency.New(1, currency.EUR)
		for b.Loop() {
			sum, _ = sum.Add(one)
		}
	})
	b.Run("go-money", func(b *testing.B) {
		b.ReportAllocs()
		sum, one := money.New(0, "EUR"), money.New(1, "EUR")
		for b.Loop() {
			sum, _ = sum.Add(one)
		}
	})
	b.Run("govalues", func(b *testing.B) {
		sum, one := govalues.MustNew(0, 2), govalues.MustNew(1, 2)
		for b.Loop() {
			sum, _ = sum.Add(one)
		}
	})
	b.Run("apd", func(b *testing.B) {
		sum, one := apd.New(0, -2), apd.New(1, -2)
		for b.Loop() {
			_, _ = apd.BaseContext.Add(sum, sum, one)
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		sum, one := shopspring.New(0, -2), shopspring.New(1, -2)
		for b.Loop() {
			sum = sum.Add(one)
		}
	})
}

func BenchmarkAllocate7(b *testing.B) {
	b.Run("orderkit", func(b *testing.B) {
		b.ReportAllocs()
		a := currency.MustParse("100.00", currency.EUR)
		weights := []int64{1999, 4999, 250, 89900, 1250, 333, 7777}
		for b.Loop() {
			if _, err := a.Allocate(weights); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-money", func(b *testing.B) {
		b.ReportAllocs()
		a := money.New(10000, "EUR")
		for b.Loop() {
			if _, err := a.Allocate(1999, 4999, 250, 89900, 1250, 333, 7777); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFormat writes an amount for people: only go-money has that, with one
// format for each currency; the others write digits.
func BenchmarkFormat(b *testing.B) {
	b.Run("orderkit", func(b *testing.B) {
		b.ReportAllocs()
		a, de := currency.MustParse("-1234567.89", currency.EUR), currency.MustLocale("de")
		for b.Loop() {
			_ = de.Format(a)
		}
	})
	b.Run("go-money", func(b *testing.B) {
		b.ReportAllocs()
		a := money.New(-123456789, "EUR")
		for b.Loop() {
			_ = a.Display()
		}
	})
	b.Run("govalues", func(b *testing.B) {
		b.ReportAllocs()
		a := govalues.MustNew(-123456789, 2)
		for b.Loop() {
			_ = a.String()
		}
	})
	b.Run("apd", func(b *testing.B) {
		b.ReportAllocs()
		a := apd.New(-123456789, -2)
		for b.Loop() {
			_ = a.String()
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		a := shopspring.New(-123456789, -2)
		for b.Loop() {
			_ = a.StringFixed(2)
		}
	})
}

// BenchmarkParse reads plain digits. None of the peers reads what people write
// in their locale; orderkit does that in "written".
func BenchmarkParse(b *testing.B) {
	const plain = "-12345.67"
	b.Run("orderkit", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := currency.Parse(plain, currency.EUR); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("orderkit/written", func(b *testing.B) {
		b.ReportAllocs()
		de := currency.MustLocale("de")
		for b.Loop() {
			if _, err := de.Parse("12345,67 €"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("orderkit/grouped", func(b *testing.B) {
		b.ReportAllocs()
		de := currency.MustLocale("de")
		for b.Loop() {
			if _, err := de.Parse("-12.345,67 €"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("govalues", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := govalues.ParseExact(plain, 2); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("apd", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := apd.NewFromString(plain); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := shopspring.NewFromString(plain); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkJSON writes and reads one amount with encoding/json. "codec" is
// orderkit without it, which is what its records and stores use.
func BenchmarkJSON(b *testing.B) {
	b.Run("orderkit/codec", func(b *testing.B) {
		b.ReportAllocs()
		a := currency.MustParse("-12345.67", currency.EUR)
		buf := make([]byte, 0, 64)
		for b.Loop() {
			buf, _ = a.AppendJSON(buf[:0])
			if err := a.UnmarshalJSON(buf); err != nil {
				b.Fatal(err)
			}
		}
	})
	a := currency.MustParse("-12345.67", currency.EUR)
	b.Run("orderkit", func(b *testing.B) { roundTrip(b, &a) })
	b.Run("go-money", func(b *testing.B) { roundTrip(b, money.New(-1234567, "EUR")) })
	g := govalues.MustNew(-1234567, 2)
	b.Run("govalues", func(b *testing.B) { roundTrip(b, &g) })
	b.Run("apd", func(b *testing.B) { roundTrip(b, apd.New(-1234567, -2)) })
	s := shopspring.New(-1234567, -2)
	b.Run("shopspring", func(b *testing.B) { roundTrip(b, &s) })
	// What encoding/json takes for the same text with nothing done.
	nothing := still(`{"amount":"-12345.67","currency":"EUR"}`)
	b.Run("encoding-json-alone", func(b *testing.B) { roundTrip(b, &nothing) })
}

// still is a text that marshals as itself and reads as nothing.
type still string

func (s still) MarshalJSON() ([]byte, error)  { return []byte(s), nil }
func (s *still) UnmarshalJSON(_ []byte) error { return nil }

func roundTrip(b *testing.B, v any) {
	b.ReportAllocs()
	for b.Loop() {
		text, err := json.Marshal(v)
		if err != nil {
			b.Fatal(err)
		}
		if err := json.Unmarshal(text, v); err != nil {
			b.Fatal(err)
		}
	}
}
