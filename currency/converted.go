package currency

import (
	"math/big"
	"slices"
)

// Converted is an amount in another currency together with everything it was
// made from, to be stored as it is: an order's refunds and books use its rates,
// whatever the rates are by then.
type Converted struct {
	From  Amount `json:"from"`  // what was converted
	To    Amount `json:"to"`    // what it became, rounded once
	Rates []Rate `json:"rates"` // in the order of their use, each as it was published
	Mode  Mode   `json:"mode"`  // how To was rounded
	// Euro is the amount in euro between two currencies with fixed rates,
	// rounded as the law says; empty for all other conversions.
	Euro string `json:"euro,omitempty"`
}

// Again converts another amount at the same rates and in the same mode, as the
// refund of an order must be: an amount in the currency of From becomes one in
// the currency of To, and one in the currency of To goes back the same way. Any
// other currency is ErrMismatch; other errors as Convert. Rounded parts need not
// sum to the rounded whole: share the converted total with Allocate or Portion
// where they must.
func (c Converted) Again(a Amount) (Converted, error) {
	to, chain := c.To.code, c.Rates
	if a.code != c.From.code {
		to, chain = c.From.code, slices.Clone(chain)
		slices.Reverse(chain)
		if a.code != c.To.code {
			return Converted{}, &Error{Op: "convert again", Kind: ErrMismatch, Code: a.code, Other: c.From.code}
		}
	}
	if c.Euro != "" {
		return ConvertFixed(a, to, c.Mode)
	}
	return Convert(a, c.Mode, chain...)
}

// Check reports whether c says what its rates say: it converts From once more
// and compares. A record that does not fit together is ErrRange, or the error of
// the conversion.
func (c Converted) Check() error {
	again, err := c.Again(c.From)
	if err != nil {
		return err
	}
	if again.To != c.To || again.Euro != c.Euro || !slices.Equal(again.Rates, c.Rates) {
		return &Error{Op: "check conversion", Kind: ErrRange, Code: c.From.code, Other: c.To.code, Reason: c.From.String() + " is " + again.To.String() + " at these rates, not " + c.To.String()}
	}
	return nil
}

// Rest returns what rounding left out: the exact result minus To, in minor
// units of To. It is less than one minor unit of either sign, at most half of
// one in the modes to the nearest; between two fixed euro rates the rounding of
// the euro amount is in it as well. A Converted that does not fit together
// gives nil.
func (c Converted) Rest() *big.Rat {
	if !c.From.Valid() || !c.To.Valid() || len(c.Rates) == 0 {
		return nil
	}
	if to, err := follow("convert", c.From.code, c.Rates); err != nil || to != c.To.code {
		return nil
	}
	num, den := exact(c.From.minor, c.From.code, c.To.code, c.Rates)
	rest := new(big.Rat).SetFrac(num, den)
	return rest.Sub(rest, new(big.Rat).SetInt64(c.To.minor))
}
