package memory

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Level is what the stock really has of one SKU.
type Level struct {
	Available int64 // can be sold
	Reserved  int64 // set aside for orders
	Sold      int64 // left the house and not come back
}

// Stock is a stock system in the process. The zero value is an empty one; Set
// fills it. It is an order.Stock.
type Stock struct {
	Script
	levels map[string]*Level
	held   map[held]int64 // reserved, by order and SKU
	sold   map[held]int64 // committed and not restocked, by order and SKU
}

type held struct{ order, sku string }

// Set makes n units of the SKU available.
func (s *Stock) Set(sku string, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.level(sku).Available = n
}

// Level returns what there is of the SKU.
func (s *Stock) Level(sku string) Level {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.level(sku)
}

// HeldFor returns what is reserved and what is sold of the SKU for one order.
func (s *Stock) HeldFor(id, sku string) (reserved, sold int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held[held{id, sku}], s.sold[held{id, sku}]
}

// Reserve sets goods aside. It declines with "out_of_stock" if any is short.
func (s *Stock) Reserve(ctx context.Context, c order.StockCall) error {
	return s.run(ctx, "reserve", c, "out_of_stock", func(_ held, l *Level) int64 { return l.Available },
		func(h held, l *Level, n int64) { l.Available -= n; l.Reserved += n; s.held[h] += n })
}

// Release gives a reservation back. It declines with "not_reserved" what the
// order does not hold.
func (s *Stock) Release(ctx context.Context, c order.StockCall) error {
	return s.run(ctx, "release", c, "not_reserved", func(h held, _ *Level) int64 { return s.held[h] },
		func(h held, l *Level, n int64) { l.Reserved -= n; l.Available += n; s.held[h] -= n })
}

// Commit sends reserved goods out of the house. It declines with "not_reserved"
// what the order does not hold.
func (s *Stock) Commit(ctx context.Context, c order.StockCall) error {
	return s.run(ctx, "commit", c, "not_reserved", func(h held, _ *Level) int64 { return s.held[h] },
		func(h held, l *Level, n int64) { l.Reserved -= n; l.Sold += n; s.held[h] -= n; s.sold[h] += n })
}

// Restock takes sold goods back. It declines with "not_sold" what the order did
// not get.
func (s *Stock) Restock(ctx context.Context, c order.StockCall) error {
	return s.run(ctx, "restock", c, "not_sold", func(h held, _ *Level) int64 { return s.sold[h] },
		func(h held, l *Level, n int64) { l.Sold -= n; l.Available += n; s.sold[h] -= n })
}

// run moves all goods or none: limit tells how much there is to move from.
func (s *Stock) run(ctx context.Context, op string, c order.StockCall, short string,
	limit func(held, *Level) int64, move func(held, *Level, int64)) error {
	_, err := s.do(ctx, Call{Op: op, Key: c.Key, Order: c.Order}, time.Time{}, order.Forever,
		func() (order.Receipt, error) {
			want := make(map[string]int64)
			for _, g := range c.Goods {
				if g.Quantity <= 0 {
					return order.Receipt{}, order.Decline("invalid_quantity", "the quantity is not above zero")
				}
				want[g.SKU] += g.Quantity
			}
			for _, g := range c.Goods { // not in the order of the map: the reason is stored
				if limit(held{c.Order, g.SKU}, s.level(g.SKU)) < want[g.SKU] {
					return order.Receipt{}, order.Decline(short, "not enough of "+g.SKU)
				}
			}
			for sku, n := range want {
				move(held{c.Order, sku}, s.level(sku), n)
			}
			return order.Receipt{}, nil
		})
	return err
}

func (s *Stock) level(sku string) *Level {
	if s.levels == nil {
		s.levels = make(map[string]*Level)
		s.held, s.sold = make(map[held]int64), make(map[held]int64)
	}
	l := s.levels[sku]
	if l == nil {
		l = new(Level)
		s.levels[sku] = l
	}
	return l
}
