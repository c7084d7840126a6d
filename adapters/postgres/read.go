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

// readOrders joins the two parts of every order.
func readOrders(ctx context.Context, db Tx, text string, args ...any) ([]order.Order, error) {
	return retried(ctx, patience, func() ([]order.Order, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		var out []order.Order
		var id string
		var goods, head []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &goods, &head}, func() error {
			var o order.Order
			if err := join(id, goods, head, &o); err != nil {
				return err
			}
			out = append(out, o)
			return nil
		})
		return out, err
	})
}
