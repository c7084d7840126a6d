package pricing

import (
	"encoding/binary"
	"slices"
)

// pool is what is rounded together under PerRate: one tax over the items that
// carry it and, under gross prices, carry the same other taxes of the price.
type pool struct {
	rate, whole int64 // the tax is rate/whole of the prices
	count       int
	slots       []int32
}

// pools sorts the taxes of a stage into what is rounded together. Under net
// prices and for compound taxes that is one pool per tax, which has the number of
// the tax. Under gross prices the tax inside a price depends on all the taxes of
// the price, so there is a pool per tax of every set of taxes that items have
// besides. It also says whether any item has several taxes of the stage.
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
	var sets map[string]int              // the first pool of a set of taxes
	for s := 0; s < len(w.slots); {
		first := s
		n := 0 // of the stage
		for item := w.slots[s].item; s < len(w.slots) && w.slots[s].item == item; s++ {
			of[s] = none
			if w.inStage(s, stage) {
				of[s] = w.slots[s].tax
				pools[of[s]].count++
				n++
			}
		}
		if n < 2 {
			continue
		}
		several = true
		if w.cart.Policy.Prices == Gross && stage == 0 {
			if sets == nil {
				sets = make(map[string]int)
			}
			pools = w.apart(pools, sets, first, s, of)
		}
	}
	w.fill(pools, of)
	return pools, several
}

const none = -1

// apart moves the taxes of an item with several into pools of their own.
func (w *work) apart(pools []pool, sets map[string]int, first, end int, of []int32) []pool {
	var mine []int
	for k := first; k < end; k++ {
		if of[k] != none {
			pools[of[k]].count--
			mine = append(mine, k)
		}
	}
	key := w.set(mine)
	start, known := sets[key]
	if !known {
		start = len(pools)
		sets[key] = start
		whole := w.whole(first, end, 0)
		for _, k := range mine {
			pools = append(pools, pool{rate: w.taxes[w.slots[k].tax].steps, whole: whole})
		}
	}
	for n, k := range mine {
		of[k] = int32(start + n)
		pools[start+n].count++
	}
	return pools
}

// set orders slots by the number of their tax and makes a key of them.
func (w *work) set(mine []int) (key string) {
	slices.SortFunc(mine, func(a, b int) int { return int(w.slots[a].tax) - int(w.slots[b].tax) })
	text := make([]byte, 0, 4*len(mine))
	for _, k := range mine {
		text = binary.BigEndian.AppendUint32(text, uint32(w.slots[k].tax))
	}
	return string(text)
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
