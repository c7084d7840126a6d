package fsm

import (
	"fmt"
	"slices"
	"strings"
)

// Check is rule 9: it proves that a switch loses and invents no obligation, so
// that both proofs together are one for pieces that are moved. The error is nil
// or Faults: every fault at once, with the path on which a piece of the old
// version meets it. A nil machine is one that does not exist.
func (s Switch) Check(from, to *Machine) error {
	c := &crossing{s: s, from: from, to: to}
	if !c.versions() {
		return c.faults.sorted()
	}
	c.walk = newProof(from.definition).walked()
	c.rows()
	return c.faults.sorted()
}

// crossing is a switch being checked.
type crossing struct {
	s        Switch
	from, to *Machine
	walk     *walk // of the old definition
	faults   Faults
}

func (c *crossing) versions() bool {
	for place, m := range map[string]*Machine{"from": c.from, "to": c.to} {
		version := map[string]int{"from": c.s.From, "to": c.s.To}[place]
		switch {
		case m == nil:
			c.faults.add(CodeUnknown, place, fmt.Sprintf("there is no version %d of %q", version, c.s.Workflow))
		case m.Name() != c.s.Workflow || m.Version() != version:
			c.faults.add(CodeVersion, place, fmt.Sprintf("is for version %d of %q, not version %d of %q", version, c.s.Workflow, m.Version(), m.Name()))
		}
	}
	if c.s.From == c.s.To {
		c.faults.add(CodeVersion, "to", "a switch leads to another version")
	}
	if len(c.s.States) > maxStates {
		c.faults.add(CodeSize, "states", fmt.Sprintf("%d entries; at most %d", len(c.s.States), maxStates))
	}
	return len(c.faults) == 0
}

func (c *crossing) rows() {
	seen := map[string]bool{}
	for i, l := range c.s.States {
		at := fmt.Sprintf("states[%d]", i)
		a, knownA := c.from.State(l.From)
		b, knownB := c.to.State(l.To)
		if !knownA {
			c.faults.add(CodeUnknown, at+".from", fmt.Sprintf("version %d has no state %q", c.s.From, l.From))
		}
		if !knownB {
			c.faults.add(CodeUnknown, at+".to", fmt.Sprintf("version %d has no state %q", c.s.To, l.To))
		}
		if seen[l.From] {
			c.faults.add(CodeDuplicate, at+".from", fmt.Sprintf("%q has a row already", l.From))
		}
		seen[l.From] = true
		if l.Timer != Kept && l.Timer != Anew {
			c.faults.add(CodeUnknown, at+".timer", fmt.Sprintf("unknown clock %q", l.Timer))
		}
		if knownA && knownB {
			c.row(at, l, a, b)
		}
	}
	for i, st := range c.from.definition.States {
		if !seen[st.Name] {
			c.faults.add(CodeUnmapped, "states", fmt.Sprintf("no row says where pieces in %q go on", st.Name), c.walk.path(i)...)
		}
	}
}

// excusable are the faults that a row may mean.
func excusable() []string {
	return []string{CodePhase, CodeFinal, CodeWaits, CodeTimer, CodeKeeper}
}

// row compares the two states that a row joins.
func (c *crossing) row(at string, l Landing, a, b State) {
	met := map[string]bool{}
	path := c.walk.path(c.walk.index[a.Name])
	tell := func(code, reason string) {
		met[code] = true
		if !slices.Contains(l.Meant, code) {
			c.faults.add(code, at, reason, path...)
		}
	}
	if counts(a.Phase) != counts(b.Phase) || !counts(a.Phase) && a.Phase != b.Phase {
		c.faults.add(CodeSold, at, fmt.Sprintf("%q is %s and %q is %s: what an order costs would change with no money moving", a.Name, a.Phase, b.Name, b.Phase), path...)
	} else if a.Phase != b.Phase {
		tell(CodePhase, fmt.Sprintf("%q is %s and %q is %s", a.Name, a.Phase, b.Name, b.Phase))
	}
	switch {
	case a.Final && !b.Final:
		tell(CodeFinal, fmt.Sprintf("pieces ended in %q and go on from %q", a.Name, b.Name))
	case b.Final && !a.Final:
		tell(CodeFinal, fmt.Sprintf("pieces go on from %q and end in %q", a.Name, b.Name))
	case a.Waits && !b.Waits:
		tell(CodeWaits, fmt.Sprintf("%q waits for a person and %q does not: what moves pieces on there may have come and gone", a.Name, b.Name))
	case b.Waits && !a.Waits:
		tell(CodeWaits, fmt.Sprintf("%q waits for nobody and %q for a person, who knows nothing of these pieces", a.Name, b.Name))
	}
	if l.Timer == Anew && b.Timer == nil {
		c.faults.add(CodeTimer, at+".timer", fmt.Sprintf("%q has no timer to start anew", b.Name))
	} else if reason := surprise(l, a, b); reason != "" {
		tell(CodeTimer, reason)
	}
	c.held(at, l)
	if other := c.keeper(l.From, b); other != "" {
		tell(CodeKeeper, other)
	}
	for k, code := range l.Meant {
		if !met[code] || !slices.Contains(excusable(), code) || slices.Contains(l.Meant[:k], code) {
			c.faults.add(CodeMeant, fmt.Sprintf("%s.meant[%d]", at, k), fmt.Sprintf("%q is no fault of this row that can be meant", code))
		}
	}
}

// counts reports whether a piece is part of what its order costs.
func counts(p Phase) bool { return p != Cancelled && p != Returned }

// surprise says what a timer would do at once, or earlier than anybody was told.
func surprise(l Landing, a, b State) string {
	t := b.Timer
	switch {
	case t == nil:
		return ""
	case l.Timer == Anew && t.After == 0:
		return fmt.Sprintf("the timer of %q would %s pieces at once", b.Name, t.Action)
	case l.Timer == Anew:
		return ""
	case a.Timer == nil:
		return fmt.Sprintf("%q has no timer: pieces that are there for longer than %s would be told to %s at once; let it start anew", a.Name, t.After, t.Action)
	case a.Timer.Action != t.Action || t.After < a.Timer.After:
		return fmt.Sprintf("pieces would %s after %s and not %s after %s, some of them at once; let it start anew", t.Action, t.After, a.Timer.Action, a.Timer.After)
	}
	return ""
}

// held compares what pieces can hold in the old state with what the proof of
// the new definition followed from the new one.
func (c *crossing) held(at string, l Landing) {
	known := c.to.node(l.To).holds
	var lost []string
	var path []string
	for _, h := range c.from.node(l.From).holds {
		if slices.Contains(known, h) {
			continue
		}
		if lost = append(lost, fmt.Sprintf("%q", h)); len(lost) == 1 {
			path = c.walk.way(spot{c.walk.index[l.From], h})
		}
	}
	if len(lost) > 0 {
		c.faults.add(CodeHeld, at, fmt.Sprintf("pieces in %q can hold %s, which version %d does not know in %q and so never settles", l.From, strings.Join(lost, " or "), c.s.To, l.To), path...)
	}
}

// keeper finds what was taken by a handler that the new version does not take
// it by: its steps would give back to one what another holds.
func (c *crossing) keeper(state string, to State) string {
	if to.Final {
		return ""
	}
	var can Held
	for _, h := range c.from.node(state).holds {
		can |= h
	}
	theirs := keepers(c.to.definition)
	for _, k := range keepers(c.from.definition) {
		if can.Has(k.held) && !slices.Contains(theirs, k) {
			return fmt.Sprintf("pieces in %q may be %s by %s, which version %d has no step of", state, k.held, strings.TrimSuffix(k.do+" using "+k.using, " using "), c.s.To)
		}
	}
	return ""
}

// keeper is a handler that adds to what a piece holds.
type keeper struct {
	held      Held
	do, using string
}

func keepers(d Definition) []keeper {
	var all []keeper
	for _, t := range d.Transitions {
		for _, s := range t.Steps {
			v, _ := VerbOf(s.Verb())
			k := keeper{v.Adds, s.Do, s.Using}
			if v.Adds != 0 && !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all
}
