package pricing_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func reverse(t *testing.T, q, stays pricing.Quote, gone ...pricing.Units) pricing.Both {
	t.Helper()
	b, err := pricing.Reverse(q, gone, stays, currency.Amount{})
	require.NoError(t, err)
	require.NoError(t, b.Adjustment.Check())
	return b
}

func TestBothNumbersOfAReversal(t *testing.T) {
	five := cart(pricing.Gross, "5.50*5@20")
	five.Discounts = []pricing.Discount{percentOff("ten", "10")}
	five.Charges = []pricing.Charge{charge("delivery", "0.50", "20")}
	left := func(c pricing.Cart, quantity int64, discounts ...pricing.Discount) pricing.Quote {
		c.Lines = slices.Clone(c.Lines)
		c.Lines[0].Quantity = quantity
		c.Discounts = discounts
		return calculate(t, c)
	}
	two := pricing.Units{Item: "1", First: 3, Count: 2}
	t.Run("vendurehq/vendure#3885: two of five are cancelled, the promotion still applies", func(t *testing.T) {
		b := reverse(t, calculate(t, five), left(five, 3, percentOff("ten", "10")), two)
		require.Equal(t, []string{"9.90", "9.90", "9.90"}, []string{b.Kept.Number(), b.ClawedBack.Number(), b.Payout.Number()})
		require.Empty(t, b.Undeserved)
	})
	for rule, payout := range map[pricing.Reversal]string{"": "9.90", pricing.Keep: "9.90", pricing.ClawBack: "8.25", pricing.ClawBackNoHarm: "8.25"} {
		t.Run("vendurehq/vendure#3885: it was for five of them: "+string(rule), func(t *testing.T) {
			c := five
			c.Policy.Reversal = rule
			b := reverse(t, calculate(t, c), left(c, 3), two)
			require.Equal(t, []string{"9.90", "8.25", payout}, []string{b.Kept.Number(), b.ClawedBack.Number(), b.Payout.Number()})
			require.Equal(t, []pricing.Undeserved{{Item: "1", Discount: "ten", Kept: eur("1.65"), Amount: eur("1.65")}}, b.Undeserved)
			if payout == "8.25" {
				require.Equal(t, "1.37 + 0.28 = 1.65", totals(b.Adjustment))
				require.Equal(t, "1", b.Adjustment.Lines[0].ID)
			} else {
				require.Empty(t, b.Adjustment.Lines)
			}
		})
	}
	t.Run("vendurehq/vendure#3885: all five, delivery stays", func(t *testing.T) {
		c := five
		c.Policy.Reversal = pricing.ClawBack
		stays := calculate(t, with(c, func(c *pricing.Cart) { c.Lines, c.Discounts = nil, nil }))
		b := reverse(t, calculate(t, c), stays, pricing.Units{Item: "1", Count: 5})
		require.Equal(t, "24.75", b.Payout.Number())
		b = reverse(t, calculate(t, c), pricing.Quote{}, pricing.Units{Item: "1", Count: 5}, pricing.Units{Item: "delivery", Count: 1})
		require.Equal(t, "25.25", b.Payout.Number())
	})
	t.Run("vendurehq/vendure#4811: the shares of a cancelled line are not shared again", func(t *testing.T) {
		c := cart(pricing.Gross, "100.00@20", "100.00@20", "100.00@20")
		c.Policy.Reversal = pricing.ClawBack
		c.Discounts = []pricing.Discount{{ID: "thirty", Fixed: eur("30.00")}}
		stays := with(c, func(c *pricing.Cart) { c.Lines = c.Lines[:2] })
		b := reverse(t, calculate(t, c), calculate(t, stays), pricing.Units{Item: "3", Count: 1})
		require.Equal(t, "90.00", b.Payout.Number(), "30 would be on the two lines if it were prorated anew")
		stays.Discounts = nil // from 250 on
		b = reverse(t, calculate(t, c), calculate(t, stays), pricing.Units{Item: "3", Count: 1})
		require.Equal(t, "90.00", b.Kept.Number())
		require.Equal(t, "70.00", b.Payout.Number())
		require.Equal(t, []string{"10.00", "10.00"}, []string{b.Undeserved[0].Amount.Number(), b.Undeserved[1].Amount.Number()})
	})
	t.Run("a lower tier claws back the difference", func(t *testing.T) {
		c := five
		c.Policy.Reversal = pricing.ClawBack
		b := reverse(t, calculate(t, c), left(c, 3, percentOff("ten", "4")), two)
		require.Equal(t, "0.99", b.Undeserved[0].Amount.Number())
		b = reverse(t, calculate(t, c), left(c, 3, percentOff("four", "4")), two)
		require.Equal(t, "0.99", b.Undeserved[0].Amount.Number(), "another promotion took its place")
	})
	t.Run("free shipping that is no longer deserved", func(t *testing.T) {
		c := cart(pricing.Net, "30.00*2@20")
		c.Policy.Reversal = pricing.ClawBack
		c.Charges = []pricing.Charge{charge("post", "4.90", "20")}
		stays := calculate(t, with(c, func(c *pricing.Cart) { c.Lines = []pricing.Line{line("1", "30.00@20")} }))
		c.Charges[0].Discounts = []pricing.Discount{percentOff("free", "100")}
		b := reverse(t, calculate(t, c), stays, pricing.Units{Item: "1", Count: 1})
		require.Equal(t, []string{"36.00", "30.12"}, []string{b.Kept.Number(), b.Payout.Number()})
	})
	t.Run("never to the customer's harm: at most the refund", func(t *testing.T) {
		c := cart(pricing.Net, "1.00@20", "100.00@20")
		c.Discounts = []pricing.Discount{percentOff("d", "50")}
		stays := calculate(t, cart(pricing.Net, "0*1", "100.00@20"))
		stays.Lines = stays.Lines[1:]
		for rule, want := range map[pricing.Reversal]string{pricing.ClawBack: "-59.40", pricing.ClawBackNoHarm: "0.00"} {
			c.Policy.Reversal = rule
			b := reverse(t, calculate(t, c), stays, pricing.Units{Item: "1", Count: 1})
			require.Equal(t, "-59.40", b.ClawedBack.Number())
			require.Equal(t, want, b.Payout.Number())
			require.Equal(t, "0.60", b.Kept.Number())
		}
	})
}

func TestReverseRefusesWhatDoesNotBelongTogether(t *testing.T) {
	c := cart(pricing.Gross, "5.50*5@20")
	q := calculate(t, c)
	stays := calculate(t, cart(pricing.Gross, "5.50*3@20"))
	for name, one := range map[string]struct {
		q, stays pricing.Quote
		gone     []pricing.Units
		paid     currency.Amount
		want     string
	}{
		"an unknown item":      {q, stays, []pricing.Units{{Item: "x", Count: 1}}, currency.Amount{}, "gone[0].item"},
		"too many units":       {q, stays, []pricing.Units{{Item: "1", First: 4, Count: 2}}, currency.Amount{}, "gone[0]"},
		"units named twice":    {q, stays, []pricing.Units{{Item: "1", Count: 2}, {Item: "1", First: 1, Count: 1}}, currency.Amount{}, "gone"},
		"another quantity":     {q, stays, []pricing.Units{{Item: "1", Count: 1}}, currency.Amount{}, "stays.lines[0]"},
		"nothing about a line": {q, pricing.Quote{}, []pricing.Units{{Item: "1", Count: 1}}, currency.Amount{}, "stays"},
		"other prices":         {q, calculate(t, cart(pricing.Net, "5.50*3@20")), []pricing.Units{{Item: "1", Count: 2}}, currency.Amount{}, "stays"},
		"another currency":     {q, stays, []pricing.Units{{Item: "1", Count: 2}}, currency.New(1, currency.USD), "paid"},
	} {
		_, err := pricing.Reverse(one.q, one.gone, one.stays, one.paid)
		var all pricing.Faults
		require.ErrorAs(t, err, &all, name)
		require.Equal(t, one.want, all[0].Path, name)
	}
	c.Charges = []pricing.Charge{charge("post", "4.90", "20")}
	other := c
	other.Policy.Prices = pricing.Net
	_, err := pricing.Reverse(calculate(t, c), nil, calculate(t, other), currency.Amount{})
	require.ErrorContains(t, err, "stays: in another currency or with other prices")
	q.Lines[0].Tax = eur("0")
	_, err = pricing.Reverse(q, nil, stays, currency.Amount{})
	require.Error(t, err)
}

// I5 with promotions that come and go: whatever is judged undeserved on the way,
// payouts add up to the charge once everything is back, and no rule but ClawBack
// lets a customer pay for a return.
func TestReversalsThatTakeEverythingBackGiveBackTheCharge(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		c.Policy.Reversal = []pricing.Reversal{pricing.Keep, pricing.ClawBack, pricing.ClawBackNoHarm}[r.IntN(3)]
		back := false
		for i := range c.Lines {
			back = back || c.Lines[i].Return
		}
		q := calculate(t, c)
		var all []pricing.Units
		for _, it := range items(q) {
			for _, p := range partition(r, it.Quantity) {
				all = append(all, pricing.Units{Item: it.ID, First: p.first, Count: p.count})
			}
			back = back || it.Return
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		paid := currency.Zero(c.Currency)
		for n := 0; n < len(all); {
			n = min(n+1+r.IntN(4), len(all))
			b, err := pricing.Reverse(q, all[:n], calculate(t, staying(r, c, all[:n])), paid)
			require.NoError(t, err)
			require.NoError(t, b.Adjustment.Check())
			if c.Policy.Reversal != pricing.ClawBack && !back {
				require.GreaterOrEqual(t, b.Payout.Sign(), 0)
			}
			for _, u := range b.Undeserved {
				require.LessOrEqual(t, u.Amount.Minor(), u.Kept.Minor())
				require.Positive(t, u.Amount.Sign())
			}
			require.True(t, b.ClawedBack.Minor() <= b.Payout.Minor() && b.Payout.Minor() <= b.Kept.Minor())
			paid = add(t, paid, b.Payout)
		}
		require.Equal(t, q.Gross, paid)
	})
}

// Percentages that apply as before are deserved as before, however few units
// stay and however the cents fell.
func TestRoundingIsNoLostPromotion(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := cart(pricing.Gross)
		for i := range 1 + r.IntN(5) {
			c.Lines = append(c.Lines, pricing.Line{ID: itoa(i), Quantity: 1 + r.Int64N(40), Unit: decimal.New(r.Int64N(300), -2)})
		}
		c.Discounts = []pricing.Discount{{ID: "d", Percent: decimal.New(1+r.Int64N(999), -1)}}
		var gone []pricing.Units
		stays := c
		stays.Lines = nil
		for _, l := range c.Lines {
			for k := range l.Quantity {
				if r.IntN(2) == 0 {
					gone = append(gone, pricing.Units{Item: l.ID, First: k, Count: 1})
				}
			}
		}
		for _, l := range c.Lines {
			for _, u := range gone {
				if u.Item == l.ID {
					l.Quantity--
				}
			}
			if l.Quantity > 0 {
				stays.Lines = append(stays.Lines, l)
			}
		}
		b := reverse(t, calculate(t, c), calculate(t, stays), gone...)
		require.Empty(t, b.Undeserved)
	})
}

// Of 20 units at 0.05 every other one carries a cent of the 10 percent. Where the
// others go, 10 cents stay on ten units that would get 5.
func TestUnitsTakenFromBetweenOthersLoseNoPromotion(t *testing.T) {
	c := cart(pricing.Gross, "0.05*20")
	c.Discounts = []pricing.Discount{percentOff("ten", "10")}
	stays := cart(pricing.Gross, "0.05*10")
	stays.Discounts = c.Discounts
	var gone []pricing.Units
	for k := range int64(10) {
		gone = append(gone, pricing.Units{Item: "1", First: 2*k + 1, Count: 1})
	}
	b := reverse(t, calculate(t, c), calculate(t, stays), gone...)
	require.Empty(t, b.Undeserved)
	b = reverse(t, calculate(t, c), calculate(t, stays), pricing.Units{Item: "1", First: 10, Count: 10})
	require.Empty(t, b.Undeserved)
}

func TestWhereNothingGoesBackNoHarmChargesNothing(t *testing.T) {
	c := cart(pricing.Gross, "10.00*2@20")
	c.Policy.Reversal = pricing.ClawBackNoHarm
	stays := calculate(t, c)
	c.Discounts = []pricing.Discount{percentOff("ten", "10")}
	b := reverse(t, calculate(t, c), stays)
	require.Equal(t, []string{"0.00", "-2.00", "0.00"}, []string{b.Kept.Number(), b.ClawedBack.Number(), b.Payout.Number()})
	require.Empty(t, b.Adjustment.Lines)
}

// Rounding explains a cent less of a promotion that still applies, and nothing of
// one that does not.
func TestALostPromotionOfACentIsLost(t *testing.T) {
	c := cart(pricing.Gross, "0.10*2")
	stays := calculate(t, cart(pricing.Gross, "0.10"))
	c.Discounts = []pricing.Discount{percentOff("ten", "10")}
	b := reverse(t, calculate(t, c), stays, pricing.Units{Item: "1", First: 1, Count: 1})
	require.Len(t, b.Undeserved, 1)
	require.Equal(t, eur("0.01"), b.Undeserved[0].Amount)
}

// A share can be a cent off in three ways; a line that is gone adds none.
func TestRoundingExplainsThreeCentsOfAPromotionThatApplies(t *testing.T) {
	c := cart(pricing.Gross, "10.00", "10.00")
	c.Discounts = []pricing.Discount{{ID: "d", Fixed: eur("1.03")}} // 0.52 and 0.51
	for now, both := range map[string][]string{"0.49": {"9.49", "9.49"}, "0.48": {"9.49", "9.45"}} {
		stays := cart(pricing.Gross, "10.00")
		stays.Discounts = []pricing.Discount{{ID: "d", Fixed: eur(now)}}
		b := reverse(t, calculate(t, c), calculate(t, stays), pricing.Units{Item: "2", Count: 1})
		require.Equal(t, both, []string{b.Kept.Number(), b.ClawedBack.Number()}, now)
	}
}

func TestAnAdjustmentThatIsJustWhatGoesBackIsNotReduced(t *testing.T) {
	c := cart(pricing.Gross, "10.00*2@20")
	c.Policy.Reversal = pricing.ClawBackNoHarm
	stays := calculate(t, cart(pricing.Gross, "10.00@20"))
	c.Discounts = []pricing.Discount{percentOff("half", "50")}
	b := reverse(t, calculate(t, c), stays, pricing.Units{Item: "1", First: 1, Count: 1})
	require.Equal(t, []string{"5.00", "5.00", "0.00"}, []string{b.Kept.Number(), b.Adjustment.Gross.Number(), b.Payout.Number()})
	require.Empty(t, b.Adjustment.Discounts)
}

// staying is a cart without what is gone, some promotions lost and some new.
func staying(r *rand.Rand, c pricing.Cart, gone []pricing.Units) pricing.Cart {
	left := func(id string) (n int64) {
		for _, u := range gone {
			if u.Item == id {
				n += u.Count
			}
		}
		return n
	}
	lines := c.Lines
	c.Lines = nil
	for _, l := range lines {
		if l.Quantity -= left(l.ID); l.Quantity > 0 {
			if r.IntN(3) == 0 {
				l.Discounts = nil
			}
			c.Lines = append(c.Lines, l)
		}
	}
	discounts := c.Discounts
	c.Discounts = nil
	for _, d := range discounts {
		if d.Lines == nil && r.IntN(3) > 0 {
			c.Discounts = append(c.Discounts, d)
		}
	}
	charges := c.Charges
	c.Charges = nil
	for _, ch := range charges {
		if left(ch.ID) == 0 {
			c.Charges = append(c.Charges, ch)
		}
	}
	return c
}
