package order_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestTheDoorRefusesWhatNobodyCanMean(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	long := strings.Repeat("k", order.MaxID+1)
	for name, c := range map[string]struct {
		action order.Action
		opts   []order.Option
		faults []string
	}{
		"a line that is not there": {order.Pay{Of: order.All("mug", "cup")}, nil, []string{"of[1].line unknown_line"}},
		"a line selected twice":    {order.Pay{Of: order.Some("mug", 1).And("mug", 1)}, nil, []string{"of[1].line duplicate"}},
		"less than nothing":        {order.Pay{Of: order.Some("mug", -1)}, nil, []string{"of[0].quantity negative"}},
		"units that are not there": {order.Pay{Of: order.Selection{{Line: "mug", From: 4}, {Line: "ring", From: -1}}}, nil, []string{"of[0].from range", "of[1].from range"}},
		"a refund of other lines":  {order.Refund{Of: order.All("cup")}, nil, []string{"of[0].line unknown_line"}},
		"a long key":               {order.Pay{}, []order.Option{order.Key(long)}, []string{"key too_long"}},
		"a key with a line break":  {order.Pay{}, []order.Option{order.Key("a\nb")}, []string{"key characters"}},
		"a role that is none":      {order.Pay{}, []order.Option{order.By("emperor", "")}, []string{"actor role"}},
		"an actor with spaces":     {order.Pay{}, []order.Option{order.By(fsm.Staff, " anna")}, []string{"actor characters"}},
		"a long reason":            {order.Pay{}, []order.Option{order.Why(strings.Repeat("x", order.MaxText+1))}, []string{"why too_long"}},
		"a hold without a reason":  {order.Hold{}, nil, []string{"why required"}},
		"a tag without a name":     {order.Tag{Add: []string{"vip", ""}}, nil, []string{"add[1] required"}},
	} {
		t.Run(name, func(t *testing.T) {
			before, calls := s.snapshot(o.ID), s.calls()
			_, err := s.Do(s.ctx, o.ID, c.action, append([]order.Option{byStaff}, c.opts...)...)
			e := problem(t, err, order.Invalid)
			assert.Equal(t, c.faults, faultsOf(t, err))
			assert.Equal(t, c.action.Name(), e.Op)
			assert.Equal(t, o.ID, e.Order)
			assert.Equal(t, before, s.snapshot(o.ID))
			assert.Equal(t, calls, s.calls())
		})
	}
	t.Run("an action that no workflow has", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, order.Named{Called: "engrave"}, byStaff)
		assert.Equal(t, order.CodeUnknownAction, problem(t, err, order.Invalid).Code)
	})
	t.Run("no action", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, nil, byStaff)
		problem(t, err, order.Invalid)
		_, err = s.Plan(s.ctx, o.ID, nil, byStaff)
		problem(t, err, order.Invalid)
	})
	t.Run("an action that is no JSON", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, unwritable{C: make(chan int)}, byStaff)
		problem(t, err, order.Invalid)
		_, err = s.Do(s.ctx, o.ID, secretive{}, byStaff)
		problem(t, err, order.Invalid)
	})
	t.Run("an order that is not there", func(t *testing.T) {
		_, err := s.Do(s.ctx, "nobody", order.Pay{}, byStaff)
		problem(t, err, order.NotFound)
		_, err = s.Plan(s.ctx, "nobody", order.Pay{}, byStaff)
		problem(t, err, order.NotFound)
		_, err = s.Order(s.ctx, "nobody")
		problem(t, err, order.NotFound)
		_, err = s.Person(s.ctx, "nobody")
		problem(t, err, order.NotFound)
		_, err = s.Offers(s.ctx, "nobody", fsm.Staff)
		problem(t, err, order.NotFound)
	})
	t.Run("a shipment that is not there", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, order.Deliver{Shipment: "s9"}, byStaff)
		problem(t, err, order.NotFound)
	})
}

type unwritable struct{ C chan int }

func (unwritable) Name() string { return "unwritable" }

// secretive can be written itself, but not what it shows.
type secretive struct{}

func (secretive) Name() string         { return "secretive" }
func (secretive) Public() order.Action { return unwritable{C: make(chan int)} }

func TestTheDoorSaysWhyUnitsCannot(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	t.Run("too many", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, order.Pay{Of: order.Some("mug", 4)}, byStaff)
		e := problem(t, err, order.Refused)
		assert.Equal(t, order.CodeNotEnough, e.Code)
		assert.Equal(t, "4 wanted, 3 can pay", e.Faults[0].Reason)
	})
	t.Run("none of a line", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.All("mug", "ring")}, byStaff)
		e := problem(t, err, order.Refused)
		assert.Equal(t, order.CodeNotEnough, e.Code)
		assert.Contains(t, faultsOf(t, err), "of.ring not_enough_units")
		assert.Contains(t, faultsOf(t, err), "mug[placed] not_in_this_state")
	})
	t.Run("not in this state", func(t *testing.T) {
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
		e := problem(t, err, order.Refused)
		assert.Equal(t, order.CodeNotNow, e.Code)
		require.NotEmpty(t, e.Faults)
		assert.Equal(t, e.Faults[0].Reason, e.Reason)
	})
	t.Run("not by this role", func(t *testing.T) {
		s.do(o.ID, order.Pay{})
		for _, a := range []order.Action{order.Ship{}, order.Produce{}} {
			_, err := s.Do(s.ctx, o.ID, a, byCustomer)
			problem(t, err, order.Refused)
			assert.Contains(t, err.Error(), "customer may not "+a.Name())
		}
		_, err := s.Do(s.ctx, o.ID, order.Produce{Of: order.All("ring")}, byCustomer)
		assert.Contains(t, faultsOf(t, err), "ring[paid] "+order.CodeNotYou)
	})
	t.Run("from a certain unit on", func(t *testing.T) {
		r := s.do(o.ID, order.Ship{Of: order.Selection{{Line: "mug", From: 2}}})
		assert.Equal(t, "2 paid, 1 shipped", states(&r.Order, "mug"))
		_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Selection{{Line: "mug", From: 1, Quantity: 2}}}, byStaff)
		assert.Equal(t, order.CodeNotEnough, problem(t, err, order.Refused).Code)
	})
	t.Run("nothing to settle, nothing to refund", func(t *testing.T) {
		o := s.place(numbered(goods(1), "2026-2"))
		_, err := s.Do(s.ctx, o.ID, order.Settle{}, byStaff)
		assert.Equal(t, order.CodeNothing, problem(t, err, order.Refused).Code)
		_, err = s.Do(s.ctx, o.ID, order.Refund{}, byStaff)
		assert.Equal(t, order.CodeNothing, problem(t, err, order.Refused).Code)
	})
}

func TestOnlyTheExpectedVersionIsChanged(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Tag{Add: []string{"vip"}})
	before := s.snapshot(o.ID)
	_, err := s.Do(s.ctx, o.ID, order.Cancel{}, byStaff, order.Expect(o.Version))
	e := problem(t, err, order.Conflict)
	assert.Contains(t, e.Reason, "version is")
	assert.Equal(t, before, s.snapshot(o.ID))
	s.do(o.ID, order.Cancel{}, byStaff, order.Expect(s.check(o.ID).Version))
}

func TestAKeyAnswersForItsActionOnly(t *testing.T) {
	answer := func(s *shop, id string, a order.Action, by order.Option, want order.Status) order.Result {
		s.t.Helper()
		before, calls := s.snapshot(id), s.calls()
		r, err := s.Do(s.ctx, id, a, by, order.Key("k"))
		require.NoError(s.t, err)
		assert.Equal(s.t, want, r.Status)
		assert.Equal(s.t, before, s.snapshot(id), "repeating changes nothing")
		assert.Equal(s.t, calls, s.calls())
		return r
	}
	t.Run("done", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer, order.Key("k"))
		answer(s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer, order.Done)
		assert.Equal(t, "1 cancelled, 2 placed", states(s.check(o.ID), "mug"))
		s.do(o.ID, order.Cancel{}, byCustomer)
		s.pass(400 * 24 * time.Hour)
		answer(s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer, order.Done)
	})
	t.Run("refused by the world", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		pay := order.Pay{With: []order.Tender{{Token: memory.DeclinedToken}}}
		_, first := s.Do(s.ctx, o.ID, pay, byCustomer, order.Key("k"))
		problem(t, first, order.Refused)
		calls := s.calls()
		r, err := s.Do(s.ctx, o.ID, pay, byCustomer, order.Key("k"))
		again := problem(t, err, order.Refused)
		assert.Equal(t, "card_declined", again.Code)
		assert.Equal(t, first.Error(), again.Error())
		assert.Equal(t, order.Failed, r.Status)
		assert.Equal(t, calls, s.calls())
		s.do(o.ID, order.Pay{}, byCustomer, order.Key("k2"))
	})
	t.Run("pending", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Fail(1))
		_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("k"))
		require.NoError(t, err)
		r := answer(s, o.ID, order.Pay{}, byCustomer, order.Pending)
		assert.Equal(t, s.clock.now().Add(r5), r.Due)
		s.clock.add(r5)
		r, err = s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("k"))
		require.NoError(t, err)
		assert.Equal(t, order.Done, r.Status, "whoever asks when it is due finishes it")
	})
	t.Run("ignored", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		r, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("k"))
		require.NoError(t, err)
		assert.Equal(t, order.Ignored, r.Status)
		assert.Equal(t, "already paid", answer(s, o.ID, order.Pay{}, byCustomer, order.Ignored).Reason)
	})
	t.Run("another action is a conflict", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer, order.Key("k"))
		for _, a := range []order.Action{order.Pay{}, order.Cancel{Of: order.Some("mug", 2)}} {
			_, err := s.Do(s.ctx, o.ID, a, byCustomer, order.Key("k"))
			assert.Equal(t, order.CodeKeyReused, problem(t, err, order.Conflict).Code)
		}
		s.do(o.ID, order.Note{Text: "hello"}, byStaff, order.Key("n"))
		_, err := s.Do(s.ctx, o.ID, order.Note{Text: "good bye"}, byStaff, order.Key("n"))
		problem(t, err, order.Conflict)
		r, err := s.Do(s.ctx, o.ID, order.Note{Text: "hello"}, byStaff, order.Key("n"))
		require.NoError(t, err)
		assert.EqualValues(t, 1, r.Order.Notes)
	})
	t.Run("another order has its own keys", func(t *testing.T) {
		s := newShop(t)
		a, b := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
		s.do(a.ID, order.Pay{}, byCustomer, order.Key("k"))
		s.do(b.ID, order.Cancel{}, byCustomer, order.Key("k"))
	})
}

func TestUnitsInTheMiddleOfAnActionAreBusy(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	assert.Contains(t, problem(t, err, order.Busy).Reason, "ship")
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.pass(r5)
	assert.Equal(t, "2 shipped, 1 shipped", states(s.check(o.ID), "mug"))
}

func TestAStoreThatCannotAnswerIsUnavailable(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	t.Run("before anything was called", func(t *testing.T) {
		w.commit = broken
		_, err := s.tryPay(o.ID)
		e := problem(t, err, order.Unavailable)
		assert.True(t, errors.Is(e, errBroken))
		assert.Empty(t, s.pay.Calls("authorize"))
		w.commit = nil
	})
	t.Run("after the money moved: the next caller finishes it", func(t *testing.T) {
		n := 0
		w.commit = func(ctx context.Context, c *order.Change) error {
			if n++; n > 1 {
				return errBroken
			}
			return w.Store.Commit(ctx, c)
		}
		_, err := s.tryPay(o.ID)
		problem(t, err, order.Unavailable)
		require.Len(t, s.pay.Calls("authorize"), 1)
		w.commit = nil
		s.clock.add(2 * time.Minute)
		r, err := s.tryPay(o.ID)
		require.NoError(t, err)
		assert.Equal(t, order.Done, r.Status)
		key := s.pay.Calls("authorize")[0].Key
		assert.Equal(t, 1, s.pay.Effects(key))
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Authorized.String())
	})
	t.Run("reading", func(t *testing.T) {
		w.load = func(context.Context, string, string) (order.Record, error) { return order.Record{}, errBroken }
		w.find = func(context.Context, order.Query) ([]order.Order, error) { return nil, errBroken }
		_, err := s.Order(s.ctx, o.ID)
		problem(t, err, order.Unavailable)
		_, err = s.Find(s.ctx, order.Query{})
		problem(t, err, order.Unavailable)
		_, err = s.Cases(s.ctx, 2)
		problem(t, err, order.Unavailable)
		_, err = s.Advance(s.ctx, o.ID)
		problem(t, err, order.Unavailable)
	})
}

func TestAQuoteThatIsPartlyPaidAlreadyIsNoOrder(t *testing.T) {
	s := newShop(t, func(c *order.Config) {
		c.Price = func(cart pricing.Cart) (pricing.Quote, error) {
			cart.Prepaid = []pricing.Prepaid{{ID: "gift", Kind: pricing.KindGiftCard, Amount: eur("5.00")}}
			return pricing.Calculate(cart)
		}
	})
	_, err := s.Place(s.ctx, goods(1))
	e := problem(t, err, order.Invalid)
	assert.Equal(t, order.CodeTenders, e.Code, "it would be charged in full")
	assert.Zero(t, s.calls())
}
