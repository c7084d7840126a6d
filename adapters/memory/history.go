package memory

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/orderkit/orderkit/order"
)

// History returns the events of one order with No > after. A limit of 0 is none.
func (s *Store) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rows[id]
	if r == nil || after >= int64(len(r.events)) {
		return nil, nil
	}
	events := r.events[max(after, 0):]
	if limit > 0 && limit < len(events) {
		events = events[:limit]
	}
	return cloneEvents(events), nil
}

// Journal returns all entries of one order.
func (s *Store) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rows[id]
	if r == nil {
		return nil, nil
	}
	out := slices.Clone(r.entries)
	for i := range out {
		out[i] = cloneEntry(out[i])
	}
	return out, nil
}

// Events returns events of all orders in the order of their commits. A limit of
// 0 is none.
func (s *Store) Events(ctx context.Context, after string, limit int) ([]order.Event, string, error) {
	if err := ctx.Err(); err != nil {
		return nil, after, err
	}
	from := 0
	if after != "" {
		var err error
		if from, err = strconv.Atoi(after); err != nil || from < 0 {
			return nil, after, fmt.Errorf("%q is no cursor of this store", after)
		}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if from >= len(s.log) {
		return nil, after, nil
	}
	page := s.log[from:]
	if limit > 0 && limit < len(page) {
		page = page[:limit]
	}
	return cloneEvents(page), strconv.Itoa(from + len(page)), nil
}
