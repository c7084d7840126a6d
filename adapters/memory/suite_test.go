package memory_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
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
		ordertest.TestPayments(t, payments(&order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupEventual}))
	})
	t.Run("carrier", func(t *testing.T) {
		ordertest.TestCarrier(t, func(t ordertest.T) ordertest.Carrier {
			c := memory.NewCarrier(memory.PortConfig{})
			return ordertest.Carrier{Carrier: c, Live: func(_ context.Context, id string) (int, error) {
				live := 0
				for _, p := range c.Parcels(id) {
					if !p.Cancelled {
						live++
					}
				}
				return live, nil
			}}
		})
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
				Used: func(_ context.Context, code string) (int64, error) { return p.Used(code), nil },
			}
		})
	})
	t.Run("members", func(t *testing.T) {
		ordertest.TestMembers(t, func(t ordertest.T) ordertest.Members {
			var m memory.Members
			return ordertest.Members{Members: &m,
				Points: func(_ context.Context, customer string) (int64, error) { return m.Points(customer), nil }}
		})
	})
}

func payments(traits *order.Traits) func(ordertest.T) ordertest.Payments {
	return func(t ordertest.T) ordertest.Payments {
		p := memory.NewPayments(memory.PortConfig{Traits: traits})
		return ordertest.Payments{Gateway: p, Token: "tok_pays", DeclinedToken: memory.DeclinedToken,
			Paid: func(_ context.Context, ref string) (currency.Amount, currency.Amount, error) {
				m, ok := p.Paid(ref)
				if !ok {
					return currency.Amount{}, currency.Amount{}, order.ErrNotFound
				}
				return m.Captured, m.Refunded, nil
			}}
	}
}
