package postgres

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// Claim leases due orders, the longest due first. It takes no order that another
// caller is just claiming or committing.
func (s *Store) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	type claimed struct {
		order.Lease
		due int64
	}
	var all []claimed
	for len(all) < limit {
		rows, err := s.db(ctx).Query(ctx, s.texts.claim, nanos(due), limit-len(all), lease.Microseconds())
		if err != nil {
			return nil, wrapped("claim", err)
		}
		early := 0 // orders that were to be looked at, and are due later
		var at *int64
		var id string
		var token *string
		_, err = pgx.ForEachRow(rows, []any{&at, &id, &token}, func() error {
			if token == nil {
				early++
				return nil
			}
			all = append(all, claimed{order.Lease{Order: whole(id), Token: *token}, *at})
			return nil
		})
		if err != nil {
			return nil, wrapped("claim", err) // leases that were given all the same end by themselves
		}
		if early == 0 {
			break
		}
	}
	slices.SortFunc(all, func(a, b claimed) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.Order, b.Order))
	})
	var leases []order.Lease
	for _, c := range all {
		leases = append(leases, c.Lease)
	}
	return leases, ctx.Err()
}
