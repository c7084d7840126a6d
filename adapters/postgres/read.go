package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// readAll decodes the one JSON column of every row.
func readAll[V any](ctx context.Context, db querier, text string, args ...any) ([]V, error) {
	return retried(ctx, func() ([]V, error) {
		rows, err := db.Query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		var out []V
		var data []byte
		_, err = pgx.ForEachRow(rows, []any{&data}, func() error {
			var v V
			if err := decode(data, &v); err != nil {
				return err
			}
			out = append(out, v)
			return nil
		})
		return out, err
	})
}
