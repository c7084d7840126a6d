package ordertest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/order"
)

// workerClauses are about what several processes do at the same time besides
// committing: placing, claiming, reading.
func workerClauses() []clause[Store] {
	return []clause[Store]{
		{"race/create", "Of many who place an order of the same ID at the same time exactly one succeeds.", func(c *check, s Store) {
			won := c.oneWins(s, func(i int) *order.Change {
				ch := create(draft("o-1"))
				ch.Order.Number, ch.Answers[0].Reason = fmt.Sprint("N-", i), fmt.Sprint(i)
				return ch
			})
			rec := c.load(s.Store, "o-1", "place")
			if rec.Order.Number != fmt.Sprint("N-", won) || rec.Answer == nil || rec.Answer.Reason != fmt.Sprint(won) {
				c.broken("caller %d won, and the order is %s with the answer %+v", won, rec.Order.Number, rec.Answer)
			}
			c.history(s.Store, "o-1", create(draft("o-1")).Events)
		}},
		{"race/number", "Of many orders placed at the same time under one number of a channel exactly one is stored.", func(c *check, s Store) {
			won := c.oneWins(s, func(i int) *order.Change {
				ch := create(draft(fmt.Sprint("o-", i)))
				ch.Order.Number = "1001"
				return ch
			})
			c.finds(s.Store, order.Query{Number: "1001"}, fmt.Sprint("o-", won))
			c.finds(s.Store, order.Query{}, fmt.Sprint("o-", won))
		}},
		{"race/workers", "Workers that claim and commit at the same time get every order done, each time by one of them, and no living lease is ever a conflict.", func(c *check, s Store) {
			const orders, workers, rounds = 12, 4, 3
			for i := range orders {
				c.dueAt(s.Store, fmt.Sprint("o-", i), day().Add(time.Duration(i)))
			}
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c.T))
			}
			var done atomic.Int64
			c.together(workers, func(i int) error {
				for idle := 0; idle < 500 && done.Load() < orders*rounds; {
					leases, err := stores[i%len(stores)].Claim(c.ctx, day().Add(time.Hour), 3, time.Hour)
					if err != nil {
						return err
					}
					if len(leases) == 0 {
						idle++
						time.Sleep(time.Millisecond)
					}
					for _, l := range leases {
						if err := c.workOn(stores[i%len(stores)], l, rounds); err != nil {
							return err
						}
						done.Add(1)
					}
				}
				return nil
			})
			for i := range orders {
				if v := c.load(s.Store, fmt.Sprint("o-", i), "").Order.Version; v != rounds+1 {
					c.broken("order o-%d is at version %d after %d rounds", i, v, rounds)
				}
			}
			c.claims(s.Store, day().Add(time.Hour), 100, time.Hour)
		}},
		{"load/one_moment", "Load shows order and answer as of one moment, and History no event that the order does not have yet: whoever reads while another commits never sees a part of a commit.", func(c *check, s Store) {
			const commits, readers = 60, 6
			ch := create(draft("o-1"))
			ch.Answers[0].Key = "k"
			c.commit(s.Store, ch)
			var writing atomic.Bool
			writing.Store(true)
			c.together(readers+1, func(i int) error {
				if i == readers {
					defer writing.Store(false)
					for n := range commits {
						ch = follow(*ch.Order, "k")
						ch.Order.Tags = append(ch.Order.Tags, fmt.Sprint(n))
						if err := s.Store.Commit(c.ctx, ch); err != nil {
							return err
						}
					}
					return nil
				}
				for writing.Load() {
					if err := c.oneMoment(s.Store, "o-1", "k"); err != nil {
						return err
					}
				}
				return nil
			})
		}},
	}
}

// oneWins lets many callers make their changes at the same time and returns
// which one succeeded; the others must be conflicts.
func (c *check) oneWins(s Store, change func(i int) *order.Change) int {
	stores := []order.Store{s.Store}
	if s.Second != nil {
		stores = append(stores, s.Second(c.T))
	}
	var mu sync.Mutex
	var won []int
	c.together(callers, func(i int) error {
		err := stores[i%len(stores)].Commit(c.ctx, change(i))
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			won = append(won, i)
			return nil
		}
		if errors.Is(err, order.ErrConflict) {
			return nil
		}
		return err
	})
	if len(won) != 1 {
		c.broken("%d of %d callers succeeded", len(won), callers)
	}
	return won[0]
}

// workOn commits one round of a claimed order; after the last it is due no more.
func (c *check) workOn(s order.Store, l order.Lease, rounds int64) error {
	rec, err := s.Load(c.ctx, l.Order, "")
	if err != nil {
		return err
	}
	ch := follow(rec.Order, fmt.Sprint("round-", rec.Order.Version))
	ch.Token = l.Token
	if rec.Order.Version < rounds {
		ch.Due = day().Add(time.Duration(rec.Order.Version))
	}
	if err := s.Commit(c.ctx, ch); err != nil {
		return fmt.Errorf("committing %s under a living lease: %w", l.Order, err)
	}
	return nil
}

// oneMoment returns an error if a reading mixes two versions.
func (c *check) oneMoment(s order.Store, id, key string) error {
	before, err := s.Load(c.ctx, id, "")
	if err != nil {
		return err
	}
	events, err := s.History(c.ctx, id, 0, 0)
	if err != nil {
		return err
	}
	rec, err := s.Load(c.ctx, id, key)
	if err != nil {
		return err
	}
	switch o := &rec.Order; {
	case rec.Answer == nil || rec.Answer.Version != o.Version:
		return fmt.Errorf("version %d came with the answer %+v", o.Version, rec.Answer)
	case len(o.Tags) != int(o.Version-1) || o.LastEvent != o.Version:
		return fmt.Errorf("version %d has %d tags and %d events", o.Version, len(o.Tags), o.LastEvent)
	case len(events) < int(before.Order.LastEvent) || len(events) > int(o.LastEvent):
		return fmt.Errorf("between an order of %d events and one of %d the history has %d", before.Order.LastEvent, o.LastEvent, len(events))
	}
	return nil
}
