package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// scratched is a store on a disk that can be damaged.
type scratched struct {
	*memory.Store
	bad map[order.NoticeID]bool // those of orders have no provider
	// short reads only as many as are wanted, readable or not.
	short bool
	// told changes what is said of what cannot be read.
	told func(order.Unread) error
}

var errScratched = errors.New("the disk is scratched")

func rightDisk(s *memory.Store) order.Store {
	return &scratched{Store: s, bad: map[order.NoticeID]bool{}, told: func(u order.Unread) error { return fmt.Errorf("list: %w", u) }}
}

func (s *scratched) damage(_ ordertest.T, what order.Unreadable) {
	what.Notice.ID += what.Order // one of them is empty
	s.bad[what.Notice] = true
}

func (s *scratched) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	q.Limit = 1000
	all, err := s.Store.Find(ctx, q)
	return readable(s, all, limit, err, func(o order.Order) order.Unreadable { return order.Unreadable{Order: o.ID} })
}

func (s *scratched) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	all, err := s.Store.Waiting(ctx, due, 0)
	if limit <= 0 {
		limit = len(all)
	}
	return readable(s, all, limit, err, func(n order.Notice) order.Unreadable {
		return order.Unreadable{Notice: order.NoticeID{Provider: n.Provider, ID: n.ID}}
	})
}

func readable[V any](s *scratched, all []V, limit int, err error, name func(V) order.Unreadable) ([]V, error) {
	var list []V
	var unread order.Unread
	for i, v := range all {
		one := name(v)
		if len(list) == limit || s.short && i == limit {
			break
		}
		if s.bad[order.NoticeID{Provider: one.Notice.Provider, ID: one.Notice.ID + one.Order}] {
			one.Cause = errScratched
			unread = append(unread, one)
		} else {
			list = append(list, v)
		}
	}
	if err != nil || len(unread) == 0 {
		return list, err
	}
	return list, s.told(unread)
}

func brokenDisks() []broken {
	const both = "find/unread inbox/unread"
	disk := func(name, clauses string, f func(s *scratched)) broken {
		return store(name, clauses, func(s *memory.Store) order.Store {
			d := rightDisk(s).(*scratched)
			f(d)
			return d
		})
	}
	return []broken{
		disk("gives what cannot be read a place of the page", both, func(s *scratched) { s.short = true }),
		disk("keeps quiet about what it cannot read", both, func(s *scratched) { s.told = func(order.Unread) error { return nil } }),
		disk("says only that something cannot be read", both, func(s *scratched) { s.told = func(order.Unread) error { return errScratched } }),
		disk("does not say why something cannot be read", both, func(s *scratched) {
			s.told = func(u order.Unread) error {
				u[0].Cause = nil
				return u
			}
		}),
		disk("takes a notice for an order", both, func(s *scratched) {
			s.told = func(u order.Unread) error {
				u[0].Order, u[0].Notice.ID = u[0].Notice.ID, u[0].Order
				return u
			}
		}),
		disk("names what it cannot read the wrong way round", "find/unread", func(s *scratched) {
			s.told = func(u order.Unread) error {
				slices.Reverse(u)
				return u
			}
		}),
	}
}
