package order

import (
	"encoding/json"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// Actor is who asked for an action.
type Actor struct {
	Role fsm.Role `json:"role"`
	// ID is the host's reference of the person or program; no personal data.
	ID string `json:"id,omitempty"`
}

// Event is one line of an order's history: who, when, what, why. History is
// append-only and holds no personal data.
type Event struct {
	Order string `json:"order"`
	// No numbers the events of one order from 1 without gaps.
	No int64     `json:"no"`
	At time.Time `json:"at"`
	// Kind is one of the Event constants.
	Kind   string `json:"kind"`
	Action string `json:"action,omitempty"`
	// Data is the action as JSON, without what its Public method leaves out.
	Data  json.RawMessage `json:"data,omitempty"`
	Actor Actor           `json:"actor"`
	Key   string          `json:"key,omitempty"`
	Why   string          `json:"why,omitempty"`
	Moves []Move          `json:"moves,omitempty"`
	// Intent, Step and Outcome tell what happened to a call to the outside world.
	Intent  int64           `json:"intent,omitempty"`
	Step    string          `json:"step,omitempty"`
	Outcome Outcome         `json:"outcome,omitempty"`
	Code    string          `json:"code,omitempty"` // of a refusal
	Attempt int             `json:"attempt,omitempty"`
	Ref     string          `json:"ref,omitempty"`
	Amount  currency.Amount `json:"amount,omitzero"`
	Case    int64           `json:"case,omitempty"`
	// Document is the place of an issued document in Order.Documents, from 1. Its
	// number is given in the very commit of the event, so it is read there.
	Document int    `json:"document,omitempty"`
	Plan     string `json:"plan,omitempty"` // hash of the plan that was confirmed
}

// The kinds of events.
const (
	EventAction  = "action"  // an action took effect; Moves says on which units
	EventIntent  = "intent"  // an action with steps was accepted and stored
	EventStep    = "step"    // a step's outcome, good or bad
	EventRefused = "refused" // an accepted action came to nothing; all was undone
	EventQueued  = "queued"  // an action waits for the one under way
	EventCase    = "case"    // a case was opened
	EventClosed  = "closed"  // a case was closed
	EventIgnored = "ignored" // the workflow answers with nothing; nothing moved
	EventNotice  = "notice"  // an outside event was taken in
	// EventDocument says that a document was issued: Action is its kind, Ref its
	// series, Amount its Gross, Document its place in the order.
	EventDocument = "document"
)

// Move says that units of a line went from one state to another. From is empty
// for units that were just placed; From equals To where an action keeps the state.
type Move struct {
	Line  string `json:"line"`
	First int64  `json:"first"`
	Count int64  `json:"count"`
	From  string `json:"from,omitempty"`
	To    string `json:"to"`
}

// Answer is what an action under a key came to. It is stored for as long as the
// order lives, so that a repeated call gets the same answer.
type Answer struct {
	Order string `json:"order"`
	Key   string `json:"key"`
	// Action is the fingerprint of the action that the key was used for.
	Action  string `json:"action"`
	Status  Status `json:"status"`
	Version int64  `json:"version"`
	Intent  int64  `json:"intent,omitempty"`
	Event   int64  `json:"event,omitempty"`
	Kind    Kind   `json:"kind,omitempty"` // of the error, if it was refused
	Code    string `json:"code,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// Status says how far an accepted action has come.
type Status string

// The statuses.
const (
	Done    Status = "done"    // it took effect
	Pending Status = "pending" // accepted and stored; it finishes by itself or becomes a case
	Waiting Status = "waiting" // pending, and the customer or a provider must act first
	Later   Status = "queued"  // it waits for the action under way on the same units
	Ignored Status = "ignored" // the workflow says: nothing to do, nothing wrong
	Failed  Status = "refused" // accepted, then refused by the outside world; undone
)
