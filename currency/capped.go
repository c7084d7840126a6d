package currency

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// AllocateCapped shares a over the weights as Allocate does, but gives no share
// more than its cap: what a full share cannot take flows to the others by their
// weights, as water fills vessels. What none can take comes back as rest, so
// shares and rest always sum to a. Caps are amounts without sign: they limit
// the magnitude of a share, and -a gives the negatives. The errors are those of
// Allocate, ErrWeights for a negative cap or another number of caps than
// weights, and ErrMismatch for a cap in another currency.
func (a Amount) AllocateCapped(weights []int64, caps []Amount) (shares []Amount, rest Amount, err error) {
	const op = "allocate capped"
	total, err := a.weigh(op, weights)
	if err != nil {
		return nil, Amount{}, err
	}
	if err := a.checkCaps(op, weights, caps); err != nil {
		return nil, Amount{}, err
	}
	open := slices.Clone(weights)
	shares = make([]Amount, len(weights))
	left := magnitude(a.minor)
	full := make([]int, 0, len(weights))
	for _, i := range byFill(weights, caps) {
		w, most := uint64(weights[i]), uint64(caps[i].minor)
		if !reaches(left, w, most, total) {
			break
		}
		left -= most
		total -= w
		open[i] = 0
		full = append(full, i)
	}
	part := Amount{minor: int64(left), code: a.code}
	rest.code = a.code
	if total == 0 {
		part.minor, rest.minor = 0, int64(left)
	}
	allocate(shares, part, open, total)
	for _, i := range full {
		shares[i].minor = caps[i].minor
	}
	if a.minor < 0 {
		rest.minor = -rest.minor
		for i := range shares {
			shares[i].minor = -shares[i].minor
		}
	}
	return shares, rest, nil
}

func (a Amount) checkCaps(op string, weights []int64, caps []Amount) error {
	if len(caps) != len(weights) {
		return &Error{Op: op, Kind: ErrWeights, Code: a.code, Reason: fmt.Sprintf("%d weights, %d caps", len(weights), len(caps))}
	}
	for i, c := range caps {
		switch {
		case c.minor == invalid:
			return invalidOperand(op, a)
		case c.minor < 0:
			return &Error{Op: op, Kind: ErrWeights, Code: a.code, Input: c.Number(), Reason: fmt.Sprintf("cap %d is negative", i)}
		case c.code != a.code && c != (Amount{}) && a != (Amount{}):
			return &Error{Op: op, Kind: ErrMismatch, Code: a.code, Other: c.code}
		}
	}
	return nil
}

// byFill lists the indices with a weight in the order in which rising water
// fills them: by cap over weight.
func byFill(weights []int64, caps []Amount) []int {
	order := make([]int, 0, len(weights))
	for i, w := range weights {
		if w > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		return compareProducts(uint64(caps[i].minor), uint64(weights[j]), uint64(caps[j].minor), uint64(weights[i]))
	})
	return order
}

// reaches reports whether left shared by w over total is at least most.
func reaches(left, w, most, total uint64) bool {
	return compareProducts(left, w, most, total) >= 0
}

// compareProducts compares a*b with c*d in 128 bits.
func compareProducts(a, b, c, d uint64) int {
	h1, l1 := bits.Mul64(a, b)
	h2, l2 := bits.Mul64(c, d)
	return cmp.Or(cmp.Compare(h1, h2), cmp.Compare(l1, l2))
}
