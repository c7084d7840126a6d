package currency

import "fmt"

// Cash returns what a is when paid in coins and notes, a rounded half up to the
// currency's CashStep, and the difference rounded - a, which somebody must
// book: CHF 10.03 is CHF 10.05 and CHF 0.02. Where the law has another step or
// rule than CLDR lists, use RoundTo.
func (a Amount) Cash() (rounded, difference Amount, err error) {
	if a == (Amount{}) {
		return a, a, nil
	}
	return a.roundTo("round to cash", a.code.CashStep(), HalfUp)
}

// RoundTo returns a rounded by m to a whole multiple of step minor units, and
// the difference rounded - a. A step below 1 or an unknown mode is ErrRange, a
// result out of range ErrOverflow.
func (a Amount) RoundTo(step int64, m Mode) (rounded, difference Amount, err error) {
	return a.roundTo("round to a step", step, m)
}

func (a Amount) roundTo(op string, step int64, m Mode) (rounded, difference Amount, err error) {
	switch {
	case a.minor == invalid:
		return Amount{}, Amount{}, invalidOperand(op, a)
	case step < 1:
		return Amount{}, Amount{}, &Error{Op: op, Kind: ErrRange, Code: a.code, Reason: fmt.Sprintf("a step of %d", step)}
	case !m.Valid():
		return Amount{}, Amount{}, badMode(op)
	}
	negative := a.minor < 0
	q, _ := mulDiv(magnitude(a.minor), 1, uint64(step), negative, m)
	// The product is less than |a| + step, so it fits 64 bits.
	if rounded, err = signed(op, q*uint64(step), negative, a.code); err != nil {
		return Amount{}, Amount{}, err
	}
	return rounded, Amount{minor: rounded.minor - a.minor, code: a.code}, nil
}
