package ordertest_test

import (
	"flag"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

var (
	orders = flag.Int("orders", 3000, "how many orders the simulator lets live")
	seed   = flag.Uint64("seed", 1, "the simulator's seed; 0 is another one each time")
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

func simulation(n int) ordertest.Simulation {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	return ordertest.Simulation{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft: shopping, Orders: n, Seed: s, Replay: *replay}
}

func TestThousandsOfOrdersAtOnceComeToTheirEnds(t *testing.T) {
	start := time.Now()
	s := ordertest.Simulate(t, simulation(*orders))
	t.Logf("%d orders, %d points in %v: %v\n%s", s.Orders, s.Points, time.Since(start), s.Ended, s.Matrix())
	require.True(t, *replay != "" || s.Orders == *orders)
}

func TestTheSameSeedIsTheSameSimulation(t *testing.T) {
	var traces [2]strings.Builder
	var prints [2]string
	for i := range 2 {
		x := simulation(60)
		x.Trace = &traces[i]
		prints[i] = ordertest.Simulate(t, x).Print
	}
	require.Equal(t, traces[0].String(), traces[1].String())
	require.Equal(t, prints[0], prints[1])
	require.Greater(t, traces[0].Len(), 60*1000)
	x := simulation(60)
	x.Seed++
	require.NotEqual(t, prints[0], ordertest.Simulate(t, x).Print)
}
