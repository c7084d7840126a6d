package pricing_test

import (
	"math/rand/v2"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func parts(list []pricing.Charge) (all []string) {
	for _, c := range list {
		text := c.ID + " " + c.Amount.Number()
		for _, t := range c.Taxes {
			text += " " + t.ID
		}
		all = append(all, text)
	}
	return all
}

func TestAChargeWhoseTaxFollowsTheGoodsIsSplitByTheirNet(t *testing.T) {
	post := pricing.Charge{ID: "post", Kind: "shipping", Amount: eur("4.90")}
	for _, one := range []struct {
		name string
		cart pricing.Cart
		want []string
	}{
		{"goods of one rate", cart(pricing.Gross, "10.00@19", "2.00@19"), []string{"post 4.90 vat-19"}},
		{"by net, not by gross: 100.00 and 50.00", cart(pricing.Gross, "119.00@19", "53.50@7"), []string{"post 3.27 vat-19", "post-2 1.63 vat-7"}},
		{"after the discounts", with(cart(pricing.Net, "100.00@19", "50.00@7"), func(c *pricing.Cart) {
			c.Lines[0].Discounts = []pricing.Discount{percentOff("half", "50")}
		}), []string{"post 2.45 vat-19", "post-2 2.45 vat-7"}},
		{"goods outside of tax", cart(pricing.Net, "30.00@19", "10.00"), []string{"post 3.68 vat-19", "post-2 1.22"}},
		{"goods that come back do not count", cart(pricing.Net, "30.00@19", "-10.00@7"), []string{"post 4.90 vat-19"}},
		{"unless nothing else does", cart(pricing.Net, "-30.00@19", "-10.00@7"), []string{"post 3.68 vat-19", "post-2 1.22 vat-7"}},
		{"gifts count by their price", with(cart(pricing.Net, "30.00@19", "10.00@7"), func(c *pricing.Cart) {
			c.Discounts = []pricing.Discount{percentOff("gift", "100")}
		}), []string{"post 3.68 vat-19", "post-2 1.22 vat-7"}},
		{"goods of no price count equally", cart(pricing.Net, "0.00@19", "0.00@7"), []string{"post 2.45 vat-19", "post-2 2.45 vat-7"}},
		{"a part of nothing is left out", cart(pricing.Net, "100.00@19", "0.01@7"), []string{"post 4.90 vat-19"}},
		{"fixed taxes stay with the goods", taxed(cart(pricing.Net, "1.00"), vat("19"), fee("deposit", "0.25")), []string{"post 4.90 vat-19"}},
		{"no goods", cart(pricing.Net), []string{"post 4.90"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			list, err := pricing.FollowGoods(one.cart, post)
			require.NoError(t, err)
			require.Equal(t, one.want, parts(list))
		})
	}
	for _, goods := range [][]string{{"10.00@19"}, {"10.00@19", "10.00@7"}} {
		free, err := pricing.FollowGoods(cart(pricing.Net, goods...), pricing.Charge{ID: "post", Amount: eur("0.00")})
		require.NoError(t, err)
		require.Len(t, free, 1, "a charge of nothing is still a charge")
	}
	_, err := pricing.FollowGoods(cart(pricing.Net, "1.00@19"), pricing.Charge{ID: "x", Amount: currency.New(1, currency.USD)})
	require.ErrorIs(t, err, currency.ErrMismatch)
	_, err = pricing.FollowGoods(cart(pricing.Net, "1.00*0@19"), post)
	require.ErrorAs(t, err, new(pricing.Faults))
}

func TestThePartsOfAChargeAddUpToIt(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		c.Charges = nil
		whole := pricing.Charge{ID: "post", Kind: "shipping", Amount: currency.New(r.Int64N(2000)-500, c.Currency),
			Discounts: []pricing.Discount{{ID: "less", Fixed: currency.New(r.Int64N(300), c.Currency)}}}
		list, err := pricing.FollowGoods(c, whole)
		require.NoError(t, err)
		c.Charges = list
		calculate(t, c)
		amount, off := currency.Zero(c.Currency), currency.Zero(c.Currency)
		for _, p := range list {
			amount = add(t, amount, p.Amount)
			off = add(t, off, p.Discounts[0].Fixed)
		}
		require.Equal(t, whole.Amount, amount)
		require.LessOrEqual(t, off.Minor(), whole.Discounts[0].Fixed.Minor())
	})
}
