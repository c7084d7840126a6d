package pricing

import (
	"math"
	"math/bits"
)

// sum adds any number of int64 exactly, so that only a result can be out of
// range and the order of what is added never matters.
type sum struct{ hi, lo uint64 } // two's complement

func (s *sum) add(n int64) {
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, uint64(n), 0)
	s.hi, _ = bits.Add64(s.hi, uint64(n>>63), carry)
}

func (s *sum) plus(t sum) {
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, t.lo, 0)
	s.hi, _ = bits.Add64(s.hi, t.hi, carry)
}

// value is the sum, if it and its negative are an int64.
func (s *sum) value() (int64, bool) {
	n := int64(s.lo)
	return n, s.hi == uint64(n>>63) && n != math.MinInt64
}
