package ordertest

import (
	"context"
	"testing"

	"github.com/orderkit/orderkit/order"
)

// Stock is a stock system under test.
type Stock struct {
	Stock order.Stock
	// Fill makes a SKU that was not used before, with n units that can be sold.
	Fill func(t T, n int64) (sku string)
	// Available tells how many units of the SKU can be sold now.
	Available func(ctx context.Context, sku string) (int64, error)
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
	Provider
}

// TestStock checks a stock system against what the engine relies on.
func TestStock(t *testing.T, open func(t T) Stock) {
	t.Helper()
	runAll(t, stockClauses(), open)
}

// CheckStock is TestStock outside of a test; see CheckStore.
func CheckStock(open func(t T) Stock, only ...string) []Broken {
	return checkAll(stockClauses(), open, only)
}

func stockClauses() []clause[Stock] {
	return append(append(lifeClauses(), moveClauses()...), stockKeyClauses()...)
}

func (s *Stock) call(key, id string, want ...order.Goods) order.StockCall {
	return order.StockCall{Key: s.Prefix + key, Order: s.Prefix + id, Goods: want}
}

// do makes a call of any kind.
func (s *Stock) do(ctx context.Context, op, key, id string, want ...order.Goods) error {
	call := s.call(key, id, want...)
	switch op {
	case "reserve":
		return s.Stock.Reserve(ctx, call)
	case "release":
		return s.Stock.Release(ctx, call)
	case "commit":
		return s.Stock.Commit(ctx, call)
	}
	return s.Stock.Restock(ctx, call)
}

// move makes a call that must be done.
func (s *Stock) move(c *check, op, key, id string, want ...order.Goods) {
	c.done(s.do(c.ctx, op, key, id, want...), "%s for order %s", op, id)
}

func of(sku string, n int64) order.Goods { return order.Goods{Line: "1", SKU: sku, Quantity: n} }

func (s *Stock) left(c *check, sku string, want int64) {
	got, err := s.Available(c.ctx, sku)
	c.ok(err, "asking for the stock")
	if got != want {
		c.broken("%d units can be sold, not %d", got, want)
	}
}
