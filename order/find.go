package order

import "iter"

// finder finds the lines of an order, many of them one after another. Moves come
// in the order of the lines, so the next one is mostly at hand; where it is not, a
// long order gets an index once: an order has up to MaxLines lines, and asking for
// each of them from the first on takes the square of it.
type finder struct {
	lines []Line
	next  int // where the next line is looked for
	index map[string]int
}

// indexed is from how many lines on an index pays.
const indexed = 32

// finder finds lines until some are added or taken away.
func (o *Order) finder() finder { return finder{lines: o.Lines} }

func (f *finder) line(id string) (*Line, bool) {
	at, ok := f.place(id)
	if !ok {
		return nil, false
	}
	f.next = at + 1
	return &f.lines[at], true
}

func (f *finder) place(id string) (int, bool) {
	for at := max(f.next-1, 0); at < len(f.lines) && at <= f.next; at++ {
		if f.lines[at].ID == id {
			return at, true
		}
	}
	if len(f.lines) < indexed {
		for at := range f.lines {
			if f.lines[at].ID == id {
				return at, true
			}
		}
		return 0, false
	}
	if f.index == nil {
		f.index = make(map[string]int, len(f.lines))
		for at := range f.lines {
			f.index[f.lines[at].ID] = at
		}
	}
	at, ok := f.index[id]
	return at, ok
}

// byLine are units by the ID of their line, each list in the order that it had.
func byLine(us []Units) map[string][]Units {
	lines := make(map[string][]Units, len(us))
	for i, u := range us {
		if list, known := lines[u.Line]; known {
			lines[u.Line] = append(list, u)
		} else {
			lines[u.Line] = us[i : i+1 : i+1] // mostly the only one
		}
	}
	return lines
}

// locks are the units that actions under way hold, by the ID of their line; nil if
// there are none.
func (o *Order) locks() map[string][]Units {
	if len(o.Intents) == 0 {
		return nil
	}
	us := make([]Units, 0, len(o.Intents[0].Moves))
	for i := range o.Intents {
		for _, m := range o.Intents[i].Moves {
			us = append(us, Units{m.Line, m.First, m.Count})
		}
	}
	return byLine(us)
}

// byLine are the picks by the ID of their line, each list in the order that it had.
func (s Selection) byLine() map[string][]Pick {
	if len(s) == 0 {
		return nil
	}
	lines := make(map[string][]Pick, len(s))
	for _, p := range s {
		lines[p.Line] = append(lines[p.Line], p)
	}
	return lines
}

// linesOf are the lines that a charge belongs to. A claw-back names none and
// belongs to all.
func (o *Order) linesOf(c *Charge) iter.Seq[*Line] {
	return func(yield func(*Line) bool) {
		if c.Undeserved != nil {
			for i := range o.Lines {
				if !yield(&o.Lines[i]) {
					return
				}
			}
			return
		}
		f := o.finder()
		for _, id := range c.Lines {
			if l, ok := f.line(id); ok && !yield(l) {
				return
			}
		}
	}
}
