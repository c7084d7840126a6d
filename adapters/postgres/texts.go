package postgres

import (
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// texts are the statements, with the name of the schema filled in.
type texts struct {
	schema, numbers, kicks                           string
	fits, history, journal, events                   string
	person, erase, receive, waiting, postpone, claim string
	number, wake                                     string
	load, again                                      [2]string // of one order, and of several: by their IDs, by their numbers
	shapes                                           sync.Map  // of what writes
}

func newTexts(schema string) *texts {
	t := &texts{schema: pgx.Identifier{schema}.Sanitize(), kicks: literal(schema)}
	t.numbers = literal(t.schema + ".orders_n")
	for _, p := range []struct {
		text *string
		sql  string
	}{
		{&t.fits, `SELECT s.version, coalesce((SELECT max(l.xid) FROM {s}.log l) >= {s}.shift() + ` + txid("pg_snapshot_xmax(pg_current_snapshot())") + `, false)
			FROM {s}.schema_state s`},
		{&t.load[0], `SELECT 1, o.id, ` + loaded("$3") + `(SELECT l.what FROM {s}.log l WHERE l.n = o.n AND l.key = $2 ORDER BY l.version DESC LIMIT 1)
			FROM {s}.orders o JOIN {s}.heads h ON h.n = o.n WHERE o.id = $1`},
		{&t.load[1], `SELECT w.i, o.id, ` + loaded("w.stamp") + `(SELECT l.what FROM {s}.log l WHERE l.n = o.n AND l.key = w.key ORDER BY l.version DESC LIMIT 1)
			FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w (id, key, stamp, i) JOIN {s}.orders o ON o.id = w.id JOIN {s}.heads h ON h.n = o.n`},
		{&t.again[0], `SELECT 1, CASE WHEN h.stamp <> $3 THEN (SELECT o.id FROM {s}.orders o WHERE o.n = h.n) END, ` + loaded("$3") +
			`(SELECT l.what FROM {s}.log l WHERE l.n = $1 AND l.key = $2 ORDER BY l.version DESC LIMIT 1) FROM {s}.heads h WHERE h.n = $1`},
		{&t.again[1], `SELECT w.i, CASE WHEN h.stamp <> w.stamp THEN (SELECT o.id FROM {s}.orders o WHERE o.n = h.n) END, ` + loaded("w.stamp") +
			`(SELECT l.what FROM {s}.log l WHERE l.n = w.n AND l.key = w.key ORDER BY l.version DESC LIMIT 1)
			FROM unnest($1::bigint[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w (n, key, stamp, i) JOIN {s}.heads h ON h.n = w.n`},
		{&t.history, `SELECT l.what FROM {s}.orders o JOIN {s}.log l ON l.n = o.n
			WHERE o.id = $1 AND l.last > $2 ORDER BY l.first LIMIT $3`},
		{&t.journal, `SELECT l.what FROM {s}.orders o JOIN {s}.log l ON l.n = o.n WHERE o.id = $1 ORDER BY l.version`},
		{&t.events, `SELECT l.xid, l.n, l.version, (SELECT o.id FROM {s}.orders o WHERE o.n = l.n), l.what FROM {s}.log l
			WHERE l.xid >= $1 AND (l.xid, l.n, l.version) >= ($1, $2, $3) AND l.first IS NOT NULL
			AND l.xid < (SELECT {s}.shift() + ` + txid("pg_snapshot_xmin(pg_current_snapshot())") + `)
			ORDER BY l.xid, l.n, l.version LIMIT $4`},
		{&t.person, `SELECT p.data FROM {s}.orders o JOIN {s}.people p ON p.n = o.n WHERE o.id = $1`},
		{&t.erase, `DELETE FROM {s}.people p USING {s}.orders o WHERE o.id = $1 AND p.n = o.n`},
		{&t.receive, `INSERT INTO {s}.inbox (provider, id, look, data) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`},
		{&t.wake, `SELECT pg_notify({kicks}, '')`},
		{&t.waiting, `SELECT provider, id, data FROM {s}.inbox WHERE data IS NOT NULL AND look <= $1 ORDER BY look, seq LIMIT $2`},
		{&t.postpone, `UPDATE {s}.inbox SET look = $3 WHERE provider = $1 AND id = $2 AND data IS NOT NULL`},
		{&t.number, `INSERT INTO {s}.series AS s (name, last) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET last = s.last + 1 RETURNING last`},
		{&t.claim, `WITH free AS (
				SELECT h.n FROM {s}.heads h
				WHERE h.look <= $1 AND (h.lease_until IS NULL OR h.lease_until <= clock_timestamp())
				ORDER BY h.look LIMIT $2 FOR UPDATE SKIP LOCKED)
			UPDATE {s}.heads h SET look = h.due,
				lease = CASE WHEN h.due <= $1 THEN gen_random_uuid()::text END,
				lease_until = CASE WHEN h.due <= $1 THEN clock_timestamp() + $3 * interval '1 microsecond' END
			FROM free f JOIN {s}.orders o ON o.n = f.n WHERE h.n = f.n
			RETURNING h.due, o.id, h.lease`},
	} {
		*p.text = t.in(p.sql)
	}
	return t
}

// loaded is what is sent of an order: no more than its stamp if that is known.
func loaded(known string) string {
	changed := "CASE WHEN h.stamp IS DISTINCT FROM " + known + "::bigint THEN "
	return "h.n, h.stamp, " + changed + "h.goods END, " + changed + "h.head END, "
}

// in fills in the name of the schema, and as literals those of the sequence in it and
// of the channel.
func (t *texts) in(sql string) string {
	return strings.NewReplacer("{s}", t.schema, "{numbers}", t.numbers, "{kicks}", t.kicks).Replace(sql)
}

// txid is a transaction number as one that can be counted with.
func txid(xid8 string) string { return xid8 + "::text::bigint" }
