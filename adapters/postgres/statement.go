package postgres

import (
	"slices"
	"strings"
)

func where[V any](all []V, ok func(V) bool) []V {
	var out []V
	for _, v := range all {
		if ok(v) {
			out = append(out, v)
		}
	}
	return out
}

func all[V any](of []V, ok func(V) bool) bool {
	return !slices.ContainsFunc(of, func(v V) bool { return !ok(v) })
}

// valuesOf are what the parts of a statement name.
var valuesOf = map[string]value{
	"id":       valueOf("text", func(j *job) string { return j.id }),
	"channel":  valueOf("text", func(j *job) string { return j.keys.channel }),
	"number":   valueOf("text", func(j *job) string { return j.keys.number }),
	"customer": valueOf("text", func(j *job) string { return j.keys.customer }),
	"placed":   valueOf("bigint", func(j *job) int64 { return j.keys.placed }),
	"stage":    valueOf("int", func(j *job) int32 { return j.keys.stage }),

	"n":      valueOf("bigint", func(j *job) int64 { return j.was().n }),
	"was":    valueOf("bigint", func(j *job) int64 { return j.was().stamp }),
	"moved":  valueOf("bigint", func(j *job) int64 { return j.was().keys.placed }),
	"expect": valueOf("bigint", func(j *job) int64 { return j.expect }),
	"token":  valueOf("text", func(j *job) string { return j.token }),
	"stamp":  valueOf("bigint", func(j *job) int64 { return j.stamp }),
	"due":    valueOf("bigint", func(j *job) *int64 { return j.due }),
	"head":   valueOf("bytea", func(j *job) []byte { return j.head }),
	"goods": valueOf("bytea", func(j *job) []byte {
		if j.stays() {
			return nil
		}
		return j.goods
	}),

	"first":    valueOf("int", func(j *job) *int32 { return j.first }),
	"last":     valueOf("int", func(j *job) *int32 { return j.last }),
	"entry":    valueOf("int", func(j *job) *int32 { return j.entry }),
	"key":      valueOf("text", func(j *job) *string { return j.key }),
	"what":     valueOf("bytea", func(j *job) []byte { return j.what }),
	"urgent":   valueOf("bool", func(j *job) bool { return j.urgent }),
	"relisted": valueOf("bool", (*job).relisted),
	"person":   valueOf("bytea", func(j *job) []byte { return j.person }),
}

// was is the order as it was; of a new one there is nothing.
func (j *job) was() *sight {
	if j.old == nil {
		return new(sight)
	}
	return j.old
}

// writing returns a statement that writes changes of different orders, each
// wholly or not at all, and returns those that it wrote: their place and the
// number of their order. A change that applies notices or numbers documents must be
// alone in it: if it cannot be written the statement fails. In a transaction of the host's
// (shared) others may have got a higher transaction number and be done already.
func (t *texts) writing(jobs []*job, shared bool, channel string) (string, []any) {
	old := where(jobs, func(j *job) bool { return j.expect > 0 })
	made := where(jobs, func(j *job) bool { return j.expect == 0 })
	s := statement{jobs: slices.Concat(old, made), named: make(map[string]string)}
	for i, j := range s.jobs {
		j.i = int32(i) + 1
	}
	replaced, created := "done", "done"
	if len(old) > 0 && len(made) > 0 {
		replaced, created = "replaced", "created"
	}
	if len(old) > 0 {
		s.replacing(replaced, len(old))
	}
	if len(made) > 0 {
		s.creating(created, len(made))
	}
	if replaced != created {
		s.with("done AS (SELECT n, i FROM replaced UNION ALL SELECT n, i FROM created)")
	}
	s.logging(shared)
	s.listing()
	s.persons("person", created, "", made)
	s.persons("person_again", replaced, " ON CONFLICT (n) DO UPDATE SET data = excluded.data", old)
	end := "SELECT i, n, " + s.kick(channel) + " FROM done"
	if j := s.jobs[0]; j.alone() {
		end += s.taking(j)
	}
	return t.in("WITH " + strings.Join(s.parts, ",\n") + "\n" + end), s.args
}

// replacing writes orders that are there, under the check of version and lease.
func (s *statement) replacing(name string, count int) {
	goods := ""
	if !all(s.jobs[:count], (*job).stays) {
		goods = "goods = coalesce({goods}, h.goods), "
	}
	s.with(name + ` AS (UPDATE {s}.heads h SET version = h.version + 1, stamp = {stamp}, due = {due}, look = least(h.look, {due}), ` + goods + `head = {head},
			lease = NULL, lease_until = NULL
		FROM ` + s.places(1, count) + `
		WHERE h.n = {n} AND h.version = {expect} AND h.stamp = {was} AND ({token} = '' OR h.lease = {token})
		RETURNING h.n, i)`)
}

// creating writes new orders. The statement fails if an ID or a number is taken:
// to skip only these, every row would cost a record more in the write-ahead log.
func (s *statement) creating(name string, count int) {
	s.with(name + ` AS (SELECT nextval({numbers}) AS n, i FROM ` + s.places(len(s.jobs)-count+1, len(s.jobs)) + `),
		listed AS (INSERT INTO {s}.orders (n, id, channel, number, customer, placed, stage)
			SELECT n, {id}, {channel}, {number}, {customer}, {placed}, {stage} FROM ` + name + `),
		born AS (INSERT INTO {s}.heads (n, goods, version, stamp, due, look, head)
			SELECT n, {goods}, 1, {stamp}, {due}, {due}, {head} FROM ` + name + `)`)
}

// persons writes personal data, of new orders or over what there is.
func (s *statement) persons(name, which, known string, jobs []*job) {
	if !slices.ContainsFunc(jobs, hasPerson) {
		return
	}
	s.with(name + " AS (INSERT INTO {s}.people (n, data) SELECT n, {person} FROM " + which + " WHERE {person} IS NOT NULL" + known + ")")
}

func hasPerson(j *job) bool { return len(j.person) > 0 }

// logging appends one row for each change, and one for every further answer.
func (s *statement) logging(shared bool) {
	xid := "{s}.shift() + " + txid("pg_current_xact_id()")
	if shared {
		xid = "greatest(" + xid + ", (SELECT max(l.xid) FROM {s}.log l WHERE l.n = d.n))"
	}
	some := ""
	if !all(s.jobs, func(j *job) bool { return j.what != nil }) {
		some = " WHERE {what} IS NOT NULL"
	}
	s.with(`events AS (INSERT INTO {s}.log (n, xid, version, first, last, entry, key, what)
		SELECT n, ` + xid + `, {expect} + 1, {first}, {last}, {entry}, {key}, {what} FROM done d` + some + `)`)
	var names []string
	var answers [][]byte
	further := rowsOf(s.jobs)
	for _, j := range s.jobs {
		for _, a := range j.further {
			names, answers = append(names, a.key), append(answers, a.what)
		}
		further.end(len(names))
	}
	if further.count() > 0 {
		s.with(`answers AS (INSERT INTO {s}.log (n, xid, version, key, what)
			SELECT n, ` + xid + `, {expect} + 1, ` + at(s, &further, "text", names) + ", " + at(s, &further, "bytea", answers) + " FROM " + s.each(&further) + ")")
	}
}

// kick wakes whoever listens if something is due at once.
func (s *statement) kick(channel string) string {
	if !slices.ContainsFunc(s.jobs, func(j *job) bool { return j.urgent }) {
		return "NULL::text"
	}
	return s.text("CASE WHEN {urgent} THEN pg_notify(" + s.arg("text", channel) + ", '')::text END")
}

// taking marks the notices as applied that the job applies, and fails if one is
// already or if the job was not written.
func (s *statement) taking(j *job) string {
	var providers, ids []string
	for _, id := range j.applied {
		providers, ids = append(providers, id.Provider), append(ids, id.ID)
	}
	s.with(`taken AS (UPDATE {s}.inbox b SET data = NULL FROM unnest(` + s.arg("text[]", providers) + ", " + s.arg("text[]", ids) + `) AS a (provider, id)
		WHERE b.provider = a.provider AND b.id = a.id AND b.data IS NOT NULL RETURNING 1)`)
	return ` UNION ALL SELECT 0, {s}.conflict('its version, its lease or a notice is not as expected'), ''
		WHERE NOT EXISTS (SELECT FROM done) OR (SELECT count(*) FROM taken) <> ` + s.arg("int", len(ids))
}
