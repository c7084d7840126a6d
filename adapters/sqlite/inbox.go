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
// then the others by the time they were postponed to. A limit of 0 is none. What cannot
// be read takes no place of the limit, and is named by an order.Unread beside the
// others.
func (s *Store) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return nil, wrapped("waiting notices", err)
	}
	notices, err := readable(limit, func(first int) ([]order.Notice, error) {
		rows, err := r.waiting.QueryContext(ctx, nanos(due), most(first))
		var id order.NoticeID
		return readEach(rows, err, limit,
			func(n *order.Notice) { n.Provider, n.ID = id.Provider, id.ID }, // JSON has nothing that is not UTF-8
			func() order.Unreadable { return order.Unreadable{Notice: id} }, &id.Provider, &id.ID)
	})
	return notices, wrapped("waiting notices", err)
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
