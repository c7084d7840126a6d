package currency_test

import (
	"encoding/json"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

func BenchmarkAdd(b *testing.B) {
	sum, one := currency.New(0, currency.EUR), currency.New(1, currency.EUR)
	for i := 0; i < b.N; i++ {
		sum, _ = sum.Add(one)
	}
	if sum.Minor() != int64(b.N) {
		b.Fatal(sum)
	}
}

func BenchmarkNew(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if !currency.New(int64(i), currency.EUR).Valid() {
			b.Fatal(i)
		}
	}
}

func BenchmarkSum20(b *testing.B) {
	amounts := make([]currency.Amount, 20)
	for i := range amounts {
		amounts[i] = currency.New(int64(i)*1234, currency.EUR)
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := currency.Sum(amounts...); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMulRat(b *testing.B) {
	a := currency.MustParse("1234.56", currency.EUR)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := a.MulRat(1925, 10000, currency.HalfUp); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAllocate7(b *testing.B) {
	a := currency.MustParse("100.00", currency.EUR)
	weights := []int64{1999, 4999, 250, 89900, 1250, 333, 7777}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := a.Allocate(weights); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAllocate1000(b *testing.B) {
	a := currency.MustParse("12345.67", currency.EUR)
	weights := make([]int64, 1000)
	for i := range weights {
		weights[i] = int64(i*7919%1009) + 1
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := a.Allocate(weights); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAllocateCapped7(b *testing.B) {
	a := currency.MustParse("100.00", currency.EUR)
	weights := []int64{1999, 4999, 250, 89900, 1250, 333, 7777}
	caps := make([]currency.Amount, 7)
	for i := range caps {
		caps[i] = currency.MustParse("40.00", currency.EUR)
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, _, err := a.AllocateCapped(weights, caps); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPortionOf(b *testing.B) {
	a := currency.MustParse("100.00", currency.EUR)
	for i := 0; i < b.N; i++ {
		if _, err := a.PortionOf(2, 3, 7); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRoundProduct(b *testing.B) {
	unit := decimal.RequireFromString("12.5934")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := currency.RoundProduct(unit, 3, 1, currency.EUR, currency.HalfUp); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRoundQuotient(b *testing.B) {
	num, den := decimal.RequireFromString("93.38"), decimal.RequireFromString("1.23")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := currency.RoundQuotient(num, den, currency.EUR, currency.HalfUp); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := currency.Parse("-12345.67", currency.EUR); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendText(b *testing.B) {
	a := currency.MustParse("-12345.67", currency.EUR)
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := a.AppendText(buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshalJSON(b *testing.B) {
	a := currency.MustParse("-12345.67", currency.EUR)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := a.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnmarshalJSON(b *testing.B) {
	data := []byte(`{"amount":"-12345.67","currency":"EUR"}`)
	var a currency.Amount
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := a.UnmarshalJSON(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkJSONRoundTrip goes through encoding/json in both directions.
func BenchmarkJSONRoundTrip(b *testing.B) {
	a := currency.MustParse("-12345.67", currency.EUR)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		data, err := json.Marshal(a)
		if err != nil {
			b.Fatal(err)
		}
		var back currency.Amount
		if err := json.Unmarshal(data, &back); err != nil {
			b.Fatal(err)
		}
	}
}
