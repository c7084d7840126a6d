package outside

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// Carrier moves parcels, or opens access to downloads: the two differ in nothing
// that the demo shows. It is an order.Carrier, order.Returner and
// order.CarrierLookup.
type Carrier struct{ ledger *Ledger }

// NewCarrier returns the carrier that keeps this ledger.
func NewCarrier(l *Ledger) *Carrier { return &Carrier{l} }

// Traits returns what the carrier promises.
func (c *Carrier) Traits() order.Traits {
	return order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong}
}

// Book takes a parcel; the receipt carries its tracking number.
func (c *Carrier) Book(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.do("book", p)
}

// Cancel takes a booking back.
func (c *Carrier) Cancel(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.do("cancel", p)
}

// ReturnLabel makes a label for the way back.
func (c *Carrier) ReturnLabel(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.do("label", p)
}

// Lookup says what a key came to.
func (c *Carrier) Lookup(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.ledger.find(p.Key)
}

func (c *Carrier) do(op string, p order.Parcel) (order.Receipt, error) {
	return c.ledger.do(Deed{Op: op, Key: p.Key, Order: p.Order, Of: p.Tracking, Goods: p.Goods}, always)
}
