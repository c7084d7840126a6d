package fsm

import (
	"fmt"
	"slices"
)

// pair is an action in a state.
type pair struct{ state, action string }

// rows is who answers what: the alternatives of each action in each state, and
// the Otherwise rows for the rest.
type rows struct {
	d       Definition
	choices map[pair][]int // positions in moves
	moves   []Transition
	roles   map[string][]Role // who asks for an action
}

func newRows(d Definition) *rows {
	r := &rows{d: d, moves: placed(d), choices: map[pair][]int{}, roles: map[string][]Role{}}
	for i, t := range r.moves {
		k := pair{t.From, t.Action}
		r.choices[k] = append(r.choices[k], i)
		by := t.By
		if len(by) == 0 {
			by = allRoles()
		}
		for _, role := range append([]Role{Customer}, by...) {
			if !slices.Contains(r.roles[t.Action], role) {
				r.roles[t.Action] = append(r.roles[t.Action], role)
			}
		}
	}
	return r
}

// answered reports whether transitions alone answer the action in that state
// for that role, whatever the guards say.
func (r *rows) answered(k pair, role Role) bool {
	for _, i := range r.choices[k] {
		if !r.moves[i].Allows(role) {
			return false
		}
	}
	return r.unguarded(k)
}

// unguarded reports whether some transition answers whatever the guards say.
func (r *rows) unguarded(k pair) bool {
	choices := r.choices[k]
	return len(choices) > 0 && len(r.moves[choices[len(choices)-1]].Guards) == 0
}

// settled reports whether no Otherwise row can ever be asked for: transitions
// answer everybody who may do the action in some state, and the customer, who
// may ask for anything.
func (r *rows) settled(k pair) bool {
	for _, role := range r.roles[k.action] {
		if !r.answered(k, role) {
			return false
		}
	}
	return len(r.choices[k]) > 0
}

// table returns the row for every state and action that has one: a row that
// names the state before a general one.
func (r *rows) table() map[pair]Otherwise {
	table := map[pair]Otherwise{}
	for _, o := range r.d.Otherwise {
		for _, s := range o.In {
			table[pair{s, o.Action}] = o
		}
	}
	for _, o := range r.d.Otherwise {
		if len(o.In) > 0 {
			continue
		}
		for _, s := range r.d.States {
			k := pair{s.Name, o.Action}
			if _, named := table[k]; !named && !r.settled(k) {
				table[k] = o
			}
		}
	}
	return table
}

// answers is rule 1 for alternatives and timers: exactly one answer for every
// outcome of the guards.
func (p *proof) answers() {
	r := newRows(p.d)
	table := r.table()
	for i, t := range p.moves {
		choices := r.choices[pair{t.From, t.Action}]
		for _, before := range choices[:slices.Index(choices, i)] {
			if within(p.moves[before].Guards, t.Guards) {
				p.faults.add(CodeAmbiguous, p.place(i), fmt.Sprintf("never chosen: %s answers %q in %q first", p.place(before), t.Action, t.From), p.through(i)...)
				break
			}
		}
		last := choices[len(choices)-1] == i
		if last && len(t.Guards) > 0 {
			if _, ok := table[pair{t.From, t.Action}]; !ok {
				p.faults.add(CodeUnanswered, p.place(i), fmt.Sprintf("no answer to %q in %q when the guards fail: add one without guards, or an otherwise row", t.Action, t.From), p.through(i)...)
			}
		}
	}
	for i, s := range p.d.States {
		if s.Timer == nil || s.Timer.Action == "" {
			continue
		}
		if !r.answered(pair{s.Name, s.Timer.Action}, System) {
			p.faults.add(CodeTimer, fmt.Sprintf("states[%d].timer", i), fmt.Sprintf("no transition that the system may do always answers %q in %q", s.Timer.Action, s.Name), p.path(i)...)
		}
	}
}

// within reports whether every guard of a is one of b, so that b passes only
// when a does.
func within(a, b []string) bool {
	for _, g := range a {
		if !slices.Contains(b, g) {
			return false
		}
	}
	return true
}
