package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/orderkit/orderkit/order"
)

// History returns the events of one order with No > after. A limit of 0 is none.
func (s *Store) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return nil, wrapped("history of order "+id, err)
	}
	events, err := readAll[order.Event](r.history.QueryContext(ctx, id, after, most(limit)))
	return events, wrapped("history of order "+id, err)
}

// Journal returns all entries of one order.
func (s *Store) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	r, err := s.reading(ctx)
	if err != nil {
		return nil, wrapped("journal of order "+id, err)
	}
	entries, err := readAll[order.Entry](r.journal.QueryContext(ctx, id))
	return entries, wrapped("journal of order "+id, err)
}

// Events returns events of all orders in the order of their commits. A limit of
// 0 is none. The cursor is a number that only grows; it holds for this file. In a
// transaction of the host's, too, Events shows only what is committed.
func (s *Store) Events(ctx context.Context, after string, limit int) ([]order.Event, string, error) {
	var from int64
	if after != "" {
		var err error
		if from, err = strconv.ParseInt(after, 10, 64); err != nil || from < 0 {
			return nil, after, fmt.Errorf("events: %q is no cursor of this store", after)
		}
	}
	rows, err := s.stmts.events.QueryContext(ctx, from, most(limit))
	if err != nil {
		return nil, after, wrapped("events", err)
	}
	defer rows.Close()
	var out []order.Event
	for rows.Next() {
		var data sql.RawBytes
		if err := rows.Scan(&from, &data); err != nil {
			return nil, after, wrapped("events", err)
		}
		var e order.Event
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, after, fmt.Errorf("event %d: %w", from, err)
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil || len(out) == 0 {
		return nil, after, wrapped("events", err)
	}
	return out, strconv.FormatInt(from, 10), nil
}

// most is a limit as SQLite has it: -1 is none.
func most(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}
