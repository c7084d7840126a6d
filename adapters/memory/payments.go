package memory

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// PortConfig says what a fake gateway or carrier promises.
type PortConfig struct {
	// Now is the provider's clock; nil is time.Now.
	Now func() time.Time
	// Traits is what the fake promises and keeps. Nil is everything: keys for
	// ever, strong lookup, partial captures and voids.
	Traits *order.Traits
	// Lag is for how long a new record is not yet found by Lookup. It belongs
	// to Traits with order.LookupEventual.
	Lag time.Duration
}

func (c PortConfig) filled() PortConfig {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Traits == nil {
		c.Traits = &order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong,
			PartialCapture: true, PartialVoid: true}
	}
	return c
}

// Money is what really happened to one payment, or to all of an order.
type Money struct {
	Order      string
	Authorized currency.Amount
	Captured   currency.Amount
	Voided     currency.Amount
	Refunded   currency.Amount
	Expires    time.Time
}

// DeclinedToken is a card that never pays: authorizing and charging it is
// declined with "card_declined". Every other token pays.
const DeclinedToken = "tok_declined"

// Payments is a payment gateway in the process: it authorizes, captures, voids,
// refunds, and can be asked. It is an order.PaymentGateway, order.Authorizer
// and order.PaymentLookup.
type Payments struct {
	Script
	cfg  PortConfig
	refs map[string]*Money // by the reference of an authorization or charge
	made int
}

// NewPayments returns a gateway without payments.
func NewPayments(cfg PortConfig) *Payments { return &Payments{cfg: cfg.filled()} }

// Traits returns what the gateway promises.
func (p *Payments) Traits() order.Traits { return *p.cfg.Traits }

// Authorize promises c.Amount.
func (p *Payments) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.run(ctx, "authorize", c, func() (order.Receipt, error) {
		if err := payable(c); err != nil {
			return order.Receipt{}, err
		}
		m := &Money{Order: c.Order, Authorized: c.Amount}
		if life := p.cfg.Traits.AuthLife; life > 0 {
			m.Expires = p.cfg.Now().Add(life).UTC()
		}
		return order.Receipt{Ref: p.issue("auth", m), Expires: m.Expires}, nil
	})
}

// Capture takes c.Amount of the authorization c.Ref, or charges at once.
func (p *Payments) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.run(ctx, "capture", c, func() (order.Receipt, error) {
		if err := payable(c); err != nil {
			return order.Receipt{}, err
		}
		if c.Ref == "" {
			return order.Receipt{Ref: p.issue("charge", &Money{Order: c.Order, Captured: c.Amount})}, nil
		}
		m, left, err := p.open(c)
		if err != nil {
			return order.Receipt{}, err
		}
		if above(c.Amount, left) {
			return order.Receipt{}, order.Decline(order.CodeOverCapture, "only "+left.String()+" is left")
		}
		m.Captured = plus(m.Captured, c.Amount)
		if !p.cfg.Traits.PartialCapture {
			m.Voided = plus(m.Voided, minus(left, c.Amount)) // one capture, the rest is given up
		}
		return order.Receipt{Ref: p.issue("capture", m)}, nil
	})
}

// Void gives up c.Amount of the authorization, or what is left of it.
func (p *Payments) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.run(ctx, "void", c, func() (order.Receipt, error) {
		m, left, err := p.open(c)
		if err != nil {
			return order.Receipt{}, err
		}
		amount := c.Amount
		if !p.cfg.Traits.PartialVoid || amount.IsZero() {
			amount = left
		}
		if amount.Sign() <= 0 || above(amount, left) {
			return order.Receipt{}, order.Decline("over_void", "only "+left.String()+" is left")
		}
		m.Voided = plus(m.Voided, amount)
		return order.Receipt{Ref: p.issue("void", m)}, nil
	})
}

// Refund gives c.Amount of what was captured back.
func (p *Payments) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return p.run(ctx, "refund", c, func() (order.Receipt, error) {
		m := p.refs[c.Ref]
		if m == nil {
			return order.Receipt{}, order.Decline("unknown_reference", "no such payment")
		}
		left := minus(m.Captured, m.Refunded)
		if c.Amount.Sign() <= 0 || above(c.Amount, left) {
			return order.Receipt{}, order.Decline(order.CodeOverRefund, "only "+left.String()+" can be refunded")
		}
		m.Refunded = plus(m.Refunded, c.Amount)
		return order.Receipt{Ref: p.issue("refund", m)}, nil
	})
}

// Lookup says what c.Key came to. While the customer must still act it answers
// as the call did, with order.Await.
func (p *Payments) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	call := Call{Key: c.Key, Order: c.Order, Ref: c.Ref, Amount: c.Amount}
	if p.cfg.Traits.Lookup == order.LookupNone {
		return order.Receipt{}, fmt.Errorf("this gateway cannot be asked")
	}
	return p.lookup(ctx, call, p.cfg.Now(), p.cfg.Lag)
}

func (p *Payments) run(ctx context.Context, op string, c order.PaymentCall, e effect) (order.Receipt, error) {
	call := Call{Op: op, Key: c.Key, Order: c.Order, Ref: c.Ref, Amount: c.Amount}
	return p.do(ctx, call, p.cfg.Now(), p.cfg.Traits.KeyLife, e)
}

func payable(c order.PaymentCall) error {
	switch {
	case c.Amount.Sign() <= 0:
		return order.Decline("invalid_amount", "the amount is not above zero")
	case c.Ref == "" && c.Token == DeclinedToken:
		return order.Decline("card_declined", "the bank says no")
	}
	return nil
}

// open finds an authorization and what is left of it.
func (p *Payments) open(c order.PaymentCall) (*Money, currency.Amount, error) {
	m := p.refs[c.Ref]
	if m == nil || m.Authorized.IsZero() {
		return nil, currency.Amount{}, order.Decline("unknown_reference", "no such authorization")
	}
	if !m.Expires.IsZero() && !p.cfg.Now().Before(m.Expires) {
		return nil, currency.Amount{}, order.Decline("authorization_expired", "it expired at "+m.Expires.String())
	}
	return m, minus(minus(m.Authorized, m.Captured), m.Voided), nil
}

func (p *Payments) issue(kind string, m *Money) string {
	if p.refs == nil {
		p.refs = make(map[string]*Money)
	}
	p.made++
	ref := fmt.Sprintf("%s-%d", kind, p.made)
	p.refs[ref] = m
	return ref
}
