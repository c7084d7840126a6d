package order

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// stateRefused is where units end whose placing the outside world refused. It
// belongs to every workflow and is in phase cancelled.
const stateRefused = "refused"

// complete makes an action take effect: journal, units, history, answer. It is
// the same for an action without calls and for an intent whose calls are done.
func (w *work) complete(it *Intent) error {
	moves := make([]Move, len(it.Moves))
	for i := range it.Moves {
		moves[i] = it.Moves[i].Move
	}
	data := it.Data
	if string(data) == "{}" {
		data = nil
	}
	w.event(Event{Kind: EventAction, Action: it.Action, Data: data, Actor: it.Actor, Key: it.Key,
		Why: it.Why, Moves: moves, Intent: it.No, Plan: it.Plan})
	if err := w.o.follow(it); err != nil {
		return err
	}
	up, err := w.givenUp(it)
	if err != nil {
		return err
	}
	if err := w.journal(it); err != nil {
		return err
	}
	if it.Key != "" {
		w.answer(it.Key, Answer{Status: Done, Event: w.o.LastEvent, Intent: it.No, Action: it.Print})
	}
	w.o.shift(it, w.now)
	if up.any {
		if err := w.reclaim(it, &up); err != nil {
			return err
		}
	}
	w.ended, w.refused = it.No, nil
	w.closeIntent(it.No)
	if up.any && w.o.claws() {
		w.release(it, up.needed)
	}
	w.wishMoved(it)
	return nil
}

// closeIntent removes an intent and everything that waited on it as a case.
func (w *work) closeIntent(no int64) {
	if no == 0 {
		return
	}
	for i := range w.o.Intents {
		if w.o.Intents[i].No == no {
			w.o.Intents = append(w.o.Intents[:i:i], w.o.Intents[i+1:]...)
			break
		}
	}
	for i := 0; i < len(w.o.Cases); {
		if w.o.Cases[i].Intent == no {
			w.closeCase(w.o.Cases[i].No, "the action ended")
			continue
		}
		i++
	}
}

func (w *work) answer(key string, a Answer) {
	a.Order, a.Key, a.Version = w.o.ID, key, w.expect+1
	w.answers = append(w.answers, a)
}

// shift moves units, charges and allowances.
func (o *Order) shift(it *Intent, now time.Time) {
	f := o.finder()
	for i := range it.Moves {
		m := &it.Moves[i]
		l, ok := f.line(m.Line)
		if !ok {
			continue
		}
		l.change(m.First, m.Count, func(was Run) Run {
			r := Run{State: m.To, Phase: m.Phase, Entered: now, Held: m.Held}
			switch {
			case it.Counted:
				r.Turns = map[string]int{}
				maps.Copy(r.Turns, was.Turns)
				r.Turns[was.State]++
			case it.Auto:
				r.Turns = was.Turns
			case m.From == m.To: // an action that keeps the state keeps its timer
				r.Entered, r.Off, r.Turns = was.Entered, was.Off, was.Turns
			}
			return r
		})
	}
	for _, c := range it.Charges {
		for i := range o.Charges {
			if o.Charges[i].Price.ID == c.ID && !o.Charges[i].replaced(c) {
				o.Charges[i].Held, o.Charges[i].Live = c.Held, c.Live
			}
		}
	}
	o.allow(it.Allow)
}

func (o *Order) allow(list []Reduction) {
	f := o.finder()
	for _, a := range list {
		if l, ok := f.line(a.Line); ok && a.Line != "" {
			l.Allowances = append(slices.Clip(l.Allowances), a.Allow)
			continue
		}
		o.allowCharge(a)
	}
}

func (o *Order) allowCharge(a Reduction) {
	for i := range o.Charges {
		if o.Charges[i].Price.ID == a.Charge {
			o.Charges[i].Allowances = append(slices.Clip(o.Charges[i].Allowances), a.Allow)
		}
	}
}

func (l *Line) run(unit int64) Run {
	for _, r := range l.Runs {
		if r.First <= unit && unit < r.First+r.Count {
			return r
		}
	}
	return Run{}
}

// journal books what the moves mean: a sale when units become part of what the
// order costs, a reversal when they stop being part of it.
func (w *work) journal(it *Intent) error {
	f := w.o.finder()
	for i := range it.Moves {
		m := &it.Moves[i]
		l, ok := f.line(m.Line)
		if !ok {
			continue
		}
		was, is := live(l.run(m.First).Phase), live(m.Phase)
		if was == is {
			continue
		}
		s, err := l.Share(m.First, m.Count)
		if err != nil {
			return err
		}
		w.entries = slices.Grow(w.entries, len(it.Moves)-i) // mostly the other moves do the same
		if err := w.sale(Sales, m.Line, s, is); err != nil {
			return err
		}
	}
	for _, c := range it.Charges {
		for i := range w.o.Charges {
			old := &w.o.Charges[i]
			if old.Price.ID != c.ID || old.Live == c.Live || old.replaced(c) {
				continue
			}
			s, err := old.Share()
			if err != nil {
				return err
			}
			account := Fees
			if c.ID == idRounding {
				account = Rounding
			}
			if err := w.sale(account, c.ID, s, c.Live); err != nil {
				return err
			}
		}
	}
	for _, a := range it.Allow {
		if w.o.gone(a.Charge) {
			continue // given up meanwhile, and reversed in full
		}
		ref := a.Line + a.Charge
		if err := w.book("goodwill", ref, Posting{Goodwill, a.Allow.Net}, Posting{TaxDue, a.Allow.Tax},
			Posting{Customer, a.Allow.Gross.Neg()}); err != nil {
			return err
		}
	}
	return nil
}

// gone reports whether a charge was given up.
func (o *Order) gone(charge string) bool {
	return charge != "" && slices.ContainsFunc(o.Charges, func(c Charge) bool { return c.Price.ID == charge && !c.Live })
}

// sale books a share as sold, or as given up.
func (w *work) sale(account Account, ref string, s pricing.Share, sold bool) error {
	if sold {
		return w.book("sale", ref, Posting{Customer, s.Gross}, Posting{account, s.Net.Neg()}, Posting{TaxDue, s.Tax.Neg()})
	}
	return w.book("reversal", ref, Posting{account, s.Net}, Posting{TaxDue, s.Tax}, Posting{Customer, s.Gross.Neg()})
}

// moneyMoved books what a payment took or gave back.
func (w *work) moneyMoved(kind, ref string, amount, real currency.Amount) error {
	switch kind {
	case "capture":
		return w.bookReal("capture", ref, real, Posting{Provider, amount}, Posting{Customer, amount.Neg()})
	case "refund", "chargeback":
		return w.bookReal(kind, ref, real, Posting{Customer, amount}, Posting{Provider, amount.Neg()})
	}
	return nil
}

// abort ends an intent whose calls are undone: its units are free again, as they
// were; units that were being placed are refused.
func (w *work) abort(it *Intent) {
	w.event(Event{Kind: EventRefused, Action: it.Action, Actor: it.Actor, Key: it.Key, Intent: it.No, Code: it.Code, Why: it.Reason})
	if it.Key != "" {
		w.answer(it.Key, Answer{Status: Failed, Event: w.o.LastEvent, Intent: it.No, Action: it.Print,
			Kind: Refused, Code: it.Code, Reason: it.Reason})
	}
	w.leftovers(it)
	if it.Action == (Settle{}).Name() && w.o.unsettled() {
		w.leftOverCase(it.Reason)
	}
	f := w.o.finder()
	for i := range it.Moves {
		m := &it.Moves[i]
		l, ok := f.line(m.Line)
		if ok && m.From == "" {
			l.put(Run{First: m.First, Count: m.Count, State: stateRefused, Phase: fsm.Cancelled, Entered: w.now})
		}
		if ok && it.Auto && !it.Stop { // or the timer would fire for ever
			l.change(m.First, m.Count, func(r Run) Run { r.Off = true; return r })
		}
	}
	if it.Auto && !it.Stop {
		w.timerCase(it.Action + " was refused: " + it.Reason)
	}
	w.ended, w.refused = it.No, &Error{Kind: Refused, Op: it.Action, Order: w.o.ID, Code: it.Code, Reason: it.Reason}
	w.closeIntent(it.No)
}

// leftovers opens a case for every done call that nothing could undo.
func (w *work) leftovers(it *Intent) {
	for i := range it.Steps {
		c := &it.Steps[i]
		if c.State == CallDone && c.Undoes == "" && c.Undo == "" {
			w.openCase(Case{Stage: 2, Code: CaseUndo, Amount: c.Amount, Ref: c.Ref, Choices: []Choice{Close, HandOver},
				Reason: "The " + it.Action + " was given up, but its step " + c.Do + " was done and has no way back. Put it right by hand."})
		}
	}
}

// take stores the outcome of a call in the order.
type take struct {
	intent  int64
	key     string
	sent    time.Time // when the call was made, by our clock
	receipt Receipt
	reply   *Reply // nil = done
	money   bool
}

// taken applies an outcome to the call, once: a call that is done stays done.
func (w *work) taken(it *Intent, c *Call, t take) error {
	if c.State == CallDone {
		return nil
	}
	it.Begun = 0
	c.Attempts++
	c.Last = w.now
	if c.First.IsZero() {
		c.First = t.sent // the key's life began before the answer came
	}
	if c.First.IsZero() {
		c.First = w.now
	}
	if t.reply != nil && !w.endedByItself(c, t.reply) {
		return w.notDone(it, c, t.reply)
	}
	c.State, c.Ref, c.Code, c.Detail = CallDone, t.receipt.Ref, "", ""
	w.answered(it, c)
	if c.Op != opRun {
		it.URL = ""
	}
	if w.events == nil {
		w.events = make([]Event, 0, len(it.Steps)+1) // mostly they all follow, and the action
	}
	w.event(Event{Kind: EventStep, Action: it.Action, Actor: it.Actor, Intent: it.No, Step: c.Do, Outcome: OutcomeDone,
		Attempt: c.Attempts, Ref: c.Ref, Amount: c.Amount, Key: c.Key, Why: c.Coupon})
	return w.record(c, t.receipt)
}

// endedByItself reports whether an authorization that cannot be voided is over
// anyway, by its time or by the capture that gave up the rest: nothing is left to
// give up.
func (w *work) endedByItself(c *Call, r *Reply) bool {
	p := w.o.payment(c.Payment)
	return c.Op == "void" && r.Outcome == OutcomeRefused && p != nil && (p.Closed || p.Expires != nil && !w.now.Before(*p.Expires))
}

// answered closes the case about a call that now has its answer.
func (w *work) answered(it *Intent, c *Call) {
	for i := range w.o.Cases {
		if k := &w.o.Cases[i]; k.Intent == it.No && k.Step == c.Key {
			w.closeCase(k.No, "the provider's answer came")
			if it.Due.IsZero() {
				it.Due = w.now // nobody but the case would have gone on
			}
			return
		}
	}
}

func (w *work) notDone(it *Intent, c *Call, r *Reply) error {
	c.Code = r.Code
	c.Detail = r.words()
	c.State = map[Outcome]CallState{OutcomeRefused: CallRefused, OutcomeTemporary: CallTemporary,
		OutcomeUnknown: CallUnknown, OutcomeWaiting: CallWaiting}[r.Outcome]
	switch c.State {
	case CallRefused:
		w.answered(it, c)
	case CallUnknown, CallWaiting:
		c.Doubt = true
	case CallTemporary:
		if c.Doubt {
			c.State = CallUnknown
		}
	}
	if r.Outcome == OutcomeWaiting {
		it.URL = cmp.Or(r.URL, it.URL)
		c.waits(r.Until, w.now)
	}
	w.event(Event{Kind: EventStep, Action: it.Action, Actor: it.Actor, Intent: it.No, Step: c.Do, Outcome: r.Outcome,
		Attempt: c.Attempts, Amount: c.Amount, Key: c.Key, Code: c.Code, Why: c.Detail})
	return nil
}

// record is what a done call changes in the order's record of the world.
func (w *work) record(c *Call, r Receipt) error {
	if c.Effect == fsm.Money && w.o.known(c.Key) {
		return nil // a webhook told of it before the call was written down
	}
	switch c.Op {
	case "authorize", "capture", "void", "refund":
		p, err := w.o.paymentFor(c)
		if err != nil {
			return err
		}
		p.Closed = p.Closed || c.Ends
		return w.happened(p, c.done(r, w.now), r.Expires)
	case "book", "label":
		if w.o.shipment(c.Shipment) == nil {
			w.o.Shipments = append(w.o.Shipments, Shipment{ID: c.Shipment, Carrier: c.Using, Tracking: r.Ref,
				Return: c.Op == "label", Units: c.Units, Booked: w.now})
		}
	case "unbook", "unlabel":
		if s := w.o.shipment(c.Shipment); s != nil {
			s.Units = without(s.Units, c.Units)
			s.Cancelled = len(s.Units) == 0
		}
	case "redeem", "giveback":
		w.o.bookCoupon(c, r)
	}
	return nil
}

// bookCoupon lets a coupon follow a call that was done.
func (o *Order) bookCoupon(c *Call, r Receipt) {
	for i := range o.Coupons {
		x := &o.Coupons[i]
		switch {
		case x.Code != c.Coupon:
		case c.Op == "redeem":
			x.Redeemed, x.GivenBack, x.Undeserved, x.Ref = true, false, false, r.Ref // added lines may use it anew
		case c.Op == "giveback":
			x.GivenBack = true
		}
	}
}

// without returns the units of a that are not in b.
func without(a, b []Units) []Units {
	if len(a) > 1 && len(b) >= indexed { // each line by itself, or it takes the square
		of := byLine(b)
		var out []Units
		for _, x := range a {
			out = append(out, without([]Units{x}, of[x.Line])...)
		}
		return out
	}
	for _, y := range b {
		var next []Units
		for _, x := range a {
			lo, n := overlap(x.First, x.Count, y)
			if x.Line != y.Line || n == 0 {
				next = append(next, x)
				continue
			}
			if lo > x.First {
				next = append(next, Units{x.Line, x.First, lo - x.First})
			}
			if hi := lo + n; hi < x.First+x.Count {
				next = append(next, Units{x.Line, hi, x.First + x.Count - hi})
			}
		}
		a = next
	}
	return a
}
