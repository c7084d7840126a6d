package order

import "maps"

// put makes moved the run of its units, splitting and joining the others as
// needed. The caller has checked that the units exist.
func (l *Line) put(moved Run) {
	end := moved.First + moved.Count
	if len(l.Runs) == 1 && l.Runs[0].First == moved.First && l.Runs[0].Count == moved.Count {
		l.Runs[0] = moved
		return
	}
	out := make([]Run, 0, len(l.Runs)+2)
	add := func(r Run) {
		if n := len(out); n > 0 && out[n-1].joins(r) {
			out[n-1].Count += r.Count
			return
		}
		out = append(out, r)
	}
	for _, r := range l.Runs {
		rEnd := r.First + r.Count
		if rEnd <= moved.First || r.First >= end {
			add(r)
			continue
		}
		if r.First < moved.First {
			left := r
			left.Count = moved.First - r.First
			add(left)
		}
		if rEnd >= end { // the last of the runs that it covers
			add(moved)
		}
		if rEnd > end {
			right := r
			right.First, right.Count = end, rEnd-end
			add(right)
		}
	}
	l.Runs = out
}

// change lets each part of the units that is in one run become what it becomes by to.
func (l *Line) change(first, count int64, to func(was Run) Run) {
	for _, was := range l.Runs { // those from before: put replaces the list, or the run just read
		if lo, n := overlap(was.First, was.Count, Units{l.ID, first, count}); n > 0 {
			is := to(was)
			is.First, is.Count = lo, n
			l.put(is)
		}
	}
}

func (r Run) joins(next Run) bool {
	return r.First+r.Count == next.First && r.State == next.State && r.Phase == next.Phase && r.Held == next.Held &&
		maps.Equal(r.Turns, next.Turns) && r.Off == next.Off && r.Entered.Equal(next.Entered)
}

// overlap returns the part of [first,first+count) that lies in u.
func overlap(first, count int64, u Units) (int64, int64) {
	lo, hi := max(first, u.First), min(first+count, u.First+u.Count)
	if hi <= lo {
		return 0, 0
	}
	return lo, hi - lo
}
