package order

import (
	"time"

	"github.com/orderkit/orderkit/currency"
)

// Case is something that a person must decide: stage 2 is staff, stage 3 is an
// engineer. Automated retry, stage 1, makes no case.
type Case struct {
	Order string `json:"order"`
	// No numbers the cases of one order from 1.
	No    int64  `json:"no"`
	Stage int    `json:"stage"`
	Code  string `json:"code"`
	// Reason says in plain language what happened and what is at stake.
	Reason string          `json:"reason"`
	Opened time.Time       `json:"opened"`
	Intent int64           `json:"intent,omitempty"`
	Step   string          `json:"step,omitempty"` // key of the call that is stuck
	Amount currency.Amount `json:"amount,omitzero"`
	Ref    string          `json:"ref,omitempty"`
	// Choices are the decisions that are safe here; Resolve takes no other.
	Choices []Choice `json:"choices"`
}

// The codes of cases.
const (
	CaseGivenUp    = "given_up"    // retries are used up
	CaseUnknown    = "unknown"     // nobody can tell whether a call happened
	CaseRefused    = "refused"     // refused after the point of no return
	CaseUndo       = "undo"        // a compensation was refused
	CaseTimer      = "timer"       // the workflow refused what its timer wanted
	CaseLate       = "late"        // an outside event fits nothing
	CaseChargeback = "chargeback"  // the customer's bank took money back
	CaseUnderpaid  = "underpaid"   // money came in, but not enough
	CaseLeftOver   = "left_over"   // what belongs to the customer could not be given back
	CaseMismatch   = "mismatch"    // two answers contradict each other
	CaseInvariant  = "invariant"   // the order is quarantined
	CasePromotions = "promotions"  // they could not be judged anew when units were given up
	CaseStep       = "engineering" // a step cannot run: this program lacks its handler
)

// Choice is a decision that resolves a case.
type Choice string

// The choices.
const (
	// RetryNow calls the stuck step again at once, with fresh attempts.
	RetryNow Choice = "retry"
	// NotDone states with evidence that an unknown call did not happen; it is
	// made anew under a new key.
	NotDone Choice = "not_done"
	// MarkDone states with evidence (Ref) that the call happened.
	MarkDone Choice = "done"
	// Undo gives the action up and compensates what was done.
	Undo Choice = "undo"
	// Correct replaces the delivery address and retries.
	Correct Choice = "correct"
	// HandOver gives the case to an engineer.
	HandOver Choice = "hand_over"
	// Close says that nothing more is to be done.
	Close Choice = "close"
	// Resume ends a quarantine.
	Resume Choice = "resume"
)

func (c *Case) allows(choice Choice) bool {
	for _, x := range c.Choices {
		if x == choice {
			return true
		}
	}
	return false
}
