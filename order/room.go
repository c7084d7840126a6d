package order

import (
	"time"

	"github.com/orderkit/orderkit/currency"
)

// room is what can surely be drawn from a payment: what calls under way may take
// is gone already, what they may bring is not there yet.
type room struct {
	payment string
	open    currency.Amount // to capture or void
	inHand  currency.Amount // to refund
}

type rooms []room

func (list rooms) of(payment string) *room {
	for i := range list {
		if list[i].payment == payment {
			return &list[i]
		}
	}
	return nil
}

// rooms works out the room of every payment.
func (o *Order) rooms() rooms {
	var list rooms
	s := &sums{}
	for i := range o.Payments {
		p := &o.Payments[i]
		list = append(list, room{p.ID, p.open(s), p.inHand(s)})
	}
	for i := range o.Intents {
		it := &o.Intents[i]
		for _, c := range it.Steps {
			r := list.of(c.Payment)
			if r == nil {
				continue
			}
			switch {
			case c.State != CallDone && (!it.Undoing || c.Undoes != ""):
				r.draw(s, c.Op, c.Amount)
			case c.State == CallDone && c.Undoes == "" && (it.Undoing || !it.pivotPassed()) && !undone(it, c.Key):
				// It may go back yet: what was done for it is not there for others.
				r.draw(s, c.Undo, c.Amount)
			}
		}
	}
	return list
}

// capturing is what such calls under way may have captured.
func (o *Order) capturing(s *sums, such func(c *Call) bool) currency.Amount {
	sum := currency.Zero(o.Currency)
	for i := range o.Intents {
		it := &o.Intents[i]
		for k := range it.Steps {
			c := &it.Steps[k]
			sent := c.State != CallPlanned || !it.Undoing && !it.Chain.IsZero() // perhaps by a process that ended before it wrote so
			if c.Op == "capture" && sent && c.State != CallDone && c.State != CallRefused && such(c) {
				sum = s.add(sum, c.Amount)
			}
		}
	}
	return sum
}

// spare is what actions under way, which may go back yet, capture beyond what they
// are for, because their gateway captures only once: nobody may count on it.
func (o *Order) spare(now time.Time) (currency.Amount, error) {
	s := &sums{}
	all := currency.Zero(o.Currency)
	for i := range o.Intents {
		it := &o.Intents[i]
		if it.Undoing || it.pivotPassed() {
			continue
		}
		brings := currency.Zero(o.Currency)
		for _, c := range it.Steps {
			if c.Op == "capture" {
				brings = s.add(brings, c.Amount)
			}
		}
		if brings.IsZero() {
			continue
		}
		f := o.fork()
		before, err := f.sums()
		if err != nil {
			return all, err
		}
		f.shift(it, now)
		after, err := f.sums()
		if err != nil {
			return all, err
		}
		if more := s.sub(brings, s.sub(after.taken, before.taken)); more.Sign() > 0 {
			all = s.add(all, more)
		}
	}
	return all, s.err
}

// draw takes out what a call may take.
func (r *room) draw(s *sums, op string, amount currency.Amount) {
	switch op {
	case "capture", "void":
		r.open = s.sub(r.open, amount)
	case "refund":
		r.inHand = s.sub(r.inHand, amount)
	}
}

// follow lets the room follow a call of the same plan, which comes before the
// next one.
func (p *planner) follow(s *sums, c *Call) {
	r := p.room.of(c.Payment)
	if r == nil {
		zero := currency.Zero(p.sim.Currency)
		p.room = append(p.room, room{c.Payment, zero, zero})
		r = &p.room[len(p.room)-1]
	}
	r.draw(s, c.Op, c.Amount) // below zero if it is charged at once: see in
	switch c.Op {
	case "authorize":
		r.open = s.add(r.open, c.Amount)
	case "capture":
		r.inHand = s.add(r.inHand, c.Amount)
	}
}

// in returns the room of a payment, never below zero.
func (p *planner) in(pay *Payment) room {
	zero := currency.Zero(p.sim.Currency)
	r := p.room.of(pay.ID)
	if r == nil {
		return room{pay.ID, zero, zero}
	}
	out := *r
	if out.open.Sign() < 0 {
		out.open = zero
	}
	if out.inHand.Sign() < 0 {
		out.inHand = zero
	}
	return out
}
