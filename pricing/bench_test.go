package pricing_test

import (
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
)

// usual is a cart of n lines with a discount on the order and two tax rates.
func usual(n int) pricing.Cart {
	c := pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Discounts: []pricing.Discount{percentOff("ten", "10")}}
	two := []pricing.Tax{vat("19"), vat("7")}
	for i := range n {
		c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint("line-", i), Unit: decimal.New(int64(199+37*i), -2),
			Quantity: int64(1 + i%4), Taxes: two[i%2 : i%2+1 : i%2+1]})
	}
	return c
}

func BenchmarkCalculate(b *testing.B) {
	for _, n := range []int{1, 20, 100, 1000, 10_000} {
		c := usual(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if _, err := pricing.Calculate(c); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/line")
		})
	}
}

// BenchmarkPromote has lines and promotions that all apply: the time per line and
// promotion must not grow with either.
func BenchmarkPromote(b *testing.B) {
	for _, n := range []struct{ lines, promotions int }{{20, 5}, {20, 50}, {1000, 10}, {1000, 100}} {
		c := usual(n.lines)
		var list []pricing.Promotion
		for k := range n.promotions {
			list = append(list, pricing.Promotion{ID: fmt.Sprint("p", k), Percent: pricing.Number(decimal.New(1, 0))})
		}
		b.Run(fmt.Sprint(n.lines, "x", n.promotions), func(b *testing.B) {
			for range b.N {
				if _, _, err := pricing.Promote(c, list, pricing.PromoContext{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n.lines*n.promotions), "ns/line/promotion")
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	q := calculate(b, usual(20))
	b.ReportAllocs()
	for range b.N {
		if err := q.Check(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShare(b *testing.B) {
	it := calculate(b, cart(pricing.Gross, "12.99*1000000@19")).Lines[0]
	b.ReportAllocs()
	for n := range b.N {
		if _, err := it.Share(int64(n%1000), 17); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGrossOf(b *testing.B) {
	for _, prices := range []pricing.Prices{pricing.Gross, pricing.Net} {
		it := calculate(b, cart(prices, "12.99*1000000@19")).Lines[0]
		b.Run(string(prices), func(b *testing.B) {
			b.ReportAllocs()
			for n := range b.N {
				if _, err := it.GrossOf(int64(n%1000), 17); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRemaining(b *testing.B) {
	it := calculate(b, cart(pricing.Gross, "12.99*1000@19")).Lines[0]
	var list []pricing.Allowance
	for n := range int64(5) {
		a, err := pricing.Allow(it, list, n, 10, eur("3.00"))
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, a)
	}
	b.ReportAllocs()
	for range b.N {
		if _, err := pricing.Remaining(it, list, 2, 5); err != nil {
			b.Fatal(err)
		}
	}
}
