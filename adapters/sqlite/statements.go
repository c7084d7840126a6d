package sqlite

import (
	"context"
	"database/sql"
)

// writeStmts are prepared once, on the writer's connection.
type writeStmts struct {
	begin, commit, savepoint, undo, release  *sql.Stmt
	find, create, replace, rekey             *sql.Stmt
	mark, unmark                             *sql.Stmt
	event, entry, answer, person, erase      *sql.Stmt
	receive, postpone, apply, claimed, lease *sql.Stmt
	number                                   *sql.Stmt
}

func (s *writeStmts) prepare(ctx context.Context, conn *sql.Conn) error {
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&s.begin, "BEGIN IMMEDIATE"},
		{&s.commit, "COMMIT"},
		{&s.savepoint, "SAVEPOINT job"},
		{&s.undo, "ROLLBACK TO job"},
		{&s.release, "RELEASE job"},
		{&s.find, "SELECT n, keys FROM orders WHERE id = ?"},
		{&s.create, `INSERT INTO orders (id, version, due, head, keys, channel, number, customer, placed, stage)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.replace, `UPDATE orders SET version = ?3 + 1, due = ?4, head = ?5, lease = NULL, lease_until = NULL
			WHERE n = ?1 AND version = ?3 AND (?2 = '' OR lease = ?2)`},
		{&s.rekey, "UPDATE orders SET keys = ?, channel = ?, number = ?, customer = ?, placed = ?, stage = ? WHERE n = ?"},
		{&s.mark, "INSERT INTO marks (kind, value, placed, id, n) VALUES (?, ?, ?, ?, ?)"},
		{&s.unmark, "DELETE FROM marks WHERE kind = ? AND value = ? AND placed = ? AND id = ?"},
		{&s.event, "INSERT INTO events (n, no, data) VALUES (?, ?, ?)"},
		{&s.entry, "INSERT INTO entries (n, no, data) VALUES (?, ?, ?)"},
		{&s.answer, "INSERT INTO answers (n, key, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"},
		{&s.person, "INSERT INTO people (n, data) VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"},
		{&s.erase, "DELETE FROM people WHERE n = (SELECT n FROM orders WHERE id = ?)"},
		{&s.receive, "INSERT INTO inbox (provider, id, look, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
		{&s.postpone, "UPDATE inbox SET look = ? WHERE provider = ? AND id = ? AND data IS NOT NULL"},
		{&s.apply, "UPDATE inbox SET data = NULL WHERE provider = ? AND id = ? AND data IS NOT NULL"},
		{&s.number, "INSERT INTO series (name, last) VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last"},
		{&s.claimed, claimQuery},
		{&s.lease, "UPDATE orders SET lease = ?, lease_until = ? WHERE n = ?"},
	} {
		var err error
		if *p.stmt, err = conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

// claimQuery finds orders to lease: due, and leased to nobody.
const claimQuery = `SELECT n, id FROM orders
	WHERE due IS NOT NULL AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
	ORDER BY due, id LIMIT ?`

// readStmts are prepared once, on the readers' pool.
type readStmts struct {
	load, answer, history, journal, events, person, waiting, claimed *sql.Stmt
}

func readTexts() map[string]string {
	return map[string]string{
		"load":    "SELECT head FROM orders WHERE id = ?",
		"answer":  "SELECT o.head, a.data FROM orders o LEFT JOIN answers a ON a.n = o.n AND a.key = ?2 WHERE o.id = ?1",
		"history": "SELECT e.data FROM orders o JOIN events e ON e.n = o.n AND e.no > ?2 WHERE o.id = ?1 ORDER BY e.no LIMIT ?3",
		"journal": "SELECT e.data FROM orders o JOIN entries e ON e.n = o.n WHERE o.id = ? ORDER BY e.no",
		"events":  "SELECT seq, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
		"person":  "SELECT p.data FROM orders o JOIN people p ON p.n = o.n WHERE o.id = ?",
		"waiting": "SELECT data FROM inbox WHERE data IS NOT NULL AND look <= ? ORDER BY look, seq LIMIT ?",
		"claimed": claimQuery,
	}
}

func (s *readStmts) prepare(ctx context.Context, db *sql.DB) error {
	texts := readTexts()
	for name, stmt := range map[string]**sql.Stmt{
		"load": &s.load, "answer": &s.answer, "history": &s.history, "journal": &s.journal,
		"events": &s.events, "person": &s.person, "waiting": &s.waiting, "claimed": &s.claimed,
	} {
		var err error
		if *stmt, err = db.PrepareContext(ctx, texts[name]); err != nil {
			return err
		}
	}
	return nil
}
