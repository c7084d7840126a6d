package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
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

// readEach makes something of the columns of every row. A row that nothing can be made
// of hides no other: the rest is returned together with an error of the type unread.
func readEach[V any](ctx context.Context, db Tx, columns []any, one func(*V) error, text string, args ...any) ([]V, error) {
	return retried(ctx, patience, func() ([]V, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		var out []V
		var bad unread
		_, err = pgx.ForEachRow(rows, columns, func() error {
			var v V
			if err := one(&v); err != nil {
				bad = append(bad, err)
				return nil
			}
			out = append(out, v)
			return nil
		})
		switch {
		case err != nil:
			return nil, err
		case len(bad) > 0:
			return out, bad
		}
		return out, nil
	})
}

// unread says of each order or notice that cannot be read why.
type unread []error

// manyUnread is how many one line shows.
const manyUnread = 20

func (u unread) Error() string {
	var b strings.Builder
	for i, err := range u {
		switch {
		case i == manyUnread:
			return b.String() + fmt.Sprintf("; and %d more", len(u)-i)
		case i > 0:
			b.WriteString("; ")
		}
		b.WriteString(err.Error())
	}
	return b.String()
}

func (u unread) Unwrap() []error { return u }
