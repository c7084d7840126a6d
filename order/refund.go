package order

import (
	"errors"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// refundable is something that a refund by amount can be taken from.
type refundable struct {
	line   *Line // or
	charge *Charge
	run    Run
	first  int64
	count  int64
	left   currency.Amount
}

// planRefund plans money back without moving units: the amount is shared over
// what is left of the units and charges, and becomes an allowance on each, so
// that a later return gives back the rest and never more.
func (w *work) planRefund(s *scheme, a Refund) error {
	if err := w.checkSelection(s, a.Of); err != nil {
		return err
	}
	future := w.o.future(w.now)
	list, err := w.refundables(s, &future, a)
	if err != nil {
		return err
	}
	limit := currency.Zero(w.o.Currency)
	for _, x := range list {
		if limit, err = limit.Add(x.left); err != nil {
			return err
		}
	}
	money, err := future.sums()
	if err != nil {
		return err
	}
	limit = smaller(limit, money.paid)
	amount := a.Amount
	if amount.IsZero() {
		amount = limit
	}
	if c, err := amount.Cmp(limit); err != nil {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: []Fault{{Path: "amount", Code: "currency", Reason: err.Error()}}}
	} else if c > 0 {
		return &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeOverRefund, Limit: limit,
			Reason: amount.String() + " is more than what is left"}
	}
	if amount.Sign() < 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: []Fault{{Path: "amount", Code: "negative", Reason: "is negative"}}}
	}
	if amount.IsZero() {
		return fail(Refused, s.name, w.o.ID, CodeNothing, "nothing is left to refund")
	}
	if err := w.shareRefund(s, list, amount); err != nil {
		return err
	}
	return w.planBack(s, amount)
}

// pointsBack plans taking back the points of what is refunded on units that
// earned some.
func (p *planner) pointsBack() error {
	if p.w.e.cfg.Members == nil || p.sim.Customer == "" {
		return nil
	}
	sum := currency.Zero(p.sim.Currency)
	f := p.w.o.finder()
	for _, a := range p.s.allow {
		l, ok := f.line(a.Line)
		if !ok || a.Line == "" || !l.run(a.Allow.First).Held.Has(fsm.Accrued) {
			continue
		}
		var err error
		if sum, err = sum.Add(a.Allow.Gross); err != nil {
			return err
		}
	}
	if !sum.IsZero() {
		p.call(&fsm.Step{Do: "reverse"}, Call{Op: "reverse", Amount: sum})
	}
	return nil
}

// refundables lists what was paid for among the selected units and charges; all
// of it if nothing is selected.
func (w *work) refundables(s *scheme, o *Order, a Refund) ([]refundable, error) {
	var list []refundable
	whole := len(a.Of) == 0 && len(a.Charges) == 0
	selected, locks := a.Of.byLine(), w.o.locks()
	for i := range o.Lines {
		l := &o.Lines[i]
		picks := selected[l.ID]
		if whole {
			picks = []Pick{{Line: l.ID}}
		}
		var took []Units
		for _, p := range picks {
			got, err := w.paidUnits(l, p, locks, took)
			if err != nil {
				return nil, err
			}
			n := int64(0)
			for _, x := range got {
				took = append(took, Units{l.ID, x.first, x.count})
				n += x.count
			}
			if n < p.Quantity {
				return nil, &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeNotEnough, Faults: []Fault{{Path: "of." + l.ID,
					Code: CodeNotEnough, Reason: itoa(p.Quantity-n) + " of the units are not paid for, given back already, or busy"}}}
			}
			list = append(list, got...)
		}
	}
	for i := range o.Charges {
		c := &o.Charges[i]
		if !whole && !slices.Contains(a.Charges, c.Price.ID) || !c.Live || !c.Held.Has(fsm.Taken) {
			continue
		}
		left, err := c.worth()
		if err != nil {
			return nil, err
		}
		if left.Sign() <= 0 {
			continue // rounding of cash in the customer's favour
		}
		list = append(list, refundable{charge: c, left: left})
	}
	var f faults
	if w.checkCharges(a.Charges, &f); len(f.list) > 0 {
		return nil, &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	return list, nil
}

// paidUnits are the paid and free units of a pick that no earlier pick took.
func (w *work) paidUnits(l *Line, p Pick, locks map[string][]Units, took []Units) ([]refundable, error) {
	var list []refundable
	want := p.Quantity
	if want == 0 {
		want = l.Quantity()
	}
	for _, r := range l.Runs {
		if !live(r.Phase) || !r.Held.Has(fsm.Taken) {
			continue
		}
		for _, u := range without(without([]Units{{l.ID, r.First, r.Count}}, locks[l.ID]), took) {
			end := l.Quantity()
			if p.Exact {
				end = p.From + p.Quantity
			}
			lo, n := overlap(u.First, u.Count, Units{l.ID, p.From, end - p.From})
			if n = min(n, want); n == 0 {
				continue
			}
			left, err := l.worth(lo, n)
			if err != nil {
				return nil, err
			}
			list = append(list, refundable{line: l, run: r, first: lo, count: n, left: left})
			want -= n
		}
	}
	return list, nil
}

// shareRefund makes an allowance for each part, in proportion to what is left.
func (w *work) shareRefund(s *scheme, list []refundable, amount currency.Amount) error {
	weights := make([]int64, len(list))
	for i := range list {
		weights[i] = list[i].left.Minor()
	}
	shares, err := amount.Allocate(weights)
	if err != nil {
		return err
	}
	for i, x := range list {
		if shares[i].IsZero() {
			continue
		}
		r := Reduction{}
		if x.line != nil {
			r.Line = x.line.ID
			s.moves = append(s.moves, Shift{Move: Move{Line: r.Line, First: x.first, Count: x.count, From: x.run.State, To: x.run.State},
				Phase: x.run.Phase, Held: x.run.Held})
			r.Allow, err = pricing.Allow(x.line.Price, x.line.Allowances, x.first, x.count, shares[i])
		} else {
			r.Charge = x.charge.Price.ID
			r.Allow, err = pricing.Allow(x.charge.Price, x.charge.Allowances, 0, x.charge.Price.Quantity, shares[i])
		}
		if errors.Is(err, pricing.ErrExceeds) {
			return &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeOverRefund, Limit: x.left, Cause: err}
		}
		if err != nil {
			return err
		}
		s.allow = append(s.allow, r)
	}
	return nil
}

// planBack plans the refunds that follow from the scheme's allowances.
func (w *work) planBack(s *scheme, limit currency.Amount) error {
	p := w.planner(s)
	p.sim.allow(s.allow)
	if err := p.giveBackUpTo(&fsm.Step{Do: "refund", Pivot: true}, limit); err != nil {
		return err
	}
	return p.pointsBack()
}

// planSettle plans what mustSettle found: it gives back what is left over and
// takes the charges that are overdue.
func (w *work) planSettle(s *scheme) error {
	p := w.planner(s)
	back := &fsm.Step{Do: "refund"}
	overdue := false
	gap, err := p.missing()
	if err != nil {
		return err
	}
	for i := range p.sim.Charges {
		c := &p.sim.Charges[i]
		if c.Live && c.Undeserved == nil && (w.o.allCancelled(c.Lines) || p.roundsTooMuch(c)) {
			c.Live, c.Held = false, 0
		}
		if c.Live && w.o.overdue(&w.o.Charges[i]) {
			c.Held, overdue = fsm.Taken, true
		}
	}
	if overdue {
		if err := p.take(&fsm.Step{Do: "capture"}, gap); err != nil {
			return err
		}
	}
	sum, err := p.sim.sums()
	if err != nil {
		return err
	}
	over, idle := p.sim.leftOver(&sum)
	if w.o.claws() && len(w.o.Intents) == 0 && idle.Sign() <= 0 {
		idle = p.sim.idle(&sum)
	}
	if over.Sign() > 0 {
		if err := p.refunds(back, &sum, over); err != nil {
			return err
		}
	}
	if idle.Sign() > 0 {
		if err := p.voids(&fsm.Step{Do: "void"}, &sum, idle); err != nil {
			return err
		}
	}
	if w.e.cfg.Promotions != nil {
		for i := range p.sim.Coupons {
			if c := &p.sim.Coupons[i]; c.Redeemed && !c.GivenBack && !c.LeftUsed && !p.sim.uses(c.Code) {
				p.call(&fsm.Step{Do: "giveback"}, Call{Op: "giveback", Coupon: c.Code})
				c.GivenBack = true
			}
		}
	}
	p.finish()
	if len(s.calls) == 0 && len(s.charges) == 0 && w.o.claws() && len(w.o.Intents) > 0 {
		return fail(Busy, s.name, w.o.ID, "", "what is left over shows when nothing is under way")
	}
	if len(s.calls) == 0 && len(s.charges) == 0 {
		return fail(Refused, s.name, w.o.ID, CodeNothing, "nothing is left over")
	}
	return nil
}
