package fsm

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Machine is a compiled and proven Definition. It never changes and is safe
// for concurrent use.
type Machine struct {
	definition Definition
	hash       string
	index      map[string]int // state name to its position in nodes; "" = placing
	nodes      []node
	kernel     *kernel
}

// node is everything known about one state.
type node struct {
	state   State
	answers []answer
	offers  []string
	rows    []Otherwise // one per action, In emptied
	holds   []Held
}

// answer is every alternative of one action in one state.
type answer struct {
	action string
	choice []*Transition
	events []string // the kernel's names
}

// build assumes that the definition has no faults.
func build(d Definition, holds [][]Held) *Machine {
	m := &Machine{definition: d, hash: d.hash(), index: map[string]int{"": 0}, nodes: make([]node, len(d.States)+1)}
	for i, s := range d.States {
		m.index[s.Name] = i + 1
		m.nodes[i+1] = node{state: s, holds: holds[i]}
	}
	transitions := placed(d)
	choices := make([]int, len(transitions))
	for i := range transitions {
		t := &transitions[i]
		n := &m.nodes[m.index[t.From]]
		k := slices.IndexFunc(n.answers, func(a answer) bool { return a.action == t.Action })
		if k < 0 {
			k = len(n.answers)
			n.answers = append(n.answers, answer{action: t.Action})
			n.offers = append(n.offers, t.Action)
		}
		a := &n.answers[k]
		choices[i] = len(a.choice)
		a.events = append(a.events, eventName(t.Action, choices[i]))
		a.choice = append(a.choice, t)
	}
	for i := range m.nodes {
		slices.Sort(m.nodes[i].offers)
		m.nodes[i].offers = slices.Clip(m.nodes[i].offers)
	}
	for key, row := range newRows(d).table() {
		row.In = nil
		n := &m.nodes[m.index[key.state]]
		n.rows = append(n.rows, row)
	}
	for i := range m.nodes {
		slices.SortFunc(m.nodes[i].rows, func(a, b Otherwise) int { return strings.Compare(a.Action, b.Action) })
	}
	m.kernel = newKernel(d.Initial, transitions, choices)
	return m
}

// placed returns the transitions, with a placing one when d omits it.
func placed(d Definition) []Transition {
	if slices.ContainsFunc(d.Transitions, func(t Transition) bool { return t.From == "" }) {
		return d.Transitions
	}
	return append([]Transition{{Action: placeAction, To: d.Initial}}, d.Transitions...)
}

func (d Definition) hash() string {
	sum := sha256.Sum256(d.compact())
	return hex.EncodeToString(sum[:])[:16]
}

// Definition returns what was compiled, as a copy of the caller's own. Lists
// without elements are nil in it.
func (m *Machine) Definition() Definition { return m.definition.clone() }

// Name returns the definition's name.
func (m *Machine) Name() string { return m.definition.Name }

// Version returns the definition's version.
func (m *Machine) Version() int { return m.definition.Version }

// Hash returns 16 hex digits that differ when the definition differs in
// anything, and stay the same for the same definition in every process.
func (m *Machine) Hash() string { return m.hash }

// State returns the state of that name. Its timer is a copy.
func (m *Machine) State(name string) (State, bool) {
	n := m.node(name)
	if n == nil || name == "" {
		return State{}, false
	}
	s := n.state
	if s.Timer != nil {
		t := *s.Timer
		s.Timer = &t
	}
	return s, true
}

// Phase returns the phase of a state, "" for an unknown one.
func (m *Machine) Phase(state string) Phase {
	if n := m.node(state); n != nil {
		return n.state.Phase
	}
	return ""
}

// Candidates returns every alternative of an action in a state, in the order
// in which Next tries them; the position is the choice that Fire takes. From
// "" is placing. The slice and what it points to belong to the machine: do not
// modify them.
func (m *Machine) Candidates(from, action string) []*Transition {
	if a := m.answer(from, action); a != nil {
		return a.choice
	}
	return nil
}

// Next returns the first alternative whose guards all pass, and its position
// among the Candidates. A nil pass passes no guard, so that only an unguarded
// answer is found. Roles are not looked at: ask Allows of the transition. The
// transition belongs to the machine: do not modify it.
func (m *Machine) Next(from, action string, pass func(guard string) bool) (t *Transition, choice int, ok bool) {
	a := m.answer(from, action)
	if a == nil {
		return nil, 0, false
	}
next:
	for i, t := range a.choice {
		for _, g := range t.Guards {
			if pass == nil || !pass(g) {
				continue next
			}
		}
		return t, i, true
	}
	return nil, 0, false
}

// Offers returns the names of all actions that some transition answers in a
// state, sorted. The slice belongs to the machine: do not modify it.
func (m *Machine) Offers(from string) []string {
	if n := m.node(from); n != nil {
		return n.offers
	}
	return nil
}

// Otherwise returns the declared answer to an action that no transition gives:
// none leads from this state, no guard passes, or the role may not do it. In
// is empty in what it returns.
func (m *Machine) Otherwise(from, action string) (Otherwise, bool) {
	if n := m.node(from); n != nil {
		for i := range n.rows {
			if n.rows[i].Action == action {
				return n.rows[i], true
			}
		}
	}
	return Otherwise{}, false
}

// Holds returns everything that a piece in this state can hold, as the proof
// found it, in ascending order. The slice is the caller's own.
func (m *Machine) Holds(state string) []Held {
	if n := m.node(state); n != nil {
		return slices.Clone(n.holds)
	}
	return nil
}

// Fire makes the step in the kernel and returns the new state, which may be
// the old one. Neither guards nor roles are looked at. An error means that the
// machine has no such transition; nothing has moved.
func (m *Machine) Fire(from, action string, choice int) (to string, err error) {
	a := m.answer(from, action)
	if a == nil || choice < 0 || choice >= len(a.events) {
		return "", fmt.Errorf("fsm: %s %d: no transition %s#%d from %q", m.Name(), m.Version(), action, choice, from)
	}
	to, err = m.kernel.fire(from, a.events[choice])
	if err == nil && to != a.choice[choice].To {
		err = fmt.Errorf("fsm: %s %d: %s#%d led from %q to %q, not %q", m.Name(), m.Version(), action, choice, from, to, a.choice[choice].To)
	}
	if err != nil {
		return "", err
	}
	return to, nil
}

func (m *Machine) node(state string) *node {
	if i, ok := m.index[state]; ok {
		return &m.nodes[i]
	}
	return nil
}

func (m *Machine) answer(from, action string) *answer {
	i, ok := m.index[from]
	if !ok {
		return nil
	}
	answers := m.nodes[i].answers
	for k := range answers {
		if answers[k].action == action {
			return &answers[k]
		}
	}
	return nil
}
