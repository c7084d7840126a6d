package order

import "maps"

// put makes moved the run of its units, splitting and joining the others as
// needed. The caller has checked that the units exist.
func (l *Line) put(moved Run) {
	first, count := moved.First, moved.Count
	if len(l.Runs) == 1 && l.Runs[0].First == first && l.Runs[0].Count == count {
		l.Runs[0] = moved
		return
	}
	end := first + count
	out := make([]Run, 0, len(l.Runs)+2)
	placed := false
	add := func(r Run) {
		if r.Count == 0 {
			return
		}
		if n := len(out); n > 0 && out[n-1].joins(r) {
			out[n-1].Count += r.Count
			return
		}
		out = append(out, r)
	}
	for _, r := range l.Runs {
		rEnd := r.First + r.Count
		if rEnd <= first || r.First >= end {
			if !placed && r.First >= end {
				add(moved)
				placed = true
			}
			add(r)
			continue
		}
		if r.First < first {
			left := r
			left.Count = first - r.First
			add(left)
		}
		if !placed && rEnd >= end {
			add(moved)
			placed = true
		}
		if rEnd > end {
			right := r
			right.First, right.Count = end, rEnd-end
			add(right)
		}
	}
	if !placed {
		add(moved)
	}
	l.Runs = out
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
