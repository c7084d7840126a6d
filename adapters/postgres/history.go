package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// History returns the events of one order with No > after. A limit of 0 is none.
func (s *Store) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	rows, err := readAll[record](ctx, s.db(ctx), column(id), s.texts.history, column(id), after, most(limit))
	if err != nil {
		return nil, wrapped("history of order "+id, err)
	}
	var out []order.Event
	for _, r := range rows {
		for i := range r.Events {
			if r.Events[i].No > after && (limit <= 0 || len(out) < limit) {
				out = append(out, r.Events[i])
			}
		}
	}
	return out, nil
}

// Journal returns all entries of one order.
func (s *Store) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	rows, err := readAll[record](ctx, s.db(ctx), column(id), s.texts.journal, column(id))
	if err != nil {
		return nil, wrapped("journal of order "+id, err)
	}
	var out []order.Entry
	for _, r := range rows {
		out = append(out, r.Entries...)
	}
	return out, nil
}

// Events returns events of all orders in the order of their transactions, those
// of one order in their order. A limit of 0 is none. An event shows only when no
// older transaction that writes, to whichever table of whichever database of the
// server, is under way any more: otherwise that one could still commit an event
// behind a cursor that has passed it. So a long transaction delays events, and
// loses none.
func (s *Store) Events(ctx context.Context, after string, limit int) ([]order.Event, string, error) {
	at, err := parseCursor(after)
	if err != nil {
		return nil, after, err
	}
	from := at
	out, err := retried(ctx, patience, func() (out []order.Event, err error) {
		at = from
		rows, err := s.db(ctx).Query(ctx, s.texts.events, from.xid, from.n, from.version, most(limit))
		if err != nil {
			return nil, err
		}
		row := cursor{}
		var id string
		var data []byte
		_, err = pgx.ForEachRow(rows, []any{&row.xid, &row.n, &row.version, &id, &data}, func() error {
			var r record
			if err := decode(data, id, &r); err != nil {
				return fmt.Errorf("order %s, transaction %d: %w", whole(id), row.xid, err)
			}
			row.read = 0
			if row.xid == from.xid && row.n == from.n && row.version == from.version {
				row.read = from.read
			}
			for row.read < len(r.Events) && (limit <= 0 || len(out) < limit) {
				out = append(out, r.Events[row.read])
				row.read++
				at = row
			}
			return nil
		})
		return out, err
	})
	if err != nil || len(out) == 0 {
		return nil, after, wrapped("events", err)
	}
	return out, at.String(), nil
}

// cursor is a place in the log: a row, and how many of its events were read.
type cursor struct {
	xid, n, version int64
	read            int
}

func (c cursor) String() string { return fmt.Sprintf("%d-%d-%d-%d", c.xid, c.n, c.version, c.read) }

func parseCursor(text string) (c cursor, err error) {
	if text == "" {
		return c, nil
	}
	if _, err := fmt.Sscanf(text, "%d-%d-%d-%d", &c.xid, &c.n, &c.version, &c.read); err != nil || c.String() != text {
		return c, fmt.Errorf("events: %q is no cursor of this store", text)
	}
	return c, nil
}

// most is a limit as PostgreSQL has it: null is none. One more row than events
// may be needed, because the first may have been read.
func most(limit int) *int64 {
	if limit <= 0 {
		return nil
	}
	n := int64(limit) + 1
	return &n
}
