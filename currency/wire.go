package currency

import (
	"math"
	"strconv"
)

// WireProfile is how one payment provider writes amounts as whole numbers. Its
// counts of decimals are its own and need not be ISO 4217's: to mix them is the
// classic mistake of a factor 100. An adapter carries its provider's profile as
// data and sends nothing else than Wire returns. It is immutable and safe for
// concurrent use; the zero profile has ISO's digits and no limits.
type WireProfile struct {
	name  string
	rules map[Code]wireRule
	only  bool // no other codes than those in rules
	most  int64
	three int64 // step of currencies with three decimals
}

// WireConfig is a WireProfile as data, to be kept in a file beside the adapter.
// "Units" are those of the provider's integer.
type WireConfig struct {
	// Name is the provider, for messages.
	Name string `json:"name"`
	// Source says where and when the provider published these rules.
	Source string `json:"source,omitempty"`
	// Currencies are all that the provider takes. Default: every code.
	Currencies []Code `json:"currencies,omitempty"`
	// ZeroDecimal are sent in whole units: 500 for JPY 500.
	ZeroDecimal []Code `json:"zero_decimal,omitempty"`
	// Digits are decimals that are neither 0 nor ISO's, 0 to 6.
	Digits map[Code]int `json:"digits,omitempty"`
	// ThreeDecimalStep is what units of currencies sent with three decimals
	// must be a multiple of: 10 if they must end in 0. Default: 1.
	ThreeDecimalStep int64 `json:"three_decimal_step,omitempty"`
	// Steps are the same for single currencies: 100 if ISK is sent with two
	// decimals that must be 0.
	Steps map[Code]int64 `json:"steps,omitempty"`
	// Min and Max bound the units of single currencies, without their sign;
	// 0 is allowed whatever Min is only if Min is not set.
	Min map[Code]int64 `json:"min,omitempty"`
	Max map[Code]int64 `json:"max,omitempty"`
	// Most bounds the units of all currencies without a Max. Default: no bound.
	Most int64 `json:"most,omitempty"`
}

type wireRule struct {
	digits         int // -1: ISO's
	step, min, max int64
}

// NewWireProfile compiles a profile. Unknown codes are ErrUnknownCode;
// a code with two counts of digits, digits outside 0 to 6, steps below 1 and
// bounds that contradict each other are ErrRange.
func NewWireProfile(config WireConfig) (WireProfile, error) {
	p := WireProfile{name: config.Name, rules: map[Code]wireRule{}, only: len(config.Currencies) > 0, most: config.Most, three: config.ThreeDecimalStep}
	var err error
	set := func(c Code, ok bool, change func(*wireRule)) {
		r, known := p.rules[c]
		switch {
		case err != nil:
		case !c.Valid():
			err = &Error{Op: "wire profile", Kind: ErrUnknownCode, Code: c}
		case !ok:
			err = &Error{Op: "wire profile", Kind: ErrRange, Code: c, Reason: "a value out of range in the profile of " + config.Name}
		default:
			if !known {
				r.digits = -1
			}
			change(&r)
			p.rules[c] = r
		}
	}
	for _, c := range config.Currencies {
		set(c, true, func(*wireRule) {})
	}
	listed := len(p.rules)
	for _, c := range config.ZeroDecimal {
		set(c, p.rules[c].digits <= 0, func(r *wireRule) { r.digits = 0 })
	}
	for c, digits := range config.Digits {
		r, known := p.rules[c]
		set(c, digits >= 0 && digits <= 6 && (!known || r.digits == -1), func(r *wireRule) { r.digits = digits })
	}
	for c, step := range config.Steps {
		set(c, step >= 1, func(r *wireRule) { r.step = step })
	}
	for c, least := range config.Min {
		set(c, least >= 1, func(r *wireRule) { r.min = least })
	}
	for c, most := range config.Max {
		set(c, most >= 1 && most >= p.rules[c].min, func(r *wireRule) { r.max = most })
	}
	if err == nil && (config.Most < 0 || config.ThreeDecimalStep < 0) {
		err = &Error{Op: "wire profile", Kind: ErrRange, Reason: "a negative bound or step"}
	}
	if err == nil && p.only && len(p.rules) != listed {
		err = &Error{Op: "wire profile", Kind: ErrRange, Reason: "a rule for a currency that " + config.Name + " does not take"}
	}
	if err != nil {
		return WireProfile{}, err
	}
	return p, nil
}

// ParseWireProfile compiles a profile from the JSON of a WireConfig. Unknown
// keys and codes, and whatever NewWireProfile refuses, are errors.
func ParseWireProfile(data []byte) (WireProfile, error) {
	var config WireConfig
	if err := decodeStrictly(data, &config); err != nil {
		return WireProfile{}, &Error{Op: "wire profile", Kind: ErrSyntax, Reason: err.Error()}
	}
	return NewWireProfile(config)
}

// Name returns the provider's name.
func (p WireProfile) Name() string { return p.name }

// Digits returns how many decimals the provider's integers have for c.
func (p WireProfile) Digits(c Code) int {
	if r, ok := p.rules[c]; ok && r.digits >= 0 {
		return r.digits
	}
	return c.Digits()
}

// Wire returns the integer that the provider understands as exactly a. It never
// rounds: decimals that the provider has not are ErrDigits, an amount off its
// steps or outside its bounds ErrRange, a currency it does not take
// ErrUnknownCode, too large a number ErrOverflow.
func (p WireProfile) Wire(a Amount) (int64, error) {
	const op = "wire"
	if a.minor == invalid {
		return 0, invalidOperand(op, a)
	}
	r, err := p.rule(op, a.code)
	if err != nil {
		return 0, err
	}
	units, kind := rescale(a.minor, r.digits-a.code.Digits())
	if kind != 0 {
		return 0, p.fault(op, kind, a.code, a.Number())
	}
	if !r.allows(units) {
		return 0, p.fault(op, ErrRange, a.code, a.Number())
	}
	return units, nil
}

// Amount returns the amount of c that the provider means by units: the inverse
// of Wire, with its errors. Bounds do not apply, because a provider may well
// report a fee below its own minimum.
func (p WireProfile) Amount(units int64, c Code) (Amount, error) {
	const op = "read wire"
	r, err := p.rule(op, c)
	if err != nil {
		return Amount{}, err
	}
	minor, kind := rescale(units, c.Digits()-r.digits)
	if kind != 0 || minor == invalid {
		if kind == 0 {
			kind = ErrOverflow
		}
		return Amount{}, p.fault(op, kind, c, strconv.FormatInt(units, 10))
	}
	return Amount{minor: minor, code: c}, nil
}

func (p WireProfile) fault(op string, kind Kind, c Code, input string) error {
	reason := p.name
	switch kind {
	case ErrDigits:
		reason += " sends " + strconv.Itoa(p.Digits(c)) + " decimals"
	case ErrRange:
		reason += " does not take this amount: its steps and bounds"
	}
	return &Error{Op: op, Kind: kind, Code: c, Input: input, Reason: reason}
}

// rule returns what holds for a code, with all defaults filled in.
func (p WireProfile) rule(op string, c Code) (wireRule, error) {
	r, ok := p.rules[c]
	if !c.Valid() || p.only && !ok {
		return r, &Error{Op: op, Kind: ErrUnknownCode, Code: c, Reason: "not a currency of " + p.name}
	}
	r.digits = p.Digits(c)
	if r.step == 0 && r.digits == 3 {
		r.step = p.three
	}
	if r.max == 0 {
		r.max = p.most
	}
	return r, nil
}

func (r wireRule) allows(units int64) bool {
	size := magnitude(units)
	return (r.step <= 1 || units%r.step == 0) && size >= uint64(r.min) && (r.max == 0 || size <= uint64(r.max))
}

// rescale returns n * 10^by, exactly.
func rescale(n int64, by int) (int64, Kind) {
	for ; by > 0; by-- {
		if n > math.MaxInt64/10 || n < -math.MaxInt64/10 {
			return 0, ErrOverflow
		}
		n *= 10
	}
	for ; by < 0; by++ {
		if n%10 != 0 {
			return 0, ErrDigits
		}
		n /= 10
	}
	return n, 0
}
