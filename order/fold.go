package order

import (
	"slices"
	"strings"

	"github.com/orderkit/orderkit/fsm"
)

// Phases counts the order's units by phase.
func (o *Order) Phases() map[fsm.Phase]int64 {
	counts := make(map[fsm.Phase]int64)
	for i := range o.Lines {
		for _, r := range o.Lines[i].Runs {
			counts[r.Phase] += r.Count
		}
	}
	return counts
}

// Status is the phase of the order as a whole: that of its least advanced unit
// that is still wanted; with none left, returned if any unit was, else
// cancelled.
func (o *Order) Status() fsm.Phase {
	status := fsm.Cancelled
	best := len(forward)
	for i := range o.Lines {
		for _, r := range o.Lines[i].Runs {
			phase := r.Phase
			if phase == "" { // still being placed
				phase = fsm.Created
			}
			switch rank := slices.Index(forward[:], phase); {
			case rank >= 0 && rank < best:
				best, status = rank, phase
			case r.Phase == fsm.Returned && best == len(forward):
				status = fsm.Returned
			}
		}
	}
	return status
}

// forward is the order in which wanted units advance.
var forward = [...]fsm.Phase{fsm.Created, fsm.Paid, fsm.Production, fsm.Confirmed, fsm.Completed}

// Keys returns what a store indexes the order by, each list sorted.
func (o *Order) Keys() Keys {
	var k Keys
	for i := range o.Lines {
		k.Types = unlike(k.Types, o.Lines[i].Type)
		for _, r := range o.Lines[i].Runs {
			k.Phases = unlike(k.Phases, r.Phase)
			k.States = unlike(k.States, r.State)
		}
	}
	for i := range o.Cases {
		k.Stage = max(k.Stage, o.Cases[i].Stage)
	}
	k.Refs = o.Refs()
	slices.Sort(k.Refs)
	k.Refs = slices.Compact(k.Refs)
	slices.Sort(k.Types)
	k.Types = slices.Compact(k.Types)
	slices.Sort(k.States)
	k.States = slices.Compact(k.States)
	slices.Sort(k.Phases)
	k.Phases = slices.Compact(k.Phases)
	return k
}

// unlike appends what differs from the last of the list: neighbours are mostly
// alike.
func unlike[T comparable](list []T, x T) []T {
	if n := len(list); n > 0 && list[n-1] == x {
		return list
	}
	return append(list, x)
}

// String says where the units of the line are: "2 shipped, 1 paid".
func (l *Line) String() string {
	var b strings.Builder
	for i, r := range l.Runs {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(itoa(r.Count) + " " + r.State)
	}
	return b.String()
}

// In returns how many units of the line are in the state.
func (l *Line) In(state string) int64 {
	var n int64
	for _, r := range l.Runs {
		if r.State == state {
			n += r.Count
		}
	}
	return n
}
