package currency

import "math/bits"

// maxText is the longest text that Parse looks at.
const maxText = 32

// Parse reads [-]digits[.digits], ASCII, at most 32 bytes: "12.34", "-0.5",
// "1000". Fewer decimals than c has are fine; more are ErrDigits, even if they
// are zeros, because nobody should round in a parser (see Round). Anything else
// is ErrSyntax: no plus sign, exponent, grouping, space or other script. An
// unknown c is ErrUnknownCode, a number that does not fit ErrOverflow.
func Parse(s string, c Code) (Amount, error) {
	if !c.Valid() {
		return Amount{}, &Error{Op: "parse", Kind: ErrUnknownCode, Code: c, Input: shorten(s)}
	}
	minor, kind := parseMinor(s, c.Digits())
	if kind != 0 {
		return Amount{}, parseError(s, c, kind)
	}
	return Amount{minor: minor, code: c}, nil
}

// MustParse is Parse for literals in tests and tables; it panics on an error.
func MustParse(s string, c Code) Amount {
	a, err := Parse(s, c)
	if err != nil {
		panic(err)
	}
	return a
}

func parseMinor[T string | []byte](s T, digits int) (int64, Kind) {
	if len(s) > maxText {
		return 0, ErrSyntax
	}
	i, negative := 0, false
	if len(s) > 0 && s[0] == '-' {
		i, negative = 1, true
	}
	var n uint64
	var over bool
	point, seen := -1, 0
	for ; i < len(s); i++ {
		d := s[i] - '0'
		if d > 9 {
			if s[i] != '.' || point >= 0 || seen == 0 {
				return 0, ErrSyntax
			}
			point, seen = i, 0
			continue
		}
		seen++
		n, over = push(n, uint64(d), over)
	}
	if seen == 0 {
		return 0, ErrSyntax
	}
	decimals := 0
	if point >= 0 {
		decimals = seen
	}
	if decimals > digits {
		return 0, ErrDigits
	}
	for ; decimals < digits; decimals++ {
		n, over = push(n, 0, over)
	}
	if over || n >= 1<<63 {
		return 0, ErrOverflow
	}
	if negative {
		return -int64(n), 0
	}
	return int64(n), 0
}

// push appends a digit to n and remembers whether that ever overflowed.
func push(n, digit uint64, over bool) (uint64, bool) {
	hi, lo := bits.Mul64(n, 10)
	lo, carry := bits.Add64(lo, digit, 0)
	return lo, over || hi != 0 || carry != 0
}

func parseError(s string, c Code, kind Kind) error {
	e := &Error{Op: "parse", Kind: kind, Code: c, Input: shorten(s)}
	switch {
	case kind == ErrSyntax && len(s) > maxText:
		e.Reason = "more than 32 bytes"
	case kind == ErrSyntax:
		e.Reason = "want [-]digits[.digits]"
	case kind == ErrDigits:
		e.Reason = c.String() + " has " + string(rune('0'+c.Digits()))
	}
	return e
}

// shorten keeps an error small, however long its input.
func shorten[T string | []byte](s T) string {
	if len(s) > maxText {
		return string(s[:maxText]) + "..."
	}
	return string(s)
}
