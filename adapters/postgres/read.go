package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// readAll decodes the one JSON column of every row, all of the order with the ID
// own.
func readAll[V any](ctx context.Context, db Tx, own, text string, args ...any) ([]V, error) {
	return retried(ctx, patience, func() ([]V, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		var out []V
		var data []byte
		_, err = pgx.ForEachRow(rows, []any{&data}, func() error {
			var v V
			if err := decode(data, own, &v); err != nil {
				return err
			}
			out = append(out, v)
			return nil
		})
		return out, err
	})
}

// readEach makes something of the columns of every row, until it has as many as most; 0
// is all. A row that nothing can be made of hides no other: the rest is returned
// together with an order.Unread, of which name says what the row is.
func readEach[V any](ctx context.Context, db Tx, most int, columns []any, one func(*V) error, name func() order.Unreadable, text string, args ...any) ([]V, error) {
	return retried(ctx, patience, func() ([]V, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var out []V
		var bad order.Unread
		for (most <= 0 || len(out) < most) && rows.Next() {
			if err := rows.Scan(columns...); err != nil {
				return nil, err
			}
			var v V
			if err := one(&v); err != nil {
				row := name()
				row.Cause = err
				bad = append(bad, row)
				continue
			}
			out = append(out, v)
		}
		rows.Close() // the error may come with the end
		switch err := rows.Err(); {
		case err != nil:
			return nil, err
		case len(bad) > 0:
			return out, bad
		}
		return out, nil
	})
}

// readable reads the first rows until as many of them as most can be read, or there are
// no more; 0 is all.
func readable[V any](most int, first func(rows int) ([]V, error)) ([]V, error) {
	for ask := most; ; {
		list, err := first(ask)
		bad, some := err.(order.Unread)
		if !some || most <= 0 || len(list) == most || len(list)+len(bad) < ask {
			return list, err
		}
		ask = most + 2*len(bad)
	}
}
