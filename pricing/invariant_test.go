package pricing_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func sum(t testing.TB, c currency.Code, amounts ...currency.Amount) currency.Amount {
	t.Helper()
	total, err := currency.Sum(append(amounts, currency.Zero(c))...)
	require.NoError(t, err)
	return total
}

func add(t testing.TB, a, b currency.Amount) currency.Amount { return sum(t, a.Code(), a, b) }

// I1, I2, I4, I10: Check itself is tested in check_test.go; here the sums are
// made once more, without it.
func TestSumsOverLinesAndTaxesAreTheTotals(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		q := calculate(t, c)
		var extended, discount, net, tax, gross []currency.Amount
		group := map[string]currency.Amount{}
		base := map[string]currency.Amount{}
		for _, it := range items(q) {
			extended = append(extended, it.Extended)
			discount = append(discount, it.Discount)
			net, tax, gross = append(net, it.Net), append(tax, it.Tax), append(gross, it.Gross)
			require.Equal(t, it.Gross, add(t, it.Net, it.Tax))
			for _, share := range it.Taxes {
				group[share.ID] = add(t, share.Amount, group[share.ID])
				base[share.ID] = add(t, it.Net, base[share.ID])
			}
		}
		require.Equal(t, q.Extended, sum(t, c.Currency, extended...))
		require.Equal(t, q.Discount, sum(t, c.Currency, discount...))
		require.Equal(t, q.Net, sum(t, c.Currency, net...))
		require.Equal(t, q.Tax, sum(t, c.Currency, tax...))
		require.Equal(t, q.Gross, sum(t, c.Currency, gross...))
		require.Equal(t, q.Gross, add(t, q.Net, q.Tax))
		require.Len(t, q.Taxes, len(group))
		all := currency.Zero(c.Currency)
		for _, total := range q.Taxes {
			require.Equal(t, group[total.ID], total.Tax)
			require.Equal(t, base[total.ID], total.Net)
			all = add(t, all, total.Tax)
		}
		require.Equal(t, q.Tax, all)
	})
}

// I3: shares of an order discount add up to it, have the sign of their line, are
// within what was left, and without floors less than a minor unit from exact.
func TestSharesOfAnOrderDiscountAreExact(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		floors := slices.ContainsFunc(c.Lines, func(l pricing.Line) bool { return !l.Floor.IsZero() })
		q := calculate(t, c)
		running := make([]int64, len(q.Lines))
		next := make([]int, len(q.Lines))
		for i, it := range q.Lines {
			running[i] = it.Extended.Minor()
			for ; next[i] < len(it.Discounts) && !it.Discounts[next[i]].Order; next[i]++ {
				running[i] -= it.Discounts[next[i]].Amount.Minor()
			}
		}
		for k, d := range c.Discounts {
			granted := q.Discounts[k].Amount.Minor()
			var total, base int64
			var of []int
			for i := range q.Lines {
				if (len(d.Lines) == 0 || slices.Contains(d.Lines, q.Lines[i].ID)) && running[i]*sign(granted) > 0 {
					of = append(of, i)
					base += running[i]
				}
			}
			for i, it := range q.Lines {
				share := int64(0)
				if n := next[i]; n < len(it.Discounts) && it.Discounts[n].ID == d.ID {
					share = it.Discounts[n].Amount.Minor()
					require.Contains(t, of, i, "only eligible lines carry a share")
					next[i]++
				}
				require.True(t, share*sign(granted) >= 0 && abs(share) <= abs(running[i]))
				if granted != 0 && slices.Contains(of, i) && !floors {
					exact := new(big.Rat).SetFrac(mul(granted, running[i]), big.NewInt(base))
					exact.Sub(exact, new(big.Rat).SetInt64(share))
					require.Negative(t, exact.Abs(exact).Cmp(big.NewRat(1, 1)))
				}
				running[i] -= share
				total += share
			}
			require.Equal(t, granted, total)
		}
		for i, it := range q.Lines {
			require.Equal(t, len(it.Discounts), next[i])
		}
	})
}

// I6, on the price that the cart is in: more units or a higher price never cost
// less, a larger discount never more. Discounts are for all lines here: one that
// is for some lines only, after another one for all, may move by a cent.
func TestMoreCostsNeverLess(t *testing.T) {
	price := func(q pricing.Quote) int64 {
		if q.Policy.Prices == pricing.Net {
			return q.Net.Minor()
		}
		return q.Gross.Minor()
	}
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		for i := range c.Lines {
			c.Lines[i].Return, c.Lines[i].Floor = false, currency.Amount{}
		}
		for k := range c.Discounts {
			c.Discounts[k].Lines = nil
		}
		before := price(calculate(t, c))
		i := r.IntN(len(c.Lines))
		old := c.Lines[i]
		c.Lines[i].Quantity += r.Int64N(3)
		c.Lines[i].Unit = old.Unit.Add(decimal.New(r.Int64N(3), old.Unit.Exponent()))
		require.GreaterOrEqual(t, price(calculate(t, c)), before)
		c.Lines[i] = old
		if len(c.Discounts) > 0 {
			d := &c.Discounts[r.IntN(len(c.Discounts))]
			if d.Percent.Sign() != 0 {
				d.Percent = decimal.Min(d.Percent.Add(decimal.New(r.Int64N(300), -2)), dec("100"))
			} else {
				d.Fixed = currency.New(d.Fixed.Minor()+r.Int64N(5), c.Currency)
			}
			require.LessOrEqual(t, price(calculate(t, c)), before)
		}
	})
}

// I7: the price that was given stays, to the minor unit.
func TestGivenPricesAreNeverRecalculated(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		q := calculate(t, randomCart(r))
		for _, it := range items(q) {
			given := it.Gross
			if q.Policy.Prices == pricing.Net {
				given = it.Net
			}
			require.Equal(t, it.Extended, add(t, given, it.Discount))
		}
	})
}

// I8: in another order of lines the totals are the same, and every amount of a
// line moves by no more than the residual cents of the discounts it shares.
func TestPermutingLinesMovesOnlyResidualCents(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		if len(c.Discounts) > 1 {
			c.Discounts = c.Discounts[:1]
		}
		p := c
		p.Lines = slices.Clone(c.Lines)
		r.Shuffle(len(p.Lines), func(i, j int) { p.Lines[i], p.Lines[j] = p.Lines[j], p.Lines[i] })
		a, b := calculate(t, c), calculate(t, p)
		require.Equal(t, a.Extended, b.Extended)
		require.Equal(t, a.Discount, b.Discount)
		require.Equal(t, a.Discounts, b.Discounts)
		for _, x := range a.Lines {
			y := b.Lines[slices.IndexFunc(b.Lines, func(y pricing.Item) bool { return y.ID == x.ID })]
			require.Equal(t, x.Extended, y.Extended)
			require.LessOrEqual(t, abs(x.Discount.Minor()-y.Discount.Minor()), int64(1))
			if len(c.Discounts) == 0 && a.Policy.TaxScope != pricing.PerRate {
				require.Equal(t, x.Gross, y.Gross)
			}
		}
		// A tax on a tax is of cents that may be on another line now.
		above := slices.ContainsFunc(a.Taxes, func(t pricing.TaxTotal) bool { return t.Compound })
		if len(c.Discounts) == 0 && !above {
			require.Equal(t, a.Net, b.Net)
			require.Equal(t, a.Tax, b.Tax)
		}
	})
}

// I9: the same cart, everything coming back, costs exactly the negative.
func TestReturningEverythingIsTheNegative(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		n := c
		n.Lines = slices.Clone(c.Lines)
		for i := range n.Lines {
			n.Lines[i].Return = !n.Lines[i].Return
		}
		n.Charges = slices.Clone(c.Charges)
		for i := range n.Charges {
			n.Charges[i].Amount = n.Charges[i].Amount.Neg()
		}
		n.Prepaid = slices.Clone(c.Prepaid)
		for i := range n.Prepaid {
			n.Prepaid[i].Amount = n.Prepaid[i].Amount.Neg()
		}
		a, b := calculate(t, c), calculate(t, n)
		pairs := func(x, y currency.Amount) { t.Helper(); require.Equal(t, x, y.Neg()) }
		pairs(a.Extended, b.Extended)
		pairs(a.Discount, b.Discount)
		pairs(a.Net, b.Net)
		pairs(a.Tax, b.Tax)
		pairs(a.Gross, b.Gross)
		pairs(a.Payable(), b.Payable())
		for i, x := range items(a) {
			y := items(b)[i]
			pairs(x.Discount, y.Discount)
			pairs(x.Net, y.Net)
			pairs(x.Gross, y.Gross)
			for k := range x.Taxes {
				pairs(x.Taxes[k].Amount, y.Taxes[k].Amount)
			}
		}
	})
}

// I12, with the codecs in between: a cart that went through JSON gives the same
// bytes, and so does a quote.
func TestTheSameCartGivesTheSameBytes(t *testing.T) {
	each(t, 1000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		text, err := json.Marshal(c)
		require.NoError(t, err)
		var again pricing.Cart
		require.NoError(t, json.Unmarshal(text, &again))
		one, err := json.Marshal(calculate(t, c))
		require.NoError(t, err)
		two, err := json.Marshal(calculate(t, again))
		require.NoError(t, err)
		require.Equal(t, string(one), string(two))
		var q pricing.Quote
		require.NoError(t, json.Unmarshal(one, &q))
		require.NoError(t, q.Check())
		three, err := json.Marshal(q)
		require.NoError(t, err)
		require.Equal(t, string(one), string(three))
	})
}

// A tax of an item is less than a minor unit from its own exact tax, never has
// the wrong sign, and a gross price is never below its taxes.
func TestTaxesOfItemsAreSane(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		q := calculate(t, randomCart(r))
		for _, it := range items(q) {
			for _, a := range []currency.Amount{it.Extended, it.Discount, it.Net, it.Tax, it.Gross} {
				require.True(t, a.IsZero() || a.Sign() < 0 == it.Return, "%v of a return: %v", a, it.Return)
			}
			for _, s := range it.Taxes {
				require.True(t, s.Amount.IsZero() || s.Amount.Sign() < 0 == it.Return)
				if len(it.Taxes) == 1 && s.Fixed.IsZero() && q.Policy.TaxScope != pricing.PerUnit {
					exact := taxOf(q.Policy, s.Percent.Decimal(), it.Net.Minor(), it.Gross.Minor())
					exact.Sub(exact, new(big.Rat).SetInt64(s.Amount.Minor()))
					require.Negative(t, exact.Abs(exact).Cmp(big.NewRat(1, 1)))
				}
			}
		}
	})
}

func mul(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

func abs(n int64) int64 { return max(n, -n) }

func sign(n int64) int64 {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
