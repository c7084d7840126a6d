package postgres

import (
	"strconv"
	"strings"
)

// statement is SQL that writes a batch of some shape.
type statement struct {
	shape
	parts []string
	args  []func(*batch) any
	named map[string]string // the parameters of the values named so far
}

// value is something that every change brings along.
type value struct {
	kind      string
	only, all func(*batch) any
}

func valueOf[V any](kind string, of func(*job) V) value {
	return value{kind, func(b *batch) any { return of(b.jobs[0]) }, func(b *batch) any {
		out := make([]V, len(b.jobs))
		for i, j := range b.jobs {
			out[i] = of(j)
		}
		return out
	}}
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
	"key":      valueOf("text", func(j *job) *string { return j.key }),
	"fresh":    valueOf("text", (*job).fresh),
	"what":     valueOf("bytea", func(j *job) []byte { return j.what }),
	"relisted": valueOf("bool", (*job).relisted),
	"person":   valueOf("bytea", func(j *job) []byte { return j.person }),
	"reads":    valueOf("bool", func(j *job) bool { return j.reads }),
}

// with adds a part.
func (s *statement) with(part string) { s.parts = append(s.parts, s.text(part)) }

// text fills in values: {head} is the value of that name of the change at place i,
// where there is one change its parameter, else the element i of an array. So no
// part hands on, or joins, what the changes bring along.
func (s *statement) text(sql string) string {
	var out strings.Builder
	for {
		before, rest, more := strings.Cut(sql, "{")
		out.WriteString(before)
		if !more {
			return out.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		out.WriteString(s.value(name))
		sql = after
	}
}

func (s *statement) value(name string) string {
	v, known := valuesOf[name]
	if !known {
		return "{" + name + "}"
	}
	text := s.named[name]
	switch {
	case text != "":
	case s.single:
		text = s.arg(v.kind, v.only)
	default:
		text = s.arg(v.kind+"[]", v.all) + "[i]"
	}
	s.named[name] = text
	return text
}

// arg adds a parameter.
func (s *statement) arg(kind string, of func(*batch) any) string {
	s.args = append(s.args, of)
	return "($" + strconv.Itoa(len(s.args)) + "::" + kind + ")"
}

// places are the places of the changes from the one up to the other, as i.
func (s *statement) places(from, to func(*batch) any) string {
	if s.single {
		return "(SELECT 1 AS i) c"
	}
	return "generate_series(" + s.arg("int", from) + ", " + s.arg("int", to) + ") AS c (i)"
}

// several are rows of the batch, and how many.
type several struct {
	count
	of func(*batch) *rows
}

// each is a FROM with d: n and i of the change and when its order was placed, for
// each of its rows, and k, the place of the row.
func (s *statement) each(m several) string {
	if m.count == one {
		return s.text("(SELECT n, i, {moved} AS moved FROM done) d")
	}
	ends := s.arg("int[]", func(b *batch) any { return m.of(b).ends })
	return s.text("(SELECT n, i, {moved} AS moved, ") + "generate_series(" + ends + "[i] + 1, " + ends + "[i + 1]) AS k FROM done) d"
}

// matching is the condition for the marks m of those rows, behind the keyword of a
// join. One row needs no join.
func (s *statement) matching(join string, m several, marks func(*rows) []string) string {
	if m.count == one {
		return " WHERE m.mark = " + at(s, m, "text", marks) + " AND m.placed = {moved} AND m.n = (SELECT n FROM done)"
	}
	return " " + join + " " + s.each(m) + " WHERE m.mark = " + at(s, m, "text", marks) + " AND m.placed = d.moved AND m.n = d.n"
}

// at is a value of the row at place k.
func at[V any](s *statement, m several, kind string, list func(*rows) []V) string {
	if m.count == one {
		return s.arg(kind, func(b *batch) any { return list(m.of(b))[0] })
	}
	return s.arg(kind+"[]", func(b *batch) any { return list(m.of(b)) }) + "[k]"
}

func was(r *rows) []string   { return r.was }
func is(r *rows) []string    { return r.is }
func phase(r *rows) []string { return r.phase }
func what(r *rows) [][]byte  { return r.what }
