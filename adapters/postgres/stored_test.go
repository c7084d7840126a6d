package postgres_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// ends are the actions behind placing that take an order of a type to its end.
func ends(kind string) []order.Action {
	pay := order.Pay{With: []order.Tender{{Token: "card"}}}
	if kind == "goods" {
		return []order.Action{pay, order.Ship{}, order.Named{Called: "deliver"}, order.Confirm{}, order.Named{Called: "complete"}}
	}
	return []order.Action{pay, order.Named{Called: "produce"}, order.Ship{}, order.Confirm{}, order.Named{Called: "complete"}}
}

// live places an order of three lines and does these actions with it.
func live(ctx context.Context, e *order.Engine, kind, channel, customer string, actions ...order.Action) (string, error) {
	d := mugs(3, kind)
	d.Channel, d.Customer = channel, customer
	r, err := e.Place(ctx, d, order.By(fsm.Customer, customer))
	if err != nil {
		return "", err
	}
	id := r.Order.ID
	for i, a := range actions {
		r, err := e.Do(ctx, id, a, order.By(fsm.Staff, "anna"), order.Key(fmt.Sprint(a.Name(), i)))
		if err != nil {
			return id, err
		}
		if r.Status != order.Done && r.Status != order.Ignored {
			return id, fmt.Errorf("%s: %s", a.Name(), r.Status)
		}
	}
	return id, nil
}

// till, van and shed do whatever they are asked and remember nothing, so that what
// grows is the engine's or the store's. Their references are as random as real ones.
type (
	till struct{}
	van  struct{}
	shed struct{}
)

func stamped(key string) (order.Receipt, error) {
	sum := sha256.Sum256([]byte(key))
	return order.Receipt{Ref: hex.EncodeToString(sum[:12])}, nil
}

var keeps = order.Traits{KeyLife: order.Forever}

func (till) Traits() order.Traits { return keeps }
func (till) Authorize(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return stamped(c.Key)
}
func (till) Capture(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return stamped(c.Key)
}
func (till) Void(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return stamped(c.Key)
}
func (till) Refund(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return stamped(c.Key)
}
func (van) Traits() order.Traits                                            { return keeps }
func (van) Book(_ context.Context, p order.Parcel) (order.Receipt, error)   { return stamped(p.Key) }
func (van) Cancel(_ context.Context, p order.Parcel) (order.Receipt, error) { return stamped(p.Key) }
func (shed) Reserve(context.Context, order.StockCall) error                 { return nil }
func (shed) Release(context.Context, order.StockCall) error                 { return nil }
func (shed) Commit(context.Context, order.StockCall) error                  { return nil }
func (shed) Restock(context.Context, order.StockCall) error                 { return nil }

// letters is a random ID, as UUIDs are: the hard case for an index.
func letters() string {
	id := make([]byte, 26)
	for i := range id {
		id[i] = byte('A' + rand.IntN(26))
	}
	return string(id)
}

// forgetful is an engine whose world remembers nothing.
func forgetful(t testing.TB, s order.Store, now func() time.Time) *order.Engine {
	return engine(t, s, func(c *order.Config) {
		c.Now, c.NewID = now, letters
		c.Gateways, c.Carriers = map[string]order.PaymentGateway{"": till{}}, map[string]order.Carrier{"": van{}}
		c.Stock = shed{}
	})
}

// ticking is a clock that goes on by a second each time that it is read, and by a
// random part of one.
func ticking(now time.Time) func() time.Time {
	return func() time.Time {
		now = now.Add(time.Second).Truncate(time.Second).Add(time.Duration(1e8 + rand.Int64N(9e8)))
		return now
	}
}

// patterns is how many orders are really made; multiply makes more of them.
const patterns = 250

// history makes orders over the last three years: most of them ended, some
// cancelled or with a case, the latest ones open, with timers that are due later.
func history(t testing.TB, s *postgres.Store, now time.Time) {
	lives := func(i int) error {
		kind, channel := [2]string{"made", "goods"}[i%2], [3]string{"web", "app", "shop"}[i%3]
		actions := ends(kind)
		age := 10*24*time.Hour + time.Duration(patterns-i/10*10)*104*time.Hour // ten of different kinds in each second
		switch latest := i - patterns + 20; {
		case latest >= 0:
			age = time.Duration(21-latest/5*5) * 12 * time.Hour
			actions = actions[:1+latest/2%4]
		case i%25 == 3:
			actions = []order.Action{order.Cancel{}}
		case i%25 == 8:
			actions = append(actions[:2:2], actions[0]) // paid again: a case
		}
		e := forgetful(t, s, ticking(now.Add(-age)))
		_, err := live(context.Background(), e, kind, channel, fmt.Sprint("c-", i), actions...)
		return err
	}
	var all sync.WaitGroup
	const callers = 8
	for c := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := c; i < patterns; i += callers {
				if err := lives(i); err != nil {
					t.Error(i, err)
				}
			}
		}()
	}
	all.Wait()
	_, err := s.Claim(context.Background(), now, patterns, time.Second) // as Run does: orders that are due no more leave its index
	require.NoError(t, err)
}

// multiply makes the stored orders so many, by copying them inside of the database
// with IDs, references, customers, placing times (in the same second) and
// transaction numbers of their own. What is squeezed refers to the ID that stands
// before it, and so has another one when it is read with another one; the time is
// put in its place. An order of which this is not so, because something else refers
// to a part of its ID or time, or they to something else, is not copied.
func multiply(t testing.TB, schema string, to int) {
	t.Helper()
	run(t, "SET search_path = "+schema+`;
		SET LOCAL synchronous_commit = off; -- all of this is one transaction
		CREATE FUNCTION pg_temp.put(was text, new text, data bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
			SELECT CASE WHEN position(convert_to(was, 'UTF8') in data) > 0
				THEN overlay(data PLACING convert_to(new, 'UTF8') FROM position(convert_to(was, 'UTF8') in data)) END $$;
		CREATE FUNCTION pg_temp.same(data bytea, was text, new text) RETURNS bool LANGUAGE sql STABLE AS $$
			SELECT spread(data, new) = replace(spread(data, was), was, new) $$;

		CREATE TEMP TABLE patterns ON COMMIT DROP AS
			SELECT o.*, right(o.placed::text, 9) AS nanos, (SELECT max(n) FROM orders) AS step
			FROM orders o JOIN heads h USING (n) JOIN people p USING (n), LATERAL (SELECT overlay(id PLACING 'QRSTUVWXYZQSUWYRTVXZ' FROM 4) AS other) x
			WHERE o.n <= `+fmt.Sprint(patterns)+` AND pg_temp.same(h.head, id, other) AND pg_temp.same(h.goods, id, other) AND pg_temp.same(p.data, id, other)
			AND coalesce(spread(pg_temp.put(right(o.placed::text, 9), '987654321', h.goods), id) = replace(spread(h.goods, id), right(o.placed::text, 9), '987654321'), false)
			AND NOT EXISTS (SELECT FROM log l WHERE l.n = o.n AND NOT pg_temp.same(l.what, id, other));
		CREATE TEMP TABLE copies ON COMMIT DROP AS
			SELECT p.*, c, p.n + c * p.step AS m, overlay(id PLACING translate(left(md5(id || step || c), 20), '0123456789abcdef', 'ABCDEFGHIJKLMNOP') FROM 4) AS other,
				placed - placed % 1000000000 + 100000000 + floor(random() * 899999999)::bigint AS moved
			FROM generate_series(1, `+fmt.Sprint(to)+`) c CROSS JOIN patterns p LIMIT greatest(0, `+fmt.Sprint(to)+` - (SELECT count(*) FROM orders));
		ANALYZE copies;

		INSERT INTO orders (n, id, channel, number, customer, placed, stage)
			SELECT m, other, channel, other, 'c-' || m % (`+fmt.Sprint(to)+` / 5), moved, stage FROM copies;
		INSERT INTO heads (n, goods, version, stamp, due, look, head)
			SELECT m, pg_temp.put(nanos, right(moved::text, 9), goods), version, stamp, due + moved - placed, look + moved - placed, head FROM copies JOIN heads h USING (n);
		INSERT INTO marks (placed, n, mark, phase)
			SELECT moved, m, CASE WHEN left(mark, 1) = 'r' THEN 'r' || left(md5(mark || step || c), length(mark) - 1) ELSE mark END, phase FROM copies JOIN marks USING (n);
		INSERT INTO people SELECT m, data FROM copies JOIN people USING (n);
		INSERT INTO log SELECT m, l.xid + c * span, version, first, last, key, what
			FROM copies JOIN log l USING (n), (SELECT max(xid) - min(xid) + 1 AS span FROM log) s;
		INSERT INTO inbox (provider, id, look, data) -- applied ones, and a few that wait for an order that never comes
			SELECT 'till', md5(m::text), CASE WHEN m % 500 = 0 THEN moved + 400 * 86400 * 1000000000::bigint ELSE 0 END,
				CASE WHEN m % 500 = 0 THEN head END FROM copies JOIN heads USING (n);
		-- As in a dump that was restored: what comes now has later numbers.
		SELECT shift_to(greatest(shift(), (SELECT max(xid) FROM log)));
		SELECT setval(pg_get_serial_sequence('orders', 'n'), (SELECT max(n) FROM orders))`)
	for _, table := range []string{"orders", "heads", "marks", "people", "log", "inbox"} {
		run(t, "VACUUM (FREEZE, ANALYZE) "+schema+"."+table)
	}
	var n int
	conn := query(t)
	require.NoError(t, conn.QueryRow(context.Background(), in(schema, "SELECT count(*) FROM {s}.orders")).Scan(&n))
	require.NoError(t, conn.Close(context.Background()))
	require.GreaterOrEqual(t, n, to, "no order can be copied")
}
