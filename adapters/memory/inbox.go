package memory

import (
	"context"
	"slices"
	"time"

	"github.com/orderkit/orderkit/order"
)

// arrival is a notice and whether it still waits.
type arrival struct {
	notice  order.Notice
	look    time.Time
	applied bool
}

// Receive stores a notice, once per provider and ID.
func (s *Store) Receive(ctx context.Context, n order.Notice) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := order.NoticeID{Provider: n.Provider, ID: n.ID}
	if s.inbox[id] != nil {
		return false, nil
	}
	a := &arrival{notice: n}
	s.inbox[id] = a
	s.arrived = append(s.arrived, a)
	return true, nil
}

// Waiting returns notices to look at: those never postponed in order of arrival,
// then the others by the time they were postponed to. A limit of 0 is none.
func (s *Store) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var ready []*arrival
	for _, a := range s.arrived {
		if !a.look.After(due) {
			ready = append(ready, a)
		}
	}
	slices.SortStableFunc(ready, func(a, b *arrival) int { return a.look.Compare(b.look) })
	if limit > 0 && limit < len(ready) {
		ready = ready[:limit]
	}
	var out []order.Notice
	for _, a := range ready {
		out = append(out, a.notice)
	}
	return out, nil
}

// Postpone sets when to look at a waiting notice again.
func (s *Store) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.inbox[id]; a != nil {
		a.look = until
	}
	return nil
}

// settle takes a notice out of those that wait; its ID stays known.
func (s *Store) settle(id order.NoticeID) {
	a := s.inbox[id]
	a.applied = true
	i := slices.Index(s.arrived, a)
	s.arrived = slices.Delete(s.arrived, i, i+1)
}
