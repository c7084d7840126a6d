package order

import "github.com/orderkit/orderkit/fsm"

// pickFrom adds moves for the units of one line that can do the action.
func (w *work) pickFrom(s *scheme, l *Line, p Pick, no *refusals) (got, busy int64) {
	m := w.e.machine(w.o, l)
	if m == nil {
		no.add(l, Run{}, fsm.Otherwise{}, CodeWorkflowGone, "this program does not know the line's workflow")
		return 0, 0
	}
	want := p.Quantity
	if want == 0 {
		want = l.Quantity()
	}
	if s.locks == nil {
		s.locks = w.o.locks()
	}
	var buf [4]Units
	for _, r := range l.Runs {
		if got == want {
			break
		}
		if r.Phase == "" { // it is still being placed
			busy += w.lock(no, Units{l.ID, r.First, r.Count})
			continue
		}
		if r.State == stateRefused {
			no.add(l, r, fsm.Otherwise{Answer: fsm.Ignore, Because: "it was never placed"}, CodeNotNow, "it was never placed")
			continue
		}
		t, choice := w.transition(s, m, l, r, no)
		if t == nil {
			continue
		}
		to, err := s.fire(m, t, choice)
		if err != nil {
			no.add(l, r, fsm.Otherwise{}, CodeInvariant, err.Error())
			continue
		}
		for _, u := range s.untaken(without(append(buf[:0], Units{l.ID, r.First, r.Count}), s.locks[l.ID])) {
			first := max(u.First, p.From)
			count := min(u.First+u.Count-first, want-got)
			if p.Exact {
				count = min(count, p.From+p.Quantity-first)
			}
			if count <= 0 {
				continue
			}
			if s.moves == nil {
				s.moves = make([]Shift, 0, s.picks)
			}
			s.moves = append(s.moves, Shift{Move: Move{Line: l.ID, First: first, Count: count, From: r.State, To: to}, Phase: m.Phase(to), Held: r.Held})
			s.trans = append(s.trans, t)
			got += count
		}
		if got < want && len(s.locks[l.ID]) > 0 {
			busy += w.lock(no, Units{l.ID, r.First, r.Count})
		}
	}
	return got, busy
}

// fire makes the step of the transition and returns where it leads: once for
// neighbours that take the same one.
func (s *scheme) fire(m *flow, t *fsm.Transition, choice int) (string, error) {
	if s.fired == t {
		return s.to, nil
	}
	to, err := m.Fire(t.From, t.Action, choice)
	if err == nil {
		s.fired, s.to = t, to
	}
	return to, err
}

// lock notes the intents that hold some of the units, and says how many they hold.
func (w *work) lock(no *refusals, u Units) (busy int64) {
	for i := range w.o.Intents {
		it := &w.o.Intents[i]
		var n int64
		for _, m := range it.Moves {
			if m.Line == u.Line {
				_, k := overlap(u.First, u.Count, Units{m.Line, m.First, m.Count})
				n += k
			}
		}
		if n > 0 {
			busy += n
			no.locked = append(no.locked, it)
		}
	}
	return busy
}

// untaken takes out what earlier picks of the same line took.
func (s *scheme) untaken(free []Units) []Units {
	for _, m := range s.moves[s.line:] {
		free = without(free, []Units{{m.Line, m.First, m.Count}})
	}
	return free
}

// transition asks the workflow, for this actor, or notes why not.
func (w *work) transition(s *scheme, m *flow, l *Line, r Run, no *refusals) (*fsm.Transition, int) {
	for i, t := range m.Candidates(r.State, s.name) {
		if !t.Allows(s.opt.actor.Role) {
			no.add(l, r, fsm.Otherwise{}, CodeNotYou, string(s.opt.actor.Role)+" may not "+s.name+" in state "+r.State)
			continue
		}
		if w.passes(s, t, l, r) {
			return t, i
		}
	}
	if row, ok := m.Otherwise(r.State, s.name); ok {
		no.add(l, r, row, CodeNotNow, row.Because)
	} else if len(m.Candidates(r.State, s.name)) == 0 {
		no.add(l, r, fsm.Otherwise{}, CodeNotNow, "state "+r.State+" has no "+s.name)
	}
	return nil, 0
}

func (w *work) passes(s *scheme, t *fsm.Transition, l *Line, r Run) bool {
	for _, g := range t.Guards {
		if g == guardAccepted {
			if in, ok := s.action.(Inspect); !ok || !in.Accepted {
				return false
			}
			continue
		}
		if !w.e.cfg.Guards[g](Situation{Order: w.o, Line: l, Run: r, Action: s.action, Actor: s.opt.actor}) {
			return false
		}
	}
	return true
}
