package postgres

import (
	"context"
	"fmt"
	"strings"

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

// readOrders joins the two parts of every order. One that cannot be decoded hides no
// other: the rest is returned together with an error that names it.
func readOrders(ctx context.Context, db Tx, text string, args ...any) ([]order.Order, error) {
	return retried(ctx, patience, func() ([]order.Order, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		var out []order.Order
		var bad unread
		var id string
		var goods, head []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &goods, &head}, func() error {
			var o order.Order
			if err := join(id, goods, head, &o); err != nil {
				bad = append(bad, fmt.Errorf("order %s: %w", whole(id), err))
				return nil
			}
			out = append(out, o)
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

// unread says of each order that cannot be read why.
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
