package postgres

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// wish is an order that somebody wants to load.
type wish struct {
	wait    turn
	id, key string

	n     int64
	goods [sha256.Size]byte
	rec   order.Record
	err   error
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
	if within(ctx) == nil {
		s.seen.note(w.id, w.sight())
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
func (s *Store) look(ctx context.Context, db Tx, wishes []*wish) error {
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
	var goods, head, answer []byte
	_, err = pgx.ForEachRow(rows, []any{&i, &n, &goods, &head, &answer}, func() error {
		wishes[i-1].take(n, goods, head, answer)
		return nil
	})
	return err
}

func (w *wish) take(n int64, goods, head, answer []byte) {
	w.n, w.goods = n, sha256.Sum256(goods)
	if w.err = join(goods, head, &w.rec.Order); w.err != nil || answer == nil {
		return
	}
	var r record
	switch err := decode(answer, &r); {
	case err != nil:
		w.err = fmt.Errorf("answer %q: %w", w.key, err)
	case len(r.Answers) > 0:
		w.rec.Answer = &r.Answers[0]
	}
}

// sight is what a commit needs to know of the order that was loaded.
func (w *wish) sight() *sight {
	return &sight{n: w.n, version: w.rec.Order.Version, keys: keysOf(&w.rec.Order), goods: w.goods}
}
