package ordertest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Touring is a walk through everything that some workflows say: each transition,
// and each answer to what does not fit, in each state, with an order of its own
// that is led there by the shortest way.
type Touring struct {
	// Open returns an empty store whose leases end by that clock.
	Open func(now func() time.Time) order.Store
	// Wire changes the configuration: the workflows that are toured. None: the
	// standard ones. The ports are the world's.
	Wire   func(*order.Config)
	Traits order.Traits
	// Draft is an order of one line of that product type and transaction, with at
	// least two units.
	Draft func(w order.Workflow) order.Draft
	// Act is the action that takes a transition. nil, or a nil action: the one of
	// that name, for all units; an inspection accepts where the workflow has that
	// guard, and a modification takes one unit away.
	Act func(t fsm.Transition, o *order.Order) order.Action
}

// Toured is how much of the workflows was seen.
type Toured struct {
	Transitions, Answers int // that were taken, and given
	// Never are those that were not, each with what happened instead.
	Never []string
}

// Tour takes the tour as a test and returns how much was seen. An order that
// breaks a promise on the way fails the test; what was never taken does not:
// compare Never with what may be left out.
func Tour(t *testing.T, x Touring) Toured {
	t.Helper()
	seen, broken, err := x.Run()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Errorf("broken promise: %s", b)
	}
	return seen
}

// Run is Tour outside of a test. It returns what was seen and every promise that
// was broken, with the steps that repeat it. The error is of a tour that cannot be
// taken.
func (x *Touring) Run() (seen Toured, broken []string, err error) {
	if err := lacking("Touring", map[string]bool{"Open": x.Open != nil, "Draft": x.Draft != nil}); err != nil {
		return seen, nil, err
	}
	var cfg order.Config
	if x.Wire != nil {
		x.Wire(&cfg)
	}
	if cfg.Workflows == nil {
		cfg.Workflows = order.StandardWorkflows()
	}
	e := &Exploration{Open: x.Open, Wire: x.Wire, Traits: x.Traits}
	st, err := e.stage()
	if err != nil {
		return seen, nil, err
	}
	for _, w := range cfg.Workflows {
		m, err := fsm.Compile(w.Definition)
		if err != nil {
			return seen, nil, err
		}
		g := &guide{Touring: x, stage: st, w: w, m: m, seen: &seen}
		for _, t := range w.Definition.Transitions {
			g.takes(t)
		}
		for _, s := range w.Definition.States {
			for _, action := range actionsOf(w.Definition) {
				if row, ok := m.Otherwise(s.Name, action); ok {
					g.asks(s.Name, row)
				}
			}
		}
		broken = append(broken, g.broken...)
	}
	return seen, broken, nil
}

func actionsOf(d fsm.Definition) (list []string) {
	for _, o := range d.Otherwise {
		if !slices.Contains(list, o.Action) {
			list = append(list, o.Action)
		}
	}
	return list
}

// guide leads orders through one workflow.
type guide struct {
	*Touring
	*stage
	w      order.Workflow
	m      *fsm.Machine
	seen   *Toured
	broken []string
}

// way is the shortest way from placing to a state.
func (g *guide) way(to string) ([]fsm.Transition, bool) {
	d := g.w.Definition
	came := map[string][]fsm.Transition{d.Initial: {}}
	for queue := []string{d.Initial}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			return came[at], true
		}
		for _, t := range d.Transitions {
			if _, been := came[t.To]; t.From == at && !been {
				came[t.To] = append(slices.Clone(came[at]), t)
				queue = append(queue, t.To)
			}
		}
	}
	return nil, false
}

// takes leads an order to a transition and through it.
func (g *guide) takes(t fsm.Transition) {
	name := fmt.Sprintf("%s: %s from %q to %q", g.m.Name(), t.Action, t.From, t.To)
	way, ok := g.way(t.From)
	if t.From != "" && !ok {
		g.seen.Never = append(g.seen.Never, name+": no way leads there")
		return
	}
	taken, instead := false, error(nil)
	g.lead(name, way, t.From, func(r *run) {
		if t.From != "" {
			instead = g.act(r, t)
		}
		r.jammed = nil
		r.pass(6 * time.Minute)
		events, err := r.real.History(r.ctx, r.id, 0, 0)
		instead = errors.Join(instead, err)
		for _, e := range events {
			taken = taken || e.Kind == order.EventAction && e.Action == t.Action && (t.From == t.To || slices.ContainsFunc(e.Moves, func(m order.Move) bool {
				return m.From == t.From && m.To == t.To
			}))
		}
	})
	if taken {
		g.seen.Transitions++
		return
	}
	g.seen.Never = append(g.seen.Never, fmt.Sprintf("%s: %v", name, instead))
}

// asks leads an order to a state and asks for what does not fit there.
func (g *guide) asks(state string, row fsm.Otherwise) {
	name := fmt.Sprintf("%s: %s of %s in %q", g.m.Name(), row.Answer, row.Action, state)
	role, ok := g.stranger(state, row.Action)
	way, there := g.way(state)
	if !ok || !there {
		g.seen.Never = append(g.seen.Never, name+": nobody can ask for it there")
		return
	}
	given, instead := false, ""
	g.lead(name, way, state, func(r *run) {
		if rec, err := r.real.Load(r.ctx, r.id, ""); err != nil || rec.Order.Lines[0].In(state) == 0 {
			instead = fmt.Sprint("no unit got there ", errText(err))
			return
		}
		before := r.cases()
		res, err := r.e.Do(r.ctx, r.id, g.action(r, fsm.Transition{Action: row.Action, From: state}), order.By(role, "x"), order.Key("asks"))
		switch row.Answer {
		case fsm.Refuse:
			given = errors.Is(err, order.Refused)
		case fsm.Ignore:
			given = err == nil && res.Status == order.Ignored && res.Reason == row.Because && r.cases() == before
		case fsm.Escalate:
			given = err == nil && res.Status == order.Ignored && res.Reason == row.Because && r.cases() > before
		}
		instead = fmt.Sprintf("%s %s %v", res.Status, res.Reason, err)
	})
	if given {
		g.seen.Answers++
		return
	}
	g.seen.Never = append(g.seen.Never, name+": "+instead)
}

func (r *run) cases() int {
	rec, err := r.real.Load(r.ctx, r.id, "")
	if err != nil {
		return -1
	}
	return len(rec.Order.Cases)
}

// stranger is a role to which no transition answers.
func (g *guide) stranger(state, action string) (fsm.Role, bool) {
next:
	for _, role := range []fsm.Role{fsm.Customer, fsm.Webhook, fsm.System, fsm.Staff} {
		for _, t := range g.m.Candidates(state, action) {
			if t.Allows(role) {
				continue next
			}
		}
		return role, true
	}
	return "", false
}

// lead brings a new order to a state, does something there, lets everything come
// to rest and judges. What a state does by itself at once is kept from happening.
func (g *guide) lead(name string, way []fsm.Transition, state string, there func(*run)) {
	r := g.begin(Script{})
	r.drive(func() {
		res, err := r.e.Place(r.ctx, g.Draft(g.w), order.By(fsm.Customer, "c"))
		if err != nil {
			r.fail("it cannot be placed: %v", err)
			return
		}
		r.id = res.Order.ID
		for i, t := range way {
			if i == len(way)-1 {
				r.jammed = g.atOnce(state)
			}
			if err := g.act(r, t); err != nil {
				r.fail("%s from %s is not possible: %v", t.Action, t.From, err)
				return
			}
		}
		there(r)
		r.jammed = nil
		if r.broken == "" {
			r.end()
		}
	})
	if r.broken != "" {
		text := name + ": " + r.broken + "\nrepeat it:"
		for _, t := range way {
			text += " " + t.Action
		}
		g.broken = append(g.broken, text)
	}
}

// atOnce are the ports that the timer of a state calls at once.
func (g *guide) atOnce(state string) map[string]bool {
	s, _ := g.m.State(state)
	if s.Timer == nil || s.Timer.After > 0 {
		return nil
	}
	jam := map[string]bool{}
	for _, t := range g.m.Candidates(state, s.Timer.Action) {
		for _, step := range t.Steps {
			jam[step.Do] = true
		}
	}
	return jam
}

// act takes a transition, unless the units have taken it by themselves.
func (g *guide) act(r *run, t fsm.Transition) error {
	rec, err := r.real.Load(r.ctx, r.id, "")
	if err != nil {
		return err
	}
	if t.From != t.To && rec.Order.Lines[0].In(t.From) == 0 && rec.Order.Lines[0].In(t.To) > 0 {
		return nil
	}
	role := fsm.Staff
	if len(t.By) > 0 {
		role = t.By[0]
	}
	_, err = r.e.Do(r.ctx, r.id, g.action(r, t), order.By(role, "x"))
	return err
}

func (g *guide) action(r *run, t fsm.Transition) order.Action {
	rec, err := r.real.Load(r.ctx, r.id, "")
	if err == nil && g.Act != nil {
		if a := g.Act(t, &rec.Order); a != nil {
			return a
		}
	}
	switch t.Action {
	case "inspect":
		return order.Inspect{Accepted: slices.Contains(t.Guards, "accepted")}
	case "modify":
		l := &rec.Order.Lines[0]
		return order.Modify{Set: []order.Target{{Line: l.ID, Quantity: l.Quantity() - 1}}}
	}
	a, err := r.e.Decode(t.Action, nil)
	if err != nil {
		r.fail("no action is named %s: %v", t.Action, err)
	}
	return a
}
