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
	known   *sight // as it was last seen

	found  *sight
	answer *order.Answer
	err    error
}

func (w *wish) name() string { return "" }
func (w *wish) alone() bool  { return false }
func (w *wish) turn() *turn  { return &w.wait }

// Load returns the order as last committed, and the answer under the key.
func (s *Store) Load(ctx context.Context, id, key string) (order.Record, error) {
	w := &wish{id: column(id), key: column(key)}
	w.known = s.seen.last(w.id)
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
	rec := order.Record{Order: w.found.order.Clone(), Answer: w.answer}
	if w.found != w.known { // also what the host may roll back: its stamp is its own
		s.seen.note(w.id, w.found)
	}
	return rec, nil
}

// Recall returns the order as it was last seen here.
func (s *Store) Recall(ctx context.Context, id string) (order.Order, bool) {
	if within(ctx) != nil {
		return order.Order{}, false
	}
	o := s.seen.guess(column(id))
	if o == nil {
		return order.Order{}, false
	}
	return o.Clone(), true
}

// loadAll loads what several callers want in one statement.
func (s *Store) loadAll(ctx context.Context, wishes []*wish) {
	_, err := retried(ctx, patience, func() (struct{}, error) {
		return struct{}{}, s.online(ctx, func(ctx context.Context, db Tx) error { return s.look(ctx, db, wishes) })
	})
	for _, w := range wishes {
		if err != nil {
			w.err = err
		}
	}
}

// look fills in the wishes. Orders that are remembered are looked up by their number,
// which is cheaper. One that has not its number any more, as where another database
// took the place of this one, is looked up by its ID after all.
func (s *Store) look(ctx context.Context, db Tx, wishes []*wish) error {
	for _, w := range wishes {
		w.found, w.answer, w.err = nil, nil, order.ErrNotFound
	}
	if all(wishes, (*wish).remembered) {
		if err := fetch(ctx, db, wishes, s.texts.again, func(w *wish) int64 { return w.known.n }); err != nil {
			return err
		}
		wishes = where(wishes, func(w *wish) bool { return w.err == order.ErrNotFound })
		for _, w := range wishes {
			w.known = nil // its stamp may be the same
		}
	}
	if len(wishes) == 0 {
		return nil
	}
	return fetch(ctx, db, wishes, s.texts.load, func(w *wish) string { return w.id })
}

func (w *wish) remembered() bool { return w.known != nil && w.known.goods != nil }

// fetch fills in the wishes by a statement for one of them or one for several.
func fetch[V any](ctx context.Context, db Tx, wishes []*wish, texts [2]string, by func(*wish) V) error {
	which, keys, stamps := make([]V, len(wishes)), make([]*string, len(wishes)), make([]*int64, len(wishes))
	for i, w := range wishes {
		which[i] = by(w)
		if w.key != "" {
			keys[i] = &w.key
		}
		if w.remembered() {
			stamps[i] = &w.known.stamp
		}
	}
	text, args := texts[1], []any{which, keys, stamps}
	if len(wishes) == 1 {
		text, args = texts[0], []any{which[0], keys[0], stamps[0]}
	}
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	var i int32
	var row stored
	_, err = pgx.ForEachRow(rows, []any{&i, &row.id, &row.n, &row.stamp, &row.goods, &row.head, &row.answer}, func() error {
		if w := wishes[i-1]; row.id == nil || *row.id == w.id {
			w.take(&row)
		}
		return nil
	})
	return err
}

// stored is an order as the database sends it.
type stored struct {
	id                  *string // of what is not as it is remembered
	n, stamp            int64
	goods, head, answer []byte
}

func (w *wish) take(row *stored) {
	if row.head != nil {
		w.found, w.err = row.sight(w.id)
	} else {
		w.found, w.err = w.known.unpacked(w.id)
	}
	if w.err != nil || row.answer == nil {
		return
	}
	var r record
	switch err := decode(row.answer, w.id, &r); {
	case err != nil:
		w.err = fmt.Errorf("answer %q: %w", w.key, err)
	case len(r.Answers) > 0:
		w.answer = &r.Answers[0]
	}
}

// sight is what a commit needs to know of the order that was loaded.
func (got *stored) sight(id string) (*sight, error) {
	var o order.Order
	if err := join(id, got.goods, got.head, &o); err != nil {
		return nil, err
	}
	r := &row{n: got.n, version: o.Version, stamp: got.stamp, entries: o.LastEntry, mark: sha256.Sum256(got.goods), goods: got.goods, head: got.head}
	return &sight{row: r, keys: keysOf(&o), order: &o}, nil
}
