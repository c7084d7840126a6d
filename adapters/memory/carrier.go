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
	Goods     []order.Goods // what is left in it
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

// Cancel takes the booking p.Tracking back, or that part of it which p.Goods
// names: access to one of two downloads. What is cancelled already is declined.
// The script knows it as p.Op: "unbook" or "unlabel".
func (c *Carrier) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.run(ctx, "unbook", p, func() (order.Receipt, error) {
		for _, have := range c.parcels {
			if have.Tracking != p.Tracking {
				continue
			}
			if have.Cancelled || !have.drop(p.Goods) {
				return order.Receipt{}, order.Decline("already_cancelled", "the parcel is cancelled already")
			}
			return order.Receipt{Ref: have.Tracking}, nil
		}
		return order.Receipt{}, order.Decline("unknown_parcel", "no such parcel")
	})
}

// drop takes goods out of the parcel, all of them if none are named; false if
// some are not in it. A parcel with nothing left is cancelled and keeps its goods
// for the record.
func (p *Parcel) drop(goods []order.Goods) bool {
	left := p.Goods
	for _, g := range goods {
		var ok bool
		if left, ok = without(left, g); !ok {
			return false
		}
	}
	if p.Cancelled = len(goods) == 0 || len(left) == 0; !p.Cancelled {
		p.Goods = left
	}
	return true
}

// without takes the units of g out of have; false if some are not there.
func without(have []order.Goods, g order.Goods) ([]order.Goods, bool) {
	var out []order.Goods
	found := int64(0)
	for _, h := range have {
		lo, hi := max(h.First, g.First), min(h.First+h.Quantity, g.First+g.Quantity)
		if h.Line != g.Line || hi <= lo {
			out = append(out, h)
			continue
		}
		found += hi - lo
		if left := h; lo > h.First {
			left.Quantity = lo - h.First
			out = append(out, left)
		}
		if right := h; hi < h.First+h.Quantity {
			right.First, right.Quantity = hi, h.First+h.Quantity-hi
			out = append(out, right)
		}
	}
	return out, found == g.Quantity
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
