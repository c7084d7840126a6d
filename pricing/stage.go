package pricing

import "math"

// Taxes are calculated in stages. Fixed taxes come first, they depend on nothing.
// Under net prices the taxes of the price alone follow, in stage 0, and then the
// compound ones, each on the price with all that is listed before it. Under gross
// prices it is the other way round: what was put on last is taken off first.

// rank gives every compound tax a stage after those that it is on top of, on any
// item of the cart.
func (p *plan) rank() {
	compound := false
	for k := range p.taxes {
		compound = compound || p.taxes[k].tax.Compound
	}
	for again := compound; again; {
		again = false
		for s := 0; s < len(p.slots); {
			item, last := p.slots[s].item, int32(0)
			for ; s < len(p.slots) && p.slots[s].item == item; s++ {
				r := &p.taxes[p.slots[s].tax]
				if !r.tax.Compound {
					continue
				}
				if r.stage <= last {
					r.stage, again = last+1, true
				}
				last = r.stage
			}
			if last > maxTaxes {
				p.fault(FaultConflict, "taxes that are on top of each other in a circle", "%vtaxes", place(int(item), len(p.cart.Lines)))
				return
			}
			p.top = max(p.top, last)
		}
	}
}

// place is the item with a number.
func place(item, lines int) where {
	if item >= lines {
		return where{"charges", item - lines}
	}
	return where{"lines", item}
}

// group is the end of the slots of the item that slot s belongs to.
func (p *plan) group(s int) int {
	item := p.slots[s].item
	for s++; s < len(p.slots) && p.slots[s].item == item; s++ {
	}
	return s
}

// inStage reports whether a slot is a percentage of a stage.
func (p *plan) inStage(s int, stage int32) bool {
	r := &p.taxes[p.slots[s].tax]
	return r.stage == stage && (!p.fixed || !r.fixed())
}

// stages calls run for every stage, with price set to what its taxes are of. The
// amounts that run makes are in amounts when it returns. The fixed taxes are
// written into fees.
func (w *work) stages(amounts, fees []int64, run func(stage int32)) {
	if w.top == 0 && !w.fixed {
		w.price = w.running
		run(0)
		return
	}
	w.price = make([]int64, len(w.running))
	gross := w.cart.Policy.Prices == Gross
	for n := range w.top + 1 {
		stage := n
		if gross {
			stage = w.top - n
		}
		copy(w.price, w.running)
		for s := 0; s < len(w.slots); {
			first := s
			s = w.group(s)
			if gross {
				w.within(stage, first, s, amounts, fees)
			} else {
				w.above(stage, first, s, amounts, fees)
			}
		}
		if len(w.faults) > 0 {
			return
		}
		run(stage)
	}
}

// above sets what the taxes of a stage are of for one item with a net price.
func (w *work) above(stage int32, first, end int, amounts, fees []int64) {
	item := int(w.slots[first].item)
	var base sum
	base.add(w.running[item])
	for k := first; k < end; k++ {
		switch {
		case stage == 0 && w.taxes[w.slots[k].tax].fixed():
			fees[k] = w.fee(k, math.MaxInt64)
		case stage > 0 && w.inStage(k, stage):
			n, ok := base.value()
			if !ok {
				w.overflow("%vtaxes", w.at(item))
			}
			w.price[item] = n
			return
		case stage > 0:
			base.add(amounts[k])
		}
	}
}

// within does the same for one with a gross price: from the last tax to the
// first each is taken off, and none takes more than what is left.
func (w *work) within(stage int32, first, end int, amounts, fees []int64) {
	item := w.slots[first].item
	left := w.running[item]
	for k := end - 1; k >= first; k-- {
		r := &w.taxes[w.slots[k].tax]
		switch {
		case stage > 0 && w.inStage(k, stage):
			w.price[item] = left
			return
		case r.fixed():
			fees[k] = w.fee(k, abs(left))
		case r.stage == 0:
			continue
		}
		left -= amounts[k] // toward zero
	}
	w.price[item] = left
}

// fee is a tax that is an amount: so much for every Base units, rounded once per
// item, and at most as much as is given.
func (w *work) fee(k int, most int64) int64 {
	item, r := int(w.slots[k].item), &w.taxes[w.slots[k].tax]
	it := &w.items[item]
	a := r.tax.Fixed
	if it.Return {
		a = a.Neg()
	}
	a, err := a.MulRat(it.Quantity, it.Base, w.cart.Policy.TaxMode)
	if err != nil {
		w.overflow("%vtaxes", w.at(item))
		return 0
	}
	if abs(a.Minor()) > most {
		return sign(a.Minor()) * most
	}
	return a.Minor()
}
