package currency

import "math/big"

// Convert returns a in the other currency of r: multiplied by the rate if a is
// in From, divided by it if a is in To, and rounded once by m. A currency that
// is neither is ErrMismatch, an unknown mode or the zero Rate ErrRange, a result
// out of range ErrOverflow. What a conversion there and back gains or loses is
// an entry for the caller's books, see Rest.
func (r Rate) Convert(a Amount, m Mode) (Converted, error) { return Convert(a, m, r) }

// Convert converts a by a chain of rates, as from USD through EUR to JPY by the
// two rates that a central bank publishes for EUR. Each rate leads from the
// currency reached so far to its other currency, multiplied or divided. Only the
// result is rounded. One to four rates; errors as Rate.Convert.
func Convert(a Amount, m Mode, chain ...Rate) (Converted, error) {
	const op = "convert"
	switch {
	case a.minor == invalid:
		return Converted{}, invalidOperand(op, a)
	case !a.code.Valid():
		return Converted{}, &Error{Op: op, Kind: ErrUnknownCode, Reason: "no currency to convert from"}
	case !m.Valid():
		return Converted{}, badMode(op)
	case len(chain) == 0 || len(chain) > 4:
		return Converted{}, &Error{Op: op, Kind: ErrRange, Code: a.code, Reason: "a chain has one to four rates"}
	}
	to, err := follow(op, a.code, chain)
	if err != nil {
		return Converted{}, err
	}
	c := Converted{From: a, Mode: m, Rates: append([]Rate(nil), chain...)}
	if len(chain) == 1 {
		if to, ok, err := chain[0].quick(op, a, to, m); ok {
			c.To = to
			return c, err
		}
	}
	num, den := exact(a.minor, a.code, to, chain)
	if c.To, err = roundBig(op, num, den, 0, to, m); err != nil {
		return Converted{}, err
	}
	return c, nil
}

// follow returns where a chain leads from a currency.
func follow(op string, c Code, chain []Rate) (Code, error) {
	for _, r := range chain {
		switch {
		case r == (Rate{}):
			return 0, &Error{Op: op, Kind: ErrRange, Code: c, Reason: "the rate is the zero value"}
		case r.from == c:
			c = r.to
		case r.to == c:
			c = r.from
		default:
			return 0, &Error{Op: op, Kind: ErrMismatch, Code: c, Other: r.from, Reason: "the rate is " + r.String()}
		}
	}
	return c, nil
}

// quick converts by one rate in 128 bits, where that is enough.
func (r Rate) quick(op string, a Amount, to Code, m Mode) (Amount, bool, error) {
	shift := int(r.scale) + a.code.Digits() - to.Digits()
	mul, div := r.n, uint64(1)
	if r.to == a.code {
		mul, div = div, mul
		shift -= 2 * int(r.scale)
	}
	if shift > 0 {
		if div != 1 || shift > 18 {
			return Amount{}, false, nil
		}
		div = pow10(shift)
	} else if shift < 0 {
		if mul != 1 || shift < -18 {
			return Amount{}, false, nil
		}
		mul = pow10(-shift)
	}
	converted, err := roundSmall(op, magnitude(a.minor), mul, div, a.minor < 0, to, m)
	return converted, err == nil, nil
}

// exact returns minor units of from as a fraction of minor units of to.
func exact(minor int64, from, to Code, chain []Rate) (num, den *big.Int) {
	num, den = big.NewInt(minor), big.NewInt(1)
	ten := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	num.Mul(num, ten(to.Digits()))
	den.Mul(den, ten(from.Digits()))
	for _, r := range chain {
		value, scale := new(big.Int).SetUint64(r.n), ten(int(r.scale))
		if r.from == from {
			from = r.to
		} else {
			from = r.from
			value, scale = scale, value
		}
		num.Mul(num, value)
		den.Mul(den, scale)
	}
	return num, den
}
