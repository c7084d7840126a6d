package postgres

import (
	"strconv"
	"strings"
)

// statement is built of the parts that some changes need, so there are a few
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

// writing returns a statement that writes changes of different orders, each
// wholly or not at all, and returns those that it wrote: their place and the
// number of their order. A change that applies notices must be alone in it:
// if it cannot be written the statement fails. In a transaction of the host's
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
		done = append(done, "SELECT f.i, m.n, f.urgent, f.first, f.last, f.events, f.entries, f.key, f.answer FROM made m JOIN f ON f.id = m.id")
	}
	s.with("done AS (" + strings.Join(done, " UNION ALL ") + ")")
	s.logging(jobs, shared)
	s.listing(jobs)
	if some := where(jobs, func(j *job) bool { return j.person != "" }); len(some) > 0 {
		s.with(`people AS (INSERT INTO {s}.people (n, data) SELECT d.n, p.data FROM unnest(?::int[], ?::text[]) AS p(i, data) JOIN done d ON d.i = p.i
			ON CONFLICT (n) DO UPDATE SET data = excluded.data)`,
			list(some, func(j *job) int32 { return j.i }), list(some, func(j *job) string { return j.person }))
	}
	end := "SELECT d.i, d.n, CASE WHEN d.urgent THEN pg_notify('" + strings.ReplaceAll(channel, "'", "''") + "', '')::text END FROM done d"
	if applied := jobs[0].applied; len(applied) > 0 {
		var providers, ids []string
		for _, id := range applied {
			providers, ids = append(providers, id.Provider), append(ids, id.ID)
		}
		s.with(`taken AS (UPDATE {s}.inbox b SET data = NULL FROM unnest(?::text[], ?::text[]) AS a(provider, id)
			WHERE b.provider = a.provider AND b.id = a.id AND b.data IS NOT NULL RETURNING 1)`, providers, ids)
		end += ` UNION ALL SELECT 0, {s}.conflict('its version, its lease or a notice is not as expected'), ''
			WHERE NOT EXISTS (SELECT FROM done) OR (SELECT count(*) FROM taken) <> ` + strconv.Itoa(len(ids))
	}
	return t.in("WITH " + strings.Join(s.parts, ",\n") + "\n" + end), s.args
}

func (s *statement) replacing(jobs []*job) {
	s.with(`c AS (SELECT * FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::bool[],
			?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
			AS c(i, n, expect, token, due, head, urgent, first, last, events, entries, key, answer)),
		replaced AS (UPDATE {s}.heads h SET version = c.expect + 1, due = c.due, look = least(h.look, c.due), head = c.head,
				lease = NULL, lease_until = NULL
			FROM c WHERE h.n = c.n AND h.version = c.expect AND (c.token = '' OR h.lease = c.token)
			RETURNING c.i, h.n, c.urgent, c.first, c.last, c.events, c.entries, c.key, c.answer)`,
		append([]any{list(jobs, func(j *job) int32 { return j.i }), list(jobs, func(j *job) int64 { return j.n }),
			list(jobs, func(j *job) int64 { return j.expect }), list(jobs, func(j *job) string { return j.token }),
			list(jobs, func(j *job) *int64 { return j.due }), list(jobs, func(j *job) string { return j.head })}, appended(jobs)...)...)
}

func (s *statement) creating(jobs []*job) {
	s.with(`f AS (SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::bigint[], ?::text[], ?::bool[],
			?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
			AS f(i, id, channel, number, customer, placed, stage, due, head, urgent, first, last, events, entries, key, answer)),
		made AS (INSERT INTO {s}.orders (id, channel, number, customer, placed, stage)
			SELECT f.id, f.channel, f.number, f.customer, f.placed, f.stage FROM f ON CONFLICT DO NOTHING RETURNING n, id),
		born AS (INSERT INTO {s}.heads (n, version, due, look, head) SELECT m.n, 1, f.due, f.due, f.head FROM made m JOIN f ON f.id = m.id)`,
		append([]any{list(jobs, func(j *job) int32 { return j.i }), list(jobs, func(j *job) string { return j.id }),
			list(jobs, func(j *job) string { return j.keys.channel }), list(jobs, func(j *job) string { return j.keys.number }),
			list(jobs, func(j *job) string { return j.keys.customer }), list(jobs, func(j *job) int64 { return j.keys.placed }),
			list(jobs, func(j *job) int32 { return j.keys.stage }), list(jobs, func(j *job) *int64 { return j.due }),
			list(jobs, func(j *job) string { return j.head })}, appended(jobs)...)...)
}

// appended are the columns that replacing and creating hand on to logging.
func appended(jobs []*job) []any {
	first := func(j *job) keyed {
		if len(j.answers) == 0 {
			return keyed{}
		}
		return j.answers[0]
	}
	return []any{list(jobs, func(j *job) bool { return j.urgent }), list(jobs, func(j *job) int64 { return j.first }),
		list(jobs, func(j *job) int64 { return j.last }), list(jobs, func(j *job) string { return j.events }),
		list(jobs, func(j *job) string { return j.entries }), list(jobs, func(j *job) string { return first(j).key }),
		list(jobs, func(j *job) string { return first(j).answer })}
}

// logging appends one row for each change, and one for every further answer.
func (s *statement) logging(jobs []*job, shared bool) {
	xid := "(SELECT shift FROM {s}.schema_state) + pg_current_xact_id()::text::bigint"
	if shared {
		xid = "greatest(" + xid + ", (SELECT max(l.xid) FROM {s}.log l WHERE l.n = d.n))"
	}
	s.with(`logged AS (INSERT INTO {s}.log (n, first, last, xid, events, entries, key, answer)
		SELECT d.n, nullif(d.first, 0), nullif(d.last, 0), ` + xid + `, nullif(d.events, ''), nullif(d.entries, ''), nullif(d.key, ''), nullif(d.answer, '')
		FROM done d WHERE d.events <> '' OR d.entries <> '' OR d.answer <> '')`)
	var at []int32
	var names, answers []string
	for _, j := range jobs {
		for i := 1; i < len(j.answers); i++ {
			at, names, answers = append(at, j.i), append(names, j.answers[i].key), append(answers, j.answers[i].answer)
		}
	}
	if len(at) > 0 {
		s.with(`answered AS (INSERT INTO {s}.log (n, xid, key, answer) SELECT d.n, `+xid+`, a.key, a.answer
			FROM unnest(?::int[], ?::text[], ?::text[]) AS a(i, key, answer) JOIN done d ON d.i = a.i)`, at, names, answers)
	}
}

// listing brings what the orders are listed by from the old keys to the new ones.
func (s *statement) listing(jobs []*job) {
	type marks struct {
		at     []int32
		mark   []string
		placed []int64
	}
	var gone, added marks
	put := func(to *marks, j *job, list []string, placed int64) {
		for _, m := range list {
			to.at, to.mark, to.placed = append(to.at, j.i), append(to.mark, m), append(to.placed, placed)
		}
	}
	for _, j := range jobs {
		if j.old != nil {
			put(&gone, j, j.old.without(&j.keys), j.old.placed)
		}
		put(&added, j, j.keys.without(j.old), j.keys.placed)
	}
	if len(gone.at) > 0 {
		s.with(`gone AS (DELETE FROM {s}.marks m USING unnest(?::int[], ?::text[], ?::bigint[]) AS g(i, mark, placed) JOIN done d ON d.i = g.i
			WHERE m.mark = g.mark AND m.placed = g.placed AND m.n = d.n)`, gone.at, gone.mark, gone.placed)
	}
	if len(added.at) > 0 {
		s.with(`added AS (INSERT INTO {s}.marks (mark, placed, n) SELECT a.mark, a.placed, d.n
			FROM unnest(?::int[], ?::text[], ?::bigint[]) AS a(i, mark, placed) JOIN done d ON d.i = a.i)`, added.at, added.mark, added.placed)
	}
	if some := where(jobs, func(j *job) bool { return j.old != nil && j.keys.relisted(j.old) }); len(some) > 0 {
		s.with(`relisted AS (UPDATE {s}.orders o SET channel = r.channel, number = r.number, customer = r.customer, placed = r.placed, stage = r.stage
			FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[]) AS r(i, channel, number, customer, placed, stage)
			JOIN done d ON d.i = r.i WHERE o.n = d.n)`,
			list(some, func(j *job) int32 { return j.i }), list(some, func(j *job) string { return j.keys.channel }),
			list(some, func(j *job) string { return j.keys.number }), list(some, func(j *job) string { return j.keys.customer }),
			list(some, func(j *job) int64 { return j.keys.placed }), list(some, func(j *job) int32 { return j.keys.stage }))
	}
}
