package order

import (
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// redeem uses up the coupons of an order that is placed, and those that added
// lines carry.
func (p *planner) redeem(st *fsm.Step, us []Units) error {
	if p.w.e.cfg.Promotions == nil {
		return nil
	}
	for i := range p.sim.Coupons {
		c := &p.sim.Coupons[i]
		if c.Redeemed && !c.GivenBack || p.w.expect > 0 && !p.carry(us, c.Code) {
			continue
		}
		off, err := p.sim.takenOff(c.Code)
		if err != nil {
			return err
		}
		p.call(st, Call{Op: "redeem", Coupon: c.Code, Amount: off})
		c.Redeemed, c.GivenBack = true, false
	}
	return nil
}

// carry reports whether a line of the units carries the coupon.
func (p *planner) carry(us []Units, code string) bool {
	return slices.ContainsFunc(us, func(u Units) bool {
		l, ok := p.lines.line(u.Line)
		return ok && l.carries(code)
	})
}

// stays reports whether a unit of the line is wanted, or being placed.
func (l *Line) stays() bool {
	return slices.ContainsFunc(l.Runs, func(r Run) bool { return live(r.Phase) || r.Phase == "" })
}

func (l *Line) carries(code string) bool { return applied(l.Price, code) }

func applied(i pricing.Item, code string) bool {
	return slices.ContainsFunc(i.Discounts, func(d pricing.Applied) bool { return d.Code == code })
}

// takenOff is what a coupon reduces the order by. What is cancelled or sent back
// does not count: it was redeemed for that before, and given back.
func (o *Order) takenOff(code string) (currency.Amount, error) {
	sum := currency.Zero(o.Currency)
	var err error
	add := func(list []pricing.Applied) {
		for _, d := range list {
			if d.Code == code && err == nil {
				sum, err = sum.Add(d.Amount)
			}
		}
	}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.stays() {
			add(l.Price.Discounts)
		}
	}
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live || o.Version == 0 { // it is being placed
			add(c.Price.Discounts)
		}
	}
	return sum, err
}

// giveBack returns each coupon of which no wanted unit is left once these go.
func (p *planner) giveBack(st *fsm.Step, us []Units) {
	if p.w.e.cfg.Promotions == nil {
		return
	}
	p.leave(us)
	for i := range p.sim.Coupons {
		c := &p.sim.Coupons[i]
		if !c.Redeemed || c.GivenBack || p.sure().uses(c.Code) {
			continue
		}
		p.call(st, Call{Op: "giveback", Coupon: c.Code, Payment: ""})
		c.GivenBack = true
	}
}
