package order_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// planned plans, sees that nothing happened, confirms the plan, and compares
// what happened with it.
func planned(t *testing.T, s *shop, id string, a order.Action, by order.Option) order.Plan {
	t.Helper()
	t.Helper()
	before, calls := s.snapshot(id), s.calls()
	p, err := s.Plan(s.ctx, id, a, by)
	require.NoError(t, err)
	require.Equal(t, before, s.snapshot(id), "a plan changes nothing")
	require.Equal(t, calls, s.calls(), "a plan calls nobody")
	again, err := s.Plan(s.ctx, id, a, by)
	require.NoError(t, err)
	require.Equal(t, p, again)
	o := s.check(id)
	assert.Equal(t, total(t, o), p.Before)
	assert.Equal(t, o.Version, p.Version)
	seen := s.log()

	r := s.do(id, a, by, order.Exactly(p))
	assert.Equal(t, p.After, total(t, &r.Order), "the preview is the commit")
	var want, got []string
	for _, c := range p.Calls {
		want = append(want, fmt.Sprint(c.Op, c.Key, c.Amount.Minor()))
	}
	for i, calls := range s.log() {
		for _, c := range calls[len(seen[i]):] {
			got = append(got, fmt.Sprint(c.Op, c.Key, c.Amount.Minor()))
		}
	}
	assert.ElementsMatch(t, want, got)
	for _, m := range p.Moves {
		l, ok := r.Order.Line(m.Line)
		require.True(t, ok)
		for _, run := range l.Runs {
			if run.First <= m.First && m.First < run.First+run.Count {
				assert.Equal(t, m.To, run.State)
				assert.Equal(t, m.Phase, run.Phase)
				assert.Equal(t, m.Held, run.Held)
			}
		}
	}
	return p
}

// log is every call of every port, port by port.
func (s *shop) log() [][]memory.Call {
	var all [][]memory.Call
	for _, script := range s.scripts() {
		all = append(all, script.Calls(""))
	}
	return all
}

func ops(p order.Plan) []string {
	var out []string
	for _, c := range p.Calls {
		if c.Amount.IsZero() {
			out = append(out, c.Op)
			continue
		}
		out = append(out, c.Op+" "+c.Amount.String())
	}
	return out
}

func TestAPlanIsWhatHappens(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(4))
	p := planned(t, s, o.ID, order.Pay{With: []order.Tender{{Token: "gift", Amount: eur("20.00")}, {Token: "card"}}}, byCustomer)
	assert.Equal(t, order.Pending, p.Status)
	assert.Equal(t, []string{"authorize EUR 20.00", "authorize EUR 34.90"}, ops(p))
	assert.Equal(t, "EUR 54.90", p.After.Promised.String())
	assert.Equal(t, "EUR 54.90", p.After.Balance.String())

	p = planned(t, s, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}}, byCustomer)
	assert.Equal(t, []string{"void EUR 12.50", "release"}, ops(p))
	assert.Equal(t, "EUR 42.40", p.After.Total.String())

	p = planned(t, s, o.ID, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	assert.Equal(t, "EUR 29.90", p.After.Paid.String())

	p = planned(t, s, o.ID, order.Cancel{}, byCustomer)
	assert.Equal(t, []string{"void EUR 12.50", "release"}, ops(p))
	assert.True(t, p.After.Balance.IsZero())

	p = planned(t, s, o.ID, order.Deliver{}, byStaff)
	assert.Equal(t, order.Done, p.Status)
	assert.Empty(t, p.Calls)

	p = planned(t, s, o.ID, order.Refund{Amount: eur("3.33")}, byStaff)
	assert.Equal(t, []string{"refund EUR 3.33"}, ops(p))
	assert.Equal(t, "EUR 26.57", p.After.Total.String())

	planned(t, s, o.ID, order.Return{Of: order.Some("mug", 1)}, byCustomer)
	planned(t, s, o.ID, order.Receive{}, byStaff)
	p = planned(t, s, o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}}, byStaff)
	assert.Equal(t, p.Before.Paid.Minor()-p.After.Paid.Minor(), p.Before.Total.Minor()-p.After.Total.Minor())
	assert.True(t, p.After.Balance.IsZero())
	p = planned(t, s, o.ID, order.Tag{Add: []string{"calm"}}, byStaff)
	assert.Equal(t, p.Before, p.After)
}

func TestAPlanTellsEveryPort(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	p, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	assert.Equal(t, []string{"release", "giveback"}, ops(p))
	s.do(o.ID, order.Pay{})
	p, err = s.Plan(s.ctx, o.ID, order.Produce{}, byStaff)
	require.NoError(t, err)
	require.Len(t, p.Calls, 2)
	assert.True(t, p.Calls[0].Pivot)
	assert.Equal(t, "EUR 76.90", p.Calls[0].Amount.String(), "the ring and the shipping")
	assert.Equal(t, []order.Units{{Line: "ring", Count: 1}}, p.Calls[1].Units)
	p, err = s.Plan(s.ctx, o.ID, order.Pay{}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Ignored, p.Status)
	p, err = s.Plan(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 2)}}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, p.Before.Total.Minor()+600, p.After.Total.Minor())
	_, err = s.Plan(s.ctx, o.ID, order.Ship{Of: order.All("ring")}, byStaff)
	problem(t, err, order.Refused)
}

func TestAPlanThatIsStaleIsAConflict(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	stale, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	before, calls := s.snapshot(o.ID), s.calls()
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer, order.Exactly(stale))
	problem(t, err, order.Conflict)
	assert.Equal(t, before, s.snapshot(o.ID))
	assert.Equal(t, calls, s.calls())
	_, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer, order.Exactly(stale))
	problem(t, err, order.Conflict)

	fresh, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	assert.NotEqual(t, stale.Hash, fresh.Hash)
	s.do(o.ID, order.Tag{Add: []string{"vip"}}) // not what the plan is about
	r := s.do(o.ID, order.Cancel{}, byCustomer, order.Exactly(fresh))
	assert.Equal(t, fresh.After, total(t, &r.Order))
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, fresh.Hash, events[len(events)-1].Plan, "G7: history knows the plan that was confirmed")
}

func TestAnUnpaidExchangeIsPlannedAsItHappens(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	p := planned(t, s, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}, Add: []order.Item{item("cup", "goods", "15.00", 1)}}, byCustomer)
	assert.Equal(t, []string{"reserve", "release"}, ops(p), "the new before the old")
	assert.Equal(t, "EUR 32.40", p.After.Total.String())
	assert.Equal(t, fsm.Created, s.check(o.ID).Status())
}
