package pricing

import (
	"encoding/binary"
	"slices"
)

// pool is what is rounded together under PerRate: one tax over the items that
// carry it and, under gross prices, carry the same other taxes.
type pool struct {
	rate, whole int64 // the tax is rate/whole of the prices
	slots       []int
}

// pools sorts the taxes of the items into what is rounded together. Under net
// prices that is one pool per tax. Under gross prices the tax inside a price
// depends on all the taxes of the item, so there is a pool per tax of every set
// of taxes that items have. It also says whether any item has several taxes.
func (w *work) pools() (pools []pool, several bool) {
	of := make([]int, len(w.slots)) // the pool of every slot
	alone := make([]int, len(w.taxes))
	for k := range alone {
		alone[k] = -1
	}
	single := func(tax int) int {
		if alone[tax] < 0 {
			alone[tax] = len(pools)
			steps := w.taxes[tax].steps
			whole := w.whole([]slot{{tax: tax}})
			pools = append(pools, pool{rate: steps, whole: whole})
		}
		return alone[tax]
	}
	pools = make([]pool, 0, len(w.taxes))
	var sets map[string]int // the first pool of a set of taxes
	for s := 0; s < len(w.slots); {
		first, item := s, w.slots[s].item
		for s < len(w.slots) && w.slots[s].item == item {
			s++
		}
		mine := w.slots[first:s]
		several = several || len(mine) > 1
		if len(mine) == 1 || w.cart.Policy.Prices == Net {
			for k := first; k < s; k++ {
				of[k] = single(w.slots[k].tax)
			}
			continue
		}
		order, key := set(mine)
		start, known := sets[key]
		if !known {
			if sets == nil {
				sets = make(map[string]int)
			}
			start = len(pools)
			sets[key] = start
			whole := w.whole(mine)
			for _, k := range order {
				pools = append(pools, pool{rate: w.taxes[mine[k].tax].steps, whole: whole})
			}
		}
		for n, k := range order {
			of[first+k] = start + n
		}
	}
	fill(pools, of)
	return pools, several
}

// set orders the taxes of an item by their number and makes a key of them.
func set(mine []slot) (order []int, key string) {
	order = make([]int, len(mine))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return mine[a].tax - mine[b].tax })
	text := make([]byte, 0, 4*len(mine))
	for _, k := range order {
		text = binary.BigEndian.AppendUint32(text, uint32(mine[k].tax))
	}
	return order, string(text)
}

// fill hands every pool its slots, in order, out of one piece of memory.
func fill(pools []pool, of []int) {
	count := make([]int, len(pools))
	for _, n := range of {
		count[n]++
	}
	backing := make([]int, len(of))
	for n := range pools {
		pools[n].slots = backing[:0:count[n]]
		backing = backing[count[n]:]
	}
	for s, n := range of {
		pools[n].slots = append(pools[n].slots, s)
	}
}
