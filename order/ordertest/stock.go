package ordertest

import (
	"context"
	"fmt"
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

func (s *Stock) call(key, id string, want ...order.Goods) order.StockCall {
	return order.StockCall{Key: s.Prefix + key, Order: s.Prefix + id, Goods: want}
}

func of(sku string, n int64) order.Goods { return order.Goods{Line: "1", SKU: sku, Quantity: n} }

func (s *Stock) left(c *check, sku string, want int64) {
	got, err := s.Available(c.ctx, sku)
	c.ok(err, "asking for the stock")
	if got != want {
		c.broken("%d units can be sold, not %d", got, want)
	}
}

func stockClauses() []clause[Stock] {
	return []clause[Stock]{
		{"life/whole", "Reserved goods cannot be sold; released or restocked ones can again; committed ones are gone.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			c.done(s.Stock.Reserve(c.ctx, s.call("k-1", "o-1", of(sku, 4))), "reserving 4 of 10")
			s.left(c, sku, 6)
			c.done(s.Stock.Release(c.ctx, s.call("k-2", "o-1", of(sku, 1))), "releasing 1")
			s.left(c, sku, 7)
			c.done(s.Stock.Commit(c.ctx, s.call("k-3", "o-1", of(sku, 3))), "committing 3")
			s.left(c, sku, 7)
			c.done(s.Stock.Restock(c.ctx, s.call("k-4", "o-1", of(sku, 2))), "restocking 2")
			s.left(c, sku, 9)
		}},
		{"reserve/short", "Reserving more than there is is a Decline and takes nothing; exactly what there is can be reserved.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 3)
			c.declined(s.Stock.Reserve(c.ctx, s.call("k-1", "o-1", of(sku, 4))), "reserving 4 of 3")
			s.left(c, sku, 3)
			c.done(s.Stock.Reserve(c.ctx, s.call("k-2", "o-1", of(sku, 3))), "reserving 3 of 3")
			s.left(c, sku, 0)
			c.declined(s.Stock.Reserve(c.ctx, s.call("k-3", "o-2", of(sku, 1))), "reserving 1 of 0")
			s.left(c, sku, 0)
		}},
		{"reserve/all_or_nothing", "A call is all or nothing over its goods: if one is short, nothing of the others is taken; goods of one SKU in two lines count together.", func(c *check, s Stock) {
			a, b := s.Fill(c.T, 5), s.Fill(c.T, 1)
			c.declined(s.Stock.Reserve(c.ctx, s.call("k-1", "o-1", of(a, 2), of(b, 2))), "reserving 2 of 5 and 2 of 1")
			s.left(c, a, 5)
			s.left(c, b, 1)
			c.declined(s.Stock.Reserve(c.ctx, s.call("k-2", "o-1", of(a, 3), of(a, 3))), "reserving 3 and 3 of 5")
			s.left(c, a, 5)
			c.done(s.Stock.Reserve(c.ctx, s.call("k-3", "o-1", of(a, 2), of(a, 3), of(b, 1))), "reserving all there is")
			s.left(c, a, 0)
			s.left(c, b, 0)
		}},
		{"keys/same", "The same key moves goods once, however often and concurrently it is called, in every method, and for ever.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 100)
			for _, move := range []struct {
				name string
				do   func(context.Context, order.StockCall) error
				left int64
			}{
				{"reserve", s.Stock.Reserve, 50},
				{"release", s.Stock.Release, 60},
				{"commit", s.Stock.Commit, 60},
				{"restock", s.Stock.Restock, 65},
			} {
				n := map[string]int64{"reserve": 50, "release": 10, "commit": 20, "restock": 5}[move.name]
				c.keyed(move.name, func() (order.Receipt, error) {
					return order.Receipt{}, move.do(c.ctx, s.call("k-"+move.name, "o-1", of(sku, n)))
				})
				s.left(c, sku, move.left)
			}
			c.done(s.Stock.Reserve(c.ctx, s.call("k-reserve", "o-1", of(sku, 50))), "the very first key again")
			s.left(c, sku, 65)
		}},
		{"keys/other", "Different keys move goods each.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			for i := range 3 {
				c.done(s.Stock.Reserve(c.ctx, s.call(fmt.Sprint("k-", i), "o-1", of(sku, 1))), "reserving")
			}
			s.left(c, sku, 7)
		}},
		{"race/last_unit", "Of many orders for the last unit at the same time one gets it and the others are declined.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 1)
			won := c.contest(callers, func(i int) error {
				return s.Stock.Reserve(c.ctx, s.call(fmt.Sprint("k-", i), fmt.Sprint("o-", i), of(sku, 1)))
			})
			if won != 1 {
				c.broken("%d orders got the last unit", won)
			}
			s.left(c, sku, 0)
		}},
		{"race/many_goods", "Orders for the same goods at the same time never block each other for good, and never get more than there is.", func(c *check, s Stock) {
			a, b := s.Fill(c.T, 10), s.Fill(c.T, 10)
			if b < a {
				a, b = b, a // sorted by SKU, as the engine calls
			}
			won := c.contest(callers, func(i int) error {
				return s.Stock.Reserve(c.ctx, s.call(fmt.Sprint("k-", i), fmt.Sprint("o-", i), of(a, 1), of(b, 2)))
			})
			if won != 5 {
				c.broken("%d orders got 2 of 10 units each", won)
			}
			s.left(c, a, 5)
			s.left(c, b, 0)
		}},
		{"never_negative", "Releasing or committing what is no longer reserved is harmless or declined, and never makes goods out of nothing.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			c.done(s.Stock.Reserve(c.ctx, s.call("k-1", "o-1", of(sku, 4))), "reserving")
			c.done(s.Stock.Commit(c.ctx, s.call("k-2", "o-1", of(sku, 4))), "committing")
			c.harmless(s.Stock.Release(c.ctx, s.call("k-3", "o-1", of(sku, 4))), "releasing what was committed")
			s.left(c, sku, 6)
			c.harmless(s.Stock.Commit(c.ctx, s.call("k-4", "o-1", of(sku, 4))), "committing what was committed")
			s.left(c, sku, 6)
			c.done(s.Stock.Reserve(c.ctx, s.call("k-5", "o-2", of(sku, 6))), "reserving the rest")
			c.harmless(s.Stock.Release(c.ctx, s.call("k-6", "o-1", of(sku, 1))), "releasing another order's goods")
			s.left(c, sku, 0)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 1)
			c.notRefused(s.Stock.Reserve(ended(c.ctx), s.call("k-1", "o-1", of(sku, 1))), "reserving")
		}},
	}
}
