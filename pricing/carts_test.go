package pricing_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

var seedFlag = flag.Uint64("pricing.seed", 0, "repeat the random carts of one seed; 0 takes a new one")

// each calls f with many random carts, with -short with few, always the same.
// The seed that repeats them is in the log, which go test prints of failures and
// with -v.
func each(t *testing.T, carts int, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	seed := *seedFlag
	if testing.Short() {
		seed, carts = max(seed, 1), carts/20
	}
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("repeat with -run '^%s$' -pricing.seed %d", t.Name(), seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for n := 0; n < carts && !t.Failed(); n++ {
		f(t, r)
	}
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func eur(s string) currency.Amount { return currency.MustParse(s, currency.EUR) }

func vat(percent string) pricing.Tax {
	return pricing.Tax{ID: "vat-" + percent, Category: "S", Percent: dec(percent)}
}

func percentOff(id, percent string) pricing.Discount {
	return pricing.Discount{ID: id, Percent: dec(percent)}
}

// cart makes a cart in EUR whose lines are "unit*quantity@percent"; "-" before
// it makes a return, and no "@" means no tax.
func cart(prices pricing.Prices, lines ...string) pricing.Cart {
	c := pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: prices}}
	for i, s := range lines {
		c.Lines = append(c.Lines, line(strconv.Itoa(i+1), s))
	}
	return c
}

func line(id, s string) pricing.Line {
	l := pricing.Line{ID: id, Quantity: 1}
	if s[0] == '-' {
		l.Return, s = true, s[1:]
	}
	head, percent := split(s, '@')
	unit, quantity := split(head, '*')
	l.Unit = dec(unit)
	if quantity != "" {
		l.Quantity, _ = strconv.ParseInt(quantity, 10, 64)
	}
	if percent != "" {
		l.Taxes = []pricing.Tax{vat(percent)}
	}
	return l
}

func split(s string, at byte) (string, string) {
	for i := range len(s) {
		if s[i] == at {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func calculate(t testing.TB, c pricing.Cart) pricing.Quote {
	t.Helper()
	q, err := pricing.Calculate(c)
	require.NoError(t, err)
	require.NoError(t, q.Check(), "a fresh quote must pass its own check")
	return q
}

func items(q pricing.Quote) []pricing.Item {
	return append(append([]pricing.Item{}, q.Lines...), q.Charges...)
}

var rates = []pricing.Tax{
	{ID: "zero", Category: "Z", Percent: dec("0")}, {ID: "low", Category: "S", Percent: dec("5.5")},
	{ID: "mid", Category: "S", Percent: dec("10")}, {ID: "std", Category: "S", Percent: dec("19.00")},
	{ID: "high", Category: "S", Percent: dec("25")}, {ID: "qst", Category: "S", Percent: dec("9.975")},
	{ID: "sin", Category: "X", Percent: dec("333.333333333333")},
}

// deposit and onTop are a fixed tax and a tax on everything before it.
var (
	deposit = pricing.Tax{ID: "deposit", Category: "O", Fixed: eur("0.25")}
	onTop   = pricing.Tax{ID: "on-top", Category: "S", Percent: dec("7.5"), Compound: true}
)

var symmetric = []currency.Mode{currency.HalfUp, currency.HalfEven, currency.HalfDown, currency.Up, currency.Down}

// randomCart covers all exponents, both kinds of prices, all scopes and modes,
// returns, several taxes on a line, prices of nothing and of many digits.
func randomCart(r *rand.Rand) pricing.Cart {
	c := pricing.Cart{
		Currency: []currency.Code{currency.EUR, currency.JPY, currency.BHD, currency.CLF}[r.IntN(4)],
		Policy: pricing.Policy{
			Prices:   []pricing.Prices{pricing.Net, pricing.Gross}[r.IntN(2)],
			TaxScope: []pricing.Scope{"", pricing.PerRate, pricing.PerRate, pricing.PerLine, pricing.PerUnit}[r.IntN(5)],
		},
	}
	if r.IntN(3) == 0 {
		c.Policy.TaxMode = symmetric[r.IntN(5)]
		c.Policy.LineMode = symmetric[r.IntN(5)]
		c.Policy.DiscountMode = symmetric[r.IntN(5)]
	}
	scale := []int64{3, 30, 1000, 100_000, 1_000_000_000}[r.IntN(5)]
	taxes := r.IntN(4)
	returns := r.IntN(4)
	for i := range 1 + r.IntN(8) {
		l := pricing.Line{ID: fmt.Sprint("l", i), Quantity: 1 + r.Int64N(12),
			Unit:   decimal.New(r.Int64N(scale), -int32(c.Currency.Digits()+max(0, r.IntN(8)-4))),
			Return: returns == 0 && r.IntN(2) == 0, Taxes: randomTaxes(r, taxes)}
		if r.IntN(6) == 0 {
			l.Base = 1 + r.Int64N(100)
		}
		if r.IntN(6) == 0 {
			l.Floor = currency.New(r.Int64N(scale), c.Currency)
		}
		for k := range max(0, r.IntN(5)-2) {
			l.Discounts = append(l.Discounts, randomDiscount(r, fmt.Sprint("d", k), c.Currency, scale))
		}
		c.Lines = append(c.Lines, l)
	}
	for k := range max(0, r.IntN(5)-1) {
		d := randomDiscount(r, fmt.Sprint("o", k), c.Currency, 3*scale)
		if r.IntN(3) == 0 {
			for _, i := range r.Perm(len(c.Lines))[:1+r.IntN(len(c.Lines))] {
				d.Lines = append(d.Lines, c.Lines[i].ID)
			}
		}
		c.Discounts = append(c.Discounts, d)
	}
	for k := range max(0, r.IntN(4)-1) {
		ch := pricing.Charge{ID: fmt.Sprint("c", k), Kind: "shipping", Taxes: randomTaxes(r, taxes),
			Amount: currency.New(r.Int64N(scale), c.Currency)}
		if returns == 0 && r.IntN(2) == 0 {
			ch.Amount = ch.Amount.Neg()
		}
		if r.IntN(4) == 0 {
			ch.Discounts = []pricing.Discount{randomDiscount(r, "free", c.Currency, scale)}
		}
		c.Charges = append(c.Charges, ch)
	}
	if r.IntN(3) == 0 {
		addFees(r, &c, scale)
	}
	if r.IntN(3) == 0 {
		c.Policy.Cash, c.Policy.CashStep = true, r.Int64N(30)
	}
	if r.IntN(3) == 0 { // a gift card could be too much after a change of the cart
		c.Prepaid = []pricing.Prepaid{{ID: "p", Kind: pricing.KindPrepaid, Amount: currency.New(r.Int64N(2*scale)-scale/4, c.Currency)}}
	}
	return c
}

func randomTaxes(r *rand.Rand, kind int) []pricing.Tax {
	switch kind {
	case 0:
		return rates[3:4:4]
	case 1, 2:
		k := r.IntN(len(rates))
		return rates[k : k+1 : k+1]
	}
	var list []pricing.Tax
	for _, k := range r.Perm(len(rates))[:r.IntN(4)] {
		list = append(list, rates[k])
	}
	return list
}

// addFees puts fixed and compound taxes of the cart's currency on its items.
func addFees(r *rand.Rand, c *pricing.Cart, scale int64) {
	fee := func(id string) pricing.Tax {
		return pricing.Tax{ID: id, Category: "O", Fixed: currency.New(1+r.Int64N(max(scale/8, 2)), c.Currency)}
	}
	eco, bottle := fee("eco"), fee("bottle")
	above := []pricing.Tax{{ID: "above", Category: "S", Percent: dec("9.5"), Compound: true}, {ID: "higher", Category: "S", Percent: dec("20"), Compound: true}}
	more := func(list []pricing.Tax) []pricing.Tax {
		list = slices.Clip(list)
		if r.IntN(2) == 0 {
			list = append(list, eco)
		}
		for _, t := range above {
			if r.IntN(2) == 0 {
				list = append(list, t)
			}
		}
		if r.IntN(2) == 0 {
			list = append(list, bottle)
		}
		return list
	}
	for i := range c.Lines {
		c.Lines[i].Taxes = more(c.Lines[i].Taxes)
	}
	for i := range c.Charges {
		if !c.Charges[i].Amount.IsZero() { // nothing has no sign that its fee could have
			c.Charges[i].Taxes = more(c.Charges[i].Taxes)
		}
	}
}

func randomDiscount(r *rand.Rand, id string, c currency.Code, scale int64) pricing.Discount {
	if r.IntN(2) == 0 {
		return pricing.Discount{ID: id, Percent: decimal.New(r.Int64N(100_001), -3)}
	}
	return pricing.Discount{ID: id, Code: "SAVE", Fixed: currency.New(r.Int64N(scale), c)}
}
