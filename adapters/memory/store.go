package memory

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Config sets up a Store.
type Config struct {
	// Now is the clock that leases run by; nil is time.Now.
	Now func() time.Time
}

// Store is an order.Store in the process. It is safe for use by many
// goroutines. Commits take turns, so a cursor over Events never skips one.
type Store struct {
	now func() time.Time

	mu      sync.RWMutex
	rows    map[string]*row
	numbers map[number]*row
	refs    map[string]map[*row]struct{}
	list    []*row         // by placing time, then ID
	log     []*order.Event // every event in commit order
	due     queue          // rows that wait for their due time
	leased  queue          // rows that wait for the end of their lease
	people  map[string]order.Person
	series  map[string]int64 // the last number of each series of documents
	inbox   map[order.NoticeID]*arrival
	arrived []*arrival // those that still wait, in order of arrival
}

// row is one order and everything that belongs to it.
type row struct {
	order   order.Order
	keys    order.Keys
	due     time.Time
	token   string
	until   time.Time // end of the lease
	events  []*order.Event
	entries []order.Entry
	answers map[string]order.Answer

	in  *queue // the queue that the row is in, if any
	pos int    // its place there
}

type number struct{ channel, number string }

// NewStore returns an empty store.
func NewStore(cfg Config) *Store {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Store{
		now:     cfg.Now,
		rows:    make(map[string]*row),
		numbers: make(map[number]*row),
		refs:    make(map[string]map[*row]struct{}),
		due:     queue{at: func(r *row) time.Time { return r.due }},
		leased:  queue{at: func(r *row) time.Time { return r.until }},
		people:  make(map[string]order.Person),
		series:  make(map[string]int64),
		inbox:   make(map[order.NoticeID]*arrival),
	}
}

// Load returns a copy of the order as last committed.
func (s *Store) Load(ctx context.Context, id, key string) (order.Record, error) {
	if err := ctx.Err(); err != nil {
		return order.Record{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rows[id]
	if r == nil {
		return order.Record{}, fmt.Errorf("order %s: %w", id, order.ErrNotFound)
	}
	rec := order.Record{Order: r.order.Clone()}
	if a, ok := r.answers[key]; ok && key != "" {
		rec.Answer = &a
	}
	return rec, nil
}

// Recall returns a copy of the order as last committed. Load would do as well: it is
// here so that what is tried in memory goes the way of a store that remembers.
func (s *Store) Recall(_ context.Context, id string) (order.Order, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rows[id]
	if r == nil {
		return order.Order{}, false
	}
	return r.order.Clone(), true
}

// Claim leases due orders, the longest due first.
func (s *Store) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for r := s.leased.first(); r != nil && !r.until.After(now); r = s.leased.first() {
		s.leased.remove(r)
		s.due.add(r)
	}
	var out []order.Lease
	for len(out) < limit {
		r := s.due.first()
		if r == nil || r.due.After(due) {
			break
		}
		var random [16]byte
		if _, err := rand.Read(random[:]); err != nil {
			return out, fmt.Errorf("lease token: %w", err)
		}
		s.due.remove(r)
		r.token, r.until = hex.EncodeToString(random[:]), now.Add(lease)
		s.leased.add(r)
		out = append(out, order.Lease{Order: r.order.ID, Token: r.token})
	}
	return out, nil
}
