package pricing

import (
	"math"
	"slices"
)

// basket is a cart at one point of its promotions. It keeps what is left of every
// price and goes on from there: calculating the cart anew for every promotion
// would take as long as the square of their number.
type basket struct {
	cart      Cart // as it was given, without what is no price
	work      *work
	lines     *names     // the ids
	running   []int64    // per item what is left of its price
	discounts []Discount // that were added
	free      []Discount // on shipping
}

// fillBasket makes the basket of a cart. The error is that of Calculate, but for taxes
// and what is paid.
func fillBasket(c Cart) (basket, error) {
	c.Lines, c.Charges = slices.Clone(c.Lines), slices.Clone(c.Charges)
	c.Policy.Cash, c.Prepaid = false, nil // about money that is paid, not about prices
	for i := range c.Lines {
		c.Lines[i].Taxes = nil
	}
	for i := range c.Charges {
		c.Charges[i].Taxes = nil
	}
	w, faults := calculation(c)
	if len(faults) > 0 {
		return basket{}, faults
	}
	b := basket{cart: c, work: w, lines: &names{}, running: w.running}
	for i := range c.Lines {
		b.lines.add(c.Lines[i].ID)
	}
	return b, nil
}

// add is the basket with more discounts.
func (b basket) add(discounts, free []Discount) (basket, error) {
	b.running = slices.Clone(b.running)
	b.work.running = b.running
	for k := range discounts {
		if !b.work.takeOff(&discounts[k], b.chosen(&discounts[k])) {
			return b, b.work.faults
		}
	}
	for i := range b.cart.Charges {
		if b.cart.Charges[i].Kind != KindShipping {
			continue
		}
		item := len(b.cart.Lines) + i
		for k := range free {
			b.running[item] -= sign(b.running[item]) * min(b.work.wanted(&free[k], b.running[item]), b.work.room(item))
		}
	}
	b.discounts = append(slices.Clip(b.discounts), discounts...)
	b.free = append(slices.Clip(b.free), free...)
	return b, nil
}

// chosen are the lines that a discount is for.
func (b *basket) chosen(d *Discount) (list []int32) {
	for _, id := range d.Lines {
		i, _ := b.lines.find(id)
		list = append(list, int32(i))
	}
	if len(d.Lines) == 0 {
		for i := range b.cart.Lines {
			list = append(list, int32(i))
		}
	}
	slices.Sort(list)
	return list
}

// takeOff takes one order discount off the running prices without a record of it.
func (w *work) takeOff(d *Discount, chosen []int32) bool {
	var s sharing
	_, _, _, ok := w.split(&s, d, chosen)
	if !ok {
		w.overflow("discounts")
		return false
	}
	for j, i := range s.items {
		if len(s.shares) > 0 {
			w.running[i] -= sign(w.running[i]) * s.shares[j].Minor()
		}
	}
	return true
}

// off is what b takes off more than a; beyond all numbers there is enough.
func off(a, b basket) int64 {
	var more sum
	for i := range a.running {
		more.add(a.running[i])
		more.add(-b.running[i])
	}
	n, ok := more.value()
	if !ok {
		return math.MaxInt64
	}
	return n
}
