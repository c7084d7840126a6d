package pricing

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// maxNumber is the longest decimal that is read or written, in bytes.
const maxNumber = 32

// Number is a decimal of a frozen record: a JSON string of plain digits
// that keeps trailing zeros. decimal's own codec depends on variables that any
// package of the host can change, and takes numbers of any length.
type Number decimal.Decimal

// Decimal returns the number for calculations.
func (n Number) Decimal() decimal.Decimal { return decimal.Decimal(n) }

// MarshalJSON writes the number as a string.
func (n Number) MarshalJSON() ([]byte, error) { return n.AppendJSON(nil) }

// AppendJSON appends what MarshalJSON returns to b.
func (n Number) AppendJSON(b []byte) ([]byte, error) {
	d := n.Decimal()
	if c, ok := small(d); ok {
		return append(appendPlaces(append(b, '"'), c, int(-d.Exponent())), '"'), nil
	}
	s, err := numberText(d)
	if err != nil {
		return b, err
	}
	return append(append(append(b, '"'), s...), '"'), nil
}

// appendPlaces writes a coefficient of up to 18 digits with so many decimal places,
// as numberText does.
func appendPlaces(b []byte, c int64, places int) []byte {
	if c < 0 {
		b, c = append(b, '-'), -c
	}
	var room [20]byte
	digits := strconv.AppendInt(room[:0], c, 10)
	if whole := len(digits) - places; whole > 0 {
		b, digits = append(b, digits[:whole]...), digits[whole:]
	} else {
		b = append(b, '0')
	}
	if places > 0 {
		b = append(b, '.')
		for range places - len(digits) {
			b = append(b, '0')
		}
		b = append(b, digits...)
	}
	return b
}

// UnmarshalJSON reads what MarshalJSON writes and nothing else.
func (n *Number) UnmarshalJSON(text []byte) error {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return fmt.Errorf("pricing: a decimal must be a string such as \"19.5\"")
	}
	d, err := parseNumber(string(text[1 : len(text)-1]))
	if err != nil {
		return err
	}
	*n = Number(d)
	return nil
}

// parseNumber reads [-]digits[.digits].
func parseNumber(s string) (decimal.Decimal, error) {
	if len(s) > maxNumber {
		return decimal.Decimal{}, fmt.Errorf("pricing: a decimal of %d bytes, at most %d are allowed", len(s), maxNumber)
	}
	whole, part, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !digits(whole) || dot && !digits(part) {
		return decimal.Decimal{}, fmt.Errorf("pricing: %q is not a decimal such as 19.5", s)
	}
	c, _ := new(big.Int).SetString(whole+part, 10)
	if s[0] == '-' {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, -int32(len(part))), nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// numberText writes d so that parseNumber gives the same value back.
func numberText(d decimal.Decimal) (string, error) {
	if !short(d) {
		return "", fmt.Errorf("pricing: a decimal with more than %d bytes", maxNumber)
	}
	if d.Sign() == 0 && d.Exponent() > 0 {
		return "0", nil
	}
	c := d.Coefficient()
	s := new(big.Int).Abs(c).String()
	if e := int(d.Exponent()); e >= 0 {
		s += strings.Repeat("0", e)
	} else {
		if len(s) <= -e {
			s = strings.Repeat("0", 1-e-len(s)) + s
		}
		s = s[:len(s)+e] + "." + s[len(s)+e:]
	}
	if c.Sign() < 0 {
		s = "-" + s
	}
	if len(s) > maxNumber {
		return "", fmt.Errorf("pricing: a decimal with more than %d bytes", maxNumber)
	}
	return s, nil
}

// short is a cheap bound that keeps a decimal such as 1e1000000000 away from
// every calculation.
func short(d decimal.Decimal) bool {
	e := d.Exponent()
	return e >= -maxNumber && e <= maxNumber && d.NumDigits() <= maxNumber
}

// writable reports whether numberText takes d.
func writable(d decimal.Decimal) bool {
	if _, ok := small(d); ok {
		return true // the usual price, without writing it
	}
	_, err := numberText(d)
	return err == nil
}

// small is the coefficient of a price of up to 18 digits and decimal places.
func small(d decimal.Decimal) (int64, bool) {
	if e := d.Exponent(); e > 0 || e < -18 {
		return 0, false
	}
	return coefficient(d)
}

// coefficient is that of a decimal of up to 18 digits. CoefficientInt64 wraps
// silently, so the result is compared with d; counting the digits takes a
// logarithm.
func coefficient(d decimal.Decimal) (int64, bool) {
	const most = 1_000_000_000_000_000_000
	n := d.CoefficientInt64()
	return n, -most < n && n < most && decimal.New(n, d.Exponent()).Cmp(d) == 0
}

// A percentage is counted in steps of 10^-12 percent, so that sums and shares
// of rates are whole numbers: one is 100 percent of them.
const (
	percentPlaces = 12
	one           = 100_000_000_000_000 // 100 * 10^percentPlaces
)

// steps counts a percentage; false if it has more places than can be counted.
// Beyond 10,000 percent the count is only right about being more than that.
func steps(percent decimal.Decimal) (int64, bool) {
	const most = 100 * one
	e := int(percent.Exponent()) + percentPlaces
	if e > maxNumber || e < -maxNumber {
		return 0, false
	}
	n, ok := coefficient(percent)
	if !ok {
		return 0, false
	}
	for ; e < 0; e++ {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	for ; e > 0 && -most <= n && n <= most; e-- {
		n *= 10 // at most 10^17
	}
	return n, true
}
