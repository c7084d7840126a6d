package memory

import (
	"context"
	"fmt"

	"github.com/orderkit/orderkit/order"
)

// Parcel is one booking that a carrier really has.
type Parcel struct {
	Tracking  string
	Order     string
	Shipment  string
	Return    bool
	Cancelled bool
	Goods     []order.Goods
}

// Carrier is a carrier in the process: it books, cancels, makes return labels,
// and can be asked. It is an order.Carrier, order.Returner and
// order.CarrierLookup.
type Carrier struct {
	Script
	cfg     PortConfig
	parcels []*Parcel
}

// NewCarrier returns a carrier without parcels.
func NewCarrier(cfg PortConfig) *Carrier { return &Carrier{cfg: cfg.filled()} }

// Traits returns what the carrier promises.
func (c *Carrier) Traits() order.Traits { return *c.cfg.Traits }

// Book takes a parcel; the receipt carries its tracking number.
func (c *Carrier) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.run(ctx, "book", p, func() (order.Receipt, error) { return c.add(p, "parcel", false) })
}

// ReturnLabel makes a label for the way back.
func (c *Carrier) ReturnLabel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.run(ctx, "label", p, func() (order.Receipt, error) { return c.add(p, "return", true) })
}

// Cancel takes the booking p.Tracking back. A booking that is cancelled already
// is declined. The script knows it as p.Op: "unbook" or "unlabel".
func (c *Carrier) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.run(ctx, "unbook", p, func() (order.Receipt, error) {
		for _, have := range c.parcels {
			if have.Tracking != p.Tracking {
				continue
			}
			if have.Cancelled {
				return order.Receipt{}, order.Decline("already_cancelled", "the parcel is cancelled already")
			}
			have.Cancelled = true
			return order.Receipt{Ref: have.Tracking}, nil
		}
		return order.Receipt{}, order.Decline("unknown_parcel", "no such parcel")
	})
}

// Lookup says what p.Key came to.
func (c *Carrier) Lookup(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	if c.cfg.Traits.Lookup == order.LookupNone {
		return order.Receipt{}, fmt.Errorf("this carrier cannot be asked")
	}
	call := Call{Key: p.Key, Order: p.Order, Ref: p.Tracking, Amount: p.Value}
	return c.lookup(ctx, call, c.cfg.Now(), c.cfg.Lag)
}

// Parcels returns the bookings of an order, cancelled ones included, in the
// order in which they were made.
func (c *Carrier) Parcels(id string) []Parcel {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Parcel
	for _, p := range c.parcels {
		if p.Order == id {
			out = append(out, *p)
		}
	}
	return out
}

func (c *Carrier) run(ctx context.Context, op string, p order.Parcel, e effect) (order.Receipt, error) {
	if p.Op != "" {
		op = p.Op
	}
	call := Call{Op: op, Key: p.Key, Order: p.Order, Ref: p.Tracking, Amount: p.Value}
	return c.do(ctx, call, c.cfg.Now(), c.cfg.Traits.KeyLife, e)
}

func (c *Carrier) add(p order.Parcel, kind string, back bool) (order.Receipt, error) {
	if len(p.Goods) == 0 {
		return order.Receipt{}, order.Decline("empty_parcel", "there is nothing in the parcel")
	}
	tracking := fmt.Sprintf("%s-%d", kind, len(c.parcels)+1)
	c.parcels = append(c.parcels, &Parcel{Tracking: tracking, Order: p.Order, Shipment: p.Shipment,
		Return: back, Goods: append([]order.Goods(nil), p.Goods...)})
	return order.Receipt{Ref: tracking}, nil
}
