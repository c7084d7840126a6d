package order_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// shop is an engine over fakes that keep the outside truth.
type shop struct {
	*order.Engine
	order.Config // what the engine was made of
	t            testing.TB
	ctx          context.Context
	clock        *clock
	store        *memory.Store
	pay          *memory.Payments
	carrier      *memory.Carrier
	online       *memory.Carrier
	stock        *memory.Stock
	coupons      *memory.Promotions
	members      *memory.Members
}

func newShop(t testing.TB, change ...func(*order.Config)) *shop {
	t.Helper()
	c := &clock{t: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	port := memory.PortConfig{Now: c.now}
	s := &shop{t: t, ctx: context.Background(), clock: c, store: memory.NewStore(memory.Config{Now: c.now}),
		pay: memory.NewPayments(port), carrier: memory.NewCarrier(port), online: memory.NewCarrier(port),
		stock: &memory.Stock{}, coupons: &memory.Promotions{}, members: &memory.Members{}}
	for _, sku := range []string{"MUG", "RING", "CUP"} {
		s.stock.Set(sku, 1_000_000)
	}
	s.coupons.Add("SPRING", 1)
	var ids atomic.Int64
	cfg := order.Config{
		Store: s.store, Now: c.now, NewID: func() string { return fmt.Sprintf("o%d", ids.Add(1)) },
		Gateways: map[string]order.PaymentGateway{"": s.pay},
		Carriers: map[string]order.Carrier{"": s.carrier, "download": s.online},
		Patience: time.Minute, Poll: time.Second,
		Stock: s.stock, Promotions: s.coupons, Members: s.members,
	}
	for _, f := range change {
		f(&cfg)
	}
	e, err := order.New(cfg)
	require.NoError(t, err)
	s.Engine, s.Config = e, cfg
	return s
}

func eur(s string) currency.Amount { return currency.MustParse(s, currency.EUR) }

func item(id, typ, price string, quantity int64) order.Item {
	return order.Item{SKU: strings.ToUpper(id), Title: id, Type: typ, Line: pricing.Line{ID: id, Unit: eur(price).Decimal(), Quantity: quantity,
		Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: currency.New(1900, currency.EUR).Decimal()}}}}
}

// mixed is one order of three product types: 3 mugs, a ring made to order, and a
// download, with a coupon over all and shipping.
func mixed() order.Draft {
	song := item("song", "download", "5.00", 1)
	song.SKU = ""
	return order.Draft{
		Number: "2026-1", Customer: "c-7", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items:     []order.Item{item("mug", "goods", "12.50", 3), item("ring", "made_to_order", "80.00", 1), song},
		Discounts: []pricing.Discount{{ID: "spring", Code: "SPRING", Percent: currency.New(1000, currency.EUR).Decimal()}},
		Charges: []order.Fee{{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Amount: eur("4.90"),
			Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: currency.New(1900, currency.EUR).Decimal()}}}}},
		Name: "山田 太郎", Email: "taro@example.com",
		ShipTo: i18n.Address{Name: "山田 太郎 🏠", Lines: []string{"丸の内1-9-1"}, Locality: "千代田区", Region: "東京都",
			PostalCode: "〒100-0005", Country: "JP", Language: "ja"},
	}
}

func goods(quantity int64) order.Draft {
	d := mixed()
	d.Items = []order.Item{item("mug", "goods", "12.50", quantity)}
	d.Discounts = nil
	return d
}

func (s *shop) place(d order.Draft) *order.Order {
	s.t.Helper()
	r, err := s.Place(s.ctx, d, order.By(fsm.Customer, "c-7"))
	require.NoError(s.t, err)
	require.Equal(s.t, order.Done, r.Status)
	s.check(r.Order.ID)
	return &r.Order
}

func (s *shop) do(id string, a order.Action, opts ...order.Option) *order.Result {
	s.t.Helper()
	if len(opts) == 0 {
		opts = []order.Option{order.By(fsm.Staff, "anna")}
	}
	r, err := s.Do(s.ctx, id, a, opts...)
	require.NoError(s.t, err, "%s", a.Name())
	require.Equal(s.t, order.Done, r.Status, "%s: %s", a.Name(), r.Reason)
	s.check(id)
	return &r
}

// check compares what is stored with itself and with the outside truth.
func (s *shop) check(id string) *order.Order {
	s.t.Helper()
	o, err := s.Order(s.ctx, id)
	require.NoError(s.t, err)
	require.NoError(s.t, o.Check())
	m, err := o.Money()
	require.NoError(s.t, err)
	require.Equal(s.t, m.Balance, o.Balance(order.Customer), "G3: total - paid is what the journal says the customer owes")
	seen := map[string]bool{}
	for _, c := range o.Charges {
		if u := c.Undeserved; u != nil && c.Live {
			require.False(s.t, seen[u.Item+"\x00"+u.Discount], "nothing is charged again twice")
			seen[u.Item+"\x00"+u.Discount] = true
		}
	}
	entries, err := s.Journal(s.ctx, id)
	require.NoError(s.t, err)
	for _, e := range entries {
		require.True(s.t, e.Balanced(), "G3: entry %d balances", e.No)
	}
	for i := range o.Lines {
		for _, r := range o.Lines[i].Runs {
			if r.Phase == fsm.Cancelled {
				require.Zero(s.t, r.Held, "G5: cancelled units of %s hold nothing", o.Lines[i].ID)
			}
		}
	}
	audited(s.t, &o)
	return &o
}

func states(o *order.Order, line string) string {
	l, ok := o.Line(line)
	if !ok {
		return "no line"
	}
	return l.String()
}
