package order

import (
	"encoding/json"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// Intent is an action that was accepted and is under way: its units are locked,
// its steps planned and keyed, all of it stored before the first call to the
// outside world. Whoever finds it open finishes it.
type Intent struct {
	No     int64           `json:"no"`
	Action string          `json:"action"`
	Data   json.RawMessage `json:"data"`
	Actor  Actor           `json:"actor"`
	Key    string          `json:"key,omitempty"`
	Why    string          `json:"why,omitempty"`
	Plan   string          `json:"plan,omitempty"`
	Print  string          `json:"print,omitempty"` // fingerprint of the action, for its key
	At     time.Time       `json:"at"`
	// Moves are the locked units and where they go when all steps are done.
	Moves []Shift `json:"moves,omitempty"`
	// Charges and Allow take effect together with Moves.
	Charges []ChargeShift `json:"charges,omitempty"`
	Allow   []Reduction   `json:"allow,omitempty"`
	Steps   []Call        `json:"steps"`
	// Undoing is set once the intent goes back: done calls are compensated in
	// reverse order, then the units are free again.
	Undoing bool   `json:"undoing,omitempty"`
	Code    string `json:"code,omitempty"`   // why it goes back
	Reason  string `json:"reason,omitempty"` // why it goes back
	// Auto is set for actions fired by a timer.
	Auto bool `json:"auto,omitempty"`
	// Counted is set if that timer has a budget.
	Counted bool `json:"counted,omitempty"`
	// KeepPromotions is set if the customer keeps them whatever the policy says.
	KeepPromotions bool `json:"keepPromotions,omitempty"`
	// Past is set if the workflow's point of no return needs no call here, so that
	// the intent is past it from the start.
	Past bool `json:"past,omitempty"`
	// Stop asks to go back at the next step boundary, before the pivot.
	Stop bool `json:"stop,omitempty"`
	// Due is when to go on; zero while a case waits for a person.
	Due time.Time `json:"due,omitzero"`
	// Chain is when calls began that were not written down one by one: from
	// then on every planned call may have been made.
	Chain time.Time `json:"chain,omitzero"`
	// Inherited is the Chain of a process that ended before it wrote down what its
	// calls came to: every call that is still planned may have been made since then.
	Inherited time.Time `json:"inherited,omitzero"`
	// Begun counts how often calls were begun since any came back: one that kills or
	// holds whoever makes it is not made for ever.
	Begun int `json:"begun,omitempty"`
	// URL is where the customer must go, while a step is waiting.
	URL string `json:"url,omitempty"`
}

// Shift is a planned move and what the units will hold afterwards.
type Shift struct {
	Move
	Phase fsm.Phase `json:"phase"` // of Move.To
	Held  fsm.Held  `json:"held,omitempty"`
}

// ChargeShift is what becomes of a charge.
type ChargeShift struct {
	ID   string   `json:"id"`
	Held fsm.Held `json:"held,omitempty"`
	Live bool     `json:"live,omitempty"`
}

// Reduction is an allowance on a line or a charge.
type Reduction struct {
	Line   string            `json:"line,omitempty"`
	Charge string            `json:"charge,omitempty"`
	Allow  pricing.Allowance `json:"allow"`
}

// Call is one planned call of a port: the smallest thing that is done once.
type Call struct {
	// Do is the step's name in the workflow, Op what the port is asked for.
	Do  string `json:"do"`
	Op  string `json:"op"`
	Key string `json:"key"`
	// Gen counts new keys after a definitive no; part of the key.
	Gen    int        `json:"gen,omitempty"`
	Effect fsm.Effect `json:"effect"`
	Using  string     `json:"using,omitempty"`
	Pivot  bool       `json:"pivot,omitempty"`
	Retry  fsm.Retry  `json:"retry"`
	// Keyed says that the port honours the key for KeyLife.
	KeyLife time.Duration `json:"keyLife,omitempty"`

	Amount   currency.Amount `json:"amount,omitzero"`
	Payment  string          `json:"payment,omitempty"`
	Shipment string          `json:"shipment,omitempty"`
	Coupon   string          `json:"coupon,omitempty"`
	Units    []Units         `json:"units,omitempty"`
	// Ends marks the only capture that its authorization allows: the provider
	// releases what is left of it.
	Ends bool `json:"ends,omitempty"`
	// Undoes is the key of the call that this one compensates.
	Undoes string `json:"undoes,omitempty"`
	// Undo is the step that would compensate this call; empty if nothing can.
	Undo string `json:"undo,omitempty"`

	State CallState `json:"state,omitempty"`
	// Doubt is set once an attempt may have reached the world without an answer.
	// From then on "not done this time" proves nothing; only done, a refusal of
	// the same living key, or a trusted lookup ends it.
	Doubt    bool      `json:"doubt,omitempty"`
	Attempts int       `json:"attempts,omitempty"`
	First    time.Time `json:"first,omitzero"` // the first attempt under this key
	Last     time.Time `json:"last,omitzero"`
	Until    time.Time `json:"until,omitzero"` // when the provider stops waiting for the customer
	Code     string    `json:"code,omitempty"`
	Detail   string    `json:"detail,omitempty"`
	Ref      string    `json:"ref,omitempty"`
}

// CallState is how far a call has come.
type CallState string

// The states of a call.
const (
	CallPlanned   CallState = ""
	CallStarted   CallState = "started" // it may have reached the world
	CallDone      CallState = "done"
	CallRefused   CallState = "refused"
	CallTemporary CallState = "temporary"
	CallUnknown   CallState = "unknown"
	CallWaiting   CallState = "waiting"
)

// Queued is an action that waits until the units it wants are free.
type Queued struct {
	Action string          `json:"action"`
	Data   json.RawMessage `json:"data"`
	Actor  Actor           `json:"actor"`
	Key    string          `json:"key,omitempty"`
	Why    string          `json:"why,omitempty"`
	At     time.Time       `json:"at"`
	Print  string          `json:"print,omitempty"` // fingerprint of the action, for its key
	Ref    string          `json:"ref,omitempty"`
	// Behind is the open intent that it waits for; 0 if it can be tried.
	Behind int64 `json:"behind,omitempty"`
}

func (it *Intent) pivotPassed() bool {
	if it.Past {
		return true
	}
	for i := range it.Steps {
		if it.Steps[i].Pivot && it.Steps[i].State == CallDone {
			return true
		}
	}
	return false
}

func (it *Intent) call(key string) *Call {
	for i := range it.Steps {
		if it.Steps[i].Key == key {
			return &it.Steps[i]
		}
	}
	return nil
}
