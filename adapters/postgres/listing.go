package postgres

// marked are marks of the changes: those that change, go or come.
type marked struct {
	rows
	was, is []string
}

func (m *marked) add(was, is string) { m.was, m.is = append(m.was, was), append(m.is, is) }

// listing brings what the orders are listed by from the old keys to the new
// ones. A mark that goes and one that comes are one row that changes.
func (s *statement) listing() {
	changed, gone, added := marked{rows: rowsOf(s.jobs)}, marked{rows: rowsOf(s.jobs)}, marked{rows: rowsOf(s.jobs)}
	relisted := false
	for _, j := range s.jobs {
		was, is := j.was().keys.marks, j.keys.marks
		if j.old != nil && j.old.keys.placed == j.keys.placed {
			was, is = j.old.keys.without(&j.keys), j.keys.without(&j.old.keys)
		}
		for i := range max(len(was), len(is)) {
			switch {
			case i >= len(was):
				added.add("", is[i])
			case i >= len(is):
				gone.add(was[i], "")
			default:
				changed.add(was[i], is[i])
			}
		}
		for _, m := range []*marked{&changed, &gone, &added} {
			m.end(len(m.is))
		}
		relisted = relisted || j.relisted()
	}
	if changed.count() > 0 {
		s.with(`changed AS (UPDATE {s}.marks m SET mark = ` + at(s, &changed.rows, "text", changed.is) + `, placed = {placed} FROM ` + s.each(&changed.rows) + `
			WHERE m.mark = ` + at(s, &changed.rows, "text", changed.was) + ` AND m.placed = d.moved AND m.n = d.n)`)
	}
	if gone.count() > 0 {
		s.with(`gone AS (DELETE FROM {s}.marks m USING ` + s.each(&gone.rows) + `
			WHERE m.mark = ` + at(s, &gone.rows, "text", gone.was) + ` AND m.placed = d.moved AND m.n = d.n)`)
	}
	if added.count() > 0 {
		s.with(`added AS (INSERT INTO {s}.marks (mark, placed, n) SELECT ` + at(s, &added.rows, "text", added.is) + `, {placed}, n FROM ` + s.each(&added.rows) + `)`)
	}
	if relisted {
		s.with(`relisted AS (UPDATE {s}.orders o SET channel = {channel}, number = {number}, customer = {customer}, placed = {placed}, stage = {stage}
			FROM done d WHERE {relisted} AND o.n = d.n)`)
	}
}

// relisted reports whether the row changes that the order is listed by.
func (j *job) relisted() bool { return j.old != nil && j.keys.relisted(&j.old.keys) }
