package order

import (
	"context"
	"errors"
	"time"

	"github.com/orderkit/orderkit/fsm"
)

// timerBudget stands for the action of timers that fired too often.
const timerBudget = "timer budget"

// maxQueue bounds how many actions of callers may wait for others.
const maxQueue = 50

// maxTurns bounds what one visit of an order may do.
const maxTurns = 100

// tick does what is due in an order, thing by thing, each with commits of its
// own, until nothing is due or it cannot go on now.
func (w *work) tick(ctx context.Context) error {
	for turn := 0; turn < maxTurns; turn++ {
		if w.e.leaves(w.o, w.now) && !w.told {
			return nil
		}
		did, err := w.turn(ctx)
		if errors.Is(err, ErrConflict) && !isOurs(err) {
			if err := w.reload(ctx); err != nil {
				return err
			}
			continue
		}
		if err != nil || !did {
			return err
		}
	}
	return nil
}

// turn does the first thing that is due; false if there is none.
func (w *work) turn(ctx context.Context) (bool, error) {
	w.now = w.e.now()
	o := w.o
	if o.Quarantine != "" {
		return false, nil
	}
	for i := range o.Intents {
		if it := &o.Intents[i]; !it.Due.IsZero() && !it.Due.After(w.now) {
			before := w.expect
			if err := w.advance(ctx, it.No); err != nil {
				return false, err
			}
			if w.expect != before {
				return true, nil
			}
			o = w.o
		}
	}
	for i := range o.Queue {
		if o.ready(&o.Queue[i]) && w.e.knows(o) {
			return true, w.dequeue(ctx, i)
		}
	}
	if o.Hold == "" {
		if fired, err := w.fire(ctx); fired || err != nil {
			return fired, err
		}
	}
	if o.mustSettle() {
		return true, w.settle(ctx)
	}
	return false, nil
}

// settle gives back what is left over.
func (w *work) settle(ctx context.Context) error {
	s := &scheme{action: Settle{}, name: "settle", opt: Option{actor: Actor{Role: fsm.System}}}
	if err := w.fill(s); err != nil {
		return err
	}
	if err := w.plan(s); err != nil {
		w.leftOverCase(err.Error())
		return w.commit(ctx)
	}
	if len(s.calls) > 0 {
		return w.begun(ctx, s, w.intend(s))
	}
	it := w.intend(s)
	if err := w.complete(&it); err != nil {
		return err
	}
	return w.commit(ctx)
}

// fire lets the timers that are due do their actions, all with the same action
// together.
func (w *work) fire(ctx context.Context) (bool, error) {
	name, picks, count := w.dueTimers()
	if name == "" {
		return false, nil
	}
	if name == timerBudget {
		return true, w.disarm(ctx, picks, "it fired as often as its budget allows")
	}
	a, err := w.e.Decode(name, nil)
	if err != nil {
		return true, w.disarm(ctx, picks, err.Error())
	}
	s := &scheme{action: a, name: name, only: picks, auto: true, count: count, opt: Option{actor: Actor{Role: fsm.System}}}
	if err := w.fill(s); err != nil {
		return false, err
	}
	switch err := w.plan(s); {
	case errors.Is(err, Busy):
		return false, nil
	case err != nil:
		return true, w.disarm(ctx, picks, err.Error())
	case s.status == Ignored: // Compile lets no timer do what may be ignored
		return true, w.disarm(ctx, picks, s.answer.Because)
	}
	if len(s.calls) > 0 {
		return true, w.begun(ctx, s, w.intend(s))
	}
	it := w.intend(s)
	if err := w.complete(&it); err != nil {
		return false, err
	}
	return true, w.commit(ctx)
}

// dueTimers returns an action that some timer wants now, and the units.
func (w *work) dueTimers() (name string, picks Selection, count bool) {
	var over Selection
	locks := w.o.locks()
	for i := range w.o.Lines {
		l := &w.o.Lines[i]
		m := w.e.machine(w.o, l)
		if m == nil {
			continue
		}
		for _, r := range l.Runs {
			t, ok := m.timers[r.State]
			if !ok || r.Off || r.Entered.Add(t.After.Std()).After(w.now) {
				continue
			}
			for _, u := range without([]Units{{l.ID, r.First, r.Count}}, locks[l.ID]) {
				p := Pick{Line: l.ID, From: u.First, Quantity: u.Count, Exact: true}
				switch {
				case t.Times > 0 && r.Turns[r.State] >= t.Times:
					over = append(over, p)
				case name == "" || name == t.Action:
					name = t.Action
					count = count || t.Times > 0
					picks = append(picks, p)
				}
			}
		}
	}
	if name == "" && len(over) > 0 {
		return timerBudget, over, false
	}
	return name, picks, count
}

// disarm switches timers off that the workflow or the world does not let fire, and
// tells staff.
func (w *work) disarm(ctx context.Context, picks Selection, why string) error {
	f := w.o.finder()
	for _, p := range picks {
		if l, ok := f.line(p.Line); ok {
			l.change(p.From, p.Quantity, func(r Run) Run { r.Off = true; return r })
		}
	}
	w.timerCase(why)
	return w.commit(ctx)
}

func (w *work) timerCase(why string) {
	w.openCase(Case{Stage: 2, Code: CaseTimer, Choices: []Choice{RetryNow, Close, HandOver},
		Reason: "What was to happen by itself did not: " + why})
}

// preempt stores a cancel that meets an action under way: the action is asked to
// stop at its next step boundary, and the cancel waits behind it. Past the
// action's point of no return it ends forwards, and the cancel is then judged by
// the state that it led to.
func (w *work) preempt(ctx context.Context, s *scheme) (Result, error) {
	all := s.locked
	if len(w.o.Queue) >= maxQueue {
		return Result{}, fail(Busy, s.name, w.o.ID, "", "too many actions wait already")
	}
	if len(all) == 0 {
		return Result{}, fail(Busy, s.name, w.o.ID, "", "units are in the middle of another action")
	}
	if s.opt.plan != "" {
		s.status = Later
		if p, err := w.public(s); err != nil || p.Hash != s.opt.plan {
			return Result{}, w.otherPlan(s)
		}
	}
	for _, it := range all {
		w.stop(it)
	}
	behind := all[0]
	for i := range w.o.Queue { // the same wish again, by somebody without a key
		if q := &w.o.Queue[i]; s.opt.key == "" && q.Key == "" && q.Action == s.name && string(q.Data) == string(s.data) {
			return Result{Status: Later, Order: *w.o, Reason: "it waits for the action under way"}, nil
		}
	}
	w.o.Queue = append(w.o.Queue, Queued{Action: s.name, Data: s.data, Actor: s.opt.actor, Key: s.opt.key,
		Why: s.opt.why, Print: s.print, At: w.now, Behind: behind.No})
	w.event(Event{Kind: EventQueued, Action: s.name, Data: s.data, Actor: s.opt.actor, Key: s.opt.key, Why: s.opt.why, Intent: behind.No})
	if s.opt.key != "" {
		w.answer(s.opt.key, Answer{Status: Later, Event: w.o.LastEvent, Action: s.print})
	}
	event := w.o.LastEvent
	if err := w.keepWords(ctx, s); err != nil {
		return Result{}, err
	}
	if err := w.commit(ctx); err != nil {
		return Result{}, err
	}
	if err := w.tick(ctx); err != nil {
		w.e.cfg.Log.Warn("a queued action goes on later", "order", w.o.ID, "error", err)
	}
	return w.queued(ctx, s, event)
}

// queued says what became of a queued action.
func (w *work) queued(ctx context.Context, s *scheme, event int64) (Result, error) {
	events, err := w.e.cfg.Store.History(ctx, w.o.ID, event, 0)
	if err != nil {
		return Result{}, storeError(s.name, w.o.ID, err)
	}
	for i := range events {
		ev := &events[i]
		if ev.Action != s.name || ev.Key != s.opt.key || ev.Actor != s.opt.actor {
			continue
		}
		switch ev.Kind {
		case EventAction:
			return Result{Status: Done, Order: *w.o, Due: w.due}, nil
		case EventIgnored:
			return Result{Status: Ignored, Order: *w.o, Due: w.due, Reason: ev.Why}, nil
		case EventRefused:
			return Result{Status: Failed, Order: *w.o}, w.refusal(ev)
		}
	}
	return Result{Status: Later, Order: *w.o, Due: w.due, Reason: "it waits for the action under way"}, nil
}

// stop asks an intent to go back at its next step boundary, before its pivot.
func (w *work) stop(it *Intent) {
	if it.Undoing || it.pivotPassed() {
		return
	}
	it.Stop = true
	if it.Chain.IsZero() && !it.Due.IsZero() && it.Due.After(w.now) {
		it.Due = w.now // it is only waiting for a retry
	}
}

// dequeue tries a queued action. What comes of it is recorded under its key;
// an outside event that fits nothing becomes a case.
func (w *work) dequeue(ctx context.Context, i int) error {
	q := w.o.Queue[i]
	drop := func() {
		w.o.Queue = append(w.o.Queue[:i:i], w.o.Queue[i+1:]...)
	}
	opt := Option{key: q.Key, actor: q.Actor, why: q.Why}
	a, err := w.e.Decode(q.Action, q.Data)
	if err == nil {
		s := &scheme{action: a, name: q.Action, opt: opt, data: q.Data, print: q.Print}
		err = w.plan(s)
		if errors.Is(err, Busy) {
			all := s.locked
			if len(all) == 0 && len(w.o.Intents) > 0 {
				all = []*Intent{&w.o.Intents[0]} // it waits for money, not for units
			}
			if len(all) > 0 {
				w.o.Queue[i].Behind = all[0].No
				if q.Action == (Cancel{}).Name() {
					w.stop(all[0])
				}
				return w.commit(ctx)
			}
		}
		if err == nil {
			drop()
			if s.status == Ignored {
				_, err := w.ignore(ctx, s)
				return err
			}
			if len(s.calls) > 0 {
				return w.begun(ctx, s, w.intend(s))
			}
			s.arrange(w.o)
			it := w.intend(s)
			if err := w.complete(&it); err != nil {
				return err
			}
			if err := w.finishing(ctx, s); err != nil {
				return err
			}
			return w.commit(ctx)
		}
	}
	drop()
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	w.event(Event{Kind: EventRefused, Action: q.Action, Data: q.Data, Actor: q.Actor, Key: q.Key, Code: e.Code, Why: e.Error()})
	if q.Key != "" {
		w.answer(q.Key, Answer{Status: Failed, Event: w.o.LastEvent, Action: q.Print, Kind: e.Kind, Code: e.Code, Reason: e.Error()})
	}
	if q.Actor.Role == fsm.Webhook {
		w.openCase(Case{Stage: 2, Code: CaseLate, Ref: q.Ref, Choices: []Choice{Close, HandOver},
			Reason: "An outside event says " + q.Action + ", which does not fit: " + e.Error()})
	}
	return w.commit(ctx)
}

// Advance does what is due in one order now and returns when it must be looked
// at next; zero for never. Hosts without long-lived processes, and tests, call it
// themselves. Kinds of errors: NotFound, Unavailable, Quarantined.
func (e *Engine) Advance(ctx context.Context, id string) (due time.Time, err error) {
	defer e.contain(ctx, "advance", &id, &err)
	w, _, err := e.load(ctx, "advance", id, "")
	if err != nil {
		return time.Time{}, err
	}
	if err := w.tick(ctx); err != nil {
		return time.Time{}, w.door(ctx, "advance", err)
	}
	if e.leaves(w.o, w.now) {
		return w.now.Add(2 * e.cfg.Patience), nil // as if it were leased
	}
	return e.dueAt(w.o, w.now), nil
}
