package order

import (
	"fmt"
	"maps"
	"slices"

	"github.com/orderkit/orderkit/fsm"
)

// Switch moves all lines of the order that run under one version of a workflow
// to another version of it, along the way that Config.Switches has: each unit
// goes on in the state that it leads to, with what it holds, and timers count
// as it says. No port is called and no money moves. Switching back is another
// Switch, if there is a way.
//
// It is Busy while an action of the order is under way or waits for one, and
// Refused without a way, without such lines, or if units hold what the other
// version does not know (CodeHeld). Staff and system only.
type Switch struct {
	Workflow string `json:"workflow"`
	From     int    `json:"from"` // version
	To       int    `json:"to"`   // version
}

// Name implements Action.
func (Switch) Name() string { return "switch" }

// String says what leads where: "goods 1 to 2".
func (a Switch) String() string { return fmt.Sprintf("%s %d to %d", a.Workflow, a.From, a.To) }

// connect proves the ways between versions.
func (e *Engine) connect(f *faults) {
	find := func(version int, name string) *fsm.Machine {
		if fl := e.version(name, version); fl != nil {
			return fl.Machine
		}
		return nil
	}
	for i, s := range e.cfg.Switches {
		path := fmt.Sprintf("Switches[%d]", i)
		key := Switch{s.Workflow, s.From, s.To}
		if _, twice := e.ways[key]; twice {
			f.add(path, "duplicate", "there is another way from %s", key)
		}
		if err := s.Check(find(s.From, s.Workflow), find(s.To, s.Workflow)); err != nil {
			f.add(path, "switch", "%v", err)
		}
		s.States = slices.Clone(s.States)
		e.ways[key] = s
	}
}

// version returns the machine of a version, or nil if this engine has none.
func (e *Engine) version(name string, version int) *flow {
	for _, fl := range e.byHash {
		if fl.pin.Name == name && fl.pin.Version == version {
			return fl
		}
	}
	return nil
}

// meet proves that the workflows that lines of one order may follow do not get
// in each other's way: those of one transaction, in all their versions.
func (e *Engine) meet(f *faults) {
	var done []string
	for _, r := range append([]route{{}}, e.routes...) {
		if slices.Contains(done, r.transaction) {
			continue
		}
		done = append(done, r.transaction)
		var together []*fsm.Machine
		for _, o := range e.routes {
			if o.transaction == r.transaction || o.transaction == "" {
				together = append(together, o.machine.Machine)
			}
		}
		if err := fsm.Meet(together...); err != nil {
			f.add("Workflows", "workflow", "%v", err)
			return // other transactions mostly repeat it
		}
	}
}

// planSwitch finds where the units go on, and changes nothing.
func (w *work) planSwitch(s *scheme, a Switch) error {
	way, ok := w.e.ways[a]
	if !ok {
		return fail(Refused, s.name, w.o.ID, CodeNoSwitch, "Config.Switches has no way from "+a.String())
	}
	if len(w.o.Intents)+len(w.o.Queue) > 0 {
		return fail(Busy, s.name, w.o.ID, "", "an action is under way")
	}
	to := w.e.version(a.Workflow, a.To)
	runs := map[string][]Run{}
	var bad faults
	for i := range w.o.Lines {
		l := &w.o.Lines[i]
		if pin := w.o.Workflows[l.Workflow]; pin.Name != a.Workflow || pin.Version != a.From {
			continue
		}
		if w.e.machine(w.o, l) == nil {
			return fail(Refused, s.name, w.o.ID, CodeWorkflowGone, "this program's "+a.Workflow+" has the same version and other content")
		}
		runs[l.ID] = w.land(s, l, way, to, &bad)
	}
	if len(bad.list) > 0 {
		return &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeHeld, Faults: bad.list}
	}
	if len(runs) == 0 {
		return fail(Refused, s.name, w.o.ID, CodeNothing, "no line of the order runs under version "+itoa(int64(a.From))+" of "+quoted(a.Workflow))
	}
	s.effect = func(w *work) error { w.o.repin(runs, to.pin); return nil }
	return nil
}

// land works out where the units of a line go on, and plans their moves. Units
// whose placing was refused are the same in every version.
func (w *work) land(s *scheme, l *Line, way fsm.Switch, to *flow, bad *faults) []Run {
	var out []Run
	for _, r := range l.Runs {
		if r.State != stateRefused {
			row, _ := way.Landing(r.State)
			if !expects(to, row.To, r.Held) {
				bad.add(l.ID+"["+r.State+"]", CodeHeld, "the units hold %q, which version %d does not know in %q", r.Held, way.To, row.To)
			}
			s.moves = append(s.moves, Shift{Move: Move{Line: l.ID, First: r.First, Count: r.Count, From: r.State, To: row.To},
				Phase: to.Phase(row.To), Held: r.Held})
			r.State, r.Phase = row.To, to.Phase(row.To)
			w.rearm(&r, row.Timer, way, to)
		}
		if n := len(out); n > 0 && out[n-1].joins(r) {
			out[n-1].Count += r.Count
			continue
		}
		out = append(out, r)
	}
	return out
}

// expects reports whether the proof of the version followed pieces that hold
// that much in the state. A gateway that takes the money when it is promised is
// ahead of every proof.
func expects(m *flow, state string, held fsm.Held) bool {
	known := m.Holds(state)
	return slices.Contains(known, held) || held.Has(fsm.Taken) && slices.Contains(known, held&^fsm.Taken|fsm.Promised)
}

// rearm lets the timer of the new state count on, or start anew.
func (w *work) rearm(r *Run, clock fsm.Clock, way fsm.Switch, to *flow) {
	was := r.Turns
	r.Turns = nil
	if clock == fsm.Anew {
		r.Entered, r.Off = w.now, false
		return
	}
	_, timed := to.timers[r.State]
	r.Off = r.Off && timed
	for _, state := range slices.Sorted(maps.Keys(was)) {
		row, _ := way.Landing(state)
		if r.Turns == nil {
			r.Turns = map[string]int{}
		}
		r.Turns[row.To] += was[state]
	}
}

// repin stores where units went on and under which version; versions that no
// line runs under any more are forgotten.
func (o *Order) repin(runs map[string][]Run, to Pin) {
	pins := make([]Pin, len(o.Lines))
	for i := range o.Lines {
		l := &o.Lines[i]
		pins[i] = o.Workflows[l.Workflow]
		if r, ok := runs[l.ID]; ok {
			l.Runs, pins[i] = r, to
		}
	}
	o.Workflows = nil
	for i, pin := range pins {
		at := slices.Index(o.Workflows, pin)
		if at < 0 {
			at = len(o.Workflows)
			o.Workflows = append(o.Workflows, pin)
		}
		o.Lines[i].Workflow = at
	}
}
