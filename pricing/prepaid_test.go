package pricing_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func prepaid(id, amount string) pricing.Prepaid {
	return pricing.Prepaid{ID: id, Kind: pricing.KindPrepaid, Amount: eur(amount)}
}

func giftCard(id, amount string) pricing.Prepaid {
	return pricing.Prepaid{ID: id, Kind: pricing.KindGiftCard, Amount: eur(amount)}
}

func TestWhatIsPrepaidLowersOnlyWhatIsPayable(t *testing.T) {
	in := func(step int64, list ...pricing.Prepaid) func(*pricing.Cart) {
		return func(c *pricing.Cart) {
			c.Policy.Cash, c.Policy.CashStep, c.Prepaid = step > 0, step, list
		}
	}
	for _, one := range []struct {
		name              string
		cart              pricing.Cart
		rounding, payable string
	}{
		{"a deposit", with(cart(pricing.Gross, "100.00@19"), in(0, prepaid("a", "30.00"))), "0.00", "70.00"},
		{"CEN EN 16931 example 2: 1000.00 of 1801.78", with(cart(pricing.Gross, "1801.78@25"), in(0, prepaid("a", "1000.00"))), "0.00", "801.78"},
		{"XRechnung test suite 03.01a: 1030.00 in instalments", with(cart(pricing.Gross, "804.86@19"), in(0, prepaid("a", "1030.00"))), "0.00", "-225.14"},
		{"a deposit and two gift cards", with(cart(pricing.Gross, "100.00@19"), in(0, giftCard("a", "12.34"), prepaid("b", "30.00"), giftCard("c", "57.66"))), "0.00", "0.00"},
		{"the coins are those of what is left", with(cart(pricing.Gross, "19.99"), in(5, giftCard("a", "10.00"))), "0.01", "10.00"},
		{"the card pays to the cent, the coins do not", with(cart(pricing.Gross, "20.00"), in(5, giftCard("a", "10.03"))), "-0.02", "9.95"},
		{"Peppol: 999.81 are paid as 1000.00", with(cart(pricing.Gross, "999.81"), in(100)), "0.19", "1000.00"},
		{"nothing is left for coins", with(cart(pricing.Gross, "19.99"), in(5, prepaid("a", "19.99"))), "0.00", "0.00"},
		{"more was prepaid than the invoice is", with(cart(pricing.Net, "100.00@25"), in(0, prepaid("a", "130.00"))), "0.00", "-5.00"},
		{"and goes back in coins", with(cart(pricing.Net, "100.00@25"), in(5, prepaid("a", "130.03"))), "-0.02", "-5.05"},
		{"goods come back for which a part was paid", with(cart(pricing.Gross, "-50.00@19"), in(0, prepaid("a", "10.00"))), "0.00", "-60.00"},
		{"an invoice cancels another one, prepaid with it", with(cart(pricing.Net, "-8668.00@25"), in(100, prepaid("a", "-834.90"))), "0.10", "-10000.00"},
		{"nothing at all", with(cart(pricing.Gross, "5.00"), in(0, pricing.Prepaid{ID: "a", Kind: pricing.KindGiftCard})), "0.00", "5.00"},
	} {
		t.Run(one.name, func(t *testing.T) {
			q := calculate(t, one.cart)
			require.NoError(t, copied(t, q).Check())
			require.Equal(t, one.cart.Prepaid, q.Prepaid)
			require.Equal(t, eur(one.rounding), add(t, eur("0.00"), q.Rounding))
			require.Equal(t, eur(one.payable), q.Payable())
			bare := one.cart
			bare.Prepaid = nil
			require.Equal(t, totals(calculate(t, bare)), totals(q))
		})
	}
}

func TestAGiftCardPaysNoMoreThanIsLeft(t *testing.T) {
	for _, one := range []struct {
		name string
		cart pricing.Cart
		list []pricing.Prepaid
		want []string
	}{
		{"a cent too much", cart(pricing.Gross, "10.00@19"), []pricing.Prepaid{giftCard("a", "10.01")}, []string{"range prepaid[0].amount"}},
		{"the second one", cart(pricing.Gross, "10.00@19"), []pricing.Prepaid{giftCard("a", "6.00"), giftCard("b", "6.00"), giftCard("c", "4.00")}, []string{"range prepaid[1].amount"}},
		{"what was prepaid comes first", cart(pricing.Gross, "10.00@19"), []pricing.Prepaid{giftCard("a", "6.00"), prepaid("b", "5.00")}, []string{"range prepaid[0].amount"}},
		{"all of it is prepaid", cart(pricing.Gross, "10.00@19"), []pricing.Prepaid{giftCard("a", "0.01"), prepaid("b", "99.00")}, []string{"range prepaid[0].amount"}},
		{"goods come back", cart(pricing.Gross, "-10.00@19"), []pricing.Prepaid{giftCard("a", "0.01")}, []string{"range prepaid[0].amount"}},
		{"tax counts", cart(pricing.Net, "10.00@19"), []pricing.Prepaid{giftCard("a", "11.91")}, []string{"range prepaid[0].amount"}},
		{"every fault of the list", cart(pricing.Gross, "10.00"), []pricing.Prepaid{{}, {ID: "a", Kind: "cheque", Amount: eur("-1.00")}, prepaid("a", "1.00"),
			{ID: "b", Kind: pricing.KindPrepaid, Amount: currency.New(1, currency.USD)}, {ID: "c", Kind: pricing.KindGiftCard, Amount: currency.New(-1<<63, currency.EUR)}},
			[]string{"required prepaid[0].id", "required prepaid[0].kind", "unknown prepaid[1].kind", "range prepaid[1].amount", "duplicate prepaid[2].id",
				"currency prepaid[3].amount", "overflow prepaid[4].amount"}},
		{"beyond an amount", cart(pricing.Gross, "-1.00"), []pricing.Prepaid{prepaid("a", "92233720368547758.07")}, []string{"overflow prepaid"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			one.cart.Prepaid = one.list
			require.Equal(t, one.want, faults(t, one.cart))
			q := calculate(t, with(one.cart, func(c *pricing.Cart) { c.Prepaid = nil }))
			q.Prepaid = one.list
			var found pricing.Faults
			require.ErrorAs(t, q.Check(), &found, "a quote of elsewhere is refused for the same")
			require.Len(t, found, len(one.want))
		})
	}
}

// I11, and payable = gross - prepaid + rounding: in coins it is a whole number of
// steps. Nothing but the rounding knows what was prepaid.
func TestPriceAndTaxDoNotDependOnWhatIsPrepaid(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		bare := c
		bare.Prepaid = nil
		want := calculate(t, bare)
		var paid int64
		for _, p := range c.Prepaid {
			paid += p.Amount.Minor()
		}
		for k := range r.IntN(3) {
			left := max(want.Gross.Minor()-paid, 0)
			a := []int64{0, left, r.Int64N(left + 1)}[r.IntN(3)]
			c.Prepaid = append(c.Prepaid, pricing.Prepaid{ID: "card" + itoa(k), Kind: pricing.KindGiftCard, Amount: currency.New(a, c.Currency)})
			paid += a
		}
		q := calculate(t, c)
		require.Equal(t, want.Gross.Minor()-paid+q.Rounding.Minor(), q.Payable().Minor())
		step := max(c.Policy.CashStep, 1)
		if c.Policy.CashStep == 0 {
			step = c.Currency.CashStep()
		}
		require.LessOrEqual(t, 2*abs(q.Rounding.Minor()), step)
		if c.Policy.Cash {
			require.Zero(t, q.Payable().Minor()%step)
		} else {
			require.True(t, q.Rounding.IsZero())
		}
		if left := max(want.Gross.Minor()-paid, 0); left > 0 && len(c.Prepaid) > 0 {
			c.Prepaid = append(c.Prepaid, pricing.Prepaid{ID: "one too many", Kind: pricing.KindGiftCard, Amount: currency.New(left+1, c.Currency)})
			_, err := pricing.Calculate(c)
			require.Error(t, err)
		}
		q.Prepaid, q.Rounding, want.Rounding = nil, currency.Amount{}, currency.Amount{}
		require.Equal(t, want, q)
	})
}

func TestRefundsAndPromotionsDoNotKnowWhatIsPrepaid(t *testing.T) {
	c := cart(pricing.Gross, "5.50*5@20")
	c.Discounts = []pricing.Discount{percentOff("five", "10")}
	c.Charges = []pricing.Charge{charge("post", "0.50", "20")}
	c.Prepaid = []pricing.Prepaid{prepaid("a", "5.00"), giftCard("b", "20.25")}
	stays := c
	stays.Lines, stays.Discounts, stays.Prepaid = []pricing.Line{line("1", "5.50*3@20")}, nil, nil
	gone := []pricing.Units{{Item: "1", First: 3, Count: 2}}
	b, err := pricing.Reverse(calculate(t, c), gone, calculate(t, stays), currency.Amount{})
	require.NoError(t, err)
	require.Equal(t, eur("9.90"), b.Payout)
	parts, err := pricing.FollowGoods(c, c.Charges[0])
	require.NoError(t, err)
	require.Len(t, parts, 1)
	net := cart(pricing.Net, "10.00@19")
	net.Prepaid = []pricing.Prepaid{giftCard("a", "11.90")}
	p, _, err := pricing.Promote(net, nil, pricing.PromoContext{At: noon(1)})
	require.NoError(t, err, "promotions look at prices without tax, the card is for it too")
	require.Equal(t, net.Prepaid, p.Prepaid)
}

func TestWhatIsPayableAbroadIsWithoutWhatIsPrepaid(t *testing.T) {
	c := cart(pricing.Net, "100.00@25")
	c.Prepaid = []pricing.Prepaid{prepaid("a", "25.00")}
	q, err := calculate(t, c).In(pricing.ForPresentment, currency.HalfUp, rate(t, currency.EUR, currency.SEK, "11.2345"))
	require.NoError(t, err)
	require.Equal(t, "SEK 1123.45", q.Abroad[0].Payable.String())
	q, err = q.In(pricing.ForTax, currency.HalfUp, rate(t, currency.EUR, currency.SEK, "11.2345"))
	require.NoError(t, err)
	require.Equal(t, "SEK 280.86", q.Abroad[1].Tax.String(), "tax is owed on all of it")
	require.NoError(t, q.Check())
	q.Prepaid[0].Amount = eur("24.99")
	require.Error(t, q.Check())
	q.Prepaid[0].Amount = currency.New(1, currency.USD)
	require.False(t, q.Payable().Valid())
}

func TestAnEngineMayNotChangeWhatIsPrepaid(t *testing.T) {
	c := cart(pricing.Gross, "10.00@19")
	c.Prepaid = []pricing.Prepaid{prepaid("a", "5.00")}
	_, _, err := pricing.Pipeline{Taxer: forgets{}}.Quote(context.Background(), c)
	require.ErrorContains(t, err, "prepaid: changed")
}

type forgets struct{}

func (forgets) Tax(_ context.Context, c pricing.Cart) (pricing.Cart, error) {
	c.Prepaid = nil
	return c, nil
}
