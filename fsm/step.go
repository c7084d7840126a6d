package fsm

import "time"

// Step is one call to the outside world, made once per action for all pieces
// whose transition names it.
type Step struct {
	// Do names the handler: a built-in verb, or one that the host registers.
	Do string `json:"do"`
	// Means is the verb that Do performs on what a piece holds. "" = Do itself
	// when that is a verb, else none.
	Means string `json:"means,omitempty"`
	// Effect is needed when the step has no verb; "" = the verb's.
	Effect Effect `json:"effect,omitempty"`
	// Using selects one of the host's ports of that kind; "" = the default one.
	Using string `json:"using,omitempty"`
	// Undo names the handler that compensates; "" = the verb's inverse.
	Undo string `json:"undo,omitempty"`
	// Pivot is the point of no return: what comes before is undone when this
	// step is refused, what comes after is retried until it is done.
	Pivot bool `json:"pivot,omitempty"`
	// Irreversible steps have no compensation; a person decides.
	Irreversible bool `json:"irreversible,omitempty"`
	// Idempotent: the handler honours the key, the same call twice acts once.
	Idempotent bool `json:"idempotent,omitempty"`
	// Lookup: the handler can be asked whether a call took effect.
	Lookup bool   `json:"lookup,omitempty"`
	Retry  *Retry `json:"retry,omitempty"` // nil = DefaultRetry
}

// Verb returns the verb that the step performs on what a piece holds, or "".
func (s Step) Verb() string {
	if s.Means != "" {
		return s.Means
	}
	if _, ok := VerbOf(s.Do); ok {
		return s.Do
	}
	return ""
}

// Kind returns the effect of the step: the declared one, else the verb's.
func (s Step) Kind() Effect {
	if s.Effect != "" {
		return s.Effect
	}
	v, _ := VerbOf(s.Verb())
	return v.Effect
}

// Compensation returns the handler that undoes the step, or "" when there is
// none.
func (s Step) Compensation() string {
	switch {
	case s.Irreversible:
		return ""
	case s.Undo != "":
		return s.Undo
	}
	v, _ := VerbOf(s.Verb())
	return v.Inverse
}

// Retry says how a step that surely was not done is tried again before a
// person is asked. Zero fields mean the default.
type Retry struct {
	First    Duration `json:"first,omitempty"`    // wait before the second attempt
	Factor   int      `json:"factor,omitempty"`   // growth of the wait
	Max      Duration `json:"max,omitempty"`      // longest wait
	Attempts int      `json:"attempts,omitempty"` // all attempts, the first included
	For      Duration `json:"for,omitempty"`      // time after which no attempt starts
}

// DefaultRetry returns the policy of steps that declare none: after 5 minutes,
// then doubled up to 6 hours, at most 10 attempts within 72 hours.
func DefaultRetry() Retry {
	return Retry{
		First:    Duration(5 * time.Minute),
		Factor:   2,
		Max:      Duration(6 * time.Hour),
		Attempts: 10,
		For:      Duration(72 * time.Hour),
	}
}

// Or returns r with its zero fields taken from def.
func (r Retry) Or(def Retry) Retry {
	if r.First == 0 {
		r.First = def.First
	}
	if r.Factor == 0 {
		r.Factor = def.Factor
	}
	if r.Max == 0 {
		r.Max = def.Max
	}
	if r.Attempts == 0 {
		r.Attempts = def.Attempts
	}
	if r.For == 0 {
		r.For = def.For
	}
	return r
}
