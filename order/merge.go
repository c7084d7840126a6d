package order

import "github.com/orderkit/orderkit/fsm"

// mergeSteps makes one sequence of the steps of several transitions, so that
// each step runs once per action, over all units whose transition names it. The
// order of each transition is kept; ok is false if two transitions contradict
// each other.
func mergeSteps(trans []*fsm.Transition) (steps []fsm.Step, ok bool) {
	var lists [][]fsm.Step
	for i, t := range trans {
		if len(t.Steps) > 0 && !contains(trans[:i], t) {
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
		left := false
		took := false
		for _, l := range lists {
			if len(l) == 0 {
				continue
			}
			left = true
			if laterInAny(lists, l[0]) {
				continue
			}
			next := l[0]
			for j := range lists {
				if len(lists[j]) > 0 && sameStep(lists[j][0], next) {
					next.Pivot = next.Pivot || lists[j][0].Pivot
					lists[j] = lists[j][1:]
				}
			}
			steps = append(steps, next)
			took = true
			break
		}
		if !left {
			return steps, true
		}
		if !took {
			return nil, false
		}
	}
}

func contains(trans []*fsm.Transition, t *fsm.Transition) bool {
	for _, x := range trans {
		if x == t {
			return true
		}
	}
	return false
}

// laterInAny reports whether some list still has s behind its head.
func laterInAny(lists [][]fsm.Step, s fsm.Step) bool {
	for _, l := range lists {
		for i := 1; i < len(l); i++ {
			if sameStep(l[i], s) {
				return true
			}
		}
	}
	return false
}

func sameStep(a, b fsm.Step) bool { return a.Do == b.Do && a.Using == b.Using }
