package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// login makes a login with one of the roles.
func login(t *testing.T, role string) string {
	name := fmt.Sprintf("%s_%d", role, schemas.Add(1))
	run(t, "CREATE ROLE "+name+" LOGIN; GRANT "+role+" TO "+name)
	t.Cleanup(func() { run(t, "DROP OWNED BY "+name+"; DROP ROLE "+name) })
	return name
}

func TestTheProgramsRoleCanDoItsWorkAndNothingElse(t *testing.T) {
	if !server.Own {
		t.Skip("NOT TESTED: roles, in a server that is not ours")
	}
	ctx := context.Background()
	schema := fresh(t)
	for range 2 {
		run(t, postgres.Roles(schema))
	}
	app := login(t, "orderkit_app")
	s, err := postgres.Open(ctx, server.URL, postgres.Config{Schema: schema, Pool: func(p *pgxpool.Config) { p.ConnConfig.User = app }})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	e := engine(t, s)
	id, err := whole(ctx, e, "k")
	require.NoError(t, err)
	ch := change(sample("o-1"), "k")
	ch.Number, ch.Order.Documents = []int{0}, []order.Document{{Kind: order.Invoice, Series: "INV-"}}
	ch.Due = time.Unix(1, 0)
	require.NoError(t, s.Commit(ctx, ch))
	leases, err := s.Claim(ctx, time.Unix(2, 0), 10, time.Minute)
	require.NoError(t, err)
	require.Len(t, leases, 1)
	next := change(*ch.Order, "k2")
	next.Order.Customer, next.Token = "another", leases[0].Token
	require.NoError(t, s.Commit(ctx, next))
	_, err = s.Receive(ctx, order.Notice{Provider: "p", ID: "n"})
	require.NoError(t, err)
	require.NoError(t, s.Postpone(ctx, order.NoticeID{Provider: "p", ID: "n"}, time.Now()))
	_, err = s.Person(ctx, id)
	require.NoError(t, err)
	require.NoError(t, s.Erase(ctx, id))
	_, err = s.Person(ctx, id)
	require.ErrorIs(t, err, order.ErrNotFound)
	_, _, err = s.Events(ctx, "", 0)
	require.NoError(t, err)

	refused(t, app, schema, "DELETE FROM {s}.log", "UPDATE {s}.log SET key = ''", "DELETE FROM {s}.orders", "DELETE FROM {s}.heads", "DELETE FROM {s}.inbox",
		"DELETE FROM {s}.series", "TRUNCATE {s}.people", "DROP TABLE {s}.marks", "CREATE TABLE {s}.mine ()", "ALTER TABLE {s}.log ADD x int",
		"UPDATE {s}.schema_state SET version = 0", "DROP SCHEMA {s} CASCADE")
	read := login(t, "orderkit_read")
	as(t, read, func(conn *pgx.Conn) {
		for _, view := range []string{"orders", "lines", "units", "payments", "refunds", "journal", "history", "cases"} {
			_, err := conn.Exec(ctx, "SELECT * FROM "+schema+".bi_"+view)
			require.NoError(t, err)
		}
	})
	refused(t, read, schema, "SELECT FROM {s}.people", "SELECT FROM {s}.inbox", "DELETE FROM {s}.log", "UPDATE {s}.heads SET version = 1")
	migrate := login(t, "orderkit_migrate")
	as(t, migrate, func(conn *pgx.Conn) {
		_, err := conn.Exec(ctx, postgres.Script(schema), pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err, "the migrating role needs no more than the schema")
		_, err = conn.Exec(ctx, "ALTER TABLE "+schema+".log ADD x int")
		require.NoError(t, err)
	})
}

func as(t *testing.T, user string, do func(*pgx.Conn)) {
	t.Helper()
	cfg, err := pgx.ParseConfig(server.URL)
	require.NoError(t, err)
	cfg.User = user
	conn, err := pgx.ConnectConfig(context.Background(), cfg)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	do(conn)
}

func refused(t *testing.T, user, schema string, all ...string) {
	t.Helper()
	as(t, user, func(conn *pgx.Conn) {
		for _, sql := range all {
			_, err := conn.Exec(context.Background(), in(schema, sql))
			require.ErrorContains(t, err, "SQLSTATE 42501", "%s may %s", user, sql)
		}
	})
}
