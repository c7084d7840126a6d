package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// What the tests look at from outside.
var (
	Words      = words
	Squeeze    = squeeze
	Spread     = spread
	Statements = statements
	NotStored  = notStored
)

// Query runs SQL on a connection of the store.
func (s *Store) Query(t testing.TB, into []any, sql string, args ...any) {
	t.Helper()
	if err := s.pool.QueryRow(context.Background(), s.texts.in(sql), args...).Scan(into...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// Lost is how many connections were made and are no longer there.
func (s *Store) Lost() int64 {
	is := s.pool.Stat()
	return is.NewConnsCount() - int64(is.TotalConns())
}

// Remembers reports whether a load of the order, if it did not change, sends nothing.
func (s *Store) Remembers(id string) bool {
	v := s.seen.last(id)
	return v != nil && v.order != nil
}

// RememberLess lets the store, before it is used, remember a quarter of what it would.
func (s *Store) RememberLess() { s.seen.most = mostSeen / 4 }

// Finding is the SQL of a list and its arguments.
func (s *Store) Finding(q order.Query) (string, []any) { return s.texts.finding(q) }

// Reads are statements whose cost must not grow with what is stored.
func (s *Store) Reads() map[string]string {
	return map[string]string{"history": s.texts.history, "waiting": s.texts.waiting, "claim": s.texts.claim}
}

// Explain returns PostgreSQL's plan of a statement of the store.
func (s *Store) Explain(t testing.TB, text string, args ...any) string {
	t.Helper()
	rows, err := s.pool.Query(context.Background(), "EXPLAIN "+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return strings.Join(lines, "\n")
}
