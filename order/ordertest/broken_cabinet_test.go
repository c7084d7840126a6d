package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// shelved breaks some methods of a store.
func shelved(name, clauses string, f func(s *cabinet)) broken {
	return store(name, clauses, func(s *memory.Store) order.Store {
		b := &cabinet{Store: s}
		f(b)
		return b
	})
}

// committing changes what is committed.
func committing(name, clauses string, f func(s *memory.Store, c *order.Change)) broken {
	return shelved(name, clauses, func(s *cabinet) {
		s.commit = func(ctx context.Context, c *order.Change) error {
			f(s.Store, c)
			return s.Store.Commit(ctx, c)
		}
	})
}

// wall takes the digits of a local time for those of UTC.
func wall(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// brokenCabinets are mistakes in lists, logs, leases and notices, and in what
// happens at the same time.
func brokenCabinets() []broken {
	return slices.Concat(brokenRecords(), brokenLists(), brokenRaces(), brokenInboxes(), brokenNumbers())
}

func brokenRecords() []broken {
	return []broken{
		store("has data of its own in every process", "commit/second_handle events/second_handle inbox/second_handle claim/second_handle number/second_handle race/create",
			func(s *memory.Store) order.Store { return &lonely{s} }),
		shelved("makes up an order that is not there", "load/not_found", func(s *cabinet) {
			s.load = func(ctx context.Context, id, key string) (order.Record, error) {
				r, err := s.Store.Load(ctx, id, key)
				if errors.Is(err, order.ErrNotFound) {
					err = nil
				}
				return r, err
			}
		}),
		shelved("fails when there is nothing to list", "load/empty_store", func(s *cabinet) {
			s.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
				all, err := s.Store.Find(ctx, q)
				if len(all) == 0 {
					err = order.ErrNotFound
				}
				return all, err
			}
		}),
		shelved("counts versions from zero", "commit/creates commit/replaces", func(s *cabinet) {
			s.load = func(ctx context.Context, id, key string) (order.Record, error) {
				r, err := s.Store.Load(ctx, id, key)
				r.Order.Version--
				return r, err
			}
		}),
		shelved("keeps answers by key alone", "commit/neighbours answers/replaced", func(s *cabinet) {
			answers := map[string]order.Answer{}
			s.commit = func(ctx context.Context, c *order.Change) error {
				err := s.Store.Commit(ctx, c)
				for _, a := range c.Answers {
					answers[a.Key] = a
				}
				return err
			}
			s.load = func(ctx context.Context, id, key string) (order.Record, error) {
				r, err := s.Store.Load(ctx, id, key)
				if a, ok := answers[key]; ok {
					r.Answer = &a
				}
				return r, err
			}
		}),
		shelved("refuses a commit without events", "commit/bare", func(s *cabinet) {
			s.commit = func(ctx context.Context, c *order.Change) error {
				if len(c.Events) == 0 {
					return errors.New("nothing happened")
				}
				return s.Store.Commit(ctx, c)
			}
		}),
		committing("stores ten events of a commit", "commit/many_events history/all", func(_ *memory.Store, c *order.Change) { c.Events = c.Events[:min(len(c.Events), 10)] }),
		committing("creates what does not exist", "conflict/missing", func(s *memory.Store, c *order.Change) {
			if _, err := s.Load(context.Background(), c.Order.ID, ""); err != nil {
				c.Expect, c.Order.Version = 0, 1
				c.Events, c.Entries = nil, nil
			}
		}),
		committing("numbers events and entries itself", "conflict/history conflict/journal", func(s *memory.Store, c *order.Change) {
			events, _ := s.History(context.Background(), c.Order.ID, 0, 0)
			entries, _ := s.Journal(context.Background(), c.Order.ID)
			c.Events, c.Entries = slices.Clone(c.Events), slices.Clone(c.Entries)
			for i := range c.Events {
				c.Events[i].No = int64(len(events) + i + 1)
			}
			for i := range c.Entries {
				c.Entries[i].No = int64(len(entries) + i + 1)
			}
		}),
		committing("counts units in 24 bits", "whole/huge_quantity", func(_ *memory.Store, c *order.Change) {
			for i := range c.Order.Lines {
				for k := range c.Order.Lines[i].Runs {
					c.Order.Lines[i].Runs[k].Count = min(c.Order.Lines[i].Runs[k].Count, 1<<23-1)
				}
			}
		}),
		committing("stores a thousand lines", "whole/many_lines", func(_ *memory.Store, c *order.Change) { c.Order.Lines = c.Order.Lines[:min(len(c.Order.Lines), 1000)] }),
		committing("cuts text off at 64 kilobytes", "text/long", func(_ *memory.Store, c *order.Change) { c.Order.Hold = c.Order.Hold[:min(len(c.Order.Hold), 65535)] }),
		committing("knows characters of three bytes", "text/random", func(_ *memory.Store, c *order.Change) {
			c.Order.Hold = strings.Map(func(r rune) rune {
				if r > 0xffff {
					return '?'
				}
				return r
			}, c.Order.Hold)
		}),
		shelved("leaves the key out of the log", "events/as_history", func(s *cabinet) {
			s.events = func(ctx context.Context, after string, limit int) ([]order.Event, string, error) {
				all, next, err := s.Store.Events(ctx, after, limit)
				for i := range all {
					all[i].Key = ""
				}
				return all, next, err
			}
		}),
		shelved("reads the log without a limit", "events/pages", func(s *cabinet) {
			s.events = func(ctx context.Context, after string, _ int) ([]order.Event, string, error) {
				return s.Store.Events(ctx, after, 0)
			}
		}),
		shelved("reads a thousand events at most", "history/all", func(s *cabinet) {
			s.history = func(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
				if limit == 0 {
					limit = 1000
				}
				return s.Store.History(ctx, id, after, limit)
			}
		}),
	}
}

func brokenLists() []broken {
	return []broken{
		shelved("lists orders as they were placed", "find/follows_commits", func(s *cabinet) {
			placed := memory.NewStore(memory.Config{})
			s.commit = func(ctx context.Context, c *order.Change) error {
				if c.Expect == 0 {
					_ = placed.Commit(ctx, c)
				}
				return s.Store.Commit(ctx, c)
			}
			s.find = placed.Find
		}),
		shelved("thinks that a reference is of one order", "find/shared_ref", func(s *cabinet) {
			s.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
				if q.Ref != "" {
					q.Limit = 1
				}
				return s.Store.Find(ctx, q)
			}
		}),
		shelved("compares the digits of local times", "find/any_zone", func(s *cabinet) {
			s.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
				q.Since, q.Until, q.BeforePlaced = wall(q.Since), wall(q.Until), wall(q.BeforePlaced)
				return s.Store.Find(ctx, q)
			}
		}),
		shelved("caps every list at a hundred", "find/limit_is_kept", func(s *cabinet) {
			s.find = func(ctx context.Context, q order.Query) ([]order.Order, error) {
				q.Limit = min(q.Limit, 100)
				return s.Store.Find(ctx, q)
			}
		}),
		committing("stores the digits of local due times", "claim/any_zone", func(_ *memory.Store, c *order.Change) { c.Due = wall(c.Due) }),
		shelved("keeps a lease over commits", "claim/commit_ends_lease", func(s *cabinet) {
			leased := map[string]bool{}
			s.claim = func(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
				all, err := s.Store.Claim(ctx, due, limit, lease)
				all = slices.DeleteFunc(all, func(l order.Lease) bool { return leased[l.Order] })
				for _, l := range all {
					leased[l.Order] = true
				}
				return all, err
			}
		}),
		shelved("counts a claim as a new version", "claim/no_new_version", func(s *cabinet) {
			claimed := false
			s.claim = func(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
				claimed = true
				return s.Store.Claim(ctx, due, limit, lease)
			}
			s.load = func(ctx context.Context, id, key string) (order.Record, error) {
				r, err := s.Store.Load(ctx, id, key)
				if claimed {
					r.Order.Version++
				}
				return r, err
			}
		}),
		shelved("has one token per process", "claim/tokens_differ", func(s *cabinet) {
			s.claim = func(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
				all, err := s.Store.Claim(ctx, due, limit, lease)
				for i := range all {
					all[i].Token = "process-17"
				}
				return all, err
			}
		}),
	}
}

func brokenRaces() []broken {
	sleep := func() { time.Sleep(5 * time.Millisecond) }
	return []broken{
		shelved("leases orders for no time", "claim/disjoint race/workers", func(s *cabinet) {
			s.claim = func(ctx context.Context, due time.Time, limit int, _ time.Duration) ([]order.Lease, error) {
				return s.Store.Claim(ctx, due, limit, 0)
			}
			s.commit = func(ctx context.Context, c *order.Change) error {
				sleep()
				return s.Store.Commit(ctx, c)
			}
		}),
		shelved("is busy when two commit", "race/many_orders race/neighbours_fail", func(s *cabinet) {
			var under atomic.Int64
			s.commit = func(ctx context.Context, c *order.Change) error {
				defer under.Add(-1)
				if under.Add(1) > 1 {
					return errors.New("database is locked")
				}
				sleep()
				return s.Store.Commit(ctx, c)
			}
		}),
		shelved("fails all commits of a batch with one", "race/neighbours_fail", func(s *cabinet) {
			var failed atomic.Bool
			s.commit = func(ctx context.Context, c *order.Change) error {
				err := s.Store.Commit(ctx, c)
				if err != nil {
					failed.Store(true)
				}
				if sleep(); failed.Load() {
					err = fmt.Errorf("the batch failed: %w", order.ErrConflict)
				}
				return err
			}
		}),
		shelved("looks for the order, then inserts it", "race/create conflict/missing", func(s *cabinet) {
			s.commit = func(ctx context.Context, c *order.Change) error {
				if c.Expect > 0 {
					c.Expect, c.Order.Version = 0, 1
					c.Events, c.Entries = nil, nil
				} else if _, err := s.Load(ctx, c.Order.ID, ""); err == nil {
					return order.ErrConflict
				}
				sleep()
				return overwrite(ctx, s.Store, c)
			}
		}),
		shelved("looks for the number, then inserts the order", "race/number", func(s *cabinet) {
			s.commit = func(ctx context.Context, c *order.Change) error {
				found, _ := s.Store.Find(ctx, order.Query{Channel: c.Order.Channel + " of " + c.Order.Number})
				if len(found) > 0 {
					return order.ErrConflict
				}
				sleep()
				number := c.Order.Number
				c.Order.Channel += " of " + number
				c.Order.Number += " of " + c.Order.ID
				return s.Store.Commit(ctx, c)
			}
		}),
		shelved("commits the person after the order", "cancel/during", func(s *cabinet) {
			s.commit = func(ctx context.Context, c *order.Change) error {
				first, person := *c, c.Person
				first.Person = nil
				if err := s.Store.Commit(ctx, &first); err != nil || person == nil {
					return err
				}
				if sleep(); ctx.Err() != nil {
					return ctx.Err()
				}
				o := c.Order.Clone()
				o.Version++
				return s.Store.Commit(ctx, &order.Change{Order: &o, Expect: o.Version - 1, Person: person})
			}
		}),
		shelved("reads the order, then the answer", "load/one_moment", func(s *cabinet) {
			s.load = func(ctx context.Context, id, key string) (order.Record, error) {
				r, err := s.Store.Load(ctx, id, "")
				if err != nil || key == "" {
					return r, err
				}
				sleep()
				later, err := s.Store.Load(ctx, id, key)
				r.Answer = later.Answer
				return r, err
			}
			s.commit = func(ctx context.Context, c *order.Change) error {
				sleep()
				return s.Store.Commit(ctx, c)
			}
		}),
	}
}

func brokenInboxes() []broken {
	return []broken{
		shelved("takes every notice for fresh", "inbox/once inbox/once_concurrently", func(s *cabinet) {
			s.receive = func(ctx context.Context, n order.Notice) (bool, error) {
				_, err := s.Store.Receive(ctx, n)
				return true, err
			}
		}),
		shelved("shows the latest notice first", "inbox/waiting inbox/by_time", func(s *cabinet) {
			s.waiting = func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
				all, err := s.Store.Waiting(ctx, due, limit)
				slices.Reverse(all)
				return all, err
			}
		}),
		shelved("cleans what notices are named by", "inbox/invalid", func(s *cabinet) {
			s.waiting = func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
				all, err := s.Store.Waiting(ctx, due, limit)
				for i := range all {
					all[i].ID = strings.ToValidUTF8(all[i].ID, "\ufffd")
				}
				return all, err
			}
		}),
		shelved("forgets to postpone", "inbox/postponed inbox/by_time", func(s *cabinet) {
			s.postpone = func(context.Context, order.NoticeID, time.Time) error { return nil }
		}),
		shelved("shows a hundred notices at most", "inbox/all", func(s *cabinet) {
			s.waiting = func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
				if limit == 0 {
					limit = 100
				}
				return s.Store.Waiting(ctx, due, limit)
			}
		}),
		shelved("fails to postpone what it does not have", "inbox/postponed_unknown", func(s *cabinet) {
			s.postpone = func(ctx context.Context, id order.NoticeID, until time.Time) error {
				all, err := s.Store.Waiting(ctx, until.AddDate(100, 0, 0), 0)
				if !slices.ContainsFunc(all, func(n order.Notice) bool { return n.ID == id.ID }) {
					return errors.Join(err, order.ErrNotFound)
				}
				return s.Store.Postpone(ctx, id, until)
			}
		}),
		committing("does not mark notices as applied", "inbox/applied inbox/applied_once_concurrently inbox/applied_twice inbox/never_received", func(_ *memory.Store, c *order.Change) { c.Applied = nil }),
		shelved("forgets notices that are applied", "inbox/applied", func(s *cabinet) {
			var mu sync.Mutex
			gone := map[string]bool{}
			s.commit = func(ctx context.Context, c *order.Change) error {
				err := s.Store.Commit(ctx, c)
				mu.Lock()
				defer mu.Unlock()
				for _, n := range c.Applied {
					gone[n.ID] = err == nil
				}
				return err
			}
			s.receive = func(ctx context.Context, n order.Notice) (bool, error) {
				mu.Lock()
				again := gone[n.ID]
				mu.Unlock()
				if again {
					n.ID += " again"
				}
				return s.Store.Receive(ctx, n)
			}
		}),
	}
}
