package pricing

import (
	"math/bits"
	"slices"
)

// perRate rounds the tax of every pool of a stage once and allocates it to the
// items. It returns what pools does.
func (w *work) perRate(stage int32, amounts []int64) (pools []pool, several bool) {
	pools, several = w.pools(stage)
	var slack []int64 // per item what more its taxes may take of a gross price
	if several && w.cart.Policy.Prices == Gross {
		slack = w.slack(stage)
	}
	rest := make([]remainder, 0, len(w.slots))
	for n := range pools {
		p := &pools[n]
		var base sum
		for _, s := range p.slots {
			base.add(w.price[w.slots[s].item])
		}
		b, ok := base.value()
		t, err := w.money(b).MulRat(p.rate, p.whole, w.cart.Policy.TaxMode)
		if !ok || err != nil {
			w.overflow("lines")
			break
		}
		if rest, ok = w.spread(t.Minor(), p, amounts, slack, rest[:0]); !ok {
			w.overflow("lines")
			break
		}
	}
	return pools, several
}

// slack is what the price of every item leaves over its taxes cut to whole cents.
func (w *work) slack(stage int32) []int64 {
	slack := make([]int64, len(w.price))
	for i, p := range w.price {
		slack[i] = abs(p)
	}
	for s := 0; s < len(w.slots); {
		first, end := s, w.group(s)
		s = end
		item, whole := w.slots[first].item, w.whole(first, end, stage)
		for k := first; k < end; k++ {
			if w.inStage(k, stage) {
				q, _, _ := part(w.price[item], w.taxes[w.slots[k].tax].steps, whole)
				slack[item] -= q
			}
		}
	}
	return slack
}

// part is |price| * rate / whole: the whole minor units and the remainder.
func part(price, rate, whole int64) (q int64, r uint64, ok bool) {
	hi, lo := bits.Mul64(uint64(abs(price)), uint64(rate))
	if hi >= uint64(whole) {
		return 0, 0, false
	}
	quotient, r := bits.Div64(hi, lo, uint64(whole))
	return int64(quotient), r, quotient < 1<<63
}

// first brings the remainders that come first, the largest ones with ties to the
// lower slot, to the front. With few of them, looking for the largest again and
// again is quicker than sorting.
func first(rest []remainder, n int64) {
	if int64(len(rest)) <= n {
		return
	}
	if len(rest) > few {
		slices.SortFunc(rest, compare)
		return
	}
	for k := range rest[:n] {
		best := k
		for j := k + 1; j < len(rest); j++ {
			if compare(rest[j], rest[best]) < 0 {
				best = j
			}
		}
		rest[k], rest[best] = rest[best], rest[k]
	}
}

func compare(a, b remainder) int {
	switch {
	case a.cut > b.cut:
		return -1
	case a.cut < b.cut:
		return 1
	}
	return a.slot - b.slot
}

// remainder is what was cut off the exact tax of an item.
type remainder struct {
	cut  uint64
	slot int
}

// spread gives every item of a pool its exact tax cut to whole minor units, and
// the few that are missing or over to those whose cut was the largest, ties to
// the earlier item. Prices may have both signs: a missing cent goes to an item
// with the sign of what is missing, so that no tax is more than a unit away from
// the exact one and none has the sign opposite to its price.
func (w *work) spread(tax int64, p *pool, amounts, slack []int64, rest []remainder) ([]remainder, bool) {
	var missing sum
	missing.add(tax)
	var either int64 // the signs of all prices
	for _, s := range p.slots {
		price := w.price[w.slots[s].item]
		either |= price
		q, cut, ok := part(price, p.rate, p.whole)
		if !ok {
			return rest, false
		}
		if price < 0 {
			q = -q
		}
		amounts[s] = q
		missing.add(-q)
		if cut > 0 {
			rest = append(rest, remainder{cut, int(s)})
		}
	}
	more, ok := missing.value()
	if !ok || more == 0 {
		return rest, ok
	}
	if either < 0 {
		rest = slices.DeleteFunc(rest, func(r remainder) bool { return sign(w.price[w.slots[r.slot].item]) != sign(more) })
	}
	if slack == nil {
		first(rest, abs(more))
	} else {
		slices.SortFunc(rest, compare) // those without room are passed over
	}
	for _, r := range rest {
		item := w.slots[r.slot].item
		if more == 0 {
			break
		}
		if slack != nil {
			if slack[item] == 0 {
				continue
			}
			slack[item]--
		}
		amounts[r.slot] += sign(more)
		more -= sign(more)
	}
	if slack != nil {
		w.squeeze(more, p, amounts, slack)
	}
	return rest, true
}

// squeeze places cents for which the items with the largest cut had no room,
// because several taxes compete for the last cents of small gross prices. A cent
// that has no place at all is not taken: no price is below its taxes. That takes
// several taxes, all rounded up, on a price of a few cents.
func (w *work) squeeze(more int64, p *pool, amounts, slack []int64) {
	for _, s := range p.slots {
		item := w.slots[s].item
		if sign(w.price[item]) == sign(more) {
			n := min(slack[item], abs(more))
			slack[item] -= n
			amounts[s] += n * sign(more)
			more -= n * sign(more)
		}
	}
}
