package ordertest

import (
	"context"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Payments is a payment gateway under test, in its provider's test mode.
type Payments struct {
	Gateway order.PaymentGateway
	// Token is a card or account that pays; DeclinedToken one that does not.
	// An empty DeclinedToken skips what needs it.
	Token, DeclinedToken string
	// Unit is the amount that the suite works in multiples of: one unit is
	// captured, ten at most. The zero value is EUR 10.00.
	Unit currency.Amount
	// Paid tells what the provider itself says of the payment that ref, an
	// authorization or a charge, belongs to. Nil skips what needs it.
	Paid func(ctx context.Context, ref string) (captured, refunded currency.Amount, err error)
	// Prefix makes the keys of this run differ from those of runs before; the
	// provider still remembers them. Empty is fine for a fresh fake.
	Prefix string
	// Lag is how long a lookup with order.LookupEventual may run behind.
	Lag time.Duration
}

// TestPayments checks a payment gateway against what the engine relies on.
func TestPayments(t *testing.T, open func(t T) Payments) {
	t.Helper()
	runAll(t, paymentClauses(), filledPayments(open))
}

// CheckPayments is TestPayments outside of a test; see CheckStore.
func CheckPayments(open func(t T) Payments, only ...string) []Broken {
	return checkAll(paymentClauses(), filledPayments(open), only)
}

func filledPayments(open func(T) Payments) func(T) Payments {
	return func(t T) Payments {
		p := open(t)
		if p.Unit == (currency.Amount{}) {
			p.Unit = eur(1000)
		}
		return p
	}
}

// call is a request of the suite's one order for so many units of money.
func (p *Payments) call(c *check, op, key, ref string, units int64) order.PaymentCall {
	amount, err := p.Unit.Mul(units)
	c.ok(err, "multiplying the unit")
	return order.PaymentCall{Key: p.Prefix + key, Order: p.Prefix + "o-1", Number: "1001", Payment: "p-1", Token: p.Token,
		Amount: amount, Ref: ref, Op: op}
}

// authorize promises units of money, or skips the clause.
func (p *Payments) authorize(c *check, key string, units int64) string {
	a, ok := p.Gateway.(order.Authorizer)
	if !ok {
		c.skip("the gateway does not authorize")
	}
	r, err := a.Authorize(c.ctx, p.call(c, "authorize", key, "", units))
	c.done(err, "authorizing %d units", units)
	if r.Ref == "" {
		c.broken("the receipt of an authorization has no reference")
	}
	return r.Ref
}

// charge takes units of money at once.
func (p *Payments) charge(c *check, key string, units int64) string {
	r, err := p.Gateway.Capture(c.ctx, p.call(c, "capture", key, "", units))
	c.done(err, "charging %d units", units)
	if r.Ref == "" {
		c.broken("the receipt of a charge has no reference")
	}
	return r.Ref
}

// paid ends the clause unless the provider says so many units were captured and
// refunded. Without a probe it believes it.
func (p *Payments) paid(c *check, ref string, captured, refunded int64) {
	if p.Paid == nil {
		return
	}
	gotCaptured, gotRefunded, err := p.Paid(c.ctx, ref)
	c.ok(err, "asking the provider for %q", ref)
	wantCaptured, _ := p.Unit.Mul(captured)
	wantRefunded, _ := p.Unit.Mul(refunded)
	if gotCaptured.Minor() != wantCaptured.Minor() || gotRefunded.Minor() != wantRefunded.Minor() {
		c.broken("the provider says captured %v, refunded %v; it should be %v and %v", gotCaptured, gotRefunded, wantCaptured, wantRefunded)
	}
}

// needsKeys skips the clause for gateways that do not remember keys.
func (p *Payments) needsKeys(c *check) {
	if p.Gateway.Traits().KeyLife == 0 {
		c.skip("the gateway does not remember keys")
	}
}
