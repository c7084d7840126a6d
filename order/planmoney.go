package order

import (
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// authorize plans promises of money for units, and for the charges that belong
// to them. What was paid before and belongs to nothing counts first.
func (p *planner) authorize(st *fsm.Step, us []Units) error {
	gap, err := p.missing()
	if err != nil {
		return err
	}
	p.hold(us, "authorize")
	p.holdCharges(us, fsm.Promised)
	s, err := p.sim.sums()
	if err != nil {
		return err
	}
	need := s.sub(s.sub(s.sub(s.add(s.promised, s.taken), s.paid), s.open), gap)
	if s.err != nil {
		return s.err
	}
	tenders, err := p.tenders(need)
	if err != nil {
		return err
	}
	direct := len(tenders) > 0
	for _, t := range tenders {
		gw := p.w.e.cfg.Gateways[t.Gateway]
		if gw == nil {
			return fail(Invalid, p.s.name, p.w.o.ID, CodeNoPayment, "Config.Gateways has none named "+quoted(t.Gateway))
		}
		zero := currency.Zero(p.sim.Currency)
		pay := Payment{ID: "p" + itoa(int64(len(p.sim.Payments))+1), Gateway: t.Gateway, Token: t.Token,
			Authorized: zero, Captured: zero, Voided: zero, Refunded: zero, ChargedBack: zero}
		p.s.pays = append(p.s.pays, pay)
		p.sim.Payments = append(p.sim.Payments, pay)
		c := Call{Op: "authorize", Payment: pay.ID, Amount: t.Amount, Using: t.Gateway}
		if _, ok := gw.(Authorizer); !ok {
			c.Op = "capture"
		} else {
			direct = false
		}
		if err := p.money(st, c); err != nil {
			return err
		}
	}
	if direct { // nothing was promised: it is taken
		p.hold(us, "capture")
		p.holdCharges(us, fsm.Taken)
	}
	return nil
}

// money appends a call about money and lets the copy follow it.
func (p *planner) money(st *fsm.Step, c Call) error {
	p.call(st, c)
	if c.Op == "capture" && st.Do == "authorize" {
		p.s.calls[len(p.s.calls)-1].Undo = "refund"
	}
	done := p.s.calls[len(p.s.calls)-1]
	sum := &sums{}
	if p.follow(sum, &done); sum.err != nil {
		return sum.err
	}
	return p.sim.bookMoney(&done, p.w.now)
}

// tenders shares what is needed over the means of payment.
func (p *planner) tenders(need currency.Amount) ([]Tender, error) {
	if need.Sign() <= 0 {
		return nil, nil
	}
	pay, _ := p.s.action.(Pay)
	with := slices.Clone(pay.With)
	if len(with) == 0 {
		with = []Tender{{}}
	}
	left, rest := need, -1
	for i := range with {
		t := &with[i]
		switch {
		case len(with) > MaxTenders:
			return nil, fail(Invalid, p.s.name, p.w.o.ID, CodeTenders, "more than 100 tenders")
		case t.Amount.Sign() < 0:
			return nil, fail(Invalid, p.s.name, p.w.o.ID, CodeTenders, "a tender is negative")
		case t.Amount.IsZero() && rest >= 0:
			return nil, fail(Invalid, p.s.name, p.w.o.ID, CodeTenders, "two tenders have no amount")
		case t.Amount.IsZero():
			rest = i
		default:
			var err error
			if left, err = left.Sub(t.Amount); err != nil {
				return nil, &Error{Kind: Invalid, Op: p.s.name, Order: p.w.o.ID, Code: CodeTenders, Cause: err}
			}
		}
	}
	if left.Sign() < 0 || (left.Sign() > 0 && rest < 0) {
		e := fail(Refused, p.s.name, p.w.o.ID, CodeTenders, "the tenders do not add up to "+need.String())
		e.Limit = need
		return nil, e
	}
	if rest >= 0 {
		with[rest].Amount = left
	}
	return slices.DeleteFunc(with, func(t Tender) bool { return t.Amount.IsZero() }), nil
}

// capture plans taking the money of units, and of their charges.
func (p *planner) capture(st *fsm.Step, us []Units) error {
	gap, err := p.missing()
	if err != nil {
		return err
	}
	p.hold(us, "capture")
	p.holdCharges(us, fsm.Taken)
	return p.take(st, gap)
}

// missing is what is gone of what is still sold, by the bank or by somebody at the
// provider.
func (p *planner) missing() (currency.Amount, error) {
	s, err := p.sim.sums()
	if err != nil {
		return s.lost, err
	}
	gap := s.gap()
	return gap, s.err
}

// gap is what is gone of what is still sold: see missing. A refund of ours lowers
// what is sold with it.
func (s *sums) gap() currency.Amount {
	gap := smaller(s.lost, s.sub(s.taken, s.paid))
	if gap.Sign() < 0 {
		return currency.Zero(gap.Code())
	}
	return gap
}

// take plans the captures for what the copy says is taken.
func (p *planner) take(st *fsm.Step, gap currency.Amount) error {
	s, err := p.sim.sums()
	if err != nil {
		return err
	}
	// That is a matter for staff, not for the next capture.
	need := s.sub(s.taken, s.add(s.paid, gap))
	spare, err := p.w.o.spare(p.w.now)
	if err != nil {
		return err
	}
	need = s.add(need, spare)
	limit := s.open
	for i := range p.sim.Payments {
		pay := &p.sim.Payments[i]
		open := p.in(pay).open
		if need.Sign() <= 0 || open.Sign() <= 0 {
			continue
		}
		amount, ends := smaller(need, open), false
		if p.w.e.capturesOnce(pay.Gateway) {
			amount, ends = open, true
		}
		if err := p.money(st, Call{Op: "capture", Payment: pay.ID, Amount: amount, Using: pay.Gateway, Ends: ends}); err != nil {
			return err
		}
		need = s.sub(need, amount)
	}
	if s.err != nil {
		return s.err
	}
	if need.Sign() > 0 {
		if len(p.w.o.Intents) > 0 {
			return fail(Busy, p.s.name, p.w.o.ID, "", "the money for it is in the middle of another action")
		}
		e := fail(Refused, p.s.name, p.w.o.ID, CodeOverCapture, "the money is not promised")
		e.Limit = limit
		return e
	}
	return nil
}

// giveMoneyBack plans the refund and the voiding of what units cost. Amounts
// come from the record: never more than was captured and not given back.
func (p *planner) giveMoneyBack(st *fsm.Step, us []Units) error {
	taken, err := p.worth(p.which(us, fsm.Taken, 0))
	if err != nil {
		return err
	}
	p.leave(us)
	p.hold(us, "refund")
	freed, err := p.freeCharges()
	if err != nil {
		return err
	}
	again, err := p.clawBack()
	if err != nil {
		return err
	}
	if taken, err = taken.Add(freed); err != nil {
		return err
	}
	if taken, err = taken.Add(again); err != nil {
		return err
	}
	return p.giveBackUpTo(st, taken)
}

// giveBackUpTo plans refunds of at most limit and what earlier steps left of
// theirs, and voids of what no longer needs to be promised.
func (p *planner) giveBackUpTo(st *fsm.Step, limit currency.Amount) error {
	s, err := p.sim.sums()
	if err != nil {
		return err
	}
	free := s.sub(s.sub(s.paid, s.taken), p.sim.short(&s))
	credit := smaller(free, p.reserve) // stays for the lines added with it
	if credit.Sign() < 0 {
		credit = currency.Zero(p.sim.Currency)
	}
	limit = s.add(limit, p.unspent)
	back := smaller(limit, s.sub(free, credit))
	if back.Sign() < 0 {
		back = currency.Zero(p.sim.Currency)
	}
	if back, err = p.bounded(back); err != nil {
		return err
	}
	rest, err := p.rest(&s, s.add(credit, back))
	if err != nil {
		return err
	}
	need := s.sub(s.add(s.promised, s.sub(p.reserve, credit)), rest)
	excess := s.sub(s.open, need)
	if s.err != nil {
		return s.err
	}
	before := len(p.s.calls)
	if err := p.refunds(st, &s, back); err != nil {
		return err
	}
	for _, c := range p.s.calls[before:] {
		limit = s.sub(limit, c.Amount)
	}
	p.unspent = limit
	if excess, err = p.bounded(excess); err != nil {
		return err
	}
	return p.voids(st, &s, excess)
}

// rest is what stays in hand besides what is used: the next captures take so much
// less, so it need not be promised. What another action may bring beyond its own
// need does not count.
func (p *planner) rest(s *sums, used currency.Amount) (currency.Amount, error) {
	spare, err := p.w.o.spare(p.w.now)
	rest := s.sub(s.sub(s.paid, s.taken), s.add(used, spare))
	if rest.Sign() < 0 {
		rest = currency.Zero(p.sim.Currency)
	}
	return rest, err
}

// bounded is as much of the amount as may be given back besides what is planned
// already.
func (p *planner) bounded(amount currency.Amount) (currency.Amount, error) {
	if p.most == nil {
		return amount, nil
	}
	s, left := &sums{}, *p.most
	for i := range p.s.calls {
		if op := p.s.calls[i].Op; op == "refund" || op == "void" {
			left = s.sub(left, p.s.calls[i].Amount)
		}
	}
	return smaller(amount, left), s.err
}

// refunds spreads an amount over the payments, the latest first.
func (p *planner) refunds(st *fsm.Step, s *sums, back currency.Amount) error {
	for i := len(p.sim.Payments) - 1; i >= 0 && back.Sign() > 0; i-- {
		pay := &p.sim.Payments[i]
		amount := smaller(back, p.in(pay).inHand)
		if amount.Sign() <= 0 {
			continue
		}
		if err := p.money(st, Call{Op: "refund", Payment: pay.ID, Amount: amount, Using: pay.Gateway}); err != nil {
			return err
		}
		back = s.sub(back, amount)
	}
	return s.err
}

// voids gives up authorizations that nothing needs any more.
func (p *planner) voids(st *fsm.Step, s *sums, excess currency.Amount) error {
	for i := len(p.sim.Payments) - 1; i >= 0 && excess.Sign() > 0; i-- {
		pay := &p.sim.Payments[i]
		open := p.in(pay).open
		amount := smaller(excess, open)
		if amount.Sign() <= 0 {
			continue
		}
		// A gateway that gives up all or nothing must not be asked while another
		// action counts on a part of it.
		whole := amount == pay.open(s) && p.untouched(pay, s)
		if gw := p.w.e.cfg.Gateways[pay.Gateway]; !whole && (gw == nil || !gw.Traits().PartialVoid) {
			continue // it ends with the last capture
		}
		if err := p.money(st, Call{Op: "void", Payment: pay.ID, Amount: amount, Using: pay.Gateway}); err != nil {
			return err
		}
		excess = s.sub(excess, amount)
	}
	return s.err
}

// untouched reports whether nothing under way or planned draws on the payment.
func (p *planner) untouched(pay *Payment, s *sums) bool {
	was := p.w.o.payment(pay.ID)
	return was != nil && was.open(s) == p.in(pay).open
}

// holdCharges marks live charges that belong to the units' lines.
func (p *planner) holdCharges(us []Units, bit fsm.Held) {
	if len(us) == 0 || len(p.sim.Charges) == 0 {
		return
	}
	of := byLine(us)
	for i := range p.sim.Charges {
		c := &p.sim.Charges[i]
		if bit == fsm.Taken && !c.Held.Has(fsm.Promised) {
			continue // nobody promised it: it stays owed
		}
		if !c.Live || c.Held.Has(fsm.Taken) || c.Held.Has(bit) {
			continue
		}
		// A claw-back names no lines: any unit that is paid or captured takes it along.
		if c.Undeserved != nil || slices.ContainsFunc(c.Lines, func(id string) bool { return len(of[id]) > 0 }) {
			c.Held = bit
		}
	}
}

// leave moves units of the copy out of what the order costs.
func (p *planner) leave(us []Units) {
	if !p.s.leaves() {
		return
	}
	gone := byLine(us)
	for _, m := range p.s.moves {
		if live(m.Phase) || len(common([]Units{{m.Line, m.First, m.Count}}, gone[m.Line])) == 0 {
			continue
		}
		if l, ok := p.lines.line(m.Line); ok {
			l.toPhase(m)
		}
	}
}

// part takes all that the action gives up out of what surely stays: a charge or a
// coupon goes with the first of its steps, not after the last.
func (p *planner) part(moves []Shift) {
	for _, m := range moves {
		if !live(m.Phase) {
			at, _ := p.lines.place(m.Line)
			p.sure().Lines[at].toPhase(m)
		}
	}
}

// toPhase puts the units of a move into its phase, whatever they hold.
func (l *Line) toPhase(m Shift) {
	l.change(m.First, m.Count, func(r Run) Run { r.Phase = m.Phase; return r })
}

// freeCharges gives up the charges that go with these units: those the action
// names, and those of which every unit is cancelled. It returns what of them
// had been taken.
func (p *planner) freeCharges() (currency.Amount, error) {
	freed := currency.Zero(p.sim.Currency)
	for i := range p.sim.Charges {
		c := &p.sim.Charges[i]
		if !c.Live || c.Undeserved != nil || !p.goesWith(c, p.sure()) && !p.roundsTooMuch(c) {
			continue
		}
		if c.Held.Has(fsm.Taken) {
			w, err := c.worth()
			if err != nil {
				return freed, err
			}
			if freed, err = freed.Add(w); err != nil {
				return freed, err
			}
		}
		c.Live, c.Held = false, 0
	}
	return freed, nil
}

// roundsTooMuch reports whether the rounding of cash takes more than there is
// left to pay.
func (p *planner) roundsTooMuch(c *Charge) bool {
	if c.Price.ID != idRounding || c.Price.Gross.Sign() >= 0 {
		return false
	}
	s, err := p.sim.sums()
	return err == nil && s.total.Sign() < 0
}

// finish records what the copy says about charges, units and their holdings.
func (p *planner) finish() {
	for i := range p.was {
		now := &p.sim.Charges[i]
		if was := &p.was[i]; was.Held == now.Held && was.Live == now.Live || now.Undeserved != nil && p.charged {
			continue // what is charged again is judged anew when the action ends
		}
		p.s.charges = append(p.s.charges, ChargeShift{ID: now.Price.ID, Held: now.Held, Live: now.Live})
	}
	moves := slices.Grow([]Shift(nil), len(p.s.moves))
	for _, m := range p.s.moves {
		_ = p.split([]Units{{m.Line, m.First, m.Count}}, func(l *Line, u Units, held fsm.Held) error {
			part := m
			part.First, part.Count, part.Held = u.First, u.Count, held
			if n := len(moves); n > 0 && moves[n-1].Line == part.Line && moves[n-1].From == part.From &&
				moves[n-1].To == part.To && moves[n-1].Held == part.Held && moves[n-1].First+moves[n-1].Count == part.First {
				moves[n-1].Count += part.Count
				return nil
			}
			moves = append(moves, part)
			return nil
		})
	}
	p.s.moves = moves
}
