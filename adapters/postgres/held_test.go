package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// tracer counts the statements of a store, and the batches, that end in an error.
type tracer struct{ failed atomic.Int64 }

func (*tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (c *tracer) TraceQueryEnd(_ context.Context, _ *pgx.Conn, e pgx.TraceQueryEndData) {
	if e.Err != nil {
		c.failed.Add(1)
	}
}

func (*tracer) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (*tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (c *tracer) TraceBatchEnd(_ context.Context, _ *pgx.Conn, e pgx.TraceBatchEndData) {
	if e.Err != nil {
		c.failed.Add(1)
	}
}

// traced is a store, and how many of its statements failed.
func traced(t *testing.T, schema string) (*postgres.Store, *atomic.Int64) {
	c := &tracer{}
	s, err := postgres.Open(t.Context(), server.URL, postgres.Config{Schema: schema, Pool: func(p *pgxpool.Config) { p.ConnConfig.Tracer = c }})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, &c.failed
}

// Transactions of the host's that stay open delay the orders that they changed, and
// nobody else for longer than a moment.
func TestOrdersThatHostsHoldHoldUpNoOthers(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	schema := fresh(t)
	s, failed := traced(t, schema)
	const held, free = 10, 100
	orders := make([]*order.Change, held)
	for i := range orders {
		orders[i] = change(sample(fmt.Sprint("held-", i)), "place")
		require.NoError(t, s.Commit(ctx, orders[i]))
	}
	lock, err := query(t).Begin(ctx)
	require.NoError(t, err)
	for _, c := range orders {
		require.NoError(t, s.Commit(postgres.In(ctx, lock), change(*c.Order, "the host's")))
	}
	numbered := change(sample("numbered"), "k")
	numbered.Order.Documents, numbered.Number = []order.Document{{Kind: order.Invoice, Series: "A-"}}, []int{0}
	require.NoError(t, s.Commit(postgres.In(ctx, lock), numbered))

	stuck := make(chan error, held+1)
	for _, c := range orders {
		go func() { stuck <- s.Commit(ctx, change(*c.Order, "k")) }()
	}
	other := change(sample("numbered too"), "k")
	other.Order.Documents, other.Number = []order.Document{{Kind: order.Invoice, Series: "A-"}}, []int{0}
	go func() { stuck <- s.Commit(ctx, other) }()
	require.Eventually(t, func() bool { return failed.Load() > held }, 20*time.Second, time.Millisecond, "they wait for the host")

	notice := order.Notice{ID: "n-1", Provider: "till", Order: "free-0"}
	_, err = s.Receive(ctx, notice)
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := range free {
		all.Go(func() {
			c := change(sample(fmt.Sprint("free-", i)), "k")
			if i == 0 {
				c.Applied = []order.NoticeID{{Provider: "till", ID: "n-1"}}
			}
			if err := s.Commit(ctx, c); err != nil {
				t.Error(i, err)
			}
		})
	}
	all.Wait()
	require.Empty(t, stuck)
	require.NoError(t, lock.Rollback(ctx))
	for range cap(stuck) {
		require.NoError(t, <-stuck)
	}
	require.EqualValues(t, 1, other.Order.Documents[0].No, "what the host took back is taken again")
}

// A table may be locked for longer than a row, as when it is rewritten.
func TestALockedTableDelaysWhatNeedsIt(t *testing.T) {
	schema := fresh(t)
	s, failed := traced(t, schema)
	ctx := t.Context()
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "place")))
	rec, err := s.Load(ctx, "o-1", "")
	require.NoError(t, err)
	unknown := change(sample("o-2"), "place")
	require.NoError(t, open(t, schema).Commit(ctx, unknown))
	notice := order.Notice{ID: "n-1", Provider: "till", Order: "o-1"}
	for name, do := range map[string]func() error{
		"Commit":                           func() error { return s.Commit(ctx, change(rec.Order, "k")) },
		"Commit of what is not remembered": func() error { return s.Commit(ctx, change(*unknown.Order, "k")) },
		"Load":                             func() error { _, err := s.Load(ctx, "o-1", "k"); return err },
		"History":                          func() error { _, err := s.History(ctx, "o-1", 0, 0); return err },
		"Events":                           func() error { _, _, err := s.Events(ctx, "", 0); return err },
		"Find":                             func() error { _, err := s.Find(ctx, order.Query{}); return err },
		"Receive":                          func() error { _, err := s.Receive(ctx, notice); return err },
		"Erase":                            func() error { return s.Erase(ctx, "o-1") },
		"Claim":                            func() error { _, err := s.Claim(ctx, time.Now(), 1, time.Second); return err },
	} {
		t.Run(name, func(t *testing.T) {
			lock, err := query(t).Begin(ctx)
			require.NoError(t, err)
			_, err = lock.Exec(ctx, in(schema, "LOCK {s}.orders, {s}.heads, {s}.log, {s}.people, {s}.inbox"))
			require.NoError(t, err)
			before, done := failed.Load(), make(chan error, 1)
			go func() { done <- do() }()
			require.Eventually(t, func() bool { return failed.Load() > before+1 }, 20*time.Second, time.Millisecond)
			require.Empty(t, done)
			require.NoError(t, lock.Rollback(ctx))
			require.NoError(t, <-done)
		})
	}
}

func TestOpenWaitsForALockedTable(t *testing.T) {
	schema := fresh(t)
	lock, err := query(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = lock.Exec(t.Context(), in(schema, "LOCK {s}.log"))
	require.NoError(t, err)
	c, done := &tracer{}, make(chan error, 1)
	go func() {
		s, err := postgres.Open(t.Context(), server.URL, postgres.Config{Schema: schema, Pool: func(p *pgxpool.Config) { p.ConnConfig.Tracer = c }})
		if err == nil {
			err = s.Close()
		}
		done <- err
	}()
	require.Eventually(t, func() bool { return c.failed.Load() > 0 }, 20*time.Second, time.Millisecond)
	require.NoError(t, lock.Rollback(t.Context()))
	require.NoError(t, <-done)
}
