package postgres

import (
	"crypto/sha256"
	"sync"

	"github.com/orderkit/orderkit/order"
)

// seen remembers the orders last loaded or committed, so that a load need not send
// and decode again what is known, and a commit writes only what changes. Its stamp
// tells a stored order from any other, so what is remembered is never wrong, and
// what is forgotten is read again.
type seen struct {
	most int // bytes, by estimate

	mu    sync.Mutex
	rows  map[string]*sight
	queue []string // the order in which they came
	held  int
}

// sight is an order as it was stored once. It never changes.
type sight struct {
	n, version, stamp int64
	keys              keys
	goods             [sha256.Size]byte // hash of the stored goods
	lines, rest       int               // bytes of what is stored: the goods, and everything else
	order             *order.Order      // nil if it is too long to be kept
}

// mostSeen is about what is remembered, in bytes: some thousands of short orders.
const mostSeen = 32 << 20

// size is about what a sight takes in memory.
func (v *sight) size() int {
	const bare, unpacked = 1 << 10, 32
	if v.order == nil {
		return bare
	}
	return bare + unpacked*(v.lines+v.rest)
}

func (s *seen) note(id string, v *sight) {
	if v.size() > s.most/64 {
		v.order = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rows == nil {
		s.rows = make(map[string]*sight)
	}
	if old := s.rows[id]; old != nil {
		s.held -= old.size()
	} else {
		s.queue = append(s.queue, id)
	}
	s.rows[id] = v
	s.held += v.size()
	for s.held > s.most {
		s.held -= s.rows[s.queue[0]].size()
		delete(s.rows, s.queue[0])
		s.queue = s.queue[1:]
	}
}

// last returns the order as it was last seen, or nil.
func (s *seen) last(id string) *sight {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows[id]
}

// recall returns what is known of the order at that version, or nil.
func (s *seen) recall(id string, version int64) *sight {
	if v := s.last(id); v != nil && v.version == version {
		return v
	}
	return nil
}
