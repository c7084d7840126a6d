package memory_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

func TestTheStoreKeepsItsPromises(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		return ordertest.Store{Store: memory.NewStore(memory.Config{})}
	})
}

func TestTheFakesKeepThePromisesOfTheirPorts(t *testing.T) {
	t.Run("payments", func(t *testing.T) { ordertest.TestPayments(t, payments(nil)) })
	t.Run("payments without keys", func(t *testing.T) {
		ordertest.TestPayments(t, payments(&order.Traits{}))
	})
	t.Run("payments in one piece", func(t *testing.T) {
		ordertest.TestPayments(t, payments(&order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupEventual, AuthLife: 48 * time.Hour}))
	})
	t.Run("payments that can be asked but remember no keys", func(t *testing.T) {
		ordertest.TestPayments(t, payments(&order.Traits{Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true}))
	})
	t.Run("carrier", func(t *testing.T) { ordertest.TestCarrier(t, carrier(nil)) })
	t.Run("carrier that forgets keys", func(t *testing.T) {
		ordertest.TestCarrier(t, carrier(&order.Traits{KeyLife: time.Hour, Lookup: order.LookupEventual}))
	})
	t.Run("stock", func(t *testing.T) {
		ordertest.TestStock(t, func(t ordertest.T) ordertest.Stock {
			var s memory.Stock
			made := 0
			return ordertest.Stock{
				Stock: &s,
				Fill: func(_ ordertest.T, n int64) string {
					made++
					sku := fmt.Sprint("sku-", made)
					s.Set(sku, n)
					return sku
				},
				Available: func(_ context.Context, sku string) (int64, error) { return s.Level(sku).Available, nil },
				Provider:  scripted(&s.Script, nil),
			}
		})
	})
	t.Run("promotions", func(t *testing.T) {
		ordertest.TestPromotions(t, func(t ordertest.T) ordertest.Promotions {
			var p memory.Promotions
			return ordertest.Promotions{
				Promotions: &p,
				Coupon: func(_ ordertest.T, uses int64) string {
					p.Add("WELCOME", uses)
					return "WELCOME"
				},
				Used:     func(_ context.Context, code string) (int64, error) { return p.Used(code), nil },
				Provider: scripted(&p.Script, nil),
			}
		})
	})
	t.Run("members", func(t *testing.T) {
		ordertest.TestMembers(t, func(t ordertest.T) ordertest.Members {
			var m memory.Members
			return ordertest.Members{Members: &m, Provider: scripted(&m.Script, nil),
				Points: func(_ context.Context, customer string) (int64, error) { return m.Points(customer), nil }}
		})
	})
}

func TestTheStepKeepsWhatItsWorkflowDeclares(t *testing.T) {
	ordertest.TestOwnStep(t, func(ordertest.T) ordertest.OwnStep {
		var s memory.Step
		return ordertest.OwnStep{Step: &s, Declared: fsm.Step{Do: "engrave", Idempotent: true, Lookup: true}, Provider: scripted(&s.Script, nil),
			Done: func(_ context.Context, id string) (int, error) {
				n, seen := 0, map[string]bool{}
				for _, c := range s.Calls("engrave") {
					if c.Order == id && !seen[c.Key] {
						seen[c.Key] = true
						n += s.Effects(c.Key)
					}
				}
				return n, nil
			}}
	})
}

// clock is a provider's clock that the suites move.
type clock struct{ passed atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC).Add(time.Duration(c.passed.Load()))
}

// scripted is what the suites can do to a fake; stock, promotions and members
// have no clock. Each clause makes one call while the provider is down.
func scripted(s *memory.Script, c *clock) ordertest.Provider {
	return ordertest.Provider{
		Pass: func(d time.Duration) {
			if c != nil {
				c.passed.Add(int64(d))
			}
		},
		Down: func(down bool) {
			if down {
				s.Next("", memory.Fail(1))
			}
		},
		Lose: func() { s.Next("", memory.Lost(1)) },
	}
}

func payments(traits *order.Traits) func(ordertest.T) ordertest.Payments {
	return func(t ordertest.T) ordertest.Payments {
		c := &clock{}
		p := memory.NewPayments(memory.PortConfig{Traits: traits, Now: c.now, Lag: lag(traits)})
		return ordertest.Payments{Gateway: p, Token: "tok_pays", DeclinedToken: memory.DeclinedToken,
			Currencies: []currency.Code{currency.JPY, currency.BHD}, Provider: scripted(&p.Script, c), Lag: lag(traits),
			Paid: func(_ context.Context, ref string) (currency.Amount, currency.Amount, error) {
				m, ok := p.Paid(ref)
				if !ok {
					return currency.Amount{}, currency.Amount{}, order.ErrNotFound
				}
				return m.Captured, m.Refunded, nil
			}}
	}
}

// lag is how long the lookups of these tests run behind, if they may.
func lag(traits *order.Traits) time.Duration {
	if traits != nil && traits.Lookup == order.LookupEventual {
		return time.Minute
	}
	return 0
}

func carrier(traits *order.Traits) func(ordertest.T) ordertest.Carrier {
	return func(t ordertest.T) ordertest.Carrier {
		c := &clock{}
		m := memory.NewCarrier(memory.PortConfig{Traits: traits, Now: c.now, Lag: lag(traits)})
		return ordertest.Carrier{Carrier: m, Parts: true, Provider: scripted(&m.Script, c), Lag: lag(traits),
			Live: func(_ context.Context, id string) (int, error) {
				live := 0
				for _, p := range m.Parcels(id) {
					if !p.Cancelled {
						live++
					}
				}
				return live, nil
			}}
	}
}
