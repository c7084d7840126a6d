package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// Two hosts, by their own *sql.DB, immediate and deferred, and the engine itself
// change one order, each beside a row of its own. None may get lost, none may be
// there twice, and the invoices have no gap.
func TestTransactionsAndTheStoreItselfTakeTurns(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.db")
	s := open(t, path)
	execute(t, s.DB(), "CREATE TABLE shelf (item TEXT)")
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	const each = 30
	var all sync.WaitGroup
	for name, db := range map[string]*sql.DB{"store": s.DB(), "store too": s.DB(),
		"immediate": own(t, path, "&_txlock=immediate"), "deferred": own(t, path, "")} {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range each {
				if err := sell(s, db, fmt.Sprint(name, i), i%3 == 2); err != nil {
					t.Error(name, err)
				}
			}
		}()
	}
	all.Add(1)
	go func() {
		defer all.Done()
		for i := range each {
			for {
				rec, err := s.Load(ctx, "o-1", "")
				if err == nil {
					err = s.Commit(ctx, billed(rec.Order, fmt.Sprint("alone", i)))
				}
				if err == nil {
					break
				} else if !errors.Is(err, order.ErrConflict) {
					t.Error(err)
					return
				}
			}
		}
	}()
	all.Wait()
	rec, err := s.Load(ctx, "o-1", "")
	require.NoError(t, err)
	const sold = 4 * each / 3 * 2
	require.EqualValues(t, 1+sold+each, rec.Order.Version)
	require.Equal(t, sold, shelved(t, s))
	for i, d := range rec.Order.Documents {
		require.EqualValues(t, i+1, d.No)
	}
	events, _, err := s.Events(ctx, "", 0)
	require.NoError(t, err)
	for i, e := range events {
		require.EqualValues(t, i+1, e.No, "in the order of their commits")
	}
}

// sell changes the order beside a row of the host's, without a conflict ever: what
// is read in the transaction stays true until it ends.
func sell(s *sqlite.Store, db *sql.DB, key string, giveUp bool) error {
	ctx := context.Background()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	in := sqlite.In(ctx, tx)
	rec, err := s.Load(in, "o-1", "")
	if err != nil {
		return err
	}
	if err := s.Commit(in, billed(rec.Order, key)); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO shelf VALUES (?)", key); err != nil || giveUp {
		return err
	}
	return tx.Commit()
}

// A deferred transaction that has read, in which others then write, has no way to
// the lock: SQLite says so at once, and so does the store.
func TestATransactionThatReadTooEarlyIsToldSo(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.db")
	s := open(t, path)
	execute(t, s.DB(), "CREATE TABLE shelf (item TEXT)")
	placed := change(sample("o-1"), "k")
	require.NoError(t, s.Commit(ctx, placed))
	deferred := own(t, path, "")
	for name, meanwhile := range map[string]func(t *testing.T){
		"somebody else wrote": func(t *testing.T) { execute(t, s.DB(), "INSERT INTO shelf VALUES ('cup')") },
		"somebody else is writing": func(t *testing.T) {
			execute(t, begin(t, s.DB()), "INSERT INTO shelf VALUES ('cup')")
		},
		"nobody wrote": nil,
	} {
		t.Run(name, func(t *testing.T) {
			tx := begin(t, deferred)
			var n int
			require.NoError(t, tx.QueryRow("SELECT count(*) FROM shelf").Scan(&n))
			if meanwhile != nil {
				meanwhile(t)
			}
			in := sqlite.In(ctx, tx)
			rec, err := s.Load(in, "o-1", "")
			require.NoError(t, err, "it may read")
			err = s.Commit(in, change(rec.Order, "k2"))
			if meanwhile == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "_txlock=immediate")
			require.NotErrorIs(t, err, order.ErrConflict, "trying again in the same transaction is in vain")
		})
	}
}

// Without a queue a host waits for seconds while the store is busy all the time,
// and the store for a host that is.
func TestABusyStoreAndABusyHostLetEachOtherIn(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "shop.db"), sqlite.Config{BusyTimeout: time.Second})
	require.NoError(t, err)
	defer s.Close()
	execute(t, s.DB(), "CREATE TABLE shelf (item TEXT)")
	done := make(chan struct{})
	var all sync.WaitGroup
	var refused error
	for c := range 16 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				if _, err := s.Receive(ctx, order.Notice{Provider: "p", ID: fmt.Sprint(c, "-", i)}); err != nil {
					t.Error(err)
					return
				}
			}
		}()
	}
	longest := time.Duration(0)
	for range 40 {
		start := time.Now()
		tx, err := s.DB().BeginTx(ctx, nil)
		if err != nil {
			refused = err
			break
		}
		longest = max(longest, time.Since(start))
		execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
		require.NoError(t, tx.Commit())
		time.Sleep(5 * time.Millisecond)
	}
	close(done)
	all.Wait()
	require.NoError(t, refused)
	t.Logf("the host waited at most %v", longest)
}

func TestWhoWritesWithoutTheContextOfAnOpenTransactionIsToldSo(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "shop.db"), sqlite.Config{BusyTimeout: 50 * time.Millisecond})
	require.NoError(t, err)
	defer s.Close()
	tx := begin(t, s.DB())
	require.ErrorContains(t, s.Commit(ctx, change(sample("o-1"), "k")), "a transaction of the host's")
	_, err = s.DB().BeginTx(ctx, nil)
	require.ErrorContains(t, err, "a transaction of the host's")
	short, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	_, err = s.DB().BeginTx(short, nil)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	reading, err := s.DB().BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	require.NoError(t, err, "who only reads need not wait")
	require.NoError(t, reading.Rollback())
	require.NoError(t, tx.Rollback())
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
}

// The host may be reading its own rows while it changes orders.
func TestTheHostMayHaveRowsOpen(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	e := demo(s)
	placed, err := e.Place(ctx, mugs(1))
	require.NoError(t, err)
	execute(t, s.DB(), "INSERT INTO shelf VALUES ('a'), ('b'), ('c')")
	tx := begin(t, s.DB())
	in := sqlite.In(ctx, tx)
	rows, err := tx.Query("SELECT item FROM shelf ORDER BY rowid")
	require.NoError(t, err)
	var items []string
	for rows.Next() {
		var item string
		require.NoError(t, rows.Scan(&item))
		items = append(items, item)
		_, err := e.Do(in, placed.Order.ID, order.Tag{Add: []string{item}}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
		require.ErrorIs(t, s.Commit(in, change(sample(placed.Order.ID), "k")), order.ErrConflict)
	}
	require.NoError(t, rows.Err())
	require.NoError(t, tx.Commit())
	require.Equal(t, []string{"a", "b", "c"}, items)
	o, err := e.Order(ctx, placed.Order.ID)
	require.NoError(t, err)
	require.Equal(t, items, o.Tags)
}

// Also by a host whose own connections do not overwrite what they delete.
func TestErasedInTheHostsTransactionIsNotInTheFile(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.db")
	s := open(t, path)
	db := own(t, path, "&_txlock=immediate")
	secret := "Maximiliana Musterfrau"
	o := sample("o-1")
	for i := range 3 {
		tx := begin(t, db)
		ch := change(o, fmt.Sprint(i))
		ch.Person = &order.Person{Order: "o-1", Name: secret, Email: fmt.Sprint(i)}
		require.NoError(t, s.Commit(sqlite.In(ctx, tx), ch))
		require.NoError(t, tx.Commit())
		o = *ch.Order
	}
	require.True(t, found(t, path, secret))
	tx := begin(t, db)
	require.NoError(t, s.Erase(sqlite.In(ctx, tx), "o-1"))
	_, err := s.Person(ctx, "o-1")
	require.NoError(t, err, "it is not committed yet")
	require.NoError(t, tx.Commit())
	require.Eventually(t, func() bool { return !found(t, path, secret) }, 10*time.Second, time.Millisecond)
}

// betweenCommits changes an order beside a row of the host's, and says so before
// the host commits.
func betweenCommits(s *sqlite.Store) error {
	ctx := context.Background()
	tx, err := s.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	in := sqlite.In(ctx, tx)
	rec, err := s.Load(in, "o-1", "")
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO shelf VALUES ('mug')"); err != nil {
		return err
	}
	ch := billed(rec.Order, "k2")
	if err := s.Commit(in, ch); err != nil {
		return err
	}
	fmt.Println(ch.Order.Documents[0].Number())
	select {}
}

func TestAKillBeforeTheHostsCommitLeavesNothing(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.db")
	s := open(t, path)
	execute(t, s.DB(), "CREATE TABLE shelf (item TEXT)")
	placed := change(sample("o-1"), "k")
	require.NoError(t, s.Commit(ctx, placed))
	cmd := process(t, "between commits", path, "")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "INV-000001\n", line)
	require.NoError(t, cmd.Process.Signal(os.Kill))
	_ = cmd.Wait()
	rec, err := s.Load(ctx, "o-1", "k2")
	require.NoError(t, err)
	require.EqualValues(t, 1, rec.Order.Version)
	require.Nil(t, rec.Answer)
	require.Zero(t, shelved(t, s))
	ch := billed(rec.Order, "k3")
	require.NoError(t, s.Commit(ctx, ch))
	require.Equal(t, "INV-000001", ch.Order.Documents[0].Number(), "its number is free again")
}
