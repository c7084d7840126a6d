package memory

import (
	"slices"
	"sync"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Fault is one way in which a fake answers wrongly. Make it with Refuse, Fail,
// Lost and their like, and hand it to Script.Next.
type Fault struct {
	kind  faultKind
	times int
	code  string
	wait  time.Duration
	err   error
}

type faultKind int

const (
	faultNone faultKind = iota
	faultRefuse
	faultFail
	faultLost
	faultLostUndone
	faultLate
	faultPanic
	faultPanicUndone
	faultAwait
	faultOdd
)

// OK lets one call through; it stands between other faults.
func OK() Fault { return Fault{kind: faultNone, times: 1} }

// Refuse is a final no with that code. The key remembers it, as a provider's
// would: the same key is refused again.
func Refuse(code string) Fault { return Fault{kind: faultRefuse, times: 1, code: code} }

// Fail answers so many calls with "surely not done, try again".
func Fail(times int) Fault { return Fault{kind: faultFail, times: times} }

// Lost does what so many calls ask for and loses the answers.
func Lost(times int) Fault { return Fault{kind: faultLost, times: times} }

// LostUndone loses so many requests on the way: nothing is done, and the caller
// cannot tell it from Lost.
func LostUndone(times int) Fault { return Fault{kind: faultLostUndone, times: times} }

// Late does the work and answers only after that time. A caller whose context
// ends first gets an unknown answer.
func Late(wait time.Duration) Fault { return Fault{kind: faultLate, times: 1, wait: wait} }

// Panic does the work and then panics.
func Panic() Fault { return Fault{kind: faultPanic, times: 1} }

// PanicUndone panics before it does anything.
func PanicUndone() Fault { return Fault{kind: faultPanicUndone, times: 1} }

// Await accepts the call and waits for the customer at url, or for a webhook if
// url is empty. The effect happens when the test calls Script.Settle with the
// call's key, or never after Script.Abandon.
func Await(url string) Fault { return Fault{kind: faultAwait, times: 1, code: url} }

// Odd answers with that very error, unclassified, and does nothing.
func Odd(err error) Fault { return Fault{kind: faultOdd, times: 1, err: err} }

// Call is one call that a fake received, whatever it answered.
type Call struct {
	Op     string // the verb: authorize, capture, book, reserve, ..., or lookup
	Key    string
	Order  string
	Ref    string          // the reference that came with the call
	Amount currency.Amount // of payments, coupons and points
}

// Script is part of every fake: it holds the faults to come, the log of calls,
// and how often each key really had an effect. The zero value answers rightly.
// It is safe for use by many goroutines.
type Script struct {
	mu      sync.Mutex // also guards the truth of the fake that it is part of
	faults  map[string][]Fault
	calls   []Call
	answers map[string]*answer
}

// Next lines up faults for the coming calls of op ("capture", "book", "reserve";
// "" is any op without faults of its own). Refuse and Await meet only keys that
// the fake does not know yet; the others meet repeated calls too.
func (s *Script) Next(op string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults == nil {
		s.faults = make(map[string][]Fault)
	}
	for _, f := range faults {
		if f.times > 0 {
			s.faults[op] = append(s.faults[op], f)
		}
	}
}

// Calls returns the calls of op received so far, in order; "" returns all.
func (s *Script) Calls(op string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if op == "" {
		return slices.Clone(s.calls)
	}
	var out []Call
	for _, c := range s.calls {
		if c.Op == op {
			out = append(out, c)
		}
	}
	return out
}

// Effects says how often calls under that key really changed something. More
// than one is a double charge, a second parcel, a coupon used twice.
func (s *Script) Effects(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.answers[key]; a != nil {
		return a.effects
	}
	return 0
}

// Receipt says what the fake's own books hold under that key, as its dashboard
// would: whatever the caller was told.
func (s *Script) Receipt(key string) (order.Receipt, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.answers[key]; a != nil && a.effects > 0 {
		return a.receipt, true
	}
	return order.Receipt{}, false
}

// take removes and returns the fault for a call of op. The lock is held.
func (s *Script) take(op string, knownKey bool) Fault {
	queue := s.faults[op]
	if len(queue) == 0 {
		op = ""
		queue = s.faults[op]
	}
	if len(queue) == 0 {
		return Fault{}
	}
	f := queue[0]
	if knownKey && (f.kind == faultRefuse || f.kind == faultAwait) {
		return Fault{}
	}
	if queue[0].times--; queue[0].times == 0 {
		s.faults[op] = queue[1:]
	}
	return f
}
