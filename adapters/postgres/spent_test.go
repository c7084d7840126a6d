package postgres_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

// spent is what operations cost the server.
type spent struct {
	operations int
	wall       time.Duration
	cpu        time.Duration // of all its processes; zero where they cannot be seen
	wal        int64         // bytes
	touched    int64         // blocks
	read       int64         // blocks that were not in its buffers
}

// report reports what one operation costs. Blocks were touched in one round more.
func (s spent) report(b *testing.B, which string) {
	n := float64(s.operations)
	all := n * float64(b.N+1) / float64(b.N)
	b.ReportMetric(n/s.wall.Seconds(), which+"/s")
	b.ReportMetric(float64(s.cpu.Microseconds())/n, which+"-us")
	b.ReportMetric(float64(s.wal)/n, which+"-log")
	b.ReportMetric(float64(s.touched)/all, which+"-blocks")
	b.ReportMetric(float64(s.read)/all, which+"-reads")
}

func (s *spent) add(more spent, wall time.Duration, operations int) {
	s.operations += operations
	s.wall += wall
	s.cpu += more.cpu
	s.wal += more.wal
}

func (s spent) minus(before spent) spent {
	return spent{cpu: s.cpu - before.cpu, wal: s.wal - before.wal}
}

// now is what the server has spent until now.
func now(t testing.TB) spent {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.URL)
	require.NoError(t, err)
	defer conn.Close(ctx)
	var s spent
	require.NoError(t, conn.QueryRow(ctx, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").Scan(&s.wal))
	rows, err := conn.Query(ctx, "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
	require.NoError(t, err)
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	require.NoError(t, err)
	for _, pid := range pids {
		s.cpu += processor(pid)
	}
	return s
}

// processor is the time that a process of this machine (Linux) was running, if it
// is one of a server and not another one with that number.
func processor(pid int) time.Duration {
	if name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)); string(name) != "postgres\n" {
		return 0
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	var ns int64
	_, _ = fmt.Sscan(string(text), &ns) // nothing is zero
	return time.Duration(ns)
}

// blocks is how many blocks of the schema were touched until now, and how many of
// these were not in the server's buffers.
func blocks(t testing.TB, schema string) (touched, read int64) {
	t.Helper()
	conn := query(t)
	require.NoError(t, conn.QueryRow(context.Background(), `SELECT sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0))::bigint,
		sum(heap_blks_read + coalesce(idx_blks_read, 0))::bigint FROM pg_statio_user_tables WHERE schemaname = $1`, schema).Scan(&touched, &read))
	require.NoError(t, conn.Close(context.Background()))
	return touched, read
}

// open opens the store and its engine. The function that it returns closes them
// and waits until their connections have ended: only then what they touched is
// counted.
func (f *full) open(t testing.TB) (ended func()) {
	t.Helper()
	ctx := context.Background()
	name := letters()
	var err error
	f.store, err = postgres.Open(ctx, server.URL, postgres.Config{Schema: f.schema, Pool: func(c *pgxpool.Config) {
		c.ConnConfig.RuntimeParams["application_name"] = name
	}})
	require.NoError(t, err)
	f.engine = forgetful(t, f.store, time.Now)
	return func() {
		require.NoError(t, f.store.Close())
		conn := query(t)
		require.Eventually(t, func() bool {
			var n int
			return conn.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", name).Scan(&n) == nil && n == 0
		}, time.Minute, time.Millisecond)
		require.NoError(t, conn.Close(ctx))
	}
}

// abreast lets so many callers do operations.
func abreast(t testing.TB, callers, operations int, do func(i int) error) {
	t.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := next.Add(1); i <= int64(operations); i = next.Add(1) {
				if err := do(int(i)); err != nil {
					t.Error(err)
					return
				}
			}
		}()
	}
	all.Wait()
}
