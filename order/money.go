package order

import (
	"errors"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// Money is where an order stands. Total is what its live units and charges
// cost; Paid is captured less refunded and charged back; Promised is authorized
// and neither captured nor voided; Balance is Total less Paid: what the customer
// still owes, negative when we owe.
type Money struct {
	Total    currency.Amount `json:"total"`
	Promised currency.Amount `json:"promised"`
	Paid     currency.Amount `json:"paid"`
	Balance  currency.Amount `json:"balance"`
}

// Money adds up the order's units, charges and payments. The error can only be
// an overflow.
func (o *Order) Money() (Money, error) {
	s, err := o.sums()
	return Money{Total: s.total, Promised: s.open, Paid: s.paid, Balance: s.sub(s.total, s.paid)}, errors.Join(err, s.err)
}

// live says whether units in this phase are part of what the order costs.
func live(p fsm.Phase) bool { return p != "" && p != fsm.Cancelled && p != fsm.Returned }

// sums are the amounts from which every charge and refund is derived.
type sums struct {
	total    currency.Amount // live units and charges
	promised currency.Amount // of it, units and charges whose money is promised
	taken    currency.Amount // of it, units and charges whose money was taken
	unpaid   currency.Amount // of it, neither promised nor taken
	open     currency.Amount // authorizations neither captured nor voided
	paid     currency.Amount // captured - refunded - charged back
	lost     currency.Amount // charged back or refunded
	err      error
}

func (s *sums) add(a, b currency.Amount) currency.Amount {
	c, err := a.Add(b)
	if err != nil && s.err == nil {
		s.err = err
	}
	return c
}

func (s *sums) sub(a, b currency.Amount) currency.Amount { return s.add(a, b.Neg()) }

func (o *Order) sums() (sums, error) {
	zero := currency.Zero(o.Currency)
	s := sums{total: zero, promised: zero, taken: zero, unpaid: zero, open: zero, paid: zero, lost: zero}
	count := func(held fsm.Held, worth currency.Amount) {
		s.total = s.add(s.total, worth)
		switch {
		case held.Has(fsm.Taken):
			s.taken = s.add(s.taken, worth)
		case held.Has(fsm.Promised):
			s.promised = s.add(s.promised, worth)
		default:
			s.unpaid = s.add(s.unpaid, worth)
		}
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, r := range l.Runs {
			if !live(r.Phase) {
				continue
			}
			w, err := l.worth(r.First, r.Count)
			if err != nil {
				return s, err
			}
			count(r.Held, w)
		}
	}
	for i := range o.Charges {
		c := &o.Charges[i]
		if !c.Live {
			continue
		}
		w, err := c.worth()
		if err != nil {
			return s, err
		}
		count(c.Held, w)
	}
	for i := range o.Payments {
		p := &o.Payments[i]
		s.open = s.add(s.open, p.open(&s))
		s.paid = s.add(s.paid, p.inHand(&s))
		s.lost = s.add(s.lost, s.add(p.ChargedBack, p.Refunded))
	}
	return s, s.err
}

// open is what can still be captured.
func (p *Payment) open(s *sums) currency.Amount {
	left := s.sub(s.sub(p.Authorized, p.Captured), p.Voided)
	if left.Sign() < 0 || p.Closed {
		return currency.Zero(left.Code())
	}
	return left
}

// inHand is what was captured and not given back.
func (p *Payment) inHand(s *sums) currency.Amount {
	return s.sub(s.sub(p.Captured, p.Refunded), p.ChargedBack)
}

// worth is what the customer pays for some units, less later allowances.
func (l *Line) worth(first, count int64) (currency.Amount, error) {
	if len(l.Allowances) == 0 {
		return l.Price.GrossOf(first, count)
	}
	s, err := pricing.Remaining(l.Price, l.Allowances, first, count)
	return s.Gross, err
}

// Share is what some units of the line carry: the frozen share less later
// allowances.
func (l *Line) Share(first, count int64) (pricing.Share, error) {
	return pricing.Remaining(l.Price, l.Allowances, first, count)
}

func (c *Charge) worth() (currency.Amount, error) {
	if len(c.Allowances) == 0 {
		return c.Price.Gross, nil
	}
	s, err := c.Share()
	return s.Gross, err
}

// Share is what is left of the charge after allowances.
func (c *Charge) Share() (pricing.Share, error) {
	return pricing.Remaining(c.Price, c.Allowances, 0, c.Price.Quantity)
}

func smaller(a, b currency.Amount) currency.Amount {
	if c, err := a.Cmp(b); err == nil && c > 0 {
		return b
	}
	return a
}
