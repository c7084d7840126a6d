package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is a transaction of the host's: a pgx.Tx, or the *pgx.Conn in which one was
// begun. For database/sql that is the connection of the sql.Tx:
//
//	conn, err := db.Conn(ctx)         // of the driver pgx/v5/stdlib
//	tx, err := conn.BeginTx(ctx, nil) // the host's own rows go through tx
//	err = conn.Raw(func(c any) error {
//		ctx := postgres.In(ctx, c.(*stdlib.Conn).Conn())
//		_, err := engine.Do(ctx, id, action)
//		return err
//	})
//	err = tx.Commit()
type Tx interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

type txKey struct{}

// In returns a context in which every method of a Store works in the host's
// transaction: what it commits is stored together with the host's own rows when
// that commits, or not at all, and it reads what was written there before. A
// conflict leaves the transaction usable. An action that calls the outside world
// is accepted with the host's commit and called by Run afterwards (order.Joiner).
// The role of the transaction needs the rights of orderkit_app, its database is the
// store's, and only one goroutine may use the context.
//
// The order's row stays locked until the transaction ends, and so do the series
// of documents that it numbered. Who commits the same order, or numbers in the same
// series, waits; after a minute that is the server's error about its lock_timeout,
// and nothing is stored. Other orders are delayed by about a twentieth of a second
// for each of these that comes into their statement. The server's log has a line for
// each time that a statement was given up so.
func In(ctx context.Context, tx Tx) context.Context {
	return context.WithValue(ctx, txKey{}, tx)
}

// Joined reports whether ctx comes from In.
func (s *Store) Joined(ctx context.Context) bool { return within(ctx) != nil }

func within(ctx context.Context) Tx {
	tx, _ := ctx.Value(txKey{}).(Tx)
	return tx
}

// db is the host's transaction, or the pool.
func (s *Store) db(ctx context.Context) Tx {
	if tx := within(ctx); tx != nil {
		return tx
	}
	return s.pool
}

// commitWithin writes a job in the host's transaction, behind a savepoint, so
// that a conflict leaves the transaction usable.
func (s *Store) commitWithin(ctx context.Context, tx Tx, j *job) {
	if len(s.recall(ctx, tx, []*job{j})) == 0 {
		return
	}
	if _, j.err = tx.Exec(ctx, "SAVEPOINT orderkit"); j.err != nil {
		return
	}
	var done map[int32]wrote
	err := error(nil)
	if len(j.number) > 0 {
		err = s.numbers(ctx, tx, &pgx.Batch{}, j)
	}
	if err == nil {
		text, args := s.texts.writing([]*job{j}, true)
		done, err = written(tx.Query(ctx, text, args...))
	}
	if err != nil {
		if _, lost := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT orderkit"); lost == nil && !mayPass(err) {
			err = conflict(err)
		}
		j.err = err
		return
	}
	w, ok := done[j.i]
	switch j.read = w.person; {
	case !ok:
		j.err = j.refusal()
	case j.urgent:
		j.err = s.wake(ctx)
	}
	if _, err := tx.Exec(ctx, "RELEASE SAVEPOINT orderkit"); err != nil {
		j.err = err
	}
}
