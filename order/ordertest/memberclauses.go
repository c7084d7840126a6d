package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func memberClauses() []clause[Members] {
	return append(accrueClauses(), pointKeyClauses()...)
}

func accrueClauses() []clause[Members] {
	return []clause[Members]{
		{"accrue/same_key", "Points are credited once per key, however often and concurrently it is called; another key credits again.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			s.accrue(c, "k-0", "o-0", ann, 100)
			once := s.points(c, ann)
			if once <= 0 {
				c.broken("EUR 100 make %d points", once)
			}
			c.keyed("accruing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100))
			})
			s.has(c, ann, 2*once, "after two orders of an amount that makes half of it")
		}},
		{"accrue/own_customer", "Points are credited to the customer of the order, and to nobody else.", func(c *check, s Members) {
			ann, bob := s.Customer(c.T), s.Customer(c.T)
			before := s.points(c, bob)
			s.accrue(c, "k-1", "o-1", ann, 100)
			s.has(c, bob, before, "after another's order")
		}},
		{"accrue/together", "Points of orders that are credited at the same time are all counted.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			s.accrue(c, "k-0", "o-0", ann, 100)
			once := s.points(c, ann) - before
			c.together(callers, func(i int) error {
				return persistently(func() error {
					return s.Members.Accrue(c.ctx, s.call(fmt.Sprint("c-", i), fmt.Sprint("c-", i), ann, 100))
				})
			})
			s.has(c, ann, before+(callers+1)*once, fmt.Sprintf("after %d orders of %d points each", callers+1, once))
		}},
		{"reverse/whole", "Reversing an amount takes its points back, once per key.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			s.accrue(c, "k-1", "o-1", ann, 100)
			s.accrue(c, "k-2", "o-2", ann, 100)
			c.keyed("reversing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Reverse(c.ctx, s.call("k-3", "o-1", ann, 100))
			})
			if got := s.points(c, ann); got <= before {
				c.broken("after one of two orders was reversed there are %d points, before there were %d", got, before)
			}
			c.done(s.Members.Reverse(c.ctx, s.call("k-4", "o-2", ann, 100)), "reversing the other order")
			s.has(c, ann, before, "after everything was reversed")
		}},
		{"reverse/parts", "Reversing in parts takes back as much as at once, however the amounts round.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			s.accrue(c, "k-0", "o-1", ann, 100)
			for i, minor := range []int64{3333, 3333, 3334} {
				s.part(c, s.Members.Reverse, fmt.Sprint("k-", i+1), ann, minor)
			}
			s.has(c, ann, before, "after three thirds were reversed")
		}},
		{"reverse/other_parts", "What was credited in parts is taken back in others, however the amounts round.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			for i, minor := range []int64{3399, 3399, 3202} {
				s.part(c, s.Members.Accrue, fmt.Sprint("a-", i), ann, minor)
			}
			for i, minor := range []int64{9998, 2} {
				s.part(c, s.Members.Reverse, fmt.Sprint("r-", i), ann, minor)
			}
			s.has(c, ann, before, "after everything was reversed")
		}},
		{"reverse/again", "Points of an order that were taken back can be credited and taken back again.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			s.accrue(c, "k-1", "o-1", ann, 100)
			once := s.points(c, ann)
			c.done(s.Members.Reverse(c.ctx, s.call("k-2", "o-1", ann, 100)), "reversing")
			s.accrue(c, "k-3", "o-1", ann, 100)
			s.has(c, ann, once, "after the order was credited anew")
			c.done(s.Members.Reverse(c.ctx, s.call("k-4", "o-1", ann, 100)), "reversing again")
			s.has(c, ann, before, "after everything was reversed")
		}},
	}
}

func pointKeyClauses() []clause[Members] {
	return []clause[Members]{
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			s.accrue(c, "k-0", "o-1", ann, 100)
			once := s.points(c, ann) - before
			c.apart("accruing", func(key string) (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call(key, "o-1", ann, 100))
			})
			s.has(c, ann, before+once*int64(1+len(alikeKeys())), "after as many calls as keys")
		}},
		{"keys/for_ever", "A key is remembered for as long as an order may live.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			s.accrue(c, "k-1", "o-1", ann, 100)
			s.accrue(c, "k-2", "o-2", ann, 100)
			c.done(s.Members.Reverse(c.ctx, s.call("k-3", "o-2", ann, 50)), "reversing")
			was := s.points(c, ann)
			c.lasts(s.Provider, order.Forever, "accruing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100))
			})
			c.done(s.Members.Reverse(c.ctx, s.call("k-3", "o-2", ann, 50)), "reversing once more with the same key")
			s.has(c, ann, was, "after the same keys once more")
		}},
		{"down/accrue", "A credit while the membership system cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			s.accrue(c, "k-0", "o-0", ann, 100)
			once := s.points(c, ann)
			c.survives(s.Provider, "accruing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100))
			})
			s.has(c, ann, 2*once, "after two orders of the same amount")
		}},
		{"lost/accrue", "A credit whose answer got lost is not answered with Retry or a Decline; the same key tells that it was made, once.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			s.accrue(c, "k-0", "o-0", ann, 100)
			once := s.points(c, ann)
			call := func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100))
			}
			c.lost(s.Provider, "accruing", call)
			_, err := call()
			c.done(err, "accruing with the same key")
			s.has(c, ann, 2*once, "after two orders of the same amount")
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			c.notRefused(s.Members.Accrue(ended(c.ctx), s.call("k-1", "o-1", ann, 1)), "accruing")
			s.accrue(c, "k-2", "o-1", ann, 1)
			c.notRefused(s.Members.Reverse(ended(c.ctx), s.call("k-3", "o-1", ann, 1)), "reversing")
		}},
	}
}
