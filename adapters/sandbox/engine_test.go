package sandbox_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// TestAnOrderAgreesWithTheLedgerWhateverGoesWrong takes an order to its end and
// half of it back, with one fault at one operation, and one at the webhooks. What
// the order says was paid must be what the provider has.
func TestAnOrderAgreesWithTheLedgerWhateverGoesWrong(t *testing.T) {
	for _, op := range []string{"authorize", "capture", "refund", "book", "label"} {
		for _, fault := range []string{"unavailable", "limited", "dropped", "lost", "broken", "stuck", "forgotten"} {
			for _, hook := range []string{"", "twice", "late", "swapped", "never"} {
				t.Run(op+"/"+fault+"/"+hook, func(t *testing.T) {
					s, e := wired(t)
					require.NoError(t, s.Fail(sandbox.Fault{Answer: fault, On: op, Times: 1}))
					if hook != "" {
						require.NoError(t, s.Fail(sandbox.Fault{Answer: hook, On: "webhook", Times: 1, Delay: time.Hour}))
					}
					id := live(t, s, e)
					o, err := e.Order(t.Context(), id)
					require.NoError(t, err)
					m, err := o.Money()
					require.NoError(t, err)
					l := s.Ledger(id)
					require.Len(t, l.Payments, 1, "paid once")
					kept, err := l.Payments[0].Captured.Sub(l.Payments[0].Refunded)
					require.NoError(t, err)
					require.Equal(t, kept, m.Paid)
					require.Equal(t, eur(2500), kept, "two of three mugs stay")
					var parcels, labels int
					for _, p := range l.Parcels {
						if p.Return {
							labels++
						} else if !p.Cancelled {
							parcels++
						}
					}
					require.Equal(t, []int{1, 1}, []int{parcels, labels}, "one parcel out and one back")
					require.Empty(t, o.Cases)
				})
			}
		}
	}
}

// wired is an engine whose money and parcels are in a sandbox, which sends its
// webhooks back.
func wired(t *testing.T) (*shop, *order.Engine) {
	var s *shop
	var e *order.Engine
	hooks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := sandbox.Notice(r, "s3cret", "", s.now)
		if err == nil {
			err = e.Notify(r.Context(), n)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(hooks.Close)
	s = open(t, sandbox.Config{Secret: "s3cret", Hooks: hooks.URL})
	stock := new(memory.Stock)
	stock.Set("MUG", 10)
	n := 0
	e, err := order.New(order.Config{
		Store: memory.NewStore(memory.Config{Now: func() time.Time { return s.now }}), Now: func() time.Time { return s.now },
		NewID:    func() string { n++; return fmt.Sprint("o", n) },
		Gateways: map[string]order.PaymentGateway{"": s.Gateway},
		Carriers: map[string]order.Carrier{"": sandbox.Carrier{URL: s.url, Secret: "s3cret"}},
		Stock:    stock,
	})
	require.NoError(t, err)
	return s, e
}

// live is the life of an order: three mugs are sent, one comes back. After every
// step the shop works off what is due, and webhooks arrive.
func live(t *testing.T, s *shop, e *order.Engine) string {
	placed, err := e.Place(t.Context(), order.Draft{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items:  []order.Item{{SKU: "MUG", Type: "goods", Line: pricing.Line{ID: "mug", Unit: eur(1250).Decimal(), Quantity: 3}}},
		ShipTo: i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}})
	require.NoError(t, err)
	id := placed.Order.ID
	for _, a := range []order.Action{order.Pay{With: []order.Tender{{Token: "tok"}}}, order.Ship{}, order.Deliver{},
		order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true}} {
		_, err := e.Do(t.Context(), id, a, order.By(fsm.Staff, "anna"), order.Key(a.Name()))
		require.NoError(t, err, a.Name())
		for range 20 {
			_, _ = s.Deliver(context.WithoutCancel(t.Context()))
			worked, err := e.Pass(t.Context())
			require.NoError(t, err)
			o, err := e.Order(t.Context(), id)
			require.NoError(t, err)
			if worked == 0 && len(o.Intents) == 0 {
				break
			}
			s.now = s.now.Add(6 * time.Minute)
		}
	}
	s.now = s.now.Add(2 * time.Hour)
	_, _ = s.Deliver(t.Context())
	_, err = e.Pass(t.Context())
	require.NoError(t, err)
	return id
}
