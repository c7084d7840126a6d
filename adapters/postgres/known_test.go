package postgres_test

import (
	"context"
	"testing"

	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// Another database may take the place of the one that a process remembers orders of,
// with other orders under their numbers.
func TestARememberedOrderIsFoundUnderAnotherNumber(t *testing.T) {
	ctx := context.Background()
	for name, moves := range map[string][]string{
		"nothing has its number":                      {"n + 100"},
		"nothing has its number, and nothing changed": {"n + 100"},
		"another order has its number":                {"n + 100", "103 - n"},
	} {
		t.Run(name, func(t *testing.T) {
			schema := fresh(t)
			s := open(t, schema)
			ids := []string{"o-1", "o-2"}
			for _, id := range ids {
				require.NoError(t, s.Commit(ctx, change(sample(id), "k")))
			}
			for _, n := range moves {
				for _, table := range []string{"orders", "heads", "log", "marks"} {
					run(t, "UPDATE "+schema+"."+table+" SET n = "+n)
				}
				if name != "nothing has its number, and nothing changed" {
					run(t, "UPDATE "+schema+".heads SET stamp = stamp + 1")
				}
			}
			for _, id := range ids {
				got, err := s.Load(ctx, id, "k")
				require.NoError(t, err)
				require.Equal(t, id, got.Order.ID)
				require.Equal(t, "auth-"+id, got.Order.Payments[0].Ref)
				require.Equal(t, order.Done, got.Answer.Status)
				require.NoError(t, s.Commit(ctx, change(got.Order, "k2")))
			}
			_, err := s.Load(ctx, "o-3", "")
			require.ErrorIs(t, err, order.ErrNotFound)
		})
	}
}
