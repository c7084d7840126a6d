package currency

import (
	"strconv"
	"strings"
)

// Kind says what is wrong; it is what errors.Is compares:
//
//	if errors.Is(err, currency.ErrOverflow) { ... }
type Kind uint8

// The kinds of Error.
const (
	// ErrUnknownCode: not a known ISO 4217 code, or none where one is needed.
	ErrUnknownCode Kind = iota + 1
	// ErrMismatch: two amounts of different currencies meet.
	ErrMismatch
	// ErrOverflow: the exact result does not fit an Amount, or an operand was
	// itself out of range.
	ErrOverflow
	// ErrSyntax: the text is not written as this package writes it.
	ErrSyntax
	// ErrDigits: more decimals than the currency has.
	ErrDigits
	// ErrWeights: weights or caps by which nothing can be shared.
	ErrWeights
	// ErrRange: an argument outside the range the function takes.
	ErrRange
	// ErrLocale: no language tag, or one of which CLDR has no data.
	ErrLocale
	// ErrNoRate: no exchange rate between two currencies that is good for the time.
	ErrNoRate
)

var kindNames = [...]string{
	ErrUnknownCode: "unknown currency",
	ErrMismatch:    "currencies differ",
	ErrOverflow:    "out of range of an amount",
	ErrSyntax:      "malformed",
	ErrDigits:      "too many decimals",
	ErrWeights:     "bad weights",
	ErrRange:       "argument out of range",
	ErrLocale:      "unknown locale",
	ErrNoRate:      "no rate",
}

// Error makes a Kind an error, so that errors.Is finds it.
func (k Kind) Error() string {
	if k == 0 || int(k) >= len(kindNames) {
		return "currency error"
	}
	return kindNames[k]
}

// Error is the one error type of this package.
type Error struct {
	Op     string // what was done: "parse", "add", "allocate" ...
	Kind   Kind   // what is wrong, for errors.Is
	Code   Code   // the currency, if any
	Other  Code   // the other currency of an ErrMismatch
	Input  string // the offending input, its first 32 bytes
	Reason string // more words, may be empty
}

// Error returns one lower-case line with the operation, the input and the reason.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("currency: ")
	b.WriteString(e.Op)
	if e.Code != 0 {
		b.WriteByte(' ')
		b.WriteString(e.Code.String())
	}
	if e.Kind == ErrMismatch {
		b.WriteString(" and ")
		b.WriteString(e.Other.String())
	}
	if e.Input != "" {
		b.WriteByte(' ')
		b.WriteString(strconv.Quote(e.Input))
	}
	b.WriteString(": ")
	b.WriteString(e.Kind.Error())
	if e.Reason != "" {
		b.WriteString(": ")
		b.WriteString(e.Reason)
	}
	return b.String()
}

// Unwrap returns the Kind, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Kind }
