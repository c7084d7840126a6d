package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// note is an action that calls nobody.
var note = order.Tag{Add: []string{"vip"}}

// shop is a store with a table of the host's beside it.
func shop(t testing.TB) *sqlite.Store {
	s := open(t, filepath.Join(t.TempDir(), "shop.db"))
	execute(t, s.DB(), "CREATE TABLE shelf (item TEXT)")
	return s
}

func execute(t testing.TB, tx execer, text string, args ...any) {
	t.Helper()
	_, err := tx.ExecContext(context.Background(), text, args...)
	require.NoError(t, err)
}

type execer interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

// shelved is how many rows the host has committed.
func shelved(t testing.TB, s *sqlite.Store) (n int) {
	t.Helper()
	require.NoError(t, s.DB().QueryRow("SELECT count(*) FROM shelf").Scan(&n))
	return n
}

func begin(t testing.TB, db *sql.DB) *sql.Tx {
	t.Helper()
	tx, err := db.BeginTx(context.Background(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

func TestAnOrderChangesInTheHostsTransactionOrNotAtAll(t *testing.T) {
	ctx := context.Background()
	for name, first := range map[string]bool{"the host writes first": true, "the order changes first": false} {
		t.Run(name, func(t *testing.T) {
			s := shop(t)
			e := demo(s)
			placed, err := e.Place(ctx, mugs(1))
			require.NoError(t, err)
			id := placed.Order.ID
			for _, keep := range []bool{false, true} {
				tx := begin(t, s.DB())
				if first {
					execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
				}
				for _, key := range []string{"a", "b"} { // two changes of one order in one transaction
					r, err := e.Do(sqlite.In(ctx, tx), id, note, order.By(fsm.Staff, "anna"), order.Key(key))
					require.NoError(t, err)
					require.Equal(t, order.Done, r.Status)
				}
				if !first {
					execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
				}
				in, err := s.Load(sqlite.In(ctx, tx), id, "b")
				require.NoError(t, err)
				require.NotNil(t, in.Answer, "inside it is visible")
				out, err := s.Load(ctx, id, "b")
				require.NoError(t, err)
				require.Nil(t, out.Answer, "outside it is not, before the commit")
				if keep {
					require.NoError(t, tx.Commit())
				} else {
					require.NoError(t, tx.Rollback())
				}
				out, err = s.Load(ctx, id, "b")
				require.NoError(t, err)
				require.Equal(t, keep, out.Answer != nil)
				require.Equal(t, keep, shelved(t, s) == 1)
			}
			_, err = e.Do(ctx, id, note, order.By(fsm.Staff, "anna"), order.Key("c"))
			require.NoError(t, err, "nothing that was rolled back is remembered")
		})
	}
}

func TestAConflictLeavesTheHostsTransactionUsable(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	require.NoError(t, s.Commit(ctx, billed(sample("o-1"), "k")))
	tx := begin(t, s.DB())
	in := sqlite.In(ctx, tx)
	require.ErrorIs(t, s.Commit(in, billed(sample("o-1"), "k")), order.ErrConflict, "it exists")
	late := billed(sample("o-2"), "k")
	late.Applied = []order.NoticeID{{Provider: "p", ID: "never received"}}
	require.ErrorIs(t, s.Commit(in, late), order.ErrConflict)
	execute(t, tx, "INSERT INTO shelf VALUES ('mug')")
	third := billed(sample("o-3"), "k")
	require.NoError(t, s.Commit(in, third))
	require.NoError(t, tx.Commit())
	_, err := s.Load(ctx, "o-3", "k")
	require.NoError(t, err)
	_, err = s.Load(ctx, "o-2", "k")
	require.ErrorIs(t, err, order.ErrNotFound)
	require.Equal(t, 1, shelved(t, s))
	require.Equal(t, "INV-000002", third.Order.Documents[0].Number(), "the conflicts used no number up")
}

func TestADocumentsNumberIsTakenBackWithTheHostsTransaction(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	for i, keep := range []bool{true, false, false, true} {
		tx := begin(t, s.DB())
		ch := billed(sample(fmt.Sprint("o-", i)), "k")
		require.NoError(t, s.Commit(sqlite.In(ctx, tx), ch))
		if keep {
			require.NoError(t, tx.Commit())
			continue
		}
		require.Equal(t, "INV-000002", ch.Order.Documents[0].Number())
		require.NoError(t, tx.Rollback())
	}
	found, err := s.Find(ctx, order.Query{Ref: "INV-000002"})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, "o-3", found[0].ID)
}

// In a transaction of the host's, nobody outside is called before it commits.
func TestWhatCallsTheWorldWaitsForTheHostsCommit(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	bank := memory.NewPayments(memory.PortConfig{})
	e := demo(s, func(c *order.Config) { c.Gateways = map[string]order.PaymentGateway{"": bank} })
	pay := order.Pay{With: []order.Tender{{Token: "card"}}}
	download := mugs(1)
	download.Items[0].Type = "download"
	var id string
	for _, keep := range []bool{false, true} {
		tx := begin(t, s.DB())
		in := sqlite.In(ctx, tx)
		r, err := e.Place(in, download, order.Key("place"))
		require.NoError(t, err)
		require.Equal(t, order.Done, r.Status, "placing a download calls nobody")
		id = r.Order.ID
		for range 2 { // also when it is asked again
			r, err = e.Do(in, id, pay, order.Key("pay"))
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
		}
		_, err = e.Advance(in, id)
		require.NoError(t, err)
		require.True(t, bank.PaidFor(id).Captured.IsZero(), "before the commit nobody is called")
		if keep {
			require.NoError(t, tx.Commit())
		} else {
			require.NoError(t, tx.Rollback())
			_, err = e.Order(ctx, id)
			require.ErrorIs(t, err, order.NotFound)
		}
		_, err = e.Pass(ctx)
		require.NoError(t, err)
	}
	require.Equal(t, currency.New(1250, currency.EUR), bank.PaidFor(id).Captured)
	o, err := e.Order(ctx, id)
	require.NoError(t, err)
	require.EqualValues(t, 1, o.Phases()[fsm.Paid])
}

// A kick after the commit makes Run look at once.
func TestRunTakesOverAfterTheHostsCommit(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	s := shop(t)
	bank := memory.NewPayments(memory.PortConfig{})
	e := demo(s, func(c *order.Config) {
		c.Gateways, c.Poll = map[string]order.PaymentGateway{"": bank}, time.Hour
	})
	var running sync.WaitGroup
	running.Add(1)
	go func() {
		defer running.Done()
		_ = e.Run(ctx)
	}()
	download := mugs(1)
	download.Items[0].Type = "download"
	tx := begin(t, s.DB())
	in := sqlite.In(ctx, tx)
	r, err := e.Place(in, download)
	require.NoError(t, err)
	_, err = e.Do(in, r.Order.ID, order.Pay{With: []order.Tender{{Token: "card"}}})
	require.NoError(t, err)
	e.Kick()
	require.NoError(t, tx.Commit())
	e.Kick()
	require.Eventually(t, func() bool { return !bank.PaidFor(r.Order.ID).Captured.IsZero() }, 10*time.Second, time.Millisecond)
	stop()
	running.Wait()
}

func TestWhatIsReadInTheHostsTransactionWasWrittenThere(t *testing.T) {
	ctx := context.Background()
	s := shop(t)
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	_, first, err := s.Events(ctx, "", 0)
	require.NoError(t, err)
	for _, keep := range []bool{false, true} {
		tx := begin(t, s.DB())
		in := sqlite.In(ctx, tx)
		ch := change(sample("o-2"), "k")
		ch.Entries = []order.Entry{{Order: "o-2", No: 1}}
		ch.Person = &order.Person{Order: "o-2", Name: "Ada"}
		ch.Due = time.Unix(1, 0)
		require.NoError(t, s.Commit(in, ch))
		fresh, err := s.Receive(in, order.Notice{Provider: "p", ID: "n-1"})
		require.NoError(t, err)
		require.True(t, fresh)
		leases, err := s.Claim(in, time.Now(), 5, time.Hour)
		require.NoError(t, err)
		require.Len(t, leases, 1)
		seen := func(ctx context.Context) []int {
			orders, err := s.Find(ctx, order.Query{Customer: "c-o-2"})
			require.NoError(t, err)
			history, err := s.History(ctx, "o-2", 0, 0)
			require.NoError(t, err)
			journal, err := s.Journal(ctx, "o-2")
			require.NoError(t, err)
			notices, err := s.Waiting(ctx, time.Now(), 0)
			require.NoError(t, err)
			people := 1
			if _, err := s.Person(ctx, "o-2"); err != nil {
				require.ErrorIs(t, err, order.ErrNotFound)
				people = 0
			}
			return []int{len(orders), len(history), len(journal), len(notices), people}
		}
		require.Equal(t, []int{1, 1, 1, 1, 1}, seen(in), "inside")
		require.Equal(t, []int{0, 0, 0, 0, 0}, seen(ctx), "outside, before the commit")
		for _, c := range []context.Context{in, ctx} {
			events, at, err := s.Events(c, first, 0)
			require.NoError(t, err)
			require.Empty(t, events, "an event shows when it is committed")
			require.Equal(t, first, at, "a cursor must not lead past what is rolled back")
		}
		if !keep {
			require.NoError(t, tx.Rollback())
			require.Equal(t, []int{0, 0, 0, 0, 0}, seen(ctx))
			continue
		}
		require.NoError(t, tx.Commit())
		require.Equal(t, []int{1, 1, 1, 1, 1}, seen(ctx))
		events, _, err := s.Events(ctx, first, 0)
		require.NoError(t, err)
		require.Len(t, events, 1)
		again, err := s.Claim(ctx, time.Now(), 5, time.Hour)
		require.NoError(t, err)
		require.Empty(t, again, "the lease was committed")
		next := change(*ch.Order, "k2")
		next.Token = leases[0].Token
		require.NoError(t, s.Commit(ctx, next), "under the lease")
	}
}
