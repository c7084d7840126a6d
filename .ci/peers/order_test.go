package peers_test

import (
	"fmt"
	"testing"

	"github.com/Rhymond/go-money"
	"github.com/cockroachdb/apd/v3"
	govalues "github.com/govalues/decimal"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	shopspring "github.com/shopspring/decimal"
)

// The same order for everyone: 20 lines with gross prices of two tax rates and
// 10 % off the whole order. A peer comes to total, tax at 19 % and tax at 7 %, in
// cents, the way a shop would write it: round each line, share the discount by
// the price of the lines with the rest on the last one, tax per rate. orderkit
// also makes the record of every line that refunds are taken from.
const lines = 20

type result struct{ total, at19, at7 int64 }

func unit(i int) int64     { return int64(199 + 37*i) }
func quantity(i int) int64 { return int64(1 + i%4) }

var orders = []struct {
	name  string
	price func() result
}{
	{"orderkit", byOrderkit(cart())},
	{"go-money", byGoMoney},
	{"govalues", byGovalues},
	{"apd", byAPD},
	{"shopspring", byShopspring},
}

func TestAllComeToTheSameTotal(t *testing.T) {
	want := orders[0].price()
	if want.total == 0 {
		t.Fatal("no total")
	}
	for _, o := range orders {
		got := o.price()
		if got.total != want.total {
			t.Errorf("%s: total %d, want %d", o.name, got.total, want.total)
		}
		// Which line gets a residual cent of the discount is everyone's own rule, and
		// so the tax may differ by one.
		if max(got.at19-want.at19, want.at19-got.at19, got.at7-want.at7, want.at7-got.at7) > 1 {
			t.Errorf("%s: taxes %d and %d, want %d and %d", o.name, got.at19, got.at7, want.at19, want.at7)
		}
	}
}

func BenchmarkOrder20(b *testing.B) {
	for _, o := range orders {
		b.Run(o.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o.price()
			}
		})
	}
}

func cart() pricing.Cart {
	two := []pricing.Tax{{ID: "19", Percent: shopspring.New(19, 0)}, {ID: "7", Percent: shopspring.New(7, 0)}}
	c := pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Discounts: []pricing.Discount{{ID: "ten", Percent: shopspring.New(10, 0)}}}
	for i := range lines {
		c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint("line-", i), Unit: shopspring.New(unit(i), -2),
			Quantity: quantity(i), Taxes: two[i%2 : i%2+1 : i%2+1]})
	}
	return c
}

func byOrderkit(c pricing.Cart) func() result {
	return func() result {
		q, err := pricing.Calculate(c)
		if err != nil {
			panic(err)
		}
		return result{q.Gross.Minor(), q.Taxes[0].Tax.Minor(), q.Taxes[1].Tax.Minor()}
	}
}

func byGoMoney() result {
	sum := money.New(0, "EUR")
	var prices [lines]*money.Money
	var weights [lines]int
	for i := range lines {
		prices[i] = money.New(unit(i), "EUR").Multiply(quantity(i))
		weights[i] = int(prices[i].Amount())
		sum, _ = sum.Add(prices[i])
	}
	off := money.New((sum.Amount()*10+50)/100, "EUR") // it has no percentages
	shares, err := off.Allocate(weights[:]...)
	if err != nil {
		panic(err)
	}
	gross := [2]*money.Money{money.New(0, "EUR"), money.New(0, "EUR")}
	for i := range lines {
		left, _ := prices[i].Subtract(shares[i])
		gross[i%2], _ = gross[i%2].Add(left)
	}
	tax := func(a *money.Money, rate int64) int64 { return (2*a.Amount()*rate + 100 + rate) / (2 * (100 + rate)) }
	total, _ := gross[0].Add(gross[1])
	return result{total.Amount(), tax(gross[0], 19), tax(gross[1], 7)}
}

func byGovalues() result {
	must := func(d govalues.Decimal, err error) govalues.Decimal {
		if err != nil {
			panic(err)
		}
		return d
	}
	half := func(d govalues.Decimal) govalues.Decimal { return d.Round(2) }
	sum := govalues.MustNew(0, 2)
	var prices [lines]govalues.Decimal
	for i := range lines {
		prices[i] = half(must(govalues.MustNew(unit(i), 2).Mul(govalues.MustNew(quantity(i), 0))))
		sum = must(sum.Add(prices[i]))
	}
	off := half(must(sum.Mul(govalues.MustNew(10, 2))))
	rest := off
	var gross [2]govalues.Decimal
	for i := range lines {
		share := rest
		if i < lines-1 {
			share = half(must(must(off.Mul(prices[i])).Quo(sum)))
			rest = must(rest.Sub(share))
		}
		gross[i%2] = must(gross[i%2].Add(must(prices[i].Sub(share))))
	}
	tax := func(a govalues.Decimal, rate int64) int64 {
		t := half(must(must(a.Mul(govalues.MustNew(rate, 2))).Quo(govalues.MustNew(100+rate, 2))))
		return int64(t.Rescale(2).Coef())
	}
	return result{int64(must(gross[0].Add(gross[1])).Rescale(2).Coef()), tax(gross[0], 19), tax(gross[1], 7)}
}

func byAPD() result {
	ctx := apd.BaseContext.WithPrecision(34)
	do := func(op func(d, x, y *apd.Decimal) (apd.Condition, error), x, y *apd.Decimal) *apd.Decimal {
		d := new(apd.Decimal)
		if _, err := op(d, x, y); err != nil {
			panic(err)
		}
		return d
	}
	half := func(d *apd.Decimal) *apd.Decimal {
		if _, err := ctx.Quantize(d, d, -2); err != nil {
			panic(err)
		}
		return d
	}
	sum := apd.New(0, -2)
	var prices [lines]*apd.Decimal
	for i := range lines {
		prices[i] = half(do(ctx.Mul, apd.New(unit(i), -2), apd.New(quantity(i), 0)))
		sum = do(ctx.Add, sum, prices[i])
	}
	off := half(do(ctx.Mul, sum, apd.New(10, -2)))
	rest := off
	gross := [2]*apd.Decimal{apd.New(0, -2), apd.New(0, -2)}
	for i := range lines {
		share := rest
		if i < lines-1 {
			share = half(do(ctx.Quo, do(ctx.Mul, off, prices[i]), sum))
			rest = do(ctx.Sub, rest, share)
		}
		gross[i%2] = do(ctx.Add, gross[i%2], do(ctx.Sub, prices[i], share))
	}
	tax := func(a *apd.Decimal, rate int64) int64 {
		return half(do(ctx.Quo, do(ctx.Mul, a, apd.New(rate, -2)), apd.New(100+rate, -2))).Coeff.Int64()
	}
	return result{do(ctx.Add, gross[0], gross[1]).Coeff.Int64(), tax(gross[0], 19), tax(gross[1], 7)}
}

func byShopspring() result {
	sum := shopspring.Zero
	var prices [lines]shopspring.Decimal
	for i := range lines {
		prices[i] = shopspring.New(unit(i), -2).Mul(shopspring.New(quantity(i), 0)).Round(2)
		sum = sum.Add(prices[i])
	}
	off := sum.Mul(shopspring.New(10, -2)).Round(2)
	rest := off
	var gross [2]shopspring.Decimal
	for i := range lines {
		share := rest
		if i < lines-1 {
			share = off.Mul(prices[i]).DivRound(sum, 2)
			rest = rest.Sub(share)
		}
		gross[i%2] = gross[i%2].Add(prices[i].Sub(share))
	}
	tax := func(a shopspring.Decimal, rate int64) int64 {
		return a.Mul(shopspring.New(rate, -2)).DivRound(shopspring.New(100+rate, -2), 2).Shift(2).IntPart()
	}
	return result{gross[0].Add(gross[1]).Shift(2).IntPart(), tax(gross[0], 19), tax(gross[1], 7)}
}
