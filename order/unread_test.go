package order_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// withoutNotice is a store whose inbox holds a notice that cannot be read, too.
func withoutNotice(w *wrapped) func(*order.Config) {
	w.waiting = func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
		list, err := w.Store.Waiting(ctx, due, limit)
		return list, errors.Join(err, errBroken)
	}
	return wrap(w)
}

// unreadable is a store that cannot read these orders when it lists them.
func unreadable(w *wrapped, ids ...string) {
	w.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
		list, err := w.Store.Find(ctx, q)
		return slices.DeleteFunc(list, func(o order.Order) bool {
			if slices.Contains(ids, o.ID) {
				err = errors.Join(err, fmt.Errorf("order %s: %w", o.ID, errBroken))
				return true
			}
			return false
		}), err
	}
}

func TestANoticeThatCannotBeReadHoldsUpNothingElse(t *testing.T) {
	s := newShop(t, withoutNotice(&wrapped{}), func(c *order.Config) { c.Poll, c.Batch = time.Hour, 2 })
	require.NoError(t, s.Notify(s.ctx, voided("later", "1")))
	var ids []string
	for i := range 9 {
		ids = append(ids, s.place(numbered(goods(1), fmt.Sprint(i))).ID)
	}
	s.clock.add(time.Hour)
	list, err := s.Unmatched(s.ctx, 0)
	assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
	assert.Len(t, list, 1)
	n, err := s.Pass(s.ctx)
	assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
	assert.Equal(t, 3, n, "the notice that can be read, and two orders that are due")

	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	assert.Eventually(t, func() bool {
		return !slices.ContainsFunc(ids, func(id string) bool { return s.check(id).Status() != fsm.Cancelled })
	}, 10*time.Second, time.Millisecond, "while there is more, Run does not wait for its next poll")
	cancel()
	<-done
}

func TestAPassSaysEverythingThatTheStoreSays(t *testing.T) {
	w, down := &wrapped{}, &stoppedStore{}
	s := newShop(t, withoutNotice(w), func(c *order.Config) {
		down.Store = c.Store
		c.Store = down
	})
	down.stop(true)
	_, err := s.Pass(s.ctx)
	assert.Contains(t, err.Error(), "inbox")
	assert.Contains(t, err.Error(), "claim")
}

func TestAnOrderThatCannotBeReadHidesNoCaseOfAnother(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	var ids []string
	for i := range 501 { // more than a page
		o := s.place(numbered(goods(1), fmt.Sprint(i)))
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: fmt.Sprint(i), Kind: "unheard of", Order: o.ID}))
		ids = append(ids, o.ID)
		s.clock.add(time.Second)
	}
	for name, broken := range map[string][]string{
		"in the middle of a page":      {ids[300]},
		"at the end of the first page": {ids[1]},
		"the oldest and the newest":    {ids[0], ids[500]},
	} {
		t.Run(name, func(t *testing.T) {
			unreadable(w, broken...)
			cases, err := s.Cases(s.ctx, 2)
			assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
			assert.Len(t, cases, 501-len(broken))
			for _, id := range broken {
				assert.Contains(t, err.Error(), id)
			}
			list, err := s.Find(s.ctx, order.Query{Limit: 501})
			assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
			assert.Len(t, list, 501-len(broken))
		})
	}
	t.Run("none can be read", func(t *testing.T) {
		unreadable(w, ids...)
		cases, err := s.Cases(s.ctx, 2)
		assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
		assert.Empty(t, cases)
	})
}

// What a reference of a gateway of ours stands for is sure; that an event belongs to
// the only order that was found is not, when another one could not be read.
func TestAnEventFindsItsOrderThoughAnotherCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		provider string
		open     int
	}{
		"a reference of the gateway's":       {"", 1},
		"the only one, of an unknown sender": {"post", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := &wrapped{}
			s := newShop(t, wrap(w))
			o := s.place(goods(1))
			s.do(o.ID, order.Pay{})
			w.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
				list, err := w.Store.Find(ctx, q)
				return list, errors.Join(err, errBroken)
			}
			require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: c.provider, ID: "1", Kind: "unheard of", Ref: s.check(o.ID).Payments[0].Ref}))
			assert.Len(t, s.check(o.ID).Cases, c.open)
			w.find = nil
			s.pass(time.Hour)
			assert.Len(t, s.check(o.ID).Cases, 1)
		})
	}
}
