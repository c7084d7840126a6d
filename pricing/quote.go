package pricing

import "github.com/orderkit/orderkit/currency"

// Quote is a calculated cart. It is a plain value: an order stores it and shares
// its items, nothing in it is ever calculated again. Extended - Discount is Net
// under net prices and Gross under gross prices, and Net + Tax = Gross always.
type Quote struct {
	Currency  currency.Code   `json:"currency"`
	Policy    Policy          `json:"policy"`
	Lines     []Item          `json:"lines"`
	Charges   []Item          `json:"charges,omitempty"`
	Discounts []Granted       `json:"discounts,omitempty"` // of the order, one per discount of the cart
	Taxes     []TaxTotal      `json:"taxes,omitempty"`     // in order of first appearance
	Extended  currency.Amount `json:"extended"`            // lines and charges before discounts
	Discount  currency.Amount `json:"discount"`            // all discounts; positive reduces
	Net       currency.Amount `json:"net"`
	Tax       currency.Amount `json:"tax"`
	Gross     currency.Amount `json:"gross"`
	Prepaid   []Prepaid       `json:"prepaid,omitempty"` // as in the cart
	// Rounding is what paying in cash adds to Gross less Prepaid, a posting of its
	// own beside the order's prices and taxes (EN 16931 BT-114). The zero Amount is
	// none. See Payable.
	Rounding currency.Amount `json:"rounding,omitzero"`
	Abroad   []Abroad        `json:"abroad,omitempty"` // in other currencies, see In
}

// KindLine is the Kind of the items that lines become.
const KindLine = "line"

// Item is a priced line or charge: the frozen record that an order keeps and
// that every later refund is shared from. Under Return all its amounts are
// negative or zero, otherwise positive or zero.
type Item struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"` // KindLine, or the kind of the charge
	Title     string          `json:"title,omitempty"`
	Prices    Prices          `json:"prices"` // which of Net and Gross the price was
	Return    bool            `json:"return,omitempty"`
	Quantity  int64           `json:"quantity"`
	Base      int64           `json:"base"`
	Unit      Number          `json:"unit"`
	Extended  currency.Amount `json:"extended"` // price times quantity, before discounts
	Discounts []Applied       `json:"discounts,omitempty"`
	Discount  currency.Amount `json:"discount"` // sum of Discounts; positive reduces a sale
	Net       currency.Amount `json:"net"`
	Tax       currency.Amount `json:"tax"` // sum of Taxes
	Gross     currency.Amount `json:"gross"`
	Taxes     []TaxShare      `json:"taxes,omitempty"`
}

// Applied is what one discount took off one item.
type Applied struct {
	ID     string          `json:"id"`
	Code   string          `json:"code,omitempty"`
	Title  string          `json:"title,omitempty"`
	Order  bool            `json:"order,omitempty"` // a share of an order discount
	Amount currency.Amount `json:"amount"`          // positive reduces a sale
	// Unapplied is the part of a line's own discount that found no room. That of
	// an order discount is in Granted.
	Unapplied currency.Amount `json:"unapplied,omitzero"`
}

// Granted is the record of one order discount over all items.
type Granted struct {
	ID        string          `json:"id"`
	Code      string          `json:"code,omitempty"`
	Title     string          `json:"title,omitempty"`
	Amount    currency.Amount `json:"amount"`    // what the items were reduced by
	Unapplied currency.Amount `json:"unapplied"` // what found no room
}

// TaxShare is the part of one tax that an item, a unit or a refund carries.
type TaxShare struct {
	ID       string          `json:"id"`
	Category string          `json:"category,omitempty"`
	Percent  Number          `json:"percent"`
	Fixed    currency.Amount `json:"fixed,omitzero"`
	Compound bool            `json:"compound,omitempty"`
	Amount   currency.Amount `json:"amount"`
}

// Tax is the rate again, for more units of the same item.
func (t TaxShare) Tax() Tax {
	return Tax{ID: t.ID, Category: t.Category, Percent: t.Percent.Decimal(), Fixed: t.Fixed, Compound: t.Compound}
}

// TaxTotal is one tax over the whole quote: the line of a tax summary.
type TaxTotal struct {
	ID       string          `json:"id"`
	Category string          `json:"category,omitempty"`
	Percent  Number          `json:"percent"`
	Fixed    currency.Amount `json:"fixed,omitzero"`
	Compound bool            `json:"compound,omitempty"`
	Net      currency.Amount `json:"net"` // the net of the items that carry it
	Tax      currency.Amount `json:"tax"`
}
