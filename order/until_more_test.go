package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// vague is a gateway whose lookups say something else each time.
type vague struct {
	*patient
	lookup func() error
}

func (g *vague) Lookup(_ context.Context, _ order.PaymentCall) (order.Receipt, error) {
	g.asked++
	return order.Receipt{}, g.lookup()
}

func TestForHowLongAProviderWaitsIsKeptWhateverHappensMeanwhile(t *testing.T) {
	twice := func(c *order.Config) { c.Retry.Attempts = 2 }
	strong := order.Traits{Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true}
	waits := func(t *testing.T, until time.Duration, tr order.Traits, lookup func(*shop) error) (*shop, *vague, string) {
		s := newShop(t, twice)
		s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &tr})
		g := &vague{&patient{Payments: s.pay, until: s.clock.now().Add(until)}, func() error { return lookup(s) }}
		s.Gateways[""] = g
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Await("https://bank.example/3ds"))
		r, err := s.tryPay(o.ID)
		require.NoError(t, err)
		require.Equal(t, order.Waiting, r.Status)
		return s, g, o.ID
	}
	still := func(until time.Duration) func(s *shop) error {
		return func(s *shop) error {
			return &order.Reply{Outcome: order.OutcomeWaiting, Until: s.clock.now().Add(until)}
		}
	}
	for name, c := range map[string]struct {
		traits order.Traits
		lookup func(*shop) error
	}{
		"a port that can neither be asked nor sent the same again": {order.Traits{PartialCapture: true, PartialVoid: true}, nil},
		"a key that dies before":                                   {order.Traits{KeyLife: 4 * time.Minute, PartialCapture: true, PartialVoid: true}, nil},
		"lookups that fail":                                        {strong, func(*shop) error { return order.Retry(errBroken) }},
		"lookups that do not say it again":                         {strong, func(*shop) error { return order.Await("") }},
	} {
		t.Run("no person is asked before: "+name, func(t *testing.T) {
			s, _, id := waits(t, 2*time.Hour, c.traits, c.lookup)
			for range 119 {
				s.pass(time.Minute)
				require.Empty(t, s.check(id).Cases, "%s", lazy(func() string { return s.story(id) }))
			}
			s.pass(time.Minute)
			assert.Equal(t, order.CaseUnknown, s.oneCase(id).Code)
		})
	}
	t.Run("one that always waits a little longer is not asked for ever", func(t *testing.T) {
		s, g, id := waits(t, time.Second, strong, still(time.Second))
		for range 60 {
			s.pass(time.Minute)
		}
		assert.Equal(t, order.CaseUnknown, s.oneCase(id).Code)
		assert.LessOrEqual(t, g.asked, 2)
	})
	t.Run("until the end of time is no time", func(t *testing.T) {
		for _, years := range []int{100, 8000, 60000} {
			s, _, id := waits(t, time.Hour, strong, func(s *shop) error {
				return &order.Reply{Outcome: order.OutcomeWaiting, Until: s.clock.now().AddDate(years, 0, 0)}
			})
			for range 120 {
				s.pass(time.Minute)
			}
			assert.Equal(t, order.CaseUnknown, s.oneCase(id).Code, years)
		}
	})
}
