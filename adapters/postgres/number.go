package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// writeSlowly writes one job in two round trips: one takes the numbers of its
// documents, which nobody else can have until the second one has committed, or
// undone, both. It waits longer than others for transactions in the way of a job
// that is stuck.
func (s *Store) writeSlowly(ctx context.Context, jobs []*job) error {
	j := jobs[0]
	var done map[int32]wrote
	err := s.online(ctx, func(ctx context.Context, conn Tx) (err error) {
		begin := &pgx.Batch{}
		begin.Queue("BEGIN")
		if j.wait.stuck {
			begin.Queue("SET LOCAL lock_timeout = " + longWait)
		}
		if err := s.numbers(ctx, conn, begin, j); err != nil {
			return undone(ctx, conn, err)
		}
		text, args := s.texts.writing(jobs, false)
		end := &pgx.Batch{}
		end.Queue(text, args...).Query(func(rows pgx.Rows) error {
			done, err = written(rows, nil)
			return err
		})
		end.Queue("COMMIT")
		if err := conn.SendBatch(ctx, end).Close(); err != nil {
			return undone(ctx, conn, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.note(ctx, jobs, done)
	return nil
}

// undone ends a transaction that failed. If that fails too, the connection is
// broken, and the pool drops it.
func undone(ctx context.Context, conn Tx, err error) error {
	_, _ = conn.Exec(ctx, "ROLLBACK")
	return err
}

// numbers takes the next number of each document's series behind the statements
// of the batch, and encodes the order with them.
func (s *Store) numbers(ctx context.Context, conn Tx, b *pgx.Batch, j *job) error {
	// Everybody takes series in the same order, so that none waits in a circle.
	inSeries := slices.Clone(j.number)
	slices.SortStableFunc(inSeries, func(a, b int) int {
		return strings.Compare(j.order.Documents[a].Series, j.order.Documents[b].Series)
	})
	for _, i := range inSeries {
		d := &j.order.Documents[i]
		b.Queue(s.texts.number, column(d.Series)).QueryRow(func(row pgx.Row) error { return row.Scan(&d.No) })
	}
	if err := conn.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("numbers: %w", err)
	}
	return j.encode()
}
