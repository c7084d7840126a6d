package sandbox_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

func TestTheGatewayKeepsThePromisesOfItsPort(t *testing.T) {
	ordertest.TestPayments(t, func(t ordertest.T) ordertest.Payments {
		s := sandbox.New(sandbox.Config{Secret: "s3cret"})
		web := httptest.NewServer(s)
		t.Cleanup(web.Close)
		return ordertest.Payments{Gateway: sandbox.Gateway{URL: web.URL, Secret: "s3cret"}, Token: "tok", DeclinedToken: sandbox.DeclinedToken,
			Paid: func(_ context.Context, ref string) (captured, refunded currency.Amount, err error) {
				all := s.Ledger("")
				for _, m := range all.Movements {
					for _, p := range all.Payments {
						if m.ID == ref && m.Of == p.ID {
							return p.Captured, p.Refunded, nil
						}
					}
				}
				return captured, refunded, order.ErrNotFound
			}}
	})
}

func TestTheCarrierKeepsThePromisesOfItsPort(t *testing.T) {
	ordertest.TestCarrier(t, func(t ordertest.T) ordertest.Carrier {
		s := sandbox.New(sandbox.Config{})
		web := httptest.NewServer(s)
		t.Cleanup(web.Close)
		return ordertest.Carrier{Carrier: sandbox.Carrier{URL: web.URL}, Live: func(_ context.Context, id string) (int, error) {
			live := 0
			for _, p := range s.Ledger(id).Parcels {
				if !p.Cancelled {
					live++
				}
			}
			return live, nil
		}}
	})
}
