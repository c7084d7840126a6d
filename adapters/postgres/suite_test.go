package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/adapters/postgres/internal/test"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// server is what all tests share; each has a schema of its own in it.
var server *test.Server

func TestMain(m *testing.M) {
	if role := os.Getenv(roleEnv); role != "" {
		play(role)
		return
	}
	var err error
	server, err = test.Find()
	if errors.Is(err, test.ErrNone) && os.Getenv("CI") == "" {
		fmt.Fprintln(os.Stderr, "NOT TESTED: adapters/postgres, all of it:", err)
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func TestTheStoreKeepsItsPromises(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		schema := fresh(t)
		return ordertest.Store{
			Store:  open(t, schema),
			Second: func(t ordertest.T) order.Store { return open(t, schema) },
			Damage: func(t ordertest.T, what order.Unreadable) { damage(t, schema, what) },
		}
	})
}

// damage overwrites what is stored of an order or a notice.
func damage(t ordertest.T, schema string, what order.Unreadable) {
	t.Helper()
	run(t, in(schema, `UPDATE {s}.heads h SET head = '\x0181' FROM {s}.orders o WHERE o.n = h.n AND o.id = $1`), what.Order)
	run(t, in(schema, `UPDATE {s}.inbox SET data = '\x0181' WHERE provider = $1 AND id = $2`), what.Notice.Provider, what.Notice.ID)
}

var schemas atomic.Int64

// fresh makes an empty schema and returns its name.
func fresh(t ordertest.T) string {
	t.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	ctx := context.Background()
	if err := postgres.Migrate(ctx, server.URL, postgres.Config{Schema: name}); err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { run(t, "SET lock_timeout = '10s'; DROP SCHEMA "+name+" CASCADE") })
	return name
}

// run runs SQL as the superuser; {s} may stand for nothing else.
func run(t ordertest.T, sql string, args ...any) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.URL)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql, append([]any{pgx.QueryExecModeSimpleProtocol}, args...)...); err != nil {
		t.Fatalf("%s: %v", strings.TrimSpace(sql), err)
	}
}

func open(t ordertest.T, schema string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(context.Background(), server.URL, postgres.Config{Schema: schema})
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// in fills in the name of the schema.
func in(schema, sql string) string { return strings.ReplaceAll(sql, "{s}", schema) }

func query(t testing.TB) *pgx.Conn {
	conn, err := pgx.Connect(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func pool(t testing.TB, n int) *pgxpool.Pool {
	cfg, err := pgxpool.ParseConfig(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = int32(n)
	p, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}
