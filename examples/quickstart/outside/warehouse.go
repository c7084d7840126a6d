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
	return w.do("reserve", c, "out_of_stock", func(h held) int64 { return h.free })
}

// Release gives a reservation back.
func (w *Warehouse) Release(_ context.Context, c order.StockCall) error {
	return w.do("release", c, "not_reserved", func(h held) int64 { return h.reserved })
}

// Commit turns a reservation into goods that left.
func (w *Warehouse) Commit(_ context.Context, c order.StockCall) error {
	return w.do("commit", c, "not_reserved", func(h held) int64 { return h.reserved })
}

// Restock takes returned goods back.
func (w *Warehouse) Restock(_ context.Context, c order.StockCall) error {
	return w.do("restock", c, "not_sold", func(h held) int64 { return h.sold })
}

// Free is how many pieces of a SKU can be sold.
func (w *Warehouse) Free(sku string) int64 {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	return holding(w.ledger.deeds, sku, "").free
}

// do writes a movement down, unless it is more than there is of any SKU.
func (w *Warehouse) do(op string, c order.StockCall, code string, limit func(held) int64) error {
	_, err := w.ledger.do(Deed{Op: op, Key: c.Key, Order: c.Order, Goods: c.Goods}, func(past []Deed, _ *Deed) error {
		want := map[string]int64{} // two lines may have the same SKU
		for _, g := range c.Goods {
			want[g.SKU] += g.Quantity
			if have := limit(holding(past, g.SKU, c.Order)); want[g.SKU] > have {
				return order.Decline(code, fmt.Sprintf("only %d of %s are there to %s", have, g.SKU, op))
			}
		}
		return nil
	})
	return err
}

// held is what there is of one SKU: free for all, reserved and sold for one order.
type held struct{ free, reserved, sold int64 }

func holding(past []Deed, sku, id string) held {
	h := held{free: Opening}
	for _, d := range past {
		for _, g := range d.Goods {
			if g.SKU != sku || d.Outcome != order.OutcomeDone {
				continue
			}
			own := int64(0)
			if d.Order == id {
				own = g.Quantity
			}
			switch d.Op {
			case "reserve":
				h.free, h.reserved = h.free-g.Quantity, h.reserved+own
			case "release":
				h.free, h.reserved = h.free+g.Quantity, h.reserved-own
			case "commit":
				h.reserved, h.sold = h.reserved-own, h.sold+own
			case "restock":
				h.free, h.sold = h.free+g.Quantity, h.sold-own
			}
		}
	}
	return h
}
