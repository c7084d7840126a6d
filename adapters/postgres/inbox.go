package postgres

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Receive stores a notice, once per provider and ID, and wakes who listens.
func (s *Store) Receive(ctx context.Context, n order.Notice) (fresh bool, err error) {
	data, err := encode(&n, "")
	if err != nil {
		return false, wrapped("receive", err)
	}
	fresh, err = retried(ctx, patience, func() (fresh bool, err error) {
		tag, err := s.db(ctx).Exec(ctx, s.texts.receive, column(n.Provider), column(n.ID), int64(math.MinInt64), data)
		return tag.RowsAffected() > 0, err
	})
	if fresh {
		err = s.wake(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("notice %s of %s: %w", n.ID, n.Provider, err)
	}
	return fresh, nil
}

// Waiting returns notices to look at: those never postponed in order of arrival,
// then the others by the time they were postponed to. A limit of 0 is none. What cannot
// be read takes no place of the limit, and is named by an order.Unread beside the
// others.
func (s *Store) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	notices, err := readable(limit, func(rows int) ([]order.Notice, error) {
		var first *int
		if rows > 0 {
			first = &rows
		}
		var provider, id string
		var data []byte
		return readEach(ctx, s.db(ctx), limit, []any{&provider, &id, &data},
			func(n *order.Notice) error {
				err := decode(data, "", n)
				if len(provider) <= longestText && len(id) <= longestText { // JSON has nothing that is not UTF-8
					n.Provider, n.ID = whole(provider), whole(id)
				}
				return err
			},
			func() order.Unreadable {
				return order.Unreadable{Notice: order.NoticeID{Provider: whole(provider), ID: whole(id)}}
			}, s.texts.waiting, nanos(due), first)
	})
	return notices, wrapped("waiting notices", err)
}

// Postpone sets when to look at a waiting notice again; one that does not wait
// is left alone.
func (s *Store) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	err := s.exec(ctx, s.texts.postpone, column(id.Provider), column(id.ID), nanos(until))
	if err != nil {
		return fmt.Errorf("notice %s of %s: %w", id.ID, id.Provider, err)
	}
	return nil
}
