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
	for name, documents := range map[string][]order.Document{"one trip": nil, "two, for its numbers": {{Series: "a"}}} {
		t.Run(name, func(t *testing.T) {
			schema := fresh(t)
			s := open(t, schema)
			placed := change(sample("o-1"), "place")
			require.NoError(t, s.Commit(t.Context(), placed))
			finish := slow(t, schema)
			ctx, leave := context.WithCancel(t.Context())
			left := make(chan error)
			c := change(*placed.Order, "k")
			c.Order.Documents = documents
			for i := range documents {
				c.Number = append(c.Number, i)
			}
			go func() { left <- s.Commit(ctx, c) }()
			waits(t, s, schema, "Timeout")
			leave()
			finish()
			require.NoError(t, <-left, "it is stored")
			rec, err := s.Load(t.Context(), "o-1", "k")
			require.NoError(t, err)
			require.NotNil(t, rec.Answer)
			require.Zero(t, s.Lost())
		})
	}
}

// Nor must it go on for as long as a statement may take.
func TestWhoLeavesASlowStatementIsSoonGone(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	placed := change(sample("o-1"), "place")
	require.NoError(t, s.Commit(t.Context(), placed))
	finish := slow(t, schema)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { left <- s.Commit(ctx, change(*placed.Order, "k")) }()
	waits(t, s, schema, "Timeout")
	leave()
	select {
	case err := <-left:
		require.ErrorIs(t, err, context.Canceled)
	case <-time.After(30 * time.Second):
		t.Fatal("it still waits, as long as a statement may take")
	}
	finish()
	_, err := s.Load(t.Context(), "o-1", "k")
	require.NoError(t, err)
}

// A server that does not answer any more must not hold up all callers for ever.
func TestAStatementWithoutAnAnswerIsGivenUp(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	placed := change(sample("o-1"), "place")
	require.NoError(t, s.Commit(t.Context(), placed))
	finish := slow(t, schema)
	s.Hurry(200 * time.Millisecond)
	err := s.Commit(t.Context(), change(*placed.Order, "k"))
	require.ErrorContains(t, err, "timeout")
	require.NotErrorIs(t, err, order.ErrConflict, "it may be stored or not")
	finish()
	s.Hurry(time.Minute)
	require.Eventually(t, func() bool { return s.Lost() == 1 }, 10*time.Second, time.Millisecond)
	require.NoError(t, s.Commit(t.Context(), change(sample("o-2"), "place")))
	_, err = s.Load(t.Context(), "o-1", "k")
	require.NoError(t, err)
}

// Two changes that number documents of the same two series must not wait for each
// other, whichever document comes first.
func TestSeriesAreTakenInTheSameOrder(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	numbered := func(id string, series ...string) *order.Change {
		c := change(sample(id), "k")
		for i, name := range series {
			c.Order.Documents = append(c.Order.Documents, order.Document{Kind: order.Invoice, Series: name})
			c.Number = append(c.Number, i)
		}
		return c
	}
	require.NoError(t, s.Commit(t.Context(), numbered("o-1", "A-", "B-", "A-")))
	lock, err := query(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = lock.Exec(t.Context(), in(schema, "SELECT FROM {s}.series WHERE name = 'A-' FOR UPDATE"))
	require.NoError(t, err)
	c, done := numbered("o-2", "B-", "A-", "B-"), make(chan error, 1)
	go func() { done <- s.Commit(context.Background(), c) }()
	waits(t, s, schema, "Lock")
	_, err = lock.Exec(t.Context(), in(schema, "SELECT FROM {s}.series WHERE name = 'B-' FOR UPDATE NOWAIT"))
	require.NoError(t, err, "B- is taken behind A-")
	require.NoError(t, lock.Rollback(t.Context()))
	require.NoError(t, <-done)
	for i, no := range []int64{2, 3, 3} {
		require.Equal(t, no, c.Order.Documents[i].No)
	}
}

// slow holds up commits of orders that are there until finish.
func slow(t *testing.T, schema string) (finish func()) {
	run(t, in(schema, `CREATE TABLE {s}.gate AS SELECT 1;
		CREATE FUNCTION {s}.slow() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN WHILE EXISTS (SELECT FROM {s}.gate) LOOP PERFORM pg_sleep(0.001); END LOOP; RETURN NEW; END $$;
		CREATE TRIGGER slow BEFORE UPDATE ON {s}.heads FOR EACH ROW EXECUTE FUNCTION {s}.slow()`))
	return func() { run(t, "DELETE FROM "+schema+".gate") }
}

// waits returns when a statement on the schema waits: for a Lock or a Timeout.
func waits(t *testing.T, s *postgres.Store, schema, kind string) {
	t.Helper()
	require.Eventually(t, func() (yes bool) {
		s.Query(t, []any{&yes}, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = '"+kind+"' AND query LIKE '%"+schema+"%'")
		return yes
	}, 10*time.Second, time.Millisecond)
}

// What is under way when the store is closed is stored; what waits behind it is not,
// and its caller is told.
func TestCloseWaitsForWhatIsUnderWay(t *testing.T) {
	schema := fresh(t)
	s, err := postgres.Open(t.Context(), server.URL, postgres.Config{Schema: schema, Writers: 1})
	require.NoError(t, err)
	placed := change(sample("o-1"), "place")
	require.NoError(t, s.Commit(t.Context(), placed))
	finish := slow(t, schema)
	first, second, closed := make(chan error, 1), make(chan error, 1), make(chan error, 1)
	go func() { first <- s.Commit(context.Background(), change(*placed.Order, "k")) }()
	waits(t, s, schema, "Timeout")
	go func() { second <- s.Commit(context.Background(), change(sample("o-2"), "place")) }()
	go func() { closed <- s.Close() }()
	require.Eventually(t, func() bool { _, err := s.Load(t.Context(), "o-1", ""); return err != nil }, 10*time.Second, time.Millisecond)
	finish()
	require.NoError(t, <-first)
	err = <-second
	require.ErrorContains(t, err, "closed")
	require.NotErrorIs(t, err, order.ErrConflict)
	require.NoError(t, <-closed)
	require.NoError(t, s.Close())
	other := open(t, schema)
	rec, err := other.Load(t.Context(), "o-1", "k")
	require.NoError(t, err)
	require.NotNil(t, rec.Answer)
	_, err = other.Load(t.Context(), "o-2", "")
	require.ErrorIs(t, err, order.ErrNotFound)
}
