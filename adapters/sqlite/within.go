package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Tx is a transaction of the host's: a *sql.Tx, or the *sql.Conn in which one was
// begun by hand. A *sql.DB is none.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// In returns a context in which every method of a Store works in the host's
// transaction: what it commits is stored together with the host's own rows when
// that commits, or not at all, and it reads what was written there before. Only
// Events shows what is committed, as ever, so that no cursor leads past an event
// that is then rolled back. A conflict leaves the transaction usable; after another
// error of a write, roll it back. An action that calls the outside world is
// accepted with the host's commit and called by Run afterwards (order.Joiner).
//
// Begin the transaction with Store.DB, or as the package says under "The host's own
// tables". From the first use of the context it has the file's write lock, and its
// connection overwrites what is deleted (secure_delete). Only one goroutine may use
// the context. A number that a document got is certain with the host's commit only:
// after a rollback another document gets it.
func In(ctx context.Context, tx Tx) context.Context {
	return context.WithValue(ctx, joinedKey{}, &joined{tx: tx})
}

// Joined reports whether ctx comes from In.
func (s *Store) Joined(ctx context.Context) bool { return within(ctx) != nil }

type joinedKey struct{}

func within(ctx context.Context) *joined {
	j, _ := ctx.Value(joinedKey{}).(*joined)
	return j
}

// joined is the host's transaction, as one store uses it.
type joined struct {
	tx     Tx
	store  *Store // that has looked at it
	wrong  error  // what that saw
	locked bool
	read   readStmts
	write  writeStmts
}

// written has a write done, by the store's writer or in the host's transaction.
func (s *Store) written(ctx context.Context, do func(s *writeStmts) error) error {
	j := within(ctx)
	if j == nil {
		return s.writer.submit(ctx, do)
	}
	if err := j.enter(ctx, s); err != nil {
		return err
	}
	if err := j.lasts(); err != nil {
		return err
	}
	if err := j.lock(); err != nil {
		return err
	}
	err, lost := j.write.alone(do)
	if lost != nil {
		return fmt.Errorf("the host's transaction is lost, roll it back: %w", lost)
	}
	return err
}

// reading returns the statements that read what the context may see.
func (s *Store) reading(ctx context.Context) (*readStmts, error) {
	j := within(ctx)
	if j == nil {
		return &s.stmts, nil
	}
	if err := j.enter(ctx, s); err != nil {
		return nil, err
	}
	return &j.read, nil
}

// enter looks at the transaction when the store first uses it, and takes the
// write lock if it can: who reads an order here is about to change it, and SQLite
// gives no lock to a transaction whose reading is out of date. One that cannot
// have the lock may still read.
func (j *joined) enter(ctx context.Context, s *Store) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if j.store != s {
		*j = joined{tx: j.tx, store: s}
		if j.wrong = j.fits(s.place); j.wrong == nil {
			as := func(query string) (stmt, error) { return text{j.tx, query}, nil }
			j.wrong = errors.Join(j.read.prepare(as), j.write.prepare(as))
			j.read.list = func(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
				return text{j.tx, query}.QueryContext(ctx, args...)
			}
		}
		if j.wrong == nil {
			_ = j.lock()
		}
	}
	return j.wrong
}

// place is where a database is, and which copy of SQLite has it open.
type place struct{ file, library string }

// placeOf asks in a way that reads no table: a transaction that reads before it
// writes may not get the lock.
func placeOf(ctx context.Context, db rower) (p place, err error) {
	var no int
	var name string
	err = db.QueryRowContext(ctx, "PRAGMA database_list").Scan(&no, &name, &p.file) // main is the first
	if err == nil {
		err = db.QueryRowContext(ctx, "SELECT sqlite_source_id()").Scan(&p.library)
	}
	return p, err
}

type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// fits reports whether the transaction is on the store's file.
func (j *joined) fits(of place) error {
	switch j.tx.(type) {
	case nil:
		return errors.New("the host's transaction is nil")
	case *sql.DB:
		return errors.New("a *sql.DB is no transaction: begin one")
	}
	is, err := placeOf(context.Background(), j.tx)
	switch {
	case errors.Is(err, sql.ErrTxDone), errors.Is(err, sql.ErrConnDone):
		return fmt.Errorf("the host's transaction is over: %w", err)
	case err != nil:
		return fmt.Errorf("the host's transaction is none of SQLite, the store is %s: %w", of.file, err)
	case is.file == "":
		return fmt.Errorf("the host's transaction is on a database in memory, the store is %s", of.file)
	case is.file != of.file:
		return fmt.Errorf("the host's transaction is on another database, %s; the store is %s", is.file, of.file)
	case is.library != of.library:
		return fmt.Errorf("the host's transaction is through another copy of SQLite (%s): two in one process break each other's locks; use the driver modernc.org/sqlite", is.library)
	}
	return nil
}

// lasts reports whether there still is a transaction: a full disk, or INSERT OR
// ROLLBACK, ends one behind the back of database/sql, and a write would then be
// committed by itself. SQLite tells by refusing to begin another one.
func (j *joined) lasts() error {
	ctx := context.Background()
	_, err := j.tx.ExecContext(ctx, "BEGIN")
	if err == nil {
		_, err = j.tx.ExecContext(ctx, "ROLLBACK")
		return errors.Join(errors.New("the host has no transaction open; an earlier error may have rolled it back"), err)
	}
	if errorCode(err) == sqlite3.SQLITE_ERROR {
		return nil
	}
	return fmt.Errorf("the host's transaction: %w", err)
}

// lock takes the write lock, unless the transaction has it; then nobody else can
// change the schema. What is deleted from here on is overwritten, as Erase promises.
func (j *joined) lock() error {
	if j.locked {
		return nil
	}
	err := j.write.fits()
	if errorCode(err)&0xff == sqlite3.SQLITE_BUSY {
		return fmt.Errorf("the host's transaction cannot have the write lock: it read before somebody else wrote, or waited too long; begin it with Store.DB, or with _txlock=immediate and a busy_timeout: %w", err)
	}
	if err == nil {
		_, err = j.tx.ExecContext(context.Background(), "PRAGMA secure_delete = ON")
	}
	j.locked = err == nil
	return err
}

// errorCode is the code of an error of SQLite, with its extension, or 0.
func errorCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// text is a statement in the host's transaction. The end of a context does not
// interrupt it: that would interrupt all of the connection's, the host's too, and
// SQLite rolls back everything when it hits one that writes.
type text struct {
	tx  Tx
	sql string
}

func (t text) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(context.WithoutCancel(ctx), t.sql, args...)
}

func (t text) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(context.WithoutCancel(ctx), t.sql, args...)
}

func (t text) QueryRowContext(ctx context.Context, args ...any) *sql.Row {
	return t.tx.QueryRowContext(context.WithoutCancel(ctx), t.sql, args...)
}
