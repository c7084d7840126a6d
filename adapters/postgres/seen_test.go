package postgres_test

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An order that is committed again and again weighs what it weighs.
func TestAnOrderThatOftenChangesIsRemembered(t *testing.T) {
	s := open(t, fresh(t))
	c := change(sample("o-1"), "place")
	require.NoError(t, s.Commit(t.Context(), c))
	for i := range 100 {
		require.True(t, s.Remembers("o-1"), "after %d commits", i+1)
		c = change(*c.Order, "k")
		require.NoError(t, s.Commit(t.Context(), c))
	}
}

// What is remembered is bounded: by its sum, and of one order that is very long
// nothing but its keys is.
func TestLongOrdersAndOldOnesAreForgotten(t *testing.T) {
	s := open(t, fresh(t))
	s.RememberLess()
	long := sample("long")
	for range 5 {
		long.Tags = append(long.Tags, noise(120_000))
	}
	require.NoError(t, s.Commit(t.Context(), change(long, "k")))
	require.False(t, s.Remembers("long"))
	const many = 40 // of 60 KB each
	for i := range many {
		o := sample(fmt.Sprint("o-", i))
		o.Tags = []string{noise(60_000)}
		require.NoError(t, s.Commit(t.Context(), change(o, "k")))
	}
	require.False(t, s.Remembers("o-0"))
	require.True(t, s.Remembers(fmt.Sprint("o-", many-1)))
	for _, id := range []string{"o-0", "long"} {
		rec, err := s.Load(t.Context(), id, "k")
		require.NoError(t, err)
		require.NotNil(t, rec.Answer)
		require.NoError(t, s.Commit(t.Context(), change(rec.Order, "k2")))
	}
}

// What a long order is listed by goes with it when it is forgotten, and is read again.
func TestALongOrderThatWasForgottenIsListedOnce(t *testing.T) {
	s := open(t, fresh(t))
	s.RememberLess()
	long := sample("long")
	long.Tags = []string{noise(600_000)}
	c := change(long, "k")
	require.NoError(t, s.Commit(t.Context(), c))
	for i := range 100 {
		require.NoError(t, s.Commit(t.Context(), change(sample(fmt.Sprint("o-", i)), "k")))
	}
	c = change(*c.Order, "k2")
	c.Order.Lines[0].Runs[0].State = "packed"
	require.NoError(t, s.Commit(t.Context(), c))
	var twice, listed int
	s.Query(t, []any{&twice, &listed}, `SELECT count(*) - count(DISTINCT mark), count(*) FILTER (WHERE mark = 'spacked')
		FROM {s}.marks JOIN {s}.orders o USING (n) WHERE o.id = 'long'`)
	require.Zero(t, twice)
	require.Equal(t, 1, listed)
}

// noise is text of so many bytes that nothing makes shorter.
func noise(bytes int) string {
	text := make([]byte, bytes*3/4)
	_, _ = rand.New(rand.NewSource(1)).Read(text)
	return base64.StdEncoding.EncodeToString(text)
}

// Of most orders only what is stored is kept. It is unpacked when it is needed.
func TestARememberedOrderIsUnpacked(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	s.RememberLess()
	const many = 100
	for i := range many {
		require.NoError(t, s.Commit(t.Context(), change(sample(fmt.Sprint("o-", i)), "place")))
	}
	require.True(t, s.Unpacked(fmt.Sprint("o-", many-1)))
	for i, use := range []func(id string) order.Order{
		func(id string) order.Order {
			rec, err := s.Load(t.Context(), id, "place")
			require.NoError(t, err)
			require.NotNil(t, rec.Answer)
			return rec.Order
		},
		func(id string) order.Order {
			o, ok := s.Recall(t.Context(), id)
			require.True(t, ok)
			return o
		},
		func(id string) order.Order {
			c := change(*change(sample(id), "place").Order, "k")
			require.NoError(t, s.Commit(t.Context(), c))
			return *c.Order
		},
	} {
		id := fmt.Sprint("o-", i)
		require.True(t, s.Remembers(id))
		require.False(t, s.Unpacked(id))
		got := use(id)
		require.True(t, s.Unpacked(id))
		want, err := open(t, schema).Load(t.Context(), id, "")
		require.NoError(t, err)
		require.JSONEq(t, string(must(standard(want.Order))), string(must(standard(got))))
	}
}

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}

// guessed commits a change of what is recalled of an order, if anything is.
func guessed(t *testing.T, s *postgres.Store, id, key string) (asked bool, err error) {
	o, ok := s.Recall(t.Context(), id)
	if !ok {
		return false, nil
	}
	c := change(o, key)
	c.Guess = true
	return true, s.Commit(t.Context(), c)
}

// Where other processes change the orders, too, hardly anything is guessed until they
// stop.
func TestWhoGuessesWrongGuessesLess(t *testing.T) {
	ctx, schema := t.Context(), fresh(t)
	one, other := open(t, schema), open(t, schema)
	require.NoError(t, one.Commit(ctx, change(sample("o-1"), "place")))
	guesses := func(rounds int, overtaken bool) (asked int) {
		for range rounds {
			rec, err := one.Load(ctx, "o-1", "")
			require.NoError(t, err)
			if overtaken {
				require.NoError(t, other.Commit(ctx, change(rec.Order, fmt.Sprint("other-", rec.Order.Version))))
			}
			ok, err := guessed(t, one, "o-1", fmt.Sprint("one-", rec.Order.Version))
			if !ok {
				continue
			}
			asked++
			if overtaken {
				require.ErrorIs(t, err, order.ErrConflict)
			} else {
				require.NoError(t, err)
			}
		}
		return asked
	}
	require.Equal(t, 20, guesses(20, false))
	require.LessOrEqual(t, guesses(100, true), 20)
	require.Zero(t, guesses(5, false), "one in sixteen, to find out")
	require.Greater(t, guesses(400, false), 200)
}

// A dump that was restored has the version that was recalled, with other contents.
func TestAGuessIsOnTheVeryOrderThatWasRecalled(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	require.NoError(t, s.Commit(t.Context(), change(sample("o-1"), "place")))
	run(t, in(schema, "UPDATE {s}.heads SET stamp = stamp + 1"))
	_, err := guessed(t, s, "o-1", "k")
	require.ErrorIs(t, err, order.ErrConflict)
}

// What was recalled may never have been: it was the host's, who rolled it back.
func TestAGuessIsNotOnAnotherOrderOfItsVersion(t *testing.T) {
	s := open(t, fresh(t))
	placed := change(sample("o-1"), "place")
	require.NoError(t, s.Commit(t.Context(), placed))
	tx, err := query(t).Begin(t.Context())
	require.NoError(t, err)
	in := postgres.In(t.Context(), tx)
	theirs := change(*placed.Order, "theirs")
	theirs.Order.Tags = []string{"rolled back"}
	require.NoError(t, s.Commit(in, theirs))
	_, err = s.Load(in, "o-1", "")
	require.NoError(t, err)
	recalled, ok := s.Recall(t.Context(), "o-1")
	require.NoError(t, tx.Rollback(t.Context()))

	rec, err := s.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	mine := change(rec.Order, "mine")
	require.NoError(t, s.Commit(t.Context(), mine))
	if ok {
		c := change(recalled, "k")
		c.Guess = true
		require.ErrorIs(t, s.Commit(t.Context(), c), order.ErrConflict)
	}
	c := change(*mine.Order, "on")
	require.NoError(t, s.Commit(t.Context(), c))
	asked, err := guessed(t, s, "o-1", "guess")
	require.True(t, asked)
	require.NoError(t, err, "what comes behind it is guessed on again")
}

// What was recalled may be forgotten before it is committed.
func TestAGuessOnWhatIsForgottenIsAConflict(t *testing.T) {
	schema := fresh(t)
	require.NoError(t, open(t, schema).Commit(t.Context(), change(sample("o-1"), "place")))
	c := change(*change(sample("o-1"), "place").Order, "k")
	c.Guess = true
	require.ErrorIs(t, open(t, schema).Commit(t.Context(), c), order.ErrConflict)
}

// In a host's transaction what is seen may be rolled back.
func TestNothingIsRecalledInAHostsTransaction(t *testing.T) {
	s := open(t, fresh(t))
	require.NoError(t, s.Commit(t.Context(), change(sample("o-1"), "place")))
	require.NoError(t, pgx.BeginFunc(t.Context(), query(t), func(tx pgx.Tx) error {
		_, ok := s.Recall(postgres.In(t.Context(), tx), "o-1")
		require.False(t, ok)
		return nil
	}))
}

// A guess shares its statement with others, which it must not hold up.
func TestAWrongGuessFailsNoOthers(t *testing.T) {
	schema := fresh(t)
	s, other := open(t, schema), open(t, schema)
	var changes []*order.Change
	for i := range 8 {
		placed := change(sample(fmt.Sprint("o-", i)), "place")
		require.NoError(t, other.Commit(t.Context(), placed))
		_, err := s.Load(t.Context(), placed.Order.ID, "") // who made it knows its answers
		require.NoError(t, err)
		c := change(*placed.Order, []string{"place", "k"}[i%2])
		c.Guess = i < 6
		changes = append(changes, c)
	}
	again := change(sample("o-0"), "place")
	again.Guess = true
	for i, err := range s.CommitTogether(t, append(changes, again, change(sample("o-8"), "place"))) {
		if i < 6 && i%2 == 0 || i == 8 {
			assert.ErrorIs(t, err, order.ErrConflict, "%d", i)
		} else {
			assert.NoError(t, err, "%d", i)
		}
	}
}
