package order_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// deadly is a gateway that ends whoever asks it for one order, as a crash of the
// process would.
type deadly struct {
	*memory.Payments
	order        string
	call, lookup bool // deadly
	calls, asked int
}

func (d *deadly) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if c.Order == d.order {
		if d.calls++; d.call {
			runtime.Goexit()
		}
	}
	return d.Payments.Authorize(ctx, c)
}

func (d *deadly) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if d.asked++; d.lookup {
		runtime.Goexit()
	}
	return d.Payments.Lookup(ctx, c)
}

// process runs f as a process that may die in it.
func process(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

func TestAnOrderThatEndsEveryProcessIsLeftToAPerson(t *testing.T) {
	for name, c := range map[string]struct {
		traits       order.Traits
		call, lookup bool
		calls, asked int // until a person is asked
	}{
		"a call under a key":           {order.Traits{KeyLife: order.Forever, PartialCapture: true}, true, false, 20, 0},
		"a question after a lost call": {order.Traits{Lookup: order.LookupStrong, PartialCapture: true}, true, true, 1, 19},
	} {
		t.Run(name, func(t *testing.T) {
			s := with(t, c.traits)
			d := &deadly{Payments: s.pay, call: c.call, lookup: c.lookup}
			s.Gateways[""] = d
			poisoned, healthy := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
			d.order = poisoned.ID
			process(func() { _, _ = s.tryPay(poisoned.ID) })
			for range 30 {
				process(func() { s.pass(2 * s.Patience) })
			}
			assert.Equal(t, c.calls, d.calls)
			assert.Equal(t, c.asked, d.asked)
			k := s.oneCase(poisoned.ID)
			assert.Equal(t, order.CaseUnknown, k.Code)
			assert.Equal(t, 3, k.Stage)
			assert.Contains(t, k.Reason, "20 times whoever made or asked about it never came back")
			s.pass(time.Minute)
			assert.Equal(t, "1 cancelled", states(s.check(healthy.ID), "mug"), "unpaid for half an hour: others go on")

			d.call, d.lookup = false, false
			r, err := s.Resolve(s.ctx, poisoned.ID, order.Decide{Case: k.No, Choice: order.RetryNow})
			require.NoError(t, err)
			assert.Equal(t, "1 paid", states(&r.Order, "mug"))
			s.check(poisoned.ID)
		})
	}
}

func TestAnswersOfAnyKindCountAsComingBack(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(8))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	for range 8 {
		s.pass(8 * time.Hour)
	}
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	assert.Len(t, s.pay.Calls("authorize"), 9)
}

// A store whose tables contradict each other answers every commit of an order
// with a conflict, and nobody else changes it. Found by the explorer, with a store
// that compares no version.
func TestARaceThatIsLostForEverEnds(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o, healthy := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	w.commit = func(ctx context.Context, c *order.Change) error {
		if c.Order.ID == o.ID {
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	s.pass(r5)
	_, err = s.Do(s.ctx, o.ID, order.Tag{Add: []string{"x"}}, byStaff)
	problem(t, err, order.Conflict)
	_, err = s.Advance(s.ctx, o.ID)
	problem(t, err, order.Conflict)
	s.pass(30 * time.Minute)
	assert.Equal(t, "1 cancelled", states(s.check(healthy.ID), "mug"))
	w.commit = nil
	s.pass(time.Hour)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}
