//go:build go1.25

package order_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// stuck is a gateway that hangs for one order: until the call's time is over,
// or until it is let go, whatever the call's context says.
type stuck struct {
	*memory.Payments
	order atomic.Value  // its ID
	leave chan struct{} // nil: it heeds the context
	calls atomic.Int64
}

func (g *stuck) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if c.Order != g.order.Load() {
		return g.Payments.Authorize(ctx, c)
	}
	g.calls.Add(1)
	if g.leave != nil {
		<-g.leave
		return g.Payments.Authorize(context.WithoutCancel(ctx), c)
	}
	<-ctx.Done()
	return order.Receipt{}, ctx.Err()
}

// busy is a shop in real, bubbled time with some Runs, a poisoned order and a
// healthy one.
func busy(t *testing.T, runs int, g *stuck) (s *shop, poisoned, healthy string, stop func()) {
	s = newShop(t)
	s.store = memory.NewStore(memory.Config{Now: time.Now})
	g.Payments = memory.NewPayments(memory.PortConfig{Now: time.Now})
	s.pay = g.Payments
	s.rewire(func(c *order.Config) {
		c.Now, c.Store, c.Gateways = time.Now, s.store, map[string]order.PaymentGateway{"": g}
	})
	poisoned, healthy = s.place(goods(1)).ID, s.place(numbered(goods(1), "2026-2")).ID
	g.order.Store(poisoned)
	ctx, cancel := context.WithCancel(s.ctx)
	var all sync.WaitGroup
	for range runs {
		all.Go(func() { _ = s.Run(ctx) })
	}
	return s, poisoned, healthy, func() { cancel(); all.Wait() }
}

func TestACallHasATimeAndIsThenUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &stuck{}
		s, id, healthy, stop := busy(t, 1, g)
		defer stop()
		began := time.Now()
		r, err := s.tryPay(id)
		require.NoError(t, err)
		assert.Equal(t, order.Pending, r.Status)
		assert.Equal(t, s.Patience, time.Since(began))
		time.Sleep(31 * time.Minute)
		assert.Equal(t, "1 cancelled", states(s.check(healthy), "mug"))
		assert.Greater(t, g.calls.Load(), int64(1), "tried again")
		g.order.Store("")
		time.Sleep(time.Hour)
		assert.Equal(t, "1 paid", states(s.check(id), "mug"))
	})
}

// The engine starts no goroutine, so it cannot leave a call behind that heeds
// no context. It holds the Run that made it. It does not get all of them.
func TestACallThatNeverEndsDoesNotGetAllRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &stuck{leave: make(chan struct{})}
		s, id, healthy, stop := busy(t, 21, g)
		defer stop()
		paid := s.payInBackground(id)
		time.Sleep(28 * time.Minute)
		assert.Equal(t, int64(20), g.calls.Load(), "the customer's, and 19 more")
		o := s.check(id)
		require.Len(t, o.Cases, 1)
		assert.Equal(t, 3, o.Cases[0].Stage)
		time.Sleep(3 * time.Minute)
		assert.Equal(t, fsm.Cancelled, s.check(healthy).Status(), "others go on")

		close(g.leave)
		r := <-paid
		require.NoError(t, r.err)
		time.Sleep(time.Minute)
		o = s.check(id)
		assert.Equal(t, "1 paid", states(o, "mug"), "an answer is never lost, however late")
		assert.Empty(t, o.Cases)
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(id).Authorized.String(), "one key, one effect")
	})
}
