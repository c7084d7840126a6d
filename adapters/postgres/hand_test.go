package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// byHand is the program that one would write without orderkit: tables for orders,
// lines, payments, history, journal and keys, one transaction for each step, one
// statement for each row, an intent before each call of the outside world.
type byHand struct {
	pool   *pgxpool.Pool
	schema string
}

func newByHand(t testing.TB, connections int) *byHand {
	schema := fresh(t)
	run(t, in(schema, `SET search_path = {s};
		CREATE TABLE shop_orders (id text PRIMARY KEY, number text UNIQUE, customer text, status text, version int, placed timestamptz DEFAULT now(), total numeric, address json);
		CREATE INDEX ON shop_orders (customer, placed);
		CREATE INDEX ON shop_orders (status, placed);
		CREATE TABLE shop_lines (order_id text REFERENCES shop_orders, no int, sku text, title text, quantity int, net numeric, tax numeric, gross numeric, state text, entered timestamptz, PRIMARY KEY (order_id, no));
		CREATE TABLE shop_payments (order_id text REFERENCES shop_orders, no int, ref text, authorized numeric, captured numeric, PRIMARY KEY (order_id, no));
		CREATE INDEX ON shop_payments (ref);
		CREATE TABLE shop_intents (order_id text REFERENCES shop_orders, action text, state text, due timestamptz, PRIMARY KEY (order_id, action));
		CREATE INDEX ON shop_intents (due) WHERE state = 'open';
		CREATE TABLE shop_history (id bigserial PRIMARY KEY, order_id text REFERENCES shop_orders, action text, actor text, line int, was text, is_now text, at timestamptz DEFAULT now());
		CREATE INDEX ON shop_history (order_id);
		CREATE TABLE shop_journal (id bigserial PRIMARY KEY, order_id text REFERENCES shop_orders, account text, amount numeric, at timestamptz DEFAULT now());
		CREATE INDEX ON shop_journal (order_id);
		CREATE TABLE shop_keys (order_id text, key text, answer text, PRIMARY KEY (order_id, key))`))
	return &byHand{pool(t, connections), schema}
}

// step is one transaction.
func (h *byHand) step(ctx context.Context, do func(run func(sql string, args ...any))) error {
	return pgx.BeginFunc(ctx, h.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL search_path = "+h.schema); err != nil {
			return err
		}
		var failed error
		do(func(sql string, args ...any) {
			if failed == nil {
				_, failed = tx.Exec(ctx, sql, args...)
			}
		})
		return failed
	})
}

// whole does what whole does with the engine, with as many commits.
func (h *byHand) whole(ctx context.Context, id string) error {
	const lines = 3
	version := 0
	move := func(run func(string, ...any), action, was, now, status string) {
		version++
		run("SELECT status, version FROM shop_orders WHERE id = $1 FOR UPDATE", id)
		for i := range lines {
			run("UPDATE shop_lines SET state = $3, entered = now() WHERE order_id = $1 AND no = $2", id, i, now)
			run("INSERT INTO shop_history (order_id, action, actor, line, was, is_now) VALUES ($1, $2, 'anna', $3, $4, $5)", id, action, i, was, now)
		}
		run("UPDATE shop_orders SET status = $2, version = version + 1 WHERE id = $1 AND version = $3", id, status, version)
		run("INSERT INTO shop_keys VALUES ($1, $2, 'done') ON CONFLICT (order_id, key) DO UPDATE SET answer = 'done'", id, action)
	}
	intend := func(action string) error {
		return h.step(ctx, func(run func(string, ...any)) {
			run("SELECT answer FROM shop_keys WHERE order_id = $1 AND key = $2", id, action)
			run("SELECT status, version FROM shop_orders WHERE id = $1 FOR UPDATE", id)
			run("INSERT INTO shop_intents VALUES ($1, $2, 'open', now() + interval '1 minute')", id, action)
			run("INSERT INTO shop_keys VALUES ($1, $2, 'pending')", id, action)
		})
	}
	done := func(run func(string, ...any), action string) {
		run("UPDATE shop_intents SET state = 'done' WHERE order_id = $1 AND action = $2", id, action)
	}
	book := func(run func(string, ...any), account, amount string) {
		run("INSERT INTO shop_journal (order_id, account, amount) VALUES ($1, $2, $3)", id, account, amount)
	}
	steps := []func() error{
		func() error {
			return h.step(ctx, func(run func(string, ...any)) {
				run("INSERT INTO shop_orders (id, number, customer, status, version, total, address) VALUES ($1, $1, 'c-7', 'new', 1, 37.50, '{\"name\":\"Ada\",\"line\":\"Unter den Linden 1\",\"city\":\"Berlin\"}')", id)
				for i := range lines {
					run("INSERT INTO shop_lines VALUES ($1, $2, 'MUG', 'mug', 1, 10.50, 2.00, 12.50, 'new', now())", id, i)
				}
				run("INSERT INTO shop_intents VALUES ($1, 'place', 'open', now() + interval '1 minute')", id)
				run("INSERT INTO shop_keys VALUES ($1, 'place', 'pending')", id)
			})
		},
		func() error {
			return h.step(ctx, func(run func(string, ...any)) {
				done(run, "place")
				book(run, "customer", "37.50")
				book(run, "sales", "-31.50")
				book(run, "tax", "-6.00")
				move(run, "place", "new", "placed", "created")
			})
		},
		func() error { return intend("pay") },
		func() error {
			return h.step(ctx, func(run func(string, ...any)) {
				done(run, "pay")
				run("INSERT INTO shop_payments VALUES ($1, 1, $2, 37.50, 0)", id, "auth-"+id)
				move(run, "pay", "placed", "paid", "paid")
			})
		},
		func() error {
			return h.step(ctx, func(run func(string, ...any)) { move(run, "produce", "paid", "producing", "production") })
		},
		func() error { return intend("ship") },
		func() error {
			return h.step(ctx, func(run func(string, ...any)) {
				done(run, "ship")
				run("UPDATE shop_payments SET captured = 37.50 WHERE order_id = $1 AND no = 1", id)
				book(run, "provider", "37.50")
				book(run, "customer", "-37.50")
				move(run, "ship", "producing", "shipped", "production")
			})
		},
		func() error {
			return h.step(ctx, func(run func(string, ...any)) { move(run, "confirm", "shipped", "confirmed", "confirmed") })
		},
		func() error {
			return h.step(ctx, func(run func(string, ...any)) { move(run, "complete", "confirmed", "completed", "completed") })
		},
	}
	for i, s := range steps {
		if err := s(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return nil
}

// The baseline must do its work, or it would be no baseline.
func TestTheProgramWrittenByHandWorks(t *testing.T) {
	h := newByHand(t, 1)
	require.NoError(t, h.whole(context.Background(), "o-1"))
	var status string
	var rows int
	require.NoError(t, h.pool.QueryRow(context.Background(), in(h.schema, "SELECT status, (SELECT count(*) FROM {s}.shop_history) FROM {s}.shop_orders")).Scan(&status, &rows))
	require.Equal(t, "completed", status)
	require.Equal(t, 18, rows)
}
