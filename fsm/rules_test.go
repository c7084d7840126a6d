package fsm_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

// little is the smallest honest workflow: every case below breaks it once.
func little() fsm.Definition {
	return fsm.Definition{
		Name: "little", Version: 1, Initial: "placed",
		States: []fsm.State{
			{Name: "placed", Phase: fsm.Created, Timer: &fsm.Timer{After: fsm.Duration(time.Hour), Action: "cancel"}},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "done", Phase: fsm.Completed, Final: true},
			{Name: "gone", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "placed", Steps: []fsm.Step{{Do: "reserve"}, {Do: "redeem"}}},
			{Action: "pay", From: "placed", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}},
			{Action: "cancel", From: "placed", To: "gone", Steps: []fsm.Step{{Do: "release", Pivot: true}, {Do: "giveback"}}},
			{Action: "cancel", From: "paid", To: "gone", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}, {Do: "giveback"}}, By: []fsm.Role{fsm.Staff}},
			{Action: "ship", From: "paid", To: "done", Steps: []fsm.Step{{Do: "book"}, {Do: "capture", Pivot: true}, {Do: "commit"}}, By: []fsm.Role{fsm.Staff}},
		},
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse, Because: "too late"}},
	}
}

const (
	place, pay, cancelPlaced, cancelPaid, ship = 0, 1, 2, 3, 4 // transitions
	placed, paid, done, gone                   = 0, 1, 2, 3    // states
)

type wrong struct {
	name  string
	edit  func(d *fsm.Definition)
	fault string // "code place"
	path  string // hops joined by ", "; "-" = whatever
}

func (w wrong) run(t *testing.T) {
	t.Run(w.name, func(t *testing.T) {
		d := little()
		w.edit(&d)
		_, err := fsm.Compile(d)
		var faults fsm.Faults
		require.ErrorAs(t, err, &faults)
		for _, f := range faults {
			if f.Code+" "+f.Place == w.fault {
				if w.path != "-" {
					assert.Equal(t, w.path, strings.Join(f.Path, ", "))
				}
				assert.NotEmpty(t, f.Reason)
				return
			}
		}
		t.Fatalf("want %q, got %v", w.fault, err)
	})
}

func TestTheLittleWorkflowIsSound(t *testing.T) {
	_, err := fsm.Compile(little())
	require.NoError(t, err)
}

func TestRule1NamesAndAnswers(t *testing.T) {
	step := func(d *fsm.Definition) *fsm.Step { return &d.Transitions[place].Steps[0] }
	for _, w := range []wrong{
		{"a workflow has a name", func(d *fsm.Definition) { d.Name = "" }, "name name", ""},
		{"a name is short", func(d *fsm.Definition) { d.Name = strings.Repeat("a", 65) }, "name name", ""},
		{"a name begins with a letter", func(d *fsm.Definition) { d.Name = "1st" }, "name name", ""},
		{"a name is lower case", func(d *fsm.Definition) { d.States[done].Name = "Done" }, "name states[2].name", ""},
		{"a name has no spaces", func(d *fsm.Definition) { d.Transitions[ship].Action = "ship it" }, "name transitions[4].action", ""},
		{"new is reserved", func(d *fsm.Definition) { d.States[done].Name = "new" }, "name states[2].name", ""},
		{"refused is reserved", func(d *fsm.Definition) { d.States[done].Name = "refused" }, "name states[2].name", ""},
		{"a guard has a name", func(d *fsm.Definition) { d.Transitions[ship].Guards = []string{"in stock"} }, "name transitions[4].guards[0]", ""},
		{"a guard is named once", func(d *fsm.Definition) { d.Transitions[ship].Guards = []string{"a", "a"} }, "duplicate transitions[4].guards[1]", ""},
		{"a step has a handler", func(d *fsm.Definition) { step(d).Do = "" }, "name transitions[0].steps[0].do", ""},
		{"a port has a name", func(d *fsm.Definition) { step(d).Using = "!" }, "name transitions[0].steps[0].using", ""},
		{"an undo has a name", func(d *fsm.Definition) { step(d).Undo = "!" }, "name transitions[0].steps[0].undo", ""},
		{"a verb has a name", func(d *fsm.Definition) { step(d).Means = "!" }, "name transitions[0].steps[0].means", ""},
		{"a timer has an action", func(d *fsm.Definition) { d.States[placed].Timer.Action = "" }, "name states[0].timer.action", ""},
		{"an otherwise row has an action", func(d *fsm.Definition) { d.Otherwise[0].Action = "" }, "name otherwise[0].action", ""},
		{"versions count from 1", func(d *fsm.Definition) { d.Version = 0 }, "size version", ""},
		{"a workflow has bounds", func(d *fsm.Definition) { d.Transitions = append(d.Transitions, make([]fsm.Transition, 5000)...) }, "size transitions", ""},
		{"a transition has bounds", func(d *fsm.Definition) { d.Transitions[ship].Steps = make([]fsm.Step, 101) }, "size transitions[4].steps", ""},
		{"states have bounds", func(d *fsm.Definition) { d.States = make([]fsm.State, 501) }, "size states", ""},
		{"rows have bounds", func(d *fsm.Definition) { d.Otherwise = make([]fsm.Otherwise, 501) }, "size otherwise", ""},
		{"states of a row have bounds", func(d *fsm.Definition) { d.Otherwise[0].In = make([]string, 501) }, "size otherwise[0].in", ""},
		{"guards have bounds", func(d *fsm.Definition) { d.Transitions[ship].Guards = make([]string, 21) }, "size transitions[4].guards", ""},
		{"roles have bounds", func(d *fsm.Definition) { d.Transitions[ship].By = make([]fsm.Role, 11) }, "size transitions[4].by", ""},
		{"a timer does not wait backwards", func(d *fsm.Definition) { d.States[placed].Timer.After = -1 }, "size states[0].timer.after", ""},
		{"a timer does not wait for ever", func(d *fsm.Definition) { d.States[placed].Timer.After = fsm.Duration(1e9 * 3600 * 24 * 4000) }, "size states[0].timer.after", ""},
		{"a timer does not fire minus once", func(d *fsm.Definition) { d.States[placed].Timer.Times = -1 }, "size states[0].timer.times", ""},
		{"a timer does not fire a million times", func(d *fsm.Definition) { d.States[placed].Timer.Times = 1e6 }, "size states[0].timer.times", ""},
		{"states are unique", func(d *fsm.Definition) { d.States = append(d.States, d.States[done]) }, "duplicate states[4].name", ""},
		{"phases exist", func(d *fsm.Definition) { d.States[paid].Phase = "payed" }, "unknown states[1].phase", ""},
		{"roles exist", func(d *fsm.Definition) { d.Transitions[ship].By[0] = "clerk" }, "unknown transitions[4].by[0]", ""},
		{"a role is named once", func(d *fsm.Definition) { d.Transitions[ship].By = []fsm.Role{fsm.Staff, fsm.Staff} }, "duplicate transitions[4].by[1]", ""},
		{"answers exist", func(d *fsm.Definition) { d.Otherwise[0].Answer = "no" }, "unknown otherwise[0].answer", ""},
		{"rows name known states", func(d *fsm.Definition) { d.Otherwise[0].In = []string{"dome"} }, "unknown otherwise[0].in[0]", ""},
		{"transitions lead to known states", func(d *fsm.Definition) { d.Transitions[ship].To = "dome" }, "unknown transitions[4].to", ""},
		{"transitions leave known states", func(d *fsm.Definition) { d.Transitions[ship].From = "payed" }, "unknown transitions[4].from", ""},
		{"labels are UTF-8", func(d *fsm.Definition) { d.States[paid].Label = "\xff" }, "text states[1].label", ""},
		{"labels are one line", func(d *fsm.Definition) { d.States[paid].Label = "a\nb" }, "text states[1].label", ""},
		{"labels are short", func(d *fsm.Definition) { d.States[paid].Label = strings.Repeat("x", 501) }, "text states[1].label", ""},
		{"reasons are clean", func(d *fsm.Definition) { d.Otherwise[0].Because = "\x00" }, "text otherwise[0].because", ""},
		{"the initial state exists", func(d *fsm.Definition) { d.Initial = "start" }, "initial initial", ""},
		{"the initial state is not final", func(d *fsm.Definition) { d.Initial = "done"; d.Transitions[place].To = "done" }, "initial initial", ""},
		{"some state is final", func(d *fsm.Definition) { d.States[done].Final, d.States[gone].Final = false, false }, "final states", ""},
		{"a final state is an end", func(d *fsm.Definition) { d.States[done].Phase = fsm.Confirmed }, "final states[2].phase", ""},
		{"only place leads from nothing", func(d *fsm.Definition) { d.Transitions[place].Action = "make" }, "placing transitions[0].action", ""},
		{"place leads from nothing only", func(d *fsm.Definition) { d.Transitions[pay].Action = "place" }, "placing transitions[1].from", ""},
		{"place leads to the initial state", func(d *fsm.Definition) { d.Transitions[place].To = "paid" }, "placing transitions[0].to", ""},
		{"placing is never answered otherwise", func(d *fsm.Definition) { d.Otherwise[0].Action = "place" }, "name otherwise[0].action", ""},
		{"one answer without guards", func(d *fsm.Definition) { d.Transitions = append(d.Transitions, d.Transitions[ship]) }, "ambiguous transitions[5]",
			"new -place-> placed, placed -pay-> paid, paid -ship-> done"},
		{"no alternative that is never chosen", func(d *fsm.Definition) {
			a, b := d.Transitions[ship], d.Transitions[ship]
			a.Guards, b.Guards = []string{"light"}, []string{"near", "light"}
			d.Transitions = append(d.Transitions[:ship], a, b, d.Transitions[ship])
		}, "ambiguous transitions[5]", "-"},
		{"guards may all fail", func(d *fsm.Definition) { d.Transitions[ship].Guards = []string{"light"} }, "unanswered transitions[4]",
			"new -place-> placed, placed -pay-> paid, paid -ship-> done"},
		{"a timer is answered", func(d *fsm.Definition) { d.States[placed].Timer.Action = "expire" }, "timer states[0].timer", "new -place-> placed"},
		{"a timer is answered whatever the guards say", func(d *fsm.Definition) { d.Transitions[cancelPlaced].Guards = []string{"late"} }, "timer states[0].timer", "new -place-> placed"},
		{"a timer is the system", func(d *fsm.Definition) { d.Transitions[cancelPlaced].By = []fsm.Role{fsm.Staff} }, "timer states[0].timer", "new -place-> placed"},
	} {
		w.run(t)
	}
}

func TestTheBoundsThemselvesAreAllowed(t *testing.T) {
	d := little()
	d.Name = strings.Repeat("z", 64)
	d.States[paid].Label = strings.Repeat("x", 500)
	d.States[placed].Timer.After = fsm.Duration(10 * 366 * 24 * time.Hour)
	d.States[paid].Timer = &fsm.Timer{Action: "remind", Times: 1000}
	d.Transitions = append(d.Transitions, fsm.Transition{Action: "remind", From: "paid", To: "paid"})
	many := d.Transitions[ship]
	for i := range 20 {
		many.Guards = append(many.Guards, "g"+strings.Repeat("z", i))
	}
	d.Transitions = slices.Insert(d.Transitions, ship, many)
	_, err := fsm.Compile(d)
	require.NoError(t, err)
}

func TestRule2EveryPieceGetsToAnEnd(t *testing.T) {
	for _, w := range []wrong{
		{"every state can be reached", func(d *fsm.Definition) {
			d.States = append(d.States, fsm.State{Name: "limbo", Phase: fsm.Paid, Waits: true})
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "ship", From: "limbo", To: "done"})
		}, "unreachable states[4]", ""},
		{"where no piece gets no path is made up", func(d *fsm.Definition) {
			d.States = append(d.States, fsm.State{Name: "limbo", Phase: fsm.Paid, Waits: true})
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "ship", From: "limbo", To: "done", Guards: []string{"near"}})
		}, "unanswered transitions[5]", ""},
		{"an end can be reached", func(d *fsm.Definition) {
			d.States = append(d.States, fsm.State{Name: "limbo", Phase: fsm.Paid, Waits: true})
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "hold", From: "paid", To: "limbo"})
		}, "trapped states[4]", "new -place-> placed, placed -pay-> paid, paid -hold-> limbo"},
		{"something moves every piece", func(d *fsm.Definition) { d.States[paid].Waits = false }, "stalled states[1]", "new -place-> placed, placed -pay-> paid"},
		{"staying is not moving", func(d *fsm.Definition) {
			d.States[paid].Waits = false
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "note", From: "paid", To: "paid"})
		}, "stalled states[1]", "-"},
		{"a timer that runs out is not enough", func(d *fsm.Definition) {
			d.States[paid].Waits = false
			d.States[paid].Timer = &fsm.Timer{After: 1, Action: "unpay", Times: 3}
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "unpay", From: "paid", To: "placed", Steps: []fsm.Step{{Do: "void"}}})
		}, "stalled states[1]", "-"},
		{"an end has no timer", func(d *fsm.Definition) { d.States[done].Timer = &fsm.Timer{Action: "note"} }, "final states[2].timer", "-"},
		{"an end waits for nobody", func(d *fsm.Definition) { d.States[done].Waits = true }, "final states[2].waits", "-"},
		{"nothing leaves an end", func(d *fsm.Definition) {
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "reopen", From: "done", To: "paid"})
		}, "final transitions[5]", "new -place-> placed, placed -pay-> paid, paid -ship-> done, done -reopen-> paid"},
	} {
		w.run(t)
	}
	t.Run("an end may be annotated", func(t *testing.T) {
		d := little()
		d.Transitions = append(d.Transitions, fsm.Transition{Action: "note", From: "done", To: "done"})
		_, err := fsm.Compile(d)
		require.NoError(t, err)
	})
	t.Run("a transition open to system or webhook is enough", func(t *testing.T) {
		d := little()
		d.States[paid].Waits = false
		d.Transitions[ship].By = []fsm.Role{fsm.System}
		_, err := fsm.Compile(d)
		require.NoError(t, err)
	})
}

func TestRule3NothingRunsForEverByItself(t *testing.T) {
	remind := func(times int) func(d *fsm.Definition) {
		return func(d *fsm.Definition) {
			d.States[paid].Timer = &fsm.Timer{After: 1, Action: "remind", Times: times}
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "remind", From: "paid", To: "paid", Steps: []fsm.Step{{Do: "mail", Effect: fsm.Notify}}})
		}
	}
	back := func(by ...fsm.Role) func(d *fsm.Definition) {
		return func(d *fsm.Definition) {
			d.States[placed].Timer.Action = "pay"
			d.Transitions = append(d.Transitions, fsm.Transition{Action: "unpay", From: "paid", To: "placed", Steps: []fsm.Step{{Do: "void"}}, By: by})
		}
	}
	wrong{"a reminder for ever", remind(0), "endless transitions[5]", "new -place-> placed, placed -pay-> paid, paid -remind-> paid"}.run(t)
	wrong{"round and round", back(fsm.System), "endless transitions[1]", "new -place-> placed, placed -pay-> paid, paid -unpay-> placed"}.run(t)
	for name, edit := range map[string]func(d *fsm.Definition){
		"three reminders":         remind(3),
		"a person in between":     back(fsm.System, fsm.Staff),
		"round and round in vain": func(d *fsm.Definition) { back(fsm.System)(d); d.States[placed].Timer.Times = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			d := little()
			edit(&d)
			_, err := fsm.Compile(d)
			require.NoError(t, err)
		})
	}
}
