package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, s *postgres.Store, cursor string) (got []string, next string) {
	t.Helper()
	for {
		events, after, err := s.Events(context.Background(), cursor, 2)
		require.NoError(t, err)
		if len(events) == 0 {
			return got, after
		}
		for _, e := range events {
			got = append(got, fmt.Sprintf("%s/%d", e.Order, e.No))
		}
		cursor = after
	}
}

// Two transactions commit in the other order than they began. A cursor that
// counts rows as they were numbered would pass the first one by.
func TestNoEventIsLostWhenTransactionsCommitOutOfOrder(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	require.NoError(t, s.Commit(ctx, change(sample("before"), "k")))
	slow, err := query(t).Begin(ctx)
	require.NoError(t, err)
	require.NoError(t, s.Commit(postgres.In(ctx, slow), change(sample("slow"), "k")))
	quick := change(sample("quick"), "k")
	require.NoError(t, s.Commit(ctx, quick))
	got, cursor := read(t, s, "")
	require.Equal(t, []string{"before/1"}, got, "quick waits for slow, which may still commit before it")
	require.NoError(t, slow.Commit(ctx))
	got, cursor = read(t, s, cursor)
	require.Equal(t, []string{"slow/1", "quick/1"}, got)
	require.NoError(t, s.Commit(ctx, change(*quick.Order, "k2")))
	got, _ = read(t, s, cursor)
	require.Equal(t, []string{"quick/2"}, got)
}

// A transaction of the host's gets its number when it first writes, perhaps long
// before it changes an order that others have changed since.
func TestEventsOfOneOrderStayInTheirOrder(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	run(t, "CREATE TABLE "+schema+".shelf (item text)")
	early, err := query(t).Begin(ctx)
	require.NoError(t, err)
	_, err = early.Exec(ctx, "INSERT INTO "+schema+".shelf VALUES ('mug')")
	require.NoError(t, err)
	first := change(sample("o-1"), "k1")
	require.NoError(t, s.Commit(ctx, first))
	second := change(*first.Order, "k2")
	require.NoError(t, s.Commit(postgres.In(ctx, early), second))
	require.NoError(t, s.Commit(ctx, change(sample("o-2"), "k")))
	require.NoError(t, early.Commit(ctx))
	got, _ := read(t, s, "")
	require.Equal(t, []string{"o-1/1", "o-1/2", "o-2/1"}, got)
}

func TestAWrongCursorIsRefused(t *testing.T) {
	s := open(t, fresh(t))
	for _, text := range []string{"x", "1", "1-2-3", "1-2-3-4-5", "01-2-3-4", "1-2-3-4 "} {
		_, _, err := s.Events(context.Background(), text, 1)
		require.ErrorContains(t, err, "no cursor", "%q", text)
	}
}

// Behind the check of the version there is a second one: an event number is there
// once per order.
func TestAnEventNumberIsStoredOnce(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	ch := change(sample("o-1"), "k1")
	require.NoError(t, s.Commit(ctx, ch))
	again := change(*ch.Order, "k2")
	again.Events[0].No = 1
	require.ErrorIs(t, s.Commit(ctx, again), order.ErrConflict)
	conn := query(t)
	_, err := conn.Exec(ctx, "INSERT INTO "+schema+".log SELECT * FROM "+schema+".log", pgx.QueryExecModeSimpleProtocol)
	require.ErrorContains(t, err, "log_event")
}

// Nor is an entry number, of an order that this process knows or does not.
func TestAnEntryNumberIsStoredOnce(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	one, other := open(t, schema), open(t, schema)
	first := change(sample("o-1"), "k1")
	require.NoError(t, one.Commit(ctx, first))
	again := change(*first.Order, "k2")
	again.Entries[0].No = 1
	require.ErrorIs(t, one.Commit(ctx, again), order.ErrConflict)
	require.ErrorIs(t, other.Commit(ctx, again), order.ErrConflict)
	require.NoError(t, pgx.BeginFunc(ctx, query(t), func(tx pgx.Tx) error {
		require.ErrorIs(t, open(t, schema).Commit(postgres.In(ctx, tx), again), order.ErrConflict)
		return nil
	}))
	next := change(*first.Order, "k2")
	next.Order.Tags = []string{noise(600_000)} // too long to be remembered
	require.NoError(t, other.Commit(ctx, next))
	again = change(*next.Order, "k3")
	again.Entries[0].No = 2
	require.ErrorIs(t, other.Commit(ctx, again), order.ErrConflict)
	require.NoError(t, other.Commit(ctx, change(*next.Order, "k3")))
}
