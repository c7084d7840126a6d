package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// shopWith is a shop in which so many orders were placed and paid.
func shopWith(n int) (*order.Engine, order.Store) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	store := memory.NewStore(memory.Config{Now: func() time.Time { return now }})
	made := 0
	cfg := order.Config{Store: store}
	ordertest.NewWorld(order.Traits{KeyLife: order.Forever}).Wire(&cfg)
	cfg.Now, cfg.NewID = func() time.Time { return now }, func() string { made++; return fmt.Sprintf("o-%04d", made) }
	e, err := order.New(cfg)
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	for range n {
		now = now.Add(time.Duration(made%3) * time.Second) // several at once
		res, err := e.Place(ctx, draft("goods"))
		if err == nil {
			_, err = e.Do(ctx, res.Order.ID, order.Pay{}, order.By(fsm.Customer, "c"))
		}
		if err != nil {
			panic(err)
		}
	}
	return e, store
}

// spoilt is a store in which something went wrong by hand.
type spoilt struct {
	order.Store
	finds  int
	broken string
}

func (s *spoilt) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	s.finds++
	return s.Store.Find(ctx, q)
}

func (s *spoilt) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	list, err := s.Store.Journal(ctx, id)
	if id == s.broken {
		list = list[:len(list)-1]
	}
	return list, err
}

func TestAnAuditJudgesEveryOrderOnce(t *testing.T) {
	_, store := shopWith(250)
	s := &spoilt{Store: store, broken: "o-0117"}
	seen := map[string]int{}
	require.NoError(t, ordertest.Audit(context.Background(), s, func(o *order.Order, broken []string) {
		seen[o.ID]++
		require.Equal(t, o.ID == s.broken, len(broken) > 0, "%s %v", o.ID, broken)
	}))
	require.Len(t, seen, 250)
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
	require.Equal(t, 3, s.finds, "page by page")
}

// changing is an order that changes while it is read, for a while.
type changing struct {
	order.Store
	left int
}

func (s *changing) Load(ctx context.Context, id, key string) (order.Record, error) {
	rec, err := s.Store.Load(ctx, id, key)
	if s.left > 0 {
		s.left--
		rec.Order.Version += int64(s.left)
		rec.Order.LastEvent++
	}
	return rec, err
}

func TestAnAuditReadsAnOrderAgainThatChangesMeanwhile(t *testing.T) {
	_, store := shopWith(1)
	n := 0
	require.NoError(t, ordertest.Audit(context.Background(), &changing{store, 7}, func(_ *order.Order, broken []string) {
		n++
		require.Empty(t, broken)
	}))
	require.Equal(t, 1, n)
}

func TestAnAuditEndsWithTheContext(t *testing.T) {
	_, store := shopWith(1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := ordertest.Audit(ctx, store, func(*order.Order, []string) { t.Fatal("nothing was read") })
	require.True(t, errors.Is(err, context.Canceled))
}

// unreadable is a store that cannot read all of some orders.
type unreadable struct {
	order.Store
	listed, logged string
}

func (s *unreadable) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	q.Limit++
	list, err := s.Store.Find(ctx, q)
	if at := slices.IndexFunc(list, func(o order.Order) bool { return o.ID == s.listed }); at >= 0 {
		list, err = slices.Delete(list, at, at+1), order.Unread{{Order: s.listed, Cause: errors.New("damaged")}}
	}
	return list[:min(len(list), q.Limit-1)], err
}

func (s *unreadable) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	if id == s.logged {
		return nil, errors.New("the history is damaged")
	}
	return s.Store.History(ctx, id, after, limit)
}

func TestAnAuditGoesOnBehindAnOrderThatCannotBeRead(t *testing.T) {
	_, store := shopWith(250)
	n := 0
	err := ordertest.Audit(context.Background(), &unreadable{store, "o-0200", "o-0100"}, func(_ *order.Order, broken []string) {
		n++
		require.Empty(t, broken)
	})
	require.EqualError(t, err, "audit: order o-0200: damaged; order o-0100: the history is damaged")
	var unread order.Unread
	require.ErrorAs(t, err, &unread)
	require.Equal(t, "o-0100", unread[1].Order)
	require.Equal(t, 248, n)
}

func ExampleAudit() {
	_, store := shopWith(3) // your production store, or a copy of it
	err := ordertest.Audit(context.Background(), store, func(o *order.Order, broken []string) {
		fmt.Println(o.Number, o.Status(), len(broken), "broken promises")
		for _, sentence := range broken {
			fmt.Println(sentence)
		}
	})
	fmt.Println(err)
	// Output:
	// o-0003 paid 0 broken promises
	// o-0002 paid 0 broken promises
	// o-0001 paid 0 broken promises
	// <nil>
}
