package order

import (
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// Config wires an Engine. Store, Now and NewID are required; every other field
// has a default that works.
type Config struct {
	Store Store
	// Now returns the time. Times are stored in UTC.
	Now func() time.Time
	// NewID returns a new unique ID for an order: at most 200 bytes, no slash. It
	// may be called concurrently.
	NewID func() string

	// Workflows are the product types. For new orders the last row that fits
	// wins; earlier versions stay for the orders placed under them. Default: the
	// standard workflows under the types "goods", "made_to_order" and "download".
	// Those of one transaction, in all versions, must be able to meet (fsm.Meet).
	Workflows []Workflow
	// Switches are the ways by which the action Switch moves open orders from one
	// of these versions to another. Nothing moves by itself.
	Switches []fsm.Switch

	// Gateways, Carriers: by name; "" is the default one. An action that needs one
	// that is not there is refused as Invalid.
	Gateways map[string]PaymentGateway
	Carriers map[string]Carrier
	// Stock, Promotions, Members: nil means that the shop has none; their steps
	// do nothing.
	Stock      Stock
	Promotions Promotions
	Members    Members

	// Invoices says when documents are issued by themselves, and their numbers.
	Invoices Invoices

	// Actions lists a value of each of the host's own action types.
	Actions []Action
	// Steps are the host's own steps by the name that workflows use. The built-in
	// verbs keep their names; a step of the host's may mean one (fsm.Step.Means).
	Steps map[string]Step
	// Guards are the host's conditions by the name that workflows use. They must
	// be pure: the same answer for the same input, no calls to anything.
	Guards map[string]Guard

	// Price calculates a cart. Default: pricing.Calculate.
	Price func(pricing.Cart) (pricing.Quote, error)

	// Promoter returns the shop's promotion engine as it stood for an order, to
	// judge anew what promotions are deserved by what stays of it: with the rules
	// and at the time of its placing, with its coupons, its customer's tags. Rules of
	// package pricing are one. It must be pure and depend on nothing that changes
	// after placing: it is asked when an action is planned and when it ends, and
	// must answer the same. The order is read only. The cart that it gets has raised
	// quantities as one line, under the ID of that line, and no discounts; those
	// that it adds are then priced by Price. A promotion that it mentions neither in
	// a decision nor in a discount is not its own, and is kept. A nil Promoter, or
	// one that returns nil, judges nothing: everything is kept.
	Promoter func(Order) pricing.Promoter

	// Retry is the policy for steps that declare none: zero fields are those of
	// fsm.DefaultRetry, first retry after 5 minutes.
	Retry fsm.Retry
	// Patience is how long a call of a port may take, and after how long without
	// news somebody else takes over an action under way. Default 1 minute.
	Patience time.Duration
	// Poll is how often Run looks for due orders. Default 1 second.
	Poll time.Duration
	// Batch is how many orders Run claims at once. Default 20.
	Batch int
	// Log receives what an operator should know. Default: silent.
	Log *slog.Logger
}

// Workflow says which definition a product type follows.
type Workflow struct {
	Type string
	// Transaction narrows the row to drafts with that transaction; empty fits
	// every draft.
	Transaction string
	Definition  fsm.Definition
}

// Guard is a condition of a workflow.
type Guard func(Situation) bool

// Situation is what a guard decides on.
type Situation struct {
	Order  *Order // read only
	Line   *Line  // read only
	Run    Run
	Action Action
	Actor  Actor
}

// Engine runs orders. It is safe for concurrent use, keeps no order in memory
// and starts no goroutine of its own.
type Engine struct {
	cfg     Config
	byHash  map[string]*flow // of its definition
	ways    map[Switch]fsm.Switch
	routes  []route
	actions map[string]reflect.Type
	named   map[string]bool // action names that workflows use
	kick    chan struct{}
}

type route struct {
	typ, transaction string
	machine          *flow
}

// flow is a compiled workflow with what the engine looks up most.
type flow struct {
	*fsm.Machine
	pin    Pin
	timers map[string]fsm.Timer
	sends  bool // some transition books the default carrier
	// actions are the names that people and programs can ask for, sorted.
	actions []string
}

func newFlow(m *fsm.Machine) *flow {
	f := &flow{Machine: m, pin: Pin{Name: m.Name(), Version: m.Version(), Hash: m.Hash()}, timers: map[string]fsm.Timer{}}
	d := m.Definition()
	for _, t := range d.Transitions {
		if t.From != "" && !slices.Contains(f.actions, t.Action) {
			f.actions = append(f.actions, t.Action)
		}
		for _, s := range t.Steps {
			f.sends = f.sends || s.Do == "book" && s.Using == ""
		}
	}
	for _, s := range d.States {
		if s.Timer != nil {
			f.timers[s.Name] = *s.Timer
		}
	}
	return f
}

// StandardWorkflows are the product types that come with orderkit.
func StandardWorkflows() []Workflow {
	return []Workflow{
		{Type: "goods", Definition: fsm.Goods()},
		{Type: "made_to_order", Definition: fsm.MadeToOrder()},
		{Type: "download", Definition: fsm.Download()},
	}
}

// New checks the configuration and compiles the workflows. The error is of kind
// Invalid and lists every fault at once.
func New(c Config) (*Engine, error) {
	e := &Engine{cfg: c, byHash: map[string]*flow{}, ways: map[Switch]fsm.Switch{}, actions: map[string]reflect.Type{},
		named: map[string]bool{}, kick: make(chan struct{}, 1)}
	var f faults
	if c.Store == nil {
		f.add("Store", "required", "is required")
	}
	if c.Now == nil {
		f.add("Now", "required", "is required")
	}
	if c.NewID == nil {
		f.add("NewID", "required", "is required")
	}
	e.defaults()
	for i, a := range append(builtinActions(), c.Actions...) {
		path := fmt.Sprintf("Actions[%d]", i-len(builtinActions()))
		t := reflect.TypeOf(a)
		if t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t == nil || !t.Implements(reflect.TypeFor[Action]()) {
			f.add(path, "type", "%T is not an action with value receivers", a)
			continue
		}
		name := reflect.Zero(t).Interface().(Action).Name()
		if _, twice := e.actions[name]; twice {
			f.add(path, "duplicate", "two actions are named %q", name)
			continue
		}
		e.actions[name] = t
	}
	for _, name := range slices.Sorted(maps.Keys(c.Steps)) {
		if builtin(name) {
			f.add("Steps."+name, "reserved", "is a built-in step; give it another name and let it mean %q", name)
		}
	}
	e.askable(&f)
	for i, w := range e.cfg.Workflows {
		m, err := fsm.Compile(w.Definition)
		if err != nil {
			f.add(fmt.Sprintf("Workflows[%d]", i), "workflow", "%v", err)
			continue
		}
		e.adopt(m, w, fmt.Sprintf("Workflows[%d]", i), &f)
	}
	e.meet(&f)
	e.connect(&f)
	for i, name := range c.Invoices.After {
		if !e.named[name] {
			f.add(fmt.Sprintf("Invoices.After[%d]", i), "unknown_action", "no workflow has the action %q", name)
		}
	}
	if len(f.list) > 0 {
		return nil, &Error{Kind: Invalid, Op: "new", Reason: "configuration", Faults: f.list}
	}
	return e, nil
}

func (e *Engine) defaults() {
	if e.cfg.Workflows == nil {
		e.cfg.Workflows = StandardWorkflows()
	}
	if e.cfg.Price == nil {
		e.cfg.Price = pricing.Calculate
	}
	if e.cfg.Patience <= 0 {
		e.cfg.Patience = time.Minute
	}
	if e.cfg.Poll <= 0 {
		e.cfg.Poll = time.Second
	}
	if e.cfg.Batch <= 0 {
		e.cfg.Batch = 20
	}
	if e.cfg.Log == nil {
		e.cfg.Log = slog.New(slog.DiscardHandler)
	}
	e.cfg.Retry = e.cfg.Retry.Or(fsm.DefaultRetry())
}

// adopt registers a machine and checks that its handlers and guards exist.
func (e *Engine) adopt(m *fsm.Machine, w Workflow, path string, f *faults) {
	fl := newFlow(m)
	pin := fl.pin
	for _, other := range e.byHash {
		if p := other.pin; p.Name == pin.Name && p.Version == pin.Version && p.Hash != pin.Hash {
			f.add(path, "version", "workflow %s %d is there twice with different content", pin.Name, pin.Version)
		}
	}
	for i, t := range w.Definition.Transitions {
		e.named[t.Action] = true
		for j, g := range t.Guards {
			if g != guardAccepted && e.cfg.Guards[g] == nil {
				f.add(fmt.Sprintf("%s.transitions[%d].guards[%d]", path, i, j), "guard", "Config.Guards has no %q", g)
			}
		}
		for j := range t.Steps {
			s := &t.Steps[j]
			at := fmt.Sprintf("%s.transitions[%d].steps[%d]", path, i, j)
			if e.cfg.Steps[s.Do] == nil && !builtin(s.Do) {
				f.add(at, "step", "Config.Steps has no %q", s.Do)
			}
			if h := e.cfg.Steps[s.Do]; h != nil && s.Lookup && !can[StepLookup](h) {
				f.add(at, "lookup", "the step says that it can be asked, and Config.Steps[%q] has no method Lookup", s.Do)
			}
			if u := s.Undo; u != "" && e.cfg.Steps[u] == nil && !builtin(u) {
				f.add(at+".undo", "step", "Config.Steps has no %q", u)
			}
		}
	}
	e.byHash[pin.Hash] = fl
	e.routes = append(e.routes, route{w.Type, w.Transaction, fl})
}

func builtin(step string) bool {
	_, ok := fsm.VerbOf(step)
	return ok
}

// route returns the machine for a product type, or nil.
func (e *Engine) route(typ, transaction string) *flow {
	for _, r := range slices.Backward(e.routes) {
		if r.typ == typ && (r.transaction == transaction || r.transaction == "") {
			return r.machine
		}
	}
	return nil
}

// machine returns the machine that a line is pinned to, or nil if this engine
// was not given that version.
func (e *Engine) machine(o *Order, l *Line) *flow {
	if l.Workflow < 0 || l.Workflow >= len(o.Workflows) {
		return nil
	}
	pin := &o.Workflows[l.Workflow]
	if fl := e.byHash[pin.Hash]; fl != nil && fl.pin == *pin {
		return fl
	}
	return nil
}

// knows reports whether this engine was given the workflows of all lines.
func (e *Engine) knows(o *Order) bool {
	for i := range o.Lines {
		l := &o.Lines[i]
		if i > 0 && l.Workflow == o.Lines[i-1].Workflow {
			continue // neighbours mostly share one
		}
		if e.machine(o, l) == nil {
			return false
		}
	}
	return true
}

// leaves reports whether what is due in an order is for other programs: this one
// does not know a workflow of it, and perhaps not the steps and invoices either. An
// action under way that nobody went on with for an hour is for whoever comes by:
// else it would stand still with nobody knowing.
func (e *Engine) leaves(o *Order, now time.Time) bool {
	return o.Quarantine == "" && !e.knows(o) && !slices.ContainsFunc(o.Intents, func(it Intent) bool { return !it.Due.IsZero() && now.Sub(it.Due) >= time.Hour })
}

func (e *Engine) now() time.Time { return e.cfg.Now().UTC() }

// guardAccepted is the one guard that comes with orderkit: the inspection
// accepted the units.
const guardAccepted = "accepted"
