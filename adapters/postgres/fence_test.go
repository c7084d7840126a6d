package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// The database compares the version in the statement that writes. Nothing else
// stands between two processes that both know version 1 and write no event.
func TestOfTwoProcessesThatKnowOneVersionOnlyOneCommits(t *testing.T) {
	schema := fresh(t)
	one, other := open(t, schema), open(t, schema)
	require.NoError(t, one.Commit(t.Context(), change(sample("o-1"), "place")))
	next := func(s order.Store, tag string) *order.Change {
		rec, err := s.Load(t.Context(), "o-1", "")
		require.NoError(t, err)
		o := rec.Order
		c := &order.Change{Order: &o, Expect: o.Version}
		o.Version++
		o.Tags = []string{tag}
		return c
	}
	first, late := next(one, "first"), next(other, "late")
	require.NoError(t, one.Commit(t.Context(), first))
	require.ErrorIs(t, other.Commit(t.Context(), late), order.ErrConflict)
	rec, err := other.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	require.Equal(t, []string{"first"}, rec.Order.Tags)
}

// After a crash with synchronous_commit off, or out of a dump, a version can come
// a second time with other contents.
func TestAVersionThatWasLostIsNotTakenForTheOneInItsPlace(t *testing.T) {
	schema := fresh(t)
	one, other := open(t, schema), open(t, schema)
	require.NoError(t, one.Commit(t.Context(), change(sample("o-1"), "place")))
	run(t, in(schema, "CREATE TABLE {s}.before AS SELECT * FROM {s}.heads"))
	require.NoError(t, one.Commit(t.Context(), tagged(t.Context(), t, one, "lost")))
	next := tagged(t.Context(), t, one, "on top")
	run(t, in(schema, "UPDATE {s}.heads h SET version = b.version, stamp = b.stamp, head = b.head FROM {s}.before b WHERE b.n = h.n"))
	require.NoError(t, other.Commit(t.Context(), tagged(t.Context(), t, other, "kept")))
	require.ErrorIs(t, one.Commit(t.Context(), next), order.ErrConflict)
	rec, err := one.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	require.Equal(t, []string{"kept"}, rec.Order.Tags)
}

// A host that works in transactions of its own only must not be refused for ever.
func TestAVersionThatWasLostIsForgottenInTheHostsTransactionsToo(t *testing.T) {
	schema := fresh(t)
	one, other := open(t, schema), open(t, schema)
	require.NoError(t, one.Commit(t.Context(), change(sample("o-1"), "place")))
	run(t, in(schema, "CREATE TABLE {s}.before AS SELECT * FROM {s}.heads"))
	require.NoError(t, one.Commit(t.Context(), tagged(t.Context(), t, one, "lost")))
	run(t, in(schema, "UPDATE {s}.heads h SET version = b.version, stamp = b.stamp, head = b.head FROM {s}.before b WHERE b.n = h.n"))
	require.NoError(t, other.Commit(t.Context(), tagged(t.Context(), t, other, "kept")))
	require.NoError(t, pgx.BeginFunc(t.Context(), query(t), func(tx pgx.Tx) error {
		ctx := postgres.In(t.Context(), tx)
		return one.Commit(ctx, tagged(ctx, t, one, "the host's"))
	}))
	rec, err := other.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	require.Equal(t, []string{"kept", "the host's"}, rec.Order.Tags)
}

// tagged is a change that adds a tag to the order o-1 as it is.
func tagged(ctx context.Context, t *testing.T, s order.Store, tag string) *order.Change {
	rec, err := s.Load(ctx, "o-1", "")
	require.NoError(t, err)
	rec.Order.Version++
	rec.Order.Tags = append(rec.Order.Tags, tag)
	return &order.Change{Order: &rec.Order, Expect: rec.Order.Version - 1}
}

// A request that its customer gave up must not cost a connection each time.
func TestWhoLeavesTakesNoConnectionAlong(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	require.NoError(t, s.Commit(t.Context(), change(sample("o-1"), "place")))
	rec, err := s.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	lock, err := query(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = lock.Exec(t.Context(), in(schema, "SELECT FROM {s}.heads FOR UPDATE"))
	require.NoError(t, err)
	ctx, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer leave()
	require.ErrorIs(t, s.Commit(ctx, change(rec.Order, "k")), context.DeadlineExceeded)
	require.NoError(t, lock.Rollback(t.Context()))
	require.Eventually(t, func() bool {
		rec, err = s.Load(t.Context(), "o-1", "k")
		return err == nil && rec.Answer != nil
	}, 10*time.Second, 10*time.Millisecond, "what was under way is stored")
	require.Zero(t, s.Lost())
}
