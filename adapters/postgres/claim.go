package postgres

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// claimed is an order that was to be looked at. It is leased if it has a token;
// otherwise it is due later.
type claimed struct {
	due   *int64
	id    string
	token *string
}

// Claim leases due orders, the longest due first. It takes no order that another
// caller is just claiming or committing.
func (s *Store) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	var all []claimed
	for early := true; early && len(all) < limit; {
		looked, err := retried(ctx, patience, func() ([]claimed, error) {
			rows, err := s.db(ctx).Query(ctx, s.texts.claim, nanos(due), limit-len(all), lease.Microseconds())
			if err != nil {
				return nil, err
			}
			return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c claimed, err error) {
				err = row.Scan(&c.due, &c.id, &c.token)
				return c, err
			})
		})
		if err != nil {
			return nil, wrapped("claim", err) // leases that were given all the same end by themselves
		}
		leased := where(looked, func(c claimed) bool { return c.token != nil })
		early = len(leased) < len(looked)
		all = append(all, leased...)
	}
	slices.SortFunc(all, func(a, b claimed) int {
		return cmp.Or(cmp.Compare(*a.due, *b.due), cmp.Compare(a.id, b.id))
	})
	leases := make([]order.Lease, len(all))
	for i, c := range all {
		leases[i] = order.Lease{Order: whole(c.id), Token: *c.token}
	}
	return leases, ctx.Err()
}
