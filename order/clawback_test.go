package order_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func percent(n string) pricing.Number { return pricing.Number(eur(n).Decimal()) }

// promoting is a shop whose promotions are these, for every order.
func promoting(t testing.TB, list ...pricing.Promotion) *shop {
	return newShop(t, func(c *order.Config) {
		c.Promoter = func(o order.Order) pricing.Promoter { return rulesFor(o, list) }
	})
}

func rulesFor(o order.Order, list []pricing.Promotion) pricing.Rules {
	rules := pricing.Rules{List: list, Context: pricing.PromoContext{At: o.Placed}}
	for _, c := range o.Coupons {
		rules.Context.Coupons = append(rules.Context.Coupons, c.Code)
	}
	return rules
}

// promoted is a draft with the discounts that promotions give.
func promoted(t testing.TB, d order.Draft, coupons []string, list ...pricing.Promotion) order.Draft {
	t.Helper()
	c := pricing.Cart{Currency: d.Currency, Policy: d.Policy, Discounts: d.Discounts}
	for _, it := range d.Items {
		c.Lines = append(c.Lines, it.Line)
	}
	for _, f := range d.Charges {
		c.Charges = append(c.Charges, f.Charge)
	}
	c, _, err := pricing.Promote(c, list, pricing.PromoContext{Coupons: coupons})
	require.NoError(t, err)
	d.Discounts = c.Discounts
	for i := range d.Charges {
		d.Charges[i].Charge = c.Charges[i]
	}
	return d
}

func tenForFive() pricing.Promotion {
	return pricing.Promotion{ID: "ten", Title: "10 % off for five or more", Percent: percent("10"), MinQuantity: 5}
}

// fiveMugs is the order of vendurehq/vendure#3885: five at 5.50 with 10 % off for
// five or more, delivery 0.50; 25.25 in all.
func fiveMugs(t testing.TB, rule pricing.Reversal) order.Draft {
	d := goods(5)
	d.Policy.Reversal = rule
	d.Items[0].Line.Unit = eur("5.50").Decimal()
	d.Charges = []order.Fee{{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Amount: eur("0.50"), Taxes: d.Items[0].Line.Taxes}}}
	return promoted(t, d, nil, tenForFive())
}

func both(t testing.TB, p order.Plan) [3]string {
	t.Helper()
	require.NotNil(t, p.Reversal)
	return [3]string{p.Reversal.Kept.Number(), p.Reversal.ClawedBack.Number(), p.Reversal.Payout.Number()}
}

// clawed are the live claw-backs of an order: what they charge and for what.
func clawed(o *order.Order) (list []string) {
	for _, c := range o.Charges {
		if c.Live && c.Price.Kind == order.KindClawBack {
			list = append(list, c.Price.Gross.Number()+" "+c.Undeserved.Item+" "+c.Undeserved.Discount)
		}
	}
	return list
}

var two = order.Cancel{Of: order.Some("mug", 2)}

func TestAPromotionThatIsNoLongerDeserved(t *testing.T) {
	for rule, want := range map[pricing.Reversal]struct{ payout, stays, last string }{
		pricing.Keep: {"9.90", "15.35", "14.85"}, pricing.ClawBack: {"8.25", "17.00", "16.50"}, pricing.ClawBackNoHarm: {"8.25", "17.00", "16.50"},
	} {
		numbers := [3]string{"9.90", "8.25", want.payout}
		t.Run(string(rule)+": money that nobody has paid yet is only lowered", func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := s.place(fiveMugs(t, rule))
			p := planned(t, s, o.ID, two, byStaff)
			assert.Equal(t, numbers, both(t, p))
			assert.Equal(t, want.stays, p.After.Total.Number())
			s.do(o.ID, order.Pay{})
			s.do(o.ID, order.Ship{})
			assert.Equal(t, want.stays, s.pay.PaidFor(o.ID).Captured.Number())
		})
		t.Run(string(rule)+": of a promise only the payout is given up, and the rest is captured", func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := s.place(fiveMugs(t, rule))
			s.do(o.ID, order.Pay{})
			p := planned(t, s, o.ID, two, byStaff)
			assert.Equal(t, numbers, both(t, p))
			assert.Equal(t, want.payout, s.pay.PaidFor(o.ID).Voided.Number())
			s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
			s.do(o.ID, order.Ship{})
			o = s.check(o.ID)
			assert.Equal(t, want.stays, s.pay.PaidFor(o.ID).Captured.Number())
			assert.True(t, total(t, o).Balance.IsZero())
			assert.True(t, total(t, o).Promised.IsZero())
		})
		t.Run(string(rule)+": of money taken the payout is refunded, and the rest with the rest", func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := delivered(s, fiveMugs(t, rule))
			p := planned(t, s, o.ID, order.Return{Of: order.Some("mug", 2)}, byStaff)
			assert.Equal(t, numbers, both(t, p), "what it would come to")
			assert.Equal(t, p.Before, p.After, "no money moves yet")
			s.do(o.ID, order.Receive{})
			p = planned(t, s, o.ID, order.Inspect{Accepted: true}, byStaff)
			assert.Equal(t, numbers, both(t, p))
			assert.Equal(t, want.payout, s.pay.PaidFor(o.ID).Refunded.Number())
			s.do(o.ID, order.Return{})
			s.do(o.ID, order.Receive{})
			p = planned(t, s, o.ID, order.Inspect{Accepted: true}, byStaff)
			assert.Equal(t, want.last, p.Reversal.Payout.Number(), "with what was charged again")
			assert.Equal(t, "24.75", s.pay.PaidFor(o.ID).Refunded.Number())
			o = &s.do(o.ID, order.Refund{Charges: []string{"shipping"}}).Order
			assert.Equal(t, "25.25", s.pay.PaidFor(o.ID).Refunded.Number())
			assert.Empty(t, clawed(o))
			assert.True(t, o.Balance(order.ClawedBack).IsZero())
		})
	}
	t.Run("some of it taken: what is promised pays the claw-back", func(t *testing.T) {
		s := promoting(t, tenForFive())
		o := s.place(fiveMugs(t, pricing.ClawBack))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{Of: order.Some("mug", 3)})
		p, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byStaff)
		require.NoError(t, err)
		assert.Equal(t, []string{"void EUR 8.25", "release"}, ops(p))
		s.do(o.ID, order.Cancel{}, byStaff, order.Exactly(p))
		o = s.check(o.ID)
		assert.Equal(t, "17.00", s.pay.PaidFor(o.ID).Captured.Number(), "taken by itself: nothing else is to be captured")
		assert.True(t, total(t, o).Promised.IsZero())
	})
	t.Run("partly taken and partly promised", func(t *testing.T) {
		half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 3}
		s := promoting(t, half)
		d := mixed()
		d.Charges, d.Discounts, d.Policy.Reversal = nil, nil, pricing.ClawBack
		d.Items = []order.Item{item("ring", "made_to_order", "2.00", 1), item("mug", "goods", "4.00", 1), item("cup", "goods", "5.00", 1)}
		o := s.place(promoted(t, d, nil, half))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Produce{})
		p := planned(t, s, o.ID, order.Cancel{Of: order.All("ring", "mug")}, byStaff)
		assert.Equal(t, [3]string{"3.00", "0.50", "0.50"}, both(t, p))
		s.do(o.ID, order.Ship{})
		o = s.check(o.ID)
		paid := s.pay.PaidFor(o.ID)
		assert.Equal(t, "EUR 5.00", total(t, o).Paid.String())
		assert.Equal(t, paid.Authorized.Minor(), paid.Captured.Minor()+paid.Voided.Minor())
	})
}

func TestClawBacksAreBookedAndTaxedLikeEveryCharge(t *testing.T) {
	s := promoting(t, tenForFive())
	d := fiveMugs(t, pricing.ClawBack)
	rate, err := currency.NewRate(currency.EUR, currency.CHF, eur("0.93").Decimal(), s.clock.now(), "bank")
	require.NoError(t, err)
	d.Settlement = []currency.Rate{rate}
	o := s.place(d)
	s.do(o.ID, two)
	o = s.check(o.ID)
	require.Equal(t, []string{"1.65 mug ten"}, clawed(o))
	c := o.Charges[len(o.Charges)-1]
	assert.Equal(t, "clawback-1", c.Price.ID)
	assert.Equal(t, "10 % off for five or more", c.Price.Title)
	assert.Equal(t, []string{"1.39", "0.26"}, []string{c.Price.Net.Number(), c.Price.Tax.Number()})
	assert.Equal(t, "-1.39", o.Balance(order.ClawedBack).Number())
	assert.Equal(t, "-1.29", o.SettledBalance(order.ClawedBack).Number())
	entries, err := s.Journal(s.ctx, o.ID)
	require.NoError(t, err)
	last := entries[len(entries)-1]
	assert.Equal(t, "sale clawback-1", last.What+" "+last.Ref)
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.True(t, o.Balance(order.ClawedBack).IsZero())
	assert.True(t, total(t, o).Total.IsZero())
}

func TestACustomerMayOweAfterAClawBack(t *testing.T) {
	for rule, want := range map[pricing.Reversal]struct{ payout, refunded, balance string }{
		pricing.ClawBack: {"-20.00", "0", "20.00"}, pricing.ClawBackNoHarm: {"0.00", "0", "0.00"},
	} {
		t.Run(string(rule), func(t *testing.T) {
			half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 2}
			s := promoting(t, half)
			d := goods(1)
			d.Policy.Reversal, d.Charges = rule, nil
			d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
			o := delivered(s, promoted(t, d, nil, half))
			s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
			s.do(o.ID, order.Receive{})
			p := planned(t, s, o.ID, order.Inspect{Accepted: true}, byStaff)
			assert.Equal(t, [3]string{"10.00", "-20.00", want.payout}, both(t, p))
			assert.Equal(t, want.balance, p.After.Balance.Number())
			assert.Equal(t, want.refunded, s.pay.PaidFor(o.ID).Refunded.Number())
			s.do(o.ID, order.Return{})
			s.do(o.ID, order.Receive{})
			s.do(o.ID, order.Inspect{Accepted: true})
			assert.Equal(t, "40.00", s.pay.PaidFor(o.ID).Refunded.Number(), "all gone, all given back")
		})
	}
	owing := func(t *testing.T) (*shop, string) {
		half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 2}
		s := promoting(t, half)
		d := goods(1)
		d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
		d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
		o := delivered(s, promoted(t, d, nil, half))
		s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
		s.do(o.ID, order.Receive{})
		s.do(o.ID, order.Inspect{Accepted: true})
		return s, o.ID
	}
	t.Run("and can pay it by transfer", func(t *testing.T) {
		s, id := owing(t)
		require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "t1", Kind: order.NoticeCaptured, Order: id, Ref: "tr", Amount: eur("20.00")}))
		s.pass(time.Hour)
		o := s.check(id)
		assert.True(t, total(t, o).Balance.IsZero())
		assert.Empty(t, o.Cases)
	})
	t.Run("or by Pay", func(t *testing.T) {
		s, id := owing(t)
		assert.Equal(t, "20.00", offeredToPay(t, s, id).Owed.Number())
		p, err := s.Plan(s.ctx, id, order.Pay{}, order.By(fsm.Customer, "c-7"))
		require.NoError(t, err)
		assert.Equal(t, []string{"authorize EUR 20.00"}, ops(p))
		s.do(id, order.Pay{}, order.By(fsm.Customer, "c-7"), order.Exactly(p))
		assert.True(t, offeredToPay(t, s, id).Owed.IsZero())
		o := s.check(id)
		assert.True(t, total(t, o).Balance.IsZero())
		assert.Equal(t, "60.00", s.pay.PaidFor(id).Captured.Number())
		s.do(id, order.Return{})
		s.do(id, order.Receive{})
		r := s.do(id, order.Inspect{Accepted: true})
		assert.True(t, total(t, &r.Order).Paid.IsZero())
		again, err := s.Do(s.ctx, id, order.Pay{}, byStaff)
		require.NoError(t, err)
		assert.Equal(t, order.Ignored, again.Status)
	})
}

// offeredToPay is the offer of pay for the customer.
func offeredToPay(t *testing.T, s *shop, id string) order.Offer {
	t.Helper()
	list, err := s.Offers(s.ctx, id, fsm.Customer)
	require.NoError(t, err)
	i := slices.IndexFunc(list, func(o order.Offer) bool { return o.Action == "pay" })
	require.GreaterOrEqual(t, i, 0)
	require.Zero(t, list[i].Units)
	return list[i]
}

func TestGoodwillIsNotPaidOutTwice(t *testing.T) {
	s := promoting(t, tenForFive())
	o := delivered(s, fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("2.00")})
	back := func(n int64) order.Plan {
		s.do(o.ID, order.Return{Of: order.Some("mug", n)})
		s.do(o.ID, order.Receive{})
		return planned(t, s, o.ID, order.Inspect{Accepted: true}, byStaff)
	}
	assert.Equal(t, [3]string{"7.90", "6.25", "6.25"}, both(t, back(2)))
	s.do(o.ID, order.Refund{Charges: []string{"clawback-1"}, Amount: eur("1.00")})
	o = s.check(o.ID)
	assert.Equal(t, []string{"1.65 mug ten"}, clawed(o))
	assert.Equal(t, [3]string{"6.60", "5.50", "5.50"}, both(t, back(1)), "4.95 and the claw-back of 1.65, less 1.10; 1.00 of it stays forgiven")
	back(2)
	s.do(o.ID, order.Refund{Charges: []string{"shipping"}})
	assert.Equal(t, "25.25", s.pay.PaidFor(o.ID).Refunded.Number())
}

func TestACouponWhosePromotionIsOverIsGivenBack(t *testing.T) {
	spring := tenForFive()
	spring.Coupons = []string{"SPRING"}
	for rule, want := range map[pricing.Reversal]int{pricing.Keep: 1, pricing.ClawBack: 0} {
		t.Run(string(rule), func(t *testing.T) {
			s := promoting(t, spring)
			d := fiveMugs(t, rule)
			d.Discounts = nil
			o := s.place(promoted(t, d, []string{"SPRING"}, spring))
			require.Equal(t, 1, s.coupons.RedeemedFor(o.ID))
			s.do(o.ID, order.Pay{})
			s.do(o.ID, two)
			assert.Equal(t, want, s.coupons.RedeemedFor(o.ID))
			s.do(o.ID, order.Cancel{})
			assert.Zero(t, s.coupons.RedeemedFor(o.ID))
		})
	}
}

func TestACouponThatWasGivenBackDeservesNothingMore(t *testing.T) {
	spring := tenForFive()
	spring.Coupons = []string{"SPRING"}
	s := promoting(t, spring)
	d := fiveMugs(t, pricing.ClawBack)
	d.Discounts = nil
	o := s.place(promoted(t, d, []string{"SPRING"}, spring))
	s.do(o.ID, two)
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 6}}})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	assert.Equal(t, []string{"1.10 mug ten"}, clawed(s.check(o.ID)), "five are there again, and the coupon is not")
}

func TestFreeShippingIsChargedAgainAndGoesWithTheShipping(t *testing.T) {
	free := pricing.Promotion{ID: "post", FreeShipping: true, MinAmount: eur("30.00")}
	s := promoting(t, free)
	d := goods(3)
	d.Policy.Reversal = pricing.ClawBack
	o := s.place(promoted(t, d, nil, free))
	require.Equal(t, "37.50", total(t, o).Total.Number())
	s.do(o.ID, order.Pay{})
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"12.50", "7.60", "7.60"}, both(t, p))
	assert.Equal(t, []string{"4.90 shipping post"}, clawed(s.check(o.ID)))
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	assert.Equal(t, "29.90", s.pay.PaidFor(o.ID).Refunded.Number(), "who gives everything back pays nothing")
}

func TestARefusedReversalChargesNothingAgain(t *testing.T) {
	s := promoting(t, tenForFive())
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Pay{})
	s.pay.Next("void", memory.Refuse("no"))
	_, err := s.Do(s.ctx, o.ID, two, byStaff)
	require.ErrorIs(t, err, order.Refused)
	o = s.check(o.ID)
	assert.Equal(t, "5 paid", states(o, "mug"))
	assert.Empty(t, clawed(o))
	assert.Equal(t, "25.25", total(t, o).Total.Number())
}

func TestPromotionsThatCannotBeJudged(t *testing.T) {
	broken := newShop(t, func(c *order.Config) {
		c.Promoter = func(order.Order) pricing.Promoter { return mute{} }
	})
	o := broken.place(fiveMugs(t, pricing.ClawBack))
	_, err := broken.Do(broken.ctx, o.ID, two, byStaff)
	var e *order.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, order.CodePromotions, e.Code)
	require.ErrorIs(t, err, errMute)
	p := planned(t, broken, o.ID, order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true}, byStaff)
	assert.Nil(t, p.Reversal)
	broken.do(o.ID, order.Cancel{})

	none := newShop(t)
	o = none.place(fiveMugs(t, pricing.ClawBack))
	p = planned(t, none, o.ID, two, byStaff)
	assert.Equal(t, [3]string{"9.90", "9.90", "9.90"}, both(t, p), "nobody judges")

	before := promoting(t, tenForFive())
	o = before.place(fiveMugs(t, pricing.ClawBack))
	before.do(o.ID, two)
	cfg := before.Config
	cfg.Promoter = nil
	before.Engine, err = order.New(cfg)
	require.NoError(t, err)
	p = planned(t, before, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"4.95", "4.95", "4.95"}, both(t, p))
	assert.Equal(t, []string{"1.65 mug ten"}, clawed(before.check(o.ID)), "it stays as it was")
	before.do(o.ID, order.Cancel{})
	assert.True(t, total(t, before.check(o.ID)).Total.IsZero())
}

var errMute = errors.New("the rules are away")

type mute struct{}

func (mute) Promote(context.Context, pricing.Cart) (pricing.Cart, []pricing.Decision, error) {
	return pricing.Cart{}, nil, errMute
}

func TestAnInspectionGivesBackClawBacksByItself(t *testing.T) {
	s := promoting(t, tenForFive())
	o := delivered(s, fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	_, err := s.Do(s.ctx, o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping", "clawback-1"}}, byStaff)
	assert.Equal(t, "charges[1]", problem(t, err, order.Invalid).Faults[0].Path)
	s.do(o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}})
	assert.Equal(t, "25.25", s.pay.PaidFor(o.ID).Refunded.Number())
}

func TestAPlanWithOtherNumbersIsAnotherPlan(t *testing.T) {
	rules := []pricing.Promotion{tenForFive()}
	s := newShop(t, func(c *order.Config) {
		c.Promoter = func(o order.Order) pricing.Promoter { return rulesFor(o, rules) }
	})
	o := s.place(fiveMugs(t, pricing.Keep))
	p, err := s.Plan(s.ctx, o.ID, two, byStaff)
	require.NoError(t, err)
	rules[0].MinQuantity = 3
	_, err = s.Do(s.ctx, o.ID, two, byStaff, order.Exactly(p))
	problem(t, err, order.Conflict)
	s.do(o.ID, two)
}

func TestNamesOfClawBacksAreTheOrdersOwn(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items[0].Line.ID = "clawback-1"
	d.Charges[0].Charge.ID = "clawback-2"
	_, err := s.Place(s.ctx, d, order.By(fsm.Customer, "c-7"))
	e := problem(t, err, order.Invalid)
	assert.Contains(t, e.Error(), "items[0].line.id")
	assert.Contains(t, e.Error(), "charges[0].charge.id")
}

func TestACouponThatAddedLinesRedeemAnewIsUsedAgain(t *testing.T) {
	spring := tenForFive()
	spring.Coupons = []string{"SPRING"}
	s := promoting(t, spring)
	d := fiveMugs(t, pricing.ClawBack)
	d.Discounts = nil
	o := s.place(promoted(t, d, []string{"SPRING"}, spring))
	s.do(o.ID, two)
	require.Zero(t, s.coupons.RedeemedFor(o.ID))
	cup := item("cup", "goods", "30.00", 1)
	cup.Line.Discounts = []pricing.Discount{{ID: "welcome", Code: "SPRING", Fixed: eur("5.00")}}
	s.do(o.ID, order.Modify{Add: []order.Item{cup}})
	assert.Equal(t, 1, s.coupons.RedeemedFor(o.ID), "the cup is cheaper by it")
	s.do(o.ID, order.Cancel{Of: order.All("cup")})
	assert.Zero(t, s.coupons.RedeemedFor(o.ID))
}
