package currency

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Limits of the decimals that are rounded. Far beyond any price, they keep a
// decimal such as 1e10000000 from costing more than a comparison.
const (
	maxExponent = 400  // of either sign; the smallest float64 is 5e-324
	maxBits     = 2048 // of a coefficient, about 616 digits
)

// Round returns d as an amount of c, rounded once by m to c.Digits decimals. An
// unknown c is ErrUnknownCode, a result that does not fit ErrOverflow, an
// unknown mode or a decimal beyond reason (exponent over 400 of either sign,
// over 616 digits) ErrRange, refused before any arithmetic.
func Round(d decimal.Decimal, c Code, m Mode) (Amount, error) {
	return RoundProduct(d, 1, 1, c, m)
}

// RoundProduct returns round(unit / base * qty): the price of qty pieces where
// unit is the price of base pieces, rounded once however many decimals unit
// has. A quantity by measure is qty over a larger base: 1.375 kg at a price per
// kg is qty 1375, base 1000. A base of 0 is ErrRange; other errors as Round.
func RoundProduct(unit decimal.Decimal, qty, base int64, c Code, m Mode) (Amount, error) {
	const op = "round"
	if err := checkRound(op, c, m, base == 0, unit); err != nil {
		return Amount{}, err
	}
	shift := int(unit.Exponent()) + c.Digits()
	if n, ok := small(unit); ok {
		if x, z, ok := scale(magnitude(n), magnitude(base), shift); ok {
			return roundSmall(op, x, magnitude(qty), z, (n < 0) != (qty < 0) != (base < 0), c, m)
		}
	}
	num := unit.Coefficient()
	return roundBig(op, num.Mul(num, big.NewInt(qty)), big.NewInt(base), shift, c, m)
}

// RoundQuotient returns round(num / den), exact up to the one rounding, for
// what has decimals on both sides: a gross amount over 1 + rate, or an amount
// over an exchange rate. A den of 0 is ErrRange; other errors as Round.
func RoundQuotient(num, den decimal.Decimal, c Code, m Mode) (Amount, error) {
	const op = "round quotient"
	if err := checkRound(op, c, m, den.Sign() == 0, num, den); err != nil {
		return Amount{}, err
	}
	shift := int(num.Exponent()) - int(den.Exponent()) + c.Digits()
	n, isSmall := small(num)
	if d, ok := small(den); ok && isSmall {
		if x, z, ok := scale(magnitude(n), magnitude(d), shift); ok {
			return roundSmall(op, x, 1, z, (n < 0) != (d < 0), c, m)
		}
	}
	return roundBig(op, num.Coefficient(), den.Coefficient(), shift, c, m)
}

func checkRound(op string, c Code, m Mode, divisorIsZero bool, ds ...decimal.Decimal) error {
	switch {
	case !c.Valid():
		return &Error{Op: op, Kind: ErrUnknownCode, Code: c}
	case !m.Valid():
		return badMode(op)
	case divisorIsZero:
		return &Error{Op: op, Kind: ErrRange, Code: c, Reason: "the divisor is 0"}
	}
	for _, d := range ds {
		if e := d.Exponent(); e > maxExponent || e < -maxExponent {
			return &Error{Op: op, Kind: ErrRange, Code: c, Reason: "the exponent of the decimal is beyond 400"}
		}
		if _, ok := small(d); !ok && d.Coefficient().BitLen() > maxBits {
			return &Error{Op: op, Kind: ErrRange, Code: c, Reason: "the decimal has more than 616 digits"}
		}
	}
	return nil
}

// small returns the coefficient of d if it is an int64, without allocating:
// CoefficientInt64 wraps silently, so the result is compared with d. Both have
// the same exponent, so Cmp compares coefficients and scales nothing.
func small(d decimal.Decimal) (int64, bool) {
	n := d.CoefficientInt64()
	return n, decimal.New(n, d.Exponent()).Cmp(d) == 0
}

// scale multiplies x / z by 10^shift, if that fits.
func scale(x, z uint64, shift int) (uint64, uint64, bool) {
	if shift < -18 || shift > 18 {
		return 0, 0, false
	}
	factor := &x
	if shift < 0 {
		factor, shift = &z, -shift
	}
	hi, lo := bits.Mul64(*factor, pow10(shift))
	*factor = lo
	return x, z, hi == 0
}

// pow10 returns 10^n for n from 0 to 18.
func pow10(n int) uint64 {
	p := uint64(1)
	for ; n > 0; n-- {
		p *= 10
	}
	return p
}

// roundSmall returns round(x*y/z) minor units of c; z is not 0.
func roundSmall(op string, x, y, z uint64, negative bool, c Code, m Mode) (Amount, error) {
	q, ok := mulDiv(x, y, z, negative, m)
	if !ok {
		return Amount{}, &Error{Op: op, Kind: ErrOverflow, Code: c}
	}
	return signed(op, q, negative, c)
}

// roundBig returns round(num/den * 10^shift) minor units of c. It spoils num
// and den.
func roundBig(op string, num, den *big.Int, shift int, c Code, m Mode) (Amount, error) {
	if shift < 0 {
		den.Mul(den, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-shift)), nil))
	} else {
		num.Mul(num, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(shift)), nil))
	}
	negative := num.Sign()*den.Sign() < 0
	num.Abs(num)
	den.Abs(den)
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	if r.Sign() != 0 {
		half := r.Lsh(r, 1).Cmp(den)
		if m.up(half, q.Bit(0) == 1, negative) {
			q.Add(q, big.NewInt(1))
		}
	}
	if !q.IsUint64() {
		return Amount{}, &Error{Op: op, Kind: ErrOverflow, Code: c}
	}
	return signed(op, q.Uint64(), negative, c)
}
