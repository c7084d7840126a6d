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
	Provider
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
			made := 0
			s.Customer = func(T) string {
				made++
				return fmt.Sprint(s.Prefix, "customer-", made)
			}
		}
		return s
	}
}

func (s *Members) call(key, id, customer string, euros int64) order.PointsCall {
	return order.PointsCall{Key: s.Prefix + key, Order: s.Prefix + id, Customer: customer, Amount: eur(euros * 100)}
}

// accrue credits points for so much money, which must be done.
func (s *Members) accrue(c *check, key, id, customer string, euros int64) {
	c.done(s.Members.Accrue(c.ctx, s.call(key, id, customer, euros)), "accruing for order %s", id)
}

// part accrues or reverses an odd amount of the order o-1, which must be done.
func (s *Members) part(c *check, f func(context.Context, order.PointsCall) error, key, customer string, minor int64) {
	call := s.call(key, "o-1", customer, 0)
	call.Amount = eur(minor)
	c.done(f(c.ctx, call), "a part of EUR 100")
}

func (s *Members) has(c *check, customer string, want int64, when string) {
	if got := s.points(c, customer); got != want {
		c.broken("%s the customer has %d points, not %d", when, got, want)
	}
}

func (s *Members) points(c *check, customer string) int64 {
	got, err := s.Points(c.ctx, customer)
	c.ok(err, "asking for points")
	return got
}
