package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// wish is an order that somebody wants to load.
type wish struct {
	wait    turn
	id, key string

	n   int64
	rec order.Record
	err error
}

func (w *wish) name() string { return "" }
func (w *wish) turn() *turn  { return &w.wait }

// Load returns the order as last committed, and the answer under the key.
func (s *Store) Load(ctx context.Context, id, key string) (order.Record, error) {
	w := &wish{wait: newTurn(), id: column(id), key: column(key)}
	var err error
	if tx := within(ctx); tx != nil {
		err = s.look(ctx, tx, []*wish{w})
	} else {
		err = s.read.submit(ctx, w)
	}
	if err == nil {
		err = w.err
	}
	if err != nil {
		return order.Record{}, fmt.Errorf("order %s: %w", id, err)
	}
	return w.rec, nil
}

// loadAll loads what several callers want in one statement.
func (s *Store) loadAll(ctx context.Context, wishes []*wish) {
	_, err := retried(ctx, func() (struct{}, error) { return struct{}{}, s.look(ctx, s.pool, wishes) })
	for _, w := range wishes {
		if err != nil {
			w.err = err
		}
	}
}

// look fills in the wishes.
func (s *Store) look(ctx context.Context, db querier, wishes []*wish) error {
	ids, keys := make([]string, len(wishes)), make([]string, len(wishes))
	for i, w := range wishes {
		ids[i], keys[i] = w.id, w.key
		w.err = order.ErrNotFound
	}
	rows, err := db.Query(ctx, s.texts.load, ids, keys)
	if err != nil {
		return err
	}
	var i, n int64
	var head, answer []byte
	_, err = pgx.ForEachRow(rows, []any{&i, &n, &head, &answer}, func() error {
		wishes[i-1].take(n, head, answer)
		return nil
	})
	return err
}

func (w *wish) take(n int64, head, answer []byte) {
	w.n = n
	if w.err = decode(head, &w.rec.Order); w.err != nil || answer == nil {
		return
	}
	w.rec.Answer = new(order.Answer)
	if w.err = decode(answer, w.rec.Answer); w.err != nil {
		w.err = fmt.Errorf("answer %q: %w", w.key, w.err)
	}
}
