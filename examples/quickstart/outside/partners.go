package outside

import (
	"context"
	"fmt"

	"github.com/orderkit/orderkit/order"
)

// Opening is how many pieces of every SKU the warehouse starts with.
const Opening = 10_000

// Warehouse keeps the stock. It is an order.Stock.
type Warehouse struct{ ledger *Ledger }

// NewWarehouse returns the warehouse that keeps this ledger.
func NewWarehouse(l *Ledger) *Warehouse { return &Warehouse{l} }

// Reserve sets goods aside, unless one of them is short.
func (w *Warehouse) Reserve(_ context.Context, c order.StockCall) error {
	return w.do("reserve", c, func(past []Deed, d *Deed) error {
		for _, g := range c.Goods {
			if left := free(past, g.SKU); left < g.Quantity {
				return order.Decline("out_of_stock", fmt.Sprintf("only %d of %s are left", left, g.SKU))
			}
		}
		return nil
	})
}

// Release gives a reservation back.
func (w *Warehouse) Release(_ context.Context, c order.StockCall) error {
	return w.do("release", c, always)
}

// Commit turns a reservation into goods that left.
func (w *Warehouse) Commit(_ context.Context, c order.StockCall) error {
	return w.do("commit", c, always)
}

// Restock takes returned goods back.
func (w *Warehouse) Restock(_ context.Context, c order.StockCall) error {
	return w.do("restock", c, always)
}

func (w *Warehouse) do(op string, c order.StockCall, decide func([]Deed, *Deed) error) error {
	_, err := w.ledger.do(Deed{Op: op, Key: c.Key, Order: c.Order, Goods: c.Goods}, decide)
	return err
}

// free is how many pieces can be sold. What was reserved and then left is
// written twice, as "reserve" and "commit", and counted once.
func free(past []Deed, sku string) int64 {
	left := int64(Opening)
	for _, d := range past {
		for _, g := range d.Goods {
			switch {
			case g.SKU != sku || d.Outcome != order.OutcomeDone:
			case d.Op == "reserve":
				left -= g.Quantity
			case d.Op == "release" || d.Op == "restock":
				left += g.Quantity
			}
		}
	}
	return left
}

// Coupons is the promotion system: every code may be used once. It is an
// order.Promotions.
type Coupons struct{ ledger *Ledger }

// NewCoupons returns the promotion system that keeps this ledger.
func NewCoupons(l *Ledger) *Coupons { return &Coupons{l} }

// Redeem uses a code up.
func (p *Coupons) Redeem(_ context.Context, c order.CouponCall) (order.Receipt, error) {
	d := Deed{Op: "redeem", Key: c.Key, Order: c.Order, Of: c.Code, Amount: c.Amount}
	return p.ledger.do(d, func(past []Deed, d *Deed) error {
		standing := map[string]bool{}
		for _, p := range past {
			switch {
			case p.Outcome != order.OutcomeDone:
			case p.Op == "redeem" && p.Of == c.Code:
				standing[p.Ref] = true
			case p.Op == "giveback":
				delete(standing, p.Of)
			}
		}
		if len(standing) > 0 {
			return order.Decline("spent", "the coupon "+c.Code+" was used before")
		}
		return nil
	})
}

// GiveBack makes a code usable again.
func (p *Coupons) GiveBack(_ context.Context, c order.CouponCall) error {
	_, err := p.ledger.do(Deed{Op: "giveback", Key: c.Key, Order: c.Order, Of: c.Ref}, always)
	return err
}

// Club credits membership points. It is an order.Members.
type Club struct{ ledger *Ledger }

// NewClub returns the membership programme that keeps this ledger.
func NewClub(l *Ledger) *Club { return &Club{l} }

// Accrue credits the points of an amount.
func (m *Club) Accrue(_ context.Context, c order.PointsCall) error {
	_, err := m.ledger.do(Deed{Op: "accrue", Key: c.Key, Order: c.Order, Amount: c.Amount}, always)
	return err
}

// Reverse takes the points of an amount back.
func (m *Club) Reverse(_ context.Context, c order.PointsCall) error {
	_, err := m.ledger.do(Deed{Op: "reverse", Key: c.Key, Order: c.Order, Amount: c.Amount}, always)
	return err
}

func always([]Deed, *Deed) error { return nil }
