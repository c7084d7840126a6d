package currency

import (
	"fmt"
	"math"
	"math/bits"
)

// Allocate shares a over the weights by largest remainder: every share is the
// exact proportion cut toward zero, and the minor units left over go one each
// to the largest cut-off parts, ties to the lower index. Shares sum to a, are
// less than one minor unit from the exact proportion, are 0 for a weight of 0,
// and are the negatives for -a. ErrWeights: a negative weight, or only zeros
// (or no weight at all) while a is not zero. ErrOverflow: the weights sum to
// more than math.MaxInt64.
func (a Amount) Allocate(weights []int64) ([]Amount, error) {
	total, err := a.weigh("allocate", weights)
	if err != nil {
		return nil, err
	}
	shares := make([]Amount, len(weights))
	allocate(shares, a, weights, total)
	return shares, nil
}

// weigh checks a and the weights and returns their sum.
func (a Amount) weigh(op string, weights []int64) (uint64, error) {
	if a.minor == invalid {
		return 0, invalidOperand(op, a)
	}
	var total uint64
	for i, w := range weights {
		if w < 0 {
			return 0, &Error{Op: op, Kind: ErrWeights, Code: a.code, Reason: fmt.Sprintf("weight %d is %d", i, w)}
		}
		if total += uint64(w); total > math.MaxInt64 {
			return 0, &Error{Op: op, Kind: ErrOverflow, Code: a.code, Reason: "the sum of the weights"}
		}
	}
	if total == 0 && a.minor != 0 {
		return 0, &Error{Op: op, Kind: ErrWeights, Code: a.code, Input: a.Number(), Reason: "no weight above 0 to share by"}
	}
	return total, nil
}

// allocate fills shares; total is the sum of weights, and 0 only if a is zero.
func allocate(shares []Amount, a Amount, weights []int64, total uint64) {
	var few [scanned]uint64
	rests := few[:]
	if len(weights) > len(few) {
		rests = make([]uint64, len(weights))
	}
	left := magnitude(a.minor)
	all := left
	for i, w := range weights {
		shares[i].code = a.code
		if total == 0 {
			continue
		}
		hi, lo := bits.Mul64(all, uint64(w))
		q, r := bits.Div64(hi, lo, total) // w <= total: the quotient fits
		shares[i].minor, rests[i] = int64(q), r
		left -= q
	}
	largest(rests[:len(weights)], left, shares)
	if a.minor < 0 {
		for i := range shares {
			shares[i].minor = -shares[i].minor
		}
	}
}
