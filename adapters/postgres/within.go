package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// querier is what the store needs of a connection.
type querier interface {
	batcher
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

type withinKey struct{}

// In returns a context in which the store works in the host's transaction.
func In(ctx context.Context, tx pgx.Tx) context.Context {
	return context.WithValue(ctx, withinKey{}, querier(tx))
}

func within(ctx context.Context) querier {
	tx, _ := ctx.Value(withinKey{}).(querier)
	return tx
}

// db is the host's transaction, or the pool.
func (s *Store) db(ctx context.Context) querier {
	if tx := within(ctx); tx != nil {
		return tx
	}
	return s.pool
}

// commitWithin writes a job in the host's transaction, behind a savepoint, so
// that a conflict leaves the transaction usable.
func (s *Store) commitWithin(ctx context.Context, tx querier, j *job) {
	if len(s.recall(ctx, tx, []*job{j})) == 0 {
		return
	}
	if _, j.err = tx.Exec(ctx, "SAVEPOINT orderkit"); j.err != nil {
		return
	}
	var done map[int32]int64
	err := error(nil)
	if len(j.number) > 0 {
		err = s.numbers(ctx, tx, &pgx.Batch{}, j)
	}
	if err == nil {
		text, args := s.texts.writing([]*job{j}, true, s.kicks)
		done, err = written(tx.Query(ctx, text, args...))
	}
	if err != nil {
		if _, lost := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT orderkit"); lost == nil && !mayPass(err) {
			err = conflict(err)
		}
		j.err = err
		return
	}
	if len(done) == 0 {
		j.err = j.refusal()
	}
	if _, err := tx.Exec(ctx, "RELEASE SAVEPOINT orderkit"); err != nil {
		j.err = err
	}
}
