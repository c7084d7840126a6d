package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// demo runs orders on the store, with fakes for the rest of the world.
func demo(s order.Store, set ...func(*order.Config)) *order.Engine {
	var ids atomic.Int64
	stock := new(memory.Stock)
	stock.Set("MUG", 1_000_000)
	cfg := order.Config{Store: s, Now: time.Now, NewID: func() string { return fmt.Sprint("o", ids.Add(1)) },
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{})},
		Stock:    stock, Members: new(memory.Members)}
	for _, f := range set {
		f(&cfg)
	}
	e, err := order.New(cfg)
	if err != nil {
		panic(err)
	}
	return e
}

func mugs(quantity int64) order.Draft {
	eur := func(minor int64) currency.Amount { return currency.New(minor, currency.EUR) }
	return order.Draft{Customer: "c-7", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items: []order.Item{{SKU: "MUG", Title: "mug", Type: "goods", Line: pricing.Line{ID: "mug", Unit: eur(1250).Decimal(), Quantity: quantity,
			Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: eur(1900).Decimal()}}}}},
		Name: "Ada", Email: "ada@example.com",
		ShipTo: i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}}
}

func TestTheEngineRunsOrdersOnIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	ctx := context.Background()
	s := open(t, path)
	e := demo(s)
	placed, err := e.Place(ctx, mugs(3), order.By(fsm.Customer, "c-7"), order.Key("place-1"))
	require.NoError(t, err)
	id := placed.Order.ID
	for _, a := range []order.Action{
		order.Pay{With: []order.Tender{{Token: "card"}}}, order.Ship{Of: order.Some("mug", 2)}, order.Ship{}, order.Deliver{}, order.Confirm{},
		order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true},
	} {
		r, err := e.Do(ctx, id, a, order.By(fsm.Staff, "anna"), order.Key(a.Name()+fmt.Sprintf("%v", a)))
		require.NoError(t, err, a.Name())
		require.Equal(t, order.Done, r.Status, a.Name())
	}
	o, err := open(t, path).Load(ctx, id, "place-1") // as another process sees it
	require.NoError(t, err)
	require.NotNil(t, o.Answer)
	require.NoError(t, o.Order.Check())
	phases := o.Order.Phases()
	require.EqualValues(t, 1, phases[fsm.Returned])
	require.EqualValues(t, 2, phases[fsm.Confirmed])
}

// BenchmarkEngine measures the engine's own transitions: an action without
// steps, with a key, by so many callers, each with orders of its own.
func BenchmarkEngine(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			ctx := context.Background()
			s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "orders.db"), sqlite.Config{})
			require.NoError(b, err)
			defer s.Close()
			e := demo(s)
			ids := make([]string, 64)
			for i := range ids {
				r, err := e.Place(ctx, mugs(3))
				require.NoError(b, err)
				ids[i] = r.Order.ID
			}
			var next atomic.Int64
			var all sync.WaitGroup
			b.ReportAllocs()
			b.ResetTimer()
			start := time.Now()
			for c := range callers {
				all.Add(1)
				go func() {
					defer all.Done()
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						id := ids[c+callers*(int(i)%(len(ids)/callers))]
						if _, err := e.Do(ctx, id, order.Tag{Add: []string{"vip"}}, order.By(fsm.Staff, "anna"), order.Key(fmt.Sprint("k-", i))); err != nil {
							b.Error(err)
							return
						}
					}
				}()
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "transitions/s")
		})
	}
}
