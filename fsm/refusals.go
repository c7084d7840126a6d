package fsm

import (
	"fmt"
	"slices"
)

// refusals is rule 5: whichever step of a transition is refused, what was done
// before can be undone or what is left will be done.
func (p *proof) refusals() {
	for i := range p.moves {
		steps := p.moves[i].Steps
		pivot := slices.IndexFunc(steps, func(s Step) bool { return s.Pivot })
		for k := range steps {
			s := &steps[k]
			if s.Pivot && k != pivot {
				p.faults.add(CodePivots, p.stepPlace(i, k), fmt.Sprintf("steps[%d] is the pivot already", pivot), p.through(i)...)
			}
			p.compensation(i, k)
			switch {
			case pivot >= 0 && k > pivot:
				if v, _ := VerbOf(s.Verb()); v.Asks {
					p.faults.add(CodeAfterPivot, p.stepPlace(i, k), fmt.Sprintf("%q may be refused, and after the pivot there is no way back", s.Do), p.through(i)...)
				}
			case k != pivot && p.needsUndo(steps[k:]) && s.Compensation() == "" && !s.Irreversible:
				p.faults.add(CodeNoUndo, p.stepPlace(i, k), fmt.Sprintf("%q cannot be undone when a later step is refused: name an undo, put it last, or mark it as the pivot", s.Do), p.through(i)...)
			}
		}
	}
}

// needsUndo reports whether something that can fail follows the first step. A
// notification undoes nothing and needs no undoing.
func (p *proof) needsUndo(steps []Step) bool {
	return steps[0].Kind() != Notify && slices.ContainsFunc(steps[1:], func(s Step) bool { return s.Kind() != Notify })
}

// compensation checks the way back that a step declares.
func (p *proof) compensation(i, k int) {
	s := &p.moves[i].Steps[k]
	at := p.stepPlace(i, k)
	if s.Irreversible && s.Undo != "" {
		p.faults.add(CodeWrongUndo, at, fmt.Sprintf("%q is irreversible and names an undo", s.Do))
	}
	if s.Irreversible && !p.staffed(p.moves[i].From) {
		p.faults.add(CodeIrreversible, at, fmt.Sprintf("a person decides about %q, but %q neither waits for one nor can staff move it", s.Do, p.moves[i].From), p.through(i)...)
	}
	undo, ok := VerbOf(s.Undo)
	if v, _ := VerbOf(s.Verb()); ok && (v.Adds&^undo.Drops != 0 || s.Kind() != undo.Effect) || s.Undo != "" && s.Undo == s.Do {
		p.faults.add(CodeWrongUndo, at, fmt.Sprintf("%q does not undo %q", s.Undo, s.Do))
	}
}

// staffed reports whether a person can take over a piece in that state.
func (p *proof) staffed(state string) bool {
	i, ok := p.index[state]
	return ok && (p.d.States[i].Waits || slices.ContainsFunc(p.out[i], func(m int) bool { return p.moves[m].Allows(Staff) }))
}
