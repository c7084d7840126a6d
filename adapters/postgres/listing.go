package postgres

// marked are marks of several jobs: those that change, go or come.
type marked struct {
	at       []int32
	was, is  []string
	old, now []int64 // the placing times
}

func (m *marked) add(j *job, was, is string) {
	m.at, m.was, m.is, m.now = append(m.at, j.i), append(m.was, was), append(m.is, is), append(m.now, j.keys.placed)
	if j.old != nil {
		m.old = append(m.old, j.old.keys.placed)
	}
}

// listing brings what the orders are listed by from the old keys to the new
// ones. A mark that goes and one that comes are one row that changes.
func (s *statement) listing(jobs []*job) {
	var changed, gone, added marked
	for _, j := range jobs {
		var was []string
		is := j.keys.marks
		if j.old != nil {
			was = j.old.keys.marks
			if j.old.keys.placed == j.keys.placed {
				was, is = j.old.keys.without(&j.keys), j.keys.without(&j.old.keys)
			}
		}
		for i := range max(len(was), len(is)) {
			switch {
			case i >= len(was):
				added.add(j, "", is[i])
			case i >= len(is):
				gone.add(j, was[i], "")
			default:
				changed.add(j, was[i], is[i])
			}
		}
	}
	if n := len(changed.at); n > 0 {
		s.with(`changed AS (UPDATE {s}.marks m SET mark = c.mark, placed = c.now FROM done d JOIN ` +
			s.from("c", n, of("i", "int", changed.at), of("was", "text", changed.was), of("placed", "bigint", changed.old), of("mark", "text", changed.is), of("now", "bigint", changed.now)) + `
			ON d.i = c.i WHERE m.mark = c.was AND m.placed = c.placed AND m.n = d.n)`)
	}
	if n := len(gone.at); n > 0 {
		s.with(`gone AS (DELETE FROM {s}.marks m USING done d JOIN ` +
			s.from("g", n, of("i", "int", gone.at), of("mark", "text", gone.was), of("placed", "bigint", gone.old)) + `
			ON d.i = g.i WHERE m.mark = g.mark AND m.placed = g.placed AND m.n = d.n)`)
	}
	if n := len(added.at); n > 0 {
		s.with(`added AS (INSERT INTO {s}.marks (mark, placed, n) SELECT a.mark, a.placed, d.n FROM done d JOIN ` +
			s.from("a", n, of("i", "int", added.at), of("mark", "text", added.is), of("placed", "bigint", added.now)) + ` ON d.i = a.i)`)
	}
	if some := where(jobs, func(j *job) bool { return j.old != nil && j.keys.relisted(&j.old.keys) }); len(some) > 0 {
		s.with(`relisted AS (UPDATE {s}.orders o SET channel = r.channel, number = r.number, customer = r.customer, placed = r.placed, stage = r.stage
			FROM done d JOIN ` + s.from("r", len(some), append(listed(some), of("i", "int", list(some, place)))...) + ` ON d.i = r.i WHERE o.n = d.n)`)
	}
}

// listed are the columns of the row that an order is listed by.
func listed(jobs []*job) []values {
	return []values{
		of("channel", "text", list(jobs, func(j *job) string { return j.keys.channel })),
		of("number", "text", list(jobs, func(j *job) string { return j.keys.number })),
		of("customer", "text", list(jobs, func(j *job) string { return j.keys.customer })),
		of("placed", "bigint", list(jobs, func(j *job) int64 { return j.keys.placed })),
		of("stage", "int", list(jobs, func(j *job) int32 { return j.keys.stage })),
	}
}
