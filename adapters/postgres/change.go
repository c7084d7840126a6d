package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// job is a change on its way into the database, as it is written; it shares
// nothing with the order.Change, since its caller may be gone before.
type job struct {
	wait  turn
	i     int32 // its place in the statement
	n     int64 // the number of its order; 0: not stored yet
	err   error
	id    string
	token string

	expect  int64
	due     *int64
	urgent  bool // something is due at once
	head    string
	keys    keys
	old     *keys // what it was listed by
	events  string
	first   int64
	last    int64
	entries string
	answers []keyed
	person  string
	applied []order.NoticeID
}

type keyed struct{ key, answer string }

func (j *job) name() string { return j.id }
func (j *job) turn() *turn  { return &j.wait }

func newJob(c *order.Change) (*job, error) {
	j := &job{wait: newTurn(), id: column(c.Order.ID), token: column(c.Token), expect: c.Expect, due: dueNanos(c.Due),
		urgent: !c.Due.IsZero() && !c.Due.After(c.Order.Changed), keys: keysOf(c.Order)}
	var err error
	put := func(v any) string {
		if err != nil {
			return ""
		}
		var text string
		text, err = encode(v)
		return text
	}
	j.head = put(c.Order)
	if len(c.Events) > 0 {
		j.events, j.first, j.last = put(c.Events), c.Events[0].No, c.Events[len(c.Events)-1].No
	}
	if len(c.Entries) > 0 {
		j.entries = put(c.Entries)
	}
	for i := range c.Answers {
		j.answers = append(j.answers, keyed{column(c.Answers[i].Key), put(&c.Answers[i])})
	}
	if c.Person != nil {
		j.person = put(c.Person)
	}
	for _, id := range c.Applied {
		j.applied = append(j.applied, order.NoticeID{Provider: column(id.Provider), ID: column(id.ID)})
	}
	return j, err
}

// fail sets what became of the job.
func (j *job) fail(err error) { j.err = fmt.Errorf("order %s: %w", j.id, err) }

// mark is what an index can hold of a letter and a value: of a very long one its
// beginning and its hash.
func mark(letter, value string) string {
	const most = 500
	m := letter + column(value)
	if len(m) <= most {
		return m
	}
	sum := sha256.Sum256([]byte(m))
	return strings.ToValidUTF8(m[:most], "") + "\x01#" + hex.EncodeToString(sum[:])
}
