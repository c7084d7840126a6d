package memory

import (
	"github.com/orderkit/orderkit/currency"
)

// Paid returns what really happened to the payment that ref belongs to: an
// authorization or a charge, and any capture or refund of it.
func (p *Payments) Paid(ref string) (Money, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.refs[ref]
	if m == nil {
		return Money{}, false
	}
	return *m, true
}

// PaidFor returns the sum over all payments of an order, which must be in one
// currency.
func (p *Payments) PaidFor(id string) Money {
	p.mu.Lock()
	defer p.mu.Unlock()
	total := Money{Order: id}
	seen := make(map[*Money]bool)
	for _, m := range p.refs {
		if m.Order != id || seen[m] {
			continue
		}
		seen[m] = true
		total.Authorized = plus(total.Authorized, m.Authorized)
		total.Captured = plus(total.Captured, m.Captured)
		total.Voided = plus(total.Voided, m.Voided)
		total.Refunded = plus(total.Refunded, m.Refunded)
	}
	return total
}

// above reports whether a is more than b; amounts that cannot be compared are.
func above(a, b currency.Amount) bool {
	c, err := a.Cmp(b)
	return err != nil || c > 0
}

// plus and minus work on amounts of one payment, which have one currency.
func plus(a, b currency.Amount) currency.Amount {
	sum, err := a.Add(b)
	if err != nil {
		return a
	}
	return sum
}

func minus(a, b currency.Amount) currency.Amount { return plus(a, b.Neg()) }
