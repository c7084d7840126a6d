package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// bent is the world's, changed on its way.
type bent struct {
	of    order.PaymentGateway
	call  func(c order.PaymentCall) order.PaymentCall
	reply func(r order.Receipt, err error) (order.Receipt, error)
	twice bool
	blind bool
}

func (g bent) Traits() order.Traits { return g.of.Traits() }

func (g bent) pass(ctx context.Context, c order.PaymentCall, f func(context.Context, order.PaymentCall) (order.Receipt, error)) (order.Receipt, error) {
	if g.call != nil {
		c = g.call(c)
	}
	r, err := f(ctx, c)
	if g.twice && err == nil {
		c.Key += "'"
		_, _ = f(ctx, c)
	}
	if g.reply != nil {
		return g.reply(r, err)
	}
	return r, err
}

func (g bent) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.pass(ctx, c, g.of.(order.Authorizer).Authorize)
}

func (g bent) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.pass(ctx, c, g.of.(order.Authorizer).Void)
}

func (g bent) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.pass(ctx, c, g.of.Capture)
}

func (g bent) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.pass(ctx, c, g.of.Refund)
}

func (g bent) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if g.blind {
		return order.Receipt{}, order.ErrNotFound
	}
	return g.of.(order.PaymentLookup).Lookup(ctx, c)
}

func through(g bent) func(*order.Config) {
	return func(c *order.Config) {
		g.of = c.Gateways[""]
		c.Gateways[""] = g
	}
}

// careless is a store that changes what it is given.
type careless struct {
	order.Store
	change func(context.Context, order.Store, *order.Change)
}

func (s careless) Commit(ctx context.Context, c *order.Change) error {
	copied := *c
	o := c.Order.Clone()
	copied.Order = &o
	s.change(ctx, s.Store, &copied)
	return s.Store.Commit(ctx, &copied)
}

func keeping(change func(context.Context, order.Store, *order.Change)) func(*order.Config) {
	return func(c *order.Config) { c.Store = careless{c.Store, change} }
}

// shelf is a stock that forgets one of its verbs.
type shelf struct {
	order.Stock
	forgets string
}

func (s shelf) Reserve(ctx context.Context, c order.StockCall) error {
	if s.forgets == "reserve" {
		return nil
	}
	return s.Stock.Reserve(ctx, c)
}

func (s shelf) Release(ctx context.Context, c order.StockCall) error {
	if s.forgets == "release" {
		return nil
	}
	return s.Stock.Release(ctx, c)
}

func (s shelf) Commit(ctx context.Context, c order.StockCall) error {
	if s.forgets == "commit" {
		return nil
	}
	return s.Stock.Commit(ctx, c)
}

// quoted is a pricer whose quote is changed by as little as a cent.
func quoted(change func(q *pricing.Quote, cent currency.Amount)) func(*order.Config) {
	return func(c *order.Config) {
		c.Price = func(cart pricing.Cart) (pricing.Quote, error) {
			q, err := pricing.Calculate(cart)
			change(&q, currency.New(1, currency.EUR))
			return q, err
		}
	}
}

// TestTheExplorerFindsWhatIsBroken breaks an engine from outside, in ways in which
// engines of shops are broken from inside.
func TestTheExplorerFindsWhatIsBroken(t *testing.T) {
	back := by(fsm.Customer, order.Pay{}, order.Cancel{Of: order.Some("goods", 1)})
	back = append(back, by(fsm.Staff, order.Ship{}, order.Deliver{}, order.Refund{Amount: currency.New(100, currency.EUR)})...)
	unsure := func(err error) bool {
		var r *order.Reply
		return errors.As(err, &r) && r.Outcome == order.OutcomeUnknown
	}
	for name, wire := range map[string]func(*order.Config){
		"a key for every attempt": func(c *order.Config) {
			n := 0
			through(bent{call: func(c order.PaymentCall) order.PaymentCall { n++; c.Key += fmt.Sprint("#", n); return c }})(c)
		},
		"a lost answer taken for a no": through(bent{reply: func(r order.Receipt, err error) (order.Receipt, error) {
			if unsure(err) {
				return r, order.Decline("timeout", "")
			}
			return r, err
		}}),
		"a lost answer taken for a yes": through(bent{reply: func(r order.Receipt, err error) (order.Receipt, error) {
			if unsure(err) {
				return order.Receipt{Ref: "none"}, nil
			}
			return r, err
		}}),
		"a lost answer taken for not now": through(bent{blind: true, call: func(c order.PaymentCall) order.PaymentCall {
			return c
		}, reply: func(r order.Receipt, err error) (order.Receipt, error) {
			if unsure(err) {
				return r, order.Decline("gone", "")
			}
			return r, err
		}}),
		"every charge twice":             through(bent{twice: true}),
		"another amount than was agreed": through(bent{call: func(c order.PaymentCall) order.PaymentCall { c.Amount, _ = c.Amount.Mul(2); return c }}),
		"a lookup that finds nothing":    through(bent{blind: true}),
		"no version compared": keeping(func(ctx context.Context, s order.Store, c *order.Change) {
			if now, err := s.Load(ctx, c.Order.ID, ""); err == nil {
				c.Expect, c.Token = now.Order.Version, ""
				c.Order.Version = c.Expect + 1
			}
		}),
		"an action that is not written down": keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Order.Intents = nil }),
		"no due time":                        keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Due = time.Time{} }),
		"answers that are forgotten":         keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Answers = nil }),
		"events that are forgotten":          keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Events = nil }),
		"journal entries that are forgotten": keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Entries = nil }),
		"a payment that is forgotten":        keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Order.Payments = nil }),
		"notices that are never applied":     keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Applied = nil }),
		"a reservation that is never made":   func(c *order.Config) { c.Stock = shelf{c.Stock, "reserve"} },
		"a compensation that is skipped":     func(c *order.Config) { c.Stock = shelf{c.Stock, "release"} },
		"goods that never leave the books":   func(c *order.Config) { c.Stock = shelf{c.Stock, "commit"} },
		"prices that lose a cent":            quoted(func(q *pricing.Quote, cent currency.Amount) { q.Gross, _ = q.Gross.Sub(cent) }),
		"a line that costs another cent":     quoted(func(q *pricing.Quote, cent currency.Amount) { q.Lines[0].Gross, _ = q.Lines[0].Gross.Add(cent) }),
		"a tax that nobody is asked for":     quoted(func(q *pricing.Quote, cent currency.Amount) { q.Lines[0].Tax, q.Tax = cent, cent }),
		"a charge that is forgotten":         quoted(func(q *pricing.Quote, _ currency.Amount) { q.Charges = nil }),
		"a line that is forgotten":           quoted(func(q *pricing.Quote, _ currency.Amount) { q.Lines = nil }),
		"a discount that is given twice":     quoted(func(q *pricing.Quote, _ currency.Amount) { q.Discount, _ = q.Discount.Mul(2) }),
		"prices of another currency":         quoted(func(q *pricing.Quote, _ currency.Amount) { q.Currency = currency.USD }),
		"a price for another quantity":       quoted(func(q *pricing.Quote, _ currency.Amount) { q.Lines[0].Quantity++ }),
		"a price below zero":                 quoted(func(q *pricing.Quote, _ currency.Amount) { q.Gross, q.Net = q.Gross.Neg(), q.Net.Neg() }),
		"a pricer that panics on Wednesday":  quoted(func(*pricing.Quote, currency.Amount) { panic("no rule for Wednesdays") }),
	} {
		t.Run(name, func(t *testing.T) {
			x := ordertest.Exploration{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
				Traits: order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
				Draft:  draft("goods"), Steps: back, Ends: fsm.Completed, Faults: 1, Wire: wire}
			e, err := x.Run()
			require.NoError(t, err)
			require.NotNil(t, e.Broken, "%d runs and nothing found", e.Runs)
			require.NotEmpty(t, e.Broken.Promise)
			t.Logf("%d runs: %s: %s", e.Runs, e.Broken.Script, e.Broken.Promise)
		})
	}
}
