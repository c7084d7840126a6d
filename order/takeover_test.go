package order_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// hanging lets the first authorization hang until the test lets it go.
type hanging struct {
	*memory.Payments
	calls          atomic.Int64
	entered, leave chan struct{}
}

func hang(s *shop) *hanging {
	h := &hanging{Payments: s.pay, entered: make(chan struct{}), leave: make(chan struct{})}
	s.Gateways[""] = h
	return h
}

func (h *hanging) Authorize(ctx context.Context, p order.PaymentCall) (order.Receipt, error) {
	if h.calls.Add(1) == 1 {
		close(h.entered)
		<-h.leave
	}
	return h.Payments.Authorize(ctx, p)
}

type answer struct {
	r   order.Result
	err error
}

func (s *shop) payInBackground(id string) chan answer {
	done := make(chan answer, 1)
	go func() {
		r, err := s.tryPay(id)
		done <- answer{r, err}
	}()
	return done
}

func TestSomebodyElseFinishesWhatTakesTooLong(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	h := hang(s)
	first := s.payInBackground(o.ID)
	<-h.entered
	s.pass(s.Patience / 2)
	assert.Equal(t, "1 placed", states(s.check(o.ID), "mug"), "patience")
	s.pass(s.Patience)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	close(h.leave)
	a := <-first
	require.NoError(t, a.err)
	assert.Equal(t, order.Done, a.r.Status)
	assert.Empty(t, s.check(o.ID).Cases)
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Authorized.String(), "one key, one effect")
}

func TestAClockThatIsPutBackHidesNoSleep(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	s.carrier = memory.NewCarrier(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{Lookup: order.LookupStrong}})
	s.Carriers[""] = s.carrier
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	w.commit = func(ctx context.Context, c *order.Change) error {
		if err := w.Store.Commit(ctx, c); err != nil || len(c.Order.Intents) == 0 || c.Order.Intents[0].Chain.IsZero() {
			return err
		}
		w.commit = nil // written down; the process sleeps before the call
		s.pass(3 * time.Minute)
		s.clock.add(-20 * time.Minute)
		return nil
	}
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
	assert.Len(t, s.carrier.Calls("book"), 1, "the carrier remembers no key: a second call is a second parcel")
}

func TestTheCallerHearsThatSomebodyElseGaveUp(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	h := hang(s)
	first := s.payInBackground(o.ID)
	<-h.entered
	key := s.check(o.ID).Intents[0].Steps[0].Key
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeFailed, Key: key, Reason: "card_stolen"}))
	s.pass(2 * s.Patience)
	assert.Equal(t, "1 placed", states(s.check(o.ID), "mug"))
	close(h.leave)
	a := <-first
	problem(t, a.err, order.Refused)
	assert.Equal(t, order.Failed, a.r.Status)
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseMismatch, c.Code, "the provider said no, and then yes")
	assert.Equal(t, 3, c.Stage)
}

func TestACallThatDidNotHappenAfterAllChangesNothing(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	h := hang(s)
	first := s.payInBackground(o.ID)
	<-h.entered
	s.pass(2 * s.Patience)
	s.do(o.ID, order.Ship{})
	s.pay.Next("authorize", memory.Fail(1))
	close(h.leave)
	a := <-first
	require.NoError(t, a.err)
	o = s.check(o.ID)
	assert.Equal(t, "1 shipped", states(o, "mug"))
	assert.Empty(t, o.Intents)
}

func TestACallerIsToldOfAnOutcomeThatCouldNotBeStored(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	h := hang(s)
	first := s.payInBackground(o.ID)
	<-h.entered
	w.commit = broken // nobody else is working now
	close(h.leave)
	problem(t, (<-first).err, order.Unavailable)
	w.commit = nil
	s.pass(2 * s.Patience)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"), "G1: it is asked for again")
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Authorized.String())
}

func TestALostRaceIsPlannedAnew(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(2))
	lost := 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if lost++; lost <= 3 {
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	s.do(o.ID, order.Tag{Add: []string{"vip"}})
	lost = 0
	s.do(o.ID, order.Pay{})
	lost = 0
	s.clock.add(time.Minute)
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "robot", ID: "1", Kind: "note", Order: o.ID}))
	assert.Len(t, s.check(o.ID).Cases, 1)
	w.commit = func(context.Context, *order.Change) error { return order.ErrConflict }
	_, err := s.Do(s.ctx, o.ID, order.Tag{Add: []string{"x"}}, byStaff)
	problem(t, err, order.Conflict)
	w.commit = nil
	assert.Equal(t, fsm.Paid, s.check(o.ID).Status())
}

func TestAPersonThatCannotBeReadDelaysTheParcelOnly(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	w.commit, w.person = unread(w), func(context.Context, string) (order.Person, error) { return order.Person{}, errBroken }
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	assert.Empty(t, s.carrier.Calls(""))
	_, err = s.Do(s.ctx, o.ID, order.Note{Text: "x"}, byStaff)
	problem(t, err, order.Unavailable)
	w.person = nil
	s.pass(r5)
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
}
