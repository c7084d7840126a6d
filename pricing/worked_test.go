package pricing_test

import (
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// taxes is the tax summary of a quote: id, base and tax.
func taxes(q pricing.Quote) []string {
	var list []string
	for _, t := range q.Taxes {
		list = append(list, t.ID+" "+t.Net.Number()+" "+t.Tax.Number())
	}
	return list
}

func totals(q pricing.Quote) string {
	return q.Net.Number() + " + " + q.Tax.Number() + " = " + q.Gross.Number()
}

func discounts(q pricing.Quote) []string {
	var list []string
	for _, it := range q.Lines {
		list = append(list, it.Discount.Number())
	}
	return list
}

func charge(id, amount, percent string) pricing.Charge {
	return pricing.Charge{ID: id, Kind: "shipping", Amount: eur(amount), Taxes: []pricing.Tax{vat(percent)}}
}

func with(c pricing.Cart, change func(*pricing.Cart)) pricing.Cart {
	change(&c)
	return c
}

// The figures are those that the named sources publish.
func TestPublishedFiguresComeOutExactly(t *testing.T) {
	fixed := func(amount string, lines ...string) func(*pricing.Cart) {
		return func(c *pricing.Cart) {
			c.Discounts = append(c.Discounts, pricing.Discount{ID: "order", Fixed: eur(amount), Lines: lines})
		}
	}
	for _, one := range []struct {
		name   string
		cart   pricing.Cart
		taxes  []string
		totals string
	}{
		{
			"CEN EN 16931 UBL example 1: 20 lines, one of them goods that came back",
			cart(pricing.Net, "9.95*2@6", "9.85@6", "8.29@6", "7.23*2@6", "35.00@6", "35.00@6", "10.65@6", "1.55@6", "4.79*3@6",
				"8.29@6", "8.29*2@6", "9.95@6", "1.65*2@6", "10.80@21", "3.90@6", "3.80*2@21", "4.67*2@21", "18.63@21", "17.02*6@6", "-18.33*6@6"),
			[]string{"vat-6 183.23 10.99", "vat-21 46.37 9.74"}, "229.60 + 20.73 = 250.33",
		},
		{
			"CEN EN 16931 UBL example 3: a charge with its own tax",
			with(cart(pricing.Net, "800@25", "800@10"), func(c *pricing.Cart) { c.Charges = []pricing.Charge{charge("freight", "100.00", "25")} }),
			[]string{"vat-25 900.00 225.00", "vat-10 800.00 80.00"}, "1700.00 + 305.00 = 2005.00",
		},
		{
			"CEN sample-discount-price: a price of four digits",
			cart(pricing.Net, "0.1212*100@25"), []string{"vat-25 12.12 3.03"}, "12.12 + 3.03 = 15.15",
		},
		{
			"XRechnung test suite 03.05a: 31 days of a year of 366, and a price of nine digits",
			with(cart(pricing.Net, "386.52*31@19", "0.061232374*616290@19"), func(c *pricing.Cart) { c.Lines[0].Base = 366 }),
			[]string{"vat-19 37769.64 7176.23"}, "37769.64 + 7176.23 = 44945.87",
		},
		{
			"Peppol base-example: 7 x 400, -3 x 500, a charge of 25",
			with(cart(pricing.Net, "400*7@25", "-500*3@25"), func(c *pricing.Cart) { c.Charges = []pricing.Charge{charge("insurance", "25.00", "25")} }),
			[]string{"vat-25 1325.00 331.25"}, "1325.00 + 331.25 = 1656.25",
		},
		{
			"Peppol Vat-category-S: a charge of 200 and an allowance of 100",
			with(cart(pricing.Net, "4000@25", "2000@15", "900@25"), func(c *pricing.Cart) {
				c.Charges = []pricing.Charge{charge("cleaning", "200.00", "25"), charge("allowance", "-100.00", "25")}
			}),
			[]string{"vat-25 5000.00 1250.00", "vat-15 2000.00 300.00"}, "7000.00 + 1550.00 = 8550.00",
		},
		{
			"Peppol Vat-category-S: the allowance as a discount on the lines of one rate",
			with(with(cart(pricing.Net, "4000@25", "2000@15", "900@25"), fixed("100.00", "1", "3")), func(c *pricing.Cart) {
				c.Charges = []pricing.Charge{charge("cleaning", "200.00", "25")}
			}),
			[]string{"vat-25 5000.00 1250.00", "vat-15 2000.00 300.00"}, "7000.00 + 1550.00 = 8550.00",
		},
		{
			"GOBL TestRemoveIncludedTax: gross 1000.00 less 10 %",
			with(cart(pricing.Gross, "1000.00@21"), func(c *pricing.Cart) { c.Lines[0].Discounts = []pricing.Discount{percentOff("d", "10")} }),
			[]string{"vat-21 743.80 156.20"}, "743.80 + 156.20 = 900.00",
		},
		{
			"GOBL: gross 10 x 29.00",
			cart(pricing.Gross, "29.00*10@6"), []string{"vat-6 273.58 16.42"}, "273.58 + 16.42 = 290.00",
		},
		{
			"GOBL: gross 93.38 less 40.009 %",
			with(cart(pricing.Gross, "93.38@23"), func(c *pricing.Cart) { c.Lines[0].Discounts = []pricing.Discount{percentOff("d", "40.009")} }),
			[]string{"vat-23 45.54 10.48"}, "45.54 + 10.48 = 56.02",
		},
		{
			"GOBL line_calculate_test: 3 x 12.5934 less 7 %",
			with(cart(pricing.Net, "12.5934*3"), func(c *pricing.Cart) { c.Lines[0].Discounts = []pricing.Discount{percentOff("d", "7")} }),
			nil, "35.14 + 0.00 = 35.14",
		},
		{
			"Vendure shows 64.46 here: a line discount, an order discount, two rates",
			with(with(cart(pricing.Net, "10.00*2@20", "34.99@10", "2.55*4@10"), fixed("5.00")), func(c *pricing.Cart) {
				c.Lines[0].Discounts = []pricing.Discount{percentOff("d", "15")}
			}),
			[]string{"vat-20 15.63 3.13", "vat-10 41.56 4.16"}, "57.19 + 7.29 = 64.48",
		},
		{"Sylius DefaultCalculatorSpec: net 2495.99", cart(pricing.Net, "2495.99@23"), []string{"vat-23 2495.99 574.08"}, "2495.99 + 574.08 = 3070.07"},
		{"Sylius DefaultCalculatorSpec: gross 3.15, a tie", cart(pricing.Gross, "3.15@20"), []string{"vat-20 2.62 0.53"}, "2.62 + 0.53 = 3.15"},
		{"CloudCart: rate scope", cart(pricing.Net, "6.99@20", "6.99@20", "6.99@20"), []string{"vat-20 20.97 4.19"}, "20.97 + 4.19 = 25.16"},
		{
			"CloudCart: line scope",
			with(cart(pricing.Net, "6.99@20", "6.99@20", "6.99@20"), func(c *pricing.Cart) { c.Policy.TaxScope = pricing.PerLine }),
			[]string{"vat-20 20.97 4.20"}, "20.97 + 4.20 = 25.17",
		},
		{
			"Magento: unit scope",
			with(cart(pricing.Net, "14.39*4@20", "19.38*2@20"), func(c *pricing.Cart) { c.Policy.TaxScope = pricing.PerUnit }),
			[]string{"vat-20 96.32 19.28"}, "96.32 + 19.28 = 115.60",
		},
		{
			"Magento: line scope",
			with(cart(pricing.Net, "14.39*4@20", "19.38*2@20"), func(c *pricing.Cart) { c.Policy.TaxScope = pricing.PerLine }),
			[]string{"vat-20 96.32 19.26"}, "96.32 + 19.26 = 115.58",
		},
		{"Magento: rate scope", cart(pricing.Net, "14.39*4@20", "19.38*2@20"), []string{"vat-20 96.32 19.26"}, "96.32 + 19.26 = 115.58"},
		{
			"medusajs/medusa#14818: Medusa keeps 43.7325",
			with(cart(pricing.Net, "31.85@19"), func(c *pricing.Cart) { c.Charges = []pricing.Charge{charge("post", "4.90", "19")} }),
			[]string{"vat-19 36.75 6.98"}, "36.75 + 6.98 = 43.73",
		},
	} {
		t.Run(one.name, func(t *testing.T) {
			q := calculate(t, one.cart)
			require.Equal(t, one.taxes, taxes(q))
			require.Equal(t, one.totals, totals(q))
		})
	}
}

func TestAnOrderDiscountIsSharedByLargestRemainder(t *testing.T) {
	for _, one := range []struct {
		name   string
		amount string
		lines  []string
		shares []string
	}{
		{"Vendure prorate.spec", "2.99", []string{"43", "14", "23"}, []string{"1.61", "0.52", "0.86"}},
		{"Sylius' own rule gives 1.62 0.52 0.86", "3.00", []string{"43", "14", "23"}, []string{"1.61", "0.53", "0.86"}},
		{"brick/money#62", "100.00", []string{"30*10", "20*10", "40*10"}, []string{"33.33", "22.22", "44.45"}},
		{"rusty_money#103", "6.13", []string{"9.8", "9.2", "9.8", "12.3", "10.2", "9.2"}, []string{"0.99", "0.93", "0.99", "1.25", "1.04", "0.93"}},
		{"rusty_money#103 in another order", "6.13", []string{"10.2", "9.2", "12.3", "9.8", "9.2", "9.8"}, []string{"1.04", "0.93", "1.25", "0.99", "0.93", "0.99"}},
		{"vendurehq/vendure#1795: 299 over three equal lines", "2.99", []string{"10", "10", "10"}, []string{"1.00", "1.00", "0.99"}},
		{"and the same for goods that come back", "2.99", []string{"-10", "-10", "-10"}, []string{"-1.00", "-1.00", "-0.99"}},
		{"a net of 57.19, weights without tax", "5.00", []string{"17.00@20", "34.99@10", "2.55*4@10"}, []string{"1.37", "2.81", "0.82"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			c := cart(pricing.Net, one.lines...)
			c.Discounts = []pricing.Discount{{ID: "d", Fixed: eur(one.amount)}}
			require.Equal(t, one.shares, discounts(calculate(t, c)))
		})
	}
}

func TestCancellingUnitsKeepsPromotionAndDelivery(t *testing.T) { // vendurehq/vendure#3885
	c := cart(pricing.Gross, "5.50*5@20")
	c.Discounts = []pricing.Discount{percentOff("ten", "10")}
	c.Charges = []pricing.Charge{charge("delivery", "0.50", "20")}
	q := calculate(t, c)
	require.Equal(t, eur("25.25"), q.Gross)
	two, err := q.Lines[0].Share(3, 2)
	require.NoError(t, err)
	require.Equal(t, eur("9.90"), two.Gross)
	require.Equal(t, eur("1.10"), two.Discount)
	rest, err := q.Gross.Sub(two.Gross)
	require.NoError(t, err)
	require.Equal(t, eur("15.35"), rest)
	five, err := q.Lines[0].Share(0, 5)
	require.NoError(t, err)
	require.Equal(t, eur("24.75"), five.Gross)
	delivery, err := q.Charges[0].Share(0, 1)
	require.NoError(t, err)
	require.Equal(t, eur("0.50"), delivery.Gross)
}

func TestReturningUnitsOneByOneGivesBackWhatWasPaid(t *testing.T) { // Solidus default_refund_amount_spec
	c := cart(pricing.Gross, "100*3")
	c.Discounts = []pricing.Discount{{ID: "ten", Fixed: eur("10")}}
	it := calculate(t, c).Lines[0]
	total := currency.Zero(currency.EUR)
	for _, unit := range []int64{2, 0, 1} {
		s, err := it.Share(unit, 1)
		require.NoError(t, err)
		total, err = total.Add(s.Gross)
		require.NoError(t, err)
	}
	require.Equal(t, eur("290.00"), total)
}

func TestExamplesFromTheFieldsBugs(t *testing.T) {
	t.Run("saleor: 10.00 for three units is refunded whole", func(t *testing.T) {
		it := calculate(t, with(cart(pricing.Gross, "10.00*3@23"), func(c *pricing.Cart) { c.Lines[0].Base = 3 })).Lines[0]
		var got []string
		for k := range int64(3) {
			a, err := it.GrossOf(k, 1)
			require.NoError(t, err)
			got = append(got, a.Number())
		}
		require.Equal(t, []string{"3.33", "3.34", "3.33"}, got)
	})
	t.Run("vendurehq/vendure#3098: seven of eight cost seven eighths", func(t *testing.T) {
		c := cart(pricing.Gross, "39.90*7@20")
		require.Equal(t, eur("279.30"), calculate(t, c).Gross)
	})
	t.Run("craftcms/commerce#695: prices below a cent are multiplied before they are rounded", func(t *testing.T) {
		require.Equal(t, eur("53.10"), calculate(t, cart(pricing.Net, "0.0354*1500")).Gross)
	})
	t.Run("solidus: yen have no cents", func(t *testing.T) {
		c := pricing.Cart{Currency: currency.JPY, Policy: pricing.Policy{Prices: pricing.Gross, TaxMode: currency.Down},
			Lines: []pricing.Line{{ID: "1", Unit: dec("999"), Quantity: 1, Taxes: []pricing.Tax{vat("10")}}}}
		q := calculate(t, c)
		require.Equal(t, "909 + 90 = 999", totals(q))
	})
	t.Run("an exchange: a discount on the order leaves what comes back alone", func(t *testing.T) {
		c := cart(pricing.Gross, "100.00@20", "-99.00@20")
		c.Discounts = []pricing.Discount{{ID: "five", Fixed: eur("5.00")}}
		q := calculate(t, c)
		require.Equal(t, []string{"1.00", "0.00"}, discounts(q))
		require.Equal(t, eur("4.00"), q.Discounts[0].Unapplied)
		require.Equal(t, eur("0.00"), q.Gross)
	})
	t.Run("the cents of a tax go to the lines with the largest cut", func(t *testing.T) {
		q := calculate(t, cart(pricing.Net, "0.13@10", "0.17@10", "-0.05@10", "0.30@10"))
		var got []string
		for _, it := range q.Lines {
			got = append(got, it.Tax.Number())
		}
		require.Equal(t, []string{"0.01", "0.02", "0.00", "0.03"}, got)
		require.Equal(t, eur("0.06"), q.Tax)
	})
	t.Run("several taxes compete for the last cents of a gross price", func(t *testing.T) {
		half := []pricing.Tax{{ID: "a", Percent: dec("50")}, {ID: "b", Percent: dec("50")}}
		c := cart(pricing.Gross, "0.04", "0.01")
		c.Policy.TaxMode = currency.Up
		c.Lines[0].Taxes, c.Lines[1].Taxes = half, half
		q := calculate(t, c)
		require.Equal(t, []string{"a 0.01 0.02", "b 0.01 0.02"}, taxes(q))
		require.Equal(t, "0.01 + 0.03 = 0.04", q.Lines[0].Net.Number()+" + "+q.Lines[0].Tax.Number()+" = "+q.Lines[0].Gross.Number())
		c.Lines = c.Lines[1:]
		require.Equal(t, []string{"a 0.00 0.01", "b 0.00 0.00"}, taxes(calculate(t, c)))
	})
	t.Run("a discount of a line that finds no room is recorded", func(t *testing.T) {
		c := cart(pricing.Gross, "10.00", "-10.00")
		for i := range c.Lines {
			c.Lines[i].Discounts = []pricing.Discount{{ID: "a", Fixed: eur("8.00")}, {ID: "b", Fixed: eur("5.00")}, percentOff("c", "50")}
		}
		q := calculate(t, c)
		require.Equal(t, []string{"10.00", "-10.00"}, discounts(q))
		for _, it := range q.Lines {
			require.Equal(t, currency.Amount{}, it.Discounts[0].Unapplied)
			require.Equal(t, eur("2.00"), it.Discounts[1].Amount.Abs())
			require.Equal(t, eur("3.00"), it.Discounts[1].Unapplied)
			require.True(t, it.Discounts[2].Amount.IsZero())
		}
	})
	t.Run("a floor of a quantity that does not divide is rounded up: no unit is cheaper", func(t *testing.T) {
		c := cart(pricing.Gross, "10.00*3")
		c.Lines[0].Base, c.Lines[0].Floor = 2, eur("1.01")
		c.Discounts = []pricing.Discount{percentOff("d", "100")}
		require.Equal(t, eur("1.52"), calculate(t, c).Gross)
	})
	t.Run("a floor keeps a line at its least price, the others carry more", func(t *testing.T) {
		c := cart(pricing.Gross, "10.00*2", "10.00*2")
		c.Lines[0].Floor = eur("9.50")
		c.Discounts = []pricing.Discount{percentOff("d", "25")}
		q := calculate(t, c)
		require.Equal(t, []string{"1.00", "9.00"}, discounts(q))
		c.Lines[1].Floor = eur("9.00")
		q = calculate(t, c)
		require.Equal(t, []string{"1.00", "2.00"}, discounts(q))
		require.Equal(t, eur("7.00"), q.Discounts[0].Unapplied)
	})
}
