package postgres

import "slices"

// batch is the changes of one statement.
type batch struct {
	jobs []*job // first those of orders that are there, then those of new ones
	old  int    // how many are of orders that are there

	changed, gone, added rows // marks
	further              rows // answers behind the first one of a change
}

func newBatch(jobs []*job) *batch {
	b := &batch{jobs: make([]*job, 0, len(jobs))}
	for _, there := range []bool{true, false} {
		for _, j := range jobs {
			if j.there() == there {
				b.jobs = append(b.jobs, j)
			}
		}
		if there {
			b.old = len(b.jobs)
		}
	}
	all := []*rows{&b.changed, &b.gone, &b.added, &b.further}
	for _, r := range all {
		r.ends = make([]int32, 1, len(jobs)+1)
	}
	for i, j := range b.jobs {
		j.i = int32(i) + 1
		b.mark(j)
		for _, a := range j.further {
			b.further.is, b.further.what = append(b.further.is, a.key), append(b.further.what, a.what)
		}
		for _, r := range all {
			r.ends = append(r.ends, int32(len(r.is)))
		}
	}
	return b
}

// mark brings what the order is listed by from the old marks to the new ones. One
// that goes and one that comes are one row that changes.
func (b *batch) mark(j *job) {
	was, is := j.was().keys.marks, j.keys.marks
	if j.there() && j.old.keys.placed == j.keys.placed {
		was, is = j.old.keys.without(&j.keys), j.keys.without(&j.old.keys)
	}
	both := min(len(was), len(is))
	for _, m := range was[:both] {
		b.changed.was = append(b.changed.was, m.text)
	}
	b.changed.put(is[:both])
	b.gone.put(was[both:])
	b.added.put(is[both:])
}

// there reports whether the job changes an order that is there.
func (j *job) there() bool { return j.expect > 0 }

// was is the order as it was; of a new one there is nothing.
func (j *job) was() *sight {
	if j.old == nil {
		return &sight{row: new(row)}
	}
	return j.old
}

// relisted reports whether the row changes that the order is listed by.
func (j *job) relisted() bool { return j.there() && j.keys.relisted(&j.old.keys) }

// rows are what changes bring along more than one of. The change at place i has those
// up to ends[i].
type rows struct {
	ends    []int32
	was, is []string
	phase   []string // beside the mark
	what    [][]byte
}

func (r *rows) put(marks []mark) {
	for _, m := range marks {
		r.is, r.phase = append(r.is, m.text), append(r.phase, m.phase)
	}
}

// count is how many rows there are, as far as a text differs by it.
type count uint8

const (
	none count = iota
	one        // of the only change
	many
)

func (r *rows) count() count {
	switch {
	case len(r.is) == 0:
		return none
	case len(r.is) == 1 && len(r.ends) == 2:
		return one
	}
	return many
}

// shape is what the text of a statement depends on. There are a few dozen, and each
// text is put together once, and prepared once per connection.
type shape struct {
	shared     bool // in a transaction of the host's
	single     bool // one change
	old, made  bool // of orders that are there, of new ones
	goods      bool // some goods of orders that are there change
	silent     bool // some change has nothing for the log
	relisted   bool
	alone      bool
	born, anew bool // personal data of new orders, of others
	fresh      bool // some key must not be answered yet
	reads      bool // some personal data are asked for

	changed, gone, added, further count
}

func (b *batch) shape(shared bool) shape {
	old, made := b.jobs[:b.old], b.jobs[b.old:]
	return shape{
		shared: shared, single: len(b.jobs) == 1, old: len(old) > 0, made: len(made) > 0,
		goods:    slices.ContainsFunc(old, func(j *job) bool { return !j.stays() }),
		silent:   slices.ContainsFunc(b.jobs, func(j *job) bool { return j.what == nil }),
		relisted: slices.ContainsFunc(old, (*job).relisted),
		alone:    b.jobs[0].alone(),
		born:     slices.ContainsFunc(made, hasPerson), anew: slices.ContainsFunc(old, hasPerson),
		fresh:   slices.ContainsFunc(old, func(j *job) bool { return j.fresh() != nil }),
		reads:   slices.ContainsFunc(b.jobs, func(j *job) bool { return j.reads }),
		changed: b.changed.count(), gone: b.gone.count(), added: b.added.count(), further: b.further.count(),
	}
}

func hasPerson(j *job) bool { return len(j.person) > 0 }
