package postgres

import (
	"strconv"
	"strings"
)

// statement is SQL that writes the changes of some orders. It is built of the parts
// that these need, so there are a few dozen different texts, each prepared once per
// connection.
type statement struct {
	jobs  []*job
	parts []string
	args  []any
	named map[string]string // the parameters of the values named so far
}

// value is something that every change brings along.
type value struct {
	kind string
	of   func(j *job) any
	all  func(jobs []*job) any
}

func valueOf[V any](kind string, of func(*job) V) value {
	return value{kind, func(j *job) any { return of(j) }, func(jobs []*job) any { return list(jobs, of) }}
}

// list is one value of every job.
func list[V any](jobs []*job, of func(*job) V) []V {
	out := make([]V, len(jobs))
	for i, j := range jobs {
		out[i] = of(j)
	}
	return out
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
	case len(s.jobs) == 1:
		text = s.arg(v.kind, v.of(s.jobs[0]))
	default:
		text = s.arg(v.kind+"[]", v.all(s.jobs)) + "[i]"
	}
	s.named[name] = text
	return text
}

// arg adds a parameter.
func (s *statement) arg(kind string, value any) string {
	s.args = append(s.args, value)
	return "($" + strconv.Itoa(len(s.args)) + "::" + kind + ")"
}

// places are the places of the changes from the one up to the other, as i.
func (s *statement) places(from, to int) string {
	if len(s.jobs) == 1 {
		return "(SELECT 1 AS i) c"
	}
	return "generate_series(" + s.arg("int", from) + ", " + s.arg("int", to) + ") AS c (i)"
}

// rows are what changes bring along more than one of. The change at place i has those
// up to ends[i].
type rows struct{ ends []int32 }

func rowsOf(jobs []*job) rows { return rows{make([]int32, 1, len(jobs)+1)} }

// end ends the rows of a change, of which there are so many so far.
func (r *rows) end(so int) { r.ends = append(r.ends, int32(so)) }

func (r *rows) count() int { return int(r.ends[len(r.ends)-1]) }

// single reports whether there is one row of one change.
func (r *rows) single() bool { return len(r.ends) == 2 && r.count() == 1 }

// each is a FROM with d: n and i of the change and when its order was placed, for
// each of its rows, and k, the place of the row.
func (s *statement) each(r *rows) string {
	if r.single() {
		return s.text("(SELECT n, i, {moved} AS moved FROM done) d")
	}
	ends := s.arg("int[]", r.ends)
	return s.text("(SELECT n, i, {moved} AS moved, ") + "generate_series(" + ends + "[i] + 1, " + ends + "[i + 1]) AS k FROM done) d"
}

// at is a value of the row at place k.
func at[V any](s *statement, r *rows, kind string, all []V) string {
	if r.single() {
		return s.arg(kind, all[0])
	}
	return s.arg(kind+"[]", all) + "[k]"
}
