package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// ours says whether a test may make the roles, which all databases of a server
// share, and drops them behind it.
func ours(t *testing.T) {
	var there, may bool
	require.NoError(t, query(t).QueryRow(context.Background(), `SELECT to_regrole('orderkit_app') IS NOT NULL OR to_regrole('orderkit_migrate') IS NOT NULL OR to_regrole('orderkit_read') IS NOT NULL,
		rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user`).Scan(&there, &may))
	if there || !may {
		notTested(t, "roles, in a server that has them already (%v) or where we may create none (%v)", there, !may)
	}
	t.Cleanup(func() { run(t, "DROP ROLE IF EXISTS orderkit_app, orderkit_migrate, orderkit_read") })
}

func TestTheProgramsRoleCanDoItsWorkAndNothingElse(t *testing.T) {
	ours(t)
	schema := fresh(t)
	for range 2 {
		run(t, postgres.Roles(schema))
	}
	run(t, "GRANT orderkit_app, orderkit_migrate, orderkit_read TO CURRENT_USER")
	divided(t, schema)
}

// Where a database is rented, nobody who runs it is a superuser.
func TestTheSchemasOwnerDividesTheRights(t *testing.T) {
	if !server.Own {
		notTested(t, "the roles of a schema's owner, in a server that others may use")
	}
	ours(t)
	schema, _ := unmade(t)
	run(t, "CREATE ROLE owner CREATEROLE; GRANT CREATE ON DATABASE postgres TO owner")
	t.Cleanup(func() { run(t, "DROP OWNED BY owner CASCADE; DROP ROLE owner") })
	as(t, "owner", func(conn *pgx.Conn) {
		for _, sql := range []string{postgres.Script(schema), postgres.Roles(schema), postgres.Roles(schema)} {
			_, err := conn.Exec(context.Background(), sql, pgx.QueryExecModeSimpleProtocol)
			require.NoError(t, err)
		}
	})
	divided(t, schema)
}

// divided checks what each role can do and what it cannot.
func divided(t *testing.T, schema string) {
	t.Helper()
	ctx := context.Background()
	const app, read, migrate = "orderkit_app", "orderkit_read", "orderkit_migrate"
	s, err := postgres.Open(ctx, server.URL, postgres.Config{Schema: schema, Pool: func(p *pgxpool.Config) { p.ConnConfig.RuntimeParams["role"] = app }})
	require.NoError(t, err)
	defer s.Close()
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
	as(t, read, func(conn *pgx.Conn) {
		for _, view := range []string{"orders", "lines", "units", "payments", "refunds", "journal", "history", "cases"} {
			_, err := conn.Exec(ctx, "SELECT * FROM "+schema+".bi_"+view)
			require.NoError(t, err)
		}
	})
	refused(t, read, schema, "SELECT FROM {s}.people", "SELECT FROM {s}.inbox", "DELETE FROM {s}.log", "UPDATE {s}.heads SET version = 1")
	as(t, migrate, func(conn *pgx.Conn) {
		_, err := conn.Exec(ctx, postgres.Script(schema), pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err, "the migrating role needs no more than the schema")
		_, err = conn.Exec(ctx, "ALTER TABLE "+schema+".log ADD x int")
		require.NoError(t, err)
	})
}

// as connects under another role.
func as(t *testing.T, role string, do func(*pgx.Conn)) {
	t.Helper()
	cfg, err := pgx.ParseConfig(server.URL)
	require.NoError(t, err)
	cfg.RuntimeParams["role"] = role
	conn, err := pgx.ConnectConfig(context.Background(), cfg)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	do(conn)
}

func refused(t *testing.T, role, schema string, all ...string) {
	t.Helper()
	as(t, role, func(conn *pgx.Conn) {
		for _, sql := range all {
			_, err := conn.Exec(context.Background(), in(schema, sql))
			require.ErrorContains(t, err, "SQLSTATE 42501", "%s may %s", role, sql)
		}
	})
}
