package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// A retry waits as long as the policy says and up to a fifth longer, so that many
// orders that failed together do not come back together.
func TestRetriesWaitEverLongerUpToTheLongestAndNotAllAlike(t *testing.T) {
	minutes := []float64{5, 10, 20, 40, 60, 60, 60}
	waits := func(number string) (list []time.Duration) {
		s := newShop(t, func(c *order.Config) {
			c.Retry = fsm.Retry{First: fsm.Duration(5 * time.Minute), Factor: 2, Max: fsm.Duration(time.Hour), Attempts: len(minutes) + 1, For: fsm.Duration(100 * time.Hour)}
			c.NewID = func() string { return number }
		})
		o := s.place(numbered(goods(1), number))
		s.pay.Next("authorize", memory.Fail(len(minutes)+1))
		r, err := s.tryPay(o.ID)
		require.NoError(t, err)
		for at := r.Due; !at.IsZero(); {
			wait := at.Sub(s.clock.now())
			list = append(list, wait)
			s.pass(wait)
			if it := s.check(o.ID).Intents[0]; it.Due.Equal(at) {
				t.Fatal("nothing was tried")
			} else {
				at = it.Due
			}
		}
		assert.Equal(t, order.CaseGivenUp, s.oneCase(o.ID).Code)
		return list
	}
	a, b := waits("a"), waits("b")
	require.Len(t, a, len(minutes))
	assert.Equal(t, r5, a[0], "the first one is on time")
	differs := false
	for i, m := range minutes {
		least := time.Duration(m) * time.Minute
		assert.GreaterOrEqual(t, a[i], least, "retry %d", i+1)
		assert.LessOrEqual(t, a[i], least+least/5, "retry %d", i+1)
		differs = differs || (a[i]-b[i]).Abs() > time.Minute
	}
	assert.True(t, differs)
	assert.Equal(t, a, waits("a"), "the same for the same call")
}

func TestRetriesEndWithTheTimeOfThePolicy(t *testing.T) {
	for name, c := range map[string]struct {
		most  time.Duration
		tries int
	}{"just in time": {r5, 2}, "a moment too late": {r5 - 1, 1}} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, func(cfg *order.Config) { cfg.Retry = fsm.Retry{Attempts: 5, For: fsm.Duration(c.most)} })
			o := s.place(goods(1))
			s.pay.Next("authorize", memory.Fail(5))
			_, err := s.tryPay(o.ID)
			require.NoError(t, err)
			for range 5 {
				s.pass(time.Hour)
			}
			assert.Equal(t, order.CaseGivenUp, s.oneCase(o.ID).Code)
			assert.Len(t, s.pay.Calls("authorize"), c.tries)
		})
	}
}

func TestAKeyIsNotSentInTheMomentInWhichItsLifeEnds(t *testing.T) {
	for life, calls := range map[time.Duration]int{r5: 1, r5 + 1: 2} {
		s := with(t, order.Traits{KeyLife: life, PartialCapture: true})
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("capture", memory.LostUndone(1))
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
		require.NoError(t, err)
		s.pass(r5)
		assert.Len(t, s.pay.Calls("capture"), calls, "a life of %s", life)
	}
}

func TestAskingInVainEndsLikeTryingInVain(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Retry.Attempts = 3 })
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Lost(1))
	for range 20 {
		s.pay.Next("lookup", memory.Fail(1))
	}
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	for range 10 {
		s.pass(time.Hour)
	}
	assert.Equal(t, order.CaseUnknown, s.oneCase(o.ID).Code)
	assert.Len(t, s.pay.Calls("lookup"), 2, "one attempt and two questions")
}

func TestAFailureThatMeetsAnotherChangeIsTriedAgainOnTime(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	commits := 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if commits++; commits == 2 { // what the call came to
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, s.clock.now().Add(r5), r.Due)
	call := s.check(o.ID).Intents[0].Steps[0]
	assert.Equal(t, 1, call.Attempts)
	assert.Equal(t, order.CallTemporary, call.State)
	s.pass(r5)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	assert.Len(t, s.pay.Calls("authorize"), 2)
}

func TestSomebodyElseTakesOverAQuarterAfterTheCallsOwnTime(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	h := hang(s)
	first := s.payInBackground(o.ID)
	<-h.entered
	assert.Equal(t, s.clock.now().Add(s.Patience+s.Patience/4), s.check(o.ID).Intents[0].Due)
	close(h.leave)
	require.NoError(t, (<-first).err)
}

// A due time that is too early costs one look: the right one is stored then.
func TestAnOrderThatIsLookedAtTooEarlyIsNotLookedAtAgainAndAgain(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	w.commit = func(ctx context.Context, c *order.Change) error {
		early := *c
		early.Due = s.clock.now()
		return w.Store.Commit(ctx, &early)
	}
	o := s.place(goods(1))
	w.commit = nil
	n, err := s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	s.clock.add(10 * time.Minute) // any lease is over, and the timer not due
	n, err = s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Zero(t, n)
	s.pass(20 * time.Minute)
	assert.Equal(t, "1 cancelled", states(s.check(o.ID), "mug"))
}
