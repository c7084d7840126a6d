package order

import (
	"errors"
	"time"

	"github.com/orderkit/orderkit/fsm"
)

// Outcome is the closed set of what a call to the outside world can come to.
type Outcome string

// The outcomes. A port answers Done with a nil error and the others with the
// errors made by Decline, Retry, Unsure and Await. Any other error counts as
// OutcomeUnknown: it is asked or sent again under the same key. Only a host's own
// step that is neither money nor logistics and promises nothing about its key is
// then simply tried again.
const (
	OutcomeDone      Outcome = "done"
	OutcomeRefused   Outcome = "refused"   // final: it did not and will not happen
	OutcomeTemporary Outcome = "temporary" // it surely did not happen; try again
	OutcomeUnknown   Outcome = "unknown"   // sent, answer lost: it may have happened
	OutcomeWaiting   Outcome = "waiting"   // accepted; a person or a webhook will tell
)

// Reply is the error by which a port says something other than done.
type Reply struct {
	Outcome Outcome
	Code    string // the provider's stable code, "card_declined"
	Reason  string // in words that staff can read; no personal data
	URL     string // OutcomeWaiting: where the customer must go, if anywhere
	// Until is, of OutcomeWaiting, when the provider stops waiting. The call is looked
	// up then, or sent again under its key while that lives, and not given to a person
	// before; answers that do not say it again change nothing. Zero, or more than a
	// year away: it is asked about by the policy of retries alone, as it is once the
	// time is over, whatever the provider says then.
	Until time.Time
	Cause error
}

// Error returns the outcome, code and reason.
func (r *Reply) Error() string {
	s := string(r.Outcome)
	if r.Code != "" {
		s += " " + r.Code
	}
	if r.Reason != "" {
		s += ": " + r.Reason
	} else if r.Cause != nil {
		s += ": " + r.Cause.Error()
	}
	return s
}

// words is what staff read: the reason, or the cause.
func (r *Reply) words() string {
	if r.Reason == "" && r.Cause != nil {
		return r.Cause.Error()
	}
	return r.Reason
}

// Unwrap returns the cause, if any.
func (r *Reply) Unwrap() error { return r.Cause }

// Decline is the answer of a port that says a final no.
func Decline(code, reason string) error {
	return &Reply{Outcome: OutcomeRefused, Code: code, Reason: reason}
}

// Retry is the answer of a port for which the effect surely did not happen and
// may succeed later: connection refused, rate limited, maintenance.
func Retry(cause error) error { return &Reply{Outcome: OutcomeTemporary, Cause: cause} }

// Unsure is the answer of a port that sent the request and lost the reply.
func Unsure(cause error) error { return &Reply{Outcome: OutcomeUnknown, Cause: cause} }

// Await is the answer of a port that accepted the request and needs somebody
// else first: a customer's authentication at url, or the provider's webhook.
func Await(url string) error { return &Reply{Outcome: OutcomeWaiting, URL: url} }

// classify turns a port's error into a reply. A nil reply means done. An error
// of no known outcome is unknown, unless calling again costs nothing: steps that
// are neither money nor logistics and promise nothing about their key.
func classify(err error, c *Call) *Reply {
	if err == nil {
		return nil
	}
	var r *Reply
	if errors.As(err, &r) {
		switch r.Outcome {
		case OutcomeRefused, OutcomeTemporary, OutcomeUnknown, OutcomeWaiting:
			return r
		}
	}
	if c.Effect == fsm.Money || c.Effect == fsm.Logistics || c.KeyLife > 0 {
		return &Reply{Outcome: OutcomeUnknown, Cause: err}
	}
	return &Reply{Outcome: OutcomeTemporary, Cause: err}
}
