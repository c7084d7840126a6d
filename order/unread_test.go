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
		if err != nil {
			return nil, err
		}
		return list, order.Unread{{Notice: order.NoticeID{Provider: "cards", ID: "n-7"}, Cause: errBroken}}
	}
	return wrap(w)
}

// unreadable is a store that cannot read these orders when it lists them.
func unreadable(w *wrapped, ids ...string) {
	w.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
		limit := q.Limit
		q.Limit = 1000
		all, err := w.Store.Find(ctx, q)
		var list []order.Order
		var bad order.Unread
		for _, o := range all {
			if len(list) == limit {
				break
			}
			if slices.Contains(ids, o.ID) {
				bad = append(bad, order.Unreadable{Order: o.ID, Cause: errBroken})
			} else {
				list = append(list, o)
			}
		}
		if len(bad) > 0 {
			return list, fmt.Errorf("find: %w", bad)
		}
		return list, err
	}
}

// unreadOf are the IDs of the orders that an error names as unread, in its order.
func unreadOf(t *testing.T, err error) []string {
	t.Helper()
	var unread order.Unread
	assert.ErrorAs(t, err, &unread)
	var ids []string
	for _, one := range unread {
		ids = append(ids, one.Order)
		assert.Equal(t, errBroken, one.Cause)
	}
	return ids
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
	assert.EqualError(t, err, "unmatched order: unavailable: notice n-7 of cards: the database is on fire")
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
	for i := range 510 { // more than a page
		o := s.place(numbered(goods(1), fmt.Sprint(i)))
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: fmt.Sprint(i), Kind: "unheard of", Order: o.ID}))
		ids = append(ids, o.ID)
		s.clock.add(time.Second)
	}
	for name, broken := range map[string][]string{
		"in the middle of a page":      {ids[300]},
		"at the end of the first page": {ids[1]},
		"the oldest and the newest":    {ids[509], ids[0]},
		"a page from end to end":       reversed(ids[1:]),
		"all":                          reversed(ids),
	} {
		t.Run(name, func(t *testing.T) {
			unreadable(w, broken...)
			cases, err := s.Cases(s.ctx, 2)
			assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
			assert.Len(t, cases, 510-len(broken))
			assert.Equal(t, broken, unreadOf(t, err))
			list, err := s.Find(s.ctx, order.Query{Limit: 510})
			assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
			assert.Len(t, list, 510-len(broken))
			assert.Equal(t, broken, unreadOf(t, err))
		})
	}
	t.Run("the store fails behind a page", func(t *testing.T) {
		unreadable(w, ids[300])
		first := w.find
		w.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
			if q.BeforeID != "" {
				return nil, errBroken
			}
			return first(ctx, q)
		}
		cases, err := s.Cases(s.ctx, 2)
		assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
		assert.Empty(t, cases, "it is no list of what can be read")
		var unread order.Unread
		assert.False(t, errors.As(err, &unread))
	})
}

func reversed(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Reverse(ids)
	return ids
}

func TestAListThatComesWithAFailureIsNone(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	s.place(goods(1))
	require.NoError(t, s.Notify(s.ctx, voided("later", "1")))
	w.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
		list, err := w.Store.Find(ctx, q)
		return list, errors.Join(err, errBroken)
	}
	w.waiting = func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
		list, err := w.Store.Waiting(ctx, due, limit)
		return list, errors.Join(err, errBroken)
	}
	orders, err := s.Find(s.ctx, order.Query{})
	assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
	assert.Empty(t, orders)
	waiting, err := s.Unmatched(s.ctx, 0)
	assert.ErrorIs(t, problem(t, err, order.Unavailable), errBroken)
	assert.Empty(t, waiting)
}

func TestOneLineShowsTheFirstOfManyThatCannotBeRead(t *testing.T) {
	var unread order.Unread
	for i := range 21 {
		unread = append(unread, order.Unreadable{Order: fmt.Sprintf("o-%02d", i), Cause: errBroken})
	}
	assert.Contains(t, unread.Error(), "order o-00: the database is on fire; order o-01: ")
	assert.Contains(t, unread.Error(), "order o-19: the database is on fire; and 1 more")
	assert.NotContains(t, unread[:20].Error(), "more")
	assert.EqualError(t, unread[:1], "order o-00: the database is on fire")
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
				if err != nil {
					return nil, err
				}
				return list, order.Unread{{Order: "another", Cause: errBroken}}
			}
			require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: c.provider, ID: "1", Kind: "unheard of", Ref: s.check(o.ID).Payments[0].Ref}))
			assert.Len(t, s.check(o.ID).Cases, c.open)
			w.find = nil
			s.pass(time.Hour)
			assert.Len(t, s.check(o.ID).Cases, 1)
		})
	}
}

// Another order has the number: that it cannot be read changes nothing in that.
func TestANumberIsTakenAlsoByAnOrderThatCannotBeRead(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(numbered(goods(1), "7"))
	unreadable(w, o.ID)
	commits := 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		commits++
		return w.Store.Commit(ctx, c)
	}
	_, err := s.Place(s.ctx, numbered(goods(1), "7"), byCustomer)
	e := problem(t, err, order.Conflict)
	assert.Equal(t, order.CodeNumberTaken, e.Code)
	assert.Equal(t, o.ID, e.Order)
	assert.Equal(t, 1, commits, "nobody tries again")
}
