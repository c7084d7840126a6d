package postgres

import (
	"crypto/sha256"
	"hash/maphash"
	"sync"

	"github.com/orderkit/orderkit/order"
)

// seen remembers the orders last loaded or committed, so that a load need not send
// what is known, and a commit writes only what changes. Its stamp tells a stored
// order from any other, so what is remembered is never wrong, and what is forgotten
// is read again. Few of them are kept as they are worked on, and many as they are
// stored, which is a tenth as long and nothing that a garbage collector looks into.
type seen struct {
	mu      sync.Mutex
	recent  queue[*sight]
	stored  queue[*row]
	guesses habit
}

// row is an order as it is stored. It never changes.
type row struct {
	n, version, stamp int64
	entries           int64             // how many its journal has
	twice             int64             // up to this version others were seen, too: rolled back by a host, or lost
	mark              [sha256.Size]byte // hash of the goods
	answered          []uint64          // the hashes of all keys with answers; nil: not known
	goods, head       []byte
}

// mostAnswered bounds for how many answers the database need not be asked.
const mostAnswered = 64

var seed = maphash.MakeSeed()

// hashed is a key for comparing. Where two are taken for one, the order is loaded.
func hashed(key string) uint64 { return maphash.String(seed, key) }

func newSeen(recent, stored int) seen {
	return seen{recent: newQueue[*sight](recent), stored: newQueue[*row](stored)}
}

// sight is an order as it was stored once, and what a commit needs to know of it. It
// never changes.
type sight struct {
	*row
	keys  keys
	order *order.Order // nil if it is too long to be kept, or was not unpacked
}

// What is remembered, in bytes: a few hundred short orders, and some ten thousand as
// they are stored. One that takes too large a part drives out too many others.
const (
	mostRecent = 3 << 20
	mostStored = 32 << 20
	tooLong    = 512 << 10
)

// size is about what a sight takes in memory.
func (v *sight) size() int {
	const bare, unpacked = 1 << 10, 32
	stored := len(v.goods) + len(v.head)
	if v.order == nil {
		return bare + stored
	}
	return bare + unpacked*stored
}

func (r *row) size() int { return 256 + 8*len(r.answered) + len(r.goods) + len(r.head) }

// unpacked is the sight with its order, if that is remembered as it is stored.
func (v *sight) unpacked(id string) (*sight, error) {
	if v.order != nil || v.goods == nil {
		return v, nil
	}
	var o order.Order
	if err := join(id, v.goods, v.head, &o); err != nil {
		return nil, err
	}
	return &sight{row: v.row, keys: keysOf(&o), order: &o}, nil
}

func (s *seen) note(id string, v *sight) {
	if v.row.size() > tooLong {
		v.row = &row{n: v.n, version: v.version, stamp: v.stamp, entries: v.entries, mark: v.mark}
		v.order = nil
	}
	if v.size() > tooLong {
		v.order = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.find(id); old != nil {
		if twice := old.twiceWith(v.row); twice != v.twice {
			r := *v.row
			r.twice, v.row = twice, &r
		}
	}
	s.recent.put(id, v)
	s.stored.put(id, v.row)
}

// twiceWith is up to which version others were seen, once next is seen behind r.
func (r *row) twiceWith(next *row) int64 {
	twice := max(r.twice, next.twice)
	if r.stamp != next.stamp && r.version >= next.version {
		twice = max(twice, r.version)
	}
	return twice
}

// unsure reports whether its version may not tell the order from what was recalled.
func (r *row) unsure() bool { return r.version <= r.twice }

// queue keeps what came last, up to so many bytes.
type queue[V interface{ size() int }] struct {
	most, held int
	of         map[string]V
	order      []string // in which they came
}

func newQueue[V interface{ size() int }](most int) queue[V] {
	return queue[V]{most: most, of: make(map[string]V)}
}

func (q *queue[V]) put(id string, v V) {
	if old, known := q.of[id]; known {
		q.held -= old.size()
	} else {
		q.order = append(q.order, id)
	}
	q.of[id] = v
	for q.held += v.size(); q.held > q.most; q.order = q.order[1:] {
		q.held -= q.of[q.order[0]].size()
		delete(q.of, q.order[0])
	}
}

// last returns the order as it was last seen, perhaps not unpacked, or nil.
func (s *seen) last(id string) *sight {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(id)
}

func (s *seen) find(id string) *sight {
	if v := s.recent.of[id]; v != nil {
		return v
	}
	if r := s.stored.of[id]; r != nil && r.goods != nil { // else nothing says what it is listed by
		return &sight{row: r}
	}
	return nil
}

// recall returns what is known of the order at that version, or nil.
func (s *seen) recall(id string, version int64) *sight {
	v := s.last(id)
	if v == nil || v.version != version {
		return nil
	}
	return s.open(id, v)
}

// open unpacks a sight, and keeps that; nil if it is damaged.
func (s *seen) open(id string, v *sight) *sight {
	open, err := v.unpacked(id)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if open != v && open.size() <= tooLong && s.stored.of[id] == v.row {
		s.recent.put(id, open)
	}
	return open
}

// guess returns the order as it was last seen, for a plan that is thrown away if it
// has changed; nil if it is not remembered, or if that happened too often of late,
// as where other processes work on the same orders.
func (s *seen) guess(id string) *order.Order {
	v := s.last(id)
	if v == nil || v.unsure() || !s.likely() {
		return nil
	}
	if v = s.open(id, v); v == nil {
		return nil
	}
	return v.order
}

// likely reports whether it is time for a guess.
func (s *seen) likely() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guesses.likely()
}

// learn takes in whether a guess was right.
func (s *seen) learn(right bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guesses.learn(right)
}
