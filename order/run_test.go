package order_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestOnePoisonedOrderStopsNoOther(t *testing.T) {
	poisoned := ""
	d := bare(fsm.Step{Do: "engrave", Effect: fsm.Notify, Idempotent: true, Undo: "polish"})
	tries := 0
	s := bareShop(t, d, map[string]order.Step{
		"engrave": order.StepFunc(func(_ context.Context, c order.StepCall) (order.Receipt, error) {
			if c.Order.ID == poisoned {
				tries++
				panic("poison")
			}
			return order.Receipt{Ref: "ok"}, nil
		}),
		"polish": &memory.Step{},
	})
	s.pay.Next("authorize", memory.Fail(100))
	var ids []string
	for i := range 100 {
		o := s.place(numbered(bareDraft(), fmt.Sprint(i)))
		ids = append(ids, o.ID)
		if i == 0 {
			poisoned = o.ID
		}
		r, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
		require.NoError(t, err)
		require.Equal(t, order.Pending, r.Status, "G1: accepted")
	}
	s.pay.Next("authorize", memory.OK())
	for range 400 {
		s.pass(7 * time.Minute)
	}
	for _, id := range ids[1:] {
		require.Equal(t, "2 done", states(s.check(id), "mug"), "G9: %s", id)
	}
	assert.Equal(t, "2 open", states(s.check(poisoned), "mug"))
	assert.Equal(t, 10, tries, "as often as the policy says, then a person")
	c := s.oneCase(poisoned)
	assert.Contains(t, c.Reason, "engrave")
	cases, err := s.Cases(s.ctx, 2)
	require.NoError(t, err)
	assert.Len(t, cases, 1)
}

func TestRunWorksUntilItsContextEnds(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Poll, c.Batch = time.Millisecond, 2 })
	for i := range 9 {
		s.place(numbered(goods(1), fmt.Sprint(i)))
	}
	s.clock.add(time.Hour)
	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	require.Eventually(t, func() bool {
		open, err := s.Find(s.ctx, order.Query{Phase: fsm.Created})
		return err == nil && len(open) == 0
	}, 10*time.Second, time.Millisecond)
	cancel()
	assert.ErrorIs(t, <-done, context.Canceled)
}

func TestAKickMakesRunLookAtOnce(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Poll = time.Hour })
	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	o := s.place(goods(1))
	s.clock.add(time.Hour)
	require.Eventually(t, func() bool {
		s.Kick()
		s.Kick() // one too many is none too many
		return s.check(o.ID).Status() == fsm.Cancelled
	}, 10*time.Second, time.Millisecond)
	cancel()
	<-done
}

func TestRunOutlivesAStoreThatIsDown(t *testing.T) {
	down := &stoppedStore{}
	s := newShop(t, func(c *order.Config) {
		down.Store = c.Store
		c.Store, c.Poll = down, time.Millisecond
	})
	o := s.place(goods(1))
	s.clock.add(time.Hour)
	down.stop(true)
	_, err := s.Pass(s.ctx)
	problem(t, err, order.Unavailable)
	ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
	defer cancel()
	go func() { _ = s.Run(ctx) }()
	time.Sleep(10 * time.Millisecond)
	down.stop(false)
	require.Eventually(t, func() bool { return s.check(o.ID).Status() == fsm.Cancelled }, 10*time.Second, time.Millisecond)
}

type stoppedStore struct {
	order.Store
	mu   sync.Mutex
	down bool
}

func (d *stoppedStore) stop(down bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.down = down
}

func (d *stoppedStore) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down {
		return nil, errBroken
	}
	return d.Store.Claim(ctx, due, limit, lease)
}

func (d *stoppedStore) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	return d.Store.Waiting(ctx, due, limit)
}

func TestAPassEndsWithItsContext(t *testing.T) {
	s := newShop(t)
	s.place(goods(1))
	s.clock.add(time.Hour)
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	_, err := s.Pass(ctx)
	assert.Error(t, err)
	_, err = s.Pass(s.ctx)
	require.NoError(t, err)
}

func TestAdvanceDoesWhatIsDueInOneOrder(t *testing.T) {
	s := newShop(t)
	a, b := s.place(goods(1)), s.place(numbered(goods(1), "2026-2"))
	due, err := s.Advance(s.ctx, a.ID)
	require.NoError(t, err)
	assert.Equal(t, s.clock.now().Add(30*time.Minute), due)
	s.clock.add(30 * time.Minute)
	due, err = s.Advance(s.ctx, a.ID)
	require.NoError(t, err)
	assert.Zero(t, due)
	assert.Equal(t, fsm.Cancelled, s.check(a.ID).Status())
	assert.Equal(t, fsm.Created, s.check(b.ID).Status())
	_, err = s.Advance(s.ctx, "nobody")
	problem(t, err, order.NotFound)
}

func TestALeaseOfADeadWorkerBlocksNoCustomer(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.clock.add(30 * time.Minute)
	leases, err := s.store.Claim(s.ctx, s.clock.now(), 10, time.Hour) // and the worker dies
	require.NoError(t, err)
	require.Len(t, leases, 1)
	_, err = s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Equal(t, "1 placed", states(s.check(o.ID), "mug"), "it is leased")
	s.do(o.ID, order.Pay{}, byCustomer)
	err = s.store.Commit(s.ctx, &order.Change{Order: s.check(o.ID), Expect: s.check(o.ID).Version - 1, Token: leases[0].Token})
	assert.Error(t, err, "the dead worker's own commit comes too late")
}

func TestSeveralEnginesOverOneStoreDoEverythingOnce(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Batch = 3 })
	cfg := s.Config
	var engines []*order.Engine
	for range 4 {
		e, err := order.New(cfg)
		require.NoError(t, err)
		engines = append(engines, e)
	}
	s.pay.Next("authorize", memory.Fail(40))
	var ids []string
	for i := range 40 {
		o := s.place(numbered(goods(2), fmt.Sprint(i)))
		ids = append(ids, o.ID)
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
	}
	s.clock.add(r5)
	var wg sync.WaitGroup
	for i, e := range engines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range ids {
				_, err := e.Pass(s.ctx)
				assert.NoError(t, err)
				if i%2 == 0 { // and impatient customers
					_, err = e.Do(s.ctx, ids[j], order.Pay{}, byCustomer, order.Key("pay"))
					assert.NoError(t, err)
				}
			}
		}()
	}
	wg.Wait()
	for range 3 {
		s.pass(3 * time.Minute)
	}
	for _, id := range ids {
		assert.Equal(t, "2 paid", states(s.check(id), "mug"))
		assert.Equal(t, "EUR 29.90", s.pay.PaidFor(id).Authorized.String(), "G2")
	}
	for _, c := range s.pay.Calls("authorize") {
		assert.LessOrEqual(t, s.pay.Effects(c.Key), 1)
	}
}

func TestTheOutcomeIsNotLostWhenOthersChangeTheOrder(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	gw := &slow{Payments: s.pay, entered: make(chan struct{}), leave: make(chan struct{})}
	s.Gateways[""] = gw
	done := make(chan error)
	go func() {
		_, err := s.tryPay(o.ID)
		done <- err
	}()
	<-gw.entered
	s.do(o.ID, order.Tag{Add: []string{"vip"}})
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	close(gw.leave)
	require.NoError(t, <-done)
	o = s.check(o.ID)
	assert.Equal(t, "2 paid", states(o, "mug"))
	assert.Equal(t, []string{"vip"}, o.Tags)
	assert.Len(t, s.pay.Calls("authorize"), 1)
}
