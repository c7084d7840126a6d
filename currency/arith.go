package currency

import "math/bits"

// Add returns a + b. Amounts of two currencies are ErrMismatch, except that the
// zero value Amount{} adds to anything; a sum out of range is ErrOverflow.
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a.minor + b.minor
	// A sum overflows where both operands have the sign that it has not.
	if a.code == b.code && (a.minor^sum)&(b.minor^sum) >= 0 && sum != invalid && a.minor != invalid && b.minor != invalid {
		return Amount{minor: sum, code: a.code}, nil
	}
	return addSlow("add", a, b)
}

// Sub returns a - b, with the errors of Add.
func (a Amount) Sub(b Amount) (Amount, error) {
	diff := a.minor - b.minor
	if a.code == b.code && (a.minor^b.minor)&(a.minor^diff) >= 0 && diff != invalid && a.minor != invalid && b.minor != invalid {
		return Amount{minor: diff, code: a.code}, nil
	}
	return addSlow("subtract", a, b.Neg())
}

// addSlow is what Add does with the zero value and with everything that fails.
func addSlow(op string, a, b Amount) (Amount, error) {
	switch {
	case a.minor == invalid || b.minor == invalid:
		return Amount{}, invalidOperand(op, a, b)
	case a == Amount{}:
		return b, nil
	case b == Amount{}:
		return a, nil
	case a.code != b.code:
		return Amount{}, &Error{Op: op, Kind: ErrMismatch, Code: a.code, Other: b.code}
	}
	return Amount{}, &Error{Op: op, Kind: ErrOverflow, Code: a.code}
}

func invalidOperand(op string, amounts ...Amount) error {
	e := &Error{Op: op, Kind: ErrOverflow, Reason: "an operand is not a valid amount"}
	for _, a := range amounts {
		if e.Code == 0 {
			e.Code = a.code
		}
	}
	return e
}

// Cmp compares a with b: -1 if a is less, 0 if equal, +1 if more. Amounts of two
// currencies are ErrMismatch, except that the zero value Amount{} compares with
// anything, as 0.
func (a Amount) Cmp(b Amount) (int, error) {
	if a.minor == invalid || b.minor == invalid {
		return 0, invalidOperand("compare", a, b)
	}
	if a.code != b.code && a != (Amount{}) && b != (Amount{}) {
		return 0, &Error{Op: "compare", Kind: ErrMismatch, Code: a.code, Other: b.code}
	}
	switch {
	case a.minor < b.minor:
		return -1, nil
	case a.minor > b.minor:
		return 1, nil
	}
	return 0, nil
}

// Mul returns a n times; a product out of range is ErrOverflow.
func (a Amount) Mul(n int64) (Amount, error) {
	if a.minor == invalid {
		return Amount{}, invalidOperand("multiply", a)
	}
	hi, lo := bits.Mul64(magnitude(a.minor), magnitude(n))
	if hi != 0 {
		return Amount{}, &Error{Op: "multiply", Kind: ErrOverflow, Code: a.code}
	}
	return signed("multiply", lo, (a.minor < 0) != (n < 0), a.code)
}

// signed makes an amount of a magnitude and a sign.
func signed(op string, magnitude uint64, negative bool, c Code) (Amount, error) {
	if magnitude >= 1<<63 {
		return Amount{}, &Error{Op: op, Kind: ErrOverflow, Code: c}
	}
	if negative {
		return Amount{minor: -int64(magnitude), code: c}, nil
	}
	return Amount{minor: int64(magnitude), code: c}, nil
}

// Sum adds amounts of one currency. The sum of none is the zero value. Only the
// result must be in range: the order of the amounts never matters.
func Sum(amounts ...Amount) (Amount, error) {
	var hi, lo uint64 // a 128-bit sum in two's complement
	var code Code
	for _, a := range amounts {
		if a.minor == invalid {
			return Amount{}, invalidOperand("sum", a)
		}
		if a.code != code && a != (Amount{}) {
			if code != 0 {
				return Amount{}, &Error{Op: "sum", Kind: ErrMismatch, Code: code, Other: a.code}
			}
			code = a.code
		}
		var carry uint64
		lo, carry = bits.Add64(lo, uint64(a.minor), 0)
		hi, _ = bits.Add64(hi, uint64(a.minor>>63), carry)
	}
	if hi != uint64(int64(lo)>>63) || int64(lo) == invalid {
		return Amount{}, &Error{Op: "sum", Kind: ErrOverflow, Code: code}
	}
	return Amount{minor: int64(lo), code: code}, nil
}

// Min returns the smaller of a and b, with the errors of Cmp.
func Min(a, b Amount) (Amount, error) {
	c, err := a.Cmp(b)
	if err != nil {
		return Amount{}, err
	}
	if c > 0 {
		a, b = b, a
	}
	return a.in(b), nil
}

// Max returns the larger of a and b, with the errors of Cmp.
func Max(a, b Amount) (Amount, error) {
	c, err := a.Cmp(b)
	if err != nil {
		return Amount{}, err
	}
	if c < 0 {
		a, b = b, a
	}
	return a.in(b), nil
}

// in gives the zero value the currency of the amount it was compared with.
func (a Amount) in(b Amount) Amount {
	if a == (Amount{}) {
		a.code = b.code
	}
	return a
}
