package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
)

// faulty is a store whose methods beside loading and committing fail on demand.
type faulty struct {
	order.Store
	down map[string]bool
}

func (f *faulty) fails(method string) error {
	if f.down[method] {
		return errBroken
	}
	return nil
}

func (f *faulty) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	if err := f.fails("history"); err != nil {
		return nil, err
	}
	return f.Store.History(ctx, id, after, limit)
}

func (f *faulty) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	if err := f.fails("journal"); err != nil {
		return nil, err
	}
	return f.Store.Journal(ctx, id)
}

func (f *faulty) Person(ctx context.Context, id string) (order.Person, error) {
	if err := f.fails("person"); err != nil {
		return order.Person{}, err
	}
	return f.Store.Person(ctx, id)
}

func (f *faulty) Erase(ctx context.Context, id string) error {
	if err := f.fails("erase"); err != nil {
		return err
	}
	return f.Store.Erase(ctx, id)
}

func (f *faulty) Receive(ctx context.Context, n order.Notice) (bool, error) {
	if err := f.fails("receive"); err != nil {
		return false, err
	}
	return f.Store.Receive(ctx, n)
}

func (f *faulty) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	if err := f.fails("waiting"); err != nil {
		return nil, err
	}
	return f.Store.Waiting(ctx, due, limit)
}

func (f *faulty) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	if err := f.fails("postpone"); err != nil {
		return err
	}
	return f.Store.Postpone(ctx, id, until)
}

func (f *faulty) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if err := f.fails("find"); err != nil {
		return nil, err
	}
	return f.Store.Find(ctx, q)
}

func TestEveryDoorSaysThatTheStoreCannotAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		call   func(s *shop, id string) error
	}{
		"history":         {"history", func(s *shop, id string) error { _, err := s.History(s.ctx, id); return err }},
		"journal":         {"journal", func(s *shop, id string) error { _, err := s.Journal(s.ctx, id); return err }},
		"erasing":         {"erase", func(s *shop, id string) error { return s.Erase(s.ctx, id) }},
		"unmatched":       {"waiting", func(s *shop, _ string) error { _, err := s.Unmatched(s.ctx, 0); return err }},
		"passing":         {"waiting", func(s *shop, _ string) error { _, err := s.Pass(s.ctx); return err }},
		"postponing":      {"postpone", func(s *shop, _ string) error { _, err := s.Pass(s.ctx); return err }},
		"taking a notice": {"receive", func(s *shop, id string) error { return s.Notify(s.ctx, voided(id, "2")) }},
		"a note":          {"person", func(s *shop, id string) error { _, err := s.Do(s.ctx, id, order.Note{Text: "hi"}); return err }},
		"a reason":        {"person", func(s *shop, id string) error { _, err := s.Do(s.ctx, id, order.Cancel{Why: "hi"}); return err }},
		"an address": {"person", func(s *shop, id string) error {
			_, err := s.Do(s.ctx, id, order.Readdress{ShipTo: erika()}, byStaff)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &faulty{down: map[string]bool{}}
			s := newShop(t, func(cfg *order.Config) {
				f.Store = cfg.Store
				cfg.Store = f
			})
			o := s.place(goods(1))
			require.NoError(t, s.Notify(s.ctx, voided("nobody", "1")))
			before := s.snapshot(o.ID)
			f.down[c.method] = true
			s.clock.add(time.Minute)
			e := problem(t, c.call(s, o.ID), order.Unavailable)
			assert.ErrorIs(t, e, errBroken)
			f.down = nil
			if name != "erasing" {
				assert.Equal(t, before, s.snapshot(o.ID), "nothing changed")
			}
			require.NoError(t, c.call(s, o.ID), "and it can be called again")
		})
	}
}

func voided(id, event string) order.Notice {
	return order.Notice{ID: event, Kind: order.NoticeVoided, Order: id, Ref: "v-" + event, Amount: eur("1.00")}
}

func TestANoticeThatCannotBeAppliedNowIsAppliedLater(t *testing.T) {
	f := &faulty{down: map[string]bool{}}
	s := newShop(t, func(cfg *order.Config) {
		f.Store = cfg.Store
		cfg.Store = f
	})
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	n := order.Notice{ID: "1", Kind: order.NoticeChargeback, Ref: "dispute", Parent: s.check(o.ID).Payments[0].Ref, Amount: eur("1.00")}
	f.down["find"] = true // its order is found by the reference
	require.NoError(t, s.Notify(s.ctx, n), "it is stored, so the provider need not come again")
	s.pass(time.Second)
	assert.Empty(t, s.check(o.ID).Cases)
	f.down = nil
	s.pass(time.Hour)
	assert.Equal(t, order.CaseChargeback, s.oneCase(o.ID).Code)
}

func TestErasingMeetsAnotherChangeAndIsDoneAllTheSame(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	lost := 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if lost++; lost <= 2 {
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	require.NoError(t, s.Erase(s.ctx, o.ID))
	_, err := s.Person(s.ctx, o.ID)
	problem(t, err, order.NotFound)
	w.commit = broken
	problem(t, s.Erase(s.ctx, o.ID), order.Unavailable)
}

func TestAPassGoesOnAfterAnOrderThatCannotBeLoaded(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	bad, good := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
	w.load = func(ctx context.Context, id, key string) (order.Record, error) {
		if id == bad.ID {
			return order.Record{}, errBroken
		}
		return w.Store.Load(ctx, id, key)
	}
	s.pass(time.Hour)
	assert.Equal(t, "1 cancelled", states(s.check(good.ID), "mug"))
	w.load = nil
	assert.Equal(t, "1 placed", states(s.check(bad.ID), "mug"))
	s.pass(time.Hour)
	assert.Equal(t, "1 cancelled", states(s.check(bad.ID), "mug"), "its turn comes again")
}

func TestAnOutcomeOutlivesAStoreThatFailsForAMoment(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	commits, loads := 0, 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if commits++; commits == 2 {
			return errBroken // after the money moved
		}
		return w.Store.Commit(ctx, c)
	}
	w.load = func(ctx context.Context, id, key string) (order.Record, error) {
		if loads++; loads == 2 {
			return order.Record{}, errBroken
		}
		return w.Store.Load(ctx, id, key)
	}
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status)
	assert.Equal(t, "EUR 17.40", s.check(o.ID).Payments[0].Authorized.String())
	assert.Len(t, s.pay.Calls("authorize"), 1)
}

// joining is a store that works in a transaction of the host's.
type joining struct {
	order.Store
	joined bool
}

func (j *joining) Joined(context.Context) bool { return j.joined }

func TestNobodyIsCalledInATransactionOfTheHosts(t *testing.T) {
	j := &joining{}
	s := newShop(t, func(cfg *order.Config) {
		j.Store = cfg.Store
		cfg.Store = j
	})
	o := s.place(goods(2))
	j.joined = true
	before := s.calls()
	r, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay"))
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay"))
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status, "nor when it is asked again")
	_, err = s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, before, s.calls())
	j.joined = false // the host has committed
	s.pass(0)
	assert.Equal(t, "2 paid", states(s.check(o.ID), "mug"))
	assert.Equal(t, before+1, s.calls())
}
