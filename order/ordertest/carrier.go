package ordertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// Carrier is a carrier under test, in its test mode.
type Carrier struct {
	Carrier order.Carrier
	// To is an address that the carrier delivers to. The zero value is one in
	// Berlin.
	To i18n.Address
	// Live tells how many bookings of the order stand, return labels included.
	// Nil skips what needs it.
	Live func(ctx context.Context, id string) (int, error)
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
}

// TestCarrier checks a carrier against what the engine relies on.
func TestCarrier(t *testing.T, open func(t T) Carrier) {
	t.Helper()
	runAll(t, carrierClauses(), filledCarrier(open))
}

// CheckCarrier is TestCarrier outside of a test; see CheckStore.
func CheckCarrier(open func(t T) Carrier, only ...string) []Broken {
	return checkAll(carrierClauses(), filledCarrier(open), only)
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
		Email: "ada@example.com", Op: op, Return: op == "label", Value: eur(2500),
		Goods: []order.Goods{{Line: "1", SKU: "sku", Title: "A book", Quantity: 2}}}
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

func (s *Carrier) book(c *check, key string) string {
	r, err := s.Carrier.Book(c.ctx, s.parcel("book", key, ""))
	c.done(err, "booking")
	if r.Ref == "" {
		c.broken("the receipt of a booking has no tracking number")
	}
	return r.Ref
}

func carrierClauses() []clause[Carrier] {
	needsKeys := func(c *check, s Carrier) {
		if s.Carrier.Traits().KeyLife == 0 {
			c.skip("the carrier does not remember keys")
		}
	}
	return []clause[Carrier]{
		{"book/same_key", "A parcel is booked once per key, however often and concurrently it is called, and every answer carries the same tracking number.", func(c *check, s Carrier) {
			needsKeys(c, s)
			c.keyed("booking", func() (order.Receipt, error) { return s.Carrier.Book(c.ctx, s.parcel("book", "k-1", "")) })
			s.live(c, 1)
		}},
		{"book/other_key", "Another key is another parcel with a tracking number of its own.", func(c *check, s Carrier) {
			seen := make(map[string]bool)
			for i := range 3 {
				seen[s.book(c, fmt.Sprint("k-", i))] = true
			}
			if len(seen) != 3 {
				c.broken("3 parcels have %d tracking numbers", len(seen))
			}
			s.live(c, 3)
		}},
		{"cancel/booked", "Cancel takes a booking back, and only that one.", func(c *check, s Carrier) {
			first := s.book(c, "k-1")
			s.book(c, "k-2")
			_, err := s.Carrier.Cancel(c.ctx, s.parcel("unbook", "k-3", first))
			c.done(err, "cancelling")
			s.live(c, 1)
		}},
		{"cancel/same_key", "Cancelling again with the same key is done again, and changes nothing.", func(c *check, s Carrier) {
			needsKeys(c, s)
			tracking := s.book(c, "k-1")
			s.book(c, "k-2")
			c.keyed("cancelling", func() (order.Receipt, error) { return s.Carrier.Cancel(c.ctx, s.parcel("unbook", "k-3", tracking)) })
			s.live(c, 1)
		}},
		{"cancel/unknown", "Cancelling a parcel that does not exist is a Decline.", func(c *check, s Carrier) {
			_, err := s.Carrier.Cancel(c.ctx, s.parcel("unbook", "k-1", "no-such-parcel"))
			c.declined(err, "cancelling an unknown parcel")
		}},
		{"label/same_key", "A return label is made once per key.", func(c *check, s Carrier) {
			r, ok := s.Carrier.(order.Returner)
			if !ok {
				c.skip("the carrier makes no return labels")
			}
			needsKeys(c, s)
			out := s.book(c, "k-1")
			back := c.keyed("making a return label", func() (order.Receipt, error) { return r.ReturnLabel(c.ctx, s.parcel("label", "k-2", out)) })
			if back == "" || back == out {
				c.broken("the return label of %q has the tracking number %q", out, back)
			}
			s.live(c, 2)
		}},
		{"lookup/found", "Lookup finds a booking by its key, with the same tracking number; a key that was never used is ErrNotFound.", func(c *check, s Carrier) {
			look, ok := s.Carrier.(order.CarrierLookup)
			if !ok || s.Carrier.Traits().Lookup == order.LookupNone {
				c.skip("the carrier cannot be asked")
			}
			_, err := look.Lookup(c.ctx, s.parcel("book", "k-1", ""))
			c.want(err, order.ErrNotFound, "looking up a key that was never used")
			s.live(c, 0)
			if s.Carrier.Traits().Lookup != order.LookupStrong {
				return
			}
			tracking := s.book(c, "k-1")
			r, err := look.Lookup(c.ctx, s.parcel("book", "k-1", ""))
			c.done(err, "looking up a booking")
			if r.Ref != tracking {
				c.broken("the lookup says %q, the booking was %q", r.Ref, tracking)
			}
			s.live(c, 1)
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Carrier) {
			_, err := s.Carrier.Book(ended(c.ctx), s.parcel("book", "k-1", ""))
			c.notRefused(err, "booking")
		}},
	}
}
