package postgres

import (
	"crypto/sha256"
	"strconv"
	"strings"
)

// statement is built of the parts that its changes need, so there are a few
// dozen different texts, each prepared once per connection.
type statement struct {
	parts []string
	args  []any
}

// with adds a part. Every ? in it stands for the next argument.
func (s *statement) with(part string, args ...any) {
	var b strings.Builder
	for _, a := range args {
		before, rest, _ := strings.Cut(part, "?")
		s.args = append(s.args, a)
		b.WriteString(before)
		b.WriteString("$")
		b.WriteString(strconv.Itoa(len(s.args)))
		part = rest
	}
	b.WriteString(part)
	s.parts = append(s.parts, b.String())
}

// list is one value of every job.
func list[V any](jobs []*job, value func(*job) V) []V {
	out := make([]V, len(jobs))
	for i, j := range jobs {
		out[i] = value(j)
	}
	return out
}

func where(jobs []*job, ok func(*job) bool) []*job {
	var out []*job
	for _, j := range jobs {
		if ok(j) {
			out = append(out, j)
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
	var done []string
	if some := where(jobs, func(j *job) bool { return j.expect > 0 }); len(some) > 0 {
		s.replacing(some)
		done = append(done, "SELECT * FROM replaced")
	}
	if some := where(jobs, func(j *job) bool { return j.expect == 0 }); len(some) > 0 {
		s.creating(some)
		done = append(done, "SELECT f.i, m.n, 1, f.urgent, f.first, f.last, f.entry, f.key, f.what FROM made m JOIN f ON f.id = m.id")
	}
	s.with("done (i, n, version, urgent, first, last, entry, key, what) AS (" + strings.Join(done, " UNION ALL ") + ")")
	s.logging(jobs, shared)
	s.listing(jobs)
	s.persons("person", "", where(jobs, func(j *job) bool { return len(j.person) > 0 && j.expect == 0 }))
	s.persons("person_again", " ON CONFLICT (n) DO UPDATE SET data = excluded.data", where(jobs, func(j *job) bool { return len(j.person) > 0 && j.expect > 0 }))
	end := "SELECT d.i, d.n, CASE WHEN d.urgent THEN pg_notify(" + literal(channel) + ", '')::text END FROM done d"
	if jobs[0].alone() {
		var providers, ids []string
		for _, id := range jobs[0].applied {
			providers, ids = append(providers, id.Provider), append(ids, id.ID)
		}
		s.with(`taken AS (UPDATE {s}.inbox b SET data = NULL FROM unnest(?::text[], ?::text[]) AS a(provider, id)
			WHERE b.provider = a.provider AND b.id = a.id AND b.data IS NOT NULL RETURNING 1)`, providers, ids)
		end += ` UNION ALL SELECT 0, {s}.conflict('its version, its lease or a notice is not as expected'), ''
			WHERE NOT EXISTS (SELECT FROM done) OR (SELECT count(*) FROM taken) <> ` + strconv.Itoa(len(ids))
	}
	return t.in("WITH " + strings.Join(s.parts, ",\n") + "\n" + end), s.args
}

// replacing writes orders that are there, under the check of version and lease.
func (s *statement) replacing(jobs []*job) {
	s.with(`c AS (SELECT * FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bool[], ?::int[], ?::int[], ?::int[], ?::text[], ?::bytea[])
			AS c(i, n, expect, token, due, goods, head, urgent, first, last, entry, key, what)),
		replaced AS (UPDATE {s}.heads h SET version = c.expect + 1, due = c.due, look = least(h.look, c.due), goods = coalesce(c.goods, h.goods), head = c.head,
				lease = NULL, lease_until = NULL
			FROM c WHERE h.n = c.n AND h.version = c.expect AND (c.token = '' OR h.lease = c.token)
			RETURNING c.i, h.n, h.version, c.urgent, c.first, c.last, c.entry, c.key, c.what)`,
		append([]any{list(jobs, place), list(jobs, func(j *job) int64 { return j.old.n }), list(jobs, func(j *job) int64 { return j.expect }),
			list(jobs, func(j *job) string { return j.token }), list(jobs, func(j *job) *int64 { return j.due }),
			list(jobs, func(j *job) []byte {
				if sha256.Sum256(j.goods) == j.old.goods {
					return nil // it stays
				}
				return j.goods
			}), list(jobs, func(j *job) []byte { return j.head })}, logged(jobs)...)...)
}

// creating writes new orders. The statement fails if an ID or a number is taken:
// to skip only these, every row would cost a record more in the write-ahead log.
func (s *statement) creating(jobs []*job) {
	s.with(`f AS (SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bool[], ?::int[], ?::int[], ?::int[], ?::text[], ?::bytea[])
			AS f(i, id, channel, number, customer, placed, stage, due, goods, head, urgent, first, last, entry, key, what)),
		made AS (INSERT INTO {s}.orders (id, channel, number, customer, placed, stage)
			SELECT f.id, f.channel, f.number, f.customer, f.placed, f.stage FROM f RETURNING n, id),
		born AS (INSERT INTO {s}.heads (n, goods, version, due, look, head) SELECT m.n, f.goods, 1, f.due, f.due, f.head FROM made m JOIN f ON f.id = m.id)`,
		append([]any{list(jobs, place), list(jobs, func(j *job) string { return j.id }),
			list(jobs, func(j *job) string { return j.keys.channel }), list(jobs, func(j *job) string { return j.keys.number }),
			list(jobs, func(j *job) string { return j.keys.customer }), list(jobs, func(j *job) int64 { return j.keys.placed }),
			list(jobs, func(j *job) int32 { return j.keys.stage }), list(jobs, func(j *job) *int64 { return j.due }),
			list(jobs, func(j *job) []byte { return j.goods }), list(jobs, func(j *job) []byte { return j.head })}, logged(jobs)...)...)
}

func (s *statement) persons(name, known string, jobs []*job) {
	if len(jobs) > 0 {
		s.with(name+` AS (INSERT INTO {s}.people (n, data) SELECT d.n, p.data FROM unnest(?::int[], ?::bytea[]) AS p(i, data) JOIN done d ON d.i = p.i`+known+`)`,
			list(jobs, place), list(jobs, func(j *job) []byte { return j.person }))
	}
}

// logged are the columns that replacing and creating hand on to logging.
func logged(jobs []*job) []any {
	return []any{list(jobs, func(j *job) bool { return j.urgent }), list(jobs, func(j *job) int32 { return j.first }),
		list(jobs, func(j *job) int32 { return j.last }), list(jobs, func(j *job) int32 { return j.entry }), list(jobs, func(j *job) string { return j.key }), list(jobs, func(j *job) []byte { return j.what })}
}

// logging appends one row for each change, and one for every further answer.
func (s *statement) logging(jobs []*job, shared bool) {
	xid := "(SELECT shift FROM {s}.schema_state) + pg_current_xact_id()::text::bigint"
	if shared {
		xid = "greatest(" + xid + ", (SELECT max(l.xid) FROM {s}.log l WHERE l.n = d.n))"
	}
	s.with(`events AS (INSERT INTO {s}.log (n, xid, version, first, last, entry, key, what)
		SELECT d.n, ` + xid + `, d.version, nullif(d.first, 0), nullif(d.last, 0), nullif(d.entry, 0), nullif(d.key, ''), d.what FROM done d WHERE d.what IS NOT NULL)`)
	var at []int32
	var names []string
	var answers [][]byte
	for _, j := range jobs {
		for _, a := range j.further {
			at, names, answers = append(at, j.i), append(names, a.key), append(answers, a.what)
		}
	}
	if len(at) > 0 {
		s.with(`answers AS (INSERT INTO {s}.log (n, xid, version, key, what) SELECT d.n, `+xid+`, d.version, a.key, a.what
			FROM unnest(?::int[], ?::text[], ?::bytea[]) AS a(i, key, what) JOIN done d ON d.i = a.i)`, at, names, answers)
	}
}
