package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/orderkit/orderkit/order"
)

// History returns the events of one order.
func (s *Store) History(ctx context.Context, id string, after int64, limit int) (out []order.Event, err error) {
	err = s.read(ctx, func(sh *shelf) error {
		for _, e := range sh.Log {
			if e.Order == id && e.No > after && (limit <= 0 || len(out) < limit) {
				out = append(out, e)
			}
		}
		return nil
	})
	return out, err
}

// Journal returns the bookings of one order.
func (s *Store) Journal(ctx context.Context, id string) (out []order.Entry, err error) {
	err = s.read(ctx, func(sh *shelf) error {
		if f := sh.Orders[id]; f != nil {
			out = f.Journal
		}
		return nil
	})
	return out, err
}

// Events returns events of all orders. The cursor counts them: commits take
// turns, so none is ever skipped.
func (s *Store) Events(ctx context.Context, after string, limit int) (out []order.Event, next string, err error) {
	next = after
	err = s.read(ctx, func(sh *shelf) error {
		from := 0
		if after != "" {
			var err error
			if from, err = strconv.Atoi(after); err != nil || from < 0 || from > len(sh.Log) {
				return fmt.Errorf("%q is no cursor", after)
			}
		}
		out = sh.Log[from:]
		if limit > 0 {
			out = out[:min(len(out), limit)]
		}
		next = strconv.Itoa(from + len(out))
		return nil
	})
	return out, next, err
}

// Person returns the personal data of an order.
func (s *Store) Person(ctx context.Context, id string) (p order.Person, err error) {
	err = s.read(ctx, func(sh *shelf) error {
		var ok bool
		if p, ok = sh.People[id]; !ok {
			return fmt.Errorf("personal data of order %s: %w", id, order.ErrNotFound)
		}
		return nil
	})
	return p, err
}

// Erase deletes it. A file system may keep what was overwritten; a database that
// promises more is a better place for people.
func (s *Store) Erase(ctx context.Context, id string) error {
	return s.write(ctx, func(sh *shelf) error {
		delete(sh.People, id)
		return nil
	})
}

// notice is an outside event and when to look at it again. Its name is kept as
// bytes: as texts, JSON would make one of two that are not UTF-8.
type notice struct {
	order.Notice
	Name [2][]byte `json:"name"` // provider and ID
	Look time.Time `json:"look"`
	Used bool      `json:"used"`
}

// Receive stores an outside event, once.
func (s *Store) Receive(ctx context.Context, n order.Notice) (fresh bool, err error) {
	err = s.write(ctx, func(sh *shelf) error {
		if fresh = sh.notice(order.NoticeID{Provider: n.Provider, ID: n.ID}) == nil; fresh {
			sh.Notices = append(sh.Notices, &notice{Notice: n, Name: [2][]byte{[]byte(n.Provider), []byte(n.ID)}})
		}
		return nil
	})
	return fresh && err == nil, err
}

// Waiting returns events that were not applied yet.
func (s *Store) Waiting(ctx context.Context, due time.Time, limit int) (out []order.Notice, err error) {
	err = s.read(ctx, func(sh *shelf) error {
		slices.SortStableFunc(sh.Notices, func(a, b *notice) int { return a.Look.Compare(b.Look) })
		for _, n := range sh.Notices {
			if !n.Used && !n.Look.After(due) && (limit <= 0 || len(out) < limit) {
				n.Provider, n.ID = string(n.Name[0]), string(n.Name[1])
				out = append(out, n.Notice)
			}
		}
		return nil
	})
	return out, err
}

// Postpone sets when to look at an event again.
func (s *Store) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	return s.write(ctx, func(sh *shelf) error {
		if n := sh.notice(id); n != nil {
			n.Look = until
		}
		return nil
	})
}

func (sh *shelf) notice(id order.NoticeID) *notice {
	for _, n := range sh.Notices {
		if string(n.Name[0]) == id.Provider && string(n.Name[1]) == id.ID {
			return n
		}
	}
	return nil
}

// apply takes notices in; false if one of them does not wait.
func (sh *shelf) apply(ids []order.NoticeID) bool {
	for _, id := range ids {
		n := sh.notice(id)
		if n == nil || n.Used {
			return false
		}
		n.Used = true
	}
	return true
}
