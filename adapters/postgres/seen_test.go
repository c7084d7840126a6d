package postgres_test

import (
	"fmt"
	"testing"

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
	require.NoError(t, s.Commit(t.Context(), change(manyLines("long", 2000), "k")))
	require.False(t, s.Remembers("long"))
	const many = 120 // of half a megabyte each
	for i := range many {
		require.NoError(t, s.Commit(t.Context(), change(manyLines(fmt.Sprint("o-", i), 700), "k")))
	}
	require.False(t, s.Remembers("o-0"))
	require.True(t, s.Remembers(fmt.Sprint("o-", many-1)))
	rec, err := s.Load(t.Context(), "o-0", "k")
	require.NoError(t, err)
	require.Len(t, rec.Order.Lines, 700)
}
