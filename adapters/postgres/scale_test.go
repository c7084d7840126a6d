package postgres_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

var storedFlag = flag.Int("stored", 20_000, "how many orders BenchmarkStored compares with a thousand; a million take 7 GB in the temporary folder and some minutes to be made")

// full is a schema with many orders in it.
type full struct {
	schema    string
	customers int
	recent    string   // a cursor of events
	old       []oldOne // some of the orders
	store     *postgres.Store
	engine    *order.Engine
	spent     spent
}

// oldOne is what an order can be found by.
type oldOne struct {
	id, channel, number, customer, ref string
	placed                             int64
}

func newFull(t testing.TB, size int) *full {
	t.Helper()
	f := &full{schema: fresh(t)}
	s := open(t, f.schema)
	history(t, s, time.Now())
	require.NoError(t, s.Close())
	f.grow(t, size)
	return f
}

func (f *full) grow(t testing.TB, size int) {
	t.Helper()
	ctx := context.Background()
	multiply(t, f.schema, size)
	f.customers, f.old = size/5, nil
	conn := query(t)
	rows, err := conn.Query(ctx, in(f.schema, `WITH few AS MATERIALIZED (SELECT * FROM {s}.orders ORDER BY random() LIMIT 500),
			refs AS (SELECT n, max(substr(mark, 2)) AS ref FROM {s}.marks JOIN few USING (n) WHERE mark ^@ 'r' GROUP BY n)
		SELECT id, channel, number, customer, coalesce(ref, ''), few.placed FROM few LEFT JOIN refs USING (n)`))
	require.NoError(t, err)
	for rows.Next() {
		var o oldOne
		require.NoError(t, rows.Scan(&o.id, &o.channel, &o.number, &o.customer, &o.ref, &o.placed))
		f.old = append(f.old, o)
	}
	require.NoError(t, rows.Err())
	var xid int64
	require.NoError(t, conn.QueryRow(ctx, in(f.schema, "SELECT max(xid) - 200 FROM {s}.log")).Scan(&xid))
	f.recent = fmt.Sprint(xid, "-0-0-0")
	require.NoError(t, conn.Close(ctx))
}

// BenchmarkStored compares what a shop costs that has stored a thousand orders
// ("few") with what one costs that has stored many (-stored). Both are in the same
// server; they take turns, so that whatever else the machine does meets both. It
// reports how much of the smaller one's throughput the larger one reaches ("%", the
// median over the turns), and for each the operations per second and what one takes
// of the server: microseconds of its processors ("us"), bytes of write-ahead log
// behind a checkpoint ("log"), blocks touched ("blocks"; for claim those of its
// preparation too), and blocks read into its buffers ("reads").
func BenchmarkStored(b *testing.B) {
	ctx := context.Background()
	few, many := newFull(b, 1000), newFull(b, *storedFlag)
	for _, callers := range []int{4, 32} {
		b.Run(fmt.Sprintf("whole/callers=%d", callers), func(b *testing.B) {
			takeTurns(b, few, many, callers, 200, func(f *full, _ int) error { return f.sell(ctx) })
		})
	}
	b.Run("claim", func(b *testing.B) { claims(b, few, many) })
	for _, r := range looks() {
		b.Run(r.name, func(b *testing.B) {
			takeTurns(b, few, many, 4, 400, func(f *full, i int) error { return r.do(ctx, f, f.old[i%len(f.old)]) })
		})
	}
}

// sell takes an order of some customer from placing to its end.
func (f *full) sell(ctx context.Context) error {
	_, err := live(ctx, f.engine, "made", "web", fmt.Sprint("c-", rand.IntN(f.customers)), ends("made")...)
	return err
}

// look is one way of reading.
type look struct {
	name string
	do   func(ctx context.Context, f *full, o oldOne) error
}

func looks() []look {
	all := []look{
		{"load", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.Load(ctx, o.id, "pay0")
			return err
		}},
		{"history", func(ctx context.Context, f *full, o oldOne) error {
			_, err := f.store.History(ctx, o.id, 0, 0)
			return err
		}},
		{"events", func(ctx context.Context, f *full, _ oldOne) error {
			events, _, err := f.store.Events(ctx, f.recent, 20)
			if err == nil && len(events) != 20 {
				err = fmt.Errorf("%d events", len(events))
			}
			return err
		}},
	}
	for _, q := range []struct {
		name string
		of   func(oldOne) order.Query
	}{
		{"all", func(oldOne) order.Query { return order.Query{} }},
		{"page", func(o oldOne) order.Query {
			return order.Query{BeforePlaced: time.Unix(0, o.placed), BeforeID: o.id}
		}},
		{"days", func(o oldOne) order.Query {
			return order.Query{Since: time.Unix(0, o.placed), Until: time.Unix(0, o.placed).AddDate(0, 1, 0)}
		}},
		{"number", func(o oldOne) order.Query { return order.Query{Number: o.number} }},
		{"channel and number", func(o oldOne) order.Query { return order.Query{Channel: o.channel, Number: o.number} }},
		{"reference", func(o oldOne) order.Query { return order.Query{Ref: cmp.Or(o.ref, "none")} }},
		{"customer", func(o oldOne) order.Query { return order.Query{Customer: o.customer} }},
		{"channel", func(o oldOne) order.Query { return order.Query{Channel: o.channel} }},
		{"channel, page", func(o oldOne) order.Query {
			return order.Query{Channel: o.channel, BeforePlaced: time.Unix(0, o.placed), BeforeID: o.id}
		}},
		{"phase", func(oldOne) order.Query { return order.Query{Phase: "completed"} }},
		{"phase, page", func(o oldOne) order.Query {
			return order.Query{Phase: "completed", BeforePlaced: time.Unix(0, o.placed), BeforeID: o.id}
		}},
		{"state", func(oldOne) order.Query { return order.Query{State: "cancelled"} }},
		{"state of a channel", func(o oldOne) order.Query { return order.Query{State: "shipped", Channel: "web"} }},
		{"type", func(oldOne) order.Query { return order.Query{Type: "goods"} }},
		{"type of a customer", func(o oldOne) order.Query { return order.Query{Type: "goods", Customer: o.customer} }},
		{"cases", func(oldOne) order.Query { return order.Query{Cases: 2} }},
	} {
		all = append(all, look{"find/" + q.name, func(ctx context.Context, f *full, o oldOne) error {
			one := q.of(o)
			one.Limit = 5
			_, err := f.store.Find(ctx, one)
			return err
		}})
	}
	return all
}

// claims lets orders come due and claims them, in batches of 20, among all those
// that are due later.
func claims(b *testing.B, few, many *full) {
	ctx := context.Background()
	const times, batch = 50, 20
	takeTurns(b, few, many, 1, times, func(f *full, i int) error {
		leases, err := f.store.Claim(ctx, time.Now(), batch, time.Hour)
		if err == nil && len(leases) != batch {
			err = fmt.Errorf("%d leases", len(leases))
		}
		return err
	}, func(f *full) {
		run(b, in(f.schema, fmt.Sprint("SET enable_seqscan = off; UPDATE {s}.heads SET look = NULL, due = NULL, lease = NULL, lease_until = NULL WHERE look <= ", time.Now().UnixNano())))
		abreast(b, 8, times*batch, func(int) error {
			ch := change(sample(letters()), "k")
			ch.Order.Placed = time.Now()
			ch.Due = ch.Order.Placed
			return f.store.Commit(ctx, ch)
		})
	})
}

// takeTurns does b.N rounds of so many operations on the one and on the other,
// after preparing each round. A round more comes before: it plans the statements.
func takeTurns(b *testing.B, few, many *full, callers, operations int, do func(f *full, i int) error, prepare ...func(*full)) {
	both := []*full{few, many}
	var closing []func()
	for _, f := range both {
		closing = append(closing, f.open(b))
		touched, read := blocks(b, f.schema)
		f.spent = spent{touched: -touched, read: -read}
	}
	run(b, "CHECKPOINT")
	var shares []float64
	for round := range b.N + 1 {
		var took [2]time.Duration
		for i := range both {
			i = (i + round) % 2
			f := both[i]
			for _, p := range prepare {
				p(f)
			}
			before, start := now(b), time.Now()
			abreast(b, callers, operations, func(i int) error { return do(f, i) })
			took[i] = time.Since(start)
			if round > 0 {
				f.spent.add(now(b).minus(before), took[i], operations)
			}
		}
		if round > 0 {
			shares = append(shares, 100*took[0].Seconds()/took[1].Seconds())
		}
	}
	for i, f := range both {
		closing[i]()
		touched, read := blocks(b, f.schema)
		f.spent.touched, f.spent.read = f.spent.touched+touched, f.spent.read+read
	}
	slices.Sort(shares)
	b.ReportMetric(shares[len(shares)/2], "%")
	b.ReportMetric(0, "ns/op")
	few.spent.report(b, "few")
	many.spent.report(b, "many")
}
