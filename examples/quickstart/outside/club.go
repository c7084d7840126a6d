package outside

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// Club is the membership programme: a point for every cent. It is an
// order.Members.
type Club struct{ ledger *Ledger }

// NewClub returns the membership programme that keeps this ledger.
func NewClub(l *Ledger) *Club { return &Club{l} }

// Accrue credits the points of an amount.
func (m *Club) Accrue(_ context.Context, c order.PointsCall) error { return m.do("accrue", c) }

// Reverse takes the points of an amount back.
func (m *Club) Reverse(_ context.Context, c order.PointsCall) error { return m.do("reverse", c) }

// Points is how many a customer has.
func (m *Club) Points(customer string) (sum int64) {
	m.ledger.mu.Lock()
	defer m.ledger.mu.Unlock()
	for _, d := range m.ledger.deeds {
		switch {
		case d.Of != customer:
		case d.Op == "accrue":
			sum += d.Amount.Minor()
		case d.Op == "reverse":
			sum -= d.Amount.Minor()
		}
	}
	return sum
}

func (m *Club) do(op string, c order.PointsCall) error {
	d := Deed{Op: op, Key: c.Key, Order: c.Order, Of: c.Customer, Amount: c.Amount}
	_, err := m.ledger.do(d, func([]Deed, *Deed) error { return nil })
	return err
}
