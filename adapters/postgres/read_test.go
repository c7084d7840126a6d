package postgres_test

import (
	"context"
	"fmt"
	"testing"

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
