package order_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// memorial is a store that recalls orders as they were when it last looked, and says
// how often it was asked.
type memorial struct {
	*memory.Store
	seen           map[string]order.Order
	loads, commits int
	fails          error // of the next commit
	panics         bool  // once the next commit is stored
}

func (m *memorial) Recall(_ context.Context, id string) (order.Order, bool) {
	o, ok := m.seen[id]
	return o.Clone(), ok
}

func (m *memorial) Load(ctx context.Context, id, key string) (order.Record, error) {
	m.loads++
	return m.Store.Load(ctx, id, key)
}

func (m *memorial) Commit(ctx context.Context, c *order.Change) error {
	m.commits++
	if err := m.fails; err != nil {
		m.fails = nil
		return err
	}
	err := m.Store.Commit(ctx, c)
	if m.panics {
		m.panics = false
		panic("boom")
	}
	return err
}

// look lets the store see the order as it is now.
func (m *memorial) look(t *testing.T, id string) {
	rec, err := m.Store.Load(t.Context(), id, "")
	require.NoError(t, err)
	m.seen[id] = rec.Order
	m.loads, m.commits = 0, 0
}

func newMemorial(t *testing.T) (*shop, *memorial) {
	m := &memorial{seen: map[string]order.Order{}}
	s := newShop(t, func(c *order.Config) {
		m.Store = c.Store.(*memory.Store)
		c.Store = m
	})
	return s, m
}

func TestAnActionOnARecalledOrderLoadsNothing(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	m.look(t, o.ID)
	r, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay"))
	require.NoError(t, err)
	require.Equal(t, order.Done, r.Status)
	require.Equal(t, 0, m.loads)
	require.Equal(t, 2, m.commits)
	require.Equal(t, eur("29.90"), s.check(o.ID).Payments[0].Authorized)
}

func TestWhatIsRefusedOnARecalledOrderIsPlannedAnew(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	m.look(t, o.ID)
	s.do(o.ID, order.Pay{}, byCustomer)
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff) // it was not paid when it was seen
	require.NoError(t, err)
	require.Equal(t, order.Done, r.Status)
	s.check(o.ID)
}

func TestWhatIsPlannedOnAnOutdatedOrderCallsNobody(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{}, byCustomer)
	m.look(t, o.ID)
	s.do(o.ID, order.Cancel{}, byStaff)
	before := s.calls()
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Refused)
	require.NotEqual(t, order.Done, r.Status)
	require.Equal(t, before, s.calls())
	s.check(o.ID)
}

func TestAKeyWithAnAnswerIsNotActedOnAgain(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{}, byCustomer)
	s.do(o.ID, order.Ship{}, byStaff)
	refund := func() order.Result {
		m.look(t, o.ID)
		r, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("1.00")}, byStaff, order.Key("sorry"))
		require.NoError(t, err)
		require.Equal(t, order.Done, r.Status)
		return r
	}
	first := refund()
	require.Equal(t, first.Order, refund().Order)
	require.Equal(t, eur("1.00"), s.check(o.ID).Payments[0].Refunded)
}

// Whether it is stored cannot be told; that the caller hears.
func TestAGuessThatMayBeStoredIsNotMadeAgain(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	m.look(t, o.ID)
	m.fails = errBroken
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("pay"))
	problem(t, err, order.Unavailable)
	require.Equal(t, 0, m.loads)
	require.Equal(t, 1, m.commits)
}

// A copy that is damaged says nothing about the order.
func TestADamagedMemoryQuarantinesNothing(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	m.look(t, o.ID)
	m.seen[o.ID].Lines[0].Runs[0].Count = 1
	r, err := s.Do(s.ctx, o.ID, order.Tag{Add: []string{"vip"}}, byStaff)
	require.NoError(t, err)
	require.Equal(t, []string{"vip"}, r.Order.Tags)
	require.Empty(t, s.check(o.ID).Quarantine)
}

// Nor does a guard that fails on what was recalled: the order is no longer so.
func TestAPanicOnARecalledOrderQuarantinesNothing(t *testing.T) {
	m, stale := &memorial{seen: map[string]order.Order{}}, int64(0)
	s := guarded(t, func(x order.Situation) bool {
		if x.Order.Version == stale {
			panic("boom")
		}
		return true
	}, func(c *order.Config) { m.Store, c.Store = c.Store.(*memory.Store), m })
	o := s.place(bareDraft())
	m.look(t, o.ID)
	stale = o.Version
	s.do(o.ID, order.Tag{Add: []string{"vip"}})
	m.seen[o.ID] = *o
	s.do(o.ID, order.Named{Called: "work"})
	require.Empty(t, s.check(o.ID).Quarantine)
}

// Placing again is answered, whatever the shop's guards have come to since.
func TestAPanicOnPlacingAgainQuarantinesNothing(t *testing.T) {
	d, on := bare(), false
	first := d.Transitions[0]
	first.Guards = []string{"ready"}
	d.Transitions = append([]fsm.Transition{first}, d.Transitions...)
	s := bareShop(t, d, nil, func(c *order.Config) {
		c.Guards = map[string]order.Guard{"ready": func(order.Situation) bool {
			if on {
				panic("boom")
			}
			return true
		}}
	})
	placed, err := s.Place(s.ctx, bareDraft(), order.Key("cart"))
	require.NoError(t, err)
	on = true
	again, err := s.Place(s.ctx, bareDraft(), order.Key("cart"))
	require.NoError(t, err)
	require.Equal(t, placed.Order, again.Order)
	other := numbered(bareDraft(), "2026-2")
	_, err = s.Place(s.ctx, other, order.Key("cart-2"))
	problem(t, err, order.Invalid)
}

// A store that panics may have stored the action: it is not made again.
func TestAPanicOfTheStoreIsNoGuess(t *testing.T) {
	s, m := newMemorial(t)
	o := s.place(goods(2))
	m.look(t, o.ID)
	m.panics = true
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	problem(t, err, order.Quarantined)
	require.Equal(t, 2, m.commits, "the action, and the quarantine")
}

func TestPlacingUnderAKeyLoadsNothingTheFirstTime(t *testing.T) {
	s, m := newMemorial(t)
	first, err := s.Place(s.ctx, goods(2), byCustomer, order.Key("cart-1"))
	require.NoError(t, err)
	require.Equal(t, 0, m.loads)

	again, err := s.Place(s.ctx, goods(2), byCustomer, order.Key("cart-1"))
	require.NoError(t, err)
	require.Equal(t, first.Order, again.Order)

	other := goods(3)
	other.Number = "2026-2"
	_, err = s.Place(s.ctx, other, byCustomer, order.Key("cart-1"))
	require.Equal(t, order.CodeKeyReused, problem(t, err, order.Conflict).Code)
	s.place(other)
	_, err = s.Place(s.ctx, other, byCustomer, order.Key("cart-1"))
	require.Equal(t, order.CodeKeyReused, problem(t, err, order.Conflict).Code, "whoever has the number")

	_, err = s.Place(s.ctx, goods(2), byCustomer, order.Key("cart-2"))
	require.Equal(t, order.CodeNumberTaken, problem(t, err, order.Conflict).Code)
}
