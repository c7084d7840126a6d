package ordertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/orderkit/orderkit/order"
)

// auditPage is how many orders are in memory at once.
const auditPage = 100

// Audit judges every order of a store, the newest first, and calls each with the
// order and the promises that it breaks, none for most. It only reads, page by
// page, so it may run over a store that is in use, and keeps no more than a page in
// memory. An order that changes while it is read is read again; one that is placed
// meanwhile may be left out. Where some orders, or what belongs to them, cannot be read,
// the others are judged, and the error has an order.Unread of those. After any other
// error the audit has ended, and the orders behind were not judged.
func Audit(ctx context.Context, s order.Store, each func(o *order.Order, broken []string)) error {
	var all order.Unread
	q := order.Query{Limit: auditPage}
	for {
		page, err := s.Find(ctx, q)
		var unread order.Unread
		if err != nil && !errors.As(err, &unread) {
			return fmt.Errorf("audit: find: %w", err)
		}
		all = append(all, unread...)
		for i := range page {
			o, broken, err := audited(ctx, s, page[i].ID)
			if err != nil {
				all = append(all, order.Unreadable{Order: page[i].ID, Cause: err})
				continue
			}
			each(o, broken)
		}
		if len(page) < q.Limit {
			break
		}
		last := &page[len(page)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
	}
	if len(all) > 0 {
		return fmt.Errorf("audit: %w", all)
	}
	return nil
}

// audited judges one order, of which all parts are of the same version.
func audited(ctx context.Context, s order.Store, id string) (*order.Order, []string, error) {
	for try := 0; ; try++ {
		before, err := s.Load(ctx, id, "")
		if err != nil {
			return nil, nil, err
		}
		history, err := s.History(ctx, id, 0, 0)
		if err != nil {
			return nil, nil, err
		}
		journal, err := s.Journal(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		after, err := s.Load(ctx, id, "")
		if err != nil {
			return nil, nil, err
		}
		if before.Order.Version == after.Order.Version || try == auditTries {
			return &after.Order, Judge(&after.Order, history, journal), nil
		}
	}
}

// auditTries is how often an order that keeps changing is read again.
const auditTries = 100
