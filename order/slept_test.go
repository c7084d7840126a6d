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

// A process is stopped between writing down that it will call and calling
// (SIGSTOP, a suspended machine). Meanwhile another one takes over and calls. Found
// by the explorer: "10=stalled 12=lost-long".
func TestAProcessThatWasStoppedLooksAgainBeforeItCalls(t *testing.T) {
	s := with(t, order.Traits{Lookup: order.LookupStrong, PartialCapture: true})
	o := s.place(goods(1))
	w := &wrapped{Store: s.store}
	stopped := s.Config
	stopped.Store = w
	sleeper, err := order.New(stopped)
	require.NoError(t, err)
	once := false
	w.commit = func(ctx context.Context, c *order.Change) error {
		err := s.store.Commit(ctx, c)
		if err == nil && !once && len(c.Order.Intents) > 0 {
			once = true
			s.clock.add(3 * s.Patience)
			_, err = s.Pass(ctx)
		}
		return err
	}
	r, err := sleeper.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay"))
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status)
	require.True(t, once)
	assert.Len(t, s.pay.Calls("authorize"), 1)
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Authorized.String())
	s.check(o.ID)
}

// tardy is a gateway whose first answer is lost, after a long time.
type tardy struct {
	*memory.Payments
	clock *clock
	life  time.Duration
}

func (g *tardy) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := g.Payments.Authorize(ctx, c)
	if d := g.life; d > 0 {
		g.life = 0
		g.clock.add(d)
		return order.Receipt{}, order.Unsure(context.DeadlineExceeded)
	}
	return r, err
}

// The life of a key is counted from when the call was made, not from when its
// answer was lost. Found by the explorer: "11=lost-long".
func TestAKeyIsNotSentAgainAfterItsLifeHoweverLongTheCallTook(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: 24 * time.Hour, PartialCapture: true}})
	s.Gateways[""] = &tardy{s.pay, s.clock, 25 * time.Hour}
	o := s.place(goods(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	s.pass(r5)
	s.pass(time.Hour)
	assert.Len(t, s.pay.Calls("authorize"), 1)
	assert.Equal(t, order.CaseUnknown, s.oneCase(o.ID).Code)
}

// A call that surely was not made proves that those behind it were not made
// either: nobody needs to be asked about them.
func TestWhatComesBehindACallThatWasNotMadeIsSimplyMade(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: time.Hour, PartialCapture: true}})
	parcels := memory.NewCarrier(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: time.Hour, Lookup: order.LookupStrong}})
	s.Gateways[""], s.Carriers[""] = s.pay, parcels
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	w := &wrapped{Store: s.store}
	killed := s.Config
	killed.Store = w
	dying, err := order.New(killed)
	require.NoError(t, err)
	w.commit = func(ctx context.Context, c *order.Change) error {
		require.NoError(t, s.store.Commit(ctx, c))
		w.commit = broken
		return errBroken
	}
	_, err = dying.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Unavailable)
	require.Len(t, s.check(o.ID).Intents, 1)
	require.Empty(t, parcels.Calls("book"))
	s.pass(3 * time.Hour)
	s.pass(r5)
	o = s.check(o.ID)
	assert.Empty(t, o.Cases)
	assert.Equal(t, "1 shipped", states(o, "mug"))
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Captured.String())
}
