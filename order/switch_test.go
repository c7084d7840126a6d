package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// packing is version 2 of the goods workflow: paid units are packed before they
// are shipped, and unpaid ones have an hour.
func packing() fsm.Definition {
	d := fsm.Goods()
	d.Version = 2
	d.States[0].Timer.After = fsm.Duration(time.Hour)
	d.States = append(d.States, fsm.State{Name: "packed", Phase: fsm.Paid, Waits: true})
	for i := range d.Transitions {
		if d.Transitions[i].Action == "ship" {
			d.Transitions[i].From = "packed"
		}
	}
	cancel := fsm.Transition{Action: "cancel", From: "packed", To: "cancelled", By: []fsm.Role{fsm.Staff},
		Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}, {Do: "giveback"}}}
	d.Transitions = append(d.Transitions, fsm.Transition{Action: "pack", From: "paid", To: "packed"}, cancel)
	return d
}

var (
	toTwo = order.Switch{Workflow: "goods", From: 1, To: 2}
	toOne = order.Switch{Workflow: "goods", From: 2, To: 1}
)

// twoVersions knows both versions of goods and the ways between them; new orders
// are placed under the first one.
func twoVersions(c *order.Config) {
	one, two := fsm.Goods(), packing()
	c.Workflows = append([]order.Workflow{{Type: "goods", Definition: two}}, order.StandardWorkflows()...)
	c.Switches = []fsm.Switch{fsm.SwitchTo(one, two),
		fsm.SwitchTo(two, one, fsm.Landing{From: "packed", To: "paid"}, fsm.Landing{From: "placed", To: "placed", Timer: fsm.Anew})}
}

func TestASwitchedOrderFinishesUnderTheOtherVersion(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(mixed())
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	before, outside := s.check(o.ID), s.calls()

	r := s.do(o.ID, toTwo)
	assert.Equal(t, before.Version+1, r.Order.Version, "one commit")
	assert.Equal(t, outside, s.calls(), "nobody was asked")
	assert.Equal(t, total(t, before), total(t, &r.Order))
	mug, _ := r.Order.Line("mug")
	assert.Equal(t, 2, r.Order.Workflows[mug.Workflow].Version)
	assert.Len(t, r.Order.Workflows, 3, "the version that nothing runs under is forgotten")
	for _, id := range []string{"ring", "song"} {
		l, _ := r.Order.Line(id)
		was, _ := before.Line(id)
		assert.Equal(t, before.Workflows[was.Workflow], r.Order.Workflows[l.Workflow])
		assert.Equal(t, was.Runs, l.Runs)
	}
	history, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	ev := history[len(history)-1]
	assert.Equal(t, "switch", ev.Action)
	assert.JSONEq(t, `{"workflow": "goods", "from": 1, "to": 2}`, string(ev.Data))
	assert.Equal(t, []order.Move{{Line: "mug", First: 0, Count: 1, From: "shipped", To: "shipped"},
		{Line: "mug", First: 1, Count: 2, From: "paid", To: "paid"}}, ev.Moves)

	_, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	problem(t, err, order.Refused)
	s.do(o.ID, order.Named{Called: "pack"})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	s.do(o.ID, order.Confirm{})
	o = &s.do(o.ID, order.Complete{}).Order
	assert.Equal(t, "1 returned, 1 cancelled, 1 completed", states(o, "mug"))
	assert.Equal(t, memory.Level{Available: 999_999, Sold: 1}, s.stock.Level("MUG"))
	paid := s.pay.PaidFor(o.ID)
	inHand, err := paid.Captured.Sub(paid.Refunded)
	require.NoError(t, err)
	assert.Equal(t, total(t, o).Paid, inHand)
}

func TestTheWayBackIsASwitchOfItsOwn(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, toTwo)
	s.clock.add(time.Minute)
	s.do(o.ID, order.Named{Called: "pack", Of: order.Some("mug", 2)})
	r := s.do(o.ID, toOne)
	assert.Equal(t, "2 paid, 1 paid", states(&r.Order, "mug"), "each since its own time")
	assert.Equal(t, 1, r.Order.Workflows[0].Version)
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Captured.String())

	s = newShop(t, twoVersions, func(c *order.Config) { c.Switches = c.Switches[:1] })
	o = s.place(goods(1))
	s.do(o.ID, toTwo)
	_, err := s.Do(s.ctx, o.ID, toOne, byStaff)
	assert.Equal(t, order.CodeNoSwitch, problem(t, err, order.Refused).Code, "nobody proved it")
}

func TestASwitchIsPlannedAndDoneExactly(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(goods(2))
	before := s.snapshot(o.ID)
	p, err := s.Plan(s.ctx, o.ID, toTwo, byStaff)
	require.NoError(t, err)
	assert.Equal(t, before, s.snapshot(o.ID))
	assert.Equal(t, order.Done, p.Status)
	assert.Empty(t, p.Calls)
	assert.Equal(t, p.Before, p.After)
	assert.Equal(t, []order.Move{{Line: "mug", Count: 2, From: "placed", To: "placed"}}, []order.Move{p.Moves[0].Move})
	s.do(o.ID, order.Pay{Of: order.Some("mug", 1)})
	_, err = s.Do(s.ctx, o.ID, toTwo, byStaff, order.Exactly(p))
	problem(t, err, order.Conflict)
	p, err = s.Plan(s.ctx, o.ID, toTwo, byStaff)
	require.NoError(t, err)
	r := s.do(o.ID, toTwo, byStaff, order.Exactly(p), order.Key("once"))
	again, err := s.Do(s.ctx, o.ID, toTwo, byStaff, order.Key("once"))
	require.NoError(t, err)
	assert.Equal(t, r.Order.Version, again.Order.Version)
	assert.Equal(t, order.Done, again.Status)
}

func TestWhenASwitchIsNotPossible(t *testing.T) {
	for name, c := range map[string]struct {
		before func(s *shop, id string)
		do     order.Switch
		by     order.Option
		kind   order.Kind
		code   string
	}{
		"customers do not switch": {nil, toTwo, byCustomer, order.Refused, order.CodeNotYou},
		"no such way":             {nil, order.Switch{Workflow: "goods", From: 1, To: 3}, byStaff, order.Refused, order.CodeNoSwitch},
		"nothing said":            {nil, order.Switch{}, byStaff, order.Refused, order.CodeNoSwitch},
		"no line runs under it":   {nil, toOne, byStaff, order.Refused, order.CodeNothing},
		"done already":            {func(s *shop, id string) { s.do(id, toTwo) }, toTwo, byStaff, order.Refused, order.CodeNothing},
		"on hold":                 {func(s *shop, id string) { s.do(id, order.Hold{Why: "fraud check"}) }, toTwo, byStaff, order.Refused, order.CodeOnHold},
		"an action is under way": {func(s *shop, id string) {
			s.pay.Next("authorize", memory.Fail(1))
			_, err := s.tryPay(id)
			require.NoError(s.t, err)
		}, toTwo, byStaff, order.Busy, ""},
		"same version, other content": {func(s *shop, id string) {
			s.rewire(func(c *order.Config) { c.Workflows[1].Definition.States[1].Label = "edited" })
		}, toTwo, byStaff, order.Refused, order.CodeWorkflowGone},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, twoVersions)
			o := s.place(goods(2))
			if c.before != nil {
				c.before(s, o.ID)
			}
			before := s.snapshot(o.ID)
			_, err := s.Do(s.ctx, o.ID, c.do, c.by)
			assert.Equal(t, c.code, problem(t, err, c.kind).Code)
			assert.Equal(t, before, s.snapshot(o.ID))
		})
	}
}

func TestUnitsThatHoldWhatTheVersionDoesNotKnowAreNotSwitched(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, twoVersions, wrap(w))
	o := s.place(goods(2))
	w.load = func(ctx context.Context, id, key string) (order.Record, error) {
		rec, err := w.Store.Load(ctx, id, key)
		rec.Order.Lines[0].Runs[0].Held |= fsm.Accrued
		return rec, err
	}
	_, err := s.Do(s.ctx, o.ID, toTwo, byStaff)
	assert.Equal(t, order.CodeHeld, problem(t, err, order.Refused).Code)
	assert.Equal(t, []string{"mug[placed] held"}, faultsOf(t, err))
}

func TestMoneyThatWasTakenAheadIsSwitched(t *testing.T) {
	s := newShop(t, twoVersions)
	s.Gateways[""] = plain{s.pay}
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, toTwo)
	s.do(o.ID, order.Named{Called: "pack", Of: order.Some("mug", 1)})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Named{Called: "pack"})
	s.do(o.ID, order.Ship{})
	assert.Len(t, s.pay.Calls("capture"), 1)
	assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Refunded.String())
}

func TestUnitsWhosePlacingWasRefusedComeAlong(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(goods(1))
	s.stock.Set("CUP", 0)
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 1)}}, byStaff)
	problem(t, err, order.Refused)
	r := s.do(o.ID, toTwo)
	assert.Equal(t, "1 placed", states(&r.Order, "mug"))
	assert.Equal(t, "1 refused", states(&r.Order, "cup"))
	assert.Len(t, r.Order.Workflows, 1)
	s.do(o.ID, order.Cancel{})
}

func TestTimersCountAsTheSwitchSays(t *testing.T) {
	t.Run("kept: from when the units entered", func(t *testing.T) {
		s := newShop(t, twoVersions)
		o := s.place(goods(1))
		s.pass(29 * time.Minute)
		s.do(o.ID, toTwo)
		s.pass(30 * time.Minute)
		assert.Equal(t, fsm.Created, s.check(o.ID).Status(), "an hour in all, not half of one")
		s.pass(time.Minute)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	})
	t.Run("anew: from the switch", func(t *testing.T) {
		s := newShop(t, twoVersions)
		o := s.place(goods(1))
		s.do(o.ID, toTwo)
		s.pass(59 * time.Minute)
		s.do(o.ID, toOne)
		s.pass(29 * time.Minute)
		assert.Equal(t, fsm.Created, s.check(o.ID).Status(), "nothing happens at once")
		s.pass(time.Minute)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	})
	t.Run("a budget is not filled up", func(t *testing.T) {
		mail := &memory.Step{}
		two := reminding(2)
		two.Version = 2
		two.States[0].Name, two.Initial = "waiting", "waiting"
		for i := range two.Transitions {
			tr := &two.Transitions[i]
			if tr.From == "open" {
				tr.From = "waiting"
			}
			if tr.To == "open" {
				tr.To = "waiting"
			}
		}
		s := bareShop(t, reminding(2), map[string]order.Step{"mail": mail}, func(c *order.Config) {
			c.Workflows = append([]order.Workflow{{Type: "bare", Definition: two}}, c.Workflows...)
			c.Switches = []fsm.Switch{fsm.SwitchTo(reminding(2), two, fsm.Landing{From: "open", To: "waiting"})}
		})
		o := s.place(bareDraft())
		s.pass(time.Hour)
		require.Len(t, mail.Calls("mail"), 1)
		s.do(o.ID, order.Switch{Workflow: "bare", From: 1, To: 2})
		for range 60 {
			s.pass(time.Hour)
		}
		assert.LessOrEqual(t, len(mail.Calls("mail")), 2)
		assert.Equal(t, order.CaseTimer, s.oneCase(o.ID).Code)
	})
	t.Run("a timer that was disarmed stays so", func(t *testing.T) {
		one := bare()
		one.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "work"}
		two := one
		two.Version = 2
		s := bareShop(t, one, nil, func(c *order.Config) {
			c.Workflows = append([]order.Workflow{{Type: "bare", Definition: two}}, c.Workflows...)
			c.Switches = []fsm.Switch{fsm.SwitchTo(one, two)}
		})
		o := s.place(bareDraft())
		s.pay.Next("authorize", memory.Refuse("card_declined"))
		s.pass(time.Hour)
		c := s.oneCase(o.ID)
		s.do(o.ID, order.Switch{Workflow: "bare", From: 1, To: 2})
		s.pass(time.Hour)
		assert.Len(t, s.pay.Calls("authorize"), 1)
		o = s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.RetryNow})
		assert.Equal(t, "2 done", states(o, "mug"))
	})
}

func TestACrashAtTheSwitchLeavesOneVersionOrTheOther(t *testing.T) {
	for name, stored := range map[string]bool{"before it is stored": false, "after it was stored": true} {
		t.Run(name, func(t *testing.T) {
			w := &wrapped{}
			s := newShop(t, twoVersions, wrap(w))
			o := s.place(goods(2))
			s.do(o.ID, order.Pay{})
			w.commit = func(ctx context.Context, c *order.Change) error {
				w.commit = nil
				if stored {
					require.NoError(t, w.Store.Commit(ctx, c))
				}
				return errBroken
			}
			_, err := s.Do(s.ctx, o.ID, toTwo, byStaff, order.Key("k"))
			problem(t, err, order.Unavailable)
			now := s.check(o.ID)
			assert.Equal(t, map[bool]int{false: 1, true: 2}[stored], now.Workflows[0].Version)
			r := s.do(o.ID, toTwo, byStaff, order.Key("k"))
			assert.Equal(t, 2, r.Order.Workflows[0].Version)
			s.do(o.ID, order.Named{Called: "pack"})
			s.do(o.ID, order.Ship{})
		})
	}
}

// twoPrograms are two processes over one store: old does not know version 2.
func twoPrograms(t *testing.T) (old, fresh *shop, w *wrapped, id string) {
	w = &wrapped{}
	old = newShop(t, wrap(w))
	copied := *old
	fresh = &copied
	fresh.rewire(func(c *order.Config) { c.Store = old.store; twoVersions(c) })
	return old, fresh, w, old.place(goods(2)).ID
}

func TestAProgramThatKnowsOnlyTheOldVersion(t *testing.T) {
	t.Run("does not store over the switch", func(t *testing.T) {
		old, fresh, w, id := twoPrograms(t)
		w.load = func(ctx context.Context, id, key string) (order.Record, error) {
			w.load = nil
			rec, err := w.Store.Load(ctx, id, key)
			fresh.do(id, toTwo) // while the old program thinks
			return rec, err
		}
		_, err := old.Do(old.ctx, id, order.Cancel{}, byCustomer)
		assert.Contains(t, faultsOf(t, err), "mug "+order.CodeWorkflowGone)
		assert.Equal(t, "2 placed", states(fresh.check(id), "mug"))
	})
	t.Run("loses nothing to a switch that comes too late", func(t *testing.T) {
		old, fresh, _, id := twoPrograms(t)
		v := fresh.check(id).Version
		old.do(id, order.Pay{})
		_, err := fresh.Do(fresh.ctx, id, toTwo, byStaff, order.Expect(v))
		problem(t, err, order.Conflict)
		assert.Equal(t, "2 paid", states(&fresh.do(id, toTwo).Order, "mug"))
	})
	t.Run("leaves the order's timers to others", func(t *testing.T) {
		old, fresh, _, id := twoPrograms(t)
		fresh.do(id, toTwo)
		old.pass(time.Hour)
		assert.Equal(t, fsm.Created, old.check(id).Status())
		v := old.check(id).Version
		old.pass(time.Minute)
		assert.Equal(t, v, old.check(id).Version, "nothing is stored")
		fresh.pass(time.Minute)
		assert.Equal(t, fsm.Cancelled, fresh.check(id).Status(), "as soon as the lease ends")
	})
	t.Run("leaves news of the order to others", func(t *testing.T) {
		old, fresh, _, id := twoPrograms(t)
		fresh.do(id, toTwo)
		fresh.do(id, order.Pay{})
		require.NoError(t, old.Notify(old.ctx, order.Notice{ID: "p1", Kind: "pack", Order: id}))
		assert.Empty(t, old.check(id).Cases, "an action of another version is not wrong")
		fresh.pass(15 * time.Minute)
		assert.Equal(t, "2 packed", states(fresh.check(id), "mug"))
		fresh.do(id, order.Ship{})
		o := fresh.check(id)
		require.NoError(t, old.Notify(old.ctx, order.Notice{ID: "d1", Kind: "deliver", Ref: o.Shipments[0].Tracking}))
		assert.Equal(t, "2 shipped", states(old.check(id), "mug"))
		assert.Empty(t, old.check(id).Cases, "nothing is wrong with it")
		old.pass(time.Minute)
		fresh.pass(time.Hour)
		assert.Equal(t, "2 delivered", states(fresh.check(id), "mug"))
	})
	t.Run("leaves what waits in the order to others", func(t *testing.T) {
		old, fresh, _, id := twoPrograms(t)
		fresh.do(id, toTwo)
		paid := order.Notice{ID: "c1", Kind: order.NoticeCaptured, Order: id, Ref: "bank-1", Amount: eur("29.90")}
		require.NoError(t, old.Notify(old.ctx, paid), "money is booked by anybody")
		o := old.check(id)
		assert.Equal(t, "EUR 29.90", total(t, o).Paid.String())
		assert.Equal(t, "2 placed", states(o, "mug"), "moving units is for those who know how")
		assert.Empty(t, o.Cases)
		old.pass(time.Minute)
		fresh.pass(15 * time.Minute)
		assert.Equal(t, "2 paid", states(fresh.check(id), "mug"))
	})
	t.Run("cannot raise its lines", func(t *testing.T) {
		old, fresh, _, id := twoPrograms(t)
		fresh.do(id, order.Modify{Add: []order.Item{item("ring", "made_to_order", "80.00", 1)}})
		fresh.do(id, toTwo)
		_, err := old.Do(old.ctx, id, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 5}}}, byStaff)
		assert.Equal(t, order.CodeWorkflowGone, problem(t, err, order.Refused).Code)
		assert.Empty(t, old.check(id).Quarantine)
	})
}

func TestNothingSwitchesByItself(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.rewire(func(c *order.Config) {
		twoVersions(c)
		c.Workflows = append(c.Workflows, order.Workflow{Type: "goods", Definition: packing()})
	})
	s.pass(24 * time.Hour)
	s.do(o.ID, order.Ship{})
	assert.Equal(t, 1, s.check(o.ID).Workflows[0].Version)
	fresh := s.place(numbered(goods(1), "2026-2"))
	assert.Equal(t, 2, fresh.Workflows[0].Version)
}
