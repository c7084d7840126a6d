package order_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// promotions are rules of many kinds, some of which an order will deserve.
func (r chance) promotions() (list []pricing.Promotion) {
	off := func() currency.Amount { return eur(fmt.Sprintf("%d.%02d", r.IntN(15), 1+r.IntN(99))) }
	some := func() []string {
		if r.one(2) {
			return nil
		}
		return []string{"l0", "l2"}
	}
	for i := range r.IntN(4) {
		p := pricing.Promotion{ID: fmt.Sprint("promo", i), For: some(), MinQuantity: r.Int64N(8)}
		if r.one(2) {
			p.MinAmount = eur(fmt.Sprintf("%d.00", r.IntN(150)))
		}
		switch r.IntN(6) {
		case 0:
			p.Off = off()
		case 1:
			p.FreeShipping, p.For = true, nil
		case 2:
			p.Get = &pricing.Get{Buy: 1 + r.Int64N(2), Free: 1}
		case 3:
			p.Tiers = []pricing.Tier{{Quantity: 2, Percent: percent("5.00")}, {Quantity: 5, Percent: percent("12.50")}}
		case 4:
			p.Percent, p.Coupons = percent("25.00"), []string{"TEN"}
		default:
			p.Percent = percent(fmt.Sprintf("%d.00", 1+r.IntN(60)))
		}
		list = append(list, p)
	}
	return list
}

// promote gives a draft the discounts of rules that it deserves, and a policy.
func (r chance) promote(t testing.TB, d order.Draft, list []pricing.Promotion) order.Draft {
	d.Policy.Reversal = []pricing.Reversal{pricing.Keep, pricing.ClawBack, pricing.ClawBack, pricing.ClawBackNoHarm}[r.IntN(4)]
	return promoted(t, d, []string{"TEN"}, list...)
}

// I5 with promotions that come and go, on the order: whatever is given up in
// whatever steps, paid or not, every plan tells the payout, and once all is gone
// exactly what was paid has gone back.
func TestEverythingGoneInAnyOrderGivesBackExactlyWhatWasPaid(t *testing.T) {
	if *seed != 0 {
		goneInAnyOrder(t, *seed)
		return
	}
	for n := range seeds(*lives) {
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { goneInAnyOrder(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestEverythingGoneInAnyOrder -seed %d", n)
			return
		}
	}
}

func goneInAnyOrder(t *testing.T, n uint64) {
	r := chance{rand.New(rand.NewPCG(n, 5))}
	list := r.promotions()
	s := promoting(t, list...)
	s.coupons.Add("TEN", 5)
	if r.one(2) {
		s.Gateways[""] = &direct{p: s.pay}
	}
	o := s.place(r.promote(t, r.draft(), list))
	for try := 0; total(t, o).Total.Sign() != 0 && try < 300; try++ {
		var a order.Action
		switch r.IntN(12) {
		case 0, 1:
			a = order.Pay{Of: r.pick(o)}
		case 2:
			a = order.Ship{Of: r.pick(o)}
		case 3:
			a = order.Produce{Of: r.pick(o)}
		case 4:
			a = order.Deliver{}
		case 5:
			a = order.Return{Of: r.pick(o)}
		case 6:
			a = order.Receive{}
		case 7, 8:
			a = order.Inspect{Accepted: true, Of: r.pick(o), KeepPromotions: r.one(4)}
		case 9:
			a = order.Refund{Of: r.pick(o), Amount: eur(fmt.Sprintf("%d.%02d", r.IntN(10), r.IntN(100)))}
		case 10:
			l := &o.Lines[r.IntN(len(o.Lines))]
			a = order.Modify{Set: []order.Target{{Line: l.ID, Quantity: r.Int64N(4)}}, KeepPromotions: r.one(4)}
		default:
			a = order.Cancel{Of: r.pick(o), KeepPromotions: r.one(4)}
		}
		if try > 150 { // in the end nothing is wanted any more
			a = []order.Action{order.Cancel{}, order.Return{}, order.Receive{}, order.Inspect{Accepted: true}, order.Finish{}, order.Ship{},
				order.Deliver{}, order.Refund{}, order.Pay{}}[try%9]
		}
		o = s.step(t, o, a)
	}
	for _, c := range o.Cases {
		require.Equal(t, order.CaseLate, c.Code, "only what did not fit")
	}
	if o.Status() == fsm.Cancelled || o.Status() == fsm.Returned { // else all of it was refunded
		require.Empty(t, clawed(o))
	}
	paid := s.pay.PaidFor(o.ID)
	require.Equal(t, paid.Captured.Minor(), paid.Refunded.Minor(), "%s", lazy(func() string { return s.story(o.ID) }))
	require.True(t, total(t, o).Promised.IsZero(), "%s", lazy(func() string { return s.story(o.ID) }))
}

// step plans an action and does it exactly, and compares what the plan said the
// payout is with what it took off the order's total.
func (s *shop) step(t *testing.T, o *order.Order, a order.Action) *order.Order {
	t.Helper()
	plan, err := s.Plan(s.ctx, o.ID, a, byStaff)
	if err != nil {
		return o
	}
	res, err := s.Do(s.ctx, o.ID, a, byStaff, order.Exactly(plan))
	require.NoError(t, err)
	now := s.check(o.ID)
	if res.Status == order.Ignored {
		return now
	}
	require.Equal(t, plan.After.Total, total(t, now).Total, "%s %+v", a.Name(), plan.Reversal)
	asks := slices.ContainsFunc(plan.Moves, func(m order.Shift) bool { return m.Phase == fsm.Confirmed })
	if b := plan.Reversal; b != nil && !asks {
		added := currency.Zero(o.Currency)
		for i := len(o.Lines); i < len(now.Lines); i++ {
			added, err = added.Add(now.Lines[i].Price.Gross)
			require.NoError(t, err)
		}
		require.Equal(t, plan.Before.Total.Minor()+added.Minor()-plan.After.Total.Minor(), b.Payout.Minor(), "%s %+v", a.Name(), b)
		if o.Policy.Reversal == pricing.Keep {
			require.Equal(t, b.Kept, b.Payout)
		}
		if o.Policy.Reversal == pricing.ClawBackNoHarm {
			require.GreaterOrEqual(t, b.Payout.Sign(), 0, "no harm")
		}
		require.LessOrEqual(t, b.ClawedBack.Minor(), b.Kept.Minor())
	}
	require.Empty(t, s.unused(now), "coupons")
	return now
}

// unused are coupons that are still redeemed although nothing uses them.
func (s *shop) unused(o *order.Order) (codes []string) {
	if o.Status() == fsm.Cancelled {
		for _, c := range o.Coupons {
			if c.Redeemed && !c.GivenBack {
				codes = append(codes, c.Code)
			}
		}
	}
	return codes
}
