package order

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// reversal is what giving units up comes to.
type reversal struct {
	both pricing.Both
	want []Charge        // the claw-backs that are live afterwards
	lost map[string]bool // codes whose promotion no longer applies to anything
	// forgiven is what staff refunded of a claw-back, by item and discount.
	forgiven map[[2]string]currency.Amount
}

// claws reports whether promotions may be charged again under the order's policy.
func (o *Order) claws() bool {
	return o.Policy.Reversal == pricing.ClawBack || o.Policy.Reversal == pricing.ClawBackNoHarm
}

// promoter is the promotion engine as it stood for the order, or nil.
func (e *Engine) promoter(o *Order) (p pricing.Promoter, err error) {
	if e.cfg.Promoter == nil {
		return nil, nil
	}
	err = guarded("Config.Promoter", func() error { p = e.cfg.Promoter(*o); return nil })
	return p, err
}

// guarded runs the host's code. A panic there is an error: money may have moved
// already, and what came of that must still be recorded.
func guarded(name string, f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("%s panicked: %v", name, x)
		}
	}()
	return f()
}

// reverse judges an order as it is once units are gone, with its claw-backs from
// before. Back is what those units and charges cost that go this time.
func (e *Engine) reverse(o *Order, back currency.Amount) (*reversal, error) {
	b := o.bill()
	r := &reversal{lost: map[string]bool{}}
	promoter, err := e.promoter(o)
	if err != nil {
		return nil, err
	}
	stays, err := e.deserved(o, b, r, promoter)
	if err != nil {
		return nil, err
	}
	// What earlier reversals paid out follows from the order: what all that is gone
	// was charged, less what goes now, less what was charged again. An allowance on
	// units that go now was paid out already.
	s := &sums{}
	paid, err := b.grossGone(s)
	if err != nil {
		return nil, err
	}
	again, err := o.clawedBack()
	if err != nil {
		return nil, err
	}
	judged := promoter != nil || len(b.stays.Lines) == 0
	if !judged {
		again = currency.Zero(o.Currency) // nobody can tell: it stays as it is
	}
	if paid = s.sub(s.sub(paid, back), again); s.err != nil {
		return nil, s.err
	}
	if r.both, err = pricing.Reverse(b.quote, b.gone, stays, paid); err != nil {
		return nil, err
	}
	if err := r.forgive(o, s); err != nil {
		return nil, err
	}
	if len(r.forgiven) > 0 { // the customer is asked for it only once
		for _, a := range r.forgiven {
			paid = s.sub(paid, a)
		}
		if r.both, err = pricing.Reverse(b.quote, b.gone, stays, paid); err != nil || s.err != nil {
			return nil, errors.Join(err, s.err)
		}
	}
	if !judged {
		for _, c := range o.Charges {
			if c.Live && c.Undeserved != nil {
				r.want = append(r.want, c)
			}
		}
		return r, nil
	}
	return r, r.charge(o, b)
}

// forgive notes what staff refunded of claw-backs that are charged again.
func (r *reversal) forgive(o *Order, s *sums) error {
	before := o.clawBacks()
	for n, it := range r.both.Adjustment.Lines {
		u := r.both.Undeserved[n]
		old := before[[2]string{u.Item, u.Discount}]
		if old == nil || len(old.Allowances) == 0 {
			continue
		}
		left, err := old.worth()
		if err != nil {
			return err
		}
		if given := smaller(s.sub(old.Price.Gross, left), it.Gross); !given.IsZero() {
			if r.forgiven == nil {
				r.forgiven = map[[2]string]currency.Amount{}
			}
			r.forgiven[[2]string{u.Item, u.Discount}] = given
		}
	}
	return s.err
}

// deserved asks the promotion engine what it gives on what stays, and prices that.
// Where no unit stays there is nothing to deserve a promotion with: everything
// goes back (Directive 2011/83/EU art. 13(1)), and a charge that stays costs what
// it did.
func (e *Engine) deserved(o *Order, b *bill, r *reversal, promoter pricing.Promoter) (stays pricing.Quote, err error) {
	price, known := pricing.Calculate, map[string]bool{}
	if promoter != nil && len(b.stays.Lines) > 0 {
		var with pricing.Cart
		var decisions []pricing.Decision
		err := guarded("Config.Promoter", func() (err error) {
			with, decisions, err = promoter.Promote(context.Background(), b.whole)
			return err
		})
		if err != nil {
			return stays, err
		}
		for _, d := range decisions {
			known[d.Promotion] = true
		}
		add := func(list []pricing.Discount) {
			for _, d := range list {
				known[d.ID] = true
			}
		}
		add(with.Discounts)
		for i := range with.Lines {
			add(with.Lines[i].Discounts)
		}
		for i := range with.Charges {
			add(with.Charges[i].Discounts)
		}
		b.grant(with, o.codesGone())
		price = e.cfg.Price
	}
	delete(known, "") // a coupon of no promotion
	b.only(func(id string) bool {
		for i := range id {
			if id[i] == '/' && known[id[:i]] { // a promotion's discount on one line
				return true
			}
		}
		return known[id]
	})
	if len(b.stays.Lines)+len(b.stays.Charges) == 0 {
		return stays, nil
	}
	for _, c := range o.Coupons {
		r.lost[c.Code] = !applies(&b.stays, c.Code)
	}
	err = guarded("Config.Price", func() (err error) { stays, err = price(b.stays); return err })
	return stays, err
}

// codesGone are the coupons that were given back, or will be because nothing uses
// them any more: their promotions are over for this order.
func (o *Order) codesGone() map[string]bool {
	gone := map[string]bool{}
	for _, c := range o.Coupons {
		gone[c.Code] = c.GivenBack || !o.uses(c.Code)
	}
	return gone
}

// applies reports whether a discount of the cart has the code.
func applies(c *pricing.Cart, code string) bool {
	has := func(list []pricing.Discount) bool {
		return slices.ContainsFunc(list, func(d pricing.Discount) bool { return d.Code == code })
	}
	return has(c.Discounts) || slices.ContainsFunc(c.Lines, func(l pricing.Line) bool { return has(l.Discounts) }) ||
		slices.ContainsFunc(c.Charges, func(x pricing.Charge) bool { return has(x.Discounts) })
}
