package postgres_test

import (
	"testing"

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
