package pricing

import "github.com/orderkit/orderkit/currency"

// Prices says what the prices of a cart are: without tax or with it. It has no
// default, because guessing it wrong moves a fifth of the price.
type Prices string

// The two kinds of prices.
const (
	Net   Prices = "net"   // tax comes on top
	Gross Prices = "gross" // tax is inside
)

// Scope says where tax is rounded. The law of the seller's country decides it,
// not taste.
type Scope string

// The scopes of tax rounding. The empty Scope means PerRate.
const (
	PerRate Scope = "per_rate" // once per rate and order (EU EN 16931, Japan)
	PerLine Scope = "per_line" // once per line and rate
	PerUnit Scope = "per_unit" // once per unit and rate, times the quantity
)

// Policy is the set of rules one cart is calculated with. It is copied into the
// quote, so an order keeps the rules it was sold under. Prices is required; the
// zero value of every other field is the usual rule: tax per rate, half up.
type Policy struct {
	Prices       Prices        `json:"prices"`
	TaxScope     Scope         `json:"tax_scope,omitempty"`
	TaxMode      currency.Mode `json:"tax_mode,omitempty"`      // rounding of tax amounts
	LineMode     currency.Mode `json:"line_mode,omitempty"`     // rounding of price times quantity
	DiscountMode currency.Mode `json:"discount_mode,omitempty"` // rounding of percentage discounts
	// Cash says that what is not prepaid is paid in coins and notes, so Calculate
	// rounds what is payable, and nothing else, to CashStep minor units by CashMode. A
	// CashStep of 0 is the currency's own step (CHF 5, EUR 1).
	Cash     bool          `json:"cash,omitempty"`
	CashStep int64         `json:"cash_step,omitempty"`
	CashMode currency.Mode `json:"cash_mode,omitempty"`
	// Reversal says what becomes of a promotion that what stays of an order no
	// longer deserves, when the rest of it goes back. See Reverse.
	Reversal Reversal `json:"reversal,omitempty"`
}

// Reversal says what becomes of a discount that is no longer deserved after some
// goods went back.
type Reversal string

// The rules of reversal. The empty Reversal means Keep.
const (
	Keep           Reversal = "keep"              // the customer keeps it on what stays
	ClawBack       Reversal = "claw_back"         // it is charged again, even if that is more than the refund
	ClawBackNoHarm Reversal = "claw_back_no_harm" // it is charged again, but out of the refund only
)

func (p Policy) cashStep(c currency.Code) int64 {
	if p.CashStep == 0 {
		return c.CashStep()
	}
	return p.CashStep
}

func (p Policy) scope() Scope {
	if p.TaxScope == "" {
		return PerRate
	}
	return p.TaxScope
}
