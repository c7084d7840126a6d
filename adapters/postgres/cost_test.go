package postgres_test

import (
	"context"
	"fmt"
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
	order.Store
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
// confirming and completing, one caller, so that nothing is shared with others.
// The log is measured behind a checkpoint and some orders, over many: then few
// pages are written whole for the first time.
func TestAWholeOrderCostsNineCommits(t *testing.T) {
	if !server.Own {
		t.Skip("NOT TESTED: costs, in a server that others may use")
	}
	ctx := context.Background()
	c := &counter{}
	s, err := postgres.Open(ctx, server.URL, postgres.Config{Schema: fresh(t), Pool: func(p *pgxpool.Config) { p.ConnConfig.Tracer = c }})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	c.Store = s
	e := engine(t, c)
	const warm, orders = 20, 300
	var written int64
	for i := range warm + orders {
		if i == warm {
			run(t, "CHECKPOINT")
			written = wal(t)
			c.commits.Store(0)
			c.statements.Store(0)
		}
		_, err := whole(ctx, e, fmt.Sprint("k-", i))
		require.NoError(t, err)
	}
	written = (wal(t) - written) / orders
	commits, statements := float64(c.commits.Load())/orders, float64(c.statements.Load())/orders
	t.Logf("a whole order: %.1f commits, %.1f statements, %d bytes of write-ahead log", commits, statements, written)
	require.LessOrEqual(t, commits, 9.0)
	require.LessOrEqual(t, statements, 20.0)
	require.Less(t, written, int64(14_500))
}
