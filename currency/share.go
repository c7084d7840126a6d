package currency

import (
	"fmt"
	"math/bits"
)

// Split shares a into n parts that differ by at most one minor unit, the larger
// ones first: EUR 1.00 in 3 is 0.34, 0.33, 0.33. The parts sum to a, and -a
// splits into the negatives. An n below 1 is ErrRange.
func (a Amount) Split(n int) ([]Amount, error) {
	if a.minor == invalid {
		return nil, invalidOperand("split", a)
	}
	if n < 1 {
		return nil, &Error{Op: "split", Kind: ErrRange, Code: a.code, Reason: fmt.Sprintf("%d parts", n)}
	}
	each, more := a.minor/int64(n), a.minor%int64(n)
	step := int64(1)
	if more < 0 {
		step, more = -1, -more
	}
	parts := make([]Amount, n)
	for i := range parts {
		parts[i] = Amount{minor: each, code: a.code}
		if int64(i) < more {
			parts[i].minor += step
		}
	}
	return parts, nil
}

// Portion returns the first k of n equal portions of a, R(k) = round(a*k/n)
// with ties away from zero. Unit k of n owns R(k) - R(k-1) (see PortionOf), so
// units can be taken in any order and any grouping, and all of them together
// are exactly a. It needs 0 <= k <= n and n >= 1; other arguments give an amount
// that is not Valid.
func (a Amount) Portion(k, n int64) Amount {
	if a.minor == invalid || k < 0 || n < 1 || k > n {
		return Amount{minor: invalid, code: a.code}
	}
	hi, lo := bits.Mul64(magnitude(a.minor), uint64(k))
	q, r := bits.Div64(hi, lo, uint64(n)) // k <= n: the quotient fits
	if r != 0 && r >= uint64(n)-r {
		q++
	}
	if a.minor < 0 {
		return Amount{minor: -int64(q), code: a.code}
	}
	return Amount{minor: int64(q), code: a.code}
}

// PortionOf returns what count units after the first ones own of a shared over n
// units: R(first+count) - R(first) of Portion. Units are counted from 0. It is
// exact and takes the same time for any count. Arguments outside
// 0 <= first <= first+count <= n and n >= 1 are ErrRange.
func (a Amount) PortionOf(first, count, n int64) (Amount, error) {
	if a.minor == invalid {
		return Amount{}, invalidOperand("portion", a)
	}
	if first < 0 || count < 0 || n < 1 || first > n || count > n-first {
		return Amount{}, &Error{Op: "portion", Kind: ErrRange, Code: a.code,
			Reason: fmt.Sprintf("%d units after the first %d of %d", count, first, n)}
	}
	return Amount{minor: a.Portion(first+count, n).minor - a.Portion(first, n).minor, code: a.code}, nil
}
