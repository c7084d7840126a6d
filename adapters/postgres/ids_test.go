package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// A list goes on behind the ID of its last order.
func TestOrdersWhoseIDsAreNotUTF8AreListedOnce(t *testing.T) {
	s, ctx := open(t, fresh(t)), context.Background()
	for i, id := range []string{"o-a", "o-\xfe", "o-\xff"} {
		o := sample(id)
		o.Number = fmt.Sprint(i)
		require.NoError(t, s.Commit(ctx, change(o, "k")))
	}
	var ids []string
	for q := (order.Query{Limit: 1}); len(ids) < 10; {
		page, err := s.Find(ctx, q)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		ids = append(ids, page[0].ID)
		q.BeforePlaced, q.BeforeID = page[0].Placed, page[0].ID
	}
	require.Equal(t, []string{"o-a", "o-\xff", "o-\xfe"}, ids)
	for _, id := range ids {
		rec, err := s.Load(ctx, id, "")
		require.NoError(t, err)
		require.NoError(t, s.Commit(ctx, change(rec.Order, "next")), "%q", id)
	}
}
