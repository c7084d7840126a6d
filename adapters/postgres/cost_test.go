package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// counter counts what reaches the database.
type counter struct {
	*postgres.Store
	commits, statements atomic.Int64
}

func (c *counter) Commit(ctx context.Context, ch *order.Change) error {
	c.commits.Add(1)
	return c.Store.Commit(ctx, ch)
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.statements.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// What a whole order may cost: placing three lines, paying, producing, shipping,
// confirming and completing. Statements are counted with one caller, who shares
// none with others. The log is measured behind a checkpoint over many orders: then
// few of its bytes are pages that are written whole for the first time.
func TestAWholeOrderCostsNineCommits(t *testing.T) {
	if !server.Own {
		notTested(t, "costs, in a server that others may use")
	}
	ctx := context.Background()
	c := &counter{}
	s, err := postgres.Open(ctx, server.URL, postgres.Config{Schema: fresh(t), Pool: func(p *pgxpool.Config) { p.ConnConfig.Tracer = c }})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	c.Store = s
	e := engine(t, c)
	const warm, orders, callers = 20, 1000, 8
	for i := range warm {
		_, err := whole(ctx, e, fmt.Sprint("warm-", i))
		require.NoError(t, err)
	}
	run(t, "CHECKPOINT")
	c.commits.Store(0)
	written := wal(t)
	var all sync.WaitGroup
	for k := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range orders / callers {
				if _, err := whole(ctx, e, fmt.Sprint("k-", k, "-", i)); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
	written = (wal(t) - written) / orders
	commits := float64(c.commits.Load()) / orders
	c.statements.Store(0)
	const alone = 10
	for i := range alone {
		_, err := whole(ctx, e, fmt.Sprint("alone-", i))
		require.NoError(t, err)
	}
	statements := float64(c.statements.Load()) / alone
	t.Logf("a whole order: %.1f commits, %.1f statements, %d bytes of write-ahead log", commits, statements, written)
	require.LessOrEqual(t, commits, 9.0)
	require.LessOrEqual(t, statements, 10.0)
	require.Less(t, written, int64(11_200))
}
