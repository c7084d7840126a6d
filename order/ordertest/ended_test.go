package ordertest_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// touchy is a store that panics when it has handed out its last lease, and whatever
// it is asked after that.
type touchy struct {
	order.Store
	leases *int
}

func (s touchy) Load(ctx context.Context, id, key string) (order.Record, error) {
	if *s.leases < 0 {
		panic("the connection is gone")
	}
	return s.Store.Load(ctx, id, key)
}

func (s touchy) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	list, err := s.Store.Claim(ctx, due, limit, lease)
	if *s.leases -= len(list); *s.leases < 0 {
		panic("no lease is left")
	}
	return list, err
}

// A run that breaks a promise ends where it is, with others in the middle of their
// work.
func TestARunThatBreaksWhileOthersAreAtWorkIsAFinding(t *testing.T) {
	before := runtime.NumGoroutine()
	runs := 0
	x := ordertest.Exploration{Draft: draft("goods"), Steps: append(by(fsm.Customer, order.Pay{}), by(fsm.Staff, order.Ship{})...),
		Open: func(now func() time.Time) order.Store { runs++; return memory.NewStore(memory.Config{Now: now}) }}
	found := 0
	for version := range int64(4) {
		x.Check = func(o *order.Order) []string {
			if runs > 1 && o.Version > version+2 {
				return []string{"that is too many"}
			}
			return nil
		}
		for at := range 30 {
			for behind := range 4 {
				runs = 0
				x.Replay = ordertest.Script{at: ordertest.Stalled, at + 1 + behind: ordertest.Back}.String()
				e, err := x.Run()
				require.NoError(t, err)
				if e.Broken != nil {
					found++
					require.Contains(t, e.Broken.Promise, "that is too many")
				}
			}
		}
	}
	require.Positive(t, found)
	require.LessOrEqual(t, runtime.NumGoroutine(), before, "coroutines are left")
}

func TestAStoreThatPanicsInASimulationIsAFinding(t *testing.T) {
	before := runtime.NumGoroutine()
	x := simulation(t, 300)
	x.Replay, x.Chance = "", 0.2
	x.Open = func(now func() time.Time) order.Store {
		leases := 200
		return touchy{memory.NewStore(memory.Config{Now: now}), &leases}
	}
	s, err := x.Run()
	require.NoError(t, err)
	require.NotNil(t, s.Broken)
	require.Contains(t, s.Broken.Promise, "G11: a panic came out of the engine")
	require.LessOrEqual(t, runtime.NumGoroutine(), before, "coroutines are left")
}
