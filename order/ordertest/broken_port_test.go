package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// brokenGateways are payment gateways with one mistake each, and a clause that
// must notice it.
var brokenGateways = []struct {
	name   string
	clause string
	wrap   func(p *memory.Payments) order.PaymentGateway
}{
	{"makes a new key for every attempt", "charge/same_key", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, before: func(g *gateway, c *order.PaymentCall) { c.Key += fmt.Sprint("#", g.calls.Add(1)) }}
	}},
	{"forgets the order in the key", "charge/other_key", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, before: func(_ *gateway, c *order.PaymentCall) { c.Key = c.Op + c.Amount.String() }}
	}},
	{"looks for the key, then charges", "charge/same_key", func(p *memory.Payments) order.PaymentGateway { return &looksFirst{Payments: p} }},
	{"numbers the answers", "charge/same_key", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, after: func(g *gateway, r order.Receipt, err error) (order.Receipt, error) {
			r.Ref += fmt.Sprint("/", g.calls.Add(1))
			return r, err
		}}
	}},
	{"does not classify refusals", "charge/declined", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, after: func(_ *gateway, r order.Receipt, err error) (order.Receipt, error) {
			if err != nil {
				err = errors.New("402 payment required")
			}
			return r, err
		}}
	}},
	{"calls every failure a refusal", "context/ended", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, after: func(_ *gateway, r order.Receipt, err error) (order.Receipt, error) {
			if err != nil {
				err = order.Decline("failed", err.Error())
			}
			return r, err
		}}
	}},
	{"takes a refusal for done", "capture/too_much", func(p *memory.Payments) order.PaymentGateway {
		return &gateway{Payments: p, after: func(_ *gateway, r order.Receipt, _ error) (order.Receipt, error) { return r, nil }}
	}},
	{"captures what is left instead of the amount", "capture/partial", func(p *memory.Payments) order.PaymentGateway { return &capturesAll{Payments: p} }},
	{"cannot find what it did", "lookup/found", func(p *memory.Payments) order.PaymentGateway { return &blind{Payments: p} }},
	{"finds what it never did", "lookup/not_found", func(p *memory.Payments) order.PaymentGateway { return &sees{Payments: p} }},
}

func TestThePaymentSuiteCatchesBrokenGateways(t *testing.T) {
	for _, b := range brokenGateways {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			caught(t, b.clause, ordertest.CheckPayments(func(ordertest.T) ordertest.Payments {
				p := memory.NewPayments(memory.PortConfig{})
				return ordertest.Payments{Gateway: b.wrap(p), Token: "tok", DeclinedToken: memory.DeclinedToken,
					Paid: func(_ context.Context, ref string) (currency.Amount, currency.Amount, error) {
						m, _ := p.Paid(ref)
						return m.Captured, m.Refunded, nil
					}}
			}))
		})
	}
}

func caught(t *testing.T, clause string, broken []ordertest.Broken) {
	t.Helper()
	var names []string
	for _, b := range broken {
		names = append(names, b.Clause)
	}
	require.Contains(t, names, clause)
}

type gateway struct {
	*memory.Payments
	calls  atomic.Int64
	before func(*gateway, *order.PaymentCall)
	after  func(*gateway, order.Receipt, error) (order.Receipt, error)
}

func (g *gateway) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if g.before != nil {
		g.before(g, &c)
	}
	r, err := g.Payments.Capture(ctx, c)
	if g.after != nil {
		r, err = g.after(g, r, err)
	}
	return r, err
}

// looksFirst keeps keys itself and forgets that calls come at the same time.
type looksFirst struct {
	*memory.Payments
	mu   sync.Mutex
	done map[string]order.Receipt
	n    atomic.Int64
}

func (g *looksFirst) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	g.mu.Lock()
	r, ok := g.done[c.Key]
	g.mu.Unlock()
	if ok {
		return r, nil
	}
	time.Sleep(time.Millisecond)
	key := c.Key
	c.Key += fmt.Sprint("#", g.n.Add(1))
	r, err := g.Payments.Capture(ctx, c)
	g.mu.Lock()
	defer g.mu.Unlock()
	if err == nil {
		if g.done == nil {
			g.done = make(map[string]order.Receipt)
		}
		g.done[key] = r
	}
	return r, err
}

type capturesAll struct{ *memory.Payments }

func (g *capturesAll) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if m, ok := g.Paid(c.Ref); ok {
		c.Amount = m.Authorized
	}
	return g.Payments.Capture(ctx, c)
}

type blind struct{ *memory.Payments }

func (g *blind) Lookup(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{}, order.ErrNotFound
}

type sees struct{ *memory.Payments }

func (g *sees) Lookup(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "seen"}, nil
}

// The other ports: what each fake would be with one mistake.

func TestTheStockSuiteCatchesBrokenStock(t *testing.T) {
	for _, b := range []struct {
		name, clause string
		wrap         func(*memory.Stock) order.Stock
	}{
		{"reserves line by line", "reserve/all_or_nothing", func(s *memory.Stock) order.Stock { return &lineByLine{s} }},
		{"ignores keys", "keys/same", func(s *memory.Stock) order.Stock { return &keyless{Stock: s} }},
		{"looks at the level, then takes", "race/last_unit", func(s *memory.Stock) order.Stock { return &oversells{s} }},
		{"makes goods out of nothing", "never_negative", func(s *memory.Stock) order.Stock { return &generous{s} }},
	} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			caught(t, b.clause, ordertest.CheckStock(func(ordertest.T) ordertest.Stock {
				s, made := new(memory.Stock), 0
				return ordertest.Stock{Stock: b.wrap(s),
					Fill: func(_ ordertest.T, n int64) string {
						made++
						s.Set(fmt.Sprint("sku-", made), n)
						return fmt.Sprint("sku-", made)
					},
					Available: func(_ context.Context, sku string) (int64, error) { return s.Level(sku).Available, nil }}
			}))
		})
	}
}

type lineByLine struct{ *memory.Stock }

func (s *lineByLine) Reserve(ctx context.Context, c order.StockCall) error {
	for i := range c.Goods {
		one := c
		one.Key, one.Goods = fmt.Sprint(c.Key, "/", i), c.Goods[i:i+1]
		if err := s.Stock.Reserve(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

type keyless struct {
	*memory.Stock
	n atomic.Int64
}

func (s *keyless) Reserve(ctx context.Context, c order.StockCall) error {
	c.Key = fmt.Sprint(s.n.Add(1))
	return s.Stock.Reserve(ctx, c)
}

type oversells struct{ *memory.Stock }

func (s *oversells) Reserve(ctx context.Context, c order.StockCall) error {
	sku, want := c.Goods[0].SKU, c.Goods[0].Quantity
	if s.Level(sku).Available < want {
		return order.Decline("out_of_stock", sku)
	}
	time.Sleep(time.Millisecond)
	s.Set(sku, s.Level(sku).Available-want)
	return nil
}

type generous struct{ *memory.Stock }

func (s *generous) Release(ctx context.Context, c order.StockCall) error {
	s.Set(c.Goods[0].SKU, s.Level(c.Goods[0].SKU).Available+c.Goods[0].Quantity)
	return nil
}

func TestTheOtherSuitesCatchBrokenPorts(t *testing.T) {
	t.Run("a carrier that books every call", func(t *testing.T) {
		caught(t, "book/same_key", ordertest.CheckCarrier(func(ordertest.T) ordertest.Carrier {
			return ordertest.Carrier{Carrier: &booksAll{Carrier: memory.NewCarrier(memory.PortConfig{})}}
		}))
	})
	t.Run("a single-use coupon for everybody", func(t *testing.T) {
		caught(t, "redeem/race", ordertest.CheckPromotions(promotions(func(p *memory.Promotions) order.Promotions { return &couponForAll{p} })))
	})
	t.Run("a coupon given back twice", func(t *testing.T) {
		caught(t, "give_back/once", ordertest.CheckPromotions(promotions(func(p *memory.Promotions) order.Promotions { return &givesBackTwice{p} })))
	})
	t.Run("points rounded per part", func(t *testing.T) {
		m := &roundsParts{points: map[string]int64{}}
		caught(t, "reverse/parts", ordertest.CheckMembers(func(ordertest.T) ordertest.Members {
			return ordertest.Members{Members: m, Points: func(_ context.Context, customer string) (int64, error) { return m.points[customer], nil }}
		}))
	})
}

type booksAll struct {
	*memory.Carrier
	n atomic.Int64
}

func (s *booksAll) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	p.Key = fmt.Sprint(s.n.Add(1))
	return s.Carrier.Book(ctx, p)
}

func promotions(wrap func(*memory.Promotions) order.Promotions) func(ordertest.T) ordertest.Promotions {
	return func(ordertest.T) ordertest.Promotions {
		p := new(memory.Promotions)
		return ordertest.Promotions{Promotions: wrap(p), Coupon: func(_ ordertest.T, uses int64) string {
			p.Add("CODE", uses)
			return "CODE"
		}}
	}
}

type couponForAll struct{ *memory.Promotions }

func (s *couponForAll) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	return order.Receipt{Ref: c.Key}, nil
}

type givesBackTwice struct{ *memory.Promotions }

func (s *givesBackTwice) GiveBack(ctx context.Context, c order.CouponCall) error {
	s.Add(c.Code, 2) // the count starts anew
	return nil
}

type roundsParts struct {
	mu     sync.Mutex
	points map[string]int64
}

func (s *roundsParts) Accrue(_ context.Context, c order.PointsCall) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.points[c.Customer] += c.Amount.Minor() / 100
	return nil
}

func (s *roundsParts) Reverse(_ context.Context, c order.PointsCall) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.points[c.Customer] -= c.Amount.Minor() / 100
	return nil
}
