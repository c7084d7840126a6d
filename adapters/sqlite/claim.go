package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Claim leases due orders, the longest due first. When nothing is due it reads
// only, so that idle pollers do not disturb writers.
func (s *Store) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	r, err := s.reading(ctx)
	if err != nil {
		return nil, wrapped("claim", err)
	}
	first, err := claimable(r.claimed.QueryContext(ctx, nanos(due), nanos(s.now()), 1))
	if err != nil || len(first) == 0 {
		return nil, wrapped("claim", err)
	}
	leases := make([]order.Lease, 0, limit)
	err = s.written(ctx, func(w *writeStmts) error {
		ctx := context.Background()
		now := s.now()
		free, err := claimable(w.claimed.QueryContext(ctx, nanos(due), nanos(now), limit))
		if err != nil {
			return err
		}
		for _, r := range free {
			token := rand.Text()
			if _, err := w.lease.ExecContext(ctx, token, nanos(now.Add(lease)), r.n); err != nil {
				return err
			}
			leases = append(leases, order.Lease{Order: r.id, Token: token})
		}
		return nil
	})
	if err != nil {
		return nil, wrapped("claim", err) // leases that were given all the same end by themselves
	}
	return leases, nil
}

type claimRow struct {
	n  int64
	id string
}

func claimable(rows *sql.Rows, err error) ([]claimRow, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []claimRow
	for rows.Next() {
		var r claimRow
		if err := rows.Scan(&r.n, &r.id); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func wrapped(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op, err)
}
