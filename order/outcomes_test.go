package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// conflictAt lets one commit, counted from now, meet a change of somebody else's.
func conflictAt(w *wrapped, nth int, change func()) {
	w.commit = func(ctx context.Context, c *order.Change) error {
		if nth--; nth == 0 {
			w.commit = nil
			change()
		}
		return w.Store.Commit(ctx, c)
	}
}

// What several calls came to is stored together at the end. Whoever changed the
// order meanwhile takes none of it away.
func TestAllOutcomesOutliveAChangeBySomebodyElse(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	conflictAt(w, 2, func() { s.do(o.ID, order.Tag{Add: []string{"vip"}}) })
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("12.00")}, {Token: "b"}}}, byCustomer)
	o = s.check(o.ID)
	assert.Equal(t, []string{"vip"}, o.Tags)
	assert.Len(t, s.pay.Calls("authorize"), 2, "each is made once")
	assert.Equal(t, "EUR 17.40", total(t, o).Promised.String())
}

// A store that is down for good is given up.
func TestAStoreThatStaysAwayIsNotAskedForEver(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	commits, loads := 0, 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if commits++; commits == 1 {
			return w.Store.Commit(ctx, c)
		}
		w.load = func(context.Context, string, string) (order.Record, error) {
			loads++
			require.Less(t, loads, 100)
			return order.Record{}, errBroken
		}
		return errBroken
	}
	_, err := s.tryPay(o.ID)
	problem(t, err, order.Unavailable)
	w.commit, w.load = nil, nil
	s.pass(2 * s.Patience)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}

// crossing is a gateway whose news that the second capture failed arrives while
// its answer is still on its way.
type crossing struct {
	*memory.Payments
	s        *shop
	captures int
}

func (g *crossing) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := g.Payments.Capture(ctx, c)
	if g.captures++; g.captures == 2 {
		require.NoError(g.s.t, g.s.Notify(ctx, order.Notice{ID: "1", Kind: order.NoticeFailed, Key: c.Key, Reason: "no funds"}))
	}
	return r, err
}

// News that a call past the point of no return failed opens a case. Its answer
// then counts if it is that the money moved, and is nothing new otherwise.
func TestAnAnswerCrossesTheNewsThatTheCallFailed(t *testing.T) {
	shipping := func(t *testing.T, answer memory.Fault) (*shop, *order.Order) {
		s := newShop(t)
		o := s.place(goods(2))
		s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("12.00")}, {Token: "b"}}}, byCustomer)
		s.Gateways[""] = &crossing{Payments: s.pay, s: s}
		s.pay.Next("capture", memory.OK(), answer)
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
		require.NoError(t, err)
		return s, s.check(o.ID)
	}
	t.Run("it was done", func(t *testing.T) {
		s, o := shipping(t, memory.OK())
		assert.Empty(t, o.Cases)
		assert.Equal(t, "2 shipped", states(o, "mug"))
		assert.Equal(t, s.pay.PaidFor(o.ID).Captured, total(t, o).Paid)
	})
	t.Run("it was refused", func(t *testing.T) {
		s, o := shipping(t, memory.Refuse("no_funds"))
		c := s.oneCase(o.ID)
		assert.Equal(t, order.CaseRefused, c.Code)
		assert.Equal(t, 1, o.Intents[0].Steps[2].Attempts, "told twice, tried once")
	})
}

// A failure that meets a change by somebody else is counted like any other.
func TestASecondFailureOutlivesAChangeBySomebodyElse(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(2))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	conflictAt(w, 2, func() { s.do(o.ID, order.Tag{Add: []string{"vip"}}) })
	s.pass(r5)
	o = s.check(o.ID)
	assert.Equal(t, []string{"vip"}, o.Tags)
	assert.Equal(t, 2, o.Intents[0].Steps[0].Attempts)
	assert.Len(t, s.pay.Calls("authorize"), 2)
}

// What a failed call came to is stored once: there is nothing more to store before
// it is tried again.
func TestAFailedCallIsStoredOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, o.Version+2, s.check(o.ID).Version, "that it is made, and that it failed")
}

// A key that is just over is not sent again: the provider may have forgotten it.
func TestAKeyIsNotSentAgainInTheMomentInWhichItEnds(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		calls int
	}{"before": {10*time.Minute - 1, 2}, "just then": {10 * time.Minute, 1}} {
		t.Run(name, func(t *testing.T) {
			s := with(t, order.Traits{KeyLife: 10 * time.Minute, PartialCapture: true})
			o := s.place(goods(1))
			g := &deadly{Payments: s.pay, order: o.ID, call: true}
			s.Gateways[""] = unseen{g}
			process(func() { _, _ = s.tryPay(o.ID) })
			g.call = false
			s.pass(c.after)
			assert.Equal(t, c.calls, g.calls)
		})
	}
}

// unseen is a deadly gateway that cannot be asked.
type unseen struct{ g *deadly }

func (u unseen) Traits() order.Traits { return unasked(u.g.Traits()) }

func (u unseen) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return u.g.Authorize(ctx, c)
}

func (u unseen) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return u.g.Capture(ctx, c)
}

func (u unseen) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return u.g.Refund(ctx, c)
}

func (u unseen) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return u.g.Void(ctx, c)
}
