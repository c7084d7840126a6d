package order

import (
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
	add, names := slices.Clone(a.Add), w.o.names()
	for i := range add {
		names[add[i].Line.ID] = true
	}
	lines, families, twice := w.o.finder(), w.o.families(a.Set), make(map[string]bool, len(a.Set))
	for i, t := range a.Set {
		path := "set[" + itoa(int64(i)) + "]"
		again := twice[t.Line]
		twice[t.Line] = true
		l, ok := lines.line(t.Line)
		if !ok {
			f.add(path+".line", "unknown_line", "the order has no line %q", t.Line)
			continue
		}
		if t.Quantity < 0 || t.Quantity > 1<<40 {
			f.add(path+".quantity", "range", "is negative or too large")
			continue
		}
		if again {
			f.add(path+".line", "duplicate", "the line %q is set twice", t.Line)
			continue
		}
		family := families[t.Line]
		switch have := wanted(family); {
		case t.Quantity < have:
			less = append(less, w.fewer(s, family, have-t.Quantity)...)
		case t.Quantity > have:
			it := w.more(l, t.Quantity-have, len(add), names)
			add, names[it.Line.ID] = append(add, it), true
			like = append(like, l)
		}
	}
	added := w.newLines(s, add, like, &f)
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
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
	return w.exchange(s, added)
}

// families are, by the ID of each line that is set, the line and those that raised
// it, themselves or by lines between, in the order of the lines.
func (o *Order) families(set []Target) map[string][]*Line {
	all := make(map[string][]*Line, len(set))
	for _, t := range set {
		all[t.Line] = nil
	}
	lines := o.finder()
	for i := range o.Lines {
		for l, ok := &o.Lines[i], true; ok; l, ok = lines.line(l.Of) {
			if family, set := all[l.ID]; set {
				all[l.ID] = append(family, &o.Lines[i])
			}
		}
	}
	return all
}

// wanted counts the live units of a family.
func wanted(family []*Line) int64 {
	var n int64
	for _, l := range family {
		n += l.live()
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

// fewer takes units away: those added last first, of those that can be given up.
func (w *work) fewer(s *scheme, family []*Line, n int64) Selection {
	take := map[string]int64{}
	for _, left := range []func(*Line) int64{func(l *Line) int64 { return w.canCancel(s, l) }, (*Line).live} {
		for _, l := range slices.Backward(family) {
			k := min(n, left(l)-take[l.ID])
			take[l.ID] += k
			n -= k
		}
	}
	var less Selection
	for _, l := range slices.Backward(family) {
		if take[l.ID] > 0 {
			less = append(less, Pick{Line: l.ID, Quantity: take[l.ID]})
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

// more is a line for added units, at the line's own price, beside what else is
// added. Its ID is none of the names.
func (w *work) more(l *Line, quantity int64, seq int, names map[string]bool) Item {
	id := ""
	for free := false; !free; seq++ {
		id = l.ID + "+" + itoa(int64(len(w.o.Lines)+seq))
		free = !names[id]
	}
	p := pricing.Line{ID: id, Unit: l.Price.Unit.Decimal(), Base: l.Price.Base, Quantity: quantity}
	for _, t := range l.Price.Taxes {
		p.Taxes = append(p.Taxes, t.Tax())
	}
	return Item{SKU: l.SKU, Title: l.Title, Type: l.Type, Line: p, Customs: l.Customs, Meta: l.Meta}
}

// names are the IDs of the order's lines and charges.
func (o *Order) names() map[string]bool {
	names := make(map[string]bool, len(o.Lines)+len(o.Charges))
	for i := range o.Lines {
		names[o.Lines[i].ID] = true
	}
	for i := range o.Charges {
		names[o.Charges[i].Price.ID] = true
	}
	return names
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
	cart, names := pricing.Cart{Currency: w.o.Currency, Policy: w.o.Policy}, w.o.names()
	for i := range add {
		path := "add[" + itoa(int64(i)) + "]"
		f.under(path, add[i].check(w.e, w.o.Transaction))
		if names[add[i].Line.ID] {
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
	if len(f.list) > 0 {
		return nil
	}
	lines := make([]Line, len(add))
	for i := range add {
		lines[i] = w.e.newLine(w.o, &add[i], w.o.Transaction, quote.Lines[i])
		if own := len(add) - len(like); i >= own {
			lines[i].Of, lines[i].Workflow = like[i-own].ID, like[i-own].Workflow
		}
	}
	w.attach(s, lines)
	d := Draft{Items: add}
	for _, c := range d.coupons() {
		if !slices.ContainsFunc(w.o.Coupons, func(x Coupon) bool { return x.Code == c.Code }) {
			s.coupons = append(s.coupons, c)
		}
	}
	return lines
}

// attach adds new lines to the charges for their like: those for lines that are
// sent, if they are sent, or those for lines that are not.
func (w *work) attach(s *scheme, lines []Line) {
	s.attach = map[string][]string{}
	find := w.o.finder()
	for i := range w.o.Charges {
		c := &w.o.Charges[i]
		if !c.Live {
			continue
		}
		like := map[bool]bool{}
		for _, id := range c.Lines {
			if l, ok := find.line(id); ok {
				like[w.sent(l)] = true
			}
		}
		for j := range lines {
			if l := &lines[j]; like[w.sent(l)] {
				s.attach[c.Price.ID] = append(s.attach[c.Price.ID], l.ID)
			}
		}
	}
}

func (w *work) sent(l *Line) bool {
	m := w.e.machine(w.o, l)
	return m != nil && m.sends
}

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
