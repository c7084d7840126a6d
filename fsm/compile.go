package fsm

import (
	"fmt"
	"slices"
)

// Compile checks and proves a definition. The error is nil or Faults: every
// fault at once, in a fixed order, with a path where one tells more than the
// place. The definition is copied; changing it later changes nothing.
func Compile(d Definition) (*Machine, error) {
	if faults := sizes(d); len(faults) > 0 {
		return nil, faults.sorted() // the proof below would take too long
	}
	p := newProof(d.clone())
	p.names()
	p.answers()
	p.progress()
	p.endless()
	p.obligations()
	p.refusals()
	p.unclear()
	p.outside()
	if err := p.faults.sorted(); err != nil {
		return nil, err
	}
	return build(p.d, p.holds), nil
}

// MustCompile is Compile for definitions written in the program's own source.
// It panics with the faults.
func MustCompile(d Definition) *Machine {
	m, err := Compile(d)
	if err != nil {
		panic(err)
	}
	return m
}

// proof is a definition as a graph, and what was found wrong with it. Rules
// look only at transitions between known states, so that one misspelling does
// not hide the other faults.
type proof struct {
	d       Definition
	moves   []Transition // with the placing one that a definition may omit
	omitted int          // 1 if so: moves[i] is d.Transitions[i-omitted]
	index   map[string]int
	out     [][]int // moves that leave a state; [len(States)] = placing
	to      []int   // state that a move in out leads to
	first   []int   // move by which a state is reached first, -1 = never
	holds   [][]Held
	faults  Faults
}

func newProof(d Definition) *proof {
	p := &proof{d: d, moves: placed(d), index: make(map[string]int)}
	p.omitted = len(p.moves) - len(d.Transitions)
	for i, s := range d.States {
		if _, twice := p.index[s.Name]; !twice && s.Name != "" {
			p.index[s.Name] = i
		}
	}
	p.out = make([][]int, len(d.States)+1)
	p.to = make([]int, len(p.moves))
	for i, t := range p.moves {
		from, known := p.index[t.From]
		if t.From == "" {
			from, known = p.nothing(), true
		}
		to, ok := p.index[t.To]
		if !ok || !known {
			continue
		}
		p.to[i] = to
		p.out[from] = append(p.out[from], i)
	}
	p.reach()
	return p
}

// nothing is where a piece is before it is placed.
func (p *proof) nothing() int { return len(p.d.States) }

// reach walks breadth first, so that first leads back along a shortest path.
func (p *proof) reach() {
	p.first = slices.Repeat([]int{-1}, len(p.d.States))
	queue := []int{p.nothing()}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, i := range p.out[s] {
			if to := p.to[i]; p.first[to] < 0 {
				p.first[to] = i
				queue = append(queue, to)
			}
		}
	}
}

// path returns a shortest way to a state, nil when there is none.
func (p *proof) path(state int) []string {
	var hops []string
	for state != p.nothing() {
		i := p.first[state]
		if i < 0 {
			return nil
		}
		hops = append(hops, p.hop(i))
		if p.moves[i].From == "" {
			break
		}
		state = p.index[p.moves[i].From]
	}
	slices.Reverse(hops)
	return hops
}

// through returns a shortest way to a move, and the move.
func (p *proof) through(i int) []string {
	from := p.moves[i].From
	if from == "" {
		return []string{p.hop(i)}
	}
	s, ok := p.index[from]
	if !ok || p.first[s] < 0 {
		return nil
	}
	return append(p.path(s), p.hop(i))
}

func (p *proof) hop(i int) string {
	t := p.moves[i]
	from := t.From
	if from == "" {
		from = newState
	}
	return from + " -" + t.Action + "-> " + t.To
}

func (p *proof) place(i int) string {
	if i < p.omitted {
		return "initial"
	}
	return fmt.Sprintf("transitions[%d]", i-p.omitted)
}

func (p *proof) stepPlace(i, step int) string {
	return fmt.Sprintf("%s.steps[%d]", p.place(i), step)
}
