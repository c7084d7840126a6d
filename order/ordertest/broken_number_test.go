package ordertest_test

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
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
			time.Sleep(5 * time.Millisecond)
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

// brokenNumbers are mistakes in the numbers of documents.
func brokenNumbers() []broken {
	numbering := func(name, clauses string, f func(*counts)) broken {
		return store(name, clauses, func(s *memory.Store) order.Store {
			b := &counts{Store: s, last: map[string]int64{}}
			f(b)
			return b
		})
	}
	return []broken{
		numbering("takes numbers before it checks the version", "number/none_lost race/numbers", func(*counts) {}),
		numbering("takes numbers that its caller does not wait for", "cancel/numbers", func(*counts) {}),
		numbering("reads the last number, then writes it", "race/numbers", func(s *counts) { s.racing = true }),
		numbering("counts over all series", "number/given", func(s *counts) { s.name = func(string) string { return "" } }),
		numbering("ignores case in series", "number/series_are_apart", func(s *counts) { s.name = strings.ToLower }),
		numbering("keeps the numbers to itself", "number/given", func(s *counts) { s.secret = true }),
		numbering("numbers what has a number", "number/given", func(s *counts) {
			s.which = func(c *order.Change) (all []int) {
				for i := range c.Order.Documents {
					all = append(all, i)
				}
				return all
			}
		}),
		numbering("numbers one document of a commit", "number/given", func(s *counts) {
			s.which = func(c *order.Change) []int { return c.Number[:min(len(c.Number), 1)] }
		}),
		store("does not list orders by later numbers", "number/found", func(s *memory.Store) order.Store { return forgetsRefs{s} }),
	}
}
