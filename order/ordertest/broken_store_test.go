package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// storeOver opens the store that wrap makes of one in memory. A second handle on
// the same data is the same store, unless the store says otherwise.
func storeOver(wrap func(s *memory.Store) order.Store) func(ordertest.T) ordertest.Store {
	return func(ordertest.T) ordertest.Store {
		s := wrap(memory.NewStore(memory.Config{}))
		opened := ordertest.Store{Store: s, Second: func(ordertest.T) order.Store {
			if alone, ok := s.(*lonely); ok {
				return alone.other()
			}
			return s
		}}
		if old, ok := s.(*scratched); ok {
			opened.Damage = old.damage
		}
		return opened
	}
}

func rightStore(s *memory.Store) order.Store { return &edited{Store: s} }

func store(name, clauses string, wrap func(s *memory.Store) order.Store) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken { return ordertest.CheckStore(storeOver(wrap), only...) }}
}

// brokenStores are mistakes in what a commit is, and in what comes back of it.
func brokenStores() []broken {
	return []broken{
		store("compares the version in Go, then writes", "race/one_winner race/none_lost", func(s *memory.Store) order.Store { return &comparesInGo{Store: s} }),
		store("last write wins", "conflict/stale conflict/exists", func(s *memory.Store) order.Store { return &lastWins{Store: s} }),
		store("reports a conflict as some error", "conflict/stale", func(s *memory.Store) order.Store {
			return &edited{Store: s, failed: func(err error) error { return errors.New(err.Error()) }}
		}),
		store("allows a number twice", "conflict/number conflict/number_empty_channel", func(s *memory.Store) order.Store { return &numberTwice{Store: s} }),
		store("stores the person before it checks the version", "conflict/stale", func(s *memory.Store) order.Store { return &personFirst{Store: s} }),
		store("forgets answers", "answers/stored", func(s *memory.Store) order.Store {
			return &edited{Store: s, change: func(c *order.Change) { c.Answers = nil }}
		}),
		store("keeps answers for fifty commits", "answers/live_long", func(s *memory.Store) order.Store {
			return &edited{Store: s, record: func(r *order.Record) {
				if r.Answer != nil && r.Order.Version-r.Answer.Version > 50 {
					r.Answer = nil
				}
			}}
		}),
		store("cuts times off at microseconds", "find/order", func(s *memory.Store) order.Store {
			return &edited{Store: s, change: func(c *order.Change) { c.Order.Placed = c.Order.Placed.Truncate(time.Microsecond) }}
		}),
		store("gives times in the server's zone", "whole/every_field", func(s *memory.Store) order.Store {
			return &edited{Store: s, record: func(r *order.Record) { r.Order.Placed = r.Order.Placed.In(time.FixedZone("CET", 3600)) }}
		}),
		store("does not know a new field", "whole/every_field", func(s *memory.Store) order.Store {
			return &edited{Store: s, record: func(r *order.Record) {
				for i := range r.Order.Queue {
					r.Order.Queue[i].Why = ""
				}
			}}
		}),
		store("hands out its own order", "own/loaded", func(s *memory.Store) order.Store { return &shares{Store: s, own: map[string]*order.Order{}} }),
		store("keeps the caller's order", "own/committed", func(s *memory.Store) order.Store {
			return &shares{Store: s, own: map[string]*order.Order{}, keep: true}
		}),
		store("ignores case", "text/any_script", func(s *memory.Store) order.Store {
			return &edited{Store: s, change: func(c *order.Change) { c.Order.ID = strings.ToLower(c.Order.ID) }}
		}),
		store("does not look for a reference that is not UTF-8", "text/invalid", func(s *memory.Store) order.Store {
			return &edited{Store: s, query: func(q *order.Query) { q.Ref = strings.ToValidUTF8(q.Ref, "") }}
		}),
		store("has no default limit", "find/default_limit", func(s *memory.Store) order.Store {
			return &edited{Store: s, query: func(q *order.Query) { q.Limit = max(q.Limit, 1_000_000*(1-min(q.Limit, 1))) }}
		}),
		store("pages by time only", "find/pages", func(s *memory.Store) order.Store {
			return &edited{Store: s, query: func(q *order.Query) { q.BeforeID = "" }}
		}),
		store("forgets one condition of several", "find/each_field", func(s *memory.Store) order.Store {
			return &edited{Store: s, query: func(q *order.Query) {
				if q.State != "" {
					q.Type = ""
				}
			}}
		}),
		store("leases twice", "claim/longest_first claim/second_handle", func(s *memory.Store) order.Store { return &leasesTwice{Store: s} }),
		store("does not fence by token", "claim/expires conflict/token_without_lease claim/second_handle", func(s *memory.Store) order.Store {
			return &edited{Store: s, change: func(c *order.Change) { c.Token = "" }}
		}),
		store("thinks that no due time is long ago", "claim/due_only", func(s *memory.Store) order.Store {
			return &edited{Store: s, change: func(c *order.Change) {
				if c.Due.IsZero() {
					c.Due = time.Unix(0, 0)
				}
			}}
		}),
		store("never forgets a lease", "claim/expires claim/dead_worker", func(s *memory.Store) order.Store { return &leasesForever{Store: s} }),
		store("numbers events before the commit", "events/none_skipped", func(s *memory.Store) order.Store { return &numbersEarly{Store: s} }),
		store("reads history from the number on", "history/pages", func(s *memory.Store) order.Store { return &historyFrom{Store: s} }),
		store("turns the journal round", "journal/order", func(s *memory.Store) order.Store { return &journalRound{Store: s} }),
		store("erases only the name", "people/erased", func(s *memory.Store) order.Store { return &erasesName{Store: s} }),
		store("fails to erase twice", "people/erased_twice", func(s *memory.Store) order.Store { return &erasesOnce{Store: s} }),
		store("looks for a notice, then stores it", "inbox/once_concurrently", func(s *memory.Store) order.Store {
			return &receivesTwice{Store: s, seen: map[order.NoticeID]bool{}}
		}),
		store("applies notices in a second transaction", "inbox/applied_twice", func(s *memory.Store) order.Store { return &appliesLater{Store: s} }),
		store("commits whatever the context says", "cancel/before", func(s *memory.Store) order.Store { return &deaf{Store: s} }),
	}
}

// edited changes what goes in and comes out.
type edited struct {
	*memory.Store
	change func(*order.Change)
	record func(*order.Record)
	query  func(*order.Query)
	failed func(error) error
}

func (s *edited) Commit(ctx context.Context, c *order.Change) error {
	if s.change != nil {
		o, copied := c.Order.Clone(), *c
		copied.Order = &o
		s.change(&copied)
		c = &copied
	}
	err := s.Store.Commit(ctx, c)
	if err != nil && s.failed != nil {
		err = s.failed(err)
	}
	return err
}

func (s *edited) Load(ctx context.Context, id, key string) (order.Record, error) {
	r, err := s.Store.Load(ctx, id, key)
	if err == nil && s.record != nil {
		s.record(&r)
	}
	return r, err
}

func (s *edited) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if s.query != nil {
		s.query(&q)
	}
	return s.Store.Find(ctx, q)
}

type comparesInGo struct{ *memory.Store }

func (s *comparesInGo) Commit(ctx context.Context, c *order.Change) error {
	if c.Expect == 0 {
		return s.Store.Commit(ctx, c)
	}
	rec, err := s.Load(ctx, c.Order.ID, "")
	if err != nil || rec.Order.Version != c.Expect {
		return fmt.Errorf("changed: %w", order.ErrConflict)
	}
	time.Sleep(5 * time.Millisecond)
	return overwrite(ctx, s.Store, c)
}

// overwrite commits on whatever version there is.
func overwrite(ctx context.Context, s *memory.Store, c *order.Change) error {
	for try := 0; ; try++ {
		rec, err := s.Load(ctx, c.Order.ID, "")
		if err != nil {
			return s.Commit(ctx, c)
		}
		o, forced := c.Order.Clone(), *c
		forced.Order, forced.Expect = &o, rec.Order.Version
		o.Version = rec.Order.Version + 1
		events, _ := s.History(ctx, o.ID, 0, 0)
		entries, _ := s.Journal(ctx, o.ID)
		forced.Events, forced.Entries = slices.Clone(c.Events), slices.Clone(c.Entries)
		for i := range forced.Events {
			forced.Events[i].No = int64(len(events) + i + 1)
		}
		for i := range forced.Entries {
			forced.Entries[i].No = int64(len(entries) + i + 1)
		}
		if err := s.Commit(ctx, &forced); err == nil || try == 50 {
			return err
		}
		time.Sleep(100 * time.Microsecond)
	}
}

type lastWins struct{ *memory.Store }

func (s *lastWins) Commit(ctx context.Context, c *order.Change) error {
	return overwrite(ctx, s.Store, c)
}

type numberTwice struct{ *memory.Store }

func (s *numberTwice) Commit(ctx context.Context, c *order.Change) error {
	o, copied := c.Order.Clone(), *c
	o.Number += " of " + o.ID
	copied.Order = &o
	return s.Store.Commit(ctx, &copied)
}

type personFirst struct{ *memory.Store }

func (s *personFirst) Commit(ctx context.Context, c *order.Change) error {
	if rec, err := s.Load(ctx, c.Order.ID, ""); err == nil && c.Person != nil {
		o := rec.Order
		o.Version++
		if err := s.Store.Commit(ctx, &order.Change{Order: &o, Expect: o.Version - 1, Person: c.Person}); err != nil {
			return err
		}
	}
	return s.Store.Commit(ctx, c)
}

type shares struct {
	*memory.Store
	mu   sync.Mutex
	own  map[string]*order.Order
	keep bool
}

func (s *shares) Commit(ctx context.Context, c *order.Change) error {
	err := s.Store.Commit(ctx, c)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		if delete(s.own, c.Order.ID); s.keep {
			s.own[c.Order.ID] = c.Order
		}
	}
	return err
}

func (s *shares) Load(ctx context.Context, id, key string) (order.Record, error) {
	rec, err := s.Store.Load(ctx, id, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.own[id]; o != nil {
		rec.Order = *o
	} else if err == nil {
		s.own[id] = &rec.Order
	}
	return rec, err
}

type leasesTwice struct{ *memory.Store }

func (s *leasesTwice) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	return s.Store.Claim(ctx, due, limit, 0)
}

type leasesForever struct{ *memory.Store }

func (s *leasesForever) Claim(ctx context.Context, due time.Time, limit int, _ time.Duration) ([]order.Lease, error) {
	return s.Store.Claim(ctx, due, limit, 1000*time.Hour)
}

// numbersEarly gives out numbers of events before the commits that store them,
// as sequences of databases do, and so shows higher ones first.
type numbersEarly struct {
	*memory.Store
	mu   sync.Mutex
	next int
	log  map[int]order.Event
}

func (s *numbersEarly) Commit(ctx context.Context, c *order.Change) error {
	s.mu.Lock()
	first := s.next + 1
	s.next += len(c.Events)
	s.mu.Unlock()
	time.Sleep(time.Duration(first%5) * time.Millisecond)
	if err := s.Store.Commit(ctx, c); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.log == nil {
		s.log = make(map[int]order.Event)
	}
	for i, e := range c.Events {
		s.log[first+i] = e
	}
	return nil
}

func (s *numbersEarly) Events(_ context.Context, after string, limit int) ([]order.Event, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var at int
	_, _ = fmt.Sscan(after, &at)
	var out []order.Event
	for i := at + 1; i <= s.next && len(out) < limit; i++ {
		if e, ok := s.log[i]; ok {
			out, at = append(out, e), i
		}
	}
	return out, fmt.Sprint(at), nil
}

type historyFrom struct{ *memory.Store }

func (s *historyFrom) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	return s.Store.History(ctx, id, max(after-1, 0), limit)
}

type journalRound struct{ *memory.Store }

func (s *journalRound) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	entries, err := s.Store.Journal(ctx, id)
	slices.Reverse(entries)
	return entries, err
}

type erasesName struct{ *memory.Store }

func (s *erasesName) Erase(ctx context.Context, id string) error {
	rec, err := s.Load(ctx, id, "")
	if err != nil {
		return nil
	}
	p, err := s.Person(ctx, id)
	if err != nil {
		return nil
	}
	p.Name = ""
	o := rec.Order
	o.Version++
	return s.Commit(ctx, &order.Change{Order: &o, Expect: o.Version - 1, Person: &p})
}

type erasesOnce struct{ *memory.Store }

func (s *erasesOnce) Erase(ctx context.Context, id string) error {
	if _, err := s.Person(ctx, id); err != nil {
		return err
	}
	return s.Store.Erase(ctx, id)
}

type receivesTwice struct {
	*memory.Store
	mu   sync.Mutex
	seen map[order.NoticeID]bool
}

func (s *receivesTwice) Receive(ctx context.Context, n order.Notice) (bool, error) {
	id := order.NoticeID{Provider: n.Provider, ID: n.ID}
	s.mu.Lock()
	seen := s.seen[id]
	s.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	s.mu.Lock()
	s.seen[id] = true
	s.mu.Unlock()
	_, err := s.Store.Receive(ctx, n)
	return !seen, err
}

type appliesLater struct{ *memory.Store }

func (s *appliesLater) Commit(ctx context.Context, c *order.Change) error {
	first := *c
	first.Applied = nil
	if err := s.Store.Commit(ctx, &first); err != nil || len(c.Applied) == 0 {
		return err
	}
	o := c.Order.Clone()
	o.Version++
	return s.Store.Commit(ctx, &order.Change{Order: &o, Expect: o.Version - 1, Applied: c.Applied, Due: c.Due})
}

type deaf struct{ *memory.Store }

func (s *deaf) Commit(ctx context.Context, c *order.Change) error {
	return s.Store.Commit(context.WithoutCancel(ctx), c)
}
