package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"modernc.org/sqlite" // the driver, too: it registers itself
	sqlite3 "modernc.org/sqlite/lib"
)

// Config sets up a Store.
type Config struct {
	// Now is the clock that leases run by; nil is time.Now. Processes that share
	// a file share the machine's clock.
	Now func() time.Time
	// BusyTimeout is how long a write waits while another process writes; 0 is
	// 10 seconds.
	BusyTimeout time.Duration
	// Readers is the most reads at the same time; 0 is twice the processors, at
	// least 4.
	Readers int
	// Relaxed sets synchronous=NORMAL: a commit does not wait for the disk, and
	// the last ones may be lost in a power cut, though not in a crash of the
	// process. The file stays sound either way.
	Relaxed bool
}

// Store is an order.Store in one SQLite file. It is safe for use by many
// goroutines. Close it.
type Store struct {
	now    func() time.Time
	place  place
	reads  *sql.DB
	write  *sql.DB
	host   *sql.DB
	writer *writer
	stmts  readStmts
}

// ErrClosed is returned by every write after Close.
var ErrClosed = errors.New("the store is closed")

// Open opens the file, makes it if there is none, and brings its schema up to
// date. The folder must exist. It is safe to open one file from many processes
// at once.
func Open(ctx context.Context, path string, cfg Config) (*Store, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return nil, fmt.Errorf("%q is no file: use adapters/memory to keep orders in memory", path)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.BusyTimeout <= 0 {
		cfg.BusyTimeout = 10 * time.Second
	}
	if cfg.Readers <= 0 {
		cfg.Readers = max(4, 2*runtime.GOMAXPROCS(0))
	}
	s := &Store{now: cfg.Now}
	if err := s.open(ctx, path, cfg); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), s.release())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string, cfg Config) (err error) {
	sync := "FULL"
	if cfg.Relaxed {
		sync = "NORMAL"
	}
	busy := fmt.Sprintf("busy_timeout(%d)", cfg.BusyTimeout.Milliseconds())
	safe := []string{busy, "journal_mode(WAL)", "synchronous(" + sync + ")",
		"foreign_keys(1)", "secure_delete(1)", "journal_size_limit(67108864)"}
	if s.write, err = connect(name(path, safe...), 1); err != nil {
		return err
	}
	if err := patiently(ctx, cfg.BusyTimeout, func() error { return migrate(ctx, s.write) }); err != nil {
		return err
	}
	turn := newTurn(cfg.BusyTimeout)
	if s.writer, err = newWriter(ctx, s.write, turn); err != nil {
		return err
	}
	if s.reads, err = connect(name(path, busy, "query_only(1)"), cfg.Readers); err != nil {
		return err
	}
	if s.place, err = placeOf(ctx, s.reads); err != nil {
		return err
	}
	if s.host, err = hostDB(name(path, safe...)+"&_txlock=immediate", turn); err != nil {
		return err
	}
	s.stmts.list = s.reads.QueryContext
	return s.stmts.prepare(func(text string) (stmt, error) { return s.reads.PrepareContext(ctx, text) })
}

// patiently does it again while another process is in the way. SQLite does not
// wait by itself when two connections change the journal mode of a new file at
// once: each has a lock that the other one wants.
func patiently(ctx context.Context, busy time.Duration, do func() error) error {
	end := time.Now().Add(busy)
	for {
		err := do()
		var e *sqlite.Error
		if !errors.As(err, &e) || e.Code()&0xff != sqlite3.SQLITE_BUSY || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// name is how the driver is told the file and the pragmas of its connections.
func name(path string, pragmas ...string) string {
	values := url.Values{"_pragma": pragmas}
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
	return "file:" + escaped + "?" + values.Encode()
}

// connect opens a pool that keeps so many connections.
func connect(name string, limit int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	return db, nil
}

// Close lets the writes that were accepted finish, ends the writing goroutine
// and closes the file and DB. Later calls fail; closing twice is no error.
func (s *Store) Close() error { return s.release() }

func (s *Store) release() error {
	var errs []error
	// The writer moves the log into the file as it closes, so it goes last.
	for _, db := range []*sql.DB{s.host, s.reads} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	return errors.Join(errs...)
}
