package currency

import (
	"cmp"
	"slices"
)

// scanned is up to how many shares looking for the largest rest again and again
// is faster than sorting.
const scanned = 32

// largest gives one minor unit to each of the n largest rests, ties to the
// lower index. There are always more rests above 0 than units left, so a share
// without a rest gets none. It spoils rests.
func largest(rests []uint64, n uint64, shares []Amount) {
	if len(rests) > scanned {
		largestSorted(rests, n, shares)
		return
	}
	for ; n > 0; n-- {
		best := 0
		for i, r := range rests {
			if r > rests[best] {
				best = i
			}
		}
		shares[best].minor++
		rests[best] = 0
	}
}

func largestSorted(rests []uint64, n uint64, shares []Amount) {
	if n == 0 {
		return
	}
	order := make([]int, len(rests))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if c := cmp.Compare(rests[j], rests[i]); c != 0 {
			return c
		}
		return cmp.Compare(i, j)
	})
	for _, i := range order[:n] {
		shares[i].minor++
	}
}
