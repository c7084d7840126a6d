package order_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestCancelPreemptsAnActionUnderWay(t *testing.T) {
	t.Run("waiting for a retry: it stops at once", func(t *testing.T) {
		s := newShop(t)
		o := s.place(mixed())
		s.pay.Next("capture", memory.Fail(1))
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
		r, err := s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"), order.Key("cancel"))
		require.NoError(t, err)
		assert.Equal(t, order.Done, r.Status)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
		assert.Equal(t, "EUR 115.15", s.pay.PaidFor(o.ID).Voided.String())
		_, err = s.tryPay(o.ID)
		require.ErrorIs(t, err, order.Refused, "the payment's key answers that it was stopped")
		r, err = s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"), order.Key("cancel"))
		require.NoError(t, err)
		assert.Equal(t, order.Done, r.Status)
	})
	t.Run("while the call runs: its outcome is booked, then undone", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		gw := &slow{Payments: s.pay, entered: make(chan struct{}), leave: make(chan struct{})}
		s.Gateways[""] = gw
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := s.tryPay(o.ID)
			assert.ErrorIs(t, err, order.Refused)
		}()
		<-gw.entered
		r, err := s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"))
		require.NoError(t, err)
		assert.Equal(t, order.Later, r.Status, "stored, and waits for the step boundary")
		close(gw.leave)
		wg.Wait()
		_, err = s.Pass(s.ctx)
		require.NoError(t, err)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
		p := s.pay.PaidFor(o.ID)
		assert.Equal(t, p.Authorized, p.Voided)
	})
	t.Run("unknown: nothing is undone before it is known", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Lost(1))
		s.pay.Next("lookup", memory.Fail(1))
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
		_, err = s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"))
		require.NoError(t, err)
		s.pass(20 * time.Minute)
		s.pass(20 * time.Minute)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
		p := s.pay.PaidFor(o.ID)
		assert.Equal(t, "EUR 17.40", p.Authorized.String(), "it had happened: booked first")
		assert.Equal(t, p.Authorized, p.Voided)
	})
	t.Run("past the pivot: a cancel becomes what the new state says", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.stock.Next("commit", memory.Fail(1))
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
		r, err := s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"), order.Key("c"))
		require.NoError(t, err)
		assert.Equal(t, order.Later, r.Status)
		s.pass(6 * time.Minute)
		assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
		_, err = s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"), order.Key("c"))
		require.ErrorIs(t, err, order.Refused)
	})
	t.Run("another line is not in the way", func(t *testing.T) {
		s := newShop(t)
		o := s.place(mixed())
		s.do(o.ID, order.Pay{})
		s.carrier.Next("book", memory.Fail(1))
		_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
		s.do(o.ID, order.Produce{})
		r := s.do(o.ID, order.Cancel{Of: order.Some("mug", 2)})
		assert.Equal(t, "1 paid, 2 cancelled", states(&r.Order, "mug"))
	})
}

// slow holds an authorization until the test lets it go.
type slow struct {
	*memory.Payments
	entered, leave chan struct{}
}

func (g *slow) Authorize(ctx context.Context, p order.PaymentCall) (order.Receipt, error) {
	close(g.entered)
	<-g.leave
	return g.Payments.Authorize(ctx, p)
}

func TestManyCallersOfOneOrder(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(30))
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			key := order.Key("cancel-" + string(rune('a'+i/2))) // each key twice
			_, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, order.By(fsm.Staff, "anna"), key)
			if err != nil {
				assert.ErrorIs(t, err, order.Busy)
			}
		}()
	}
	wg.Wait()
	for range 3 {
		s.pass(2 * time.Minute)
	}
	o = s.check(o.ID)
	l, _ := o.Line("mug")
	assert.Equal(t, l.In("cancelled"), 30-s.stock.Level("MUG").Reserved, "G6: no update is lost")
	assert.LessOrEqual(t, l.In("cancelled"), int64(15), "each key once")
}
