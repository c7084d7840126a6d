package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Gateway is a shop's own payment gateway: prepaid accounts, charged at once. It
// has no authorizations, so it is an order.PaymentGateway and nothing more; the
// engine then charges where it would authorize.
type Gateway struct {
	mu       sync.Mutex
	Accounts map[string]currency.Amount // what is left, by token
	answers  map[string]answer          // by key: a repeated call gets the same one
	charges  map[string]*charge         // by reference
}

type answer struct {
	receipt order.Receipt
	err     error
}

type charge struct {
	token           string
	taken, refunded currency.Amount
}

// Traits says that keys are honoured for as long as the process lives. A gateway
// over a network would say what its provider promises.
func (g *Gateway) Traits() order.Traits {
	return order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong}
}

// Capture charges an account.
func (g *Gateway) Capture(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.once(c.Key, func() (order.Receipt, error) {
		if c.Ref != "" {
			return order.Receipt{}, order.Decline("no_authorizations", "this gateway charges at once")
		}
		left, err := g.Accounts[c.Token].Add(c.Amount.Neg())
		if err != nil || c.Amount.Sign() <= 0 || left.Sign() < 0 {
			return order.Receipt{}, order.Decline("insufficient_funds", "the account has "+g.Accounts[c.Token].String())
		}
		g.Accounts[c.Token] = left
		ref := fmt.Sprintf("charge-%d", len(g.charges)+1)
		g.charges[ref] = &charge{token: c.Token, taken: c.Amount, refunded: currency.Zero(c.Amount.Code())}
		return order.Receipt{Ref: ref}, nil
	})
}

// Refund gives a charge back, or a part of it.
func (g *Gateway) Refund(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.once(c.Key, func() (order.Receipt, error) {
		ch := g.charges[c.Ref]
		if ch == nil || c.Amount.Sign() <= 0 {
			return order.Receipt{}, order.Decline("unknown_charge", "there is no charge "+c.Ref)
		}
		sum, err := ch.refunded.Add(c.Amount)
		if over, odd := sum.Cmp(ch.taken); err != nil || odd != nil || over > 0 {
			return order.Receipt{}, order.Decline(order.CodeOverRefund, "only "+ch.taken.String()+" was taken")
		}
		left, err := g.Accounts[ch.token].Add(c.Amount)
		if err != nil {
			return order.Receipt{}, order.Decline("account_full", err.Error())
		}
		ch.refunded, g.Accounts[ch.token] = sum, left
		return order.Receipt{Ref: "refund of " + c.Ref + ": " + c.Key}, nil
	})
}

// Lookup says what a key came to.
func (g *Gateway) Lookup(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if a, ok := g.answers[c.Key]; ok {
		return a.receipt, a.err
	}
	return order.Receipt{}, order.ErrNotFound
}

// once lets something happen once per key, and answers the same ever after. A
// refusal is an answer too.
func (g *Gateway) once(key string, effect func() (order.Receipt, error)) (order.Receipt, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if a, ok := g.answers[key]; ok {
		return a.receipt, a.err
	}
	if g.answers == nil {
		g.answers, g.charges = map[string]answer{}, map[string]*charge{}
	}
	receipt, err := effect()
	g.answers[key] = answer{receipt, err}
	return receipt, err
}
