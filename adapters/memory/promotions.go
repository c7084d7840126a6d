package memory

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Promotions is a promotion system in the process. The zero value knows no
// coupon; Add makes some. It is an order.Promotions.
type Promotions struct {
	Script
	coupons map[string]*coupon
	refs    map[string]*redemption
}

type coupon struct{ limit, used int64 }

type redemption struct {
	coupon *coupon
	code   string
	order  string
	back   bool
}

// Add makes a coupon that can be used so many times; 0 is without limit.
func (p *Promotions) Add(code string, uses int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.coupons == nil {
		p.coupons = make(map[string]*coupon)
	}
	p.coupons[code] = &coupon{limit: uses}
}

// Used says how many redemptions of the coupon stand.
func (p *Promotions) Used(code string) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.coupons[code]; c != nil {
		return c.used
	}
	return 0
}

// Redeem uses the coupon up. It declines with "unknown_coupon" or "spent".
func (p *Promotions) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	return p.run(ctx, "redeem", c, func() (order.Receipt, error) {
		have := p.coupons[c.Code]
		switch {
		case have == nil:
			return order.Receipt{}, order.Decline("unknown_coupon", "no such coupon")
		case have.limit > 0 && have.used >= have.limit:
			return order.Receipt{}, order.Decline("spent", "the coupon is used up")
		}
		have.used++
		if p.refs == nil {
			p.refs = make(map[string]*redemption)
		}
		ref := fmt.Sprintf("redemption-%d", len(p.refs)+1)
		p.refs[ref] = &redemption{coupon: have, code: c.Code, order: c.Order}
		return order.Receipt{Ref: ref}, nil
	})
}

// GiveBack makes the redemption c.Ref undone. It declines what was never
// redeemed and what was given back already.
func (p *Promotions) GiveBack(ctx context.Context, c order.CouponCall) error {
	_, err := p.run(ctx, "giveback", c, func() (order.Receipt, error) {
		r := p.refs[c.Ref]
		switch {
		case r == nil:
			return order.Receipt{}, order.Decline("unknown_redemption", "no such redemption")
		case r.back:
			return order.Receipt{}, order.Decline("given_back", "the coupon was given back already")
		}
		r.back = true
		r.coupon.used--
		return order.Receipt{Ref: c.Ref}, nil
	})
	return err
}

// RedeemedFor says how many redemptions of an order stand.
func (p *Promotions) RedeemedFor(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, r := range p.refs {
		if r.order == id && !r.back {
			n++
		}
	}
	return n
}

func (p *Promotions) run(ctx context.Context, op string, c order.CouponCall, e effect) (order.Receipt, error) {
	call := Call{Op: op, Key: c.Key, Order: c.Order, Ref: c.Ref, Amount: c.Amount}
	return p.do(ctx, call, time.Time{}, order.Forever, e)
}
