package order

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
)

// happened books what happened to a payment at the provider, whether a call of ours has
// its answer or somebody else reports it: the authorization ends all the same.
func (w *work) happened(p *Payment, op PaymentOp, expires time.Time) error {
	gw := w.e.cfg.Gateways[p.Gateway]
	if op.Kind == "authorize" && expires.IsZero() && gw != nil && gw.Traits().AuthLife > 0 {
		expires = op.At.Add(gw.Traits().AuthLife)
	}
	p.Closed = p.Closed || op.Kind == "capture" && w.e.capturesOnce(p.Gateway)
	if err := p.take(op, expires); err != nil {
		return err
	}
	return w.moneyMoved(op.Kind, op.Ref, op.Amount, op.Settled)
}

// bookMoney lets a payment of a copy follow a call as if it was done.
func (o *Order) bookMoney(c *Call, at time.Time) error {
	switch c.Op {
	case "authorize", "capture", "void", "refund":
	default:
		return nil
	}
	p, err := o.paymentFor(c)
	if err != nil {
		return err
	}
	p.Closed = p.Closed || c.Ends
	return p.take(c.done(Receipt{}, at), time.Time{})
}

// capturesOnce reports whether an authorization ends with its first capture at the
// gateway: the provider releases what is left.
func (e *Engine) capturesOnce(gateway string) bool {
	gw, ok := e.cfg.Gateways[gateway].(Authorizer)
	return ok && !gw.(PaymentGateway).Traits().PartialCapture
}

// paymentFor is the payment that a call is about.
func (o *Order) paymentFor(c *Call) (*Payment, error) {
	p := o.payment(c.Payment)
	if p == nil {
		return nil, fmt.Errorf("order %s has no payment %s", o.ID, c.Payment)
	}
	return p, nil
}

// done is what a call that was done did at the provider.
func (c *Call) done(r Receipt, at time.Time) PaymentOp {
	return PaymentOp{Kind: c.Op, Amount: c.Amount, Settled: r.Settled, Ref: r.Ref, At: at, Key: c.Key}
}

// take adds one thing that happened at the provider.
func (p *Payment) take(op PaymentOp, expires time.Time) error {
	var err error
	add := func(to *currency.Amount) {
		if err == nil {
			*to, err = to.Add(op.Amount)
		}
	}
	switch op.Kind {
	case "capture":
		add(&p.Captured)
	case "void":
		add(&p.Voided)
	case "refund":
		add(&p.Refunded)
	case "chargeback":
		add(&p.ChargedBack)
	}
	first := op.Kind == "authorize" && !slices.ContainsFunc(p.Ops, func(x PaymentOp) bool { return x.Kind == op.Kind })
	p.Ops = append(p.Ops, op)
	if err = errors.Join(err, p.reckon()); err != nil {
		return err
	}
	if first && op.Ref != "" || p.Ref == "" && (op.Kind == "authorize" || op.Kind == "capture") {
		p.Ref = op.Ref // the authorization's, also if its capture was heard of first
	}
	if op.Kind == "authorize" && !expires.IsZero() {
		at := expires.UTC()
		p.Expires = &at
	}
	return nil
}

// reckon works out what is authorized: what authorizations say, or what was
// captured if that is more, because it was charged at once or because a webhook
// was faster than the answer of the authorization.
func (p *Payment) reckon() (err error) {
	sum := currency.Zero(p.Captured.Code())
	for i := range p.Ops {
		if p.Ops[i].Kind == "authorize" && err == nil {
			sum, err = sum.Add(p.Ops[i].Amount)
		}
	}
	if c, e := p.Captured.Cmp(sum); e == nil && c > 0 {
		sum = p.Captured
	}
	p.Authorized = sum
	return err
}
