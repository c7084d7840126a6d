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

func taxed(c pricing.Cart, list ...pricing.Tax) pricing.Cart {
	for i := range c.Lines {
		c.Lines[i].Taxes = list
	}
	return c
}

func compound(id, percent string) pricing.Tax {
	return pricing.Tax{ID: id, Percent: dec(percent), Compound: true}
}

func fee(id, amount string) pricing.Tax { return pricing.Tax{ID: id, Fixed: eur(amount)} }

func TestTaxesOnTopOfOthers(t *testing.T) {
	gst := pricing.Tax{ID: "gst", Percent: dec("5")}
	vat := pricing.Tax{ID: "vat", Percent: dec("20")}
	above := compound("vat", "20")
	for _, one := range []struct {
		name   string
		cart   pricing.Cart
		taxes  []string
		totals string
	}{
		{"QST before 2013 was on the price with GST", taxed(cart(pricing.Net, "100.00"), gst, compound("qst", "9.5")),
			[]string{"gst 100.00 5.00", "qst 100.00 9.98"}, "100.00 + 14.98 = 114.98"},
		{"and is taken out of a price with both the other way round", taxed(cart(pricing.Gross, "114.98"), gst, compound("qst", "9.5")),
			[]string{"gst 100.00 5.00", "qst 100.00 9.98"}, "100.00 + 14.98 = 114.98"},
		{"an eco fee that is taxed", taxed(cart(pricing.Net, "100.00*2"), fee("eco", "1.50"), above),
			[]string{"eco 200.00 3.00", "vat 200.00 40.60"}, "200.00 + 43.60 = 243.60"},
		{"a deposit that is not taxed", taxed(cart(pricing.Net, "100.00*2"), vat, fee("deposit", "0.25")),
			[]string{"vat 200.00 40.00", "deposit 200.00 0.50"}, "200.00 + 40.50 = 240.50"},
		{"both in one price", taxed(cart(pricing.Gross, "122.05*2"), fee("eco", "1.50"), above, fee("deposit", "0.25")),
			[]string{"eco 200.00 3.00", "vat 200.00 40.60", "deposit 200.00 0.50"}, "200.00 + 44.10 = 244.10"},
		{"a fee for every six of 24", with(taxed(cart(pricing.Net, "6.00*24"), fee("crate", "1.50")), func(c *pricing.Cart) { c.Lines[0].Base = 6 }),
			[]string{"crate 24.00 6.00"}, "24.00 + 6.00 = 30.00"},
		{"goods that come back bring their deposit", taxed(cart(pricing.Net, "-1.00*4"), vat, fee("deposit", "0.25")),
			[]string{"vat -4.00 -0.80", "deposit -4.00 -1.00"}, "-4.00 + -1.80 = -5.80"},
		{"a price lower than its fee is all fee", taxed(cart(pricing.Gross, "0.20"), vat, fee("deposit", "0.25")),
			[]string{"vat 0.00 0.00", "deposit 0.00 0.20"}, "0.00 + 0.20 = 0.20"},
		{"a gift still has its deposit", taxed(cart(pricing.Net, "0.00*3"), vat, fee("deposit", "0.25")),
			[]string{"vat 0.00 0.00", "deposit 0.00 0.75"}, "0.00 + 0.75 = 0.75"},
	} {
		t.Run(one.name, func(t *testing.T) {
			q := calculate(t, one.cart)
			require.Equal(t, one.taxes, taxes(q))
			require.Equal(t, one.totals, totals(q))
		})
	}
	t.Run("the deposits of gifts come back with them", func(t *testing.T) {
		it := calculate(t, taxed(cart(pricing.Net, "0.00*3"), fee("deposit", "0.25"))).Lines[0]
		for k := range int64(3) {
			s, err := it.Share(k, 1)
			require.NoError(t, err)
			require.Equal(t, eur("0.25"), s.Gross)
			gross, err := it.GrossOf(k, 1)
			require.NoError(t, err)
			require.Equal(t, eur("0.25"), gross)
		}
	})
	t.Run("the tax of a share is its rate again", func(t *testing.T) {
		q := calculate(t, taxed(cart(pricing.Net, "100.00*2"), fee("eco", "1.50"), above))
		again := taxed(cart(pricing.Net, "100.00*2"), q.Lines[0].Taxes[0].Tax(), q.Lines[0].Taxes[1].Tax())
		require.Equal(t, q, calculate(t, again))
	})
}

// Changes that fit together everywhere are seen because they are not what the fee
// or the rate gives.
func TestCheckRecalculatesFeesAndCompoundTaxes(t *testing.T) {
	for n, prices := range []pricing.Prices{pricing.Net, pricing.Gross} {
		for k := range 3 {
			q := calculate(t, taxed(cart(prices, "10.00*4"), vat("20"), fee("deposit", "0.25"), compound("on-top", "10")))
			it, cent := &q.Lines[0], eur("0.01")
			for _, a := range []*currency.Amount{&it.Taxes[k].Amount, &it.Tax, &q.Taxes[k].Tax, &q.Tax} {
				*a = add(t, *a, cent)
			}
			for _, a := range [][]*currency.Amount{{&it.Gross, &q.Gross}, {&it.Net, &q.Net, &q.Taxes[0].Net, &q.Taxes[1].Net, &q.Taxes[2].Net}}[n] {
				*a = add(t, *a, []currency.Amount{cent, cent.Neg()}[n])
			}
			var all pricing.Faults
			require.ErrorAs(t, q.Check(), &all)
			for _, f := range all {
				require.Equal(t, pricing.FaultTax, f.Code, "%s %s", prices, f.Path)
			}
		}
	}
}

func TestAFeeCountsBeforeAndAfterARate(t *testing.T) {
	for _, prices := range []pricing.Prices{pricing.Net, pricing.Gross} {
		before := calculate(t, taxed(cart(prices, "10.00*4"), fee("deposit", "0.25"), vat("20")))
		after := calculate(t, taxed(cart(prices, "10.00*4"), vat("20"), fee("deposit", "0.25")))
		require.Equal(t, totals(after), totals(before), prices)
		require.Equal(t, eur("1.00"), before.Lines[0].Taxes[0].Amount, prices)
	}
}

func TestAnItemHasUpToSixteenTaxes(t *testing.T) {
	var list []pricing.Tax
	for i := range 16 {
		list = append(list, fee(itoa(i), "0.01"))
	}
	require.Equal(t, "0.16", calculate(t, taxed(cart(pricing.Net, "1.00"), list...)).Tax.Number())
	require.Contains(t, faults(t, taxed(cart(pricing.Net, "1.00"), append(list, vat("20"))...)), "range lines[0].taxes")
}

// Two cents of tax that moved from one line to another, and their prices with them.
func TestCheckSeesATaxThatIsNotThatOfItsItem(t *testing.T) {
	for _, prices := range []pricing.Prices{pricing.Net, pricing.Gross} {
		q := calculate(t, cart(prices, "10.00@20", "10.00@20"))
		for n, off := range []currency.Amount{eur("0.02"), eur("-0.02")} {
			it := &q.Lines[n]
			it.Taxes[0].Amount = add(t, it.Taxes[0].Amount, off)
			it.Tax = it.Taxes[0].Amount
			if prices == pricing.Net {
				it.Gross = add(t, it.Gross, off)
			} else {
				it.Net = add(t, it.Net, off.Neg())
			}
		}
		var all pricing.Faults
		require.ErrorAs(t, q.Check(), &all, prices)
		require.Equal(t, "lines[0].taxes", all[0].Path)
		require.Equal(t, pricing.FaultTax, all[0].Code)
	}
}

func TestFaultsOfFixedAndCompoundTaxes(t *testing.T) {
	c := cart(pricing.Net, "1.00", "1.00", "1.00")
	c.Lines[0].Taxes = []pricing.Tax{compound("a", "1"), compound("b", "1"), vat("20")}
	c.Lines[1].Taxes = []pricing.Tax{compound("b", "1"), compound("a", "1"), {ID: "f", Fixed: eur("1.00"), Percent: dec("1")}, {ID: "g", Fixed: eur("-1.00")}}
	c.Lines[2].Taxes = []pricing.Tax{{ID: "a", Percent: dec("1")}, {ID: "h", Fixed: currency.New(1, currency.USD)}, fee("f", "2.00"), {ID: "i", Fixed: eur("1.00"), Compound: true}}
	c.Policy.CashMode, c.Policy.CashStep = 77, -1
	require.Equal(t, []string{
		"unknown policy.cash_mode", "range policy.cash_step",
		"conflict lines[0].taxes[2]",
		"conflict lines[1].taxes[2]", "range lines[1].taxes[3].fixed",
		"conflict lines[2].taxes[0]", "currency lines[2].taxes[1].fixed", "conflict lines[2].taxes[2]", "conflict lines[2].taxes[3]",
		"conflict lines[1].taxes",
	}, faults(t, c))
	c = taxed(cart(pricing.Net, "1.00"), compound("a", "1"), compound("b", "1"))
	c.Charges = []pricing.Charge{{ID: "post", Kind: "shipping", Amount: eur("1.00"), Taxes: []pricing.Tax{compound("b", "1"), compound("a", "1")}}}
	require.Equal(t, []string{"conflict charges[0].taxes"}, faults(t, c))
	require.Contains(t, faults(t, with(taxed(cart(pricing.Net, "1*9223372036854775807"), fee("f", "1.00")), func(c *pricing.Cart) {
		c.Lines[0].Unit = dec("0")
	})), "overflow lines[0].taxes")
}

// Every compound tax against exact fractions, from the amounts of the taxes
// below it, and every fixed one from the quantity.
func TestFixedAndCompoundTaxesAreRoundedOnce(t *testing.T) {
	each(t, 3000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		for i := range c.Lines {
			c.Lines[i].Taxes = randomTaxes(r, 1)
		}
		for i := range c.Charges {
			c.Charges[i].Taxes = randomTaxes(r, 1)
		}
		addFees(r, &c, 10_000)
		c.Policy.TaxScope = pricing.PerRate
		q := calculate(t, c)
		for _, total := range q.Taxes {
			below, tax := int64(0), int64(0)
			for i, it := range items(q) {
				base := it.Gross.Minor()
				if q.Policy.Prices == pricing.Net {
					base = it.Net.Minor()
				}
				for k, s := range it.Taxes {
					if q.Policy.Prices == pricing.Gross {
						base = it.Net.Minor()
						for _, lower := range it.Taxes[:k+1] {
							base += lower.Amount.Minor()
						}
					}
					if s.ID == total.ID {
						below += base
						tax += s.Amount.Minor()
						if !s.Fixed.IsZero() && q.Policy.Prices == pricing.Net {
							exact := new(big.Rat).SetFrac(mul(s.Fixed.Minor(), it.Quantity), big.NewInt(it.Base))
							if it.Return {
								exact.Neg(exact)
							}
							require.Equal(t, round(exact, q.Policy.TaxMode), s.Amount.Minor(), "item %d", i)
						}
					}
					if q.Policy.Prices == pricing.Net {
						base += s.Amount.Minor()
					}
				}
			}
			if total.Compound {
				require.Equal(t, round(taxOf(q.Policy, total.Percent.Decimal(), below, below), q.Policy.TaxMode), tax)
			}
		}
	})
}

func TestAChargeOfNothingIsNoReturn(t *testing.T) {
	c := cart(pricing.Gross, "10.00@20")
	require.Nil(t, calculate(t, c).Charges, "as a quote without charges reads back")
	c.Charges = []pricing.Charge{charge("post", "0.00", "20"), charge("deposit", "-1.00", "20")}
	q := calculate(t, c)
	require.Equal(t, []bool{false, true}, []bool{q.Charges[0].Return, q.Charges[1].Return})
}

func TestZerosAtTheEndOfAPercentageChangeNothing(t *testing.T) {
	long := vat("19")
	long.Percent = dec("19.00000000000000") // two places more than are counted
	require.Equal(t, "1.90", calculate(t, taxed(cart(pricing.Net, "10.00"), long)).Tax.Number())
}

func TestAPriceOfManyDigitsForALargeBaseIsExact(t *testing.T) {
	c := cart(pricing.Net, "0.123456789012345678*1000000")
	c.Lines[0].Base = 1000
	require.Equal(t, "123.46", calculate(t, c).Net.Number())
}

func TestAPriceLongerThanWhatIsWrittenIsRefused(t *testing.T) {
	c := cart(pricing.Net, "1.00")
	c.Lines[0].Unit = decimal.New(1, -40)
	_, err := pricing.Calculate(c)
	require.ErrorContains(t, err, "lines[0].unit")
}

func TestADiscountThatFindsRoomLeavesNothingUnapplied(t *testing.T) {
	c := cart(pricing.Gross, "10.00@20")
	c.Discounts = []pricing.Discount{{ID: "ten", Fixed: eur("10.00")}, {ID: "more", Fixed: eur("1.00")}}
	q := calculate(t, c)
	require.Equal(t, []currency.Amount{{}, eur("1.00")}, []currency.Amount{q.Discounts[0].Unapplied, q.Discounts[1].Unapplied})
}

func TestCashRoundsOnlyWhatIsPayable(t *testing.T) {
	canada := []pricing.Tax{{ID: "gst", Percent: dec("5")}}
	c := pricing.Cart{Currency: currency.CAD, Policy: pricing.Policy{Prices: pricing.Net}, Lines: []pricing.Line{
		{ID: "coffee", Unit: dec("1.83"), Quantity: 1, Taxes: canada}, {ID: "sandwich", Unit: dec("2.86"), Quantity: 1, Taxes: canada}}}
	card := calculate(t, c)
	require.Equal(t, "4.92", card.Payable().Number())
	require.Equal(t, currency.Amount{}, card.Rounding)
	c.Policy.Cash = true
	cash := calculate(t, c)
	require.Equal(t, "4.92", cash.Gross.Number())
	require.Equal(t, "-0.02", cash.Rounding.Number())
	require.Equal(t, "4.90", cash.Payable().Number())
	require.Equal(t, card.Lines, cash.Lines)

	for _, one := range []struct{ name, step, price, rounding, payable string }{
		{"Peppol: 999.81 payable as 1000", "100", "999.81", "0.19", "1000.00"},
		{"a return rounds as the sale did", "5", "-4.92", "0.02", "-4.90"},
		{"nothing to round", "5", "4.90", "0", "4.90"},
		{"a tie goes away from zero", "10", "4.95", "0.05", "5.00"},
	} {
		t.Run(one.name, func(t *testing.T) {
			c := cart(pricing.Gross, one.price)
			c.Policy.Cash, c.Policy.CashStep = true, dec(one.step).IntPart()
			q := calculate(t, c)
			require.Equal(t, one.rounding, q.Rounding.Number())
			require.Equal(t, one.payable, q.Payable().Number())
			q.Rounding = add(t, q.Gross, eur("0.01"))
			require.Error(t, q.Check())
		})
	}
	t.Run("a quote without the flag has no rounding", func(t *testing.T) {
		q := calculate(t, cart(pricing.Gross, "4.92"))
		q.Rounding = eur("-0.02")
		require.Error(t, q.Check())
	})
	t.Run("beyond an amount", func(t *testing.T) {
		c := cart(pricing.Gross, "92233720368547758.07")
		c.Policy.Cash, c.Policy.CashStep = true, 10
		require.Equal(t, []string{"overflow lines"}, faults(t, c))
	})
}

// I11.
func TestTheCashRoundingIsAtMostHalfAStep(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		c.Policy.Cash, c.Policy.CashStep, c.Policy.CashMode = true, 1+r.Int64N(500), symmetric[r.IntN(3)]
		q := calculate(t, c)
		require.LessOrEqual(t, 2*abs(q.Rounding.Minor()), c.Policy.CashStep)
		require.Zero(t, q.Payable().Minor()%c.Policy.CashStep)
	})
}
