package order

import (
	"fmt"
	"slices"
)

// planIssue plans an invoice of what is selected and on none yet.
func (w *work) planIssue(s *scheme, a Issue) error {
	if err := w.checkSelection(s, a.Of); err != nil {
		return err
	}
	h, err := w.o.holdings()
	if err != nil {
		return fail(Invalid, s.name, w.o.ID, CodeInvariant, err.Error())
	}
	s.wish = &wish{all: len(a.Of) == 0}
	var short faults
	for i, p := range a.Of {
		l, _ := w.o.Line(p.Line)
		got, n := w.o.pickBillable(h, l, p, s.wish.units)
		if n < p.Quantity {
			short.add(fmt.Sprintf("of[%d]", i), CodeNotEnough, "%d wanted, %d are live and on no invoice", p.Quantity, n)
		}
		s.wish.units, s.wish.lines = append(s.wish.units, got...), append(s.wish.lines, p.Line)
	}
	if len(short.list) > 0 {
		return &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeNotEnough, Faults: short.list}
	}
	due, err := w.e.documentsDue(w.o, s.wish, w.now)
	if err != nil {
		return fail(Invalid, s.name, w.o.ID, CodeInvariant, err.Error())
	}
	if len(due) == 0 {
		s.status, s.answer.Because = Ignored, "no document is due"
		return nil
	}
	s.effect = func(w *work) error { w.wish = s.wish; return nil }
	return nil
}

// pickBillable finds the units of a pick that can be invoiced and that no earlier
// pick took.
func (o *Order) pickBillable(h holdings, l *Line, p Pick, took []Units) (got []Units, n int64) {
	want, end := p.Quantity, l.Quantity()
	if want == 0 {
		want = end
	}
	if p.Exact {
		end = min(end, p.From+p.Quantity)
	}
	for _, u := range l.liveUnits(p.From, end-p.From) {
		for _, u := range without(h.free(u), took) {
			if u.Count = min(u.Count, want-n); u.Count > 0 {
				got = append(got, u)
				n += u.Count
			}
		}
	}
	return got, n
}

// wishMoved wants an invoice for the units that an action moved, if the host
// wants one after it.
func (w *work) wishMoved(it *Intent) {
	if b := w.e.wishAfter(it.Action, it.Moves); b != nil {
		w.wish = b
	}
}

func (e *Engine) wishAfter(action string, moves []Shift) *wish {
	if !slices.Contains(e.cfg.Invoices.After, action) {
		return nil
	}
	b := &wish{}
	for _, m := range moves {
		b.units = append(b.units, Units{m.Line, m.First, m.Count})
	}
	return b
}

// wished is what an invoice is made out for once the action took effect.
func (s *scheme) wished(e *Engine) *wish {
	if s.wish != nil {
		return s.wish
	}
	return e.wishAfter(s.name, s.moves)
}

// issue adds the documents that are due to the change that is about to be
// stored, and says which ones the store has to number.
func (w *work) issue() (number []int, err error) {
	due, err := w.e.documentsDue(w.o, w.wish, w.now)
	if err != nil {
		return nil, err
	}
	w.wish = nil
	for i := range due {
		d := &due[i]
		actor := Actor{}
		if n := len(w.events); n > 0 {
			actor = w.events[n-1].Actor
		}
		w.o.Documents = append(w.o.Documents, *d)
		w.event(Event{Kind: EventDocument, Action: string(d.Kind), Actor: actor, Ref: d.Series, Amount: d.Gross,
			Document: len(w.o.Documents)})
	}
	for i := range w.o.Documents {
		if w.o.Documents[i].No == 0 {
			number = append(number, i)
		}
	}
	return number, nil
}
