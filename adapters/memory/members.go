package memory

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Members is a membership system in the process: it keeps for which amount
// each customer holds points, so that any number of partial reversals add up.
// The zero value has no members. It is an order.Members.
type Members struct {
	Script
	spent map[spending]currency.Amount
}

type spending struct{ customer, order string }

// Accrue credits points for c.Amount.
func (m *Members) Accrue(ctx context.Context, c order.PointsCall) error {
	return m.run(ctx, "accrue", c, func() (order.Receipt, error) {
		if c.Amount.Sign() < 0 {
			return order.Receipt{}, order.Decline("invalid_amount", "the amount is below zero")
		}
		if m.spent == nil {
			m.spent = make(map[spending]currency.Amount)
		}
		s := spending{c.Customer, c.Order}
		sum, err := m.spent[s].Add(c.Amount)
		if err != nil {
			return order.Receipt{}, order.Decline("invalid_amount", err.Error())
		}
		m.spent[s] = sum
		return order.Receipt{}, nil
	})
}

// Reverse takes the points for c.Amount back. It declines more than the order
// earned.
func (m *Members) Reverse(ctx context.Context, c order.PointsCall) error {
	return m.run(ctx, "reverse", c, func() (order.Receipt, error) {
		s := spending{c.Customer, c.Order}
		if c.Amount.Sign() < 0 || above(c.Amount, m.spent[s]) {
			return order.Receipt{}, order.Decline("over_reverse", "only "+m.spent[s].String()+" earned points")
		}
		m.spent[s] = minus(m.spent[s], c.Amount)
		return order.Receipt{}, nil
	})
}

// EarnedFor returns the amount for which the customer holds points of an order.
func (m *Members) EarnedFor(customer, id string) currency.Amount {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent[spending{customer, id}]
}

// Points returns the customer's points: one for every whole unit of money spent,
// per order.
func (m *Members) Points(customer string) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	var points int64
	for s, sum := range m.spent {
		if s.customer == customer {
			points += sum.Decimal().IntPart()
		}
	}
	return points
}

func (m *Members) run(ctx context.Context, op string, c order.PointsCall, e effect) error {
	_, err := m.do(ctx, Call{Op: op, Key: c.Key, Order: c.Order, Amount: c.Amount}, time.Time{}, order.Forever, e)
	return err
}
