package pricing

// pool is what is rounded together under PerRate: one tax over the items that
// carry it and, under gross prices, have the same sum of rates inside.
type pool struct {
	rate, whole int64 // the tax is rate/whole of the prices
	count       int
	slots       []int32
}

// pools sorts the taxes of a stage into what is rounded together. Under net
// prices and for compound taxes that is one pool per tax, which has the number of
// the tax. Under gross prices the part of a price that a tax is depends on all
// rates inside, so there is a pool more for every other sum of them. It also says
// whether any item has several taxes of the stage.
func (w *work) pools(stage int32) (pools []pool, several bool) {
	pools = make([]pool, len(w.taxes))
	for k := range pools {
		p, steps := &pools[k], w.taxes[k].steps
		p.rate, p.whole = steps, one
		if w.cart.Policy.Prices == Gross {
			p.whole += steps
		}
	}
	of := take(&w.indices, len(w.slots)) // the pool of every slot, or none
	var more map[inside]int32            // the pools that are not the first of their tax
	for s := 0; s < len(w.slots); {
		first, end := s, w.group(s)
		s = end
		n := 0 // of the stage
		for k := first; k < end; k++ {
			of[k] = none
			if w.inStage(k, stage) {
				of[k] = w.slots[k].tax
				n++
			}
		}
		several = several || n > 1
		whole := int64(0)
		if n > 1 && w.cart.Policy.Prices == Gross {
			whole = w.whole(first, end, stage)
		}
		for k := first; k < end; k++ {
			if of[k] == none {
				continue
			}
			if p := &pools[of[k]]; whole != 0 && whole != p.whole {
				key := inside{of[k], whole}
				at, known := more[key]
				if !known {
					if more == nil {
						more = make(map[inside]int32)
					}
					at = int32(len(pools))
					more[key] = at
					pools = append(pools, pool{rate: p.rate, whole: whole})
				}
				of[k] = at
			}
			pools[of[k]].count++
		}
	}
	w.fill(pools, of)
	return pools, several
}

const none = -1

// inside is a tax and the sum of rates that it is inside of.
type inside struct {
	tax   int32
	whole int64
}

// fill hands every pool its slots, in order, out of one piece of memory.
func (w *work) fill(pools []pool, of []int32) {
	backing := take(&w.indices, len(of))
	for n := range pools {
		p := &pools[n]
		p.slots, backing = backing[:0:p.count], backing[p.count:]
	}
	for s, n := range of {
		if n != none {
			p := &pools[n]
			p.slots = append(p.slots, int32(s))
		}
	}
}
