package currency

// Mode says how an exact value between two minor units becomes one of them.
// HalfUp, HalfEven, HalfDown, Up and Down are symmetric: rounding -x gives the
// negative of rounding x. Ceil and Floor are not.
type Mode uint8

// The modes. HalfUp, the commercial and most common legal rule, is the zero value.
const (
	HalfUp   Mode = iota // to the nearest, a tie away from zero: 0.5 -> 1, -0.5 -> -1
	HalfEven             // to the nearest, a tie to the even one: 0.5 -> 0, 1.5 -> 2
	HalfDown             // to the nearest, a tie toward zero: 0.5 -> 0, -0.5 -> 0
	Up                   // away from zero
	Down                 // toward zero
	Ceil                 // toward more: 0.1 -> 1, -0.9 -> 0
	Floor                // toward less: 0.9 -> 0, -0.1 -> -1
)

var modeNames = [...]string{"half_up", "half_even", "half_down", "up", "down", "ceil", "floor"}

// Valid reports whether m is one of the modes.
func (m Mode) Valid() bool { return int(m) < len(modeNames) }

// String returns the name that the text codec uses: "half_up", "half_even" ...
func (m Mode) String() string {
	if !m.Valid() {
		return "???"
	}
	return modeNames[m]
}

// ParseMode returns the mode with exactly that name; others are ErrRange.
func ParseMode(s string) (Mode, error) {
	for m, name := range modeNames {
		if s == name {
			return Mode(m), nil
		}
	}
	return 0, &Error{Op: "parse rounding mode", Kind: ErrRange, Input: shorten(s), Reason: "no such mode"}
}

// MarshalText writes the name of m, in JSON too.
func (m Mode) MarshalText() ([]byte, error) {
	if !m.Valid() {
		return nil, badMode("marshal")
	}
	return []byte(modeNames[m]), nil
}

// UnmarshalText reads a name that MarshalText writes.
func (m *Mode) UnmarshalText(text []byte) error {
	got, err := ParseMode(string(text))
	if err != nil {
		return err
	}
	*m = got
	return nil
}

func badMode(op string) error {
	return &Error{Op: op, Kind: ErrRange, Reason: "no such rounding mode"}
}

// up reports whether the magnitude of a value that was cut off must grow by
// one: half compares the cut-off part with one half, odd is the last digit kept.
func (m Mode) up(half int, odd, negative bool) bool {
	switch m {
	case HalfUp:
		return half >= 0
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfDown:
		return half > 0
	case Up:
		return true
	case Ceil:
		return !negative
	case Floor:
		return negative
	}
	return false // Down
}
