package ordertest

import (
	"context"
	"testing"
	"time"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// Carrier is a carrier under test, in its test mode.
type Carrier struct {
	Carrier order.Carrier
	// To is an address that the carrier delivers to. The zero value is one in
	// Berlin. Nowhere is one that it does not; empty skips what needs it.
	To, Nowhere i18n.Address
	// Parts says that single units can be taken out of a booking: access to one
	// of several downloads.
	Parts bool
	// Live tells how many bookings of the order stand, return labels included.
	// Nil skips what needs it.
	Live func(ctx context.Context, id string) (int, error)
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
	// Lag is how long a lookup with order.LookupEventual may run behind.
	Lag time.Duration
	Provider
}

// TestCarrier checks a carrier against what the engine relies on. What its
// Traits and optional interfaces promise decides which promises are tried.
func TestCarrier(t *testing.T, open func(t T) Carrier) {
	t.Helper()
	runAll(t, carrierClauses(), filledCarrier(open))
}

// CheckCarrier is TestCarrier outside of a test; see CheckStore.
func CheckCarrier(open func(t T) Carrier, only ...string) []Broken {
	return checkAll(carrierClauses(), filledCarrier(open), only)
}

func carrierClauses() []clause[Carrier] {
	return append(append(bookClauses(), cancelClauses()...), trackClauses()...)
}

func filledCarrier(open func(T) Carrier) func(T) Carrier {
	return func(t T) Carrier {
		s := open(t)
		if s.To.Country == "" {
			s.To = i18n.Address{Name: "Ada Lovelace", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}
		}
		return s
	}
}

func (s *Carrier) parcel(op, key, tracking string) order.Parcel {
	return order.Parcel{Key: s.Prefix + key, Order: s.Prefix + "o-1", Number: "1001", Shipment: "s-1", Tracking: tracking, To: s.To,
		Email: "ada@example.com", Op: op, Return: op == "label" || op == "unlabel", Value: eur(2500),
		Goods: []order.Goods{{Line: "1", SKU: "sku", Title: "A book", Quantity: 2}}}
}

// do makes a call as the engine does.
func (s *Carrier) do(ctx context.Context, op, key, tracking string) (order.Receipt, error) {
	p := s.parcel(op, key, tracking)
	switch op {
	case "book":
		return s.Carrier.Book(ctx, p)
	case "label":
		return s.Carrier.(order.Returner).ReturnLabel(ctx, p)
	}
	return s.Carrier.Cancel(ctx, p)
}

func (s *Carrier) live(c *check, want int) {
	if s.Live == nil {
		return
	}
	got, err := s.Live(c.ctx, s.Prefix+"o-1")
	c.ok(err, "asking the carrier for its bookings")
	if got != want {
		c.broken("the carrier has %d bookings that stand, not %d", got, want)
	}
}

// book books a parcel that must be done, and returns its tracking number.
func (s *Carrier) book(c *check, key string) string {
	r, err := s.do(c.ctx, "book", key, "")
	c.done(err, "booking")
	if r.Ref == "" {
		c.broken("the receipt of a booking has no tracking number")
	}
	return r.Ref
}

// label makes a return label for an outward parcel, or skips the clause.
func (s *Carrier) label(c *check, key, outward string) string {
	if _, ok := s.Carrier.(order.Returner); !ok {
		c.skip("the carrier makes no return labels")
	}
	r, err := s.do(c.ctx, "label", key, outward)
	c.done(err, "making a return label")
	if r.Ref == "" {
		c.broken("the receipt of a return label has no tracking number")
	}
	return r.Ref
}

func (s *Carrier) needsKeys(c *check) {
	if s.Carrier.Traits().KeyLife == 0 {
		c.skip("the carrier does not remember keys")
	}
}

func (s *Carrier) lookup(c *check) order.CarrierLookup {
	look, ok := s.Carrier.(order.CarrierLookup)
	if !ok || s.Carrier.Traits().Lookup == order.LookupNone {
		c.skip("the carrier cannot be asked")
	}
	return look
}

// finds ends the clause unless the lookup finds the call with that tracking
// number, with patience where lookups may lag.
func (s *Carrier) finds(c *check, op, key, tracking, want string) {
	look := s.lookup(c)
	r, err := look.Lookup(c.ctx, s.parcel(op, key, tracking))
	if err != nil && s.Carrier.Traits().Lookup == order.LookupEventual {
		if s.Pass != nil {
			s.Pass(s.Lag)
		} else {
			time.Sleep(s.Lag)
		}
		r, err = look.Lookup(c.ctx, s.parcel(op, key, tracking))
	}
	c.done(err, "looking up a %s that was done", op)
	if r.Ref != want {
		c.broken("the lookup of the %s says %q, the answer was %q", op, r.Ref, want)
	}
}
