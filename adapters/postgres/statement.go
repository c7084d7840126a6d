package postgres

import (
	"strconv"
	"strings"
)

// statement is built of the parts that its changes need, so there are a few
// dozen different texts, each prepared once per connection.
type statement struct {
	parts []string
	args  []any
}

// with adds a part.
func (s *statement) with(part string) { s.parts = append(s.parts, part) }

// list is one value of every job.
func list[V any](jobs []*job, value func(*job) V) []V {
	out := make([]V, len(jobs))
	for i, j := range jobs {
		out[i] = value(j)
	}
	return out
}

func where[V any](all []V, ok func(V) bool) []V {
	var out []V
	for _, v := range all {
		if ok(v) {
			out = append(out, v)
		}
	}
	return out
}

func place(j *job) int32 { return j.i }

// writing returns a statement that writes changes of different orders, each
// wholly or not at all, and returns those that it wrote: their place and the
// number of their order. A change that applies notices or numbers documents must be
// alone in it: if it cannot be written the statement fails. In a transaction of the host's
// (shared) others may have got a higher transaction number and be done already.
func (t *texts) writing(jobs []*job, shared bool, channel string) (string, []any) {
	var s statement
	for i, j := range jobs {
		j.i = int32(i)
	}
	old := where(jobs, func(j *job) bool { return j.expect > 0 })
	made := where(jobs, func(j *job) bool { return j.expect == 0 })
	switch {
	case len(made) == 0:
		s.replacing("done", old)
	case len(old) == 0:
		s.creating("done", made)
	default:
		s.replacing("replaced", old)
		s.creating("created", made)
		s.with("done AS (SELECT * FROM replaced UNION ALL SELECT * FROM created)")
	}
	s.logging(jobs, shared)
	s.listing(jobs)
	s.persons("person", "", where(made, hasPerson))
	s.persons("person_again", " ON CONFLICT (n) DO UPDATE SET data = excluded.data", where(old, hasPerson))
	end := "SELECT d.i, d.n, CASE WHEN d.urgent THEN pg_notify(" + literal(channel) + ", '')::text END FROM done d"
	if jobs[0].alone() {
		var providers, ids []string
		for _, id := range jobs[0].applied {
			providers, ids = append(providers, id.Provider), append(ids, id.ID)
		}
		s.with(`taken AS (UPDATE {s}.inbox b SET data = NULL FROM ` + s.from("a", len(ids), of("provider", "text", providers), of("id", "text", ids)) + `
			WHERE b.provider = a.provider AND b.id = a.id AND b.data IS NOT NULL RETURNING 1)`)
		end += ` UNION ALL SELECT 0, {s}.conflict('its version, its lease or a notice is not as expected'), ''
			WHERE NOT EXISTS (SELECT FROM done) OR (SELECT count(*) FROM taken) <> ` + strconv.Itoa(len(ids))
	}
	return t.in("WITH " + strings.Join(s.parts, ",\n") + "\n" + end), s.args
}

// replacing writes orders that are there, under the check of version and lease.
func (s *statement) replacing(name string, jobs []*job) {
	columns := append(logged(jobs),
		of("n", "bigint", list(jobs, func(j *job) int64 { return j.old.n })),
		of("stamp", "bigint", list(jobs, func(j *job) int64 { return j.stamp })),
		of("was", "bigint", list(jobs, func(j *job) int64 { return j.old.stamp })),
		of("expect", "bigint", list(jobs, func(j *job) int64 { return j.expect })),
		of("token", "text", list(jobs, func(j *job) string { return j.token })),
		of("due", "bigint", list(jobs, func(j *job) *int64 { return j.due })),
		of("head", "bytea", list(jobs, func(j *job) []byte { return j.head })))
	goods := ""
	if some := where(jobs, func(j *job) bool { return !j.stays() }); len(some) > 0 {
		goods = "goods = coalesce(c.goods, h.goods), "
		columns = append(columns, of("goods", "bytea", list(jobs, func(j *job) []byte {
			if j.stays() {
				return nil
			}
			return j.goods
		})))
	}
	s.with(name + ` AS (UPDATE {s}.heads h SET version = c.expect + 1, stamp = c.stamp, due = c.due, look = least(h.look, c.due), ` + goods + `head = c.head,
				lease = NULL, lease_until = NULL
			FROM ` + s.from("c", len(jobs), columns...) + `
			WHERE h.n = c.n AND h.version = c.expect AND h.stamp = c.was AND (c.token = '' OR h.lease = c.token)
			RETURNING h.n, h.version, c.i, c.urgent, c.first, c.last, c.entry, c.key, c.what)`)
}

// creating writes new orders. The statement fails if an ID or a number is taken:
// to skip only these, every row would cost a record more in the write-ahead log.
func (s *statement) creating(name string, jobs []*job) {
	s.with(`f AS (SELECT * FROM ` + s.from("f", len(jobs), append(append(logged(jobs), listed(jobs)...),
		of("id", "text", list(jobs, func(j *job) string { return j.id })),
		of("stamp", "bigint", list(jobs, func(j *job) int64 { return j.stamp })),
		of("due", "bigint", list(jobs, func(j *job) *int64 { return j.due })),
		of("head", "bytea", list(jobs, func(j *job) []byte { return j.head })),
		of("goods", "bytea", list(jobs, func(j *job) []byte { return j.goods })))...) + `),
		made AS (INSERT INTO {s}.orders (id, channel, number, customer, placed, stage)
			SELECT f.id, f.channel, f.number, f.customer, f.placed, f.stage FROM f RETURNING n, id),
		born AS (INSERT INTO {s}.heads (n, goods, version, stamp, due, look, head)
			SELECT m.n, f.goods, 1, f.stamp, f.due, f.due, f.head FROM made m JOIN f ON f.id = m.id),
		` + name + ` AS (SELECT m.n, 1 AS version, f.i, f.urgent, f.first, f.last, f.entry, f.key, f.what FROM made m JOIN f ON f.id = m.id)`)
}

func hasPerson(j *job) bool { return len(j.person) > 0 }

func (s *statement) persons(name, known string, jobs []*job) {
	if len(jobs) > 0 {
		s.with(name + ` AS (INSERT INTO {s}.people (n, data) SELECT d.n, p.data FROM done d JOIN ` +
			s.from("p", len(jobs), of("i", "int", list(jobs, place)), of("data", "bytea", list(jobs, func(j *job) []byte { return j.person }))) +
			` ON d.i = p.i` + known + `)`)
	}
}

// logged are the columns that replacing and creating hand on to logging.
func logged(jobs []*job) []values {
	return []values{
		of("i", "int", list(jobs, place)),
		of("urgent", "bool", list(jobs, func(j *job) bool { return j.urgent })),
		of("first", "int", list(jobs, func(j *job) *int32 { return j.first })),
		of("last", "int", list(jobs, func(j *job) *int32 { return j.last })),
		of("entry", "int", list(jobs, func(j *job) *int32 { return j.entry })),
		of("key", "text", list(jobs, func(j *job) *string { return j.key })),
		of("what", "bytea", list(jobs, func(j *job) []byte { return j.what })),
	}
}

// logging appends one row for each change, and one for every further answer.
func (s *statement) logging(jobs []*job, shared bool) {
	xid := "(SELECT shift FROM {s}.schema_state) + pg_current_xact_id()::text::bigint"
	if shared {
		xid = "greatest(" + xid + ", (SELECT max(l.xid) FROM {s}.log l WHERE l.n = d.n))"
	}
	s.with(`events AS (INSERT INTO {s}.log (n, xid, version, first, last, entry, key, what)
		SELECT d.n, ` + xid + `, d.version, d.first, d.last, d.entry, d.key, d.what FROM done d WHERE d.what IS NOT NULL)`)
	var at []int32
	var names []string
	var answers [][]byte
	for _, j := range jobs {
		for _, a := range j.further {
			at, names, answers = append(at, j.i), append(names, a.key), append(answers, a.what)
		}
	}
	if len(at) > 0 {
		s.with(`answers AS (INSERT INTO {s}.log (n, xid, version, key, what) SELECT d.n, ` + xid + `, d.version, a.key, a.what
			FROM done d JOIN ` + s.from("a", len(at), of("i", "int", at), of("key", "text", names), of("what", "bytea", answers)) + ` ON d.i = a.i)`)
	}
}
