package ordertest_test

import (
	"context"
	"errors"
	"time"

	"github.com/orderkit/orderkit/order"
)

// brokenAnswers are gateways that do what they are asked and say something else,
// or promise more than they keep.
func brokenAnswers() []broken {
	return []broken{
		gateway("does not classify refusals", `charge/declined authorize/declined capture/unknown capture/whole refund/parts
			refund/unknown refund/authorized refund/does_not_reopen refund/own_payment void/unknown void/whole void/part void/rest
			void/captured void/ended lookup/refused amount/mixed_currencies confirm/no authorize/life`,
			failing(func(string, error) error { return errOdd })),
		gateway("calls every failure a refusal", "context/ended down/charge down/refund lookup/context lookup/down lost/charge lost/refund confirm/yes",
			failing(func(_ string, err error) error { return order.Decline("failed", err.Error()) })),
		gateway("takes a refusal for done", "capture/too_much capture/unknown refund/too_much race/capture_void charge/declined authorize/declined",
			failing(func(string, error) error { return nil })),
		gateway("gives refusals no code", "charge/declined", failing(func(_ string, err error) error { return order.Decline("", err.Error()) })),
		gateway("says that nothing was done when the answer got lost", "lost/charge lost/refund", failing(func(_ string, err error) error {
			var r *order.Reply
			if errors.As(err, &r) && r.Outcome == order.OutcomeUnknown {
				return order.Retry(err)
			}
			return err
		})),
		gateway("says that there is no record when nobody could be asked", "lookup/context lookup/down", failing(func(op string, err error) error {
			if op == "lookup" {
				return order.ErrNotFound
			}
			return err
		})),
		gateway("cannot find what it did", "lookup/found lookup/authorizations lookup/refused lookup/down", mostly("lookup",
			func(context.Context, order.PaymentCall, pay) (order.Receipt, error) {
				return order.Receipt{}, order.ErrNotFound
			})),
		gateway("finds what it never did", "lookup/not_found lookup/refused", mostly("lookup",
			func(context.Context, order.PaymentCall, pay) (order.Receipt, error) {
				return order.Receipt{Ref: "seen"}, nil
			})),
		gateway("finds the payment instead of the movement", "lookup/authorizations", func(*bank) around {
			return mostly("lookup", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
				r, err := next(ctx, "lookup", c)
				if c.Ref != "" {
					r.Ref = c.Ref
				}
				return r, err
			})(nil)
		}),
		gateway("searches by amount", "lookup/not_found", func(*bank) around {
			last := map[int64]order.Receipt{}
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				if r, ok := last[c.Amount.Minor()]; ok && op == "lookup" {
					return r, nil
				}
				r, err := next(ctx, op, c)
				if err == nil {
					last[c.Amount.Minor()] = r
				}
				return r, err
			}
		}),
		gateway("takes a customer who must confirm for one who paid", "confirm/yes confirm/no", failing(func(op string, err error) error {
			var r *order.Reply
			if errors.As(err, &r) && r.Outcome == order.OutcomeWaiting {
				return nil
			}
			return err
		})),
		gateway("never hears what the customer did", "confirm/yes confirm/no", mostly("lookup",
			func(context.Context, order.PaymentCall, pay) (order.Receipt, error) {
				return order.Receipt{}, order.Await("https://bank.example/confirm")
			})),
		gateway("takes an ended authorization for a lost answer", "void/ended authorize/life", failing(func(_ string, err error) error {
			var r *order.Reply
			if errors.As(err, &r) && r.Code == "authorization_expired" {
				return order.Unsure(err)
			}
			return err
		})),
		promising("keeps keys for an hour and promises a day", "keys/life_of_charges keys/life_of_refunds keys/life_of_authorizations",
			func(t *order.Traits) { t.KeyLife = time.Hour }, 0),
		promising("promises authorizations for a week that live a day", "authorize/life", func(t *order.Traits) { t.AuthLife = 24 * time.Hour }, 0),
		promising("promises several captures and makes one", "capture/partial refund/across_captures", func(t *order.Traits) { t.PartialCapture = false }, 0),
		promising("promises to void parts and voids all", "void/part void/same_key", func(t *order.Traits) { t.PartialVoid = false }, 0),
		promising("promises a strong lookup that lags", "lookup/found lookup/authorizations lookup/refused", func(*order.Traits) {}, time.Minute),
		gatewayAs("promises a lookup that it has no method for", "traits/true", func() (*bank, order.PaymentGateway) {
			b := kept(usual, 0, nil)
			return b, struct{ order.PaymentGateway }{b}
		}),
	}
}

// promising is a gateway that keeps less than it promises.
func promising(name, clauses string, keeps func(*order.Traits), lag time.Duration) broken {
	return gatewayAs(name, clauses, func() (*bank, order.PaymentGateway) {
		t := usual
		keeps(&t)
		b := kept(t, lag, nil)
		return b, &boastful{b}
	})
}

type boastful struct{ *bank }

// Traits returns the usual promises.
func (b *boastful) Traits() order.Traits { return usual }
