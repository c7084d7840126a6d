package postgres

import (
	"slices"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// writing returns a statement that writes changes of different orders, each
// wholly or not at all, and returns those that it wrote: their place, the number
// of their order, and personal data that are asked for. A change that applies notices or numbers documents must be
// alone in it: if it cannot be written the statement fails. In a transaction of the host's
// (shared) others may have got a higher transaction number and be done already.
func (t *texts) writing(jobs []*job, shared bool) (string, []any) {
	b := newBatch(jobs)
	w := t.prepared(b.shape(shared))
	args := make([]any, len(w.args))
	for i, of := range w.args {
		args[i] = of(b)
	}
	return w.text, args
}

// prepared is a statement of some shape, for any batch.
type prepared struct {
	text string
	args []func(*batch) any
}

func (t *texts) prepared(like shape) *prepared {
	if w, ok := t.shapes.Load(like); ok {
		return w.(*prepared)
	}
	s := statement{shape: like, named: make(map[string]string)}
	replaced, created := "done", "done"
	if s.old && s.made {
		replaced, created = "replaced", "created"
	}
	if s.old {
		s.replacing(replaced)
	}
	if s.made {
		s.creating(created)
	}
	if s.old && s.made {
		s.with("done AS (SELECT n, i FROM replaced UNION ALL SELECT n, i FROM created)")
	}
	s.logging()
	s.listing()
	if s.born {
		s.persons("person", created, "")
	}
	if s.anew {
		s.persons("person_again", replaced, " ON CONFLICT (n) DO UPDATE SET data = excluded.data")
	}
	end := "SELECT i, n, " + s.reading() + " FROM done"
	if s.alone {
		end += s.taking()
	}
	w := &prepared{t.in("WITH " + strings.Join(s.parts, ",\n") + "\n" + end), s.args}
	t.shapes.Store(like, w)
	return w
}

// replacing writes orders that are there, under the check of version and lease.
func (s *statement) replacing(name string) {
	goods := ""
	if s.goods {
		goods = "goods = coalesce({goods}, h.goods), "
	}
	fresh := ""
	if s.fresh {
		fresh = " AND " + unless("l.n = h.n AND l.key = {fresh}", "{s}.log l")
	}
	s.with(name + ` AS (UPDATE {s}.heads h SET version = h.version + 1, stamp = {stamp}, due = {due}, look = least(h.look, {due}), ` + goods + `head = {head},
			lease = NULL, lease_until = NULL
		FROM ` + s.places(func(*batch) any { return 1 }, func(b *batch) any { return b.old }) + `
		WHERE h.n = {n} AND h.version = {expect} AND h.stamp = {was} AND ({token} = '' OR h.lease = {token})` + fresh + `
		RETURNING h.n, i)`)
}

// unless holds where there is no such row. Written as NOT EXISTS it could become a
// walk through the whole table.
func unless(like, table string) string {
	return "(SELECT true FROM " + table + " WHERE " + like + " LIMIT 1) IS NULL"
}

// creating writes new orders, but none whose ID is taken. The statement fails if a
// number is, or an ID at the same time: to skip only these, every row would cost a
// record more in the write-ahead log.
func (s *statement) creating(name string) {
	s.with(name + ` AS (SELECT nextval({numbers}) AS n, i FROM ` + s.places(func(b *batch) any { return b.old + 1 }, func(b *batch) any { return len(b.jobs) }) + `
			WHERE ` + unless("o.id = {id}", "{s}.orders o") + `),
		listed AS (INSERT INTO {s}.orders (n, id, channel, number, customer, placed, stage)
			SELECT n, {id}, {channel}, {number}, {customer}, {placed}, {stage} FROM ` + name + `),
		born AS (INSERT INTO {s}.heads (n, goods, version, stamp, due, look, head)
			SELECT n, {goods}, 1, {stamp}, {due}, {due}, {head} FROM ` + name + `)`)
}

// persons writes personal data, of new orders or over what there is.
func (s *statement) persons(name, which, known string) {
	s.with(name + " AS (INSERT INTO {s}.people (n, data) SELECT n, {person} FROM " + which + " WHERE {person} IS NOT NULL" + known + ")")
}

// reading is the personal data that are asked for.
func (s *statement) reading() string {
	if !s.reads {
		return "NULL::bytea"
	}
	return s.text("(SELECT p.data FROM {s}.people p WHERE p.n = done.n AND {reads})")
}

// logging appends one row for each change, and one for every further answer.
func (s *statement) logging() {
	xid := "{s}.shift() + " + txid("pg_current_xact_id()")
	if s.shared {
		xid = "greatest(" + xid + ", (SELECT max(l.xid) FROM {s}.log l WHERE l.n = d.n))"
	}
	some := ""
	if s.silent {
		some = " WHERE {what} IS NOT NULL"
	}
	s.with(`events AS (INSERT INTO {s}.log (n, xid, version, first, last, key, what)
		SELECT n, ` + xid + `, {expect} + 1, {first}, {last}, {key}, {what} FROM done d` + some + `)`)
	if further := (several{s.further, func(b *batch) *rows { return &b.further }}); further.count != none {
		s.with(`answers AS (INSERT INTO {s}.log (n, xid, version, key, what)
			SELECT n, ` + xid + `, {expect} + 1, ` + at(s, further, "text", is) + ", " + at(s, further, "bytea", what) + " FROM " + s.each(further) + ")")
	}
}

// listing brings what the orders are listed by from the old keys to the new ones.
func (s *statement) listing() {
	if changed := (several{s.changed, func(b *batch) *rows { return &b.changed }}); changed.count != none {
		s.with(`changed AS (UPDATE {s}.marks m SET mark = ` + at(s, changed, "text", is) + `, phase = ` + at(s, changed, "text", phase) + `, placed = {placed}` +
			s.matching("FROM", changed, was) + `)`)
	}
	if gone := (several{s.gone, func(b *batch) *rows { return &b.gone }}); gone.count != none {
		s.with(`gone AS (DELETE FROM {s}.marks m` + s.matching("USING", gone, is) + `)`)
	}
	if added := (several{s.added, func(b *batch) *rows { return &b.added }}); added.count != none {
		s.with(`added AS (INSERT INTO {s}.marks (mark, phase, placed, n) SELECT ` + at(s, added, "text", is) + `, ` + at(s, added, "text", phase) + `, {placed}, n FROM ` + s.each(added) + `)`)
	}
	if s.relisted {
		s.with(`relisted AS (UPDATE {s}.orders o SET channel = {channel}, number = {number}, customer = {customer}, placed = {placed}, stage = {stage}
			FROM done d WHERE {relisted} AND o.n = d.n)`)
	}
}

// taking marks the notices as applied that the only job applies, and fails if one is
// already or if the job was not written.
func (s *statement) taking() string {
	of := func(value func(id order.NoticeID) string) func(*batch) any {
		return func(b *batch) any {
			var out []string
			for _, id := range b.jobs[0].applied {
				out = append(out, value(id))
			}
			return out
		}
	}
	s.with(`taken AS (UPDATE {s}.inbox b SET data = NULL FROM unnest(` + s.arg("text[]", of(func(id order.NoticeID) string { return id.Provider })) + ", " +
		s.arg("text[]", of(func(id order.NoticeID) string { return id.ID })) + `) AS a (provider, id)
		WHERE b.provider = a.provider AND b.id = a.id AND b.data IS NOT NULL RETURNING 1)`)
	return ` UNION ALL SELECT 0, {s}.conflict('its version, its lease or a notice is not as expected'), NULL
		WHERE NOT EXISTS (SELECT FROM done) OR (SELECT count(*) FROM taken) <> ` + s.arg("int", func(b *batch) any { return len(b.jobs[0].applied) })
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

func all[V any](of []V, ok func(V) bool) bool {
	return !slices.ContainsFunc(of, func(v V) bool { return !ok(v) })
}
