package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// What a broken disk left of one order, or a newer program wrote, is missing from a
// list, and the list says so: it hides neither itself nor the others.
func TestAnOrderThatCannotBeReadHidesNoOther(t *testing.T) {
	schema := fresh(t)
	s, ctx := open(t, schema), context.Background()
	for i := range 30 {
		o := manyLines(fmt.Sprintf("o-%02d", i), 1)
		o.Number = o.ID
		require.NoError(t, s.Commit(ctx, change(o, "k")))
	}
	run(t, in(schema, `UPDATE {s}.heads h SET head = '\x0181' FROM {s}.orders o WHERE o.n = h.n AND o.id = 'o-07'`))
	run(t, in(schema, `UPDATE {s}.heads h SET goods = set_byte(goods, 0, 255) FROM {s}.orders o WHERE o.n = h.n AND o.id = 'o-05'`))

	list, err := s.Find(ctx, order.Query{})
	require.EqualError(t, err, "find: order o-07: the stored text is damaged; "+
		"order o-05: the stored text needs words of version 255, which this version of the package has not")
	require.Len(t, list, 28)
	list, err = s.Find(ctx, order.Query{Number: "o-06"})
	require.NoError(t, err)
	require.Len(t, list, 1)
	_, err = open(t, schema).Load(ctx, "o-07", "") // s remembers it as it was
	require.EqualError(t, err, "order o-07: the stored text is damaged")

	run(t, in(schema, `UPDATE {s}.heads SET head = ''`))
	list, err = s.Find(ctx, order.Query{})
	require.Empty(t, list)
	require.ErrorContains(t, err, "find: order o-29: the stored text is damaged; order o-28: ")
	require.ErrorContains(t, err, "; order o-10: the stored text is damaged; and 10 more")
}

// Nobody postpones what cannot be read, so it stays the first for ever.
func TestANoticeThatCannotBeReadHidesNoOther(t *testing.T) {
	schema := fresh(t)
	s, ctx := open(t, schema), context.Background()
	for i := range 9 {
		_, err := s.Receive(ctx, order.Notice{Provider: "cards\x00", ID: fmt.Sprint(i), Kind: "paid"})
		require.NoError(t, err)
	}
	run(t, in(schema, `UPDATE {s}.inbox SET data = '\x0181' WHERE id IN ('0', '1', '2', '3', '5')`))
	for limit, want := range map[int]string{1: "4", 2: "46", 4: "4678", 5: "4678", 0: "4678"} {
		list, err := s.Waiting(ctx, time.Now(), limit)
		require.ErrorContains(t, err, "waiting notices: notice 0 of cards\x00: the stored text is damaged; notice 1 of cards\x00: ", limit)
		got := ""
		for _, n := range list {
			got += n.ID
		}
		require.Equal(t, want, got, limit)
	}
	run(t, in(schema, `UPDATE {s}.inbox SET data = NULL WHERE data = '\x0181'`))
	list, err := s.Waiting(ctx, time.Now(), 3)
	require.NoError(t, err)
	require.Len(t, list, 3)
}

// The stream stops there, and whoever mends it must know where to look.
func TestAnEventThatCannotBeReadSaysWhoseItIs(t *testing.T) {
	schema := fresh(t)
	s, ctx := open(t, schema), context.Background()
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	require.NoError(t, s.Commit(ctx, change(sample("o-2"), "k")))
	run(t, in(schema, `UPDATE {s}.log l SET what = '\x0181' FROM {s}.orders o WHERE o.n = l.n AND o.id = 'o-2'`))
	_, _, err := s.Events(ctx, "", 0)
	require.ErrorContains(t, err, "events: order o-2, transaction ")
	require.ErrorContains(t, err, ": the stored text is damaged")
}
