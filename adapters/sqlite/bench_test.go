package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// A transition is what the engine does to a store per action without steps: load
// the order with the answer under a key, commit it with one event and one answer.
func BenchmarkTransitions(b *testing.B) {
	for _, callers := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("group/callers=%d", callers), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "orders.db")
			s, err := sqlite.Open(context.Background(), path, sqlite.Config{})
			require.NoError(b, err)
			defer s.Close()
			transitions(b, s, callers)
		})
		b.Run(fmt.Sprintf("naive, one connection/callers=%d", callers), func(b *testing.B) {
			transitions(b, newNaive(b, 1), callers)
		})
		b.Run(fmt.Sprintf("naive/callers=%d", callers), func(b *testing.B) {
			transitions(b, newNaive(b, callers), callers)
		})
	}
}

// transitions runs b.N of them, spread over the callers, each with its orders.
func transitions(b *testing.B, s loadCommitter, callers int) {
	ctx := context.Background()
	const orders = 64
	for i := range orders {
		require.NoError(b, s.Commit(ctx, change(sample(fmt.Sprint("o-", i)), "place")))
	}
	var next atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	b.ReportAllocs()
	b.ResetTimer()
	start := time.Now()
	for c := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				id := fmt.Sprint("o-", c+callers*(int(i)%(orders/callers))) // no two callers share an order
				key := fmt.Sprint("key-", i)
				rec, err := s.Load(ctx, id, key)
				if err == nil {
					err = s.Commit(ctx, change(rec.Order, key))
				}
				if err != nil {
					failed.Store(&err)
					return
				}
			}
		}()
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		b.Fatal(*err)
	}
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "transitions/s")
}

type loadCommitter interface {
	Load(ctx context.Context, id, key string) (order.Record, error)
	Commit(ctx context.Context, c *order.Change) error
}

// sample is an order of three lines with taxes, paid by card.
func sample(id string) order.Order {
	eur := func(minor int64) currency.Amount { return currency.New(minor, currency.EUR) }
	at := time.Date(2024, 2, 29, 12, 0, 0, 1, time.UTC)
	o := order.Order{ID: id, Channel: "web", Number: "N" + id, Customer: "c-" + id, Currency: currency.EUR,
		Policy: pricing.Policy{Prices: pricing.Gross}, Placed: at, Changed: at,
		Workflows: []order.Pin{{Name: "standard", Version: 1, Hash: "0123456789abcdef"}},
		Payments: []order.Payment{{ID: "p-1", Gateway: "cards", Token: "tok", Ref: "auth-" + id, Authorized: eur(3570), Captured: eur(0),
			Voided: eur(0), Refunded: eur(0), ChargedBack: eur(0)}},
		Accounts: []order.Posting{{Account: order.Customer, Amount: eur(3570)}, {Account: order.Sales, Amount: eur(-3000)}, {Account: order.TaxDue, Amount: eur(-570)}},
	}
	for i := range 3 {
		no := fmt.Sprint(i + 1)
		o.Lines = append(o.Lines, order.Line{ID: no, SKU: "SKU-" + no, Title: "A fine product", Type: "goods",
			Price: pricing.Item{ID: no, Kind: pricing.KindLine, Prices: pricing.Gross, Quantity: 2, Base: 1, Unit: pricing.Number(eur(595).Decimal()),
				Extended: eur(1190), Discount: eur(0), Net: eur(1000), Tax: eur(190), Gross: eur(1190),
				Taxes: []pricing.TaxShare{{ID: "de-19", Category: "S", Percent: pricing.Number(eur(1900).Decimal()), Amount: eur(190)}}},
			Runs: []order.Run{{Count: 2, State: "paid", Phase: fsm.Paid, Entered: at, Held: fsm.Promised | fsm.Reserved}}})
	}
	return o
}

func change(o order.Order, key string) *order.Change {
	o.Version++
	o.LastEvent++
	o.Notes++
	return &order.Change{Order: &o, Expect: o.Version - 1,
		Events: []order.Event{{Order: o.ID, No: o.LastEvent, At: o.Changed, Kind: order.EventAction, Action: "note",
			Data: json.RawMessage(`{"text":"a note"}`), Actor: order.Actor{Role: fsm.Staff, ID: "s-1"}, Key: key,
			Moves: []order.Move{{Line: "1", Count: 2, From: "paid", To: "paid"}}}},
		Answers: []order.Answer{{Order: o.ID, Key: key, Action: "note:0123456789abcdef", Status: order.Done, Version: o.Version, Event: o.LastEvent}}}
}

// naive is the store that one would write first: a transaction per commit, with
// the same tables, indexes and durability. Callers wait for SQLite's lock, or for
// the one connection that writes, which is faster.
type naive struct{ write, read *sql.DB }

func newNaive(b *testing.B, writers int) *naive {
	path := filepath.Join(b.TempDir(), "orders.db")
	s, err := sqlite.Open(context.Background(), path, sqlite.Config{})
	require.NoError(b, err)
	require.NoError(b, s.Close())
	dsn := "file:" + path + "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	n := &naive{}
	n.write, err = sql.Open("sqlite", dsn)
	require.NoError(b, err)
	n.write.SetMaxOpenConns(writers)
	n.write.SetMaxIdleConns(writers)
	n.read, err = sql.Open("sqlite", dsn)
	require.NoError(b, err)
	n.read.SetMaxIdleConns(32)
	b.Cleanup(func() { n.write.Close(); n.read.Close() })
	return n
}

func (n *naive) Load(ctx context.Context, id, key string) (rec order.Record, err error) {
	var head, answer []byte
	err = n.read.QueryRowContext(ctx, "SELECT o.head, a.data FROM orderkit_orders o LEFT JOIN orderkit_answers a ON a.n = o.n AND a.key = ? WHERE o.id = ?", key, id).Scan(&head, &answer)
	if err == nil {
		err = json.Unmarshal(head, &rec.Order)
	}
	return rec, err
}

func (n *naive) Commit(ctx context.Context, c *order.Change) error {
	head, err := json.Marshal(c.Order)
	if err != nil {
		return err
	}
	tx, err := n.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if c.Expect == 0 {
		if _, err = tx.ExecContext(ctx, `INSERT INTO orderkit_orders (id, channel, number, customer, placed, stage, version, keys, head)
			VALUES (?, ?, ?, ?, ?, 0, 1, '{}', ?)`, c.Order.ID, c.Order.Channel, c.Order.Number, c.Order.Customer, c.Order.Placed.UnixNano(), string(head)); err != nil {
			return err
		}
	} else {
		res, err := tx.ExecContext(ctx, "UPDATE orderkit_orders SET version = version + 1, due = NULL, lease = NULL, lease_until = NULL, head = ? WHERE id = ? AND version = ?",
			string(head), c.Order.ID, c.Expect)
		if err != nil {
			return err
		}
		if changed, _ := res.RowsAffected(); changed != 1 {
			return order.ErrConflict
		}
	}
	for _, e := range c.Events {
		data, _ := json.Marshal(e)
		if _, err := tx.ExecContext(ctx, "INSERT INTO orderkit_events (n, no, data) SELECT n, ?, ? FROM orderkit_orders WHERE id = ?", e.No, string(data), c.Order.ID); err != nil {
			return err
		}
	}
	for _, a := range c.Answers {
		data, _ := json.Marshal(a)
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO orderkit_answers (n, key, data) SELECT n, ?, ? FROM orderkit_orders WHERE id = ?", a.Key, string(data), c.Order.ID); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// The file must stay small: an order with its life of ten events and answers.
func TestAnOrderTakesAFewKilobytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s := open(t, path)
	const orders, events = 500, 10
	var all sync.WaitGroup
	for i := range orders {
		all.Add(1)
		go func() {
			defer all.Done()
			o := sample(fmt.Sprintf("0192f3c4-9d2a-7000-8000-%012d", i))
			for k := range events {
				ch := change(o, fmt.Sprint("key-", k))
				if err := s.Commit(context.Background(), ch); err != nil {
					t.Error(err)
				}
				o = *ch.Order
			}
		}()
	}
	all.Wait()
	require.NoError(t, s.Erase(context.Background(), "nobody")) // moves the log into the file
	stat, err := os.Stat(path)
	require.NoError(t, err)
	head, err := json.Marshal(sample("x"))
	require.NoError(t, err)
	t.Logf("%d bytes per order with %d events and answers, of which %d are the order as JSON", stat.Size()/orders, events, len(head))
	require.Less(t, stat.Size()/orders, int64(12_000))
}
