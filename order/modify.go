package order

import (
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// planModify plans an edit: units given up go the way of a cancel, added ones
// the way of placing, all in one action. The difference in price is settled at
// once where money comes back, and is due for payment where it is owed.
func (w *work) planModify(s *scheme, a Modify) error {
	var f faults
	var less Selection
	var like []*Line // the lines that the last of add raise
	add := slices.Clone(a.Add)
	for i, t := range a.Set {
		path := fmt.Sprintf("set[%d]", i)
		l, ok := w.o.Line(t.Line)
		if !ok {
			f.add(path+".line", "unknown_line", "the order has no line %q", t.Line)
			continue
		}
		if t.Quantity < 0 || t.Quantity > 1<<40 {
			f.add(path+".quantity", "range", "is negative or too large")
			continue
		}
		if slices.ContainsFunc(a.Set[:i], func(x Target) bool { return x.Line == t.Line }) {
			f.add(path+".line", "duplicate", "the line %q is set twice", t.Line)
			continue
		}
		switch have := w.wanted(t.Line); {
		case t.Quantity < have:
			less = append(less, w.fewer(s, t.Line, have-t.Quantity)...)
		case t.Quantity > have:
			add = append(add, w.more(l, t.Quantity-have, add))
			like = append(like, l)
		}
	}
	lines := w.newLines(s, add, like, &f)
	if len(f) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f}
	}
	if len(less) == 0 && len(add) == 0 {
		return fail(Refused, s.name, w.o.ID, CodeNothing, "the order is like that already")
	}
	if err := w.mayModify(s); err != nil {
		return err
	}
	if len(less) > 0 {
		if err := w.giveUp(s, less); err != nil {
			return err
		}
	}
	return w.exchange(s, lines)
}

// wanted counts the live units of a line and of those that raised it.
func (w *work) wanted(id string) int64 {
	var n int64
	for i := range w.o.Lines {
		if l := &w.o.Lines[i]; w.o.raises(l, id) {
			n += l.live()
		}
	}
	return n
}

func (l *Line) live() int64 {
	var n int64
	for _, r := range l.Runs {
		if live(r.Phase) {
			n += r.Count
		}
	}
	return n
}

// raises reports whether the line is that one or raised it, itself or by lines
// between.
func (o *Order) raises(l *Line, id string) bool {
	for ok := true; ok; l, ok = o.Line(l.Of) {
		if l.ID == id {
			return true
		}
	}
	return false
}

// fewer takes units away: those added last first, of those that can be given up.
func (w *work) fewer(s *scheme, id string, n int64) Selection {
	take := map[string]int64{}
	for _, left := range []func(*Line) int64{func(l *Line) int64 { return w.canCancel(s, l) }, (*Line).live} {
		for _, l := range slices.Backward(w.o.Lines) {
			if w.o.raises(&l, id) {
				k := min(n, left(&l)-take[l.ID])
				take[l.ID] += k
				n -= k
			}
		}
	}
	var less Selection
	for _, l := range slices.Backward(w.o.Lines) {
		if take[l.ID] > 0 {
			less = less.And(l.ID, take[l.ID])
		}
	}
	return less
}

// canCancel counts the live units of a line that a cancel would take now.
func (w *work) canCancel(s *scheme, l *Line) int64 {
	if s.locks == nil {
		s.locks = w.o.locks()
	}
	probe := &scheme{action: Cancel{}, name: "cancel", opt: s.opt, locks: s.locks}
	got, _ := w.pickFrom(probe, l, Pick{Line: l.ID}, &refusals{})
	return got
}

// more is a line for added units, at the line's own price, beside what else is added.
func (w *work) more(l *Line, quantity int64, add []Item) Item {
	id, seq := "", len(add)
	for free := false; !free; seq++ {
		id = l.ID + "+" + itoa(int64(len(w.o.Lines)+seq))
		free = !w.takenID(id) && !slices.ContainsFunc(add, func(x Item) bool { return x.Line.ID == id })
	}
	p := pricing.Line{ID: id, Unit: l.Price.Unit.Decimal(), Base: l.Price.Base, Quantity: quantity}
	for _, t := range l.Price.Taxes {
		p.Taxes = append(p.Taxes, t.Tax())
	}
	return Item{SKU: l.SKU, Title: l.Title, Type: l.Type, Line: p, Customs: l.Customs, Meta: l.Meta}
}

// takenID reports whether a line or charge has that ID.
func (w *work) takenID(id string) bool {
	if _, ok := w.o.Line(id); ok {
		return true
	}
	return slices.ContainsFunc(w.o.Charges, func(c Charge) bool { return c.Price.ID == id })
}

// newLines prices the added items under the order's own policy. The last ones
// raise the lines that they are like.
func (w *work) newLines(s *scheme, add []Item, like []*Line, f *faults) []Line {
	if len(add) == 0 {
		return nil
	}
	if len(w.o.Lines)+len(add) > MaxLines {
		f.add("add", "too_many", "the order would have more than %d lines", MaxLines)
		return nil
	}
	checkMeta(w.o.Lines, add, "add", f)
	cart := pricing.Cart{Currency: w.o.Currency, Policy: w.o.Policy}
	for i := range add {
		path := fmt.Sprintf("add[%d]", i)
		f.under(path, add[i].check(w.e, w.o.Transaction))
		if w.takenID(add[i].Line.ID) {
			f.add(path+".line.id", "duplicate", "the order has a line or charge %q already", add[i].Line.ID)
		}
		if fl := w.e.route(add[i].Type, w.o.Transaction); fl != nil && fl.sends && !w.o.Addressed {
			f.add("shipTo", "required", "the order has no delivery address: %q is sent by a carrier; readdress it first", add[i].Line.ID)
		}
		cart.Lines = append(cart.Lines, add[i].Line)
	}
	quote, err := w.e.cfg.Price(cart)
	if err == nil {
		err = quote.Check()
	}
	if err != nil {
		if !priceFaults(err, f, "add") {
			f.add("add", "price", "%v", err)
		}
		return nil
	}
	if len(*f) > 0 {
		return nil
	}
	lines := make([]Line, len(add))
	for i := range add {
		lines[i] = w.e.newLine(w.o, &add[i], w.o.Transaction, quote.Lines[i])
		if own := len(add) - len(like); i >= own {
			lines[i].Of, lines[i].Workflow = like[i-own].ID, like[i-own].Workflow
		}
		s.attach = append(s.attach, w.chargesFor(&lines[i])...)
	}
	d := Draft{Items: add}
	for _, c := range d.coupons() {
		if !slices.ContainsFunc(w.o.Coupons, func(x Coupon) bool { return x.Code == c.Code }) {
			s.coupons = append(s.coupons, c)
		}
	}
	return lines
}

// chargesFor says to which charges a new line belongs: those for lines that are
// sent, if it is sent, or those for lines that are not.
func (w *work) chargesFor(l *Line) []attachment {
	var out []attachment
	for i := range w.o.Charges {
		c := &w.o.Charges[i]
		like := func(id string) bool {
			x, ok := w.o.Line(id)
			return ok && w.sent(x) == w.sent(l)
		}
		if c.Live && slices.ContainsFunc(c.Lines, like) {
			out = append(out, attachment{c.Price.ID, l.ID})
		}
	}
	return out
}

func (w *work) sent(l *Line) bool {
	m := w.e.machine(w.o, l)
	return m != nil && m.sends
}

// attachment says that a charge is also for a line.
type attachment struct{ charge, line string }

// mayModify asks the workflows whether this actor may modify some unit now.
func (w *work) mayModify(s *scheme) error {
	probe := &scheme{action: Named{Called: s.name}, name: s.name, opt: s.opt}
	if err := w.find(probe); err != nil {
		return err
	}
	if len(probe.moves) == 0 {
		return fail(Refused, s.name, w.o.ID, CodeNotNow, probe.answer.Because)
	}
	return nil
}

// giveUp finds the way of a cancel for the units that are too many.
func (w *work) giveUp(s *scheme, less Selection) error {
	part := &scheme{action: Cancel{Of: less}, name: "cancel", opt: s.opt}
	if err := w.find(part); err != nil {
		return err
	}
	if part.status == Ignored {
		return fail(Refused, s.name, w.o.ID, CodeNotNow, part.answer.Because)
	}
	s.moves, s.trans = part.moves, part.trans
	return nil
}

// exchange adds the new lines and plans the calls of both directions: new stock
// is reserved before old stock and money are given back.
func (w *work) exchange(s *scheme, lines []Line) error {
	s.lines = lines
	given, givenBy := s.moves, s.trans
	s.moves, s.trans = nil, nil
	placing := &scheme{name: s.name, opt: s.opt, action: s.action}
	for i := range lines {
		l := &lines[i]
		m := w.e.machine(w.o, l)
		if m == nil { // it raises a line that this program cannot move
			return fail(Refused, s.name, w.o.ID, CodeWorkflowGone, "this program does not know the workflow of "+l.Of)
		}
		if err := w.enter(placing, m, l); err != nil {
			return err
		}
	}
	inSteps, ok := fsm.Merge(placing.trans)
	outSteps, okOut := fsm.Merge(givenBy)
	if !ok || !okOut {
		return fail(Refused, s.name, w.o.ID, CodeStepOrder, "the workflows of these lines order their steps differently; do them one by one")
	}
	p := w.planner(s)
	if err := p.judge(append(slices.Clone(placing.moves), given...)); err != nil {
		return err
	}
	p.part(given)
	p.steps = len(inSteps) + len(outSteps)
	s.moves, s.trans = placing.moves, placing.trans
	for i := range inSteps {
		if err := p.step(&inSteps[i]); err != nil {
			return err
		}
	}
	for i := range lines {
		var err error
		if p.reserve, err = p.reserve.Add(lines[i].Price.Gross); err != nil {
			return err
		}
	}
	s.moves, s.trans = given, givenBy
	for i := range outSteps {
		if err := p.step(&outSteps[i]); err != nil {
			return err
		}
	}
	s.moves, s.trans = append(placing.moves, given...), append(placing.trans, givenBy...)
	p.leave(s.all())
	if len(given) > 0 {
		if _, err := p.freeCharges(); err != nil {
			return err
		}
	}
	if _, err := p.clawBack(); err != nil {
		return err
	}
	p.finish()
	if len(s.calls) > 0 {
		s.status = Pending
	}
	return nil
}
