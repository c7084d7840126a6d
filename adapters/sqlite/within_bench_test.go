package sqlite_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/stretchr/testify/require"
)

// BenchmarkBesideTheHostsRow is a row of the host's and a change of an order: in
// one transaction, which waits for the disk once, and in two.
func BenchmarkBesideTheHostsRow(b *testing.B) {
	ctx := context.Background()
	for _, together := range []bool{true, false} {
		b.Run(fmt.Sprintf("together=%t", together), func(b *testing.B) {
			s := shop(b)
			o := change(sample("o-1"), "place")
			require.NoError(b, s.Commit(ctx, o))
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				tx := begin(b, s.DB())
				in := ctx
				if together {
					in = sqlite.In(ctx, tx)
				}
				_, err := tx.Exec("INSERT INTO shelf VALUES ('mug')")
				require.NoError(b, err)
				if !together {
					require.NoError(b, tx.Commit())
				}
				rec, err := s.Load(in, "o-1", "")
				require.NoError(b, err)
				require.NoError(b, s.Commit(in, change(rec.Order, fmt.Sprint("key-", i))))
				if together {
					require.NoError(b, tx.Commit())
				}
			}
		})
	}
}
