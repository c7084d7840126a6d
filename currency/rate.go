package currency

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Rate says what one unit of a currency cost in another at a time: a quotation
// as somebody published it. It is immutable, comparable with == and safe for
// concurrent use. The zero Rate is none and converts nothing.
//
// A rate is kept the way round it was published. It converts both ways, the
// other way by dividing by it: an inverse is never stored, because it would be
// rounded.
type Rate struct {
	from, to Code
	scale    uint8 // decimals of n
	n        uint64
	at       int64 // seconds since 1970, UTC
	source   string
}

// Limits of a rate.
const (
	maxRateText   = 24
	maxRateDigits = 18 // significant digits, and decimals
	maxSource     = 64
)

// NewRate returns the rate at which one unit of from is value units of to: from
// EUR to USD at 1.0834. Value must be more than 0, less than a million million,
// and have at most 18 digits of which at most 18 are decimals; at is kept in
// whole seconds, UTC; source names who published it, in 1 to 64 bytes without
// control characters. Everything else is ErrRange, an unknown or the same code
// ErrUnknownCode.
func NewRate(from, to Code, value decimal.Decimal, at time.Time, source string) (Rate, error) {
	n, ok := small(value)
	scale := -int64(value.Exponent())
	if ok && scale < 0 && scale >= -12 && n > 0 {
		hi, lo := bits.Mul64(uint64(n), pow10(int(-scale)))
		ok = hi == 0 && lo < 1<<63
		n, scale = int64(lo), 0
	}
	if !ok || scale < 0 || scale > maxRateDigits {
		return Rate{}, rateError(from, to, "the value has more than 18 digits or decimals")
	}
	if n <= 0 {
		return Rate{}, rateError(from, to, "the value is not more than 0")
	}
	return newRate(from, to, uint64(n), uint8(scale), at, source)
}

func rateError(from, to Code, reason string) error {
	return &Error{Op: "rate", Kind: ErrRange, Code: from, Other: to, Reason: reason}
}

func newRate(from, to Code, n uint64, scale uint8, at time.Time, source string) (Rate, error) {
	switch {
	case !from.Valid() || !to.Valid() || from == to:
		return Rate{}, &Error{Op: "rate", Kind: ErrUnknownCode, Code: from, Other: to, Reason: "a rate is between two known currencies"}
	case n == 0:
		return Rate{}, rateError(from, to, "the value is 0")
	case n >= pow10(maxRateDigits) || n/pow10(int(scale)) >= pow10(12):
		return Rate{}, rateError(from, to, "the value is a million million or more, or has more than 18 digits")
	case at.Year() < 1900 || at.Year() > 9999:
		return Rate{}, rateError(from, to, "no time, or one outside the years 1900 to 9999")
	case source == "" || len(source) > maxSource || !utf8.ValidString(source) || strings.ContainsFunc(source, unicode.IsControl):
		return Rate{}, rateError(from, to, "the source must have 1 to 64 bytes of plain text")
	}
	return Rate{from: from, to: to, n: n, scale: scale, at: at.Unix(), source: source}, nil
}

// parseRate reads the value of a rate: digits[.digits].
func parseRate(text string) (n uint64, scale uint8, ok bool) {
	if len(text) == 0 || len(text) > maxRateText || text[0] == '-' {
		return 0, 0, false
	}
	decimals := 0
	if i := strings.IndexByte(text, '.'); i >= 0 {
		decimals = len(text) - i - 1
	}
	minor, kind := parseMinor(text, decimals)
	if kind != 0 || decimals > maxRateDigits {
		return 0, 0, false
	}
	return uint64(minor), uint8(decimals), true
}

// From returns the currency of which the rate prices one unit.
func (r Rate) From() Code { return r.from }

// To returns the currency in which the price is given.
func (r Rate) To() Code { return r.to }

// Value returns the price of one unit of From, with the decimals it was
// published with.
func (r Rate) Value() decimal.Decimal { return decimal.New(int64(r.n), -int32(r.scale)) }

// At returns when the rate was valid or published, in UTC and whole seconds.
func (r Rate) At() time.Time { return time.Unix(r.at, 0).UTC() }

// Source returns who published the rate.
func (r Rate) Source() string { return r.source }

// number returns the value as plain text.
func (r Rate) number() string {
	digits := strconv.FormatUint(r.n, 10)
	if r.scale == 0 {
		return digits
	}
	if missing := int(r.scale) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - int(r.scale)
	return digits[:point] + "." + digits[point:]
}

// String returns one line for logs: "EUR 1 = USD 1.0834 (ECB, 2026-01-02T15:00:00Z)".
func (r Rate) String() string {
	if r == (Rate{}) {
		return "no rate"
	}
	return r.from.String() + " 1 = " + r.to.String() + " " + r.number() + " (" + r.source + ", " + r.At().Format(time.RFC3339) + ")"
}
