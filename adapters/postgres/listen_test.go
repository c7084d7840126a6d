package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// Run of another process wakes long before its next poll: for a notice, and for
// an order that is due at once; also after its connection was lost.
func TestWhatIsDueWakesOtherProcesses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	schema := fresh(t)
	here, there := open(t, schema), open(t, schema)
	seldom := func(c *order.Config) { c.Poll = time.Hour }
	e := engine(t, here, seldom)
	placed, err := e.Place(ctx, mugs(1, "goods"))
	require.NoError(t, err)
	id := placed.Order.ID
	kicks := make(chan struct{}, 100)
	other := engine(t, there, seldom)
	done := make(chan error, 2)
	go func() { done <- other.Run(ctx) }()
	go func() {
		done <- there.Listen(ctx, func() {
			other.Kick()
			kicks <- struct{}{}
		})
	}()
	<-kicks // it listens
	woken := func(what string, act func(), ok func(o order.Order) bool) {
		t.Helper()
		start := time.Now()
		act()
		require.Eventually(t, func() bool {
			o, err := e.Order(ctx, id)
			require.NoError(t, err)
			return ok(o)
		}, 20*time.Second, 2*time.Millisecond, what)
		t.Logf("%s: %v", what, time.Since(start).Round(time.Millisecond))
	}
	receive := func(nid string) func() {
		return func() {
			fresh, err := here.Receive(ctx, order.Notice{Provider: "", ID: nid, Kind: "cancel", Order: id, At: time.Now()})
			require.NoError(t, err)
			require.True(t, fresh)
		}
	}
	woken("a notice", receive("n-1"), func(o order.Order) bool { return o.LastEvent > placed.Order.LastEvent })
	for len(kicks) > 0 {
		<-kicks
	}
	run(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND query LIKE '%"+schema+"%'")
	<-kicks // for what it may have missed
	again, err := e.Place(ctx, mugs(1, "goods"))
	require.NoError(t, err)
	id = again.Order.ID
	woken("an order that is due at once", func() {
		rec, err := here.Load(ctx, id, "")
		require.NoError(t, err)
		o := rec.Order
		o.Version++
		o.LastEvent++
		now := time.Now()
		o.Changed = now
		o.Queue = []order.Queued{{Action: "cancel", Data: []byte("{}"), Actor: order.Actor{Role: fsm.Staff}, At: now}}
		require.NoError(t, here.Commit(ctx, &order.Change{Order: &o, Expect: o.Version - 1, Due: now,
			Events: []order.Event{{Order: id, No: o.LastEvent, At: now, Kind: order.EventQueued, Action: "cancel"}}}))
	}, func(o order.Order) bool { return o.LastEvent > again.Order.LastEvent+1 })
	cancel()
	<-done
	<-done
}

// What is due in a transaction of the host's wakes others once the host has committed,
// and what it rolls back wakes nobody.
func TestTheHostsCommitWakesOtherProcesses(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	schema := fresh(t)
	s := open(t, schema)
	kicks, done := make(chan struct{}, 100), make(chan error, 1)
	go func() { done <- s.Listen(ctx, func() { kicks <- struct{}{} }) }()
	<-kicks // it listens
	conn := query(t)
	for name, act := range map[string]func(ctx context.Context, id string) error{
		"an order": func(ctx context.Context, id string) error {
			c := change(sample(id), "k")
			c.Due = c.Order.Changed
			return s.Commit(ctx, c)
		},
		"a notice": func(ctx context.Context, id string) error {
			_, err := s.Receive(ctx, order.Notice{Provider: "till", ID: id, Order: "o-1"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			tx, err := conn.Begin(ctx)
			require.NoError(t, err)
			require.NoError(t, act(postgres.In(ctx, tx), "rolled back"))
			require.NoError(t, tx.Rollback(ctx))
			tx, err = conn.Begin(ctx)
			require.NoError(t, err)
			require.NoError(t, act(postgres.In(ctx, tx), name))
			_, err = query(t).Exec(ctx, in(schema, `SELECT pg_notify('{s}', '')`)) // comes behind those of what was rolled back
			require.NoError(t, err)
			<-kicks
			require.Never(t, func() bool { return len(kicks) > 0 }, 100*time.Millisecond, 10*time.Millisecond)
			require.NoError(t, tx.Commit(ctx))
			select {
			case <-kicks:
			case <-time.After(20 * time.Second):
				t.Fatal("nobody was woken")
			}
		})
	}
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
}

// What Config.Pool sets up for each connection, as a password that changes, is also
// for those that are not the pool's.
func TestEveryConnectionIsMadeAsThePoolSays(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	schema, cfg := unmade(t)
	cfg.Pool = func(c *pgxpool.Config) {
		login := c.ConnConfig.User
		c.ConnConfig.User = "nobody knows"
		c.BeforeConnect = func(_ context.Context, c *pgx.ConnConfig) error {
			c.User = login
			return nil
		}
	}
	require.NoError(t, postgres.Migrate(ctx, server.URL, cfg))
	s, err := postgres.Open(ctx, server.URL, cfg)
	require.NoError(t, err)
	defer s.Close()
	heard := make(chan struct{}, 1)
	done := make(chan error)
	go func() {
		done <- s.Listen(ctx, func() {
			select {
			case heard <- struct{}{}:
			default:
			}
		})
	}()
	select {
	case <-heard:
	case <-time.After(20 * time.Second):
		t.Errorf("it does not listen in schema %s", schema)
	}
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
}
