package order

import (
	"errors"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// keeps reports whether promotions are kept whatever the policy says, because it
// is the shop that gives the units up.
func (s *scheme) keeps() bool {
	return s.auto || s.asksToKeep() || s.name == (Lose{}).Name()
}

// asksToKeep reports whether whoever acts says so, which is not for customers.
func (s *scheme) asksToKeep() bool {
	switch a := s.action.(type) {
	case Cancel:
		return a.KeepPromotions
	case Modify:
		return a.KeepPromotions
	case Inspect:
		return a.KeepPromotions
	}
	return false
}

// judge works out what is charged again once all these moves are made.
func (p *planner) judge(moves []Shift) error {
	o := p.w.o
	if !o.claws() || len(p.sim.leaving(moves)) == 0 {
		return nil
	}
	keeps := p.s.keeps()
	r, err := p.reverse(moves, keeps)
	switch {
	case err != nil && keeps:
		return nil // what is charged again stays as it is
	case err != nil:
		return unjudged(p.s.name, o.ID, err)
	}
	p.s.reversal = r
	if !o.undecided() {
		return nil
	}
	if r, err = p.reverseOn(p.sure(), moves, keeps); err == nil {
		p.most = &r.both.Payout
	} else if !keeps {
		return unjudged(p.s.name, o.ID, err)
	}
	return nil
}

// undecided reports whether an action under way gives up units or charges, or
// adds units.
func (o *Order) undecided() bool {
	for i := range o.Intents {
		it := &o.Intents[i]
		f := o.finder()
		for k := range it.Moves {
			m := &it.Moves[k]
			if l, ok := f.line(m.Line); ok && live(l.run(m.First).Phase) != live(m.Phase) {
				return true
			}
		}
		if slices.ContainsFunc(it.Charges, func(c ChargeShift) bool { return !c.Live }) {
			return true
		}
	}
	return false
}

func unjudged(op, id string, err error) error {
	return &Error{Kind: Refused, Op: op, Order: id, Code: CodePromotions, Cause: err,
		Reason: "the promotions of what stays cannot be judged anew"}
}

// reverse judges the copy as it is once all these moves are made.
func (p *planner) reverse(moves []Shift, keeps bool) (*reversal, error) {
	return p.reverseOn(&p.sim, moves, keeps)
}

func (p *planner) reverseOn(o *Order, moves []Shift, keeps bool) (*reversal, error) {
	after, sure := o.fork(), p.sure().fork()
	leaving := after.leaving(moves)
	s, back := &sums{}, currency.Zero(after.Currency)
	for _, m := range leaving {
		at, _ := p.lines.place(m.Line)
		w, err := after.Lines[at].worth(m.First, m.Count)
		if err != nil {
			return nil, err
		}
		back = s.add(back, w)
	}
	for _, m := range moves {
		at, _ := p.lines.place(m.Line)
		after.Lines[at].toPhase(m)
		if !live(m.Phase) {
			sure.Lines[at].toPhase(m)
		}
	}
	for i := range after.Charges {
		c := &after.Charges[i]
		if !c.Live || c.Undeserved != nil || c.Price.ID == idRounding || !p.goesWith(c, &sure) {
			continue
		}
		w, err := c.worth()
		if err != nil {
			return nil, err
		}
		back = s.add(back, w)
		c.Live, c.Held = false, 0
	}
	if s.err != nil {
		return nil, s.err
	}
	if keeps {
		after.excuse(leaving)
	}
	return p.w.e.reverse(&after, back)
}

// goesWith reports whether a charge is given up once the units are gone that are
// surely gone: the action names it, or all that it is for is cancelled.
func (p *planner) goesWith(c *Charge, sure *Order) bool {
	in, ok := p.s.action.(Inspect)
	return ok && in.Accepted && slices.Contains(in.Charges, c.Price.ID) || sure.allCancelled(c.Lines)
}

// clawBack puts what is charged again on the copy, once, and returns what was
// taken for claw-backs that it replaces. What nothing pays for yet is held back
// from what is given back, as for lines that were added.
func (p *planner) clawBack() (currency.Amount, error) {
	freed := currency.Zero(p.sim.Currency)
	if p.s.reversal == nil || p.charged {
		return freed, nil
	}
	p.charged = true
	gone, _ := p.sim.putClawBacks(p.s.reversal.want)
	s := &sums{}
	for i := range gone {
		w, err := gone[i].worth()
		if err != nil {
			return freed, err
		}
		if gone[i].Held.Has(fsm.Taken) {
			freed = s.add(freed, w)
		}
	}
	for i := range p.s.reversal.want {
		c := &p.s.reversal.want[i]
		w, err := c.worth()
		if err != nil {
			return freed, err
		}
		if c.Held == 0 {
			p.reserve = s.add(p.reserve, w)
		}
	}
	return freed, s.err
}

// short is what promised claw-backs need of what was taken: no authorization is
// open for it.
func (o *Order) short(s *sums) currency.Amount {
	need := currency.Zero(o.Currency)
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live && c.Undeserved != nil && c.Held.Has(fsm.Promised) {
			w, err := c.worth()
			s.err = errors.Join(s.err, err)
			need = s.add(need, w)
		}
	}
	need = smaller(need, s.sub(s.promised, s.open))
	if need.Sign() < 0 {
		return currency.Zero(o.Currency)
	}
	return need
}

// bothNumbers says what a plan pays out with promotions kept and with those
// clawed back; nil where no unit is given up.
func (w *work) bothNumbers(s *scheme) (*pricing.Both, error) {
	moves := slices.Clone(s.moves)
	if s.name == (Return{}).Name() { // as if every unit were accepted
		for i := range moves {
			moves[i].Phase = fsm.Returned
		}
	}
	if len(moves) == 0 {
		return nil, nil
	}
	p := w.planner(s)
	if len(p.sim.leaving(moves)) == 0 {
		return nil, nil
	}
	r, err := p.reverse(moves, false)
	if err != nil || !s.keeps() {
		return w.shown(s, r, err)
	}
	kept, err := p.reverse(moves, true)
	if err == nil {
		r.both.Payout, r.both.Adjustment = kept.both.Payout, kept.both.Adjustment
	}
	return w.shown(s, r, err)
}

// shown is what a plan shows. Where the numbers decide nothing, an engine that
// cannot judge does not stand in the way.
func (w *work) shown(s *scheme, r *reversal, err error) (*pricing.Both, error) {
	switch {
	case err == nil:
		return &r.both, nil
	case s.keeps() || !w.o.claws() || s.name == (Return{}).Name():
		w.e.cfg.Log.Warn("promotions cannot be judged anew", "order", w.o.ID, "error", err)
		return nil, nil
	}
	return nil, unjudged(s.name, w.o.ID, err)
}
