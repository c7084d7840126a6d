package currency

import (
	"math"

	"github.com/shopspring/decimal"
)

// Amount is an exact sum of money: a whole number of minor units (cents for
// EUR, yen for JPY) of one currency. It is immutable, 16 bytes without
// pointers, comparable with == and safe to use from many goroutines.
//
// The zero value is no money of no currency. It adds to anything, so a sum may
// start with it, and it is not equal to Zero(EUR).
//
// An amount reaches from -math.MaxInt64 to math.MaxInt64 minor units (about 92
// thousand million million euro). What does not fit is an error, never a wrapped
// or clamped number.
type Amount struct {
	minor int64
	code  Code
}

// invalid as minor units marks an amount that New refused. It is its own
// negative, so Neg and Abs keep it.
const invalid = math.MinInt64

// New returns minor units of c: New(1234, EUR) is EUR 12.34. It is meant for
// literals and numbers already known to be good, and so has no error: an
// unknown c with minor other than 0, or math.MinInt64, gives an amount that is
// not Valid, and every operation and codec refuses that with ErrOverflow.
func New(minor int64, c Code) Amount {
	if !c.Valid() && (minor != 0 || c != 0) {
		return Amount{minor: invalid}
	}
	return Amount{minor: minor, code: c}
}

// Zero returns no money of currency c.
func Zero(c Code) Amount { return New(0, c) }

// Valid reports whether a is an amount at all: false only for what New, Zero or
// Portion made of arguments that are out of range.
func (a Amount) Valid() bool { return a.minor != invalid }

// Minor returns the number of minor units: 1234 for EUR 12.34. For an amount
// that is not Valid it is math.MinInt64.
func (a Amount) Minor() int64 { return a.minor }

// Code returns the currency, 0 for the zero value.
func (a Amount) Code() Code { return a.code }

// IsZero reports whether a is no money, whatever its currency. Do not tag a
// field `json:",omitzero"`: EUR 0.00 would lose its currency.
func (a Amount) IsZero() bool { return a.minor == 0 }

// Sign returns -1, 0 or +1.
func (a Amount) Sign() int {
	switch {
	case a.minor < 0:
		return -1
	case a.minor > 0:
		return 1
	}
	return 0
}

// Neg returns -a. It cannot fail: the range is symmetric.
func (a Amount) Neg() Amount { return Amount{minor: -a.minor, code: a.code} }

// Abs returns a without its sign.
func (a Amount) Abs() Amount {
	if a.minor < 0 {
		return a.Neg()
	}
	return a
}

// Decimal returns a as a decimal: 12.34 for EUR 12.34. Use it at the edges
// only, and come back with Round.
func (a Amount) Decimal() decimal.Decimal {
	return decimal.New(a.minor, -int32(a.code.Digits()))
}

// magnitude returns |a| as an unsigned number; a is valid.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
