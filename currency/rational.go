package currency

import "math/bits"

// MulRat returns round(a * num / den), exact up to the one rounding. A den of 0
// and an unknown mode are ErrRange, a result out of range ErrOverflow.
func (a Amount) MulRat(num, den int64, m Mode) (Amount, error) {
	const op = "multiply by a ratio"
	switch {
	case a.minor == invalid:
		return Amount{}, invalidOperand(op, a)
	case den == 0:
		return Amount{}, &Error{Op: op, Kind: ErrRange, Code: a.code, Reason: "the denominator is 0"}
	case !m.Valid():
		return Amount{}, badMode(op)
	}
	negative := (a.minor < 0) != (num < 0) != (den < 0)
	return roundSmall(op, magnitude(a.minor), magnitude(num), magnitude(den), negative, a.code, m)
}

// mulDiv returns round(x*y/z) of magnitudes with a 128-bit product; z is not 0.
func mulDiv(x, y, z uint64, negative bool, m Mode) (uint64, bool) {
	hi, lo := bits.Mul64(x, y)
	if hi >= z {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, z)
	if r != 0 && m.up(compareHalf(r, z), q&1 == 1, negative) {
		q++ // 2^64-1 wraps to 0
		return q, q != 0
	}
	return q, true
}

// compareHalf compares r/z with one half, for r < z.
func compareHalf(r, z uint64) int {
	switch rest := z - r; {
	case r < rest:
		return -1
	case r > rest:
		return 1
	}
	return 0
}
