package ordertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/order"
)

// Promotions is a promotion system under test.
type Promotions struct {
	Promotions order.Promotions
	// Coupon makes a coupon that was not used before and can be used so often.
	Coupon func(t T, uses int64) (code string)
	// Used tells how many redemptions of the coupon stand; nil skips what needs it.
	Used func(ctx context.Context, code string) (int64, error)
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
}

// TestPromotions checks a promotion system against what the engine relies on.
func TestPromotions(t *testing.T, open func(t T) Promotions) {
	t.Helper()
	runAll(t, promotionClauses(), open)
}

// CheckPromotions is TestPromotions outside of a test; see CheckStore.
func CheckPromotions(open func(t T) Promotions, only ...string) []Broken {
	return checkAll(promotionClauses(), open, only)
}

func (s *Promotions) call(key, id, code, ref string) order.CouponCall {
	return order.CouponCall{Key: s.Prefix + key, Order: s.Prefix + id, Customer: "c-" + id, Code: code, Ref: ref, Amount: eur(500)}
}

func (s *Promotions) used(c *check, code string, want int64) {
	if s.Used == nil {
		return
	}
	got, err := s.Used(c.ctx, code)
	c.ok(err, "asking how often the coupon is used")
	if got != want {
		c.broken("the coupon is used %d times, not %d", got, want)
	}
}

func promotionClauses() []clause[Promotions] {
	return []clause[Promotions]{
		{"redeem/used_up", "A coupon can be redeemed as often as it may be used, then it is declined.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			for i := range 2 {
				_, err := s.Promotions.Redeem(c.ctx, s.call(fmt.Sprint("k-", i), fmt.Sprint("o-", i), code, ""))
				c.done(err, "redeeming time %d of 2", i+1)
			}
			_, err := s.Promotions.Redeem(c.ctx, s.call("k-9", "o-9", code, ""))
			c.declined(err, "redeeming a third time of 2")
			s.used(c, code, 2)
		}},
		{"redeem/unknown", "A code that does not exist is declined.", func(c *check, s Promotions) {
			_, err := s.Promotions.Redeem(c.ctx, s.call("k-1", "o-1", "NO-SUCH-CODE", ""))
			c.declined(err, "redeeming an unknown code")
		}},
		{"redeem/same_key", "A coupon is used once per key, however often and concurrently it is called, and every answer carries the same reference.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 5)
			c.keyed("redeeming", func() (order.Receipt, error) { return s.Promotions.Redeem(c.ctx, s.call("k-1", "o-1", code, "")) })
			s.used(c, code, 1)
		}},
		{"redeem/race", "Of many concurrent redemptions of a single-use coupon one is done and the others are declined.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			won := c.contest(callers, func(i int) error {
				_, err := s.Promotions.Redeem(c.ctx, s.call(fmt.Sprint("k-", i), fmt.Sprint("o-", i), code, ""))
				return err
			})
			if won != 1 {
				c.broken("%d orders redeemed a single-use coupon", won)
			}
			s.used(c, code, 1)
		}},
		{"give_back/usable", "A coupon that was given back can be used again, by another order too.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 1)
			r, err := s.Promotions.Redeem(c.ctx, s.call("k-1", "o-1", code, ""))
			c.done(err, "redeeming")
			c.done(s.Promotions.GiveBack(c.ctx, s.call("k-2", "o-1", code, r.Ref)), "giving back")
			s.used(c, code, 0)
			_, err = s.Promotions.Redeem(c.ctx, s.call("k-3", "o-2", code, ""))
			c.done(err, "redeeming what was given back")
			s.used(c, code, 1)
		}},
		{"give_back/once", "Giving back again, with the same key or another, does not make the coupon usable more often than it was.", func(c *check, s Promotions) {
			code := s.Coupon(c.T, 2)
			first, err := s.Promotions.Redeem(c.ctx, s.call("k-1", "o-1", code, ""))
			c.done(err, "redeeming")
			_, err = s.Promotions.Redeem(c.ctx, s.call("k-2", "o-2", code, ""))
			c.done(err, "redeeming")
			c.keyed("giving back", func() (order.Receipt, error) {
				return order.Receipt{}, s.Promotions.GiveBack(c.ctx, s.call("k-3", "o-1", code, first.Ref))
			})
			c.harmless(s.Promotions.GiveBack(c.ctx, s.call("k-4", "o-1", code, first.Ref)), "giving back once more with another key")
			s.used(c, code, 1)
			_, err = s.Promotions.Redeem(c.ctx, s.call("k-5", "o-3", code, ""))
			c.done(err, "redeeming what was given back")
			_, err = s.Promotions.Redeem(c.ctx, s.call("k-6", "o-4", code, ""))
			c.declined(err, "redeeming a third of 2 uses")
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Promotions) {
			_, err := s.Promotions.Redeem(ended(c.ctx), s.call("k-1", "o-1", s.Coupon(c.T, 1), ""))
			c.notRefused(err, "redeeming")
		}},
	}
}
