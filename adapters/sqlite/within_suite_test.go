package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// Every promise of a store holds in transactions of the host's, too.
func TestTheStoreKeepsItsPromisesInTheHostsTransactions(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		path := filepath.Join(t.TempDir(), "orders.db")
		return ordertest.Store{
			Store:  hosted{open(t, path)},
			Second: func(t ordertest.T) order.Store { return hosted{open(t, path)} },
		}
	})
}

// hosted is a store each of whose calls is in a transaction of the host's. That
// commits also after a conflict, which must have left nothing behind.
type hosted struct{ *sqlite.Store }

func in[V any](h hosted, ctx context.Context, call func(context.Context) (V, error)) (V, error) {
	tx, err := h.DB().BeginTx(ctx, nil)
	if err != nil {
		var none V
		return none, err
	}
	defer func() { _ = tx.Rollback() }()
	v, err := call(sqlite.In(ctx, tx))
	if err == nil || errors.Is(err, order.ErrConflict) {
		err = errors.Join(err, tx.Commit())
	}
	return v, err
}

func (h hosted) Commit(ctx context.Context, c *order.Change) error {
	_, err := in(h, ctx, func(ctx context.Context) (bool, error) { return true, h.Store.Commit(ctx, c) })
	return err
}

func (h hosted) Load(ctx context.Context, id, key string) (order.Record, error) {
	return in(h, ctx, func(ctx context.Context) (order.Record, error) { return h.Store.Load(ctx, id, key) })
}

func (h hosted) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	return in(h, ctx, func(ctx context.Context) ([]order.Lease, error) { return h.Store.Claim(ctx, due, limit, lease) })
}

func (h hosted) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	return in(h, ctx, func(ctx context.Context) ([]order.Order, error) { return h.Store.Find(ctx, q) })
}

func (h hosted) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	return in(h, ctx, func(ctx context.Context) ([]order.Event, error) { return h.Store.History(ctx, id, after, limit) })
}

func (h hosted) Journal(ctx context.Context, id string) ([]order.Entry, error) {
	return in(h, ctx, func(ctx context.Context) ([]order.Entry, error) { return h.Store.Journal(ctx, id) })
}

func (h hosted) Events(ctx context.Context, after string, limit int) (events []order.Event, next string, err error) {
	_, err = in(h, ctx, func(ctx context.Context) (bool, error) {
		events, next, err = h.Store.Events(ctx, after, limit)
		return true, err
	})
	return events, next, err
}

func (h hosted) Person(ctx context.Context, id string) (order.Person, error) {
	return in(h, ctx, func(ctx context.Context) (order.Person, error) { return h.Store.Person(ctx, id) })
}

func (h hosted) Erase(ctx context.Context, id string) error {
	_, err := in(h, ctx, func(ctx context.Context) (bool, error) { return true, h.Store.Erase(ctx, id) })
	return err
}

func (h hosted) Receive(ctx context.Context, n order.Notice) (bool, error) {
	return in(h, ctx, func(ctx context.Context) (bool, error) { return h.Store.Receive(ctx, n) })
}

func (h hosted) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	return in(h, ctx, func(ctx context.Context) ([]order.Notice, error) { return h.Store.Waiting(ctx, due, limit) })
}

func (h hosted) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	_, err := in(h, ctx, func(ctx context.Context) (bool, error) { return true, h.Store.Postpone(ctx, id, until) })
	return err
}
