package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

// lived are the changes of so many whole orders, nine of each.
func lived(t testing.TB, orders int) *keeper {
	k := &keeper{Store: memory.NewStore(memory.Config{})}
	e := engine(t, k)
	for i := range orders {
		_, err := whole(context.Background(), e, fmt.Sprint("place-", i))
		require.NoError(t, err)
	}
	return k
}

// BenchmarkJobs makes what is written of whole orders, without a database, and
// beside it the JSON of it, as it is written and as encoding/json does it.
func BenchmarkJobs(b *testing.B) {
	const orders = 64
	k := lived(b, orders)
	var all []any
	for _, c := range k.all {
		all = append(all, postgres.Stored(c)...)
	}
	each := func(b *testing.B, do func() (bytes int)) {
		b.ReportAllocs()
		bytes := 0
		start := cpu()
		for b.Loop() {
			bytes = do()
		}
		b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N*orders), "own-us/order")
		b.ReportMetric(float64(bytes)/orders, "B/order")
	}
	b.Run("jobs", func(b *testing.B) {
		each(b, func() (bytes int) {
			s := postgres.NotOpen()
			for _, c := range k.all {
				n, err := s.Prepare(c)
				require.NoError(b, err)
				bytes += n
			}
			return bytes
		})
	})
	b.Run("json", func(b *testing.B) {
		var text []byte
		each(b, func() (bytes int) {
			for _, v := range all {
				text, _ = postgres.AppendJSON(text[:0], v)
				bytes += len(text)
			}
			return bytes
		})
	})
	b.Run("encoding-json", func(b *testing.B) {
		each(b, func() (bytes int) {
			for _, v := range all {
				text, _ := standard(v)
				bytes += len(text)
			}
			return bytes
		})
	})
}
