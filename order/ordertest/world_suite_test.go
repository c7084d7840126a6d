package ordertest_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// turns lets the callers of a world, which is for one goroutine, take turns.
type turns struct {
	mu sync.Mutex
	w  *ordertest.World
	c  order.Config
}

func worldOf(t order.Traits) *turns {
	s := &turns{w: ordertest.NewWorld(t)}
	s.w.Wire(&s.c)
	return s
}

// turn is one call of a port that waits for its turn.
func turn[C any](s *turns, f func(context.Context, C) (order.Receipt, error)) func(context.Context, C) (order.Receipt, error) {
	return func(ctx context.Context, c C) (order.Receipt, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return f(ctx, c)
	}
}

type worldBank struct{ *turns }

func (b worldBank) Traits() order.Traits { return b.w.Traits }

func (b worldBank) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways[""].(order.Authorizer).Authorize)(ctx, c)
}

func (b worldBank) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways[""].Capture)(ctx, c)
}

func (b worldBank) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways[""].(order.Authorizer).Void)(ctx, c)
}

func (b worldBank) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways[""].Refund)(ctx, c)
}

func (b worldBank) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways[""].(order.PaymentLookup).Lookup)(ctx, c)
}

// worldTill charges at once.
type worldTill struct{ *turns }

func (b worldTill) Traits() order.Traits { return b.c.Gateways["till"].Traits() }

func (b worldTill) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways["till"].Capture)(ctx, c)
}

func (b worldTill) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways["till"].Refund)(ctx, c)
}

func (b worldTill) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return turn(b.turns, b.c.Gateways["till"].(order.PaymentLookup).Lookup)(ctx, c)
}

type worldPost struct{ *turns }

func (b worldPost) Traits() order.Traits { return b.w.Traits }

func (b worldPost) Book(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return turn(b.turns, b.c.Carriers[""].Book)(ctx, c)
}

func (b worldPost) Cancel(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return turn(b.turns, b.c.Carriers[""].Cancel)(ctx, c)
}

func (b worldPost) ReturnLabel(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return turn(b.turns, b.c.Carriers[""].(order.Returner).ReturnLabel)(ctx, c)
}

func (b worldPost) Lookup(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return turn(b.turns, b.c.Carriers[""].(order.CarrierLookup).Lookup)(ctx, c)
}

// What the explorer compares orders with must itself be a right bank and carrier.
func TestTheWorldKeepsThePromisesOfItsPorts(t *testing.T) {
	for name, traits := range map[string]order.Traits{
		"everything":   {KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour},
		"only lookup":  {Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		"only keys":    {KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true},
		"in one piece": {KeyLife: 24 * time.Hour, Lookup: order.LookupEventual},
	} {
		t.Run(name, func(t *testing.T) {
			for _, gateway := range []func(*turns) order.PaymentGateway{
				func(s *turns) order.PaymentGateway { return worldBank{s} }, func(s *turns) order.PaymentGateway { return worldTill{s} },
			} {
				ordertest.TestPayments(t, func(ordertest.T) ordertest.Payments {
					s := worldOf(traits)
					return ordertest.Payments{Gateway: gateway(s), Token: "tok", Currencies: []currency.Code{currency.JPY},
						Provider: ordertest.Provider{Pass: func(d time.Duration) { ordertest.Wait(s.w, d) }},
						Paid: func(_ context.Context, ref string) (captured, refunded currency.Amount, err error) {
							return ordertest.PaidInWorld(s.w, ref)
						}}
				})
			}
			ordertest.TestCarrier(t, func(ordertest.T) ordertest.Carrier {
				s := worldOf(traits)
				return ordertest.Carrier{Carrier: worldPost{s}, Parts: true, Provider: ordertest.Provider{Pass: func(d time.Duration) { ordertest.Wait(s.w, d) }}}
			})
		})
	}
}
