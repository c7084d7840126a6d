package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	move = func(context.Context, string, order.StockCall) error
	// porter stands between the caller and the stock: op is the verb.
	porter = func(ctx context.Context, op string, c order.StockCall, next move) error
)

// shed is a stock in the process with something around it.
type shed struct {
	*memory.Stock
	porter porter
	passed atomic.Int64
}

func (s *shed) inner(ctx context.Context, op string, c order.StockCall) error {
	switch op {
	case "reserve":
		return s.Stock.Reserve(ctx, c)
	case "release":
		return s.Stock.Release(ctx, c)
	case "commit":
		return s.Stock.Commit(ctx, c)
	}
	return s.Stock.Restock(ctx, c)
}

func (s *shed) do(ctx context.Context, op string, c order.StockCall) error {
	if s.porter == nil {
		return s.inner(ctx, op, c)
	}
	return s.porter(ctx, op, c, s.inner)
}

func (s *shed) Reserve(ctx context.Context, c order.StockCall) error { return s.do(ctx, "reserve", c) }
func (s *shed) Release(ctx context.Context, c order.StockCall) error { return s.do(ctx, "release", c) }
func (s *shed) Commit(ctx context.Context, c order.StockCall) error  { return s.do(ctx, "commit", c) }
func (s *shed) Restock(ctx context.Context, c order.StockCall) error { return s.do(ctx, "restock", c) }

func stockOver(f func(*shed) porter) func(ordertest.T) ordertest.Stock {
	return func(ordertest.T) ordertest.Stock {
		s, made := &shed{Stock: new(memory.Stock)}, 0
		if f != nil {
			s.porter = f(s)
		}
		return ordertest.Stock{Stock: s,
			Fill: func(_ ordertest.T, n int64) string {
				made++
				s.Set(fmt.Sprint("sku-", made), n)
				return fmt.Sprint("sku-", made)
			},
			Available: func(_ context.Context, sku string) (int64, error) { return s.Level(sku).Available, nil },
			Provider:  scripted(&s.Script, func(d time.Duration) { s.passed.Add(int64(d)) })}
	}
}

func stock(name, clauses string, f func(*shed) porter) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken { return ordertest.CheckStock(stockOver(f), only...) }}
}

// stockThat breaks what the named operation does; "" is all.
func stockThat(name, clauses, op string, p porter) broken {
	return stock(name, clauses, func(*shed) porter {
		return func(ctx context.Context, is string, c order.StockCall, next move) error {
			if op != "" && is != op {
				return next(ctx, is, c)
			}
			return p(ctx, is, c, next)
		}
	})
}

// oneByOne moves the goods of a call line by line.
func oneByOne(ctx context.Context, op string, c order.StockCall, next move) error {
	for i := range c.Goods {
		one := c
		one.Key, one.Goods = fmt.Sprint(c.Key, "/", i), c.Goods[i:i+1]
		if err := next(ctx, op, one); err != nil {
			return err
		}
	}
	return nil
}

func brokenStocks() []broken {
	told := func(f func(error) error) porter {
		return func(ctx context.Context, op string, c order.StockCall, next move) error {
			if err := next(ctx, op, c); err != nil {
				return f(err)
			}
			return nil
		}
	}
	return []broken{
		stockThat("reserves line by line", "reserve/all_or_nothing", "reserve", oneByOne),
		stockThat("releases line by line", "release/all_or_nothing", "release", oneByOne),
		stock("ignores keys", "keys/same keys/for_ever lost/reserve", func(*shed) porter {
			var n atomic.Int64
			return func(ctx context.Context, op string, c order.StockCall, next move) error {
				c.Key = fmt.Sprint(n.Add(1))
				return next(ctx, op, c)
			}
		}),
		stockThat("has one key per order and verb", "keys/other keys/alike life/undone", "", func(ctx context.Context, op string, c order.StockCall, next move) error {
			c.Key = op + c.Order
			return next(ctx, op, c)
		}),
		stockThat("cuts keys off", "keys/alike", "", func(ctx context.Context, op string, c order.StockCall, next move) error {
			c.Key = cut(c.Key)
			return next(ctx, op, c)
		}),
		stock("forgets keys after a day", "keys/for_ever", func(s *shed) porter {
			return func(ctx context.Context, op string, c order.StockCall, next move) error {
				c.Key += fmt.Sprint("#", s.passed.Load()/int64(24*time.Hour))
				return next(ctx, op, c)
			}
		}),
		stock("looks at the level, then takes", "race/last_unit race/many_goods", oversells),
		stock("makes goods out of nothing", "never_negative orders/apart race/release", func(s *shed) porter {
			return func(ctx context.Context, op string, c order.StockCall, next move) error {
				if op != "release" {
					return next(ctx, op, c)
				}
				s.Set(c.Goods[0].SKU, s.Level(c.Goods[0].SKU).Available+c.Goods[0].Quantity)
				return nil
			}
		}),
		stockThat("counts in 32 bits", "life/large", "", func(ctx context.Context, op string, c order.StockCall, next move) error {
			c.Goods = slices.Clone(c.Goods)
			for i := range c.Goods {
				c.Goods[i].Quantity = int64(int32(c.Goods[i].Quantity))
			}
			return next(ctx, op, c)
		}),
		stockThat("wants to try again when it is sold out", "reserve/short reserve/unknown", "reserve", told(order.Retry)),
		stockThat("counts what is short as reserved", "reserve/short reserve/all_or_nothing", "reserve", told(func(error) error { return nil })),
		stockThat("never gives back", "life/whole life/other_order", "release", func(context.Context, string, order.StockCall, move) error { return nil }),
		stock("lets an order reserve once", "life/undone", func(*shed) porter {
			var mu sync.Mutex
			seen := map[string]string{}
			return func(ctx context.Context, op string, c order.StockCall, next move) error {
				mu.Lock()
				key, ok := seen[c.Order]
				if op == "reserve" {
					seen[c.Order] = c.Key
				}
				mu.Unlock()
				if op == "reserve" && ok && key != c.Key {
					return order.Decline("reserved", "the order has a reservation")
				}
				return next(ctx, op, c)
			}
		}),
		stockThat("calls every failure a refusal", "context/ended down/reserve lost/reserve", "", told(func(err error) error { return order.Decline("failed", err.Error()) })),
		stockThat("takes every failure for done", "down/reserve", "", told(func(error) error { return nil })),
		stockThat("says that nothing was reserved when the answer got lost", "lost/reserve", "", told(unsureIsRetry)),
	}
}

// unsureIsRetry takes a lost answer for a call that did not happen.
func unsureIsRetry(err error) error {
	var r *order.Reply
	if errors.As(err, &r) && r.Outcome == order.OutcomeUnknown {
		return order.Retry(err)
	}
	return err
}

func oversells(s *shed) porter {
	var looked atomic.Int64
	return func(ctx context.Context, op string, c order.StockCall, next move) error {
		if op != "reserve" {
			return next(ctx, op, c)
		}
		for _, g := range c.Goods {
			if s.Level(g.SKU).Available < g.Quantity {
				return order.Decline("out_of_stock", g.SKU)
			}
		}
		looked.Add(1)
		for tries := 0; looked.Load() < 2 && tries < 100; tries++ { // until a second one has looked, too
			time.Sleep(time.Millisecond)
		}
		for _, g := range c.Goods {
			s.Set(g.SKU, s.Level(g.SKU).Available-g.Quantity)
		}
		return nil
	}
}
