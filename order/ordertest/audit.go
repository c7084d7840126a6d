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
// meanwhile may be left out. The error is the store's: it names each order that could
// not be read, and the others were judged, unless the store could read none of a page.
func Audit(ctx context.Context, s order.Store, each func(o *order.Order, broken []string)) error {
	var unread []error
	q := order.Query{Limit: auditPage}
	for {
		page, err := s.Find(ctx, q)
		if err != nil {
			unread = append(unread, fmt.Errorf("audit: find: %w", err))
		}
		for i := range page {
			o, broken, err := audited(ctx, s, page[i].ID)
			if err != nil {
				unread = append(unread, fmt.Errorf("audit: order %s: %w", page[i].ID, err))
				continue
			}
			each(o, broken)
		}
		if len(page) == 0 || len(page) < q.Limit && err == nil {
			return errors.Join(unread...)
		}
		last := &page[len(page)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
	}
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
