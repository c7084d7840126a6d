package outside

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// Coupons is the promotion system. It is an order.Promotions.
type Coupons struct {
	ledger *Ledger
	uses   func(code string) int
}

// NewCoupons returns the promotion system that keeps this ledger. It asks uses
// how often a code may be redeemed; 0 is an unknown code.
func NewCoupons(l *Ledger, uses func(code string) int) *Coupons { return &Coupons{l, uses} }

// Once lets every code be used once: the demo's order files bring their own.
func Once(string) int { return 1 }

// Redeem uses a code up.
func (p *Coupons) Redeem(_ context.Context, c order.CouponCall) (order.Receipt, error) {
	d := Deed{Op: "redeem", Key: c.Key, Order: c.Order, Of: c.Code, Amount: c.Amount}
	return p.ledger.do(d, func(past []Deed, _ *Deed) error {
		uses, standing := p.uses(c.Code), redemptions(past)
		for _, code := range standing {
			if code == c.Code {
				uses--
			}
		}
		switch {
		case p.uses(c.Code) == 0:
			return order.Decline("unknown_coupon", "there is no coupon "+c.Code)
		case uses <= 0:
			return order.Decline("spent", "the coupon "+c.Code+" was used before")
		}
		return nil
	})
}

// GiveBack makes a code usable again.
func (p *Coupons) GiveBack(_ context.Context, c order.CouponCall) error {
	d := Deed{Op: "giveback", Key: c.Key, Order: c.Order, Of: c.Ref}
	_, err := p.ledger.do(d, func(past []Deed, _ *Deed) error {
		if _, ok := redemptions(past)[c.Ref]; !ok {
			return order.Decline("not_redeemed", "there is no redemption "+c.Ref)
		}
		return nil
	})
	return err
}

// redemptions are those that stand: codes by reference.
func redemptions(past []Deed) map[string]string {
	standing := map[string]string{}
	for _, d := range past {
		switch {
		case d.Outcome != order.OutcomeDone:
		case d.Op == "redeem":
			standing[d.Ref] = d.Of
		case d.Op == "giveback":
			delete(standing, d.Of)
		}
	}
	return standing
}
