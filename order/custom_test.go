package order_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Engrave is a shop's own action.
type Engrave struct {
	Of   order.Selection `json:"of,omitempty"`
	Text string          `json:"text"`
	Memo string          `json:"memo,omitempty"`
}

func (Engrave) Name() string              { return "engrave" }
func (e Engrave) Select() order.Selection { return e.Of }
func (e Engrave) Public() order.Action    { e.Memo = ""; return e }

// engraved is the workflow of a shop's own product type: pieces are engraved
// between paying and shipping.
func engraved() fsm.Definition {
	d := fsm.Goods()
	d.Name = "engraved"
	d.States = append(d.States, fsm.State{Name: "engraved", Phase: fsm.Production, Waits: true})
	var ts []fsm.Transition
	for _, t := range d.Transitions {
		if t.Action == "ship" {
			t.From = "engraved"
		}
		ts = append(ts, t)
	}
	d.Transitions = append(ts,
		fsm.Transition{Action: "engrave", From: "paid", To: "engraved", Guards: []string{"short"},
			Steps: []fsm.Step{{Do: "laser", Effect: fsm.Notify, Idempotent: true, Irreversible: true}}, By: []fsm.Role{fsm.Staff}},
		fsm.Transition{Action: "cancel", From: "engraved", To: "cancelled",
			Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}, {Do: "giveback"}}, By: []fsm.Role{fsm.Staff}})
	d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "engrave", In: []string{"paid"}, Answer: fsm.Refuse, Because: "too long for a ring"})
	return d
}

func TestAShopsOwnProductTypeActionStepAndGuard(t *testing.T) {
	var seen order.StepCall
	s := newShop(t, func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "engraved", Definition: engraved()})
		c.Actions = []order.Action{Engrave{}}
		c.Guards = map[string]order.Guard{"short": func(x order.Situation) bool {
			return len(x.Action.(Engrave).Text) <= 10 && x.Line.SKU == "RING" && x.Run.State == "paid" && x.Actor.ID == "anna" && x.Order.Currency == currency.EUR
		}}
		c.Steps = map[string]order.Step{"laser": order.StepFunc(func(_ context.Context, c order.StepCall) (order.Receipt, error) {
			seen = c
			c.Order.Lines[0].Runs[0].Count = 99
			c.Order.Lines[0].Price.Taxes[0].Amount = eur("9.99")
			c.Order.Charges[0].Lines[0] = "nothing"
			return order.Receipt{Ref: "laser-1"}, nil
		})}
	})
	d := mixed()
	d.Items[1].Type = "engraved"
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	_, err := s.Do(s.ctx, o.ID, Engrave{Text: "a very long dedication"}, byStaff)
	assert.Contains(t, problem(t, err, order.Refused).Error(), "too long for a ring")
	_, err = s.Do(s.ctx, o.ID, Engrave{Of: order.Some("mug", 1), Text: "Zoë"}, byStaff)
	problem(t, err, order.Refused)
	before := s.check(o.ID)
	r := s.do(o.ID, Engrave{Text: "Zoë", Memo: "for her mother"}, byStaff)
	assert.Equal(t, "1 engraved", states(&r.Order, "ring"))
	assert.Equal(t, "laser", seen.Step)
	assert.Equal(t, []order.Goods{{Line: "ring", SKU: "RING", Title: "ring", Quantity: 1, Value: eur("60.50")}}, seen.Goods)
	assert.Equal(t, Engrave{Text: "Zoë"}, seen.Action, "without what history must not keep")
	assert.Equal(t, o.ID, seen.Order.ID)
	after := s.check(o.ID)
	assert.Equal(t, before.Lines[0], after.Lines[0], "a step gets a copy of the record")
	assert.Equal(t, before.Charges, after.Charges)
	assert.NotContains(t, s.allStored(), "her mother")
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "ring"), "the rest is the engine's")
	assert.Equal(t, fsm.Production, s.check(o.ID).Status())
}

func TestAStepsAnswerIsTakenByWhatItPromises(t *testing.T) {
	odd := errors.New("connection reset")
	step := func(s fsm.Step) fsm.Step {
		s.Do, s.Undo = "laser", "polish"
		if s.Effect == "" {
			s.Effect = fsm.Notify
		}
		return s
	}
	for name, c := range map[string]struct {
		step   fsm.Step
		fault  memory.Fault
		lookup bool
		runs   int
		same   bool // the same key again
		stuck  string
		heard  order.Outcome
	}{
		"keyed, answer lost":                 {step: fsm.Step{Idempotent: true}, fault: memory.Lost(1), runs: 2, same: true},
		"keyed, odd error":                   {step: fsm.Step{Idempotent: true}, fault: memory.Odd(odd), runs: 2, same: true, heard: order.OutcomeUnknown},
		"lookup, answer lost":                {step: fsm.Step{Lookup: true}, fault: memory.Lost(1), lookup: true, runs: 1},
		"lookup, request lost":               {step: fsm.Step{Lookup: true}, fault: memory.LostUndone(1), lookup: true, runs: 1, stuck: order.CaseUnknown},
		"neither, odd error: tried again":    {step: fsm.Step{}, fault: memory.Odd(odd), runs: 2, same: true, heard: order.OutcomeTemporary},
		"neither, answer lost: asks staff":   {step: fsm.Step{}, fault: memory.Lost(1), runs: 1, stuck: order.CaseUnknown},
		"neither, panic":                     {step: fsm.Step{}, fault: memory.PanicUndone(), runs: 2, same: true},
		"logistics, keyed, panic":            {step: fsm.Step{Effect: fsm.Logistics, Idempotent: true}, fault: memory.Panic(), runs: 2, same: true},
		"logistics, lookup, odd error":       {step: fsm.Step{Effect: fsm.Logistics, Lookup: true}, fault: memory.Odd(odd), lookup: true, runs: 1, stuck: order.CaseUnknown},
		"temporary":                          {step: fsm.Step{}, fault: memory.Fail(1), runs: 2, same: true},
		"its own retry policy":               {step: fsm.Step{Retry: &fsm.Retry{Attempts: 1}}, fault: memory.Fail(1), runs: 1, stuck: order.CaseGivenUp},
		"waits for somebody, who never came": {step: fsm.Step{Lookup: true}, fault: memory.Await("https://example.com"), lookup: true, runs: 1, stuck: order.CaseUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			laser := &memory.Step{}
			var run order.Step = order.StepFunc(laser.Run)
			if c.lookup {
				run = laser
			}
			s := bareShop(t, bare(step(c.step)), map[string]order.Step{"laser": run, "polish": &memory.Step{}})
			o := s.place(bareDraft())
			laser.Next("laser", c.fault)
			_, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
			require.NoError(t, err)
			for range 14 {
				s.pass(7 * time.Hour)
			}
			if c.heard != "" {
				events, err := s.History(s.ctx, o.ID)
				require.NoError(t, err)
				assert.Equal(t, c.heard, event(t, events, order.EventStep).Outcome)
			}
			calls := laser.Calls("laser")
			assert.Len(t, calls, c.runs)
			if c.same {
				assert.Equal(t, calls[0].Key, calls[1].Key)
			}
			assert.LessOrEqual(t, laser.Effects(calls[0].Key), 1)
			assert.Equal(t, c.lookup, len(laser.Calls("lookup")) > 0)
			if c.stuck != "" {
				assert.Equal(t, c.stuck, s.oneCase(o.ID).Code)
				return
			}
			assert.Equal(t, "2 done", states(s.check(o.ID), "mug"))
		})
	}
}

func TestAnOwnStepWaitsForSomebody(t *testing.T) {
	laser := &memory.Step{}
	s := bareShop(t, bare(fsm.Step{Do: "laser", Effect: fsm.Notify, Lookup: true, Irreversible: true}), map[string]order.Step{"laser": laser})
	o := s.place(bareDraft())
	laser.Next("laser", memory.Await("https://example.com/approve"))
	work := order.Named{Called: "work"}
	r, err := s.Do(s.ctx, o.ID, work, byStaff, order.Key("w"))
	require.NoError(t, err)
	assert.Equal(t, order.Waiting, r.Status)
	assert.Equal(t, "https://example.com/approve", r.URL)
	s.pass(r5)
	r, err = s.Do(s.ctx, o.ID, work, byStaff, order.Key("w"))
	require.NoError(t, err)
	assert.NotEqual(t, order.Done, r.Status)
	_, err = laser.Settle(laser.Calls("laser")[0].Key)
	require.NoError(t, err)
	for range 3 {
		s.pass(time.Hour)
	}
	assert.Equal(t, "2 done", states(s.check(o.ID), "mug"))
}

func TestAnOwnStepIsUndoneByAnOwnStep(t *testing.T) {
	laser, polish := &memory.Step{}, &memory.Step{}
	s := bareShop(t, bare(fsm.Step{Do: "laser", Effect: fsm.Notify, Idempotent: true, Undo: "polish"}), map[string]order.Step{"laser": laser, "polish": polish})
	o := s.place(bareDraft())
	s.pay.Next("authorize", memory.Refuse("card_declined"))
	polish.Next("polish", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status, "nothing is free before it is undone")
	s.pass(r5)
	assert.Equal(t, "2 open", states(s.check(o.ID), "mug"))
	assert.Len(t, polish.Calls("polish"), 2)
	assert.NotEqual(t, laser.Calls("laser")[0].Key, polish.Calls("polish")[0].Key)
	s.do(o.ID, order.Named{Called: "work", Of: order.Some("mug", 1)})
	assert.Equal(t, "1 done, 1 open", states(s.check(o.ID), "mug"))
}

func TestAStepWithoutAWayBackLeavesWorkForStaff(t *testing.T) {
	laser := &memory.Step{}
	s := bareShop(t, bare(fsm.Step{Do: "laser", Effect: fsm.Notify, Idempotent: true, Irreversible: true}), map[string]order.Step{"laser": laser})
	o := s.place(bareDraft())
	s.pay.Next("authorize", memory.Refuse("card_declined"))
	_, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
	problem(t, err, order.Refused)
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseUndo, c.Code)
	assert.Contains(t, c.Reason, "laser")
	assert.Empty(t, s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.Close}).Cases)
}

func TestAHandlerThatIsGoneIsAnEngineersCase(t *testing.T) {
	for name, c := range map[string]struct {
		action order.Action
		port   func(s *shop) *memory.Script
		op     string
		lose   func(c *order.Config)
	}{
		"gateway":    {order.Pay{}, func(s *shop) *memory.Script { return &s.pay.Script }, "authorize", func(c *order.Config) { c.Gateways = nil }},
		"carrier":    {order.Ship{}, func(s *shop) *memory.Script { return &s.carrier.Script }, "book", func(c *order.Config) { c.Carriers = nil }},
		"stock":      {order.Cancel{}, func(s *shop) *memory.Script { return &s.stock.Script }, "release", func(c *order.Config) { c.Stock = nil }},
		"promotions": {order.Cancel{}, func(s *shop) *memory.Script { return &s.coupons.Script }, "giveback", func(c *order.Config) { c.Promotions = nil }},
		"members":    {order.Confirm{}, func(s *shop) *memory.Script { return &s.members.Script }, "accrue", func(c *order.Config) { c.Members = nil }},
		"labels": {order.Return{}, func(s *shop) *memory.Script { return &s.carrier.Script }, "label", func(c *order.Config) {
			c.Carriers = map[string]order.Carrier{"": labelless{c.Carriers[""]}}
		}},
		"promises": {order.Pay{}, func(s *shop) *memory.Script { return &s.pay.Script }, "authorize", func(c *order.Config) {
			c.Gateways = map[string]order.PaymentGateway{"": plain{c.Gateways[""].(*memory.Payments)}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			d := mixed()
			d.Items = d.Items[:1]
			o := s.place(d)
			forward := []order.Action{order.Pay{}, order.Ship{}, order.Deliver{}, order.Confirm{}}
			for _, a := range forward {
				if a.Name() == c.action.Name() || c.action.Name() == "cancel" && a.Name() == "pay" {
					break
				}
				s.do(o.ID, a)
			}
			c.port(s).Next(c.op, memory.Fail(1))
			r, err := s.Do(s.ctx, o.ID, c.action, byStaff)
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
			whole := s.Config
			c.lose(&s.Config)
			s.Engine, err = order.New(s.Config)
			require.NoError(t, err)
			for range 14 {
				s.pass(7 * time.Hour)
			}
			k := s.oneCase(o.ID)
			assert.Equal(t, order.CaseStep, k.Code)
			assert.Equal(t, 3, k.Stage)
			assert.Contains(t, k.Reason, "this program has no")
			s.Engine, err = order.New(whole)
			require.NoError(t, err)
			o = s.resolve(o.ID, order.Decide{Case: k.No, Choice: order.RetryNow})
			assert.Empty(t, o.Intents, "with the handler back it goes on")
			assert.Empty(t, o.Cases)
		})
	}
	t.Run("own step", func(t *testing.T) {
		laser := &memory.Step{}
		s := bareShop(t, bare(fsm.Step{Do: "laser", Effect: fsm.Notify, Idempotent: true, Irreversible: true}), map[string]order.Step{"laser": laser})
		o := s.place(bareDraft())
		laser.Next("laser", memory.Fail(1))
		_, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
		require.NoError(t, err)
		s = s.deploy(t, order.StandardWorkflows()...)
		delete(s.Steps, "laser")
		for range 14 {
			s.pass(7 * time.Hour)
		}
		assert.Equal(t, order.CaseStep, s.oneCase(o.ID).Code)
		s.resolve(o.ID, order.Decide{Case: 1, Choice: order.MarkDone, Ref: "by hand"})
		assert.Equal(t, "2 done", states(s.check(o.ID), "mug"))
	})
}

// labelless is a carrier that makes no return labels.
type labelless struct{ order.Carrier }

func (l labelless) Traits() order.Traits { return unasked(l.Carrier.Traits()) }
