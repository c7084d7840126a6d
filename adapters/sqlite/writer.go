package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// writer is the one goroutine that writes. It takes every job that waits into
// one transaction, each in a savepoint of its own, and answers all of them after
// the commit.
type writer struct {
	conn  *sql.Conn
	stmts writeStmts
	turn  *turn
	done  chan struct{}

	// erased is set by a write that deleted what must not stay in the log.
	erased atomic.Bool

	mu     sync.Mutex
	more   sync.Cond
	queue  []*job
	closed bool
}

// job is one write. do runs inside a savepoint; its error undoes this job only.
type job struct {
	do    func(s *writeStmts) error
	state atomic.Int32 // waiting, running, or withdrawn by its caller
	err   error
	done  chan struct{}
}

const (
	waiting = iota
	running
	withdrawn
)

// mostJobs bounds a transaction, so that the first job in it does not wait for
// ever.
const mostJobs = 256

func newWriter(ctx context.Context, db *sql.DB, turn *turn) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn, turn: turn, done: make(chan struct{})}
	w.more.L = &w.mu
	err = w.stmts.prepare(func(text string) (stmt, error) { return conn.PrepareContext(ctx, text) })
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go w.run()
	return w, nil
}

// submit has the job done and waits for its outcome. When ctx ends first, the
// job is withdrawn if it was not begun, and nothing is stored; otherwise it may
// or may not be stored. The error is the context's either way.
func (w *writer) submit(ctx context.Context, do func(s *writeStmts) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j, err := w.enqueue(do)
	if err != nil {
		return err
	}
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
		j.state.CompareAndSwap(waiting, withdrawn)
		return ctx.Err()
	}
}

// enqueue has the job done and does not wait.
func (w *writer) enqueue(do func(s *writeStmts) error) (*job, error) {
	j := &job{do: do, done: make(chan struct{})}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, ErrClosed
	}
	w.queue = append(w.queue, j)
	w.more.Signal()
	return j, nil
}

func (w *writer) run() {
	defer close(w.done)
	for {
		w.mu.Lock()
		for len(w.queue) == 0 && !w.closed {
			w.more.Wait()
		}
		n := min(len(w.queue), mostJobs)
		batch := w.queue[:n:n]
		w.queue = w.queue[n:]
		w.mu.Unlock()
		if n == 0 {
			return
		}
		w.batch(batch)
		for _, j := range batch {
			close(j.done)
		}
	}
}

// batch runs the jobs in one transaction. If the transaction itself fails, so
// do all jobs in it.
func (w *writer) batch(jobs []*job) {
	failed := w.transaction(jobs)
	for _, j := range jobs {
		if failed != nil && j.err == nil {
			j.err = fmt.Errorf("write transaction: %w", failed)
		}
	}
}

func (w *writer) transaction(jobs []*job) (failed error) {
	ctx := context.Background()
	if err := w.turn.take(ctx); err != nil {
		return err
	}
	defer w.turn.leave()
	if _, err := w.stmts.begin.ExecContext(ctx); err != nil {
		return err
	}
	failed = w.stmts.fits()
	for _, j := range jobs {
		if failed != nil {
			break
		}
		if j.state.CompareAndSwap(waiting, running) {
			j.err, failed = w.stmts.alone(j.do)
		}
	}
	if failed == nil {
		_, failed = w.stmts.commit.ExecContext(ctx)
	}
	if failed != nil {
		_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // SQLite may have done it already
		return failed
	}
	w.emptyLog(ctx)
	return nil
}

// emptyLog moves the write-ahead log into the file and cuts it off after an
// erasure. Readers may be in the way; then a later checkpoint does it.
func (w *writer) emptyLog(ctx context.Context) {
	if !w.erased.Swap(false) {
		return
	}
	_, _ = w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 200")
	_, _ = w.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	_, _ = w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", w.turn.busy.Milliseconds()))
}

// close lets the waiting jobs finish and ends the goroutine.
func (w *writer) close() error {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	w.mu.Unlock()
	w.more.Signal()
	<-w.done
	if !first {
		return nil
	}
	// Now a copy of the file alone is the whole store; if readers of other
	// processes are in the way, SQLite does it later.
	_, _ = w.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	return w.conn.Close()
}
