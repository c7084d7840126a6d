package order

import (
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
)

// openCase puts something in front of a person. A case about the same call or
// the same thing is opened once.
func (w *work) openCase(c Case) {
	for i := range w.o.Cases {
		x := &w.o.Cases[i]
		if x.Code == c.Code && x.Step == c.Step && x.Intent == c.Intent && x.Ref == c.Ref && x.Amount == c.Amount && x.Reason == c.Reason {
			return
		}
	}
	w.o.LastCase++
	c.Order, c.No, c.Opened = w.o.ID, w.o.LastCase, w.now
	w.o.Cases = append(w.o.Cases, c)
	w.event(Event{Kind: EventCase, Case: c.No, Intent: c.Intent, Why: c.Reason, Amount: c.Amount, Ref: c.Ref})
}

func (w *work) closeCase(no int64, why string) {
	for i := range w.o.Cases {
		if w.o.Cases[i].No == no {
			w.o.Cases = append(w.o.Cases[:i:i], w.o.Cases[i+1:]...)
			w.event(Event{Kind: EventClosed, Case: no, Why: why})
			return
		}
	}
}

// stuck opens the case of a call that automated retry cannot settle.
func (w *work) stuck(it *Intent, c *Call) {
	it.Due, it.Chain = time.Time{}, time.Time{}
	lost := c.Doubt || c.State == CallUnknown || c.State == CallStarted || c.State == CallWaiting
	// Never undo what may have happened before it is known.
	back := c.Undoes == "" && !it.pivotPassed() && !lost
	k := Case{Stage: 2, Intent: it.No, Step: c.Key, Amount: c.Amount, Ref: c.Ref}
	what := "The step " + c.Do + " of " + it.Action
	if !c.Amount.IsZero() {
		what += " over " + c.Amount.String()
	}
	switch {
	case c.Code == CaseStep:
		k.Stage, k.Code = 3, CaseStep
		k.Reason = what + " cannot run: " + c.Detail
		k.Choices = []Choice{RetryNow, MarkDone}
	case lost:
		k.Code = CaseUnknown
		k.Reason = what + " was sent and nobody can tell whether it happened. Look it up at the provider under the key " + c.Key + "."
		k.Choices = []Choice{RetryNow, MarkDone, NotDone, HandOver}
	case c.Undoes != "":
		k.Code = CaseUndo
		k.Reason = what + ", which undoes an earlier step, failed: " + c.Detail
		k.Choices = []Choice{RetryNow, MarkDone, HandOver}
	case c.State == CallRefused:
		k.Code = CaseRefused
		k.Reason = what + " was refused after the point of no return: " + c.Detail
		k.Choices = []Choice{RetryNow, MarkDone, HandOver}
	default:
		k.Code = CaseGivenUp
		k.Reason = what + " failed " + itoa(int64(c.Attempts)) + " times, the last time: " + c.Detail
		k.Choices = []Choice{RetryNow, MarkDone, HandOver}
	}
	if c.Op == "book" && c.State != CallUnknown && c.State != CallStarted {
		k.Choices = append(k.Choices, Correct)
	}
	if w.swallowed(it) {
		k.Stage = 3
		k.Reason += " " + itoa(int64(it.Begun)) + " times whoever made or asked about it never came back: it may crash or hang the program."
	}
	if back {
		k.Choices = append(k.Choices, Undo)
	}
	w.openCase(k)
}

// decide works out what a decision does.
func (w *work) decide(s *scheme, d Decide) error {
	k := w.o.openCase(d.Case)
	if k == nil {
		return fail(NotFound, s.name, w.o.ID, "", "no open case "+itoa(d.Case))
	}
	if !k.allows(d.Choice) {
		return fail(Refused, s.name, w.o.ID, CodeNotNow, "case "+itoa(d.Case)+" does not offer "+string(d.Choice))
	}
	var f faults
	if d.Choice == MarkDone && d.Ref == "" {
		f.add("ref", "required", "marking a call as done needs the provider's reference as evidence")
	}
	if d.Choice == NotDone && d.Why == "" && s.opt.why == "" {
		f.add("why", "required", "stating that a call did not happen needs the evidence in words")
	}
	if d.Choice == Correct && d.ShipTo == nil {
		f.add("shipTo", "required", "correcting needs the address")
	}
	if d.Choice == Correct && d.ShipTo != nil {
		at := &door{faults: &f}
		clean := at.address("shipTo", *d.ShipTo)
		if blank(clean) && len(f.list) == 0 {
			f.add("shipTo", "required", "correcting needs the address")
		}
		s.person = func(p *Person) error { p.shipTo(clean, at.raw); return nil }
	}
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	s.effect = func(w *work) error { return w.decided(d) }
	return nil
}

// decided carries a decision out.
func (w *work) decided(d Decide) error {
	k := *w.o.openCase(d.Case)
	it := w.o.intent(k.Intent)
	why := string(d.Choice)
	if d.Choice == HandOver {
		w.o.openCase(d.Case).Stage = 3
		w.event(Event{Kind: EventCase, Case: k.No, Intent: k.Intent, Why: "handed over to an engineer"})
		return nil
	}
	w.closeCase(k.No, why)
	if it == nil || k.Step == "" {
		w.closedFree(&k, d.Choice)
		return nil
	}
	c := it.call(k.Step)
	if c == nil {
		return nil
	}
	it.Due, it.Begun, w.told = w.now, 0, true
	switch d.Choice {
	case RetryNow, Correct:
		if c.State == CallRefused || d.Choice == Correct && !c.Doubt { // another content needs another key
			w.renew(it, c)
		}
		c.Attempts = 0
		if !c.Doubt {
			c.First = time.Time{} // the time of the policy begins anew, too
		}
	case NotDone:
		w.renew(it, c)
	case MarkDone:
		if c.Op == "refund" && w.reported(it, c, d.Ref) {
			return nil
		}
		return w.taken(it, c, take{receipt: Receipt{Ref: d.Ref}})
	case Undo:
		if !w.goBack(it, CodeCancelled, "given up by staff") {
			return fail(Refused, "decide", w.o.ID, CodeNotNow, "the action is past its point of no return")
		}
	}
	return nil
}

// reported lets a refund that a notice booked already stand for the call: by its
// reference, or because no more was captured than is given back.
func (w *work) reported(it *Intent, c *Call, ref string) bool {
	p := w.o.payment(c.Payment)
	if p == nil {
		return false
	}
	known := slices.ContainsFunc(p.Ops, func(op PaymentOp) bool { return op.Kind == c.Op && op.Ref == ref && op.Amount == c.Amount })
	if more, err := p.refundedBeyond(c.Amount); !known && err == nil && !more {
		return false
	}
	c.State, c.Ref, c.Code, c.Detail, c.Last = CallDone, ref, "", "", w.now
	w.event(Event{Kind: EventStep, Action: it.Action, Actor: it.Actor, Intent: it.No, Step: c.Do, Outcome: OutcomeDone,
		Attempt: c.Attempts, Ref: ref, Amount: c.Amount, Key: c.Key, Why: "the provider reported it before"})
	return true
}

// closedFree is a decision about something that is not a call.
func (w *work) closedFree(k *Case, choice Choice) {
	switch {
	case choice == Resume:
		w.o.Quarantine = ""
	case k.Code == CaseLeftOver && choice == Close:
		w.leaveAsIs()
	case k.Code == CaseTimer:
		for i := range w.o.Lines {
			for j := range w.o.Lines[i].Runs {
				if choice == RetryNow {
					w.o.Lines[i].Runs[j].Off = false
				}
			}
		}
	}
}

// leftOverCase asks staff about what could not be given back by itself.
func (w *work) leftOverCase(why string) {
	s, err := w.o.sums()
	over, idle := w.o.leftOver(&s)
	if err != nil || over.Sign() <= 0 {
		over = idle
	}
	reason := "Something is left over that belongs to the customer (" + over.String() + ") and could not be given back: " + why
	if over.Sign() <= 0 {
		over, reason = currency.Amount{}, "A charge or a coupon of this order could not be settled: "+why
	}
	w.openCase(Case{Stage: 2, Code: CaseLeftOver, Amount: over, Choices: []Choice{RetryNow, Close, HandOver}, Reason: reason})
}

// leaveAsIs notes what staff decided to leave as it is.
func (w *work) leaveAsIs() {
	s, err := w.o.sums()
	if err != nil {
		return
	}
	over, idle := w.o.leftOver(&s)
	if over.Sign() > 0 {
		w.o.LeftPaid = s.add(w.o.LeftPaid, over)
	}
	if idle.Sign() > 0 {
		w.o.LeftOpen = s.add(w.o.LeftOpen, idle)
	}
	for i := range w.o.Charges {
		if c := &w.o.Charges[i]; c.Live && w.o.overdue(c) {
			c.Held = 0 // it stays owed, and nobody tries to take it by itself again
		}
	}
	for i := range w.o.Coupons {
		if c := &w.o.Coupons[i]; c.Redeemed && !c.GivenBack && !w.o.uses(c.Code) {
			c.LeftUsed = true
		}
	}
}
