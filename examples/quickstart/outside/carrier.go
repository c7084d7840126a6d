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
	return c.do("book", p, someGoods)
}

// ReturnLabel makes a label for the way back.
func (c *Carrier) ReturnLabel(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.do("label", p, someGoods)
}

// Cancel takes a booking back, once.
func (c *Carrier) Cancel(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.do("cancel", p, func(past []Deed, _ *Deed) error {
		stands := false
		for _, d := range past {
			switch {
			case d.Outcome != order.OutcomeDone:
			case d.Ref == p.Tracking && (d.Op == "book" || d.Op == "label"):
				stands = true
			case d.Of == p.Tracking && d.Op == "cancel":
				stands = false
			}
		}
		if !stands {
			return order.Decline("unknown_parcel", "there is no parcel "+p.Tracking)
		}
		return nil
	})
}

// Lookup says what a key came to.
func (c *Carrier) Lookup(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return c.ledger.find(p.Key)
}

func (c *Carrier) do(op string, p order.Parcel, decide func([]Deed, *Deed) error) (order.Receipt, error) {
	return c.ledger.do(Deed{Op: op, Key: p.Key, Order: p.Order, Of: p.Tracking, Goods: p.Goods}, decide)
}

func someGoods(_ []Deed, d *Deed) error {
	if len(d.Goods) == 0 {
		return order.Decline("empty_parcel", "there is nothing in the parcel")
	}
	return nil
}
