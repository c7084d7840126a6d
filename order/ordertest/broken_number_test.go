package ordertest_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// counts is a store that numbers documents itself, with one mistake.
type counts struct {
	*memory.Store
	mu     sync.Mutex
	last   map[string]int64
	name   func(string) string // of a series
	which  func(*order.Change) []int
	racing bool // reads, waits, writes
	secret bool // does not tell the caller
}

func (s *counts) Commit(ctx context.Context, c *order.Change) error {
	own, o := *c, c.Order.Clone()
	own.Order, own.Number = &o, nil
	which := c.Number
	if s.which != nil {
		which = s.which(c)
	}
	for _, i := range which {
		d := &o.Documents[i]
		name := d.Series
		if s.name != nil {
			name = s.name(name)
		}
		s.mu.Lock()
		no := s.last[name] + 1
		if s.racing {
			s.mu.Unlock()
			time.Sleep(time.Millisecond)
			s.mu.Lock()
		}
		s.last[name] = no
		s.mu.Unlock()
		d.No = no
	}
	err := s.Store.Commit(ctx, &own)
	if err == nil && !s.secret {
		for _, i := range which {
			c.Order.Documents[i].No = o.Documents[i].No
		}
	}
	return err
}

// forgetsRefs stores documents that nothing finds.
type forgetsRefs struct{ *memory.Store }

func (s forgetsRefs) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if strings.HasSuffix(q.Ref, "000001") || strings.HasSuffix(q.Ref, "000002") {
		return s.Store.Find(ctx, q)
	}
	if q.Ref != "" {
		return nil, nil
	}
	return s.Store.Find(ctx, q)
}

var brokenNumbers = []struct {
	name   string
	clause string
	store  *counts
}{
	{"takes numbers before it checks the version", "number/none_lost", &counts{}},
	{"takes numbers before it checks the version, in a crowd", "race/numbers", &counts{}},
	{"takes numbers that its caller does not wait for", "cancel/numbers", &counts{}},
	{"reads the last number, then writes it", "race/numbers", &counts{racing: true}},
	{"counts over all series", "number/given", &counts{name: func(string) string { return "" }}},
	{"ignores case in series", "number/series_are_apart", &counts{name: strings.ToLower}},
	{"keeps the numbers to itself", "number/given", &counts{secret: true}},
	{"numbers what has a number", "number/given", &counts{which: func(c *order.Change) (all []int) {
		for i := range c.Order.Documents {
			all = append(all, i)
		}
		return all
	}}},
	{"numbers one document of a commit", "number/given", &counts{which: func(c *order.Change) []int { return c.Number[:min(len(c.Number), 1)] }}},
}

func TestTheStoreSuiteCatchesBrokenNumbers(t *testing.T) {
	for _, b := range brokenNumbers {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			caught(t, b.clause, ordertest.CheckStore(func(ordertest.T) ordertest.Store {
				return ordertest.Store{Store: &counts{Store: memory.NewStore(memory.Config{}), last: map[string]int64{},
					name: b.store.name, which: b.store.which, racing: b.store.racing, secret: b.store.secret}}
			}, b.clause))
		})
	}
	t.Run("does not list orders by later numbers", func(t *testing.T) {
		caught(t, "number/found", ordertest.CheckStore(func(ordertest.T) ordertest.Store {
			return ordertest.Store{Store: forgetsRefs{memory.NewStore(memory.Config{})}}
		}, "number/found"))
	})
}
