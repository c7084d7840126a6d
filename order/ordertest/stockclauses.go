package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func lifeClauses() []clause[Stock] {
	return []clause[Stock]{
		{"life/whole", "Reserved goods cannot be sold; released or restocked ones can again; committed ones are gone.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			s.move(c, "reserve", "k-1", "o-1", of(sku, 4))
			s.left(c, sku, 6)
			s.move(c, "release", "k-2", "o-1", of(sku, 1))
			s.left(c, sku, 7)
			s.move(c, "commit", "k-3", "o-1", of(sku, 3))
			s.left(c, sku, 7)
			s.move(c, "restock", "k-4", "o-1", of(sku, 2))
			s.left(c, sku, 9)
		}},
		{"life/undone", "What was undone can be done again: goods that were released, or shipped and restocked, are reserved and shipped anew by the same order.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 3)
			for i, op := range []string{"reserve", "release", "reserve", "commit", "restock", "reserve", "commit"} {
				s.move(c, op, fmt.Sprint("k-", i), "o-1", of(sku, 3))
			}
			s.left(c, sku, 0)
			s.move(c, "restock", "k-9", "o-1", of(sku, 3))
			s.left(c, sku, 3)
		}},
		{"life/other_order", "Goods that one order gave back can be reserved by another.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 1)
			s.move(c, "reserve", "k-1", "o-1", of(sku, 1))
			s.move(c, "release", "k-2", "o-1", of(sku, 1))
			s.move(c, "reserve", "k-3", "o-2", of(sku, 1))
			s.move(c, "commit", "k-4", "o-2", of(sku, 1))
			s.move(c, "restock", "k-5", "o-2", of(sku, 1))
			s.move(c, "reserve", "k-6", "o-3", of(sku, 1))
			s.left(c, sku, 0)
		}},
		{"life/large", "Quantities beyond 32 bits are counted right.", func(c *check, s Stock) {
			const huge = 5_000_000_000
			sku := s.Fill(c.T, huge)
			s.move(c, "reserve", "k-1", "o-1", of(sku, huge-1))
			s.left(c, sku, 1)
			s.move(c, "release", "k-2", "o-1", of(sku, huge-2))
			s.left(c, sku, huge-1)
		}},
		{"reserve/short", "Reserving more than there is is a Decline and takes nothing; exactly what there is can be reserved.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 3)
			c.declined(s.do(c.ctx, "reserve", "k-1", "o-1", of(sku, 4)), "reserving 4 of 3")
			s.left(c, sku, 3)
			s.move(c, "reserve", "k-2", "o-1", of(sku, 3))
			s.left(c, sku, 0)
			c.declined(s.do(c.ctx, "reserve", "k-3", "o-2", of(sku, 1)), "reserving 1 of 0")
			s.left(c, sku, 0)
		}},
		{"reserve/unknown", "Reserving a SKU that the stock does not keep is done or a Decline: trying again would not make it known.", func(c *check, s Stock) {
			c.harmless(s.do(c.ctx, "reserve", "k-1", "o-1", of(s.Prefix+"no-such-sku", 1)), "reserving an unknown SKU")
		}},
		{"reserve/all_or_nothing", "A call is all or nothing over its goods: if one is short, nothing of the others is taken; goods of one SKU in two lines count together.", func(c *check, s Stock) {
			a, b := s.Fill(c.T, 5), s.Fill(c.T, 1)
			c.declined(s.do(c.ctx, "reserve", "k-1", "o-1", of(a, 2), of(b, 2)), "reserving 2 of 5 and 2 of 1")
			s.left(c, a, 5)
			s.left(c, b, 1)
			c.declined(s.do(c.ctx, "reserve", "k-2", "o-1", of(a, 3), of(a, 3)), "reserving 3 and 3 of 5")
			s.left(c, a, 5)
			s.move(c, "reserve", "k-3", "o-1", of(a, 2), of(a, 3), of(b, 1))
			s.left(c, a, 0)
			s.left(c, b, 0)
		}},
	}
}

func moveClauses() []clause[Stock] {
	return []clause[Stock]{
		{"release/all_or_nothing", "Releasing is all or nothing over its goods, and goods of one SKU in two lines count together.", func(c *check, s Stock) {
			a, b := s.Fill(c.T, 5), s.Fill(c.T, 5)
			s.move(c, "reserve", "k-1", "o-1", of(a, 4))
			if err := s.do(c.ctx, "release", "k-2", "o-1", of(a, 2), of(b, 2)); err != nil {
				c.declined(err, "releasing what was reserved and what was not")
				s.left(c, a, 1)
			}
			s.left(c, b, 5)
			s.move(c, "reserve", "k-3", "o-2", of(b, 5))
			s.move(c, "release", "k-4", "o-2", of(b, 2), of(b, 3))
			s.left(c, b, 5)
		}},
		{"never_negative", "Releasing or committing what is no longer reserved is harmless or declined, and never makes goods out of nothing.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			s.move(c, "reserve", "k-1", "o-1", of(sku, 4))
			s.move(c, "commit", "k-2", "o-1", of(sku, 4))
			c.harmless(s.do(c.ctx, "release", "k-3", "o-1", of(sku, 4)), "releasing what was committed")
			s.left(c, sku, 6)
			c.harmless(s.do(c.ctx, "commit", "k-4", "o-1", of(sku, 4)), "committing what was committed")
			s.left(c, sku, 6)
		}},
		{"orders/apart", "What one order reserved is neither released nor shipped by a call of another.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 6)
			s.move(c, "reserve", "k-1", "o-2", of(sku, 6))
			c.harmless(s.do(c.ctx, "release", "k-2", "o-1", of(sku, 1)), "releasing another order's goods")
			s.left(c, sku, 0)
			c.harmless(s.do(c.ctx, "commit", "k-3", "o-1", of(sku, 1)), "committing another order's goods")
			s.move(c, "release", "k-4", "o-2", of(sku, 6))
			s.left(c, sku, 6)
		}},
		{"race/last_unit", "Of many orders for the last unit at the same time one gets it and the others are declined.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 1)
			won := c.contest(callers, func(i int) error {
				return s.do(c.ctx, "reserve", fmt.Sprint("k-", i), fmt.Sprint("o-", i), of(sku, 1))
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
				return s.do(c.ctx, "reserve", fmt.Sprint("k-", i), fmt.Sprint("o-", i), of(a, 1), of(b, 2))
			})
			if won != 5 {
				c.broken("%d orders got 2 of 10 units each", won)
			}
			s.left(c, a, 5)
			s.left(c, b, 0)
		}},
		{"race/release", "Of releases and shipments of one reservation at the same time only one counts: the goods are all back or all gone.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			s.move(c, "reserve", "k-1", "o-1", of(sku, 10))
			c.contest(callers, func(i int) error {
				return s.do(c.ctx, []string{"release", "commit"}[i%2], fmt.Sprint("c-", i), "o-1", of(sku, 10))
			})
			got, err := s.Available(c.ctx, sku)
			c.ok(err, "asking for the stock")
			if got != 0 && got != 10 {
				c.broken("%d of 10 units can be sold", got)
			}
			c.harmless(s.do(c.ctx, "release", "k-2", "o-1", of(sku, 10)), "releasing once more")
			s.left(c, sku, got)
		}},
	}
}

func stockKeyClauses() []clause[Stock] {
	return []clause[Stock]{
		{"keys/same", "The same key moves goods once, however often and concurrently it is called, in every method.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 100)
			for _, move := range []struct {
				op      string
				n, left int64
			}{{"reserve", 50, 50}, {"release", 10, 60}, {"commit", 20, 60}, {"restock", 5, 65}} {
				c.keyed(move.op, func() (order.Receipt, error) {
					return order.Receipt{}, s.do(c.ctx, move.op, "k-"+move.op, "o-1", of(sku, move.n))
				})
				s.left(c, sku, move.left)
			}
			s.move(c, "reserve", "k-reserve", "o-1", of(sku, 50))
			s.left(c, sku, 65)
		}},
		{"keys/other", "Different keys move goods each.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			for i := range 3 {
				s.move(c, "reserve", fmt.Sprint("k-", i), "o-1", of(sku, 1))
			}
			s.left(c, sku, 7)
		}},
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, s Stock) {
			n := int64(len(alikeKeys()))
			sku := s.Fill(c.T, n)
			c.apart("reserving", func(key string) (order.Receipt, error) {
				return order.Receipt{}, s.do(c.ctx, "reserve", key, "o-1", of(sku, 1))
			})
			s.left(c, sku, 0)
		}},
		{"keys/for_ever", "A key is remembered for as long as an order may live.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			s.move(c, "reserve", "k-1", "o-1", of(sku, 5))
			s.move(c, "release", "k-2", "o-1", of(sku, 1))
			c.lasts(s.Provider, order.Forever, "reserving", func() (order.Receipt, error) {
				return order.Receipt{}, s.do(c.ctx, "reserve", "k-1", "o-1", of(sku, 5))
			})
			s.move(c, "release", "k-2", "o-1", of(sku, 1))
			s.left(c, sku, 6)
		}},
		{"down/reserve", "A reservation while the stock system cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			c.survives(s.Provider, "reserving", func() (order.Receipt, error) {
				return order.Receipt{}, s.do(c.ctx, "reserve", "k-1", "o-1", of(sku, 4))
			})
			s.left(c, sku, 6)
		}},
		{"lost/reserve", "A reservation whose answer got lost is not answered with Retry or a Decline; the same key tells that it was made, once.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 10)
			call := func() (order.Receipt, error) {
				return order.Receipt{}, s.do(c.ctx, "reserve", "k-1", "o-1", of(sku, 4))
			}
			c.lost(s.Provider, "reserving", call)
			_, err := call()
			c.done(err, "reserving with the same key")
			s.left(c, sku, 6)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Stock) {
			sku := s.Fill(c.T, 2)
			c.notRefused(s.do(ended(c.ctx), "reserve", "k-1", "o-1", of(sku, 1)), "reserving")
			s.move(c, "reserve", "k-2", "o-1", of(sku, 1))
			c.notRefused(s.do(ended(c.ctx), "commit", "k-3", "o-1", of(sku, 1)), "committing")
		}},
	}
}
