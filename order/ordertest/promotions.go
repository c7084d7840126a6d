package ordertest

import (
	"context"
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
	Provider
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

func promotionClauses() []clause[Promotions] {
	return append(append(redeemClauses(), giveBackClauses()...), couponKeyClauses()...)
}

func (s *Promotions) call(key, id, code, ref string) order.CouponCall {
	return order.CouponCall{Key: s.Prefix + key, Order: s.Prefix + id, Customer: "c-" + id, Code: code, Ref: ref, Amount: eur(500)}
}

func (s *Promotions) redeem(ctx context.Context, key, id, code string) (order.Receipt, error) {
	return s.Promotions.Redeem(ctx, s.call(key, id, code, ""))
}

// redeemed redeems a coupon, which must be done, and returns the reference.
func (s *Promotions) redeemed(c *check, key, id, code string) string {
	r, err := s.redeem(c.ctx, key, id, code)
	c.done(err, "redeeming for order %s", id)
	if r.Ref == "" {
		c.broken("the receipt of a redemption has no reference to give it back by")
	}
	return r.Ref
}

func (s *Promotions) giveBack(ctx context.Context, key, id, code, ref string) error {
	return s.Promotions.GiveBack(ctx, s.call(key, id, code, ref))
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
