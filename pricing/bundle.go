package pricing

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/orderkit/orderkit/currency"
)

// bundle gives so many units together for one price. What they cost alone is the
// weight of their share of that price.
func (s *stack) bundle(p *Promotion, d Discount, b *basket) (discounts, free []Discount, why string) {
	g := p.Bundle
	if g.Price.Code() != b.cart.Currency {
		return nil, nil, "is for carts in " + g.Price.Code().String()
	}
	left := make([]int64, len(b.cart.Lines)) // units that are in no bundle yet
	for i := range left {
		left[i] = b.cart.Lines[i].Quantity
	}
	parts := s.parts(g, b)
	n := g.most(parts, left)
	if n == 0 {
		return nil, nil, "not every part of it is in the cart"
	}
	taken := make([]int64, len(b.cart.Lines))
	for _, part := range parts {
		want := part.quantity * n
		for _, i := range part.lines {
			count := min(want, left[i])
			left[i] -= count
			taken[i] += count
			want -= count
		}
	}
	var cut []int
	var weights []int64
	var all sum
	for i, count := range taken {
		if price := portion(b.cart.Currency, b.running[i], count, b.cart.Lines[i].Quantity); price > 0 {
			cut, weights = append(cut, i), append(weights, price)
			all.add(price)
		}
	}
	together, ok := all.value()
	price, err := g.Price.Mul(n)
	if !ok || err != nil || price.Minor() >= together {
		return nil, nil, fmt.Sprintf("the goods cost no more than %s without it", currency.New(together, b.cart.Currency).Number())
	}
	shares, err := price.Allocate(weights)
	if err != nil {
		return nil, nil, "its price cannot be shared"
	}
	for k, i := range cut {
		if less := weights[k] - shares[k].Minor(); less > 0 {
			discounts = append(discounts, b.on(d, i, less))
		}
	}
	return discounts, nil, ""
}

// choice is a part of a bundle with the lines that its units can be of.
type choice struct {
	quantity int64
	lines    []int
}

// parts are the parts of a bundle, those with fewer lines to choose from first.
// Each takes the dearest units, so the order of the lines in the cart changes no
// price.
func (s *stack) parts(g *Bundle, b *basket) (parts []choice) {
	for _, part := range g.Parts {
		c := choice{part.Quantity, s.lines(part.For, b)}
		slices.SortStableFunc(c.lines, func(i, j int) int {
			return compareRatios(b.running[j], b.cart.Lines[j].Quantity, b.running[i], b.cart.Lines[i].Quantity)
		})
		parts = append(parts, c)
	}
	slices.SortStableFunc(parts, func(a, b choice) int { return len(a.lines) - len(b.lines) })
	return parts
}

// most is how many bundles the units make: with parts that are for the same
// lines, fewer than each part alone would allow.
func (g *Bundle) most(parts []choice, units []int64) int64 {
	fits := func(n int64) bool {
		left := append([]int64(nil), units...)
		for _, part := range parts {
			hi, lo := bits.Mul64(uint64(part.quantity), uint64(n))
			if hi != 0 || lo >= 1<<63 {
				return false
			}
			want := int64(lo)
			for _, i := range part.lines {
				count := min(want, left[i])
				left[i] -= count
				want -= count
			}
			if want > 0 {
				return false
			}
		}
		return true
	}
	low, high := int64(0), int64(0)
	for _, n := range units {
		high = satAdd(high, n)
	}
	if g.Most > 0 {
		high = min(high, g.Most)
	}
	for low < high { // the greatest n that fits
		mid := low + (high-low+1)/2
		if fits(mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// compareRatios compares a/n with b/m, all of them at least 0, n and m above.
func compareRatios(a, n, b, m int64) int {
	h1, l1 := bits.Mul64(uint64(a), uint64(m))
	h2, l2 := bits.Mul64(uint64(b), uint64(n))
	return cmp.Or(cmp.Compare(h1, h2), cmp.Compare(l1, l2))
}
