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
}

func (p Policy) scope() Scope {
	if p.TaxScope == "" {
		return PerRate
	}
	return p.TaxScope
}
