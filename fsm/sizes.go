package fsm

import "fmt"

// Bounds of lists. They keep every proof short, whoever wrote the definition.
const (
	maxStates      = 500
	maxTransitions = 5000
	maxRows        = 500
	maxSteps       = 100
	maxGuards      = 20
	maxBy          = 10
)

// sizes is the part of rule 1 that all other rules rely on to end soon.
func sizes(d Definition) Faults {
	var faults Faults
	bound := func(place string, n, max int) {
		if n > max {
			faults.add(CodeSize, place, fmt.Sprintf("%d entries; at most %d", n, max))
		}
	}
	bound("states", len(d.States), maxStates)
	bound("transitions", len(d.Transitions), maxTransitions)
	bound("otherwise", len(d.Otherwise), maxRows)
	for i, t := range d.Transitions {
		at := fmt.Sprintf("transitions[%d]", i)
		bound(at+".steps", len(t.Steps), maxSteps)
		bound(at+".guards", len(t.Guards), maxGuards)
		bound(at+".by", len(t.By), maxBy)
	}
	for i, o := range d.Otherwise {
		bound(fmt.Sprintf("otherwise[%d].in", i), len(o.In), maxStates)
	}
	return faults
}
