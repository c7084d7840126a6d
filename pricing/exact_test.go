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

// Thirty lines: 18 cents for cuts of 0.8, 0.6 and 0.4 cents, ten of each.
func TestCentsGoToTheLargestCutsAndThenToTheEarlierLines(t *testing.T) {
	c := cart(pricing.Net)
	var want []string
	for i := range 30 {
		c.Lines = append(c.Lines, line(itoa(i), []string{"0.02@20", "0.03@20", "0.04@20"}[i%3]))
		want = append(want, []string{"0.00", "0.01", "0.01"}[i%3])
	}
	want[25], want[28] = "0.00", "0.00" // the last ones of 0.6
	var got []string
	for _, it := range calculate(t, c).Lines {
		got = append(got, it.Tax.Number())
	}
	require.Equal(t, want, got)
}

// The second line's price is all tax already, so that the cent of the second rate
// goes to the third line, whose cut is as large.
func TestACentThatFindsNoRoomGoesToTheNextLargestCut(t *testing.T) {
	c := taxed(cart(pricing.Gross, "0.07", "0.01", "0.01"), vat("20"), vat("50"))
	c.Policy.TaxMode = currency.Up
	var got []string
	for _, it := range calculate(t, c).Lines {
		got = append(got, it.Taxes[0].Amount.Number()+" "+it.Taxes[1].Amount.Number())
	}
	require.Equal(t, []string{"0.01 0.02", "0.01 0.00", "0.00 0.01"}, got)
}

func TestTaxesBeyondAllNumbersAreAnErrorEvenIfTheyCancelOut(t *testing.T) {
	for _, price := range []string{"18446744073709551.62@1000", "46116860184273879.04@200"} {
		require.Equal(t, []string{"overflow lines"}, faults(t, cart(pricing.Net, price, "-"+price)), price)
	}
}

// Extension, percentage and tax against exact fractions, each rounded once.
func TestEveryAmountIsRoundedOnceFromItsExactValue(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		q := calculate(t, c)
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Currency.Digits())), nil))
		for i, l := range c.Lines {
			x := new(big.Rat).Mul(l.Unit.Rat(), big.NewRat(l.Quantity, max(l.Base, 1)))
			want := round(x.Mul(x, scale), c.Policy.LineMode)
			if l.Return {
				want = -want
			}
			require.Equal(t, want, q.Lines[i].Extended.Minor())
			if len(l.Discounts) > 0 && l.Floor.IsZero() && l.Discounts[0].Percent.Sign() != 0 {
				p := new(big.Rat).Mul(l.Discounts[0].Percent.Rat(), big.NewRat(1, 100))
				p.Mul(p, new(big.Rat).SetInt64(want))
				require.Equal(t, round(p, c.Policy.DiscountMode), q.Lines[i].Discounts[0].Amount.Minor())
			}
		}
		// Under net prices a tax is rounded once over all its items, under gross
		// prices over those with the same taxes; here all have one tax.
		single := true
		for _, it := range items(q) {
			single = single && len(it.Taxes) < 2
		}
		for _, total := range q.Taxes {
			if total.Compound || !total.Fixed.IsZero() {
				single = false
			}
		}
		for _, total := range q.Taxes {
			var exact, net, gross, tax int64
			for _, it := range items(q) {
				for _, s := range it.Taxes {
					if s.ID == total.ID {
						net += it.Net.Minor()
						gross += it.Gross.Minor()
						tax += s.Amount.Minor()
						one := taxOf(c.Policy, total.Percent.Decimal(), it.Net.Minor(), it.Gross.Minor())
						exact += round(one, c.Policy.TaxMode)
					}
				}
			}
			switch {
			case c.Policy.Prices == pricing.Gross && !single, total.Compound, !total.Fixed.IsZero():
			case c.Policy.TaxScope == pricing.PerUnit:
				require.Equal(t, taxOfUnits(t, q, total), tax)
			case c.Policy.TaxScope == pricing.PerLine:
				require.Equal(t, exact, tax)
			default:
				require.Equal(t, round(taxOf(c.Policy, total.Percent.Decimal(), net, gross), c.Policy.TaxMode), tax)
			}
		}
	})
}

// taxOfUnits rounds the tax of every single unit.
func taxOfUnits(t *testing.T, q pricing.Quote, total pricing.TaxTotal) (tax int64) {
	for _, it := range items(q) {
		for _, s := range it.Taxes {
			for k := int64(0); k < it.Quantity && s.ID == total.ID; k++ {
				price := it.Gross
				if it.Prices == pricing.Net {
					price = it.Net
				}
				unit, err := price.PortionOf(k, 1, it.Quantity)
				require.NoError(t, err)
				tax += round(taxOf(q.Policy, total.Percent.Decimal(), unit.Minor(), unit.Minor()), q.Policy.TaxMode)
			}
		}
	}
	return tax
}

// Several taxes in one gross price: each is rounded once over the items that
// have the same sum of rates inside, unless these cost only a few cents.
func TestSeveralTaxesInGrossPricesAreRoundedOnceEach(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		c.Policy.Prices, c.Policy.TaxScope = pricing.Gross, pricing.PerRate
		if c.Policy.TaxMode == currency.Up {
			c.Policy.TaxMode = currency.HalfUp
		}
		c.Discounts = nil
		for i := range c.Lines {
			l := &c.Lines[i]
			l.Unit, l.Base, l.Discounts = l.Unit.Add(dec("100")), 0, nil
			l.Taxes = randomTaxes(r, 3)
		}
		c.Charges = nil
		requireRoundedOnce(t, calculate(t, c))
	})
	t.Run("an item with a rate of 0 besides is rounded with the others", func(t *testing.T) {
		c := cart(pricing.Gross, "0.03@20", "0.03@20")
		c.Lines[1].Taxes = append(c.Lines[1].Taxes, pricing.Tax{ID: "none", Percent: dec("0")})
		q := calculate(t, c)
		require.Equal(t, []string{"vat-20 0.05 0.01", "none 0.03 0.00"}, taxes(q))
	})
	t.Run("other taxes beside it that add up to the same make no difference", func(t *testing.T) {
		c := cart(pricing.Gross, "1.00", "1.00")
		city := func(id string) []pricing.Tax { return []pricing.Tax{vat("5"), {ID: id, Percent: dec("8")}} }
		c.Lines[0].Taxes, c.Lines[1].Taxes = city("north"), city("south")
		requireRoundedOnce(t, calculate(t, c))
		require.Equal(t, []string{"vat-5 1.77 0.09", "north 0.88 0.07", "south 0.89 0.07"}, taxes(calculate(t, c)))
	})
}

func requireRoundedOnce(t *testing.T, q pricing.Quote) {
	t.Helper()
	type group struct {
		gross, tax  int64
		rate, whole *big.Rat
	}
	groups := map[string]*group{}
	for _, it := range q.Lines {
		whole := big.NewRat(1, 1)
		for _, s := range it.Taxes {
			whole.Add(whole, new(big.Rat).Mul(s.Percent.Decimal().Rat(), big.NewRat(1, 100)))
		}
		for _, s := range it.Taxes {
			key := s.ID + " in " + whole.String()
			if groups[key] == nil {
				groups[key] = &group{rate: new(big.Rat).Mul(s.Percent.Decimal().Rat(), big.NewRat(1, 100)), whole: whole}
			}
			groups[key].gross += it.Gross.Minor()
			groups[key].tax += s.Amount.Minor()
		}
	}
	for key, g := range groups {
		exact := new(big.Rat).Mul(g.rate, new(big.Rat).SetInt64(g.gross))
		require.Equal(t, round(exact.Quo(exact, g.whole), q.Policy.TaxMode), g.tax, key)
	}
}

func taxOf(p pricing.Policy, percent decimal.Decimal, net, gross int64) *big.Rat {
	rate := new(big.Rat).Mul(percent.Rat(), big.NewRat(1, 100))
	if p.Prices == pricing.Net {
		return rate.Mul(rate, new(big.Rat).SetInt64(net))
	}
	inside := new(big.Rat).Quo(rate, new(big.Rat).Add(rate, big.NewRat(1, 1)))
	return inside.Mul(inside, new(big.Rat).SetInt64(gross))
}

// round is a second implementation of the symmetric modes, for the tests.
func round(x *big.Rat, m currency.Mode) int64 {
	abs := new(big.Rat).Abs(x)
	q, rest := new(big.Int).QuoRem(abs.Num(), abs.Denom(), new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(abs.Denom())
	up := false
	switch m {
	case currency.HalfUp:
		up = half >= 0
	case currency.HalfDown:
		up = half > 0
	case currency.HalfEven:
		up = half > 0 || half == 0 && q.Bit(0) == 1
	case currency.Up:
		up = rest.Sign() > 0
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64() * int64(x.Sign())
}
