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

// givenUp is an order whose shipping failed as often as the policy allows.
func givenUp(t *testing.T) (*shop, string) {
	t.Helper()
	s := newShop(t, func(c *order.Config) { c.Retry.Attempts = 2 })
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(2))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	s.pass(r5)
	return s, o.ID
}

func TestACaseTellsStaffWhatTheyNeed(t *testing.T) {
	s, id := givenUp(t)
	cases, err := s.Cases(s.ctx, 2)
	require.NoError(t, err)
	require.Len(t, cases, 1)
	c := cases[0]
	assert.Equal(t, id, c.Order)
	assert.Equal(t, order.CaseGivenUp, c.Code)
	assert.Equal(t, 2, c.Stage)
	assert.Contains(t, c.Reason, "failed 2 times")
	assert.Equal(t, []order.Choice{order.RetryNow, order.MarkDone, order.HandOver, order.Correct, order.Undo}, c.Choices)
	found, err := s.Find(s.ctx, order.Query{Cases: 2})
	require.NoError(t, err)
	assert.Len(t, found, 1)
	engineers, err := s.Cases(s.ctx, 3)
	require.NoError(t, err)
	assert.Empty(t, engineers)
	s.pass(100 * time.Hour)
	assert.Len(t, s.carrier.Calls("book"), 2, "nothing is tried while a person is asked")
}

func TestEachDecisionOnAStuckCall(t *testing.T) {
	t.Run("retry", func(t *testing.T) {
		s, id := givenUp(t)
		o := s.resolve(id, order.Decide{Case: s.oneCase(id).No, Choice: order.RetryNow, Why: "the carrier is back"})
		assert.Equal(t, "2 shipped", states(o, "mug"))
		assert.Empty(t, o.Cases)
		calls := s.carrier.Calls("book")
		assert.Equal(t, calls[0].Key, calls[2].Key)
		events, err := s.History(s.ctx, id)
		require.NoError(t, err)
		assert.Equal(t, "retry", event(t, events, order.EventClosed).Why)
		p, err := s.Person(s.ctx, id)
		require.NoError(t, err)
		assert.Equal(t, "the carrier is back", p.Notes[0].Text, "what people write is kept with the person")
	})
	t.Run("retry gives fresh attempts, and then a fresh case", func(t *testing.T) {
		s, id := givenUp(t)
		s.carrier.Next("book", memory.Fail(2))
		o := s.resolve(id, order.Decide{Case: s.oneCase(id).No, Choice: order.RetryNow})
		assert.Empty(t, o.Cases)
		s.pass(r5)
		assert.EqualValues(t, 2, s.oneCase(id).No)
	})
	t.Run("correct the address", func(t *testing.T) {
		s, id := givenUp(t)
		to := erika()
		_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.Correct}, byStaff)
		assert.Equal(t, []string{"shipTo required"}, faultsOf(t, err))
		to.PostalCode = ""
		_, err = s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.Correct, ShipTo: &to}, byStaff)
		assert.Equal(t, []string{"shipTo.postalCode required"}, faultsOf(t, err))
		to = erika()
		o := s.resolve(id, order.Decide{Case: 1, Choice: order.Correct, ShipTo: &to})
		assert.Equal(t, "2 shipped", states(o, "mug"))
	})
	t.Run("mark as done needs evidence", func(t *testing.T) {
		s, id := givenUp(t)
		_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.MarkDone}, byStaff)
		assert.Equal(t, []string{"ref required"}, faultsOf(t, err))
		o := s.resolve(id, order.Decide{Case: 1, Choice: order.MarkDone, Ref: "PAPER-7"})
		assert.Equal(t, "2 shipped", states(o, "mug"))
		assert.Equal(t, "PAPER-7", o.Shipments[0].Tracking)
		assert.Len(t, s.carrier.Calls("book"), 2, "nobody is called for it")
	})
	t.Run("undo", func(t *testing.T) {
		s, id := givenUp(t)
		o := s.resolve(id, order.Decide{Case: 1, Choice: order.Undo})
		assert.Equal(t, "2 paid", states(o, "mug"))
		assert.Empty(t, o.Intents)
		assert.True(t, s.pay.PaidFor(id).Captured.IsZero())
	})
	t.Run("hand over", func(t *testing.T) {
		s, id := givenUp(t)
		s.resolve(id, order.Decide{Case: 1, Choice: order.HandOver})
		c := s.oneCase(id)
		assert.Equal(t, 3, c.Stage)
		engineers, err := s.Cases(s.ctx, 3)
		require.NoError(t, err)
		assert.Len(t, engineers, 1)
		o := s.resolve(id, order.Decide{Case: 1, Choice: order.RetryNow})
		assert.Equal(t, "2 shipped", states(o, "mug"))
	})
	t.Run("not done needs evidence in words, and takes a new key", func(t *testing.T) {
		s, id := unknownCapture(t, memory.LostUndone(1))
		_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.NotDone}, byStaff)
		assert.Equal(t, []string{"why required"}, faultsOf(t, err))
		_, err = s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.NotDone}, byStaff, order.Why("the dashboard is empty"))
		require.NoError(t, err)
		assert.Equal(t, "1 shipped", states(s.check(id), "mug"))
		calls := s.pay.Calls("capture")
		assert.NotEqual(t, calls[0].Key, calls[1].Key)
	})
	t.Run("close", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		_, err := s.Do(s.ctx, o.ID, order.Deliver{}, order.By(fsm.Webhook, "carrier"))
		require.NoError(t, err)
		o = s.resolve(o.ID, order.Decide{Case: s.oneCase(o.ID).No, Choice: order.Close, Why: "wrong number"})
		assert.Empty(t, o.Cases)
		assert.Equal(t, "1 placed", states(o, "mug"))
	})
}

func event(t *testing.T, events []order.Event, kind string) order.Event {
	t.Helper()
	for _, e := range events {
		if e.Kind == kind {
			return e
		}
	}
	require.Fail(t, "no event "+kind)
	return order.Event{}
}

// unknownCapture is an order of which nobody can tell whether its money was
// taken.
func unknownCapture(t *testing.T, f memory.Fault) (*shop, string) {
	t.Helper()
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{PartialCapture: true}})
	s.Gateways[""] = s.pay
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", f)
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	for range 3 {
		s.pass(r5)
	}
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseUnknown, c.Code)
	assert.NotContains(t, c.Choices, order.Undo, "never undo what may have happened")
	return s, o.ID
}

func TestACaseTakesNoOtherDecision(t *testing.T) {
	s, id := givenUp(t)
	before := s.snapshot(id)
	for _, choice := range []order.Choice{order.NotDone, order.Close, order.Resume, "give me the money", ""} {
		_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: choice, Ref: "x", Why: "x"}, byStaff)
		assert.Equal(t, order.CodeNotNow, problem(t, err, order.Refused).Code, "%s", choice)
	}
	_, err := s.Resolve(s.ctx, id, order.Decide{Case: 2, Choice: order.Close}, byStaff)
	problem(t, err, order.NotFound)
	for _, role := range []fsm.Role{fsm.Customer, fsm.System, fsm.Webhook} {
		_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.RetryNow}, order.By(role, "x"))
		assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
	}
	assert.Equal(t, before, s.snapshot(id))
}

func TestTwoDecisionsAtOnceAreOne(t *testing.T) {
	s, id := givenUp(t)
	s.resolve(id, order.Decide{Case: 1, Choice: order.MarkDone, Ref: "PAPER-7"})
	_, err := s.Resolve(s.ctx, id, order.Decide{Case: 1, Choice: order.Undo}, byStaff)
	problem(t, err, order.NotFound)
	assert.Equal(t, "2 shipped", states(s.check(id), "mug"))
}

func TestACompensationThatFailsIsACase(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Refuse("expired"))
	s.carrier.Next("unbook", memory.Refuse("on its way"))
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseUndo, c.Code)
	assert.Equal(t, []order.Choice{order.RetryNow, order.MarkDone, order.HandOver}, c.Choices)
	o = s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.MarkDone, Ref: "stopped by phone"})
	assert.Equal(t, "1 paid", states(o, "mug"))
	assert.True(t, o.Shipments[0].Cancelled)
}

func TestMoneyThatCannotBeGivenBackIsACase(t *testing.T) {
	t.Run("a void that is refused, left to expire", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("void", memory.Refuse("too_late"))
		_, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer)
		if err == nil {
			s.resolve(o.ID, order.Decide{Case: s.oneCase(o.ID).No, Choice: order.MarkDone, Ref: "expires by itself"})
		}
		s.pass(time.Hour)
		s.check(o.ID)
		assert.LessOrEqual(t, len(s.pay.Calls("void")), 2)
	})
	t.Run("a late payment of a gateway that is gone", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Cancel{})
		require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")}))
		for range 40 {
			s.pass(12 * time.Hour)
		}
		o = s.check(o.ID)
		var codes []string
		for _, c := range o.Cases {
			codes = append(codes, c.Code)
		}
		assert.Contains(t, codes, order.CaseLate)
		assert.Contains(t, codes, order.CaseStep, "an engineer must give the program that gateway")
	})
	t.Run("a refund that the provider refuses", func(t *testing.T) {
		s := newShop(t, func(c *order.Config) { c.Gateways["bank"] = c.Gateways[""] })
		o := s.place(goods(1))
		s.do(o.ID, order.Cancel{})
		rec, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: "dashboard", Order: o.ID, Amount: eur("17.40")})
		require.NoError(t, err)
		s.pay.Next("refund", memory.Refuse("account_closed"))
		require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: rec.Ref, Amount: eur("17.40")}))
		s.pass(time.Hour)
		o = s.check(o.ID)
		assert.NotEmpty(t, o.Cases)
		assert.Empty(t, o.Quarantine)
		assert.Len(t, s.pay.Calls("refund"), 1)
	})
}
