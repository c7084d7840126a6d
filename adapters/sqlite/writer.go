package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// writer is the one goroutine that writes. It takes every job that waits into
// one transaction, each in a savepoint of its own, and answers all of them after
// the commit.
type writer struct {
	conn  *sql.Conn
	stmts writeStmts
	busy  time.Duration
	done  chan struct{}

	// erased is set by a job that deleted what must not stay in the log.
	erased bool

	mu     sync.Mutex
	more   sync.Cond
	queue  []*job
	closed bool
}

// job is one write. do runs inside a savepoint; its error undoes this job only.
type job struct {
	do    func(w *writer) error
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

func newWriter(ctx context.Context, db *sql.DB, busy time.Duration) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn, busy: busy, done: make(chan struct{})}
	w.more.L = &w.mu
	if err := w.stmts.prepare(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go w.run()
	return w, nil
}

// submit has the job done and waits for its outcome. When ctx ends first, the
// job is withdrawn if it was not begun, and nothing is stored; otherwise it may
// or may not be stored. The error is the context's either way.
func (w *writer) submit(ctx context.Context, do func(w *writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{do: do, done: make(chan struct{})}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return ErrClosed
	}
	w.queue = append(w.queue, j)
	w.mu.Unlock()
	w.more.Signal()
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
		j.state.CompareAndSwap(waiting, withdrawn)
		return ctx.Err()
	}
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
	ctx := context.Background()
	_, failed := w.stmts.begin.ExecContext(ctx)
	for _, j := range jobs {
		if failed != nil {
			break
		}
		if j.state.CompareAndSwap(waiting, running) {
			j.err, failed = w.one(ctx, j)
		}
	}
	if failed == nil {
		_, failed = w.stmts.commit.ExecContext(ctx)
	}
	if failed == nil {
		w.emptyLog(ctx)
		return
	}
	_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // SQLite may have done it already
	for _, j := range jobs {
		if j.err == nil {
			j.err = fmt.Errorf("write transaction: %w", failed)
		}
	}
}

// one runs a job in its savepoint. failed is not nil when the transaction around
// it is lost: on a full disk SQLite rolls all of it back.
func (w *writer) one(ctx context.Context, j *job) (err, failed error) {
	if _, err := w.stmts.savepoint.ExecContext(ctx); err != nil {
		return err, err
	}
	err = j.do(w)
	if err != nil {
		if _, failed := w.stmts.undo.ExecContext(ctx); failed != nil {
			return err, errors.Join(err, failed)
		}
	}
	_, failed = w.stmts.release.ExecContext(ctx)
	return err, failed
}

// emptyLog moves the write-ahead log into the file and cuts it off after an
// erasure. Readers may be in the way; then a later checkpoint does it.
func (w *writer) emptyLog(ctx context.Context) {
	if !w.erased {
		return
	}
	w.erased = false
	_, _ = w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 200")
	_, _ = w.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	_, _ = w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", w.busy.Milliseconds()))
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
