package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// own opens a file as a host that does not use Store.DB would.
func own(t testing.TB, path, options string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"+options)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestATransactionThatIsNotOnTheStoresFileIsRefused(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "shop.db")
	s, other := open(t, path), open(t, filepath.Join(dir, "other.db"))
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	over := begin(t, s.DB())
	require.NoError(t, over.Rollback())
	attached := begin(t, own(t, filepath.Join(dir, "mine.db"), ""))
	execute(t, attached, "ATTACH ? AS shop", path)
	conn, err := s.DB().Conn(ctx)
	require.NoError(t, err)
	defer conn.Close()
	var none *sqlite.Store
	for name, c := range map[string]struct {
		tx   sqlite.Tx
		says string
	}{
		"another file":             {begin(t, other.DB()), "other.db; the store is"},
		"a file without our names": {begin(t, own(t, filepath.Join(dir, "empty.db"), "")), "empty.db; the store is"},
		"attached":                 {attached, "mine.db; the store is"},
		"in memory":                {begin(t, own(t, ":memory:", "")), "in memory"},
		"no transaction":           {s.DB(), "no transaction: begin one"},
		"not begun":                {conn, "no transaction open"},
		"over":                     {over, "over"},
		"nil":                      {nil, "nil"},
	} {
		t.Run(name, func(t *testing.T) {
			in := sqlite.In(ctx, c.tx)
			require.True(t, none.Joined(in), "nobody is called who would be called once more")
			_, err := s.Claim(in, time.Now(), 1, time.Hour)
			if name != "not begun" { // reading is harmless there
				require.ErrorContains(t, err, c.says)
				_, err = s.Load(in, "o-1", "k")
				require.ErrorContains(t, err, c.says)
			}
			err = s.Commit(in, change(sample("o-2"), "k"))
			require.ErrorContains(t, err, c.says)
			require.NotErrorIs(t, err, order.ErrConflict, "trying again is in vain")
		})
	}
	_, err = s.Load(ctx, "o-2", "k")
	require.ErrorIs(t, err, order.ErrNotFound)
}

// A context for one store tells the others that it is not theirs.
func TestOneTransactionAndTwoStores(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s, other := open(t, filepath.Join(dir, "a.db")), open(t, filepath.Join(dir, "b.db"))
	same := open(t, filepath.Join(dir, "a.db"))
	tx := begin(t, s.DB())
	in := sqlite.In(ctx, tx)
	require.NoError(t, s.Commit(in, change(sample("o-1"), "k")))
	require.ErrorContains(t, other.Commit(in, change(sample("o-1"), "k")), "another database")
	rec, err := same.Load(in, "o-1", "")
	require.NoError(t, err, "two stores may be one file")
	require.NoError(t, same.Commit(in, change(rec.Order, "k2")))
	require.NoError(t, tx.Commit())
	_, err = other.Load(ctx, "o-1", "k")
	require.ErrorIs(t, err, order.ErrNotFound)
}

// INSERT OR ROLLBACK ends a transaction without database/sql knowing it, as a full
// disk does. What the host writes then is on its own; an order must not be.
func TestAnOrderDoesNotOutliveATransactionThatSQLiteRolledBack(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	execute(t, s.DB(), "CREATE UNIQUE INDEX one ON shelf (item)")
	tx := begin(t, s.DB())
	in := sqlite.In(ctx, tx)
	require.NoError(t, s.Commit(in, change(sample("o-1"), "k")))
	execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
	_, err := tx.Exec("INSERT OR ROLLBACK INTO shelf VALUES ('mug')")
	require.Error(t, err)
	err = s.Commit(in, change(sample("o-2"), "k"))
	require.ErrorContains(t, err, "rolled it back")
	require.NotErrorIs(t, err, order.ErrConflict)
	require.Error(t, tx.Commit())
	for _, id := range []string{"o-1", "o-2"} {
		_, err = s.Load(ctx, id, "k")
		require.ErrorIs(t, err, order.ErrNotFound)
	}
	require.NoError(t, s.Commit(ctx, change(sample("o-3"), "k")), "the turn was left")
}

// endsMeanwhile is a context that ends when it was looked at once.
type endsMeanwhile struct {
	context.Context
	looked *bool
}

func (c endsMeanwhile) Done() <-chan struct{} {
	closed := make(chan struct{})
	close(closed)
	return closed
}

func (c endsMeanwhile) Err() error {
	if *c.looked {
		return context.Canceled
	}
	*c.looked = true
	return nil
}

// To interrupt a statement would interrupt the host's, and roll back everything.
func TestWhatWasBegunInTheHostsTransactionIsFinished(t *testing.T) {
	s := shop(t)
	tx := begin(t, s.DB())
	in := sqlite.In(context.Background(), tx)
	late := func() context.Context { return endsMeanwhile{in, new(bool)} }
	require.NoError(t, s.Commit(late(), change(sample("o-1"), "k")))
	_, err := s.Load(late(), "o-1", "k")
	require.NoError(t, err)
	found, err := s.Find(late(), order.Query{})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NoError(t, tx.Commit())
}

// Two copies of SQLite in one process break each other's locks.
func TestATransactionOfAnotherCopyOfSQLiteIsRefused(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	s.PretendAnotherLibrary()
	require.ErrorContains(t, s.Commit(sqlite.In(ctx, begin(t, s.DB())), change(sample("o-1"), "k")), "another copy of SQLite")
}

// The host's own context may end before its transaction does.
func TestACallThatIsGivenUpDoesNotRollBackWhatTheHostWrote(t *testing.T) {
	s := shop(t)
	tx := begin(t, s.DB())
	execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
	ctx, cancel := context.WithCancel(sqlite.In(context.Background(), tx))
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	cancel()
	require.ErrorIs(t, s.Commit(ctx, change(sample("o-2"), "k")), context.Canceled)
	_, err := s.Load(ctx, "o-1", "k")
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, tx.Commit())
	require.Equal(t, 1, shelved(t, s))
	_, err = s.Load(context.Background(), "o-1", "k")
	require.NoError(t, err)
	_, err = s.Load(context.Background(), "o-2", "k")
	require.ErrorIs(t, err, order.ErrNotFound)
}

// A newer program has brought the file further while this one had it open.
func TestAnOlderProgramWritesNothingOnceTheSchemaIsNewer(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "orders.db")
	s := open(t, path)
	first := change(sample("o-1"), "k")
	first.Due = time.Unix(1, 0)
	require.NoError(t, s.Commit(ctx, first))
	require.NoError(t, sqlite.SetSchema(path, 99))
	for name, c := range map[string]context.Context{"alone": ctx, "in the host's transaction": nil} {
		t.Run(name, func(t *testing.T) {
			if c == nil {
				tx := begin(t, s.DB())
				c = sqlite.In(ctx, tx)
				defer func() { require.NoError(t, tx.Commit()) }()
			}
			_, err := s.Load(c, "o-1", "k")
			require.NoError(t, err, "reading goes on")
			err = s.Commit(c, change(*first.Order, "k2"))
			require.ErrorContains(t, err, "schema 99, made by a newer version")
			require.NotErrorIs(t, err, order.ErrConflict)
			_, err = s.Claim(c, time.Now(), 1, time.Hour)
			require.ErrorContains(t, err, "schema 99")
			require.ErrorContains(t, s.Erase(c, "o-1"), "schema 99")
		})
	}
	require.NoError(t, sqlite.SetSchema(path, 2))
	require.NoError(t, s.Commit(ctx, change(*first.Order, "k2")), "nothing of it was stored")
}

// The host may have an orders table of its own, and count its own schema.
func TestTheHostsNamesAndItsUserVersionAreItsOwn(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.db")
	db := own(t, path, "")
	for _, name := range []string{"orders", "events", "entries", "marks", "answers", "people", "inbox", "series", "schema"} {
		execute(t, db, "CREATE TABLE "+name+" (id TEXT)")
		execute(t, db, "CREATE INDEX "+name+"_id ON "+name+" (id)")
	}
	execute(t, db, "PRAGMA user_version = 7")
	s := open(t, path)
	require.NoError(t, s.Commit(ctx, billed(sample("o-1"), "k")))
	var v, rows int
	require.NoError(t, s.DB().QueryRow("PRAGMA user_version").Scan(&v))
	require.NoError(t, s.DB().QueryRow("SELECT count(*) FROM orders").Scan(&rows))
	require.Equal(t, []int{7, 0}, []int{v, rows})
	var foreign int
	require.NoError(t, s.DB().QueryRow(`SELECT count(*) FROM sqlite_schema
		WHERE name NOT LIKE 'orderkit\_%' ESCAPE '\' AND tbl_name LIKE 'orderkit\_%' ESCAPE '\' AND name NOT LIKE 'sqlite_autoindex%'`).Scan(&foreign))
	require.Zero(t, foreign, "every name of ours has the prefix")
}
