package pricing_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// span is some units of an item.
type span struct{ first, count int64 }

// partition cuts n units into random spans in random order.
func partition(r *rand.Rand, n int64) []span {
	var list []span
	for first := int64(0); first < n; {
		count := 1 + r.Int64N(n-first)
		list = append(list, span{first, count})
		first += count
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// sane makes sure of a share what every refund relies on.
func sane(t *testing.T, it pricing.Item, s pricing.Share) {
	t.Helper()
	tax := currency.Zero(it.Gross.Code())
	for _, a := range []currency.Amount{s.Gross, s.Net, s.Tax, s.Discount} {
		require.True(t, a.IsZero() || a.Sign() < 0 == it.Return, "a share of the wrong sign: %+v", s)
		require.Equal(t, it.Gross.Code(), a.Code())
	}
	for _, one := range s.Taxes {
		require.True(t, one.Amount.IsZero() || one.Amount.Sign() < 0 == it.Return)
		tax = add(t, tax, one.Amount)
	}
	require.Equal(t, s.Tax, tax)
	require.Equal(t, s.Gross, add(t, s.Net, s.Tax))
	require.LessOrEqual(t, abs(s.Gross.Minor()), abs(it.Gross.Minor()))
}

// tally adds up shares.
type tally struct {
	gross, net, tax, discount currency.Amount
	taxes                     []currency.Amount
}

func (y *tally) add(t *testing.T, gross, net, tax, discount currency.Amount, taxes []pricing.TaxShare) {
	t.Helper()
	y.gross, y.net = add(t, gross, y.gross), add(t, net, y.net)
	y.tax, y.discount = add(t, tax, y.tax), add(t, discount, y.discount)
	if y.taxes == nil {
		y.taxes = make([]currency.Amount, len(taxes))
	}
	for k := range taxes {
		y.taxes[k] = add(t, taxes[k].Amount, y.taxes[k])
	}
}

func (y *tally) is(t *testing.T, it pricing.Item) {
	t.Helper()
	require.Equal(t, it.Gross, y.gross)
	require.Equal(t, it.Net, y.net)
	require.Equal(t, it.Tax, y.tax)
	require.Equal(t, it.Discount, y.discount)
	for k := range it.Taxes {
		require.Equal(t, it.Taxes[k].Amount, y.taxes[k])
	}
}

// I5 and the units of I1.
func TestAnyPartitionOfTheUnitsIsExactlyTheItem(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		for _, it := range items(calculate(t, randomCart(r))) {
			var got tally
			for _, part := range partition(r, it.Quantity) {
				s, err := it.Share(part.first, part.count)
				require.NoError(t, err)
				sane(t, it, s)
				gross, err := it.GrossOf(part.first, part.count)
				require.NoError(t, err)
				require.Equal(t, s.Gross, gross)
				got.add(t, s.Gross, s.Net, s.Tax, s.Discount, s.Taxes)
			}
			got.is(t, it)
		}
	})
}

func TestAShareIsThePortionOfThePriceThatWasGiven(t *testing.T) {
	each(t, 1000, func(t *testing.T, r *rand.Rand) {
		for _, it := range items(calculate(t, randomCart(r))) {
			first := r.Int64N(it.Quantity)
			count := r.Int64N(it.Quantity - first + 1)
			s, err := it.Share(first, count)
			require.NoError(t, err)
			price, got := it.Gross, s.Gross
			if it.Prices == pricing.Net {
				price, got = it.Net, s.Net
			}
			want, err := price.PortionOf(first, count, it.Quantity)
			require.NoError(t, err)
			require.Equal(t, want, got)
			want, err = it.Discount.PortionOf(first, count, it.Quantity)
			require.NoError(t, err)
			require.Equal(t, want, s.Discount)
			if len(it.Taxes) == 1 && !price.IsZero() {
				exact := new(big.Rat).SetFrac(mul(it.Tax.Minor(), got.Minor()), big.NewInt(price.Minor()))
				exact.Sub(exact, new(big.Rat).SetInt64(s.Tax.Minor()))
				require.LessOrEqual(t, exact.Abs(exact).Cmp(big.NewRat(1, 1)), 0)
			}
		}
	})
}

// I5 with price reductions between the returns: whatever happens in whatever
// order, all of it together is exactly what was charged.
func TestAllowancesAndReturnsTogetherGiveBackExactlyTheCharge(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		for _, it := range items(calculate(t, randomCart(r))) {
			var allowances []pricing.Allowance
			var got tally
			zero := currency.Zero(it.Gross.Code())
			open := make([]bool, it.Quantity)
			for k := range open {
				open[k] = true
			}
			for _, part := range partition(r, it.Quantity) {
				for range r.IntN(4) {
					where, ok := openSpan(r, open)
					if !ok {
						continue
					}
					left, err := pricing.Remaining(it, allowances, where.first, where.count)
					require.NoError(t, err)
					sane(t, it, left)
					if left.Gross.IsZero() {
						continue
					}
					off := currency.New(sign(left.Gross.Minor())*(1+r.Int64N(abs(left.Gross.Minor()))), left.Gross.Code())
					a, err := pricing.Allow(it, allowances, where.first, where.count, off)
					require.NoError(t, err)
					require.Equal(t, off, a.Gross)
					sane(t, it, pricing.Share{Gross: a.Gross, Net: a.Net, Tax: a.Tax, Discount: zero, Taxes: a.Taxes})
					exact := new(big.Rat).SetFrac(mul(left.Tax.Minor(), off.Minor()), big.NewInt(left.Gross.Minor()))
					require.Equal(t, round(exact, currency.HalfUp), a.Tax.Minor())
					allowances = append(allowances, a)
					got.add(t, a.Gross, a.Net, a.Tax, zero, a.Taxes)
				}
				s, err := pricing.Remaining(it, allowances, part.first, part.count)
				require.NoError(t, err)
				sane(t, it, s)
				got.add(t, s.Gross, s.Net, s.Tax, s.Discount, s.Taxes)
				for k := part.first; k < part.first+part.count; k++ {
					open[k] = false
				}
			}
			got.is(t, it)
		}
	})
}

// openSpan is a random run of units that have not come back.
func openSpan(r *rand.Rand, open []bool) (span, bool) {
	first := r.IntN(len(open))
	most := 0
	for first+most < len(open) && open[first+most] {
		most++
	}
	if most == 0 {
		return span{}, false
	}
	return span{int64(first), 1 + r.Int64N(int64(most))}, true
}

func TestNoUnitsAtTheEndCarryNothing(t *testing.T) {
	it := calculate(t, cart(pricing.Gross, "10.00*3@20")).Lines[0]
	share, err := it.Share(3, 0)
	require.NoError(t, err)
	require.True(t, share.Gross.IsZero())
	_, err = it.Share(4, 0)
	require.ErrorIs(t, err, pricing.ErrRange)
}

func TestAllowRefuses(t *testing.T) {
	it := calculate(t, cart(pricing.Gross, "10.00*3@20")).Lines[0]
	first, err := pricing.Allow(it, nil, 0, 1, eur("4.00"))
	require.NoError(t, err)
	require.Equal(t, "3.33 + 0.67", first.Net.Number()+" + "+first.Tax.Number())
	before := []pricing.Allowance{first}
	refuse := func(name string, want error, item pricing.Item, first, count int64, gross currency.Amount, previous ...pricing.Allowance) {
		t.Run(name, func(t *testing.T) {
			_, err := pricing.Allow(item, previous, first, count, gross)
			require.ErrorIs(t, err, want)
		})
	}
	refuse("more than the unit", pricing.ErrExceeds, it, 1, 1, eur("10.01"))
	refuse("more than what an allowance left of it", pricing.ErrExceeds, it, 0, 1, eur("6.01"), before...)
	refuse("nothing", pricing.ErrRange, it, 0, 1, eur("0.00"))
	refuse("less than nothing", pricing.ErrRange, it, 0, 1, eur("-1.00"))
	refuse("no units", pricing.ErrExceeds, it, 0, 0, eur("1.00"))
	refuse("units it does not have", pricing.ErrRange, it, 2, 2, eur("1.00"))
	refuse("units below zero", pricing.ErrRange, it, -1, 2, eur("1.00"))
	refuse("units beyond all numbers", pricing.ErrRange, it, 1, 1<<63-1, eur("1.00"))
	refuse("another currency", currency.ErrMismatch, it, 0, 1, currency.New(100, currency.USD))
	refuse("no valid amount", currency.ErrOverflow, it, 0, 1, currency.New(-1<<63, currency.EUR))
	other := first
	other.Gross, other.Net = eur("40.00"), eur("39.33")
	refuse("an allowance of another item", pricing.ErrDamaged, it, 0, 1, eur("1.00"), other)
	for name, change := range map[string]func(*pricing.Allowance){
		"range":    func(a *pricing.Allowance) { a.First = 3 },
		"net":      func(a *pricing.Allowance) { a.Net = eur("3.00") },
		"tax":      func(a *pricing.Allowance) { a.Tax = eur("0.66") },
		"sign":     func(a *pricing.Allowance) { a.Gross, a.Net, a.Tax = a.Gross.Neg(), a.Net.Neg(), a.Tax.Neg() },
		"no taxes": func(a *pricing.Allowance) { a.Taxes = nil },
		"tax id":   func(a *pricing.Allowance) { a.Taxes = []pricing.TaxShare{{ID: "x", Amount: a.Tax}} },
		"all tax": func(a *pricing.Allowance) {
			a.Net, a.Tax = eur("0.00"), a.Gross
			a.Taxes = []pricing.TaxShare{{ID: a.Taxes[0].ID, Amount: a.Gross}}
		},
		"too little tax": func(a *pricing.Allowance) {
			a.Gross, a.Net, a.Tax = eur("9.00"), eur("9.00"), eur("0.00")
			a.Taxes = []pricing.TaxShare{{ID: a.Taxes[0].ID, Amount: eur("0.00")}}
		},
	} {
		damaged := first
		change(&damaged)
		refuse("a damaged allowance: "+name, pricing.ErrDamaged, it, 0, 1, eur("1.00"), damaged)
	}
	_, err = pricing.Remaining(it, before, 0, 4)
	require.ErrorIs(t, err, pricing.ErrRange)
	_, err = it.Share(0, 4)
	require.ErrorIs(t, err, pricing.ErrRange)
	_, err = it.GrossOf(-1, 1)
	require.ErrorIs(t, err, pricing.ErrRange)
	sum := it
	sum.Taxes = []pricing.TaxShare{{ID: it.Taxes[0].ID, Amount: eur("4.99")}}
	_, err = sum.Share(0, 1)
	require.ErrorIs(t, err, pricing.ErrDamaged)
	it.Net = eur("24.99")
	_, err = it.Share(0, 1)
	require.ErrorIs(t, err, pricing.ErrDamaged)
}

func TestAnAllowanceFallsOnWhatIsLeftOfItsUnits(t *testing.T) {
	it := calculate(t, cart(pricing.Gross, "100.00*2@25")).Lines[0]
	scratch, err := pricing.Allow(it, nil, 0, 1, eur("90.00"))
	require.NoError(t, err)
	both, err := pricing.Allow(it, []pricing.Allowance{scratch}, 0, 2, eur("55.00"))
	require.NoError(t, err)
	all := []pricing.Allowance{scratch, both}
	one, err := pricing.Remaining(it, all, 0, 1)
	require.NoError(t, err)
	two, err := pricing.Remaining(it, all, 1, 1)
	require.NoError(t, err)
	require.Equal(t, eur("5.00"), one.Gross)
	require.Equal(t, eur("50.00"), two.Gross)
	require.Equal(t, "1.00 and 10.00", one.Tax.Number()+" and "+two.Tax.Number())
}

// A price of a few cents over many units: no unit carries tax without a price.
func TestNoUnitCarriesTaxWithoutAPrice(t *testing.T) {
	it := calculate(t, with(cart(pricing.Gross, "0.04*10@100"), func(c *pricing.Cart) { c.Lines[0].Base = 10 })).Lines[0]
	require.Equal(t, "0.02 + 0.02 = 0.04", it.Net.Number()+" + "+it.Tax.Number()+" = "+it.Gross.Number())
	for k := range it.Quantity {
		s, err := it.Share(k, 1)
		require.NoError(t, err)
		sane(t, it, s)
	}
}

// Numbers near the end of all ranges, with modes that are not symmetric too: a
// cart is refused with faults, or its quote holds every promise.
func TestExtremeCartsAreRefusedOrExact(t *testing.T) {
	refused := 0
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		c.Policy.TaxMode = currency.Mode(r.IntN(7))
		c.Policy.LineMode = currency.Mode(r.IntN(7))
		c.Policy.DiscountMode = currency.Mode(r.IntN(7))
		wide := func() int64 { return r.Int64() >> r.IntN(63) }
		for i := range c.Lines {
			l := &c.Lines[i]
			if r.IntN(2) == 0 {
				l.Unit = decimal.New(wide(), -int32(r.IntN(13)))
			}
			if r.IntN(4) == 0 {
				l.Quantity = 1 + wide()
			}
			if r.IntN(4) == 0 {
				l.Base = 1 + wide()>>1
			}
			if len(l.Taxes) > 0 && r.IntN(4) == 0 {
				l.Taxes = []pricing.Tax{{ID: l.ID, Percent: decimal.New(wide()%1e15, -12)}}
			}
		}
		for k := range c.Charges {
			c.Charges[k].Amount = currency.New(wide()*int64(1-2*r.IntN(2)), c.Currency)
		}
		q, err := pricing.Calculate(c)
		if err != nil {
			var all pricing.Faults
			require.ErrorAs(t, err, &all)
			for _, f := range all {
				require.Equal(t, pricing.FaultOverflow, f.Code, "%v", f)
			}
			refused++
			return
		}
		require.NoError(t, q.Check())
		for _, it := range items(q) {
			middle := r.Int64N(it.Quantity)
			var got tally
			for _, part := range []span{{middle, it.Quantity - middle}, {0, middle}} {
				s, err := it.Share(part.first, part.count)
				require.NoError(t, err)
				sane(t, it, s)
				got.add(t, s.Gross, s.Net, s.Tax, s.Discount, s.Taxes)
			}
			got.is(t, it)
		}
	})
	t.Logf("%d refused", refused)
}
