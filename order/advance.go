package order

import (
	"context"
	"errors"
	"time"

	"github.com/orderkit/orderkit/fsm"
)

// need is what an intent needs next.
type need int

const (
	needsNothing need = iota // nothing until its due time, or until a person decides
	needsCall                // make the call
	needsAsking              // ask what the call came to
	needsPerson              // open a case about the call
	needsFinish              // every call is done
	needsAbort               // every done call is undone
)

// next decides, from the record alone, what an intent needs now. It plans
// compensations as it goes back.
func (w *work) next(it *Intent) (need, *Call) {
	for {
		c := w.current(it)
		if c == nil {
			if it.Undoing {
				return needsAbort, nil
			}
			if it.Stop && w.goBack(it, CodeCancelled, "stopped by a later action") {
				continue
			}
			return needsFinish, nil
		}
		w.inherit(it, c)
		switch c.State {
		case CallPlanned, CallTemporary:
			if it.Stop && !c.Doubt && w.goBack(it, CodeCancelled, "stopped by a later action") {
				continue
			}
			if w.caseOf(it, c) || c.State == CallTemporary && it.Due.After(w.now) {
				return needsNothing, c
			}
			if c.Doubt && (w.expired(c) || it.Stop && !it.Undoing && !it.pivotPassed()) {
				c.State = CallUnknown
				continue
			}
			return needsCall, c
		case CallRefused:
			if c.Undoes == "" && w.goBack(it, c.Code, c.Detail) {
				continue
			}
			if w.caseOf(it, c) {
				return needsNothing, c
			}
			return needsPerson, c
		default:
			if c.Key == w.begunKey {
				return needsCall, c
			}
			return w.resolve(it, c), c
		}
	}
}

// inherit takes over a chain of calls from a process that ended, or seems to have:
// it may have made this call, again, and those behind it. A call without a key is
// written down alone, so that nobody went on behind it.
func (w *work) inherit(it *Intent, c *Call) {
	if c.State == CallStarted || c.State == CallRefused {
		return
	}
	if !it.Chain.IsZero() && w.chain != it.No && it.Inherited.IsZero() {
		it.Inherited = it.Chain
	}
	if (c.State == CallPlanned || c.State == CallTemporary) && c.KeyLife > 0 && !c.Doubt && !it.Inherited.IsZero() {
		if c.Doubt = true; c.First.IsZero() { // else it is tried again, and its key is older
			c.First = it.Inherited
		}
	}
}

// current is the call that the intent is at; going back, it adds the
// compensation of the last call that is done and not yet undone.
func (w *work) current(it *Intent) *Call {
	for i := range it.Steps {
		c := &it.Steps[i]
		if c.State != CallDone && (c.Undoes != "" || !it.Undoing) {
			return c
		}
	}
	if !it.Undoing {
		return nil
	}
	for i := len(it.Steps) - 1; i >= 0; i-- {
		c := &it.Steps[i]
		if c.State != CallDone || c.Undoes != "" || undone(it, c.Key) || c.Undo == "" {
			continue
		}
		done := *c
		at := len(it.Steps)
		it.Steps = append(it.Steps, w.compensation(it, &done, done.Undo))
		if done.Op == "commit" { // goods that are back on the shelf are reserved again
			it.Steps = append(it.Steps, w.compensation(it, &done, "reserve"))
		}
		return &it.Steps[at]
	}
	return nil
}

func undone(it *Intent, key string) bool {
	for i := range it.Steps {
		if it.Steps[i].Undoes == key {
			return true
		}
	}
	return false
}

// compensation is the call that undoes a done one, for exactly what it did.
func (w *work) compensation(it *Intent, c *Call, undo string) Call {
	u := Call{Do: undo, Op: undo, Effect: c.Effect, Using: c.Using, Retry: c.Retry, Amount: c.Amount,
		Payment: c.Payment, Shipment: c.Shipment, Coupon: c.Coupon, Units: c.Units, Undoes: c.Key}
	if w.e.cfg.Steps[undo] != nil {
		u.Op = opRun
	}
	u.Key = w.key(it.No, len(it.Steps)+1, 0)
	u.KeyLife = w.e.keyLife(&u, nil)
	return u
}

// goBack turns an intent around, unless it is past the point of no return.
func (w *work) goBack(it *Intent, code, reason string) bool {
	if it.Undoing || it.pivotPassed() {
		return false
	}
	it.Undoing, it.Code, it.Reason = true, code, reason
	it.Due = w.now
	return true
}

// expired reports whether the key can no longer be sent again safely.
func (w *work) expired(c *Call) bool { return w.now.Sub(c.First) >= c.KeyLife }

// resolve says how to find out about a call that may or may not have happened.
func (w *work) resolve(it *Intent, c *Call) need {
	if w.caseOf(it, c) || it.Due.After(w.now) {
		return needsNothing
	}
	if w.e.lookup(c) != LookupNone {
		return needsAsking
	}
	if w.keyAlive(c) {
		return needsCall
	}
	if c.Until.After(w.now) {
		it.Due = c.Until
		return needsNothing
	}
	return needsPerson
}

func (w *work) keyAlive(c *Call) bool {
	return c.KeyLife > 0 && w.now.Sub(c.First) < c.KeyLife
}

// caseOf reports whether a person is being asked about the call.
func (w *work) caseOf(it *Intent, c *Call) bool {
	for i := range w.o.Cases {
		if w.o.Cases[i].Intent == it.No && w.o.Cases[i].Step == c.Key {
			return true
		}
	}
	return false
}

// advance drives one intent as far as it goes now, and commits where it stops.
func (w *work) advance(ctx context.Context, no int64) error {
	if w.e.joined(ctx) {
		return nil // its calls wait for the host's commit
	}
	for {
		it := w.o.intent(no)
		if it == nil {
			return nil // somebody else finished it
		}
		if w.o.Quarantine != "" {
			return w.flush(ctx, no)
		}
		var err error
		do, c := w.next(it)
		if (do == needsCall || do == needsAsking) && w.swallowed(it) {
			do = needsPerson
		}
		switch do {
		case needsNothing:
			it.Chain = time.Time{}
			return w.flush(ctx, no)
		case needsFinish:
			if err = w.complete(it); err == nil {
				return w.flush(ctx, no)
			}
		case needsAbort:
			w.abort(it)
			return w.flush(ctx, no)
		case needsPerson:
			w.stuck(it, c)
		case needsAsking:
			err = w.ask(ctx, it, c)
		case needsCall:
			err = w.makeCall(ctx, it, c)
		}
		if err != nil {
			return err
		}
	}
}

// makeCall writes down that the call is about to be made, unless the chain that
// it belongs to is written down already, makes it, and takes the outcome.
func (w *work) makeCall(ctx context.Context, it *Intent, c *Call) error {
	no, key := it.No, c.Key
	if (c.KeyLife == 0 || it.Chain.IsZero()) && w.begunKey != key || w.slept(it) {
		w.begin(it, c)
		switch moved, err := w.store(ctx); {
		case err != nil:
			return err
		case moved:
			return nil // the order changed: decide again
		}
		it = w.o.intent(no)
		c = it.call(key)
	}
	w.begunKey = ""
	if w.slept(it) {
		return w.reload(ctx)
	}
	sent := w.e.now()
	r, reply := w.e.perform(ctx, w, it, c, false)
	return w.outcome(ctx, it, c, take{intent: no, key: key, sent: sent, receipt: r, reply: reply})
}

// begin marks the chain, and a call that cannot be repeated safely, as started.
func (w *work) begin(it *Intent, c *Call) {
	it.Chain = w.now
	it.Begun++
	// Nobody else takes over before the call's own time is surely over.
	it.Due = w.takeover()
	w.chain = it.No
	w.reads = c.addressed()
	if c.KeyLife == 0 {
		c.State = CallStarted
		c.First = w.now
	}
}

// outcome takes what a call came to, and commits it unless the next call can do
// without.
func (w *work) outcome(ctx context.Context, it *Intent, c *Call, t take) error {
	w.now = w.e.now()
	t.money = c.Effect == fsm.Money
	w.takes = append(w.takes, t)
	if err := w.taken(it, c, t); err != nil {
		return err
	}
	if t.reply != nil {
		w.afterFailure(it, c)
	}
	if t.reply == nil && c.KeyLife > 0 {
		return nil
	}
	_, err := w.store(ctx)
	return err
}

// afterFailure sets when to go on. A refusal is dealt with at once.
func (w *work) afterFailure(it *Intent, c *Call) {
	it.Chain = time.Time{}
	if c.State == CallRefused {
		it.Due = w.now
		return
	}
	if w.caseOf(it, c) {
		it.Due = time.Time{} // a person is being asked already
		return
	}
	it.Due = retryAt(c, w.now)
	if c.Until.After(w.now) && (it.Due.IsZero() || c.Until.Before(it.Due)) {
		it.Due = c.Until // who was to do something has not, or did it just now
	}
	if it.Due.IsZero() || c.Code == CaseStep {
		w.stuck(it, c)
	}
}

// ask looks up a call that may have happened.
func (w *work) ask(ctx context.Context, it *Intent, c *Call) error {
	no, key := it.No, c.Key
	it.Begun, it.Due = it.Begun+1, w.takeover()
	if moved, err := w.store(ctx); err != nil || moved {
		return err
	}
	it = w.o.intent(no)
	c = it.call(key)
	r, reply := w.e.perform(ctx, w, it, c, true)
	t := take{intent: it.No, key: c.Key, receipt: r, reply: reply}
	if reply == nil || reply.Outcome == OutcomeRefused || reply.Outcome == OutcomeWaiting {
		return w.outcome(ctx, it, c, t)
	}
	w.now = w.e.now()
	switch {
	case reply.Outcome == outcomeNoRecord && w.e.lookup(c) == LookupStrong && c.State != CallWaiting && !w.onItsWay(it, c):
		w.renew(it, c) // a definitive no: a new key may be used
		it.Due = w.now
	case reply.Outcome == outcomeNoRecord && w.keyAlive(c):
		return w.makeCall(ctx, it, c)
	default:
		it.Begun = 0
		c.Attempts++
		c.Last = w.now
		w.event(Event{Kind: EventStep, Action: it.Action, Actor: it.Actor, Intent: it.No, Step: c.Do,
			Outcome: OutcomeUnknown, Attempt: c.Attempts, Amount: c.Amount, Key: c.Key, Code: reply.Code, Why: "asked: " + reply.words()})
		w.afterFailure(it, c)
	}
	_, err := w.store(ctx)
	return err
}

// onItsWay reports whether a process that seems to have ended may be sending the
// request right now: that it is not there yet then proves nothing, but the same
// key brings both together.
func (w *work) onItsWay(it *Intent, c *Call) bool { return !it.Inherited.IsZero() && w.keyAlive(c) }

// renew gives a call that surely did not happen a new key.
func (w *work) renew(it *Intent, c *Call) {
	c.Gen++
	seq := 0
	for i := range it.Steps {
		if it.Steps[i].Key == c.Key {
			seq = i + 1
		}
	}
	c.Key = w.key(it.No, seq, c.Gen)
	c.State, c.First, c.Attempts, c.Doubt = CallTemporary, time.Time{}, 0, false
	c.Until = time.Time{}
	it.Chain, it.Inherited = time.Time{}, time.Time{} // what came behind it was not made either
}

// flush commits if there is anything to store, and drives the intent on if the
// order had changed meanwhile.
func (w *work) flush(ctx context.Context, no int64) error {
	if !w.dirty() && len(w.takes) == 0 {
		return nil
	}
	moved, err := w.store(ctx)
	if err != nil || !moved {
		return err
	}
	return w.advance(ctx, no)
}

// store commits while calls to the world are under way: with no regard to the
// caller's context, because a known outcome must be recorded. moved says that
// the order had changed; it is loaded anew, with the outcomes taken into it, and
// must be decided on again.
func (w *work) store(ctx context.Context) (moved bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
	defer cancel()
	for try := 0; try < storeTries; try++ {
		if err = w.commit(ctx); err == nil {
			w.lost = 0
			return moved, nil
		}
		var broken *brokenError
		if errors.As(err, &broken) {
			return moved, err
		}
		if again := w.reload(ctx); again != nil {
			err = again
			continue
		}
		moved = true
		if w.lost++; w.lost > tries { // nobody else is that busy: the store contradicts itself
			return moved, storeError("store", w.o.ID, err)
		}
		if !w.dirty() {
			w.takes = nil
			return true, nil
		}
	}
	w.e.cfg.Log.Error("an outcome could not be stored; it will be asked for again", "order", w.o.ID, "error", err)
	return moved, storeError("store", w.o.ID, err)
}

const storeTries = 20

// storeTime is how long the engine tries to store what must not get lost.
const storeTime = time.Minute

// reload starts again from what is stored, keeping the outcomes not stored yet.
func (w *work) reload(ctx context.Context) error {
	rec, err := w.e.cfg.Store.Load(ctx, w.o.ID, "")
	if err != nil {
		return err
	}
	w.o, w.expect, w.token = &rec.Order, rec.Order.Version, ""
	w.events, w.entries, w.answers, w.person, w.applied, w.wish = nil, nil, nil, nil, nil, nil
	w.begunKey, w.reads, w.who, w.chain, w.ended, w.refused = "", false, nil, 0, 0, nil
	w.now = w.e.now()
	for _, t := range w.takes {
		if err := w.retake(t); err != nil {
			return err
		}
	}
	return nil
}

// retake takes an outcome into an order that others changed meanwhile.
func (w *work) retake(t take) error {
	it := w.o.intent(t.intent)
	var c *Call
	if it != nil {
		c = it.call(t.key)
	}
	if c != nil {
		if c.State == CallDone || t.reply != nil && c.State == CallRefused {
			return nil
		}
		if err := w.taken(it, c, t); err != nil {
			return err
		}
		if t.reply != nil {
			w.afterFailure(it, c)
		}
		return nil
	}
	// Other calls leave no trace once their intent ended, and do not need one:
	// the port honours the key or was asked, so both answers are the same.
	if t.reply == nil && t.money && !w.o.known(t.key) {
		w.openCase(Case{Stage: 3, Code: CaseMismatch, Step: t.key, Ref: t.receipt.Ref, Choices: []Choice{Close},
			Reason: "A call answered that it was done (" + t.receipt.Ref + ") after the action had been ended otherwise. Compare with the provider."})
	}
	return nil
}
