package order_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// TestWildLives is TestRandomLives with everything that comes from outside:
// webhooks with and without keys, doubled and late, gateways that charge at once,
// cash, two currencies, holds, several tenders, every decision of staff.
func TestWildLives(t *testing.T) {
	if *seed != 0 {
		wild(t, *seed)
		return
	}
	start := uint64(time.Now().UnixNano())
	for i := range *lives / 2 {
		n := start + uint64(i)
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { wild(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestWildLives -seed %d", n)
			return
		}
	}
}

func wild(t *testing.T, n uint64) {
	r := chance{rand.New(rand.NewPCG(n, 99))}
	s := newShop(t)
	s.coupons.Add("TEN", 5)
	s.coupons.Add("FREE", 5)
	traits := []order.Traits{
		{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		{Lookup: order.LookupStrong, PartialCapture: true},
		{KeyLife: 48 * time.Hour, PartialVoid: true},
	}[r.IntN(3)]
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &traits})
	s.Gateways[""] = s.pay
	if r.one(2) {
		s.Gateways[""] = &direct{p: s.pay}
	}
	d := r.draft()
	cur := currency.EUR
	if r.one(3) {
		cur = currency.CAD
		d.Currency = cur
		d.Policy.Cash = true
		d.Discounts = nil
	} else if r.one(3) {
		d.Discounts = append(d.Discounts, pricing.Discount{ID: "free", Code: "FREE", Fixed: eur("0.00")})
	}
	if cur == currency.CAD && len(d.Charges) > 0 {
		d.Charges[0].Charge.Amount = currency.MustParse("4.91", cur)
	}
	if r.one(2) {
		rate, err := currency.NewRate(cur, currency.CHF, currency.MustParse("0.93", currency.EUR).Decimal(), s.clock.now(), "bank")
		if err != nil {
			rate, err = currency.NewRate(cur, currency.CHF, currency.MustParse("0.95", currency.EUR).Decimal(), s.clock.now(), "bank")
		}
		require.NoError(t, err)
		d.Settlement = []currency.Rate{rate}
	}
	res, err := s.Place(s.ctx, d, order.By(fsm.Customer, "c-7"))
	if err != nil {
		t.Skip(err)
	}
	id := res.Order.ID
	amt := func() currency.Amount {
		return currency.MustParse(fmt.Sprintf("%d.%02d", r.IntN(30), r.IntN(100)), cur)
	}
	notes := 0
	var sent []order.Notice
	ok := func() {
		o, err := s.Order(s.ctx, id)
		require.NoError(t, err)
		require.Empty(t, o.Quarantine, "%s", lazy(func() string { return s.story(id) }))
		require.NoError(t, o.Check())
	}
	ok()
	for i := range 5 + r.IntN(40) {
		r.faults(s)
		o, err := s.Order(s.ctx, id)
		require.NoError(t, err)
		a := r.action(&o)
		if i == 0 && r.one(2) {
			a = order.Pay{}
		}
		if i == 1 && r.one(2) {
			a = order.Ship{}
		}
		switch r.IntN(14) {
		case 0:
			a = order.Refund{Charges: []string{}, Amount: amt()}
			if len(o.Charges) > 0 {
				a = order.Refund{Charges: []string{o.Charges[r.IntN(len(o.Charges))].Price.ID}, Amount: amt()}
			}
		case 1:
			if r.one(3) {
				break
			}
			a = order.Hold{Why: "x"}
		case 2, 3:
			a = order.Unhold{}
		case 4:
			a = order.Settle{}
		case 5:
			a = order.Pay{With: []order.Tender{{Token: "a", Amount: amt()}, {Token: "b"}}}
		case 6:
			in := order.Inspect{Accepted: true}
			for _, c := range o.Charges {
				in.Charges = append(in.Charges, c.Price.ID)
			}
			a = in
		}
		if m, isM := a.(order.Modify); isM && cur != currency.EUR {
			m.Add = nil
			a = m
			if len(m.Set) == 0 {
				continue
			}
		}
		if rf, isR := a.(order.Refund); isR && cur != currency.EUR {
			rf.Amount = amt()
			a = rf
		}
		role := []fsm.Role{fsm.Staff, fsm.Staff, fsm.System, fsm.Customer}[r.IntN(4)]
		opts := []order.Option{order.By(role, "x"), order.Key(fmt.Sprint("k", i))}
		before := s.snapshot(id)
		plan, perr := s.Plan(s.ctx, id, a, order.By(role, "x"))
		require.Equal(t, before, s.snapshot(id))
		if perr == nil && r.one(2) {
			opts = append(opts, order.Exactly(plan))
		}
		_, err = s.Do(s.ctx, id, a, opts...)
		var e *order.Error
		if err != nil {
			require.True(t, errors.As(err, &e), "%v", err)
			require.Contains(t, []order.Kind{order.Refused, order.Busy, order.Invalid, order.NotFound, order.Conflict}, e.Kind, "%s: %v", a.Name(), err)
			if len(opts) == 3 && e.Kind == order.Conflict {
				t.Fatalf("exactly: %v %s", err, s.story(id))
			}
			if len(opts) == 3 && e.Kind == order.Refused && perr == nil && plan.Status == order.Done {
				t.Fatalf("planned %v", err)
			}
		}
		ok()
		if r.one(3) {
			o, _ := s.Order(s.ctx, id)
			nt := order.Notice{ID: fmt.Sprint("n", notes), Order: id}
			notes++
			nt.Kind = []string{order.NoticeAuthorized, order.NoticeCaptured, order.NoticeRefunded, order.NoticeVoided, order.NoticeChargeback, order.NoticeFailed, "deliver", "lose"}[r.IntN(8)]
			nt.Provider = []string{"", "", "", "bank"}[r.IntN(4)]
			nt.Amount = amt()
			nt.Ref = []string{"", "w" + fmt.Sprint(notes), "w1"}[r.IntN(3)]
			if len(o.Payments) > 0 && r.one(2) {
				p := o.Payments[r.IntN(len(o.Payments))]
				nt.Parent = p.Ref
				if len(p.Ops) > 0 && r.one(2) {
					op := p.Ops[r.IntN(len(p.Ops))]
					nt.Ref, nt.Amount = op.Ref, op.Amount
					if r.one(2) {
						nt.Key = op.Key
					}
				}
			}
			if len(o.Intents) > 0 && r.one(2) {
				c := o.Intents[0].Steps[r.IntN(len(o.Intents[0].Steps))]
				nt.Amount = c.Amount
				if r.one(2) {
					nt.Key = c.Key
				}
			}
			if (nt.Kind == "deliver" || nt.Kind == "lose") && len(o.Shipments) > 0 {
				nt.Ref = o.Shipments[r.IntN(len(o.Shipments))].Tracking
				nt.Provider = ""
			}
			if r.one(4) && len(sent) > 0 {
				nt = sent[r.IntN(len(sent))]
			}
			sent = append(sent, nt)
			require.NoError(t, s.Notify(s.ctx, nt))
			ok()
		}
		if r.one(2) {
			s.pass(time.Duration(r.IntN(r.IntN(48*60)+1)) * time.Minute / 4)
			ok()
		}
		o, _ = s.Order(s.ctx, id)
		for _, c := range o.Cases {
			if r.one(3) {
				continue
			}
			dd := order.Decide{Case: c.No, Choice: c.Choices[r.IntN(len(c.Choices))], Why: "y", Ref: "ref-" + c.Step}
			if dd.Choice == order.Correct {
				to := mixed().ShipTo
				dd.ShipTo = &to
			}
			_, err := s.Resolve(s.ctx, id, dd, byStaff)
			if err != nil {
				require.True(t, errors.As(err, &e), "%v", err)
				require.Contains(t, []order.Kind{order.Refused, order.NotFound}, e.Kind, "%v %v\n%s", dd, err, lazy(func() string { return s.story(id) }))
			}
			ok()
		}
	}
	_, _ = s.Do(s.ctx, id, order.Unhold{}, byStaff)
	for range 12 {
		s.pass(30 * 24 * time.Hour)
		ok()
	}
	x, _ := s.Order(s.ctx, id)
	v := x.Version
	for range 10 {
		s.pass(time.Second)
	}
	x, _ = s.Order(s.ctx, id)
	require.Less(t, x.Version-v, int64(4), "hot loop %s", lazy(func() string { return s.story(id) + asJSON(t, x.Intents) + asJSON(t, x.Cases) }))
}
