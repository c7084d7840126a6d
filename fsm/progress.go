package fsm

import (
	"fmt"
	"slices"
)

// progress is rule 2: every piece can be reached, moved and ended.
func (p *proof) progress() {
	ends := p.ends()
	for i, s := range p.d.States {
		at := fmt.Sprintf("states[%d]", i)
		if p.first[i] < 0 {
			p.faults.add(CodeUnreachable, at, fmt.Sprintf("no way leads to %q", s.Name))
		}
		if s.Final {
			p.ended(i, at)
			continue
		}
		if !ends[i] {
			p.faults.add(CodeTrapped, at, fmt.Sprintf("no final state can be reached from %q", s.Name), p.path(i)...)
		}
		if !s.Waits && !p.moved(i) {
			p.faults.add(CodeStalled, at, fmt.Sprintf("nothing moves a piece out of %q: no timer without a budget, no transition open to system or webhook, and it does not say that it waits for a person", s.Name), p.path(i)...)
		}
	}
}

// ends returns for every state whether a final one can be reached from it.
func (p *proof) ends() []bool {
	ends := make([]bool, len(p.d.States)+1)
	for i, s := range p.d.States {
		ends[i] = s.Final
	}
	for changed := true; changed; {
		changed = false
		for s, moves := range p.out {
			if !ends[s] && slices.ContainsFunc(moves, func(i int) bool { return ends[p.to[i]] }) {
				ends[s], changed = true, true
			}
		}
	}
	return ends
}

func (p *proof) ended(i int, at string) {
	s := p.d.States[i]
	if s.Timer != nil {
		p.faults.add(CodeFinal, at+".timer", fmt.Sprintf("%q is final and has a timer", s.Name), p.path(i)...)
	}
	if s.Waits {
		p.faults.add(CodeFinal, at+".waits", fmt.Sprintf("%q is final and waits for a person", s.Name), p.path(i)...)
	}
	for _, k := range p.out[i] {
		if p.to[k] != i {
			p.faults.add(CodeFinal, p.place(k), fmt.Sprintf("leaves the final state %q", s.Name), p.through(k)...)
		}
	}
}

// moved reports whether something other than a person can move a piece out of
// the state. A timer with a budget can run out, so it does not count.
func (p *proof) moved(s int) bool {
	timer := p.d.States[s].Timer
	return slices.ContainsFunc(p.out[s], func(i int) bool {
		t := &p.moves[i]
		if timer != nil && timer.Action == t.Action && timer.Times > 0 {
			return false
		}
		return p.to[i] != s && (t.Allows(System) || t.Allows(Webhook))
	})
}

// endless is rule 3: a cycle of moves that need no person has a budget.
func (p *proof) endless() {
	reported := make([]bool, len(p.d.States))
	for s := range p.d.States {
		if reported[s] {
			continue
		}
		cycle := p.cycle(s)
		if cycle == nil {
			continue
		}
		path := p.path(s)
		for _, i := range cycle {
			reported[p.to[i]] = true
			path = append(path, p.hop(i))
		}
		p.faults.add(CodeEndless, p.place(cycle[0]), fmt.Sprintf("runs for ever from %q without a person: give a timer on the way a number of times", p.d.States[s].Name), path...)
	}
}

// cycle returns the moves of a shortest cycle without a budget from s to s.
func (p *proof) cycle(s int) []int {
	by := map[int]int{} // state to the move that found it
	queue := []int{s}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, i := range p.out[at] {
			if !p.automatic(at, i) {
				continue
			}
			to := p.to[i]
			if _, seen := by[to]; !seen {
				by[to] = i
				queue = append(queue, to)
			}
			if to == s {
				return p.backwards(by, s)
			}
		}
	}
	return nil
}

func (p *proof) backwards(by map[int]int, s int) []int {
	var cycle []int
	for at := s; ; {
		i := by[at]
		cycle = append(cycle, i)
		if at = p.index[p.moves[i].From]; at == s {
			slices.Reverse(cycle)
			return cycle
		}
	}
}

// automatic reports whether a move can repeat without a person and without a
// budget: its timer has none, or only the system may do it.
func (p *proof) automatic(s, i int) bool {
	t := &p.moves[i]
	if timer := p.d.States[s].Timer; timer != nil && timer.Action == t.Action {
		return timer.Times == 0
	}
	return len(t.By) > 0 && !slices.ContainsFunc(t.By, func(r Role) bool { return r != System })
}
