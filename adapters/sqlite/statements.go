package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// stmt is a statement: prepared on a connection of the store's, or a text in a
// transaction of the host's.
type stmt interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

// writeStmts are prepared once on the writer's connection.
type writeStmts struct {
	begin, commit, savepoint, undo, release  stmt
	newer, schema                            stmt
	find, create, replace, rekey             stmt
	mark, unmark                             stmt
	event, entry, answer, person, erase      stmt
	receive, postpone, apply, claimed, lease stmt
	number                                   stmt
}

func (s *writeStmts) prepare(as func(text string) (stmt, error)) error {
	for _, p := range []struct {
		stmt *stmt
		text string
	}{
		{&s.begin, "BEGIN IMMEDIATE"},
		{&s.commit, "COMMIT"},
		{&s.savepoint, "SAVEPOINT orderkit"},
		{&s.undo, "ROLLBACK TO orderkit"},
		{&s.release, "RELEASE orderkit"},
		{&s.newer, fmt.Sprintf("UPDATE orderkit_schema SET version = version WHERE version <> %d", newest)},
		{&s.schema, "SELECT version FROM orderkit_schema"},
		{&s.find, "SELECT n, keys FROM orderkit_orders WHERE id = ?"},
		{&s.create, `INSERT INTO orderkit_orders (id, version, due, head, keys, channel, number, customer, placed, stage)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.replace, `UPDATE orderkit_orders SET version = ?3 + 1, due = ?4, head = ?5, lease = NULL, lease_until = NULL
			WHERE n = ?1 AND version = ?3 AND (?2 = '' OR lease = ?2)`},
		{&s.rekey, "UPDATE orderkit_orders SET keys = ?, channel = ?, number = ?, customer = ?, placed = ?, stage = ? WHERE n = ?"},
		{&s.mark, "INSERT INTO orderkit_marks (kind, value, placed, id, n) VALUES (?, ?, ?, ?, ?)"},
		{&s.unmark, "DELETE FROM orderkit_marks WHERE kind = ? AND value = ? AND placed = ? AND id = ?"},
		{&s.event, "INSERT INTO orderkit_events (n, no, data) VALUES (?, ?, ?)"},
		{&s.entry, "INSERT INTO orderkit_entries (n, no, data) VALUES (?, ?, ?)"},
		{&s.answer, "INSERT INTO orderkit_answers (n, key, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"},
		{&s.person, "INSERT INTO orderkit_people (n, data) VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"},
		{&s.erase, "DELETE FROM orderkit_people WHERE n = (SELECT n FROM orderkit_orders WHERE id = ?)"},
		{&s.receive, "INSERT INTO orderkit_inbox (provider, id, look, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
		{&s.postpone, "UPDATE orderkit_inbox SET look = ? WHERE provider = ? AND id = ? AND data IS NOT NULL"},
		{&s.apply, "UPDATE orderkit_inbox SET data = NULL WHERE provider = ? AND id = ? AND data IS NOT NULL"},
		{&s.number, "INSERT INTO orderkit_series (name, last) VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last"},
		{&s.claimed, claimQuery},
		{&s.lease, "UPDATE orderkit_orders SET lease = ?, lease_until = ? WHERE n = ?"},
	} {
		var err error
		if *p.stmt, err = as(p.text); err != nil {
			return err
		}
	}
	return nil
}

// alone has a write done in a savepoint, so that its error undoes nothing else.
// lost is not nil when the transaction around it is: on a full disk SQLite rolls
// all of it back. No context can stop it, for SQLite rolls back everything when a
// write is interrupted.
func (s *writeStmts) alone(do func(*writeStmts) error) (err, lost error) {
	ctx := context.Background()
	if _, err := s.savepoint.ExecContext(ctx); err != nil {
		return err, err
	}
	err = do(s)
	if err != nil {
		if _, lost := s.undo.ExecContext(ctx); lost != nil {
			return err, errors.Join(err, lost)
		}
	}
	_, lost = s.release.ExecContext(ctx)
	return err, lost
}

// fits takes the write lock, if the transaction has none yet, and says whether
// the file still has the schema that this program knows: a newer one may have
// brought it further since it was opened. A statement that writes but finds no row
// takes the lock as well, and is the cheapest way to ask.
func (s *writeStmts) fits() error {
	ctx := context.Background()
	changed, err := rows(s.newer.ExecContext(ctx))
	if err != nil || changed == 0 {
		return err
	}
	var v int
	if err := s.schema.QueryRowContext(ctx).Scan(&v); err != nil {
		return err
	}
	return foreign(v)
}

// claimQuery finds orders to lease: due, and leased to nobody.
const claimQuery = `SELECT n, id FROM orderkit_orders
	WHERE due IS NOT NULL AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
	ORDER BY due, id LIMIT ?`

// readStmts are prepared once on the readers' pool.
type readStmts struct {
	load, answer, history, journal, events, person, waiting, claimed stmt

	// list is for texts that depend on the query.
	list func(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

func readTexts() map[string]string {
	return map[string]string{
		"load":    "SELECT head FROM orderkit_orders WHERE id = ?",
		"answer":  "SELECT o.head, a.data FROM orderkit_orders o LEFT JOIN orderkit_answers a ON a.n = o.n AND a.key = ?2 WHERE o.id = ?1",
		"history": "SELECT e.data FROM orderkit_orders o JOIN orderkit_events e ON e.n = o.n AND e.no > ?2 WHERE o.id = ?1 ORDER BY e.no LIMIT ?3",
		"journal": "SELECT e.data FROM orderkit_orders o JOIN orderkit_entries e ON e.n = o.n WHERE o.id = ? ORDER BY e.no",
		"events":  "SELECT seq, data FROM orderkit_events WHERE seq > ? ORDER BY seq LIMIT ?",
		"person":  "SELECT p.data FROM orderkit_orders o JOIN orderkit_people p ON p.n = o.n WHERE o.id = ?",
		"waiting": "SELECT provider, id, data FROM orderkit_inbox WHERE data IS NOT NULL AND look <= ? ORDER BY look, seq LIMIT ?",
		"claimed": claimQuery,
	}
}

func (s *readStmts) prepare(as func(text string) (stmt, error)) error {
	texts := readTexts()
	for name, stmt := range map[string]*stmt{
		"load": &s.load, "answer": &s.answer, "history": &s.history, "journal": &s.journal,
		"events": &s.events, "person": &s.person, "waiting": &s.waiting, "claimed": &s.claimed,
	} {
		var err error
		if *stmt, err = as(texts[name]); err != nil {
			return err
		}
	}
	return nil
}
