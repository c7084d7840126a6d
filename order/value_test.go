package order_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestAnErrorIsOneLineThatSaysEverything(t *testing.T) {
	for want, e := range map[string]*order.Error{
		"refused":              {Kind: order.Refused},
		"place order: invalid": {Kind: order.Invalid, Op: "place"},
		"ship o1: busy: wait":  {Kind: order.Busy, Op: "ship", Order: "o1", Reason: "wait"},
		"o1: conflict":         {Kind: order.Conflict, Order: "o1"},
		"load o1: unavailable: the database is on fire": {Kind: order.Unavailable, Op: "load", Order: "o1", Cause: errBroken},
		"pay o1: refused: no":                           {Kind: order.Refused, Op: "pay", Order: "o1", Reason: "no", Cause: errBroken},
		"refund o1: refused: too much (limit EUR 1.00)": {Kind: order.Refused, Op: "refund", Order: "o1", Reason: "too much",
			Code: order.CodeOverRefund, Limit: eur("1.00")},
		"place order: invalid: items: has none; number: is long": {Kind: order.Invalid, Op: "place",
			Faults: []order.Fault{{Path: "items", Reason: "has none"}, {Path: "number", Reason: "is long"}}},
	} {
		assert.Equal(t, want, e.Error())
	}
}

func TestALongListOfFaultsIsCutOnTheLineOnly(t *testing.T) {
	e := &order.Error{Kind: order.Invalid, Faults: make([]order.Fault, 1000)}
	assert.Less(t, len(e.Error()), 200)
	assert.Contains(t, e.Error(), "and 980 more")
	assert.Len(t, e.Faults, 1000)
}

func TestAnErrorIsItsKindAndItsCause(t *testing.T) {
	kinds := []order.Kind{order.Invalid, order.NotFound, order.Refused, order.Busy, order.Conflict, order.Unavailable, order.Quarantined}
	for _, k := range kinds {
		err := fmt.Errorf("checkout: %w", &order.Error{Kind: k, Cause: errBroken})
		for _, other := range kinds {
			assert.Equal(t, k == other, errors.Is(err, other), "%s is %s", k, other)
		}
		assert.ErrorIs(t, err, errBroken)
		assert.NotErrorIs(t, err, order.ErrConflict)
		assert.Equal(t, string(k), k.Error())
	}
	assert.NoError(t, (&order.Error{Kind: order.Busy}).Unwrap())
}

func TestTheAnswersOfAPort(t *testing.T) {
	for want, c := range map[string]struct {
		err     error
		outcome order.Outcome
		cause   error
	}{
		"refused card_declined: the bank says no": {order.Decline("card_declined", "the bank says no"), order.OutcomeRefused, nil},
		"refused":                            {order.Decline("", ""), order.OutcomeRefused, nil},
		"temporary: the database is on fire": {order.Retry(errBroken), order.OutcomeTemporary, errBroken},
		"unknown: the database is on fire":   {order.Unsure(errBroken), order.OutcomeUnknown, errBroken},
		"waiting":                            {order.Await("https://bank.example"), order.OutcomeWaiting, nil},
	} {
		assert.Equal(t, want, c.err.Error())
		var r *order.Reply
		if assert.ErrorAs(t, fmt.Errorf("stripe: %w", c.err), &r) {
			assert.Equal(t, c.outcome, r.Outcome)
			assert.Equal(t, c.cause, errors.Unwrap(r))
		}
	}
}

func TestAStatusIsAFoldOverUnits(t *testing.T) {
	of := func(phases ...fsm.Phase) *order.Order {
		o := &order.Order{}
		for i, p := range phases {
			o.Lines = append(o.Lines, order.Line{ID: fmt.Sprint(i), Type: "goods",
				Runs: []order.Run{{Count: 2, State: "s-" + string(p), Phase: p}, {First: 2, Count: 1, State: "gone", Phase: fsm.Cancelled}}})
		}
		return o
	}
	for _, c := range []struct {
		want   fsm.Phase
		phases []fsm.Phase
	}{
		{fsm.Cancelled, nil},
		{fsm.Created, []fsm.Phase{fsm.Completed, fsm.Created, fsm.Returned}},
		{fsm.Paid, []fsm.Phase{fsm.Production, fsm.Paid}},
		{fsm.Production, []fsm.Phase{fsm.Confirmed, fsm.Production}},
		{fsm.Confirmed, []fsm.Phase{fsm.Completed, fsm.Confirmed, fsm.Cancelled}},
		{fsm.Completed, []fsm.Phase{fsm.Returned, fsm.Completed}},
		{fsm.Returned, []fsm.Phase{fsm.Cancelled, fsm.Returned}},
		{fsm.Returned, []fsm.Phase{fsm.Returned, fsm.Cancelled}},
		{fsm.Cancelled, []fsm.Phase{fsm.Cancelled, fsm.Cancelled}},
	} {
		assert.Equal(t, c.want, of(c.phases...).Status(), "%v", c.phases)
	}
	o := of(fsm.Paid, fsm.Paid, fsm.Created)
	assert.Equal(t, map[fsm.Phase]int64{fsm.Paid: 4, fsm.Created: 2, fsm.Cancelled: 3}, o.Phases())
	assert.EqualValues(t, 2, o.Lines[0].In("s-paid"))
	assert.Zero(t, o.Lines[0].In("nowhere"))
	o.Cases = []order.Case{{Stage: 2}, {Stage: 3}, {Stage: 2}}
	o.Payments = []order.Payment{{Ref: "auth", Ops: []order.PaymentOp{{Ref: "auth"}, {Ref: "cap"}, {}}}}
	o.Shipments = []order.Shipment{{Tracking: "track"}, {}}
	assert.Equal(t, order.Keys{Phases: []fsm.Phase{fsm.Cancelled, fsm.Created, fsm.Paid}, States: []string{"gone", "s-created", "s-paid"},
		Types: []string{"goods"}, Refs: []string{"auth", "cap", "track"}, Stage: 3}, o.Keys())
	assert.Equal(t, order.Keys{}, (&order.Order{}).Keys())
	_, ok := o.Line("nothing")
	assert.False(t, ok)
}

func TestAnOrderHandedOutIsACopy(t *testing.T) {
	s := newShop(t)
	o := eventful(s)
	before := s.snapshot(o.ID)
	c := o.Clone()
	text := asJSON(t, c)
	scribble(o)
	assert.Equal(t, text, asJSON(t, c), "a clone shares nothing")
	assert.Equal(t, before, s.snapshot(o.ID))
}

// scribble changes everything that hangs on pointers.
func scribble(o *order.Order) {
	o.Workflows[0].Name = "x"
	o.Tags[0] = "x"
	o.Coupons[0].Code = "x"
	o.Accounts[0].Account = "x"
	for i := range o.Lines {
		l := &o.Lines[i]
		l.Runs[0].State = "x"
		l.Price.Taxes[0].ID, l.Price.Discounts[0].ID = "x", "x"
		for j := range l.Allowances {
			l.Allowances[j].First = 9
			l.Allowances[j].Taxes[0].ID = "x"
		}
	}
	o.Charges[0].Lines[0], o.Charges[0].Price.Taxes[0].ID = "x", "x"
	o.Payments[0].Ops[0].Kind = "x"
	o.Shipments[0].Units[0].Line = "x"
	it := &o.Intents[0]
	it.Moves[0].Line, it.Steps[0].Op, it.Steps[0].Units[0].Line = "x", "x", "x"
	it.Data[0] = 'x'
	for i := range o.Cases {
		o.Cases[i].Choices[0] = "x"
	}
	o.Placed = time.Time{}
}
