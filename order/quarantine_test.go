package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// guarded sells pieces whose work needs the guard "ready".
func guarded(t testing.TB, ready order.Guard, change ...func(*order.Config)) *shop {
	d := bare()
	work := d.Transitions[1]
	work.Guards = []string{"ready"}
	d.Transitions = append([]fsm.Transition{work}, d.Transitions[0], d.Transitions[2])
	d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "work", Answer: fsm.Refuse, Because: "not ready yet"})
	return bareShop(t, d, nil, append(change, func(c *order.Config) { c.Guards = map[string]order.Guard{"ready": ready} })...)
}

// quarantined says that exactly this order stands still, with a case for an
// engineer.
func quarantined(s *shop, id string) order.Case {
	s.t.Helper()
	o, err := s.Order(s.ctx, id)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, o.Quarantine)
	require.Len(s.t, o.Cases, 1)
	c := o.Cases[0]
	assert.Equal(s.t, 3, c.Stage)
	assert.Equal(s.t, order.CaseInvariant, c.Code)
	assert.Equal(s.t, []order.Choice{order.Resume}, c.Choices)
	found, err := s.Find(s.ctx, order.Query{Cases: 3})
	require.NoError(s.t, err)
	require.Len(s.t, found, 1)
	due, err := s.Advance(s.ctx, id)
	require.NoError(s.t, err)
	assert.Zero(s.t, due, "nothing moves")
	return c
}

func TestAPanicQuarantinesOneOrder(t *testing.T) {
	bad := ""
	s := guarded(t, func(x order.Situation) bool {
		if x.Order.ID == bad {
			panic("nil pointer in a guard")
		}
		return true
	})
	work := order.Named{Called: "work"}
	poisoned, healthy := s.place(bareDraft()), s.place(numbered(bareDraft(), "2026-2"))
	bad = poisoned.ID
	_, err := s.Do(s.ctx, bad, work, byStaff)
	e := problem(t, err, order.Quarantined)
	assert.Contains(t, e.Reason, "nil pointer in a guard")
	c := quarantined(s, bad)
	for _, a := range []order.Action{work, order.Cancel{}, order.Note{Text: "x"}, order.Unhold{}} {
		_, err = s.Do(s.ctx, bad, a, byStaff)
		problem(t, err, order.Quarantined)
	}
	list, err := s.Offers(s.ctx, bad, fsm.Staff)
	require.NoError(t, err)
	for _, x := range list {
		assert.Zero(t, x.Units)
		assert.Equal(t, order.CodeInvariant, x.Reasons[0].Code)
	}
	s.do(healthy.ID, work)

	bad = ""
	_, err = s.Resolve(s.ctx, poisoned.ID, order.Decide{Case: c.No, Choice: order.Resume}, byCustomer)
	problem(t, err, order.Refused)
	o := s.resolve(poisoned.ID, order.Decide{Case: c.No, Choice: order.Resume})
	assert.Empty(t, o.Quarantine)
	s.do(poisoned.ID, work)
}

func TestAQuarantineThatAlwaysMeetsAnotherChangeEnds(t *testing.T) {
	w, on, tried := &wrapped{}, false, 0
	s := guarded(t, func(order.Situation) bool {
		if on {
			panic("boom")
		}
		return true
	}, wrap(w))
	o := s.place(bareDraft())
	on = true
	w.commit = func(context.Context, *order.Change) error {
		if tried++; tried > 1000 {
			return errBroken
		}
		return order.ErrConflict
	}
	_, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
	problem(t, err, order.Quarantined)
	assert.Less(t, tried, 100)
}

func TestEveryDoorContainsAPanic(t *testing.T) {
	on := false
	s := guarded(t, func(order.Situation) bool {
		if on {
			panic("boom")
		}
		return true
	})
	for i, door := range map[string]func(id string) error{
		"plan":   func(id string) error { _, err := s.Plan(s.ctx, id, order.Named{Called: "work"}, byStaff); return err },
		"offers": func(id string) error { _, err := s.Offers(s.ctx, id, fsm.Staff); return err },
	} {
		t.Run(i, func(t *testing.T) {
			on = false
			o := s.place(numbered(bareDraft(), i))
			on = true
			problem(t, door(o.ID), order.Invalid)
			stored, err := s.Order(s.ctx, o.ID)
			require.NoError(t, err)
			assert.Empty(t, stored.Quarantine, "reading changes nothing")
		})
	}
	t.Run("place", func(t *testing.T) {
		d := bare()
		first := d.Transitions[0]
		first.Guards = []string{"ready"}
		d.Transitions = append([]fsm.Transition{first}, d.Transitions...)
		s := bareShop(t, d, nil, func(c *order.Config) {
			c.Guards = map[string]order.Guard{"ready": func(order.Situation) bool { panic("boom") }}
		})
		_, err := s.Place(s.ctx, bareDraft())
		assert.ErrorContains(t, err, "boom")
		nothingHappened(s)
	})
	t.Run("notify", func(t *testing.T) {
		on = false
		o := s.place(numbered(bareDraft(), "n"))
		on = true
		require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "robot", ID: "1", Kind: "work", Order: o.ID}), "it is stored")
		stored, err := s.Order(s.ctx, o.ID)
		require.NoError(t, err)
		assert.NotEmpty(t, stored.Quarantine)
	})
}

func TestADamagedOrderIsQuarantinedWhenItWouldBeStored(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o, healthy := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
	all := w.load
	w.load = func(ctx context.Context, id, key string) (order.Record, error) {
		if id == o.ID {
			return damaged(w)(ctx, id, key)
		}
		return w.Store.Load(ctx, id, key)
	}
	_, err := s.Do(s.ctx, o.ID, order.Tag{Add: []string{"x"}}, byStaff)
	e := problem(t, err, order.Quarantined)
	assert.Contains(t, e.Reason, "runs cover 2 of 1 units")
	w.load = all
	c := quarantined(s, o.ID)
	s.do(healthy.ID, order.Pay{})
	s.clock.add(24 * time.Hour)
	_, err = s.Pass(s.ctx)
	require.NoError(t, err)
	t.Run("resuming without repair quarantines again", func(t *testing.T) {
		_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.Resume}, byStaff)
		problem(t, err, order.Quarantined)
		quarantined(s, o.ID)
	})
}

func TestWhatAnOrderMustHold(t *testing.T) {
	s := newShop(t)
	good := *shipped(s, goods(3))
	require.NoError(t, good.Check())
	for name, break_ := range map[string]func(*order.Order){
		"a unit is missing":         func(o *order.Order) { o.Lines[0].Runs[0].Count-- },
		"a unit is there twice":     func(o *order.Order) { o.Lines[0].Runs = append(o.Lines[0].Runs, o.Lines[0].Runs[0]) },
		"an empty run":              func(o *order.Order) { o.Lines[0].Runs[0].Count = 0 },
		"the journal is off":        func(o *order.Order) { o.Accounts[0].Amount = eur("1.00") },
		"more refunded than taken":  func(o *order.Order) { o.Payments[0].Refunded = eur("999.00") },
		"money nobody booked":       func(o *order.Order) { o.Payments[0].Captured = eur("999.00") },
		"a state that was not paid": func(o *order.Order) { o.Lines[0].Runs[0].Phase = fsm.Cancelled },
		"other money":               func(o *order.Order) { o.Currency = currency.JPY },
	} {
		t.Run(name, func(t *testing.T) {
			o := good.Clone()
			break_(&o)
			assert.Error(t, o.Check())
			assert.NoError(t, good.Check(), "a clone shares nothing")
		})
	}
}

func TestPricesThatDoNotAddUpChangeNoOrder(t *testing.T) {
	wrong := false
	s := newShop(t, func(c *order.Config) {
		c.Price = func(cart pricing.Cart) (pricing.Quote, error) {
			q, err := pricing.Calculate(cart)
			if wrong {
				q.Lines[0].Gross = eur("0.01")
			}
			return q, err
		}
	})
	o := s.place(goods(1))
	wrong = true
	before := s.snapshot(o.ID)
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 1)}}, byStaff)
	problem(t, err, order.Invalid)
	assert.Equal(t, before, s.snapshot(o.ID))
	s.do(o.ID, order.Pay{})
}

func TestARepeatedKeyMovesNoOrderThatIsQuarantined(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	pay := func() (order.Result, error) { return s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay")) }
	r, err := pay()
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	w.load = func(context.Context, string, string) (order.Record, error) {
		w.load = nil
		panic("half a record")
	}
	_, err = s.Do(s.ctx, o.ID, order.Tag{Add: []string{"gift"}})
	problem(t, err, order.Quarantined)
	s.clock.add(time.Hour)
	r, err = pay()
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	assert.Len(t, s.pay.Calls("authorize"), 1)
	c := quarantined(s, o.ID)
	s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.Resume})
	s.pass(time.Minute)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}
