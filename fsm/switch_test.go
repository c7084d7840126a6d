package fsm_test

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

// packing is version 2 of little: between paid and done pieces are packed.
func packing() fsm.Definition {
	d := little()
	d.Version = 2
	d.States = append(d.States, fsm.State{Name: "packed", Phase: fsm.Production, Waits: true})
	d.Transitions[ship].From = "packed"
	d.Transitions = append(d.Transitions,
		fsm.Transition{Action: "pack", From: "paid", To: "packed"},
		fsm.Transition{Action: "cancel", From: "packed", To: "gone", Steps: builtIn("void! release giveback"), By: []fsm.Role{fsm.Staff}})
	return d
}

func TestRule9ASwitchLosesAndInventsNoObligation(t *testing.T) {
	const paidPath = "new -place-> placed, placed -pay-> paid"
	type edit = func(s *fsm.Switch, from, to *fsm.Definition)
	state := func(i int, f func(*fsm.State)) edit {
		return func(_ *fsm.Switch, _, to *fsm.Definition) { f(&to.States[i]) }
	}
	for name, c := range map[string]struct {
		edit edit
		want string // code place
		path string
	}{
		"a state is forgotten":         {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States = s.States[1:] }, "unmapped states", "new -place-> placed"},
		"a state is not there":         {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[0].From = "plaecd" }, "unknown states[0].from", ""},
		"no state to go to":            {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[0].To = "plaecd" }, "unknown states[0].to", ""},
		"two rows for a state":         {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States = append(s.States, s.States[0]) }, "duplicate states[4].from", ""},
		"an unknown clock":             {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[0].Timer = "soon" }, "unknown states[0].timer", ""},
		"paid pieces become unpaid":    {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[paid].To = "placed" }, "held states[1]", paidPath},
		"unpaid pieces become paid":    {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[placed].To = "paid" }, "held states[0]", "new -place-> placed"},
		"another phase":                {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[paid].To = "packed" }, "phase states[1]", paidPath},
		"sold pieces become cancelled": {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[done].To = "gone" }, "sold states[2]", paidPath + ", paid -ship-> done"},
		"cancelled pieces are sold":    {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[gone].To = "done" }, "sold states[3]", "new -place-> placed, placed -cancel-> gone"},
		"ended pieces go on":           {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[done].To = "packed" }, "final states[2]", paidPath + ", paid -ship-> done"},
		"pieces end by it":             {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[paid].To = "done" }, "final states[1]", paidPath},
		"a sooner timer":               {state(placed, func(s *fsm.State) { s.Timer.After /= 2 }), "timer states[0]", "new -place-> placed"},
		"another timer":                {state(placed, func(s *fsm.State) { s.Timer.Action = "pay" }), "timer states[0]", "new -place-> placed"},
		"a timer where none was": {func(_ *fsm.Switch, from, _ *fsm.Definition) {
			from.States[placed].Timer, from.States[placed].Waits = nil, true
		}, "timer states[0]", "new -place-> placed"},
		"no timer to start anew": {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[paid].Timer = fsm.Anew }, "timer states[1].timer", ""},
		"a timer that fires at once, anew or not": {func(s *fsm.Switch, _, to *fsm.Definition) {
			s.States[placed].Timer, to.States[placed].Timer.After = fsm.Anew, 0
		}, "timer states[0]", "new -place-> placed"},
		"a person waited for no longer": {state(paid, func(s *fsm.State) {
			s.Waits, s.Timer = false, &fsm.Timer{After: fsm.Duration(time.Hour), Action: "pack"}
		}), "waits states[1]", paidPath},
		"a person waited for from now on": {func(_ *fsm.Switch, from, _ *fsm.Definition) {
			from.States[paid].Waits = false
			from.Transitions[ship].By = append(from.Transitions[ship].By, fsm.System)
		}, "waits states[1]", paidPath},
		"another warehouse": {func(_ *fsm.Switch, _, to *fsm.Definition) {
			to.Transitions[place].Steps[0] = fsm.Step{Do: "put_aside", Means: "reserve", Undo: "release"}
		}, "keeper states[0]", "new -place-> placed"},
		"nothing that is meant": {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States[paid].Meant = []string{"phase"} }, "meant states[1].meant[0]", ""},
		"what nobody can mean": {func(s *fsm.Switch, _, _ *fsm.Definition) {
			s.States[paid] = fsm.Landing{From: "paid", To: "placed", Meant: []string{"phase", "held", "waits", "timer"}}
		}, "meant states[1].meant[1]", ""},
		"another workflow":             {func(s *fsm.Switch, _, _ *fsm.Definition) { s.Workflow = "big" }, "version from", ""},
		"another version":              {func(s *fsm.Switch, _, _ *fsm.Definition) { s.To = 3 }, "version to", ""},
		"the same version":             {func(s *fsm.Switch, _, to *fsm.Definition) { s.To, to.Version = 1, 1 }, "version to", ""},
		"more rows than anybody reads": {func(s *fsm.Switch, _, _ *fsm.Definition) { s.States = make([]fsm.Landing, 501) }, "size states", ""},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := little(), packing()
			s := fsm.SwitchTo(from, to)
			require.NoError(t, s.Check(fsm.MustCompile(from), fsm.MustCompile(to)))
			c.edit(&s, &from, &to)
			err := s.Check(fsm.MustCompile(from), fsm.MustCompile(to))
			var faults fsm.Faults
			require.ErrorAs(t, err, &faults)
			i := slices.IndexFunc(faults, func(f fsm.Fault) bool { return f.Code+" "+f.Place == c.want })
			require.GreaterOrEqual(t, i, 0, "%v", err)
			assert.Equal(t, c.path, strings.Join(faults[i].Path, ", "))
		})
	}
}

func TestAsManyRowsAsStatesCanBeAreRead(t *testing.T) {
	from, to := little(), packing()
	s := fsm.SwitchTo(from, to)
	s.States = append(s.States, make([]fsm.Landing, 500-len(s.States))...)
	err := s.Check(fsm.MustCompile(from), fsm.MustCompile(to))
	assert.ErrorContains(t, err, "states[499].from")
	assert.NotContains(t, err.Error(), "[size]")
}

func TestAVersionThatDoesNotExistIsAFault(t *testing.T) {
	s := fsm.SwitchTo(little(), packing())
	assert.ErrorContains(t, s.Check(nil, nil), `from: there is no version 1 of "little" [unknown]`)
}

func TestWhatARowMeansIsNoFault(t *testing.T) {
	from, to := little(), packing()
	for _, l := range []fsm.Landing{
		{From: "paid", To: "packed", Meant: []string{fsm.CodePhase}},
		{From: "paid", To: "paid"},
	} {
		require.NoError(t, fsm.SwitchTo(from, to, l).Check(fsm.MustCompile(from), fsm.MustCompile(to)))
	}
	to.States[placed].Timer.After /= 2
	anew := fsm.Landing{From: "placed", To: "placed", Timer: fsm.Anew}
	require.NoError(t, fsm.SwitchTo(from, to, anew).Check(fsm.MustCompile(from), fsm.MustCompile(to)))
	at := fsm.Landing{From: "placed", To: "placed", Meant: []string{fsm.CodeTimer}}
	require.NoError(t, fsm.SwitchTo(from, to, at).Check(fsm.MustCompile(from), fsm.MustCompile(to)))
}

func TestTheWayBackIsProvenOnItsOwn(t *testing.T) {
	one, two := little(), packing()
	back := fsm.SwitchTo(two, one)
	assert.ErrorContains(t, back.Check(fsm.MustCompile(two), fsm.MustCompile(one)), `no row says where pieces in "packed" go on`)
	back = fsm.SwitchTo(two, one, fsm.Landing{From: "packed", To: "paid", Meant: []string{fsm.CodePhase}})
	assert.NoError(t, back.Check(fsm.MustCompile(two), fsm.MustCompile(one)))
}

// A piece that is moved anywhere on its way does what its new version says, and
// never holds what that version's own proof did not follow.
func TestPiecesThatAreMovedAnywhereStayProven(t *testing.T) {
	one, two := little(), packing()
	machines := []*fsm.Machine{fsm.MustCompile(one), fsm.MustCompile(two)}
	switches := []fsm.Switch{fsm.SwitchTo(one, two),
		fsm.SwitchTo(two, one, fsm.Landing{From: "packed", To: "paid", Meant: []string{fsm.CodePhase}})}
	for i, s := range switches {
		require.NoError(t, s.Check(machines[i], machines[1-i]))
	}
	r := rand.New(rand.NewSource(9))
	ended := map[string]int{}
	for range 2000 {
		at, state, held := r.Intn(2), "", fsm.Held(0)
		for range 30 {
			if l, ok := switches[at].Landing(state); ok && r.Intn(3) == 0 {
				state, at = l.To, 1-at
				require.Contains(t, machines[at].Holds(state), held)
			}
			m := machines[at]
			offers := append([]string{}, m.Offers(state)...)
			if len(offers) == 0 {
				break
			}
			next, _, _ := m.Next(state, offers[r.Intn(len(offers))], nil)
			for _, step := range next.Steps {
				held = held.After(step.Verb())
			}
			state = next.To
		}
		ended[state+": "+held.String()]++
	}
	assert.Len(t, ended, 2, "%v", ended)
	assert.Positive(t, ended["done: taken redeemed sent"])
	assert.Positive(t, ended["gone: "])
}

func TestASwitchReadsBackAsItWasWritten(t *testing.T) {
	for _, s := range []fsm.Switch{{}, fsm.SwitchTo(little(), packing()),
		fsm.SwitchTo(packing(), little(), fsm.Landing{From: "packed", To: "paid", Timer: fsm.Anew, Meant: []string{"phase"}})} {
		back, err := fsm.ParseSwitch(s.JSON())
		require.NoError(t, err)
		assert.Equal(t, s, back)
	}
	_, err := fsm.ParseSwitch([]byte(`{"workflow":"goods","From":1,"states":[{"from":"a","to":2}]}`))
	assert.Equal(t, "fsm: refused:\n\tFrom: unknown key [json]\n\tstates[0].to: expected text [json]", err.Error())
}

func FuzzParseSwitch(f *testing.F) {
	f.Add(fsm.SwitchTo(little(), packing()).JSON())
	f.Add([]byte(`{"states":[{"from":"placed","to":"gone","meant":["sold"]}]}`))
	from, to := fsm.MustCompile(little()), fsm.MustCompile(packing())
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := fsm.ParseSwitch(text)
		if err != nil {
			return
		}
		_ = s.Check(from, to)
		back, err := fsm.ParseSwitch(s.JSON())
		require.NoError(t, err)
		require.Equal(t, s, back)
	})
}

func BenchmarkCheckASwitchOfGoods(b *testing.B) {
	one, two := fsm.Goods(), fsm.Goods()
	two.Version = 2
	from, to, s := fsm.MustCompile(one), fsm.MustCompile(two), fsm.SwitchTo(one, two)
	for b.Loop() {
		if err := s.Check(from, to); err != nil {
			b.Fatal(err)
		}
	}
}
