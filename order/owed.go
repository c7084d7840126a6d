package order

import (
	"errors"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// owes reports whether a Pay that no unit needs is for what was charged again and
// is still owed.
func (w *work) owes(s *scheme, err error) bool {
	pay, ok := s.action.(Pay)
	if !ok || len(pay.Of) > 0 || err != nil && !errors.Is(err, Refused) {
		return false
	}
	for i := range w.o.Charges {
		if w.o.Charges[i].owed() {
			return true
		}
	}
	return false
}

// owed reports whether a claw-back is neither taken nor promised.
func (c *Charge) owed() bool { return c.Live && c.Undeserved != nil && c.Held == 0 }

// owing is what a Pay would take for the claw-backs that are owed: what was paid
// before and belongs to nothing counts first.
func (o *Order) owing() (currency.Amount, error) {
	s, err := o.sums()
	if err != nil {
		return s.total, err
	}
	need := s.sub(s.sub(s.add(s.promised, s.taken), s.paid), s.add(s.open, s.gap()))
	for i := range o.Charges {
		if c := &o.Charges[i]; c.owed() {
			w, err := c.worth()
			if err != nil {
				return need, err
			}
			need = s.add(need, w)
		}
	}
	if need.Sign() < 0 {
		need = currency.Zero(o.Currency)
	}
	return need, s.err
}

// planOwed plans the promise of what is owed. It is captured with the next units,
// or by itself if all were.
func (w *work) planOwed(s *scheme) error {
	s.status, s.answer = Done, fsm.Otherwise{}
	p := w.planner(s)
	for i := range p.sim.Charges {
		if c := &p.sim.Charges[i]; c.owed() {
			c.Held = fsm.Promised
		}
	}
	if err := p.authorize(&fsm.Step{Do: "authorize"}, nil); err != nil {
		return err
	}
	p.finish()
	return w.first(s, nil, fsm.Customer, fsm.Staff, fsm.System, fsm.Webhook)
}
