package fsm

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Reserved words.
const (
	placeAction  = "place"   // the action that makes pieces
	newState     = "new"     // where paths start, before placing
	refusedState = "refused" // what becomes of a placing that fails
)

// Bounds of names, texts and timers that no honest workflow meets.
const (
	maxName  = 64
	maxText  = 500
	maxTimer = Duration(10 * 366 * 24 * time.Hour)
	maxTimes = 1000
)

// names is rule 1 for everything that stands alone.
func (p *proof) names() {
	d := &p.d
	p.name("name", d.Name)
	if d.Version < 1 {
		p.faults.add(CodeSize, "version", "versions count from 1")
	}
	p.states()
	for i := range d.Transitions {
		p.transition(fmt.Sprintf("transitions[%d]", i), &d.Transitions[i])
	}
	for i, o := range d.Otherwise {
		at := fmt.Sprintf("otherwise[%d]", i)
		p.name(at+".action", o.Action)
		if o.Action == placeAction {
			p.faults.add(CodeName, at+".action", `"place" makes pieces; there is no state to answer it in`)
		}
		for k, s := range o.In {
			p.known(fmt.Sprintf("%s.in[%d]", at, k), s)
		}
		if !slices.Contains([]Answer{Ignore, Escalate, Refuse}, o.Answer) {
			p.faults.add(CodeUnknown, at+".answer", fmt.Sprintf("unknown answer %q", o.Answer))
		}
		p.text(at+".because", o.Because)
	}
}

func (p *proof) states() {
	seen := map[string]bool{}
	final := false
	for i, s := range p.d.States {
		at := fmt.Sprintf("states[%d]", i)
		p.name(at+".name", s.Name)
		if s.Name == newState || s.Name == refusedState {
			p.faults.add(CodeName, at+".name", fmt.Sprintf("%q is a reserved word", s.Name))
		}
		if seen[s.Name] {
			p.faults.add(CodeDuplicate, at+".name", fmt.Sprintf("there is another state %q", s.Name))
		}
		seen[s.Name] = true
		if !slices.Contains(Phases(), s.Phase) {
			p.faults.add(CodeUnknown, at+".phase", fmt.Sprintf("unknown phase %q", s.Phase))
		}
		p.text(at+".label", s.Label)
		if t := s.Timer; t != nil {
			p.name(at+".timer.action", t.Action)
			if t.After < 0 || t.After > maxTimer {
				p.faults.add(CodeSize, at+".timer.after", "a timer waits between 0s and ten years")
			}
			if t.Times < 0 || t.Times > maxTimes {
				p.faults.add(CodeSize, at+".timer.times", fmt.Sprintf("a timer fires 0 to %d times", maxTimes))
			}
		}
		final = final || s.Final
		if s.Final && s.Phase != Completed && s.Phase != Cancelled && s.Phase != Returned {
			p.faults.add(CodeFinal, at+".phase", fmt.Sprintf("a final state is completed, cancelled or returned, not %q", s.Phase))
		}
	}
	if !final {
		p.faults.add(CodeFinal, "states", "no state is final")
	}
	switch i, ok := p.index[p.d.Initial]; {
	case !ok:
		p.faults.add(CodeInitial, "initial", fmt.Sprintf("unknown state %q", p.d.Initial))
	case p.d.States[i].Final:
		p.faults.add(CodeInitial, "initial", fmt.Sprintf("state %q is final: nothing could ever happen", p.d.Initial))
	}
}

func (p *proof) transition(at string, t *Transition) {
	p.name(at+".action", t.Action)
	switch {
	case t.From == "" && t.Action != placeAction:
		p.faults.add(CodePlacing, at+".action", fmt.Sprintf("only %q leads from nothing, not %q", placeAction, t.Action))
	case t.From != "" && t.Action == placeAction:
		p.faults.add(CodePlacing, at+".from", fmt.Sprintf("%q leads from nothing, not from %q", placeAction, t.From))
	case t.From == "" && t.To != p.d.Initial:
		p.faults.add(CodePlacing, at+".to", fmt.Sprintf("placing leads to the initial state %q, not %q", p.d.Initial, t.To))
	}
	if t.From != "" {
		p.known(at+".from", t.From)
	}
	p.known(at+".to", t.To)
	for k, g := range t.Guards {
		p.name(fmt.Sprintf("%s.guards[%d]", at, k), g)
		if slices.Contains(t.Guards[:k], g) {
			p.faults.add(CodeDuplicate, fmt.Sprintf("%s.guards[%d]", at, k), fmt.Sprintf("guard %q twice", g))
		}
	}
	for k, r := range t.By {
		where := fmt.Sprintf("%s.by[%d]", at, k)
		if !slices.Contains(allRoles(), r) {
			p.faults.add(CodeUnknown, where, fmt.Sprintf("unknown role %q", r))
		}
		if slices.Contains(t.By[:k], r) {
			p.faults.add(CodeDuplicate, where, fmt.Sprintf("role %q twice", r))
		}
	}
	for k := range t.Steps {
		s := &t.Steps[k]
		where := fmt.Sprintf("%s.steps[%d]", at, k)
		p.name(where+".do", s.Do)
		for field, name := range map[string]string{".means": s.Means, ".using": s.Using, ".undo": s.Undo} {
			if name != "" {
				p.name(where+field, name)
			}
		}
	}
}

// name admits what every store, log, diagram and URL can carry unchanged.
func (p *proof) name(at, s string) {
	switch {
	case s == "":
		p.faults.add(CodeName, at, "a name is missing")
	case len(s) > maxName || s[0] < 'a' || s[0] > 'z' || !plain(s):
		p.faults.add(CodeName, at, fmt.Sprintf("%q is no name: a-z, then a-z, 0-9 or _, at most %d", s, maxName))
	}
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (p *proof) known(at, state string) {
	if _, ok := p.index[state]; !ok {
		p.faults.add(CodeUnknown, at, fmt.Sprintf("unknown state %q", state))
	}
}

func (p *proof) text(at, s string) {
	bad := func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
	if !utf8.ValidString(s) || len(s) > maxText || strings.ContainsFunc(s, bad) {
		p.faults.add(CodeText, at, fmt.Sprintf("not one line of clean UTF-8 text of at most %d bytes", maxText))
	}
}
