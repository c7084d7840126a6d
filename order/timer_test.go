package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// reminding asks unpaid customers twice, through a state of its own, and then
// leaves it to staff.
func reminding(times int) fsm.Definition {
	d := bare()
	d.States[0].Waits = true
	d.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "remind", Times: times}
	d.States = append(d.States, fsm.State{Name: "reminded", Phase: fsm.Created, Timer: &fsm.Timer{After: fsm.Duration(time.Hour), Action: "reopen"}})
	d.Transitions = append(d.Transitions,
		fsm.Transition{Action: "remind", From: "open", To: "reminded", Steps: []fsm.Step{{Do: "mail", Effect: fsm.Notify, Irreversible: true}}},
		fsm.Transition{Action: "reopen", From: "reminded", To: "open"},
		fsm.Transition{Action: "cancel", From: "reminded", To: "cancelled"})
	return d
}

func TestACycleOfTimersEndsWithItsBudget(t *testing.T) {
	mail := &memory.Step{}
	s := bareShop(t, reminding(2), map[string]order.Step{"mail": mail})
	o := s.place(bareDraft())
	for range 60 {
		s.pass(time.Hour)
	}
	first := len(mail.Calls("mail"))
	assert.GreaterOrEqual(t, first, 1)
	assert.LessOrEqual(t, first, 2)
	o = s.check(o.ID)
	assert.Equal(t, "2 open", states(o, "mug"))
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseTimer, c.Code)
	assert.Contains(t, c.Reason, "budget")
	due, err := s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Zero(t, due)
	s.do(o.ID, order.Named{Called: "remind", Of: order.Some("mug", 1)})
	for range 60 {
		s.pass(time.Hour)
	}
	assert.Len(t, mail.Calls("mail"), first+1+first, "a person acted: the budget of that unit begins anew")
}

func TestATimerFiresForTheUnitsThatAreDue(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Deliver{})
	s.clock.add(24 * time.Hour)
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Deliver{})
	s.pass(14 * 24 * time.Hour)
	assert.Equal(t, "1 confirmed, 1 delivered, 1 paid", states(s.check(o.ID), "mug"))
	s.pass(24 * time.Hour)
	assert.Equal(t, "1 confirmed, 1 confirmed, 1 paid", states(s.check(o.ID), "mug"))
	s.pass(14 * 24 * time.Hour)
	assert.Equal(t, "2 completed, 1 paid", states(s.check(o.ID), "mug"))
}

func TestTimersOfSeveralLinesWithOneActionFireTogether(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.pass(30 * time.Minute)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	assert.Len(t, s.stock.Calls("release"), 1)
	assert.Len(t, s.coupons.Calls("giveback"), 1)
}

func TestAReturnThatNeverCameLapses(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.pass(30 * 24 * time.Hour)
	s.pass(time.Minute)
	o = s.check(o.ID)
	assert.Equal(t, "2 confirmed", states(o, "mug"))
	assert.Equal(t, "EUR 25.00", s.members.EarnedFor("c-7", o.ID).String())
}

func TestATimerThatAGuardStopsAsksStaffOnce(t *testing.T) {
	d := bare()
	d.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "work"}
	s := bareShop(t, d, nil)
	o := s.place(bareDraft())
	s.pay.Next("authorize", memory.Refuse("card_declined"))
	for range 5 {
		s.pass(time.Hour)
	}
	assert.Len(t, s.pay.Calls("authorize"), 1)
	c := s.oneCase(o.ID)
	assert.Contains(t, c.Reason, "scripted refusal")
	o = s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.RetryNow})
	assert.Equal(t, "2 done", states(o, "mug"))
}

// Some had earned their points before, some not: only those who had have them.
func TestARefusedTimerLeavesEachUnitWhatItHolds(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(5))
	s.do(o.ID, order.Confirm{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.members.Next("accrue", memory.Refuse("points_closed"))
	s.pass(30 * 24 * time.Hour)
	s.pass(time.Minute)
	assert.Equal(t, "EUR 25.00", s.members.EarnedFor("c-7", o.ID).String())
	o = s.resolve(o.ID, order.Decide{Case: s.oneCase(o.ID).No, Choice: order.RetryNow})
	assert.Equal(t, "5 confirmed", states(o, "mug"))
	assert.Equal(t, "EUR 62.50", s.members.EarnedFor("c-7", o.ID).String())
}

// lingering is a workflow whose work ends after two days, and which may be looked at meanwhile.
func lingering() fsm.Definition {
	d := bare()
	d.States = append(d.States, fsm.State{Name: "busy", Phase: fsm.Created, Timer: &fsm.Timer{After: fsm.Duration(48 * time.Hour), Action: "work"}})
	d.Transitions = append(d.Transitions,
		fsm.Transition{Action: "start", From: "open", To: "busy"},
		fsm.Transition{Action: "polish", From: "busy", To: "busy", Steps: []fsm.Step{{Do: "mail", Effect: fsm.Notify, Irreversible: true}}},
		fsm.Transition{Action: "work", From: "busy", To: "done", Steps: []fsm.Step{{Do: "authorize"}, {Do: "capture"}}},
		fsm.Transition{Action: "cancel", From: "busy", To: "cancelled"})
	return d
}

func TestAnActionThatKeepsTheStateOfUnitsKeepsTheTimerOfEach(t *testing.T) {
	s := bareShop(t, lingering(), map[string]order.Step{"mail": &memory.Step{}})
	o := s.place(free("bare", 2))
	s.do(o.ID, order.Named{Called: "start", Of: order.Some("piece", 1)})
	s.pass(24 * time.Hour)
	s.do(o.ID, order.Named{Called: "start"})
	s.do(o.ID, order.Named{Called: "polish"})
	s.pass(24 * time.Hour)
	assert.Equal(t, "1 done, 1 busy", states(s.check(o.ID), "piece"))
	s.pass(24 * time.Hour)
	assert.Equal(t, "1 done, 1 done", states(s.check(o.ID), "piece"))
}
