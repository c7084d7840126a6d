package order

import (
	"errors"
	"strings"

	"github.com/orderkit/orderkit/currency"
)

// Kind says what the caller of a failed operation can do about it. Every Kind
// is an error of its own, so errors.Is(err, order.Refused) works.
type Kind string

// The kinds of failure.
const (
	// Invalid: the request itself is wrong; Faults lists everything at once.
	// Correct it and call again.
	Invalid Kind = "invalid"
	// NotFound: no such order, case, line or shipment.
	NotFound Kind = "not found"
	// Refused: the order's workflow, a guard, or the outside world said no.
	// Nothing was moved; what had been done on the way was undone.
	Refused Kind = "refused"
	// Busy: the units are in the middle of another action. Call again later.
	Busy Kind = "busy"
	// Conflict: the order changed since the expected version or plan, or the
	// key was used before for a different action. Load it and decide again.
	Conflict Kind = "conflict"
	// Unavailable: the store could not answer and the outcome may or may not
	// be recorded. Call again with the same key.
	Unavailable Kind = "unavailable"
	// Quarantined: an internal invariant of this one order is broken. An
	// engineer's case is open; no action moves the order until it is resolved.
	Quarantined Kind = "quarantined"
)

// Error makes a Kind usable as a target of errors.Is.
func (k Kind) Error() string { return string(k) }

// Fault is one thing that is wrong with a request: where, a stable code, and
// the reason in words.
type Fault struct {
	Path   string `json:"path"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// Error is what every method of Engine fails with. Kind is never empty. Of a list that
// leaves out what cannot be read, Cause has an Unread.
type Error struct {
	Kind  Kind   `json:"kind"`
	Op    string `json:"op,omitempty"`    // the operation or action: "place", "ship"
	Order string `json:"order,omitempty"` // the order's ID
	// Reason says why in one sentence; with several Faults it is the first one's.
	Reason string `json:"reason,omitempty"`
	// Code is the stable code of a refusal ("card_declined", "over_refund").
	Code string `json:"code,omitempty"`
	// Limit is the largest amount that would have been accepted, for
	// over-refunds and over-captures.
	Limit  currency.Amount `json:"limit,omitzero"`
	Faults []Fault         `json:"faults,omitempty"`
	Cause  error           `json:"-"`
}

// manyFaults is how many faults one line shows; Faults has them all.
const manyFaults = 20

// Error renders operation, order, kind, reason and the first faults on one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + " ")
	}
	if e.Order != "" {
		b.WriteString(e.Order + ": ")
	} else if e.Op != "" {
		b.WriteString("order: ")
	}
	b.WriteString(string(e.Kind))
	if e.Reason != "" && len(e.Faults) == 0 {
		b.WriteString(": " + e.Reason)
	}
	if e.Code == CodeOverRefund || e.Code == CodeOverCapture {
		b.WriteString(" (limit " + e.Limit.String() + ")")
	}
	for i, f := range e.Faults {
		switch {
		case i == 0:
			b.WriteString(": ")
		case i == manyFaults:
			b.WriteString("; and " + itoa(int64(len(e.Faults)-i)) + " more")
			return b.String()
		default:
			b.WriteString("; ")
		}
		b.WriteString(f.Path + ": " + f.Reason)
	}
	if e.Cause != nil && e.Reason == "" {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Is reports whether target is this error's Kind.
func (e *Error) Is(target error) bool {
	k, ok := target.(Kind)
	return ok && k == e.Kind
}

// Unwrap returns the cause, if any.
func (e *Error) Unwrap() error { return e.Cause }

// Stable codes of refusals that this package makes itself.
const (
	CodeOverRefund    = "over_refund"
	CodeOverCapture   = "over_capture"
	CodeNotNow        = "not_in_this_state"
	CodeNotYou        = "not_by_this_role"
	CodeNotEnough     = "not_enough_units"
	CodeOnHold        = "on_hold"
	CodeNothing       = "nothing_to_do"
	CodeKeyReused     = "key_reused"
	CodeStepOrder     = "step_order"
	CodeNoAnswer      = "given_up"
	CodeInvariant     = "invariant"
	CodeNoPermission  = "not_permitted"
	CodeCancelled     = "cancelled"
	CodeTenders       = "tenders"
	CodeNoPayment     = "no_payment"
	CodeWorkflowGone  = "workflow_unknown"
	CodeNumberTaken   = "number_taken"
	CodeUnknownAction = "unknown_action"
	CodeNoSwitch      = "no_switch"
	CodeHeld          = "held" // what the units hold is not what the version knows
	CodeNoAddress     = "no_address"
	CodePromotions    = "promotions" // they cannot be judged anew; an action with KeepPromotions can be done
)

func fail(kind Kind, op, id, code, reason string) *Error {
	return &Error{Kind: kind, Op: op, Order: id, Code: code, Reason: reason}
}

// What stores return; see Store.
var (
	// ErrConflict is returned by Store.Commit when the order is no longer at
	// the expected version, the lease token is no longer the one stored, or
	// the order (or its channel and number) already exists.
	ErrConflict = errors.New("order changed meanwhile")
	// ErrNotFound is returned by a store that has no such order, and by a
	// port's lookup that has no record of the key.
	ErrNotFound = errors.New("not found")
)
