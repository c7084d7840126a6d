package order

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/fsm"
)

// tries is how often an action is planned anew after losing a race for the
// order. Every lost race is somebody else's progress.
const tries = 64

// Do carries out an action on an order: the one door. It returns when the
// action took effect, when it has to wait for something, or when it was refused.
// A nil error means that it is accepted; Result.Status says how far it came, and
// Ignored that the workflow had nothing to do for it.
//
// Kinds of errors: Invalid, NotFound, Refused, Busy, Conflict, Unavailable,
// Quarantined. After Unavailable the action may or may not be stored: call again
// with the same Key. Do never holds a store transaction while it calls a port.
func (e *Engine) Do(ctx context.Context, id string, a Action, opts ...Option) (r Result, err error) {
	opt := options(opts)
	if a == nil {
		return Result{}, fail(Invalid, "do", id, "", "the action is nil")
	}
	defer e.contain(ctx, "do", &id, &err)
	if a, err = e.plain("do", a); err != nil {
		return Result{}, err
	}
	if f := opt.check(); len(f.list) > 0 {
		return Result{}, &Error{Kind: Invalid, Op: a.Name(), Order: id, Faults: f.list}
	}
	for try := 0; ; try++ {
		w, ans, err := e.begin(ctx, a.Name(), id, opt.key, try)
		if err != nil {
			return Result{}, err
		}
		r, err := w.do(ctx, a, opt, ans)
		if w.guess {
			continue
		}
		if errors.Is(err, ErrConflict) && !isOurs(err) && try < tries {
			continue
		}
		if err != nil {
			return r, w.door(ctx, a.Name(), err)
		}
		return r, nil
	}
}

// isOurs reports whether the error is one for the caller already.
func isOurs(err error) bool {
	var e *Error
	return errors.As(err, &e)
}

// door turns whatever went wrong into the caller's error, and quarantines an
// order whose invariants broke.
func (w *work) door(ctx context.Context, op string, err error) error {
	var broken *brokenError
	if errors.As(err, &broken) {
		for _, t := range w.takes {
			if t.reply == nil { // nothing that is known may get lost, not even here
				broken.err = fmt.Errorf("%w; done and not recorded: call %s, reference %q", broken.err, t.key, t.receipt.Ref)
			}
		}
		w.e.quarantine(ctx, w.o.ID, broken)
		return &Error{Kind: Quarantined, Op: op, Order: w.o.ID, Code: CodeInvariant, Reason: broken.Error(), Cause: err}
	}
	if isOurs(err) {
		return err
	}
	return storeError(op, w.o.ID, err)
}

// contain turns a panic of ours or of a guard into an error and a quarantine:
// the host's process goes on.
func (e *Engine) contain(ctx context.Context, op string, order *string, err *error) {
	if x := recover(); x != nil {
		id, broken := *order, fmt.Errorf("%s panicked: %v", op, x)
		if id == "" { // no order yet
			*err = &Error{Kind: Invalid, Op: op, Code: CodeInvariant, Reason: broken.Error(), Cause: broken}
			return
		}
		if !e.quarantine(ctx, id, broken) {
			*err = &Error{Kind: Invalid, Op: op, Code: CodeInvariant, Reason: broken.Error(), Cause: broken}
			return
		}
		*err = &Error{Kind: Quarantined, Op: op, Order: id, Code: CodeInvariant, Reason: broken.Error(), Cause: broken}
	}
}

// quarantine stops one order and opens an engineer's case about it; false if
// there is no such order.
func (e *Engine) quarantine(ctx context.Context, id string, cause error) bool {
	e.cfg.Log.Error("an order is quarantined", "order", id, "cause", cause)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
	defer cancel()
	for try := 0; try < tries; try++ {
		w, _, err := e.load(ctx, "quarantine", id, "")
		if err != nil || w.o.Quarantine != "" {
			return !errors.Is(err, NotFound)
		}
		w.o.Quarantine = cause.Error()
		w.openCase(Case{Stage: 3, Code: CaseInvariant, Choices: []Choice{Resume},
			Reason: "An internal invariant of this order broke; nothing moves until an engineer has looked: " + cause.Error()})
		if err := w.commitAsIs(ctx); !errors.Is(err, ErrConflict) {
			break
		}
	}
	return true
}

// commitAsIs stores an order without looking at its invariants.
func (w *work) commitAsIs(ctx context.Context) error {
	w.o.Version, w.o.Changed = w.expect+1, w.now
	return w.e.cfg.Store.Commit(ctx, &Change{Order: w.o, Expect: w.expect, Due: w.e.dueAt(w.o, w.now),
		Events: w.events, Person: w.person})
}

// do plans one action on a loaded order and carries it out.
func (w *work) do(ctx context.Context, a Action, opt Option, ans *Answer) (Result, error) {
	defer w.doubt()
	s := &scheme{action: a, name: a.Name(), opt: opt}
	if err := w.fill(s); err != nil {
		return Result{}, err
	}
	if ans != nil {
		return w.repeat(ctx, s, ans)
	}
	if opt.expect != 0 && opt.expect != w.o.Version {
		return Result{}, w.moved(s, opt.expect)
	}
	if err := w.plan(s); err != nil {
		if errors.Is(err, Busy) && s.name == (Cancel{}).Name() {
			return w.preempt(ctx, s)
		}
		return Result{}, err
	}
	if opt.plan != "" {
		p, err := w.public(s)
		if err != nil {
			return Result{}, err
		}
		if p.Hash != opt.plan {
			return Result{}, w.otherPlan(s)
		}
	}
	return w.run(ctx, s)
}

func (w *work) otherPlan(s *scheme) error {
	return fail(Conflict, s.name, w.o.ID, "", "the plan is no longer what this action would do")
}

func (w *work) moved(s *scheme, expect int64) error {
	return fail(Conflict, s.name, w.o.ID, "", "version is "+itoa(w.o.Version)+", not "+itoa(expect))
}

// fill encodes the action.
func (w *work) fill(s *scheme) error {
	if err := w.hear(s); err != nil {
		return err
	}
	data, err := encode(s.action)
	if err != nil {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Cause: err}
	}
	s.data, s.full = data, data
	if s.opt.key != "" {
		s.print = fingerprint(s.name, data)
	}
	if p, ok := s.action.(Private); ok {
		if s.data, err = encode(p.Public()); err != nil {
			return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Cause: err}
		}
	}
	return nil
}

// plan works out what an action does, without any call or change.
func (w *work) plan(s *scheme) error {
	s.status = Done
	if w.o.Quarantine != "" && s.name != (Decide{}).Name() {
		return &Error{Kind: Quarantined, Op: s.name, Order: w.o.ID, Code: CodeInvariant, Reason: w.o.Quarantine}
	}
	if w.o.Hold != "" && !evenOnHold(s.name) {
		return fail(Refused, s.name, w.o.ID, CodeOnHold, "the order is on hold: "+w.o.Hold)
	}
	if s.asksToKeep() && s.opt.actor.Role != fsm.Staff && s.opt.actor.Role != fsm.System {
		return fail(Refused, s.name, w.o.ID, CodeNotYou, string(s.opt.actor.Role)+" may not keep promotions")
	}
	if known, err := w.planWhole(s); known || err != nil {
		return err
	}
	if !w.e.named[s.name] {
		return fail(Invalid, s.name, w.o.ID, CodeUnknownAction, "no workflow has this action")
	}
	if err := w.checkContent(s); err != nil {
		return err
	}
	if err := w.find(s); err != nil || s.status == Ignored {
		if w.owes(s, err) {
			return w.planOwed(s)
		}
		return err
	}
	if err := w.prepare(s); err != nil {
		return err
	}
	if len(s.calls) > 0 {
		s.status = Pending
	}
	return nil
}

// checkContent finds what is wrong with an action besides its selection.
func (w *work) checkContent(s *scheme) error {
	var f faults
	switch a := s.action.(type) {
	case Pay:
		for i := range a.With {
			if len(a.With[i].Token) > MaxText {
				f.add("with["+itoa(int64(i))+"].token", "too_long", "is longer than %d bytes", MaxText)
			}
		}
	case Inspect:
		w.checkCharges(a.Charges, &f)
		w.checkClawBacks(a.Charges, &f)
	}
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	return nil
}

// checkCharges finds IDs that are no charges of the order.
func (w *work) checkCharges(ids []string, f *faults) {
	for i, id := range ids {
		if !slices.ContainsFunc(w.o.Charges, func(c Charge) bool { return c.Price.ID == id }) {
			f.add("charges["+itoa(int64(i))+"]", "unknown_charge", "the order has no charge %q", id)
		}
	}
}

func evenOnHold(name string) bool {
	switch name {
	case "cancel", "refund", "note", "tag", "unhold", "decide", "settle", "readdress":
		return true
	}
	return false
}

// run carries a plan out: at once if it calls nobody, as an intent otherwise.
func (w *work) run(ctx context.Context, s *scheme) (Result, error) {
	if s.status == Ignored {
		return w.ignore(ctx, s)
	}
	it := w.intend(s)
	if len(s.calls) == 0 {
		s.arrange(w.o)
		if err := w.complete(&it); err != nil {
			return Result{}, err
		}
		if err := w.finishing(ctx, s); err != nil {
			return Result{}, err
		}
		if err := w.commit(ctx); err != nil {
			return Result{}, err
		}
		return w.after(ctx), nil
	}
	if err := w.begun(ctx, s, it); err != nil {
		return Result{}, err
	}
	return w.see(ctx, s.intent)
}

// intend makes the intent that carries the plan out.
func (w *work) intend(s *scheme) Intent {
	return Intent{Action: s.name, Data: s.data, Actor: s.opt.actor, Key: s.opt.key, Why: s.opt.why,
		Plan: s.opt.plan, Print: s.print, At: w.now, Moves: s.moves, Charges: s.charges, Allow: s.allow,
		Steps: s.calls, Auto: s.auto, Counted: s.count, KeepPromotions: s.keeps(), Past: s.past}
}

// finishing applies what belongs to an action without calls besides moves.
func (w *work) finishing(ctx context.Context, s *scheme) error {
	if err := w.keepWords(ctx, s); err != nil {
		return err
	}
	if s.person != nil {
		p, err := w.personNow(ctx)
		if err != nil {
			return err
		}
		if err := s.person(p); err != nil {
			return err
		}
		w.person = p
	}
	if s.effect != nil {
		return s.effect(w)
	}
	return nil
}

// begun stores the intent: from here on the action is accepted and cannot get
// lost. Nothing outside has been called yet.
func (w *work) begun(ctx context.Context, s *scheme, it Intent) error {
	if err := w.keepWords(ctx, s); err != nil {
		return err
	}
	s.arrange(w.o)
	w.o.LastIntent++
	w.o.LastShipment += s.ships
	it.No = w.o.LastIntent
	s.intent = it.No
	w.o.Intents = append(w.o.Intents, it)
	in := &w.o.Intents[len(w.o.Intents)-1]
	begun := ""
	if w.e.joined(ctx) {
		in.Due = w.now // for whoever comes by once the host has committed
	} else {
		w.begin(in, &in.Steps[0])
		begun = in.Steps[0].Key
	}
	moves := make([]Move, len(it.Moves))
	for i := range it.Moves {
		moves[i] = it.Moves[i].Move
	}
	data := it.Data
	if string(data) == "{}" {
		data = nil
	}
	w.event(Event{Kind: EventIntent, Action: it.Action, Data: data, Actor: it.Actor, Key: it.Key, Why: it.Why,
		Moves: moves, Intent: it.No, Plan: it.Plan})
	if it.Key != "" {
		w.answer(it.Key, Answer{Status: Pending, Event: w.o.LastEvent, Intent: it.No, Action: it.Print})
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	w.begunKey = begun
	return w.advance(ctx, it.No)
}

// joined reports whether the host may still roll back what is committed under
// ctx: then nobody outside may be called.
func (e *Engine) joined(ctx context.Context) bool {
	j, ok := e.cfg.Store.(Joiner)
	return ok && j.Joined(ctx)
}

// see says what an intent came to after it was driven.
func (w *work) see(ctx context.Context, no int64) (Result, error) {
	if it := w.o.intent(no); it != nil {
		return w.pending(it), nil
	}
	if w.ended == no {
		if w.refused != nil {
			return Result{Status: Failed, Order: *w.o}, w.refused
		}
		return w.after(ctx), nil
	}
	// Somebody else ended it: history knows how.
	events, err := w.e.cfg.Store.History(ctx, w.o.ID, 0, 0)
	if err != nil {
		return Result{}, storeError("see", w.o.ID, err)
	}
	for i := len(events) - 1; i >= 0; i-- {
		if ev := &events[i]; ev.Intent == no && ev.Kind == EventRefused {
			return Result{Status: Failed, Order: *w.o}, w.refusal(ev)
		}
	}
	return w.after(ctx), nil
}

// ignore records an action that the workflow answers with nothing, and opens a
// case if it says so.
func (w *work) ignore(ctx context.Context, s *scheme) (Result, error) {
	w.event(Event{Kind: EventIgnored, Action: s.name, Data: s.data, Actor: s.opt.actor, Key: s.opt.key, Why: s.answer.Because})
	if s.answer.Answer == fsm.Escalate {
		w.openCase(Case{Stage: 2, Code: CaseLate, Ref: shipmentOf(s.action), Choices: []Choice{Close, HandOver},
			Reason: "A " + s.name + " by " + string(s.opt.actor.Role) + " does not fit: " + s.answer.Because})
	}
	if s.opt.key != "" {
		w.answer(s.opt.key, Answer{Status: Ignored, Event: w.o.LastEvent, Action: s.print, Reason: s.answer.Because})
	}
	if err := w.commit(ctx); err != nil {
		return Result{}, err
	}
	return Result{Status: Ignored, Order: *w.o, Reason: s.answer.Because}, nil
}

// after lets what is due at once happen, and returns the order as it is then.
func (w *work) after(ctx context.Context) Result {
	if !w.due.IsZero() && !w.due.After(w.now) {
		if err := w.tick(ctx); err != nil {
			w.e.cfg.Log.Warn("what was due at once will be tried again", "order", w.o.ID, "error", err)
		}
	}
	return Result{Status: Done, Order: *w.o, Due: w.due}
}

// Plan works out what an action would do, without calling anybody and without
// changing anything. Kinds of errors: as Do.
func (e *Engine) Plan(ctx context.Context, id string, a Action, opts ...Option) (p Plan, err error) {
	opt := options(opts)
	if a == nil {
		return Plan{}, fail(Invalid, "plan", id, "", "the action is nil")
	}
	defer e.contain(ctx, "plan", new(string), &err) // reading quarantines nothing
	if a, err = e.plain("plan", a); err != nil {
		return Plan{}, err
	}
	if f := opt.check(); len(f.list) > 0 {
		return Plan{}, &Error{Kind: Invalid, Op: a.Name(), Order: id, Faults: f.list}
	}
	w, _, err := e.load(ctx, a.Name(), id, "")
	if err != nil {
		return Plan{}, err
	}
	s := &scheme{action: a, name: a.Name(), opt: opt}
	if err := w.fill(s); err != nil {
		return Plan{}, err
	}
	if opt.expect != 0 && opt.expect != w.o.Version {
		return Plan{}, w.moved(s, opt.expect)
	}
	err = w.plan(s)
	if errors.Is(err, Busy) && s.name == (Cancel{}).Name() {
		s.status, s.moves, s.trans, err = Later, nil, nil, nil // what it will move shows when it is its turn
	}
	if err != nil {
		return Plan{}, err
	}
	return w.public(s)
}

func (w *work) refusal(ev *Event) error {
	return &Error{Kind: Refused, Op: ev.Action, Order: w.o.ID, Code: ev.Code, Reason: ev.Why}
}
