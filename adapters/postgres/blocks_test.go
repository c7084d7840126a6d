package postgres_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What an operation costs must not grow with the number of orders stored. The
// time that it takes depends on the machine and the plan that PostgreSQL shows on
// its parameters; the blocks that it touches, as it is really prepared and run, are
// the cost itself. With ten times the orders they may be a few more, since an index
// gets one level higher.
func TestNoOperationTouchesMoreWhereTenTimesAsMuchIsStored(t *testing.T) {
	if !server.Own {
		notTested(t, "blocks touched, in a server that others may use")
	}
	ctx := context.Background()
	all := append(looks(),
		look{"whole orders", func(ctx context.Context, f *full, _ oldOne) error { return f.sell(ctx) }},
		look{"place with a number", func(ctx context.Context, f *full, _ oldOne) error {
			d := mugs(3, "goods")
			d.Number, d.Channel = letters(), "web"
			_, err := f.engine.Place(ctx, d)
			return err
		}},
		look{"journal", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Journal(ctx, o.id)
			return err
		}},
		look{"person", func(ctx context.Context, f *full, o oldOne) error {
			if _, err := f.store.Person(ctx, o.id); !errors.Is(err, order.ErrNotFound) { // erased below
				return err
			}
			return nil
		}},
		look{"erase", func(ctx context.Context, f *full, o oldOne) error { return f.store.Erase(ctx, o.id) }},
		look{"change an old order", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.engine.Do(ctx, o.id, order.Tag{Add: []string{letters()}})
			return err
		}},
		look{"claim", func(ctx context.Context, f *full, _ oldOne) error {
			_, err := f.store.Claim(ctx, time.Now().AddDate(0, 0, 20), 1, time.Hour)
			return err
		}},
		look{"find/number of a state", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Find(ctx, order.Query{Number: o.number, State: "completed"})
			return err
		}},
		look{"find/number and reference", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Find(ctx, order.Query{Number: o.number, Ref: cmp.Or(o.ref, "none")})
			return err
		}},
		look{"find/cases of a customer", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Find(ctx, order.Query{Cases: 2, Customer: o.customer})
			return err
		}},
		look{"find/customer of a channel", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Find(ctx, order.Query{Channel: o.channel, Customer: o.customer})
			return err
		}},
		look{"find/state of a customer since", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Find(ctx, order.Query{State: "completed", Customer: o.customer, Since: time.Unix(0, o.placed).AddDate(0, -1, 0)})
			return err
		}},
		look{"waiting", func(ctx context.Context, f *full, _ oldOne) error {
			_, err := f.store.Waiting(ctx, time.Now(), 20)
			return err
		}},
		look{"receive", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Receive(ctx, order.Notice{Provider: "till", ID: letters(), Kind: order.NoticeCaptured, Order: o.id})
			return err
		}},
	)
	all = slices.DeleteFunc(all, func(l look) bool {
		return l.name == "find/state of a channel" // it reads on to the next orders of that channel, wherever they are
	})
	f := newFull(t, 500)
	for _, table := range []string{"orders", "heads", "marks", "people", "log", "inbox"} { // what vacuum touches is counted too
		run(t, "ALTER TABLE "+f.schema+"."+table+" SET (autovacuum_enabled = off)")
	}
	touched := make(map[string][]float64)
	for _, size := range []int{500, 5000} {
		f.grow(t, size)
		time.Sleep(time.Second) // until what made them has ended, and is counted
		for _, l := range all {
			const times = 20
			before, _ := blocks(t, f.schema)
			ended := f.open(t)
			for i := range times {
				require.NoError(t, l.do(ctx, f, f.old[i]), l.name)
			}
			ended()
			after, _ := blocks(t, f.schema)
			touched[l.name] = append(touched[l.name], float64(after-before)/times)
		}
	}
	for _, l := range all {
		few, many := touched[l.name][0], touched[l.name][1]
		t.Logf("%-30s %6.1f blocks, then %6.1f", l.name, few, many)
		assert.LessOrEqual(t, many, 2*few+12, "%s touches more blocks", l.name)
	}
}

// To start parallel workers takes longer than a list does, and where much is stored
// the planner would: it does not know how short the list is. Here it may believe that
// they cost nothing.
func TestNoListStartsParallelWorkers(t *testing.T) {
	s, err := postgres.Open(context.Background(), server.URL, postgres.Config{Schema: fresh(t), Pool: func(c *pgxpool.Config) {
		for _, name := range []string{"parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size", "min_parallel_index_scan_size"} {
			c.ConnConfig.RuntimeParams[name] = "0"
		}
	}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	for name, q := range map[string]order.Query{"all": {}, "page": {BeforePlaced: time.Now(), BeforeID: "x"}, "phase": {Phase: "paid"}} {
		text, args := s.Finding(q)
		require.NotContains(t, s.Explain(t, text, args...), "Gather", name)
	}
}
