package fsm

import (
	"slices"
)

// Phase is what states of every workflow have in common: order status, lists
// and reports are folds over phases, whatever the product type.
type Phase string

// The phases, the forward process first, then the three ways it can end
// otherwise.
const (
	Created    Phase = "created"
	Paid       Phase = "paid"
	Production Phase = "production"
	Confirmed  Phase = "confirmed"
	Completed  Phase = "completed"
	Cancelled  Phase = "cancelled"
	Returned   Phase = "returned"
)

// Phases returns every phase in the order of the process. The slice is the
// caller's own.
func Phases() []Phase {
	return []Phase{Created, Paid, Production, Confirmed, Completed, Cancelled, Returned}
}

// Role is who asks for an action.
type Role string

// The roles. System is a timer or the host's own program, Webhook an event
// that another company reports.
const (
	Customer Role = "customer"
	Staff    Role = "staff"
	System   Role = "system"
	Webhook  Role = "webhook"
)

func allRoles() []Role { return []Role{Customer, Staff, System, Webhook} }

// Effect is the kind of outside world that a step touches; it selects the
// host's port and how carefully an unclear answer is treated.
type Effect string

// The effects.
const (
	Money     Effect = "money"
	Stock     Effect = "stock"
	Promotion Effect = "promotion"
	Points    Effect = "points"
	Logistics Effect = "logistics"
	Notify    Effect = "notify"
)

// Answer says what becomes of an action that no transition answers.
type Answer string

// The answers. Ignore records the event and changes nothing, Escalate opens a
// case for staff, Refuse tells the caller no and why.
const (
	Ignore   Answer = "ignore"
	Escalate Answer = "escalate"
	Refuse   Answer = "refuse"
)

// Definition is a workflow as data: the life of one piece of a product type.
// It is a plain value; nothing in it is checked before Compile.
type Definition struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	// PaysLater allows goods to leave before money is promised (invoice, cash
	// on delivery). A completed piece must be paid all the same.
	PaysLater   bool         `json:"paysLater,omitempty"`
	Initial     string       `json:"initial"`
	States      []State      `json:"states"`
	Transitions []Transition `json:"transitions"`
	Otherwise   []Otherwise  `json:"otherwise,omitempty"`
}

// State is where a piece can be.
type State struct {
	Name  string `json:"name"`
	Phase Phase  `json:"phase"`
	Label string `json:"label,omitempty"` // for people; "" = the name
	// Final states are the ends of the process; nothing leaves them.
	Final bool `json:"final,omitempty"`
	// Waits marks a state in which it is a person's turn: it may stay for ever.
	Waits bool   `json:"waits,omitempty"`
	Timer *Timer `json:"timer,omitempty"`
}

// Timer fires an action by itself, some time after a piece entered the state.
type Timer struct {
	After  Duration `json:"after"`
	Action string   `json:"action"`
	// Times is how often it may fire for one piece without a person in
	// between. 0 = once per entry into the state, and it may then be part of no
	// cycle. A timer with a budget can run out, so it never counts as the only
	// way out of its state.
	Times int `json:"times,omitempty"`
}

// Transition is one answer to an action in a state. Several transitions with
// the same From and Action are alternatives, tried in the order written.
type Transition struct {
	Action string `json:"action"`
	From   string `json:"from,omitempty"` // "" = placing, from nothing
	To     string `json:"to"`             // may equal From: an ordinary success
	// Guards are names of the host's pure conditions; all must hold.
	Guards []string `json:"guards,omitempty"`
	Steps  []Step   `json:"steps,omitempty"`
	By     []Role   `json:"by,omitempty"` // empty = anyone
}

// Allows reports whether the role may do the action.
func (t Transition) Allows(r Role) bool {
	return len(t.By) == 0 || slices.Contains(t.By, r)
}

// Otherwise answers an action where no transition does: in that state, or for
// that role.
type Otherwise struct {
	Action string `json:"action"`
	// In lists states. Empty = every state in which a transition leaves the
	// action unanswered and which no other row of this action names.
	In      []string `json:"in,omitempty"`
	Answer  Answer   `json:"answer"`
	Because string   `json:"because,omitempty"` // for people
}

// clone returns a copy that shares nothing with d; empty lists become nil, so
// that equal workflows are equal values.
func (d Definition) clone() Definition {
	d.States = copied(d.States)
	for i := range d.States {
		if t := d.States[i].Timer; t != nil {
			c := *t
			d.States[i].Timer = &c
		}
	}
	d.Transitions = copied(d.Transitions)
	for i := range d.Transitions {
		t := &d.Transitions[i]
		t.Guards, t.By, t.Steps = copied(t.Guards), copied(t.By), copied(t.Steps)
		for j := range t.Steps {
			if r := t.Steps[j].Retry; r != nil {
				c := *r
				t.Steps[j].Retry = &c
			}
		}
	}
	d.Otherwise = copied(d.Otherwise)
	for i := range d.Otherwise {
		d.Otherwise[i].In = copied(d.Otherwise[i].In)
	}
	return d
}

func copied[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return slices.Clone(s)
}
