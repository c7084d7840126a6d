package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// together lets so many callers do b.N things and reports them per second.
func together(b *testing.B, callers int, unit string, do func(caller, i int) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	start := time.Now()
	for c := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := do(c, int(i)); err != nil {
					b.Error(err)
					return
				}
			}
		}()
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), unit+"/s")
}

var callers = []int{1, 4, 16, 32}

func BenchmarkWholeOrders(b *testing.B) {
	ctx := context.Background()
	for _, n := range callers {
		b.Run(fmt.Sprintf("orderkit/callers=%d", n), func(b *testing.B) {
			e := engine(b, open(b, fresh(b)))
			before := wal(b)
			together(b, n, "orders", func(_, i int) error {
				_, err := whole(ctx, e, fmt.Sprint("place-", i))
				return err
			})
			b.ReportMetric(float64(wal(b)-before)/float64(b.N), "wal-B/order")
		})
		b.Run(fmt.Sprintf("limit/callers=%d", n), func(b *testing.B) {
			limit(b, n)
		})
	}
}

func wal(b testing.TB) int64 {
	var n int64
	ctx := context.Background()
	require.NoError(b, query(b).QueryRow(ctx, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").Scan(&n))
	return n
}

// limit is what the server can do at best: as many commits of as many bytes.
func limit(b *testing.B, callers int) {
	ctx := context.Background()
	schema := fresh(b)
	run(b, "CREATE TABLE "+schema+".bytes (data bytea)")
	pool := pool(b, callers)
	data := make([]byte, 1300)
	together(b, callers, "orders", func(c, i int) error {
		for range 9 {
			if _, err := pool.Exec(ctx, "INSERT INTO "+schema+".bytes VALUES ($1)", data); err != nil {
				return err
			}
		}
		return nil
	})
}
