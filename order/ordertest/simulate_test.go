package ordertest_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

var (
	orders = flag.Int("orders", 3000, "how many orders the simulator lets live")
	seed   = flag.Uint64("seed", 1, "the simulator's seed; 0 is another one each time")
	often  = flag.Float64("often", 0, "how often something goes wrong at a point of the simulator; 0 is its own default")
)

// shopping is a random order of the standard product types.
func shopping(r *rand.Rand) order.Draft {
	types := []string{"goods", "goods", "made_to_order", "download"}
	d := draft(types[r.IntN(4)])
	d.Items[0].Line.Quantity = 1 + r.Int64N(5)
	for _, typ := range types[1:] {
		if r.IntN(4) == 0 && d.Items[0].Type != typ {
			d.Items = append(d.Items, draft(typ).Items...)
		}
	}
	for i := range d.Items {
		d.Items[i].Line.Unit = currency.New(r.Int64N(6000), currency.EUR).Decimal()
	}
	d.Policy.Prices = []pricing.Prices{pricing.Gross, pricing.Net}[r.IntN(2)]
	if r.IntN(2) == 0 {
		d.Discounts = nil
	}
	if r.IntN(3) == 0 {
		d.Charges = nil
	}
	if r.IntN(4) == 0 {
		rate, err := currency.NewRate(currency.EUR, currency.CHF, currency.New(93, currency.EUR).Decimal(), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "bank")
		if err != nil {
			panic(err)
		}
		d.Settlement = []currency.Rate{rate}
	}
	return d
}

func simulation(t *testing.T, n int) ordertest.Simulation {
	t.Helper()
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	return ordertest.Simulation{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft: shopping, Orders: n, Seed: s, Chance: *often, Replay: replayed(t)}
}

func TestThousandsOfOrdersAtOnceComeToTheirEnds(t *testing.T) {
	start := time.Now()
	s := ordertest.Simulate(t, simulation(t, *orders))
	t.Logf("%d orders, %d points in %v: %v\n%s", s.Orders, s.Points, time.Since(start), s.Ended, s.Matrix())
	require.True(t, *replay != "" || s.Orders == *orders)
}

func TestTheSameSeedIsTheSameSimulation(t *testing.T) {
	var traces [2]strings.Builder
	var prints [2]string
	for i := range 2 {
		x := simulation(t, 60)
		x.Trace = &traces[i]
		prints[i] = ordertest.Simulate(t, x).Print
	}
	require.Equal(t, traces[0].String(), traces[1].String())
	require.Equal(t, prints[0], prints[1])
	require.Greater(t, traces[0].Len(), 60*1000)
	x := simulation(t, 60)
	x.Seed++
	require.NotEqual(t, prints[0], ordertest.Simulate(t, x).Print)
}

func TestOrdersThatCompeteForStockAndCouponsComeToTheirEnds(t *testing.T) {
	x := simulation(t, min(*orders, 1000))
	x.Supply = ordertest.Supply{Stock: map[string]int64{"SKU-goods": 300, "SKU-made_to_order": 100}, Uses: map[string]int{"SPRING": 40}}
	s := ordertest.Simulate(t, x)
	require.True(t, *replay != "" || s.Ended[fsm.Cancelled] > s.Orders/3, "%v", s.Ended)
}

func TestTheSimulatorFindsWhatIsBroken(t *testing.T) {
	for name, wire := range map[string]func(*order.Config){
		"a key for every attempt": func(c *order.Config) {
			n := 0
			through(bent{call: func(c order.PaymentCall) order.PaymentCall { n++; c.Key += fmt.Sprint("#", n); return c }})(c)
		},
		"a lookup that finds nothing":        through(bent{blind: true}),
		"a reservation that is never made":   func(c *order.Config) { c.Stock = shelf{c.Stock, "reserve"} },
		"a compensation that is skipped":     func(c *order.Config) { c.Stock = shelf{c.Stock, "release"} },
		"no due time":                        keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Due = time.Time{} }),
		"journal entries that are forgotten": keeping(func(_ context.Context, _ order.Store, c *order.Change) { c.Entries = nil }),
	} {
		t.Run(name, func(t *testing.T) {
			x := simulation(t, 1000)
			x.Replay, x.Wire = "", wire
			if strings.Contains(name, "lookup") { // where keys are kept, lookups are hardly needed
				x.Traits = []order.Traits{{Lookup: order.LookupStrong, PartialCapture: true}}
			}
			s, err := x.Run()
			require.NoError(t, err)
			require.NotNil(t, s.Broken, "%d orders and nothing found", s.Orders)
			t.Logf("%s: %s", s.Broken.Replay, s.Broken.Promise)
			x.Replay = s.Broken.Replay
			again, err := x.Run()
			require.NoError(t, err)
			require.NotNil(t, again.Broken)
			require.Equal(t, s.Broken.Promise, again.Broken.Promise)
		})
	}
}

func TestAReplayThatNamesNoOrderIsAnError(t *testing.T) {
	for _, wrong := range []string{"1", "1/0", "x/0/10", "1/0/10 and more", "1/0/0", "1/-1/10", "1/0/10:", "1/0/10:7-3", "1/0/10:10", "1/0/10:8-12", "1/0/10:3,", "1/0/10:3x"} {
		x := simulation(t, 10)
		x.Replay = wrong
		_, err := x.Run()
		require.ErrorContains(t, err, "want seed/world/orders", "%q", wrong)
	}
	x := simulation(t, 10)
	x.Replay = " 1/0/10:3,5-7\n"
	s, err := x.Run()
	require.NoError(t, err)
	require.Equal(t, 10, s.Orders)
}

func TestASimulationInWhichNothingGoesWrong(t *testing.T) {
	x := simulation(t, 100)
	x.Replay, x.Chance = "", -1
	require.Empty(t, ordertest.Simulate(t, x).Hits)
}
