package fsm_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

// sound reports whether one action can take all these transitions at once:
// there is an order of their steps, and nothing in it may be refused after
// something that cannot be taken back.
func sound(ts []*fsm.Transition) bool {
	steps, ok := fsm.Merge(ts)
	over := false
	for _, s := range steps {
		if v, _ := fsm.VerbOf(s.Verb()); over && v.Asks {
			return false
		}
		over = over || s.Pivot || s.Compensation() == "" && !s.Irreversible && s.Kind() != fsm.Notify
	}
	return ok
}

// everySet calls f for every set of the transitions, each in a random order.
func everySet(r *rand.Rand, ts []*fsm.Transition, f func([]*fsm.Transition)) {
	for bits := range 1 << len(ts) {
		var some []*fsm.Transition
		for i, t := range ts {
			if bits&(1<<i) != 0 {
				some = append(some, t)
			}
		}
		r.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		f(some)
	}
}

// together returns what one action can take at once when the role asks.
func together(action string, role fsm.Role, machines ...*fsm.Machine) []*fsm.Transition {
	var ts []*fsm.Transition
	for _, m := range machines {
		d := m.Definition()
		for i := range d.Transitions {
			if t := &d.Transitions[i]; t.Action == action && t.Allows(role) && len(t.Steps) > 0 {
				ts = append(ts, t)
			}
		}
	}
	return ts
}

func TestRule8NoCombinationOfStatesOfTheStandardWorkflowsIsStuck(t *testing.T) {
	var machines []*fsm.Machine
	actions := map[string]bool{}
	for _, d := range standard() {
		machines = append(machines, fsm.MustCompile(d))
		for _, tr := range d.Transitions {
			actions[tr.Action] = true
		}
	}
	require.NoError(t, fsm.Meet(machines...))
	r := rand.New(rand.NewSource(8))
	for action := range actions {
		for _, role := range []fsm.Role{fsm.Customer, fsm.Staff, fsm.System, fsm.Webhook} {
			everySet(r, together(action, role, machines...), func(ts []*fsm.Transition) {
				require.True(t, sound(ts), "%s by %s", action, role)
			})
		}
	}
}

// random is a workflow with one action from several states, with steps of the
// host's own in any order that one workflow alone may have.
func random(r *rand.Rand, name string) *fsm.Machine {
	pool := []fsm.Step{
		{Do: "ask_a", Means: "label", Idempotent: true}, {Do: "ask_b", Means: "label", Idempotent: true},
		{Do: "ask_c", Means: "label", Idempotent: true}, {Do: "do_a", Effect: fsm.Stock, Undo: "un_a"},
		{Do: "do_b", Effect: fsm.Stock, Undo: "un_b"}, {Do: "final", Effect: fsm.Stock},
	}
	for {
		d := fsm.Definition{Name: name, Version: 1, Initial: "s0",
			States:    []fsm.State{{Name: "end", Phase: fsm.Cancelled, Final: true}},
			Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse}}}
		for i := range 2 {
			from := fmt.Sprintf("s%d", i)
			d.States = append(d.States, fsm.State{Name: from, Phase: fsm.Created, Waits: true})
			steps := slices.Clone(pool)
			r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
			steps = steps[:1+r.Intn(3)]
			steps[r.Intn(len(steps))].Pivot = r.Intn(2) == 0
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "go", From: from, To: "end", Steps: steps})
		}
		d.Transitions = append(d.Transitions, fsm.Transition{Action: "on", From: "s0", To: "s1"})
		if m, err := fsm.Compile(d); err == nil {
			return m
		}
	}
}

func TestRule8IsExactlyThatEveryCombinationHasAnOrderOfSteps(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	met := map[string]int{}
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	for range rounds {
		machines := []*fsm.Machine{random(r, "a"), random(r, "b"), random(r, "c")}
		all := true
		everySet(r, together("go", fsm.Staff, machines...), func(ts []*fsm.Transition) { all = all && sound(ts) })
		err := fsm.Meet(machines...)
		require.Equal(t, all, err == nil, "%v", err)
		met["refused"]++
		if err == nil {
			met["refused"]--
			met["passed"]++
			continue
		}
		for _, f := range err.(fsm.Faults) {
			met[f.Code]++
			require.False(t, sound(shown(t, f, machines)), "what the fault shows is a fault: %v", f)
		}
	}
	for _, kind := range []string{"passed", fsm.CodeStepOrder, fsm.CodeAfterPivot} {
		assert.Greater(t, met[kind], rounds/60, "the test meets many that are %s: %v", kind, met)
	}
}

// shown are the transitions of a fault's path: "a 1: s0 -go-> end".
func shown(t *testing.T, f fsm.Fault, machines []*fsm.Machine) []*fsm.Transition {
	var ts []*fsm.Transition
	for _, hop := range f.Path {
		name, way, _ := strings.Cut(hop, " 1: ")
		from, _, _ := strings.Cut(way, " ")
		i := slices.IndexFunc(machines, func(m *fsm.Machine) bool { return m.Name() == name })
		require.GreaterOrEqual(t, i, 0, hop)
		ts = append(ts, machines[i].Candidates(from, "go")...)
	}
	return ts
}

func TestRule8TellsWhichWorkflowsCannotMeet(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*fsm.Definition)
		want string
	}{
		"other order": {func(d *fsm.Definition) { with(cancelPaid, "release void! giveback")(d) },
			`other 1 transitions[3]: "cancel" has no order of its steps that suits all: other 1 transitions[3] runs "release" before "void", little 1 transitions[3] runs "void" before "release" [step_order] (other 1: paid -cancel-> gone, little 1: paid -cancel-> gone)`},
		"two points of no return": {func(d *fsm.Definition) {
			d.Transitions[ship].Steps = append([]fsm.Step{{Do: "book", Using: "truck", Pivot: true}}, builtIn("commit")...)
			d.Transitions[ship].To = "sent"
			d.States = append(d.States, fsm.State{Name: "sent", Phase: fsm.Production, Waits: true})
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "collect", From: "sent", To: "done", Steps: builtIn("capture!")})
		}, `little 1 transitions[4]: "capture" and "book" are points of no return of "ship" that may both be refused, and one of them comes second [after_pivot] (little 1: paid -ship-> done, other 1: paid -ship-> sent)`},
	} {
		t.Run(name, func(t *testing.T) {
			d := little()
			d.Name = "other"
			c.edit(&d)
			other, err := fsm.Compile(d)
			require.NoError(t, err)
			err = fsm.Meet(fsm.MustCompile(little()), other, other)
			require.Error(t, err)
			assert.Equal(t, "fsm: refused:\n\t"+c.want, err.Error())
			require.NoError(t, fsm.Meet(other), "alone it is fine")
		})
	}
}

func TestTransitionsThatNobodyMayAskForTogetherNeverMeet(t *testing.T) {
	other := little()
	other.Name = "other"
	with(cancelPaid, "release void! giveback")(&other)
	require.Error(t, fsm.Meet(fsm.MustCompile(little()), fsm.MustCompile(other)), "staff cancels both at once")
	other.Transitions[cancelPaid].By = []fsm.Role{fsm.System}
	other.Transitions[cancelPlaced].By = []fsm.Role{fsm.System}
	assert.NoError(t, fsm.Meet(fsm.MustCompile(little()), fsm.MustCompile(other)), "staff cancels one, the system the other")
}

func TestWhatMayBeRefusedComesBeforeWhatCannotBeTakenBack(t *testing.T) {
	download, goods := fsm.MustCompile(fsm.Download()), fsm.MustCompile(fsm.Goods())
	ts := []*fsm.Transition{download.Candidates("granted", "return")[0], goods.Candidates("delivered", "return")[0]}
	steps, ok := fsm.Merge(ts)
	require.True(t, ok)
	var order []string
	for _, s := range steps {
		order = append(order, s.Do)
	}
	assert.Equal(t, []string{"label", "refund", "unbook"}, order, "a label that is refused after the refund could stop nothing")
}

func TestOneCallServesOnlyStepsThatAreTheSame(t *testing.T) {
	s := fsm.Step{Do: "pick", Effect: fsm.Stock, Undo: "put_back"}
	same := s
	same.Pivot, same.Retry = true, &fsm.Retry{Attempts: 2}
	assert.True(t, s.Same(same))
	for name, edit := range map[string]func(*fsm.Step){
		"another handler":  func(s *fsm.Step) { s.Do = "pack" },
		"another port":     func(s *fsm.Step) { s.Using = "north" },
		"another meaning":  func(s *fsm.Step) { s.Means = "reserve" },
		"another way back": func(s *fsm.Step) { s.Undo = "" },
		"no way back":      func(s *fsm.Step) { s.Irreversible = true },
		"another promise":  func(s *fsm.Step) { s.Idempotent = true },
		"another lookup":   func(s *fsm.Step) { s.Lookup = true },
		"another effect":   func(s *fsm.Step) { s.Effect = fsm.Points },
	} {
		other := s
		edit(&other)
		assert.False(t, s.Same(other), name)
	}
}

func BenchmarkMeetTheStandardWorkflows(b *testing.B) {
	var machines []*fsm.Machine
	for _, d := range standard() {
		machines = append(machines, fsm.MustCompile(d))
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := fsm.Meet(machines...); err != nil {
			b.Fatal(err)
		}
	}
}
