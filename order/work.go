package order

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// work is one order being changed: the record as loaded, and what the next
// commit will store with it.
type work struct {
	e      *Engine
	o      *Order
	now    time.Time
	expect int64  // the stored version
	token  string // the lease of the first commit
	// guess says that nobody has loaded the order: what comes of it counts only once
	// the store has taken it.
	guess bool

	events  []Event
	entries []Entry
	answers []Answer
	person  *Person
	applied []NoticeID
	due     time.Time // of the last commit
	wish    *wish     // what the next commit makes an invoice of

	// takes are outcomes that no commit has stored yet. After a conflict they
	// are taken again into the order as it is then, so that none is lost.
	takes []take
	// lost counts the races for the order that were lost in a row.
	lost int
	// begunKey is the call that was just written down as started and is ours to
	// make.
	begunKey string
	// reads says that this call will need the personal data, and who is what the
	// commit that wrote it down read of them.
	reads bool
	who   *Person
	// chain is the intent whose chain of calls was begun here.
	chain int64
	// told says that staff decided here and now how an action goes on.
	told bool
	// ended and refused say what the last intent that ended here came to.
	ended   int64
	refused *Error
}

// load reads an order and what was answered under the key.
func (e *Engine) load(ctx context.Context, op, id, key string) (*work, *Answer, error) {
	rec, err := e.cfg.Store.Load(ctx, id, key)
	if err != nil {
		return nil, nil, storeError(op, id, err)
	}
	w := &work{e: e, o: &rec.Order, now: e.now(), expect: rec.Order.Version}
	return w, rec.Answer, nil
}

// begin reads an order to plan on. At the first try the one that the store recalls
// will do.
func (e *Engine) begin(ctx context.Context, op, id, key string, try int) (*work, *Answer, error) {
	if s, ok := e.cfg.Store.(Recaller); ok && try == 0 {
		if o, ok := s.Recall(ctx, id); ok {
			return &work{e: e, o: &o, now: e.now(), expect: o.Version, guess: true}, nil, nil
		}
	}
	return e.load(ctx, op, id, key)
}

// doubt drops a panic on a guess, as everything that comes of one: if it was not for
// the guess, what is loaded panics, too.
func (w *work) doubt() {
	if w.guess {
		_ = recover()
	}
}

func storeError(op, id string, err error) error {
	switch {
	case errors.Is(err, ErrNotFound):
		return &Error{Kind: NotFound, Op: op, Order: id, Cause: err}
	case errors.Is(err, ErrConflict):
		return &Error{Kind: Conflict, Op: op, Order: id, Cause: err}
	}
	return &Error{Kind: Unavailable, Op: op, Order: id, Cause: err}
}

// event appends to the history.
func (w *work) event(ev Event) {
	w.o.LastEvent++
	ev.Order, ev.No, ev.At = w.o.ID, w.o.LastEvent, w.now
	w.events = append(w.events, ev)
}

func (w *work) dirty() bool {
	return len(w.events) > 0 || len(w.applied) > 0 || w.person != nil || len(w.answers) > 0
}

// commit stores the order and everything that belongs to this change. The error
// is ErrConflict, a broken invariant, or whatever the store says.
func (w *work) commit(ctx context.Context) error {
	number, err := w.issue()
	if err == nil {
		err = w.o.Check()
	}
	if err != nil {
		return &brokenError{err}
	}
	w.o.Version = w.expect + 1
	w.o.Changed = w.now
	w.due = w.e.dueAt(w.o, w.now)
	c := Change{Order: w.o, Expect: w.expect, Token: w.token, Due: w.due, Events: w.events,
		Entries: w.entries, Answers: w.answers, Number: number, Person: w.person, Applied: w.applied, Guess: w.guess}
	if w.reads {
		c.Read = new(Person)
	}
	w.guess = false // should the store panic, it may be stored
	err = w.e.cfg.Store.Commit(ctx, &c)
	w.guess = c.Guess && errors.Is(err, ErrConflict)
	if err != nil {
		return err
	}
	for _, i := range number {
		if w.o.Documents[i].No == 0 {
			return &brokenError{errors.New("the store numbers no documents")}
		}
	}
	w.expect = w.o.Version
	w.token = ""
	w.who, w.reads = c.Read, false
	w.events, w.entries, w.answers, w.person, w.applied, w.takes = nil, nil, nil, nil, nil, nil
	return nil
}

// brokenError says that an order must be quarantined.
type brokenError struct{ err error }

func (b *brokenError) Error() string { return b.err.Error() }
func (b *brokenError) Unwrap() error { return b.err }

// Check verifies what must hold in every stored order: the runs of each line
// cover exactly its units, the journal balances, no payment gave back more than
// it took, and its documents add up and bill no unit twice.
func (o *Order) Check() error {
	for i := range o.Lines {
		l := &o.Lines[i]
		next := int64(0)
		for _, r := range l.Runs {
			if r.First != next || r.Count <= 0 {
				return fmt.Errorf("line %s: units are not covered once: run at %d, expected %d", l.ID, r.First, next)
			}
			next += r.Count
		}
		if next != l.Quantity() {
			return fmt.Errorf("line %s: runs cover %d of %d units", l.ID, next, l.Quantity())
		}
	}
	if !balanced(o.Accounts) || !balanced(o.Settled) {
		return fmt.Errorf("journal does not balance: %v %v", o.Accounts, o.Settled)
	}
	for i := range o.Payments {
		p := &o.Payments[i]
		if c, err := p.Refunded.Cmp(p.Captured); err != nil || c > 0 {
			return fmt.Errorf("payment %s: refunded %s of %s captured", p.ID, p.Refunded, p.Captured)
		}
	}
	if err := o.checkDocuments(); err != nil {
		return err
	}
	return o.checkBalance()
}

// checkBalance compares the journal with the fold over units and payments.
func (o *Order) checkBalance() error {
	s, err := o.sums()
	if err != nil {
		return err
	}
	want := s.sub(s.total, s.paid)
	if s.err != nil {
		return s.err
	}
	if have := o.Balance(Customer); have != want {
		return fmt.Errorf("journal says the customer owes %s, units and payments say %s", have, want)
	}
	return nil
}

// dueAt is when the engine must look at the order next; zero for never.
func (e *Engine) dueAt(o *Order, now time.Time) time.Time {
	if o.Quarantine != "" {
		return time.Time{}
	}
	if !e.knows(o) {
		return now // for a program that does; see leased
	}
	var due time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (due.IsZero() || t.Before(due)) {
			due = t
		}
	}
	for i := range o.Intents {
		sooner(o.Intents[i].Due)
	}
	for i := range o.Queue {
		if o.ready(&o.Queue[i]) {
			sooner(now)
		}
	}
	if o.Hold == "" {
		var locks map[string][]Units
		for i := range o.Lines {
			l := &o.Lines[i]
			if m := e.machine(o, l); m.times(l) {
				if locks == nil {
					locks = o.locks()
				}
				sooner(m.timerAt(l, locks))
			}
		}
	}
	if o.mustSettle() {
		sooner(now)
	}
	return due
}

// ready reports whether a queued action can be tried now.
func (o *Order) ready(q *Queued) bool {
	return (q.Behind == 0 || o.intent(q.Behind) == nil) && (o.Hold == "" || evenOnHold(q.Action))
}

// times reports whether a state that units of the line are in has a timer.
func (m *flow) times(l *Line) bool {
	return len(m.timers) > 0 && slices.ContainsFunc(l.Runs, func(r Run) bool { _, ok := m.timers[r.State]; return ok })
}

// timerAt is when the first timer of the line's free units fires.
func (m *flow) timerAt(l *Line, locks map[string][]Units) time.Time {
	var due time.Time
	for _, r := range l.Runs {
		t, ok := m.timers[r.State]
		if !ok || r.Off {
			continue
		}
		at := r.Entered.Add(t.After.Std())
		if (due.IsZero() || at.Before(due)) && (len(locks[l.ID]) == 0 || len(without([]Units{{l.ID, r.First, r.Count}}, locks[l.ID])) > 0) {
			due = at
		}
	}
	return due
}

// mustSettle reports whether something is left over once nothing is under way:
// money beyond the total, an authorization that nothing needs, a charge or a
// coupon whose units are all gone, a charge whose units were all captured.
func (o *Order) mustSettle() bool {
	if len(o.Intents) > 0 || len(o.Queue) > 0 || len(o.Payments) == 0 && len(o.Coupons) == 0 && len(o.Charges) == 0 {
		return false
	}
	for i := range o.Cases {
		if o.Cases[i].Code == CaseLeftOver {
			return false // a person decides
		}
	}
	return o.unsettled()
}

// unsettled reports whether any of that is there.
func (o *Order) unsettled() bool {
	s, err := o.sums()
	if err != nil {
		return false
	}
	over, idle := o.leftOver(&s)
	if over.Sign() > 0 || idle.Sign() > 0 {
		return s.err == nil
	}
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live && (c.Undeserved == nil && o.allCancelled(c.Lines) || o.overdue(c)) {
			return true
		}
	}
	for i := range o.Coupons {
		if c := &o.Coupons[i]; c.Redeemed && !c.GivenBack && !c.LeftUsed && !o.uses(c.Code) {
			return true
		}
	}
	return false
}

// leftOver is what was paid beyond the total, and what is authorized with nothing
// left to take it for; less what staff decided to leave as it is.
func (o *Order) leftOver(s *sums) (over, idle currency.Amount) {
	over = s.sub(s.sub(s.paid, s.total), o.LeftPaid)
	if s.add(s.promised, s.unpaid).Sign() <= 0 {
		idle = s.sub(s.open, o.LeftOpen)
	}
	return over, idle
}

// overdue reports whether a charge is still only promised although every unit
// that it belongs to was captured or given up.
func (o *Order) overdue(c *Charge) bool {
	if !c.Held.Has(fsm.Promised) {
		return false
	}
	captured := false
	for l := range o.linesOf(c) {
		for _, r := range l.Runs {
			if live(r.Phase) && !r.Held.Has(fsm.Taken) || r.Phase == "" {
				return false
			}
			captured = captured || r.Held.Has(fsm.Taken)
		}
	}
	return captured
}

// allCancelled reports whether no unit of the lines is or was wanted.
func (o *Order) allCancelled(lines []string) bool {
	f := o.finder()
	for _, id := range lines {
		if l, ok := f.line(id); ok {
			for _, r := range l.Runs {
				if r.Phase != fsm.Cancelled {
					return false
				}
			}
		}
	}
	return true
}

// uses reports whether a live unit or charge carries the coupon.
func (o *Order) uses(code string) bool {
	if slices.ContainsFunc(o.Coupons, func(c Coupon) bool { return c.Code == code && c.Undeserved }) {
		return false
	}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.stays() && l.carries(code) {
			return true
		}
	}
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live && applied(c.Price, code) && !o.allCancelled(c.Lines) {
			return true
		}
	}
	// A coupon that took nothing off is on no line; it stays used with the order.
	return !o.mentions(code) && o.Status() != fsm.Cancelled
}

// mentions reports whether any line or charge, live or not, carries the coupon.
func (o *Order) mentions(code string) bool {
	for i := range o.Lines {
		if o.Lines[i].carries(code) {
			return true
		}
	}
	for i := range o.Charges {
		if applied(o.Charges[i].Price, code) {
			return true
		}
	}
	return false
}
