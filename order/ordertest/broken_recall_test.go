package ordertest_test

import (
	"context"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// guesses is a store with mistakes about what it remembers.
type guesses struct {
	*memory.Store
	recall func(ctx context.Context, id string) (order.Order, bool)
	guess  func(ctx context.Context, c *order.Change) error
}

func (s *guesses) Recall(ctx context.Context, id string) (order.Order, bool) {
	if s.recall != nil {
		return s.recall(ctx, id)
	}
	return s.Store.Recall(ctx, id)
}

func (s *guesses) Commit(ctx context.Context, c *order.Change) error {
	if s.guess != nil && c.Guess {
		return s.guess(ctx, c)
	}
	return s.Store.Commit(ctx, c)
}

// brokenRecalls are mistakes in what a store remembers, and does with guesses.
func brokenRecalls() []broken {
	recalls := func(name, clauses string, wrong func(s *guesses)) broken {
		return store(name, clauses, func(m *memory.Store) order.Store {
			s := &guesses{Store: m}
			wrong(s)
			return s
		})
	}
	return []broken{
		recalls("hands out what it remembers", "recall/as_seen", func(s *guesses) {
			own := map[string]order.Order{}
			s.recall = func(ctx context.Context, id string) (order.Order, bool) {
				o, ok := s.Store.Recall(ctx, id)
				if known := own[id]; ok && known.Version == o.Version {
					return known, true
				}
				own[id] = o
				return o, ok
			}
		}),
		recalls("remembers what was placed, not what was changed", "recall/as_seen", func(s *guesses) {
			first := map[string]order.Order{}
			s.recall = func(ctx context.Context, id string) (order.Order, bool) {
				if _, known := first[id]; !known {
					first[id], _ = s.Store.Recall(ctx, id)
				}
				o := first[id]
				return o.Clone(), o.ID != ""
			}
		}),
		recalls("recalls an empty order for none", "recall/as_seen", func(s *guesses) {
			s.recall = func(ctx context.Context, id string) (order.Order, bool) {
				o, _ := s.Store.Recall(ctx, id)
				return o, true
			}
		}),
		recalls("takes no guess", "recall/guess", func(s *guesses) {
			s.guess = func(context.Context, *order.Change) error { return order.ErrConflict }
		}),
		recalls("calls a guess stored before it is", "recall/guess", func(s *guesses) {
			s.guess = func(context.Context, *order.Change) error { return nil }
		}),
		recalls("does not look for the answers of a guess", "recall/answered", func(s *guesses) {
			s.guess = func(ctx context.Context, c *order.Change) error {
				loaded := *c
				loaded.Guess = false
				return s.Store.Commit(ctx, &loaded)
			}
		}),
		recalls("stores a guess over what others changed", "recall/outdated", func(s *guesses) {
			s.guess = func(ctx context.Context, c *order.Change) error { return overwrite(ctx, s.Store, c) }
		}),
	}
}
