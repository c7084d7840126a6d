package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// What a broken disk left of one order is missing from a list, and the list says so:
// it hides neither itself nor the others.
func TestAnOrderThatCannotBeReadHidesNoOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s, ctx := open(t, path), context.Background()
	for i := range 30 {
		require.NoError(t, s.Commit(ctx, change(sample(fmt.Sprintf("o-%02d", i)), "k")))
	}
	require.NoError(t, sqlite.Execute(path, "UPDATE orderkit_orders SET head = substr(head, 1, 9) WHERE id IN ('o-05', 'o-07')"))
	list, err := s.Find(ctx, order.Query{})
	require.EqualError(t, err, "find: order o-07: unexpected end of JSON input; order o-05: unexpected end of JSON input")
	require.Len(t, list, 28)
	list, err = s.Find(ctx, order.Query{Ref: "auth-o-06"})
	require.NoError(t, err)
	require.Len(t, list, 1)

	require.NoError(t, sqlite.Execute(path, "UPDATE orderkit_orders SET head = ''"))
	list, err = s.Find(ctx, order.Query{})
	require.Empty(t, list)
	require.ErrorContains(t, err, "; order o-10: unexpected end of JSON input; and 10 more")
}

// Nobody postpones what cannot be read, so it stays the first for ever.
func TestANoticeThatCannotBeReadHidesNoOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s, ctx := open(t, path), context.Background()
	for i := range 9 {
		_, err := s.Receive(ctx, order.Notice{Provider: "cards", ID: fmt.Sprint(i), Kind: "paid"})
		require.NoError(t, err)
	}
	require.NoError(t, sqlite.Execute(path, "UPDATE orderkit_inbox SET data = '{' WHERE id IN ('0', '1', '2', '3', '5')"))
	for limit, want := range map[int]string{1: "4", 2: "46", 4: "4678", 5: "4678", 0: "4678"} {
		list, err := s.Waiting(ctx, time.Now(), limit)
		require.ErrorContains(t, err, "waiting notices: notice 0 of cards: unexpected end of JSON input; notice 1 of cards: ", limit)
		got := ""
		for _, n := range list {
			got += n.ID
		}
		require.Equal(t, want, got, limit)
	}
	require.NoError(t, sqlite.Execute(path, "UPDATE orderkit_inbox SET data = NULL WHERE data = '{'"))
	list, err := s.Waiting(ctx, time.Now(), 3)
	require.NoError(t, err)
	require.Len(t, list, 3)
}
