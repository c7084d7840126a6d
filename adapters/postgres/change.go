package postgres

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/orderkit/orderkit/order"
)

// job is a change on its way into the database, as it is written; it shares
// nothing with the order.Change, since its caller may be gone before.
type job struct {
	wait  turn
	tried int   // how often it was, in vain
	i     int32 // its place in the statement
	err   error
	id    string
	token string

	expect  int64
	due     *int64
	urgent  bool              // something is due at once
	goods   []byte            // nil if they stay
	mark    [sha256.Size]byte // hash of them
	head    []byte
	stamp   int64
	keys    keys
	old     *sight // the order as it was
	first   *int32
	last    *int32
	entry   int64 // the number of the first of its entries, 0 if it has none
	guess   bool  // nobody has loaded the order
	key     *string
	what    []byte
	further []keyed // answers behind the first one
	person  []byte
	reads   bool   // the personal data are asked for
	read    []byte // those that are stored
	applied []order.NoticeID
	order   *order.Order // a copy
	number  []int        // the indices of its documents that get their numbers as it is written
}

// keyed is an answer with its row of the log.
type keyed struct {
	key  string
	what []byte
}

// record is what a row of the log holds.
type record struct {
	Events  []order.Event  `json:"events,omitempty"`
	Entries []order.Entry  `json:"entries,omitempty"`
	Answers []order.Answer `json:"answers,omitempty"`
}

func (j *job) name() string { return j.id }
func (j *job) turn() *turn  { return &j.wait }

func (s *Store) newJob(c *order.Change) (*job, error) {
	j := &job{id: column(c.Order.ID), token: column(c.Token), expect: c.Expect, due: dueNanos(c.Due),
		urgent: !c.Due.IsZero() && !c.Due.After(c.Order.Changed), stamp: rand.Int64(), number: slices.Clone(c.Number), guess: c.Guess}
	if len(c.Entries) > 0 {
		j.entry = c.Entries[0].No
	}
	if old := s.seen.recall(j.id, j.expect); old != nil {
		if err := j.follow(old); err != nil {
			return nil, err
		}
	}
	if j.guess && j.there() && (j.old == nil || j.old.unsure() || len(c.Answers) > 1) {
		return nil, fmt.Errorf("it was not loaded: %w", order.ErrConflict)
	}
	j.order = copied(c.Order, j.old)
	var err error
	put := func(v any) []byte {
		if err != nil {
			return nil
		}
		var text []byte
		text, err = encode(v, j.id)
		return text
	}
	for k, i := range c.Number {
		if i < 0 || i >= len(c.Order.Documents) || k > 0 && i <= c.Number[k-1] {
			return nil, fmt.Errorf("documents to be numbered: %v of %d", c.Number, len(c.Order.Documents))
		}
	}
	if err := j.encode(); err != nil {
		return nil, err
	}
	if len(c.Events) > 0 {
		j.first, j.last = number(c.Events[0].No), number(c.Events[len(c.Events)-1].No)
	}
	r := record{Events: c.Events, Entries: c.Entries}
	for i := range c.Answers {
		if key := column(c.Answers[i].Key); i == 0 {
			j.key, r.Answers = &key, c.Answers[:1]
		} else {
			j.further = append(j.further, keyed{key, put(&record{Answers: c.Answers[i : i+1]})})
		}
	}
	if j.guess && j.key != nil && slices.Contains(j.was().answered, hashed(*j.key)) {
		return nil, fmt.Errorf("its key has an answer: %w", order.ErrConflict)
	}
	if len(r.Events)+len(r.Entries)+len(r.Answers) > 0 {
		j.what = put(&r)
	}
	if c.Person != nil {
		j.person = put(c.Person)
	}
	j.reads = c.Read != nil && c.Person == nil
	for _, id := range c.Applied {
		j.applied = append(j.applied, order.NoticeID{Provider: column(id.Provider), ID: column(id.ID)})
	}
	return j, err
}

// follow sets the order as it was. That it is still so is what the statement checks.
func (j *job) follow(old *sight) error {
	j.old = old
	if j.entry > 0 && j.entry <= old.entries {
		return fmt.Errorf("a journal entry of this number is stored already: %w", order.ErrConflict)
	}
	return nil
}

// number is a number of an event as the log has it: null is none.
func number(no int64) *int32 {
	n := int32(no)
	return &n
}

// encode sets what is stored of the order itself.
func (j *job) encode() (err error) {
	j.keys = keysOf(j.order)
	if j.old != nil && j.old.order != nil && sameGoods(j.old.order, j.order) {
		j.mark = j.old.mark
	} else {
		goods := goodsOf(j.order)
		if j.goods, err = encode(&goods, j.id); err != nil {
			return err
		}
		j.mark = sha256.Sum256(j.goods)
	}
	rest := restOf(j.order)
	j.head, err = encode(&rest, j.id)
	return err
}

// fresh is the key that must not be answered yet, if only the database knows.
func (j *job) fresh() *string {
	if !j.guess || !j.there() || j.old.answered != nil {
		return nil
	}
	return j.key
}

// answered is what the order has answers to once the job is written, if that is known.
func (j *job) answered() []uint64 {
	was := j.was().answered
	if j.there() && was == nil || len(was) >= mostAnswered {
		return nil
	}
	all := append(make([]uint64, 0, len(was)+1+len(j.further)), was...)
	if j.key != nil {
		all = append(all, hashed(*j.key))
	}
	for _, a := range j.further {
		all = append(all, hashed(a.key))
	}
	return all
}

// stays reports whether the goods are stored as they are.
func (j *job) stays() bool { return j.old != nil && j.mark == j.old.mark }

// sight is the order as it is stored under the number.
func (j *job) sight(n int64) *sight {
	goods := j.goods
	if goods == nil {
		goods = j.old.goods
	}
	r := &row{n: n, version: j.expect + 1, stamp: j.stamp, entries: j.order.LastEntry,
		answered: j.answered(), mark: j.mark, goods: goods, head: j.head}
	return &sight{row: r, keys: j.keys, order: j.order}
}

// alone reports whether the job cannot share a statement with others.
func (j *job) alone() bool { return len(j.applied) > 0 || len(j.number) > 0 }
