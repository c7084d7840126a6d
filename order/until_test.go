package order_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// patient is a gateway that says for how long it waits for the customer.
type patient struct {
	*memory.Payments
	until time.Time
	asked int
}

func (g *patient) tell(r order.Receipt, err error) (order.Receipt, error) {
	var reply *order.Reply
	if errors.As(err, &reply) && reply.Outcome == order.OutcomeWaiting {
		reply.Until = g.until
	}
	return r, err
}

func (g *patient) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.tell(g.Payments.Authorize(ctx, c))
}

func (g *patient) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	g.asked++
	return g.tell(g.Payments.Lookup(ctx, c))
}

func TestAPageThatTheCustomerLeavesIsLookedUpWhenItsTimeIsOver(t *testing.T) {
	waits := func(t *testing.T, minutes int, tr order.Traits, retry ...func(*order.Config)) (*shop, *patient, string, string) {
		s := newShop(t, retry...)
		s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &tr})
		g := &patient{Payments: s.pay, until: s.clock.now().Add(time.Duration(minutes) * time.Minute)}
		s.Gateways[""] = g
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Await("https://bank.example/3ds"))
		r, err := s.tryPay(o.ID)
		require.NoError(t, err)
		require.Equal(t, order.Waiting, r.Status)
		return s, g, o.ID, s.pay.Calls("authorize")[0].Key
	}
	strong := order.Traits{Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true}
	t.Run("it is over: the units are free again", func(t *testing.T) {
		s, g, id, key := waits(t, 3, strong)
		s.pass(2 * time.Minute)
		assert.Zero(t, g.asked)
		require.NoError(t, s.pay.Abandon(key, "expired"))
		s.pass(time.Minute)
		assert.Equal(t, 1, g.asked, "before the first retry would be due")
		o := s.check(id)
		assert.Empty(t, o.Intents)
		assert.Equal(t, "1 placed", states(o, "mug"))
		s.do(id, order.Pay{})
	})
	t.Run("the customer came back in the last minute", func(t *testing.T) {
		s, g, id, key := waits(t, 3, strong)
		_, err := s.pay.Settle(key)
		require.NoError(t, err)
		s.pass(3 * time.Minute)
		assert.Equal(t, 1, g.asked)
		assert.Equal(t, "1 paid", states(s.check(id), "mug"))
	})
	t.Run("nobody is asked before the time is over", func(t *testing.T) {
		s, g, id, key := waits(t, 25, strong, func(c *order.Config) { c.Retry.Attempts = 2 })
		for range 5 {
			s.pass(4 * time.Minute)
		}
		assert.Empty(t, s.check(id).Cases)
		assert.Positive(t, g.asked)
		require.NoError(t, s.pay.Abandon(key, "expired"))
		s.pass(5 * time.Minute)
		assert.Equal(t, "1 placed", states(s.check(id), "mug"))
		assert.Empty(t, s.check(id).Intents)
	})
	t.Run("still waiting then: it goes the way of every retry, to a person in the end", func(t *testing.T) {
		s, _, id, _ := waits(t, 3, strong, func(c *order.Config) { c.Retry.Attempts = 2 })
		for range 4 {
			s.pass(time.Hour)
		}
		assert.Equal(t, order.CaseUnknown, s.oneCase(id).Code)
	})
	t.Run("a gateway without lookups is sent the same key again", func(t *testing.T) {
		s, g, id, key := waits(t, 3, order.Traits{KeyLife: time.Hour, PartialCapture: true, PartialVoid: true})
		_, err := s.pay.Settle(key)
		require.NoError(t, err)
		s.pass(3 * time.Minute)
		assert.Zero(t, g.asked)
		assert.Equal(t, "1 paid", states(s.check(id), "mug"))
		assert.Equal(t, 1, s.pay.Effects(key))
	})
	t.Run("one that can do neither leaves it to a person", func(t *testing.T) {
		s, g, id, _ := waits(t, 3, order.Traits{PartialCapture: true, PartialVoid: true})
		s.pass(2 * time.Minute)
		assert.Empty(t, s.check(id).Cases)
		s.pass(time.Minute)
		assert.Equal(t, order.CaseUnknown, s.oneCase(id).Code)
		assert.Zero(t, g.asked)
	})
}
