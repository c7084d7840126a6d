package fsm

import (
	"fmt"
	"slices"
	"strings"
)

// Meet is rule 8: it proves that pieces of these workflows can be in one order.
// What a piece can do depends on its own state, so no piece ever waits for one
// of another workflow. They meet only where one action moves several of them at
// once: then every step runs once, over all of them, and Merge must find an
// order of the steps in which nothing that may be refused comes after what
// cannot be taken back. Meet finds that out for every combination of states, in
// time that grows with the number of steps only. The error is nil or Faults.
func Meet(machines ...*Machine) error {
	var faults Faults
	for _, m := range meetings(machines) {
		m.contradictions()
		m.noReturn()
		for _, f := range m.faults {
			if !slices.ContainsFunc(faults, func(o Fault) bool { return o.Code == f.Code && o.Place == f.Place && o.Reason == f.Reason }) {
				faults = append(faults, f)
			}
		}
	}
	return faults.sorted()
}

// meeting is everything that one action may do at once when one role asks for
// it: a graph of steps, with an edge from each step to the next one of a
// transition.
type meeting struct {
	action string
	steps  []Step
	from   []int   // the transition that has the step first; a turning one before others
	out    [][]hop // to the steps that follow
	turns  []bool
	by     []party
	faults Faults
}

// party is a transition of some machine.
type party struct {
	*Machine
	index int
	*Transition
}

type hop struct{ to, by int }

// meetings groups the transitions of all machines by action and role.
func meetings(machines []*Machine) []*meeting {
	var all []*meeting
	found := map[[2]string]*meeting{}
	for i, m := range machines {
		if slices.ContainsFunc(machines[:i], func(o *Machine) bool { return o.hash == m.hash }) {
			continue
		}
		for k := range m.definition.Transitions {
			t := &m.definition.Transitions[k]
			for _, role := range allRoles() {
				if t.From != "" && !t.Allows(role) || len(t.Steps) == 0 {
					continue // placing asks for no role
				}
				key := [2]string{t.Action, string(role)}
				if found[key] == nil {
					found[key] = &meeting{action: t.Action}
					all = append(all, found[key])
				}
				found[key].by = append(found[key].by, party{m, k, t})
			}
		}
	}
	for _, m := range all {
		m.graph()
	}
	return all
}

// alike is what Same compares, as a key.
type alike struct {
	do, using, verb, undo string
	kind                  Effect
	irreversible          bool
	idempotent, lookup    bool
}

func (m *meeting) graph() {
	index := map[alike]int{}
	for p := range m.by {
		last := -1
		for _, s := range m.by[p].Steps {
			key := alike{s.Do, s.Using, s.Verb(), s.Compensation(), s.Kind(), s.Irreversible, s.Idempotent, s.Lookup}
			i, ok := index[key]
			if !ok {
				i = len(m.steps)
				index[key] = i
				m.steps, m.from, m.out, m.turns = append(m.steps, s), append(m.from, p), append(m.out, nil), append(m.turns, false)
			}
			if s.turns() && !m.turns[i] {
				m.turns[i], m.from[i] = true, p
			}
			if last >= 0 && !slices.ContainsFunc(m.out[last], func(h hop) bool { return h.to == i }) {
				m.out[last] = append(m.out[last], hop{i, p})
			}
			last = i
		}
	}
}

// contradictions finds steps that stand before themselves: some transitions
// that can be taken at once want them in different orders.
func (m *meeting) contradictions() {
	for _, i := range m.circular() {
		way := m.way([]int{i}, func(at int) bool { return at == i })
		if way == nil {
			continue
		}
		m.tell(CodeStepOrder, i, way, fmt.Sprintf("%q has no order of its steps that suits all: %s", m.action, m.told(i, way)))
		return // one circle shows it; others are mended with it or shown next
	}
}

// circular returns the steps that are left when all that nothing has to come
// before are taken away, again and again; none if there is no circle.
func (m *meeting) circular() []int {
	before := make([]int, len(m.steps))
	for _, out := range m.out {
		for _, h := range out {
			before[h.to]++
		}
	}
	var free, left []int
	for i, n := range before {
		if n == 0 {
			free = append(free, i)
		}
	}
	for k := 0; k < len(free); k++ {
		for _, h := range m.out[free[k]] {
			if before[h.to]--; before[h.to] == 0 {
				free = append(free, h.to)
			}
		}
	}
	for i, n := range before {
		if n > 0 {
			left = append(left, i)
		}
	}
	return left
}

// noReturn finds steps that may be refused when another workflow's point of no
// return is passed already.
func (m *meeting) noReturn() {
	if len(m.faults) > 0 {
		return // without an order there is no before
	}
	asking := -1
	for i, turns := range m.turns {
		if !turns {
			continue
		}
		if way := m.way([]int{i}, func(at int) bool { return m.steps[at].asks() }); way != nil {
			to := way[len(way)-1].to
			m.tell(CodeAfterPivot, i, way, fmt.Sprintf("%q may be refused when %q has left no way back: %s", m.steps[to].Do, m.steps[i].Do, m.told(i, way)))
			continue
		}
		if !m.steps[i].asks() {
			continue
		}
		if asking >= 0 {
			m.tell(CodeAfterPivot, asking, []hop{{i, m.from[i]}}, fmt.Sprintf("%q and %q are points of no return of %q that may both be refused, and one of them comes second", m.steps[asking].Do, m.steps[i].Do, m.action))
			continue
		}
		asking = i
	}
}

// way returns a shortest way of at least one hop to a step, nil if there is none.
func (m *meeting) way(from []int, found func(step int) bool) []hop {
	by := map[int]struct{ at, hop int }{}
	for k := 0; k < len(from); k++ {
		at := from[k]
		for n, h := range m.out[at] {
			if _, seen := by[h.to]; seen {
				continue
			}
			by[h.to] = struct{ at, hop int }{at, n}
			if !found(h.to) {
				from = append(from, h.to)
				continue
			}
			var way []hop
			for to := h.to; len(way) == 0 || to != from[0]; to = by[to].at {
				way = append(way, m.out[by[to].at][by[to].hop])
			}
			slices.Reverse(way)
			return way
		}
	}
	return nil
}

// told says a way in words.
func (m *meeting) told(at int, way []hop) string {
	var words []string
	for _, h := range way {
		words = append(words, fmt.Sprintf("%s runs %q before %q", m.by[h.by].who(), m.steps[at].Do, m.steps[h.to].Do))
		at = h.to
	}
	return strings.Join(words, ", ")
}

func (p party) who() string {
	return fmt.Sprintf("%s %d transitions[%d]", p.Name(), p.Version(), p.index)
}

// tell reports a fault with the moves that a meeting of pieces shows it with.
func (m *meeting) tell(code string, at int, way []hop, reason string) {
	parties := []int{m.from[at]}
	for _, h := range way {
		if !slices.Contains(parties, h.by) {
			parties = append(parties, h.by)
		}
	}
	if code == CodeStepOrder { // the circle itself says it all
		parties = parties[:0]
		for _, h := range way {
			if !slices.Contains(parties, h.by) {
				parties = append(parties, h.by)
			}
		}
	}
	var path []string
	for _, p := range parties {
		from := m.by[p].From
		if from == "" {
			from = newState
		}
		path = append(path, fmt.Sprintf("%s %d: %s -%s-> %s", m.by[p].Name(), m.by[p].Version(), from, m.action, m.by[p].To))
	}
	m.faults.add(code, m.by[parties[0]].who(), reason, path...)
}
