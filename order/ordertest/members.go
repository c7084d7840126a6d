package ordertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/order"
)

// Members is a membership system under test.
type Members struct {
	Members order.Members
	// Points tells how many points the customer has.
	Points func(ctx context.Context, customer string) (int64, error)
	// Customer makes a member without points; nil is a made-up reference.
	Customer func(t T) string
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
}

// TestMembers checks a membership system against what the engine relies on. How
// many points an amount makes is the membership's rule; EUR 100 must make some.
func TestMembers(t *testing.T, open func(t T) Members) {
	t.Helper()
	runAll(t, memberClauses(), filledMembers(open))
}

// CheckMembers is TestMembers outside of a test; see CheckStore.
func CheckMembers(open func(t T) Members, only ...string) []Broken {
	return checkAll(memberClauses(), filledMembers(open), only)
}

func filledMembers(open func(T) Members) func(T) Members {
	return func(t T) Members {
		s := open(t)
		if s.Customer == nil {
			s.Customer = func(T) string { return s.Prefix + "customer-1" }
		}
		return s
	}
}

func (s *Members) call(key, id, customer string, euros int64) order.PointsCall {
	return order.PointsCall{Key: s.Prefix + key, Order: s.Prefix + id, Customer: customer, Amount: eur(euros * 100)}
}

func (s *Members) points(c *check, customer string) int64 {
	got, err := s.Points(c.ctx, customer)
	c.ok(err, "asking for points")
	return got
}

func memberClauses() []clause[Members] {
	return []clause[Members]{
		{"accrue/same_key", "Points are credited once per key, however often and concurrently it is called; another key credits again.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			c.done(s.Members.Accrue(c.ctx, s.call("k-0", "o-0", ann, 100)), "accruing")
			once := s.points(c, ann)
			if once <= 0 {
				c.broken("EUR 100 make %d points", once)
			}
			c.keyed("accruing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100))
			})
			if got := s.points(c, ann); got != 2*once {
				c.broken("two orders of the same amount make %d points, one made %d", got, once)
			}
		}},
		{"reverse/whole", "Reversing an amount takes its points back, once per key.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			c.done(s.Members.Accrue(c.ctx, s.call("k-1", "o-1", ann, 100)), "accruing")
			c.done(s.Members.Accrue(c.ctx, s.call("k-2", "o-2", ann, 100)), "accruing")
			c.keyed("reversing", func() (order.Receipt, error) {
				return order.Receipt{}, s.Members.Reverse(c.ctx, s.call("k-3", "o-1", ann, 100))
			})
			c.done(s.Members.Reverse(c.ctx, s.call("k-4", "o-2", ann, 100)), "reversing the other order")
			if got := s.points(c, ann); got != before {
				c.broken("after everything was reversed there are %d points, before there were %d", got, before)
			}
		}},
		{"reverse/parts", "Reversing in parts takes back as much as at once, however the amounts round.", func(c *check, s Members) {
			ann := s.Customer(c.T)
			before := s.points(c, ann)
			c.done(s.Members.Accrue(c.ctx, s.call("k-0", "o-1", ann, 100)), "accruing")
			for i, minor := range []int64{3333, 3333, 3334} {
				call := s.call(fmt.Sprint("k-", i+1), "o-1", ann, 0)
				call.Amount = eur(minor)
				c.done(s.Members.Reverse(c.ctx, call), "reversing a third")
			}
			if got := s.points(c, ann); got != before {
				c.broken("after three thirds were reversed there are %d points, before there were %d", got, before)
			}
		}},
		{"context/ended", "A call under a context that has ended is not answered with a final no.", func(c *check, s Members) {
			c.notRefused(s.Members.Accrue(ended(c.ctx), s.call("k-1", "o-1", s.Customer(c.T), 1)), "accruing")
		}},
	}
}
