package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// unmade is the name of a schema that is not made yet.
func unmade(t *testing.T) (string, postgres.Config) {
	name := fmt.Sprintf("unmade_%d", schemas.Add(1))
	t.Cleanup(func() { run(t, "DROP SCHEMA IF EXISTS "+name+" CASCADE") })
	return name, postgres.Config{Schema: name}
}

func TestManyMayMakeTheSchemaAtOnce(t *testing.T) {
	ctx := context.Background()
	schema, cfg := unmade(t)
	_, err := postgres.Open(ctx, server.URL, cfg)
	require.ErrorContains(t, err, "run Migrate")
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := postgres.Migrate(ctx, server.URL, cfg); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	require.NoError(t, open(t, schema).Commit(ctx, change(sample("o-1"), "k")))
	require.NoError(t, postgres.Migrate(ctx, server.URL, cfg), "once more, with orders in it")
	_, err = open(t, schema).Load(ctx, "o-1", "k")
	require.NoError(t, err)
}

func TestAMigrationMayBeCutOffBehindEveryStatement(t *testing.T) {
	ctx := context.Background()
	schema, cfg := unmade(t)
	all := postgres.Statements(schema)
	for n := range all {
		conn, err := pgx.Connect(ctx, server.URL)
		require.NoError(t, err)
		for _, text := range all[:n] {
			_, err := conn.Exec(ctx, text, pgx.QueryExecModeSimpleProtocol)
			require.NoError(t, err)
		}
		require.NoError(t, conn.PgConn().Conn().Close()) // no goodbye
		_, err = postgres.Open(ctx, server.URL, cfg)
		require.ErrorContains(t, err, "there is no such schema", "cut off behind statement %d", n)
	}
	require.NoError(t, postgres.Migrate(ctx, server.URL, cfg))
	require.NoError(t, open(t, schema).Commit(ctx, change(sample("o-1"), "k")))
}

func TestASchemaOfAnotherVersionIsRefusedAndLeftAlone(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	cfg := postgres.Config{Schema: schema}
	run(t, "UPDATE "+schema+".schema_state SET version = 99")
	_, err := postgres.Open(ctx, server.URL, cfg)
	require.ErrorContains(t, err, "newer version")
	require.ErrorContains(t, postgres.Migrate(ctx, server.URL, cfg), "step 99")
	run(t, "UPDATE "+schema+".schema_state SET version = 1")
	_, err = postgres.Open(ctx, server.URL, cfg)
	require.ErrorContains(t, err, "run Migrate")
}

// Transaction numbers start anew in another server. Who restores a dump there
// must not make readers of events miss what comes next.
func TestReadersOfEventsGoOnAfterADumpWasRestored(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	first := change(sample("o-1"), "k")
	require.NoError(t, s.Commit(ctx, first))
	run(t, "UPDATE "+schema+".log SET xid = xid + 1000000000") // as if the old server had been busier
	_, err := postgres.Open(ctx, server.URL, postgres.Config{Schema: schema})
	require.ErrorContains(t, err, "restored")
	require.NoError(t, postgres.Migrate(ctx, server.URL, postgres.Config{Schema: schema}))
	s = open(t, schema)
	events, cursor, err := s.Events(ctx, "", 0)
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.NoError(t, s.Commit(ctx, change(*first.Order, "k2")))
	events, _, err = s.Events(ctx, cursor, 0)
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, "k2", events[0].Key)
}

// The rows of an order in every view, and text that PostgreSQL's JSON refuses.
func TestViewsShowWhatIsStored(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	ch := change(sample("o-1"), "k")
	ch.Order.Hold = "NUL \x00 in the middle"
	ch.Order.Queue = []order.Queued{{Action: "a", Data: []byte(`{"half":"\ud83d","pair":"\ud83d\ude00","nul":"\u0000","slash":"\\u0000"}`)}}
	require.NoError(t, s.Commit(ctx, ch))
	for view, want := range map[string]string{
		"(SELECT number, lines, owed, case_stage, placed FROM {s}.bi_orders) x":       "(No-1,3,35.70,2,\"2024-02-29 12:00:00+00\")",
		"(SELECT line, sku, quantity, unit_price, gross FROM {s}.bi_lines LIMIT 1) x": "(1,SKU-1,2,5.95,11.90)",
		"(SELECT line, first_unit, units, state, held FROM {s}.bi_units OFFSET 2) x":  "(3,0,2,paid,\"promised reserved\")",
		"(SELECT payment, captured, refunded, currency FROM {s}.bi_payments) x":       "(p-1,35.70,1.00,EUR)",
		"(SELECT payment, ref, amount FROM {s}.bi_refunds) x":                         "(p-1,re-1,1.00)",
		"(SELECT entry, account, amount FROM {s}.bi_journal WHERE amount > 0) x":      "(1,customer,11.90)",
		"(SELECT event, action, role, actor, key FROM {s}.bi_history) x":              "(1,note,staff,s-1,k)",
		"(SELECT case_no, stage, code, reason FROM {s}.bi_cases) x":                   "(1,2,late,late)",
		"(SELECT head->'queue'->0->'data'->>'pair' FROM {s}.order_documents) x":       "(😀)",
		"(SELECT head->'queue'->0->'data'->>'slash' AS x FROM {s}.order_documents) x": `\u0000`,
		"(SELECT replace(hold, U&'\\FFFD', 'NUL-') AS hold FROM {s}.bi_orders) x":     `("NUL NUL- in the middle")`,
	} {
		var got string
		s.Query(t, []any{&got}, "SELECT x::text FROM "+view)
		require.Equal(t, want, got, view)
	}
	rec, err := s.Load(ctx, "o-1", "k")
	require.NoError(t, err)
	require.Equal(t, ch.Order.Hold, rec.Order.Hold)
	require.JSONEq(t, `{"half":"\ufffd","pair":"😀","nul":"\u0000","slash":"\\u0000"}`, string(rec.Order.Queue[0].Data))
}

// Every text column takes any bytes.
func TestPoisonedTextIsStored(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	for i, text := range []string{"a\x00b", "a\x01b", "a\x010b", "\xff\xfe", "a\x01ff", string(make([]byte, 10_000))} {
		o := sample(fmt.Sprint("o-", i))
		o.Payments[0].Ref, o.Lines[0].Type, o.Number = text, text, text[:min(len(text), 100)]
		require.NoError(t, s.Commit(ctx, change(o, text[:2])))
		found, err := s.Find(ctx, order.Query{Ref: text})
		require.NoError(t, err)
		require.Len(t, found, 1, "%q", text)
		found, err = s.Find(ctx, order.Query{Number: o.Number})
		require.NoError(t, err)
		require.Len(t, found, 1, "%q", text)
	}
}

// The name is the host's, perhaps its customer's.
func TestASchemaMayHaveAnyName(t *testing.T) {
	ctx := context.Background()
	ours(t)
	for _, name := range []string{"it's", `we"ird`, "a$do$b", "two\nlines", "100%s", "{s}", "Großer Laden", `back\slash`, strings.Repeat("x", 63)} {
		quoted := pgx.Identifier{name}.Sanitize()
		t.Cleanup(func() { run(t, "DROP SCHEMA IF EXISTS "+quoted+" CASCADE") })
		for range 2 {
			require.NoError(t, postgres.Migrate(ctx, server.URL, postgres.Config{Schema: name}), name)
		}
		run(t, postgres.Roles(name))
		ch := change(sample("o-1"), "k")
		ch.Due = ch.Order.Changed // at once
		require.NoError(t, open(t, name).Commit(ctx, ch), name)
		run(t, "DROP SCHEMA "+quoted+" CASCADE")
	}
	long := postgres.Config{Schema: strings.Repeat("ü", 32)} // PostgreSQL would cut it off
	require.ErrorContains(t, postgres.Migrate(ctx, server.URL, long), "63 bytes")
	_, err := postgres.Open(ctx, server.URL, long)
	require.ErrorContains(t, err, "63 bytes")
}

// An index of PostgreSQL holds no text of more than 2,700 bytes that does not
// squeeze, and keys and notices come from outside.
func TestTextOfAnyLengthIsStoredAndFound(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	var long strings.Builder
	for long.Len() < 9000 {
		long.WriteString(letters())
	}
	for i, last := range []string{"a", "b"} { // they differ at the end only
		text := long.String() + last
		o := sample(fmt.Sprint("o-", i))
		o.Channel, o.Number, o.Customer, o.Payments[0].Ref = text, text, text, text
		require.NoError(t, s.Commit(ctx, change(o, text)))
		require.ErrorIs(t, s.Commit(ctx, change(func() order.Order { o.ID = "another"; return o }(), "k")), order.ErrConflict, "the number is taken")
		rec, err := s.Load(ctx, fmt.Sprint("o-", i), text)
		require.NoError(t, err)
		require.Equal(t, text, rec.Answer.Key)
		for _, q := range []order.Query{{Channel: text}, {Number: text}, {Customer: text}, {Ref: text}} {
			found, err := s.Find(ctx, q)
			require.NoError(t, err)
			require.Len(t, found, 1)
			require.Equal(t, text, found[0].Customer)
		}
		for _, want := range []bool{true, false} {
			fresh, err := s.Receive(ctx, order.Notice{Provider: text, ID: text})
			require.NoError(t, err)
			require.Equal(t, want, fresh)
		}
	}
}

func TestClaimHandsOutEveryIDAsItIs(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	for _, id := range []string{"o-1", "\x00", "\x01", "a\x010b", "\xff\xfe", "ü\x00\x01\x80", strings.Repeat("o", 500)} {
		c := change(sample(id), "k")
		c.Due = time.Unix(1, 0)
		require.NoError(t, s.Commit(ctx, c))
		leases, err := s.Claim(ctx, time.Unix(2, 0), 10, time.Minute)
		require.NoError(t, err)
		require.Len(t, leases, 1)
		require.Equal(t, id, leases[0].Order)
	}
	err := s.Commit(ctx, change(sample(strings.Repeat("o", 501)), "k"))
	require.ErrorContains(t, err, "500 bytes")
	require.NotErrorIs(t, err, order.ErrConflict)
}

// Elsewhere PostgreSQL would take the bytes for letters of another alphabet, and the
// views could show none.
func TestADatabaseThatIsNotUTF8IsRefused(t *testing.T) {
	if !server.Own {
		notTested(t, "another encoding, in a server that others may use")
	}
	run(t, "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	t.Cleanup(func() { run(t, "DROP DATABASE latin") })
	err := postgres.Migrate(context.Background(), server.URL+" dbname=latin", postgres.Config{})
	require.ErrorContains(t, err, "LATIN1")
}
