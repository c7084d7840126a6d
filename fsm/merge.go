package fsm

import "slices"

// Same reports whether one call serves both steps: they run the same handler at
// the same port and mean, undo and promise the same. Whether they are a pivot,
// and how they are tried again, may differ.
func (s Step) Same(t Step) bool {
	return s.Do == t.Do && s.Using == t.Using && (s.Means == t.Means || s.Verb() == t.Verb()) && s.Kind() == t.Kind() &&
		s.Irreversible == t.Irreversible && s.Idempotent == t.Idempotent && s.Lookup == t.Lookup && s.Compensation() == t.Compensation()
}

// asks reports whether the other side may say no to the step for good.
func (s Step) asks() bool {
	v, _ := VerbOf(s.Verb())
	return v.Asks
}

// turns reports whether there is no way back once the step is done.
func (s Step) turns() bool {
	return s.Pivot || s.Compensation() == "" && !s.Irreversible && s.Kind() != Notify
}

// Merge makes one sequence of the steps of several transitions that one action
// takes at once, so that the same step runs once, for all pieces whose
// transition names it. The order of each transition is kept. What may be refused
// comes before what cannot be taken back wherever that is possible. ok is false
// if the transitions contradict each other, as no two do that Meet has passed.
// The steps belong to the transitions if they are those of a single one: do not
// modify them.
func Merge(ts []*Transition) (steps []Step, ok bool) {
	var lists [][]Step
	for i, t := range ts {
		if len(t.Steps) > 0 && !slices.Contains(ts[:i], t) {
			lists = append(lists, t.Steps)
		}
	}
	switch len(lists) {
	case 0:
		return nil, true
	case 1:
		return lists[0], true
	}
	for {
		next, left := choose(lists)
		if !left {
			return steps, true
		}
		if next == nil {
			return nil, false
		}
		step := *next
		for i, l := range lists {
			if len(l) > 0 && l[0].Same(step) {
				step.Pivot = step.Pivot || l[0].Pivot
				lists[i] = l[1:]
			}
		}
		steps = append(steps, step)
	}
}

// choose returns the step that comes next: of those that no list has further
// back, one that can be taken back, else one that may be refused, else any.
// left is false when all lists are done.
func choose(lists [][]Step) (next *Step, left bool) {
	best := 0
	for _, l := range lists {
		if len(l) == 0 {
			continue
		}
		left = true
		if behind(lists, l[0]) {
			continue
		}
		rank := 1
		switch {
		case !slices.ContainsFunc(lists, func(o []Step) bool { return len(o) > 0 && o[0].turns() && o[0].Same(l[0]) }):
			return &l[0], true
		case l[0].asks():
			rank = 2
		}
		if rank > best {
			best, next = rank, &l[0]
		}
	}
	return next, left
}

// behind reports whether some list still has the step behind its head.
func behind(lists [][]Step, s Step) bool {
	return slices.ContainsFunc(lists, func(l []Step) bool {
		return len(l) > 1 && slices.ContainsFunc(l[1:], s.Same)
	})
}
