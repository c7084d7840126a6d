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
)

// TestWildLives is TestRandomLives with everything that comes from outside:
// webhooks with and without keys, doubled and late, gateways that charge at once,
// cash, two currencies, holds, several tenders, every decision of staff.
func TestWildLives(t *testing.T) {
	if *seed != 0 {
		wild(t, *seed)
		return
	}
	for n := range seeds(*lives / 2) {
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { wild(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestWildLives -seed %d", n)
			return
		}
	}
}

// wildLife is one life: an order in one currency, and what outside sent about it.
type wildLife struct {
	*shop
	r    chance
	id   string
	cur  currency.Code
	sent []order.Notice
}

func wild(t *testing.T, n uint64) {
	r := chance{rand.New(rand.NewPCG(n, 99))}
	list := r.promotions()
	w := &wildLife{shop: promoting(t, list...), r: r, cur: currency.EUR}
	d := w.r.promote(t, w.world(), list)
	res, err := w.Place(w.ctx, d, order.By(fsm.Customer, "c-7"))
	require.NoError(t, err)
	w.id = res.Order.ID
	w.holds()
	for i := range 5 + w.r.IntN(40) {
		w.r.faults(w.shop)
		w.act(i)
		if w.r.one(3) {
			w.hear()
		}
		if w.r.one(2) {
			w.pass(time.Duration(w.r.IntN(w.r.IntN(48*60)+1)) * time.Minute / 4)
			w.holds()
		}
		w.staff()
	}
	_, _ = w.Do(w.ctx, w.id, order.Unhold{}, byStaff)
	for range 12 {
		w.pass(30 * 24 * time.Hour)
		w.holds()
	}
	before := w.holds().Version
	for range 10 {
		w.pass(time.Second)
	}
	require.Less(t, w.holds().Version-before, int64(4), "nothing is due for ever\n%s", lazy(func() string { return w.story(w.id) }))
	w.allBilled(w.id)
}

// holds loads the order and checks that it adds up.
func (w *wildLife) holds() *order.Order {
	w.t.Helper()
	o, err := w.Order(w.ctx, w.id)
	require.NoError(w.t, err)
	require.Empty(w.t, o.Quarantine, "%s", lazy(func() string { return w.story(w.id) }))
	require.NoError(w.t, o.Check())
	audited(w.t, &o)
	return &o
}

func (w *wildLife) amount() currency.Amount {
	return currency.MustParse(fmt.Sprintf("%d.%02d", w.r.IntN(30), w.r.IntN(100)), w.cur)
}

// world chooses gateways, currency, cash and rates, and drafts an order for them.
func (w *wildLife) world() order.Draft {
	w.coupons.Add("TEN", 5)
	w.invoicing(w.r)
	traits := []order.Traits{
		{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		{Lookup: order.LookupStrong, PartialCapture: true},
		{KeyLife: 48 * time.Hour, PartialVoid: true},
	}[w.r.IntN(3)]
	w.pay = memory.NewPayments(memory.PortConfig{Now: w.clock.now, Traits: &traits})
	w.Gateways[""] = w.pay
	if w.r.one(2) {
		w.Gateways[""] = &direct{p: w.pay}
	}
	d := w.r.draft()
	if w.r.one(3) {
		w.cur = currency.CAD
		d.Currency, d.Policy.Cash, d.Discounts, d.TaxRates = w.cur, true, nil, nil
		if len(d.Charges) > 0 {
			d.Charges[0].Charge.Amount = currency.MustParse("4.91", w.cur)
		}
	}
	if w.r.one(2) {
		rate, err := currency.NewRate(w.cur, currency.CHF, eur("0.93").Decimal(), w.clock.now(), "bank")
		require.NoError(w.t, err)
		d.Settlement = []currency.Rate{rate}
	}
	return d
}

// action is one that fits the order's currency.
func (w *wildLife) action(i int, o *order.Order) order.Action {
	switch {
	case i == 0 && w.r.one(2):
		return order.Pay{}
	case i == 1 && w.r.one(2):
		return order.Ship{}
	}
	var charges []string
	for _, c := range o.Charges {
		if c.Undeserved == nil || w.r.one(4) {
			charges = append(charges, c.Price.ID)
		}
	}
	switch w.r.IntN(14) {
	case 0, 1:
		return order.Refund{Charges: charges, Amount: w.amount()}
	case 2:
		if w.r.one(3) {
			return order.Hold{Why: "x"}
		}
	case 3, 4:
		return order.Unhold{}
	case 5:
		return order.Settle{}
	case 6:
		return order.Pay{With: []order.Tender{{Token: "a", Amount: w.amount()}, {Token: "b"}}}
	case 7:
		return order.Inspect{Accepted: true, Charges: charges}
	}
	switch a := w.r.action(o).(type) {
	case order.Refund:
		a.Amount = w.amount()
		return a
	case order.Modify:
		if w.cur != currency.EUR {
			a.Add = nil
		}
		return a
	default:
		return a
	}
}

// act plans an action, which changes nothing, and does it, sometimes exactly.
func (w *wildLife) act(i int) {
	w.t.Helper()
	a := w.action(i, w.holds())
	role := []fsm.Role{fsm.Staff, fsm.Staff, fsm.System, fsm.Customer}[w.r.IntN(4)]
	opts := []order.Option{order.By(role, "x"), order.Key(fmt.Sprint("k", i))}
	before := w.snapshot(w.id)
	plan, planned := w.Plan(w.ctx, w.id, a, order.By(role, "x"))
	require.Equal(w.t, before, w.snapshot(w.id), "a plan changes nothing")
	exactly := planned == nil && w.r.one(2)
	if exactly {
		opts = append(opts, order.Exactly(plan))
	}
	if _, err := w.Do(w.ctx, w.id, a, opts...); err != nil {
		var e *order.Error
		require.True(w.t, errors.As(err, &e), "%v", err)
		kinds := []order.Kind{order.Refused, order.Busy, order.Invalid, order.NotFound}
		require.Contains(w.t, kinds, e.Kind, "%s: %v", a.Name(), err)
		require.False(w.t, exactly && e.Kind == order.Refused && plan.Status == order.Done, "planned, yet refused: %v", err)
	}
	w.holds()
}

// hear takes in a webhook: an echo of what happened, an answer to what is under
// way, or news of something else; with or without a key, sometimes twice.
func (w *wildLife) hear() {
	w.t.Helper()
	o := w.holds()
	no := fmt.Sprint(len(w.sent))
	n := order.Notice{ID: "n" + no, Order: w.id, Amount: w.amount(), Provider: []string{"", "", "", "bank"}[w.r.IntN(4)],
		Ref: []string{"", "w" + no, "w1"}[w.r.IntN(3)], Kind: []string{order.NoticeAuthorized, order.NoticeCaptured, order.NoticeRefunded,
			order.NoticeVoided, order.NoticeChargeback, order.NoticeFailed, "deliver", "lose"}[w.r.IntN(8)]}
	if len(o.Payments) > 0 && w.r.one(2) {
		p := o.Payments[w.r.IntN(len(o.Payments))]
		n.Parent = p.Ref
		if len(p.Ops) > 0 && w.r.one(2) {
			op := p.Ops[w.r.IntN(len(p.Ops))]
			n.Ref, n.Amount = op.Ref, op.Amount
			if w.r.one(2) {
				n.Key = op.Key
			}
		}
	}
	if len(o.Intents) > 0 && len(o.Intents[0].Steps) > 0 && w.r.one(2) {
		c := o.Intents[0].Steps[w.r.IntN(len(o.Intents[0].Steps))]
		n.Amount = c.Amount
		if w.r.one(2) {
			n.Key = c.Key
		}
	}
	if (n.Kind == "deliver" || n.Kind == "lose") && len(o.Shipments) > 0 {
		n.Provider, n.Ref = "", o.Shipments[w.r.IntN(len(o.Shipments))].Tracking
	}
	if len(w.sent) > 0 && w.r.one(4) {
		n = w.sent[w.r.IntN(len(w.sent))]
	}
	w.sent = append(w.sent, n)
	require.NoError(w.t, w.Notify(w.ctx, n))
	w.holds()
}

// staff decides on most cases, in any of the ways that are offered.
func (w *wildLife) staff() {
	w.t.Helper()
	for _, c := range w.holds().Cases {
		if w.r.one(3) {
			continue
		}
		to := mixed().ShipTo
		d := order.Decide{Case: c.No, Choice: c.Choices[w.r.IntN(len(c.Choices))], Why: "y", Ref: "ref-" + c.Step, ShipTo: &to}
		if _, err := w.Resolve(w.ctx, w.id, d, byStaff); err != nil {
			var e *order.Error
			require.True(w.t, errors.As(err, &e), "%v", err)
			require.Contains(w.t, []order.Kind{order.Refused, order.NotFound}, e.Kind, "%v %v", d, err)
		}
		w.holds()
	}
}
