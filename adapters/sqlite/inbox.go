package sqlite

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Receive stores a notice, once per provider and ID.
func (s *Store) Receive(ctx context.Context, n order.Notice) (fresh bool, err error) {
	data, err := encode(n)
	if err != nil {
		return false, wrapped("receive", err)
	}
	var changed int64
	err = s.written(ctx, func(w *writeStmts) (err error) {
		changed, err = rows(w.receive.ExecContext(context.Background(), n.Provider, n.ID, int64(math.MinInt64), data))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("notice %s of %s: %w", n.ID, n.Provider, err)
	}
	return changed == 1, nil
}

// Waiting returns notices to look at: those never postponed in order of arrival,
// then the others by the time they were postponed to. A limit of 0 is none. If some
// cannot be read it returns the others together with an error that names those. They
// take no place of the limit: as nobody postpones them they stay the first, and would
// hide all that came after them.
func (s *Store) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	for ask := limit; ; ask *= 2 {
		notices, err := s.waits(ctx, due, ask)
		bad, some := err.(unread)
		if !some || limit <= 0 || len(notices) >= limit || len(notices)+len(bad) < ask {
			if limit > 0 && limit < len(notices) {
				notices = notices[:limit]
			}
			return notices, wrapped("waiting notices", err)
		}
	}
}

// waits returns those of the first that can be read; the error is unread or the
// database's.
func (s *Store) waits(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := r.waiting.QueryContext(ctx, nanos(due), most(limit))
	var provider, id string
	return readEach[order.Notice](rows, err, func() string { return "notice " + id + " of " + provider }, &provider, &id)
}

// Postpone sets when to look at a waiting notice again; one that does not wait
// is left alone.
func (s *Store) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	err := s.written(ctx, func(w *writeStmts) error {
		_, err := w.postpone.ExecContext(context.Background(), nanos(until), id.Provider, id.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("notice %s of %s: %w", id.ID, id.Provider, err)
	}
	return nil
}
