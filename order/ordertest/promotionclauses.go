package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func redeemClauses() []clause[Promotions] {
	return []clause[Promotions]{
		{"redeem/used_up", "A coupon can be redeemed as often as it may be used, then it is declined.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			for i := range 2 {
				s.redeemed(c, fmt.Sprint("k-", i), fmt.Sprint("o-", i), code)
			}
			_, err := s.redeem(c.ctx, "k-9", "o-9", code)
			c.declined(err, "redeeming a third time of 2")
			s.used(c, code, 2)
		}},
		{"redeem/unknown", "A code that does not exist is declined.", func(c *check, s Promotions) {
			_, err := s.redeem(c.ctx, "k-1", "o-1", "NO-SUCH-CODE")
			c.declined(err, "redeeming an unknown code")
		}},
		{"redeem/same_key", "A coupon is used once per key, however often and concurrently it is called, and every answer carries the same reference.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 5)
			c.keyed("redeeming", func() (order.Receipt, error) { return s.redeem(c.ctx, "k-1", "o-1", code) })
			s.used(c, code, 1)
		}},
		{"redeem/own_reference", "Every redemption has a reference of its own, by which it is given back.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 3)
			if a, b := s.redeemed(c, "k-1", "o-1", code), s.redeemed(c, "k-2", "o-2", code); a == b {
				c.broken("two redemptions have the same reference %q", a)
			}
		}},
		{"redeem/race", "Of many concurrent redemptions of a single-use coupon one is done and the others are declined.", func(c *check, s Promotions) {
			s.rush(c, 1)
		}},
		{"redeem/race_for_many", "Of many concurrent redemptions of a coupon that can be used five times exactly five are done.", func(c *check, s Promotions) {
			s.rush(c, 5)
		}},
	}
}

// rush has many orders redeem a coupon at the same time that can be used so often.
func (s *Promotions) rush(c *check, uses int) {
	code := s.Coupon(c.T, int64(uses))
	won := c.contest(callers, func(i int) error {
		_, err := s.redeem(c.ctx, fmt.Sprint("k-", i), fmt.Sprint("o-", i), code)
		return err
	})
	if won != uses {
		c.broken("%d orders redeemed a coupon that can be used %d times", won, uses)
	}
	s.used(c, code, int64(uses))
}

func giveBackClauses() []clause[Promotions] {
	return []clause[Promotions]{
		{"give_back/usable", "A coupon that was given back can be used again, by another order too.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			ref := s.redeemed(c, "k-1", "o-1", code)
			c.done(s.giveBack(c.ctx, "k-2", "o-1", code, ref), "giving back")
			s.used(c, code, 0)
			ref = s.redeemed(c, "k-3", "o-2", code)
			s.used(c, code, 1)
			c.done(s.giveBack(c.ctx, "k-4", "o-2", code, ref), "giving back by another order")
			s.redeemed(c, "k-5", "o-1", code)
			s.used(c, code, 1)
		}},
		{"give_back/once", "Giving back again, with the same key or another, does not make the coupon usable more often than it was.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			first := s.redeemed(c, "k-1", "o-1", code)
			s.redeemed(c, "k-2", "o-2", code)
			c.keyed("giving back", func() (order.Receipt, error) {
				return order.Receipt{}, s.giveBack(c.ctx, "k-3", "o-1", code, first)
			})
			c.harmless(s.giveBack(c.ctx, "k-4", "o-1", code, first), "giving back once more with another key")
			s.used(c, code, 1)
			s.redeemed(c, "k-5", "o-3", code)
			_, err := s.redeem(c.ctx, "k-6", "o-4", code)
			c.declined(err, "redeeming a third of 2 uses")
		}},
		{"give_back/own", "A redemption is given back by its reference, and that of another order stands: it can be given back after it.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			first, second := s.redeemed(c, "k-1", "o-1", code), s.redeemed(c, "k-2", "o-2", code)
			c.done(s.giveBack(c.ctx, "k-3", "o-1", code, first), "giving the first back")
			s.used(c, code, 1)
			c.done(s.giveBack(c.ctx, "k-4", "o-2", code, second), "giving the second back")
			s.used(c, code, 0)
		}},
		{"give_back/race", "Of many who give one redemption back at the same time only one counts.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			ref := s.redeemed(c, "k-1", "o-1", code)
			c.contest(callers, func(i int) error { return s.giveBack(c.ctx, fmt.Sprint("c-", i), "o-1", code, ref) })
			s.redeemed(c, "k-2", "o-2", code)
			_, err := s.redeem(c.ctx, "k-3", "o-3", code)
			c.declined(err, "redeeming a single-use coupon twice")
		}},
		{"give_back/unknown", "Giving back a redemption that never was is done or a Decline, and frees nothing.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			s.redeemed(c, "k-1", "o-1", code)
			c.harmless(s.giveBack(c.ctx, "k-2", "o-2", code, "no-such-redemption"), "giving back what never was")
			_, err := s.redeem(c.ctx, "k-3", "o-3", code)
			c.declined(err, "redeeming a single-use coupon twice")
			s.used(c, code, 1)
		}},
		{"give_back/does_not_free_key", "A redemption that was given back is not made again by its own key.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			ref := s.redeemed(c, "k-1", "o-1", code)
			c.done(s.giveBack(c.ctx, "k-2", "o-1", code, ref), "giving back")
			_, err := s.redeem(c.ctx, "k-1", "o-1", code)
			c.harmless(err, "redeeming again with the first key")
			s.redeemed(c, "k-3", "o-2", code)
			s.used(c, code, 1)
		}},
	}
}

func couponKeyClauses() []clause[Promotions] {
	return []clause[Promotions]{
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, s Promotions) {
			n := int64(len(alikeKeys()))
			code := s.Coupon(c.T, n)
			c.apart("redeeming", func(key string) (order.Receipt, error) { return s.redeem(c.ctx, key, "o-1", code) })
			s.used(c, code, n)
		}},
		{"keys/for_ever", "A key is remembered for as long as an order may live.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 3)
			ref := s.redeemed(c, "k-1", "o-1", code)
			c.done(s.giveBack(c.ctx, "k-2", "o-1", code, ref), "giving back")
			c.lasts(s.Provider, order.Forever, "redeeming", func() (order.Receipt, error) { return s.redeem(c.ctx, "k-3", "o-2", code) })
			c.done(s.giveBack(c.ctx, "k-2", "o-1", code, ref), "giving back once more with the same key")
			s.used(c, code, 1)
		}},
		{"down/redeem", "A redemption while the promotion system cannot be reached is neither done nor a Decline, and is made once when it is back.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			c.survives(s.Provider, "redeeming", func() (order.Receipt, error) { return s.redeem(c.ctx, "k-1", "o-1", code) })
			s.used(c, code, 1)
		}},
		{"lost/redeem", "A redemption whose answer got lost is not answered with Retry or a Decline; the same key tells that it was made, once.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			c.lost(s.Provider, "redeeming", func() (order.Receipt, error) { return s.redeem(c.ctx, "k-1", "o-1", code) })
			ref := s.redeemed(c, "k-1", "o-1", code)
			s.used(c, code, 1)
			c.done(s.giveBack(c.ctx, "k-2", "o-1", code, ref), "giving back what got lost")
			s.used(c, code, 0)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			_, err := s.redeem(ended(c.ctx), "k-1", "o-1", code)
			c.notRefused(err, "redeeming")
			ref := s.redeemed(c, "k-2", "o-1", code)
			c.notRefused(s.giveBack(ended(c.ctx), "k-3", "o-1", code, ref), "giving back")
		}},
	}
}
