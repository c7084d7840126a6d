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
	// Token is a card or account that pays; DeclinedToken one that does not;
	// ConfirmToken one whose customer must first confirm, which Confirm does, or
	// refuses to, for the call with that key. What is empty skips what needs it.
	Token, DeclinedToken, ConfirmToken string
	Confirm                            func(ctx context.Context, key string, yes bool) error
	// Unit is the amount that the suite works in multiples of: one unit is
	// captured, ten at most. The zero value is EUR 10.00.
	Unit currency.Amount
	// Currencies are others that the account takes: with none, two or three
	// decimals, as far as possible.
	Currencies []currency.Code
	// Paid tells what the provider itself says of the payment that ref, an
	// authorization or a charge, belongs to. Nil skips what needs it.
	Paid func(ctx context.Context, ref string) (captured, refunded currency.Amount, err error)
	// Prefix makes the keys of this run differ from those of runs before; the
	// provider still remembers them. Empty is fine for a fresh fake.
	Prefix string
	// Lag is how long a lookup with order.LookupEventual may run behind.
	Lag time.Duration
	Provider
}

// TestPayments checks a payment gateway against what the engine relies on. What
// its Traits and optional interfaces promise decides which promises are tried.
func TestPayments(t *testing.T, open func(t T) Payments) {
	t.Helper()
	runAll(t, paymentClauses(), filledPayments(open))
}

// CheckPayments is TestPayments outside of a test; see CheckStore.
func CheckPayments(open func(t T) Payments, only ...string) []Broken {
	return checkAll(paymentClauses(), filledPayments(open), only)
}

func paymentClauses() []clause[Payments] {
	var all []clause[Payments]
	for _, some := range [][]clause[Payments]{
		chargeClauses(), captureClauses(), voidClauses(), refundClauses(), amountClauses(),
		keyClauses(), lookupClauses(), outageClauses(), confirmClauses(),
	} {
		all = append(all, some...)
	}
	return all
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

// make makes a call of any kind.
func (p *Payments) make(ctx context.Context, call order.PaymentCall) (order.Receipt, error) {
	switch call.Op {
	case "capture":
		return p.Gateway.Capture(ctx, call)
	case "refund":
		return p.Gateway.Refund(ctx, call)
	case "authorize":
		return p.Gateway.(order.Authorizer).Authorize(ctx, call)
	}
	return p.Gateway.(order.Authorizer).Void(ctx, call)
}

// do makes a call for so many units of money.
func (p *Payments) do(c *check, op, key, ref string, units int64) (order.Receipt, error) {
	return p.make(c.ctx, p.call(c, op, key, ref, units))
}

// done makes a call that must be done, and returns its reference.
func (p *Payments) done(c *check, op, key, ref string, units int64) string {
	r, err := p.do(c, op, key, ref, units)
	c.done(err, "%s of %d units", op, units)
	if r.Ref == "" {
		c.broken("the receipt of the %s has no reference", op)
	}
	return r.Ref
}

// needsAuthorizer skips the clause for gateways that only charge.
func (p *Payments) needsAuthorizer(c *check) {
	if _, ok := p.Gateway.(order.Authorizer); !ok {
		c.skip("the gateway does not authorize")
	}
}

// authorize promises units of money, or skips the clause.
func (p *Payments) authorize(c *check, key string, units int64) string {
	p.needsAuthorizer(c)
	return p.done(c, "authorize", key, "", units)
}

// charge takes units of money at once.
func (p *Payments) charge(c *check, key string, units int64) string {
	return p.done(c, "capture", key, "", units)
}

// capture takes units of an authorization.
func (p *Payments) capture(c *check, key, ref string, units int64) {
	p.done(c, "capture", key, ref, units)
}

// void gives up units of an authorization.
func (p *Payments) void(c *check, key, ref string, units int64) {
	_, err := p.do(c, "void", key, ref, units)
	c.done(err, "voiding %d units", units)
}

// refund gives units of money back.
func (p *Payments) refund(c *check, key, ref string, units int64) {
	p.done(c, "refund", key, ref, units)
}

// paid ends the clause unless the provider says so many units were captured and
// refunded. Without a probe it believes it.
func (p *Payments) paid(c *check, ref string, captured, refunded int64) {
	wantCaptured, _ := p.Unit.Mul(captured)
	wantRefunded, _ := p.Unit.Mul(refunded)
	p.exactly(c, ref, wantCaptured, wantRefunded)
}

// exactly is paid with amounts.
func (p *Payments) exactly(c *check, ref string, captured, refunded currency.Amount) {
	if p.Paid == nil {
		return
	}
	gotCaptured, gotRefunded, err := p.Paid(c.ctx, ref)
	c.ok(err, "asking the provider for %q", ref)
	if gotCaptured.Minor() != captured.Minor() || gotRefunded.Minor() != refunded.Minor() ||
		!captured.IsZero() && gotCaptured.Code() != captured.Code() {
		c.broken("the provider says captured %v, refunded %v; it should be %v and %v", gotCaptured, gotRefunded, captured, refunded)
	}
}

// needsPaid skips clauses that show nothing unless the provider says what it took.
func (p *Payments) needsPaid(c *check) {
	if p.Paid == nil {
		c.skip("the provider is not asked what it took")
	}
}

// needsKeys skips the clause for gateways that do not remember keys.
func (p *Payments) needsKeys(c *check) {
	if p.Gateway.Traits().KeyLife == 0 {
		c.skip("the gateway does not remember keys")
	}
}
