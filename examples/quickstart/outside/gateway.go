package outside

import (
	"context"
	"errors"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Gateway is the payment provider. It promises, takes and gives back money, can
// be asked what a key came to, and honours keys for ever, because its ledger
// does. It is an order.PaymentGateway, order.Authorizer and order.PaymentLookup.
type Gateway struct{ ledger *Ledger }

// NewGateway returns the provider that keeps this ledger.
func NewGateway(l *Ledger) *Gateway { return &Gateway{l} }

// Traits returns what the gateway promises.
func (g *Gateway) Traits() order.Traits {
	return order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true}
}

// Authorize promises money.
func (g *Gateway) Authorize(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.ledger.do(deed("authorize", c), func(_ []Deed, d *Deed) error { return positive(d) })
}

// Capture takes promised money, or charges at once if there is no promise.
func (g *Gateway) Capture(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.ledger.do(deed("capture", c), func(past []Deed, d *Deed) error {
		if d.Of == "" {
			return positive(d)
		}
		a := payment(past, d.Of)
		return a.within(d, a.promised, order.CodeOverCapture)
	})
}

// Void gives up a promise, or a part of it.
func (g *Gateway) Void(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.ledger.do(deed("void", c), func(past []Deed, d *Deed) error {
		a := payment(past, d.Of)
		return a.within(d, a.promised, "over_void")
	})
}

// Refund gives taken money back.
func (g *Gateway) Refund(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.ledger.do(deed("refund", c), func(past []Deed, d *Deed) error {
		a := payment(past, d.Of)
		return a.within(d, a.taken, order.CodeOverRefund)
	})
}

// Lookup says what a key came to.
func (g *Gateway) Lookup(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.ledger.find(c.Key)
}

func deed(op string, c order.PaymentCall) Deed {
	return Deed{Op: op, Key: c.Key, Order: c.Order, Of: c.Ref, Amount: c.Amount}
}

func positive(d *Deed) error {
	if d.Amount.Sign() <= 0 {
		return order.Decline("invalid_amount", "the amount is not above zero")
	}
	return nil
}

// account is what is left of one authorization or charge.
type account struct {
	promised, taken currency.Amount
	err             error
}

// payment adds up what was done under a reference.
func payment(past []Deed, ref string) account {
	a := account{err: order.Decline("unknown_reference", "no such payment")}
	add := func(sum *currency.Amount, amount currency.Amount) {
		s, err := sum.Add(amount)
		if *sum = s; err != nil {
			a.err = errors.Join(a.err, err)
		}
	}
	for _, d := range past {
		switch {
		case d.Outcome != order.OutcomeDone:
		case d.Ref == ref && d.Op == "authorize":
			a = account{promised: d.Amount, taken: currency.Zero(d.Amount.Code())}
		case d.Ref == ref && d.Op == "capture" && d.Of == "":
			a = account{promised: currency.Zero(d.Amount.Code()), taken: d.Amount}
		case d.Of == ref && d.Op == "capture":
			add(&a.promised, d.Amount.Neg())
			add(&a.taken, d.Amount)
		case d.Of == ref && d.Op == "void":
			add(&a.promised, d.Amount.Neg())
		case d.Of == ref && d.Op == "refund":
			add(&a.taken, d.Amount.Neg())
		}
	}
	return a
}

// within declines an amount above what is left.
func (a account) within(d *Deed, left currency.Amount, code string) error {
	if a.err != nil {
		return a.err
	}
	if c, err := d.Amount.Cmp(left); err != nil || c > 0 {
		return order.Decline(code, "only "+left.String()+" is left")
	}
	return positive(d)
}
