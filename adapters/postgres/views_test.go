package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// manyLines is an order of so many lines.
func manyLines(id string, n int) order.Order {
	o := sample(id)
	l := o.Lines[0]
	o.Lines = nil
	for i := range n {
		l.ID, l.SKU = fmt.Sprint("line-", i), fmt.Sprint("SKU-", i*7919%100_003)
		l.Price.ID = l.ID
		o.Lines = append(o.Lines, l)
	}
	return o
}

// A view that names a document twice must not unpack it twice, and least of all
// once for each line.
func TestAViewUnpacksWhatItShowsOnce(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	require.NoError(t, open(t, schema).Commit(ctx, change(manyLines("o-1", 20), "k")))
	for view, most := range map[string]int{"orders": 2, "lines": 1, "units": 2, "payments": 1, "refunds": 1, "cases": 1, "journal": 1, "history": 1} {
		require.NoError(t, pgx.BeginFunc(ctx, query(t), func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, in(schema, "SET LOCAL track_functions = 'all'; CREATE TEMP TABLE shown ON COMMIT DROP AS SELECT * FROM {s}.bi_"+view+" WHERE order_id = 'o-1'"), pgx.QueryExecModeSimpleProtocol)
			require.NoError(t, err)
			var rows, calls int
			require.NoError(t, tx.QueryRow(ctx, "SELECT count(*) FROM shown").Scan(&rows))
			require.Positive(t, rows, view)
			require.NoError(t, tx.QueryRow(ctx, "SELECT calls FROM pg_stat_xact_user_functions WHERE schemaname = $1 AND funcname = 'spread'", schema).Scan(&calls))
			require.LessOrEqual(t, calls, most, view)
			return nil
		}))
	}
}

// To put a text together by appending each piece to all of it would take minutes
// here.
func TestAnOrderOfTenThousandLinesIsInTheViews(t *testing.T) {
	const lines = 10_000
	ctx := context.Background()
	schema := fresh(t)
	require.NoError(t, open(t, schema).Commit(ctx, change(manyLines("o-1", lines), "k")))
	conn := query(t)
	_, err := conn.Exec(ctx, "SET statement_timeout = '40s'")
	require.NoError(t, err)
	for _, view := range []string{"lines", "units"} {
		var n int
		start := time.Now()
		require.NoError(t, conn.QueryRow(ctx, in(schema, "SELECT count(DISTINCT line) FROM {s}.bi_"+view)).Scan(&n), view)
		require.Equal(t, lines, n)
		t.Logf("%s: %v", view, time.Since(start).Round(time.Millisecond))
	}
}

// Go and SQL undo squeeze alike, whatever the ID of the order.
func TestTheSchemaUnpacksAsThePackageDoes(t *testing.T) {
	s := open(t, fresh(t))
	for i, id := range []string{"o", "ünï-😀", postgres.Words[:400], `a'b"c\d`, "amount", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		o := manyLines(id, 3+600*(i%2)) // longer than what can be referred to
		o.Number, o.Hold = fmt.Sprint(i), id+id+id
		require.NoError(t, s.Commit(context.Background(), change(o, "k")))
		for _, part := range []string{"head", "goods"} {
			var stored []byte
			var text string
			s.Query(t, []any{&stored, &text}, "SELECT h."+part+", {s}.spread(h."+part+", o.id) FROM {s}.heads h JOIN {s}.orders o USING (n) WHERE o.number = $1", o.Number)
			want, err := postgres.Spread(stored, id)
			require.NoError(t, err)
			require.Equal(t, string(want), text, "%s of %q", part, id)
		}
	}
}

// What a broken disk left must be an error in a report, not a report without end.
func TestTheSchemaRefusesDamagedTexts(t *testing.T) {
	schema := fresh(t)
	for name, text := range map[string]string{
		"it refers to a place before all words": `\x0181ffff`,
		"it refers to itself":                   `\x01810000`,
		"it ends within a step":                 `\x0181`,
		"its words are unknown":                 `\xff8100ff`,
		"it is empty":                           `\x`,
	} {
		t.Run(name, func(t *testing.T) {
			conn := query(t)
			_, err := conn.Exec(t.Context(), "SET statement_timeout = '10s'")
			require.NoError(t, err)
			_, err = conn.Exec(t.Context(), in(schema, "SELECT {s}.spread($1::text::bytea, 'o-1')"), text)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "timeout")
		})
	}
}
