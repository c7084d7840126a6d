package postgres_test

import (
	"context"
	"fmt"
	"math/rand"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// together lets so many callers do b.N things, and reports them per second and the
// processor time that each took here.
func together(b *testing.B, callers int, unit string, do func(caller, i int) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	start, used := time.Now(), cpu()
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
	b.ReportMetric(float64((cpu()-used).Microseconds())/1000/float64(b.N), "own-ms/op")
}

// BenchmarkWholeOrders runs orders of three lines from placing to completion: on
// orderkit; in a program written by hand, with as many commits; and, as the limit
// of what the server can do, as many commits of one statement with as many bytes
// and nothing else. Run it with -benchtime 3s or more: the first orders pay for
// planning the statements.
func BenchmarkWholeOrders(b *testing.B) {
	ctx := context.Background()
	for _, callers := range []int{1, 4, 16, 32} {
		b.Run(fmt.Sprintf("orderkit/callers=%d", callers), func(b *testing.B) {
			e := engine(b, open(b, fresh(b)), atOnce{}.configure)
			together(b, callers, "orders", func(_, i int) error {
				_, err := whole(ctx, e, fmt.Sprint("place-", i))
				return err
			})
		})
		b.Run(fmt.Sprintf("by hand/callers=%d", callers), func(b *testing.B) {
			h := newByHand(b, callers)
			together(b, callers, "orders", func(_, i int) error { return h.whole(ctx, fmt.Sprint("o-", i)) })
		})
		b.Run(fmt.Sprintf("limit/callers=%d", callers), func(b *testing.B) {
			schema := fresh(b)
			run(b, "CREATE TABLE "+schema+".bytes (data bytea)")
			pool := pool(b, callers)
			data := make([]byte, 1100) // 1200 in the write-ahead log, a ninth of what it gets of an order
			rand.New(rand.NewSource(1)).Read(data)
			together(b, callers, "orders", func(int, int) error {
				for range 9 {
					if _, err := pool.Exec(ctx, "INSERT INTO "+schema+".bytes VALUES ($1)", data); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
}

// BenchmarkTransitions runs actions on orders that are there: one that calls
// nobody, and one that calls a provider, with its two commits.
func BenchmarkTransitions(b *testing.B) {
	ctx := context.Background()
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("plain/callers=%d", callers), func(b *testing.B) {
			e := engine(b, open(b, fresh(b)), atOnce{}.configure)
			ids := placed(b, e, 64)
			together(b, callers, "transitions", func(c, i int) error {
				id := ids[c+callers*(i%(len(ids)/callers))] // no two callers share an order
				_, err := e.Do(ctx, id, order.Tag{Add: []string{"vip"}}, order.By(fsm.Staff, "anna"), order.Key(fmt.Sprint("k-", i)))
				return err
			})
		})
		b.Run(fmt.Sprintf("effectful/callers=%d", callers), func(b *testing.B) {
			e := engine(b, open(b, fresh(b)), atOnce{}.configure)
			ids := placed(b, e, b.N)
			together(b, callers, "transitions", func(c, i int) error {
				_, err := e.Do(ctx, ids[i-1], order.Pay{With: []order.Tender{{Token: "card"}}}, order.Key("pay"))
				return err
			})
		})
	}
}

func placed(b *testing.B, e *order.Engine, n int) []string {
	ids := make([]string, n)
	var all sync.WaitGroup
	const callers = 16
	for c := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := c; i < n; i += callers {
				r, err := e.Place(context.Background(), mugs(3, "made"))
				if err != nil {
					b.Error(err)
					return
				}
				ids[i] = r.Order.ID
			}
		}()
	}
	all.Wait()
	return ids
}

// BenchmarkClaims takes due orders, in batches of 20. Their leases end between the
// batches, as when somebody worked on them; that is not counted.
func BenchmarkClaims(b *testing.B) {
	ctx := context.Background()
	schema := fresh(b)
	s := open(b, schema)
	var all sync.WaitGroup
	const callers = 16
	for c := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := c; i < b.N; i += callers {
				ch := change(sample(fmt.Sprint("o-", i)), "k")
				ch.Due = time.Unix(int64(i), 0)
				if err := s.Commit(ctx, ch); err != nil {
					b.Error(err)
				}
			}
		}()
	}
	all.Wait()
	b.ResetTimer()
	for n := 0; n < b.N; {
		leases, err := s.Claim(ctx, time.Now(), 20, time.Hour)
		require.NoError(b, err)
		require.NotEmpty(b, leases)
		n += len(leases)
		b.StopTimer()
		run(b, in(schema, "UPDATE {s}.heads SET lease = NULL, lease_until = NULL, due = NULL, look = NULL WHERE look < 1000000000000000 AND lease IS NOT NULL"))
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

func wal(t testing.TB) int64 {
	var n int64
	require.NoError(t, query(t).QueryRow(context.Background(), "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").Scan(&n))
	return n
}
