package pricing

import (
	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Cart is what Calculate works on: lines, discounts and charges in one currency
// under one policy. Calculate changes nothing in it.
type Cart struct {
	Currency  currency.Code `json:"currency"`
	Policy    Policy        `json:"policy"`
	Lines     []Line        `json:"lines"`
	Discounts []Discount    `json:"discounts,omitempty"` // on the order, after those of the lines, in this order
	Charges   []Charge      `json:"charges,omitempty"`
	Prepaid   []Prepaid     `json:"prepaid,omitempty"` // what is there of the money already
}

// Line is one position of a cart: Quantity units at Unit for every Base of them.
// Goods by measure are counted in a part of the measure: 2.5 kg at 13.99 are a
// Quantity of 25 at a Unit of 13.99 for a Base of 10.
type Line struct {
	ID string `json:"id"` // unique among the lines and charges of the cart
	// Unit is the price of Base units, net or gross as the policy says, never
	// negative. It may carry more digits than the currency has.
	Unit     decimal.Decimal `json:"unit"`
	Quantity int64           `json:"quantity"`       // above zero
	Base     int64           `json:"base,omitempty"` // how many units the price is for; 0 means 1
	// Return makes every amount of the line negative: goods that come back
	// within an exchange.
	Return bool `json:"return,omitempty"`
	// Floor is the lowest price of Base units that discounts may leave. The zero
	// Amount sets no floor.
	Floor     currency.Amount `json:"floor"`
	Discounts []Discount      `json:"discounts,omitempty"` // applied in this order
	// Taxes are in order: those on the price alone before those on top of others.
	// A line without any is outside the scope of tax; exempt goods name a Tax of
	// 0 percent.
	Taxes []Tax `json:"taxes,omitempty"`
}

// Charge is an amount beside the goods: shipping, a fee, gift wrap. A negative
// amount is an allowance of the whole order with its own tax.
type Charge struct {
	ID        string          `json:"id"`   // unique among the lines and charges of the cart
	Kind      string          `json:"kind"` // "shipping", "fee", "gift_wrap" ..., never "line"
	Title     string          `json:"title,omitempty"`
	Amount    currency.Amount `json:"amount"` // net or gross as the policy says
	Discounts []Discount      `json:"discounts,omitempty"`
	Taxes     []Tax           `json:"taxes,omitempty"`
}

// Discount reduces lines by a percentage or by a fixed amount, never below
// nothing and never below the floor of a line. At most one of Percent and Fixed
// is set.
type Discount struct {
	ID    string `json:"id"`             // unique within its list
	Code  string `json:"code,omitempty"` // the coupon code, if there was one
	Title string `json:"title,omitempty"`
	// Percent is between 0 and 100, with at most 12 decimal places.
	Percent decimal.Decimal `json:"percent"`
	// Fixed is the amount taken off in total, not per unit; never negative.
	Fixed currency.Amount `json:"fixed"`
	// Lines are the ids of the lines an order discount is for; none means all of
	// them. Charges are never included. Empty in a discount of a line or charge.
	Lines []string `json:"lines,omitempty"`
}

// Tax is one rate as the host's tax source decided it. Within a cart the ID
// names the group that is rounded and reported together, so taxes with equal ids
// must be equal in everything.
type Tax struct {
	ID       string `json:"id"`                 // such as "de-19"
	Category string `json:"category,omitempty"` // such as the EN 16931 code "S"
	// Percent is between 0 and 1000, with at most 12 decimal places.
	Percent decimal.Decimal `json:"percent"`
	// Fixed is a tax in money instead of a percentage: a deposit, an eco fee, an
	// excise. It is for every Base units of a line, as the price is, and once for
	// a charge; never negative. Of a gross price that is lower it takes all.
	Fixed currency.Amount `json:"fixed"`
	// Compound is a percentage of the price and of all taxes listed before this
	// one on the same item: a tax on a tax, or on a fixed fee.
	Compound bool `json:"compound,omitempty"`
}
