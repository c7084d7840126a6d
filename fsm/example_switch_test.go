package fsm_test

import (
	"fmt"

	"github.com/orderkit/orderkit/fsm"
)

// confirmed is version 2 of consulting: a booking is confirmed before it is held.
func confirmed() fsm.Definition {
	d := consulting()
	d.Version = 2
	d.States = append(d.States, fsm.State{Name: "confirmed", Phase: fsm.Confirmed, Waits: true})
	d.Transitions[1].From = "confirmed"
	d.Transitions = append(d.Transitions,
		fsm.Transition{Action: "confirm", From: "booked", To: "confirmed"},
		fsm.Transition{Action: "cancel", From: "confirmed", To: "cancelled", Steps: []fsm.Step{{Do: "void"}}})
	return d
}

func ExampleSwitch_Check() {
	one, two := fsm.MustCompile(consulting()), fsm.MustCompile(confirmed())
	there := fsm.SwitchTo(consulting(), confirmed())
	fmt.Println("there:", there.Check(one, two))

	back := fsm.SwitchTo(confirmed(), consulting(), fsm.Landing{From: "confirmed", To: "cancelled"})
	fmt.Println("back:", back.Check(two, one))
	// Output:
	// there: <nil>
	// back: fsm: refused:
	// 	states[3]: pieces go on from "confirmed" and end in "cancelled" [final] (new -place-> booked, booked -confirm-> confirmed)
	// 	states[3]: pieces in "confirmed" can hold "promised", which version 1 does not know in "cancelled" and so never settles [held] (new -place-> booked, booked -confirm-> confirmed)
	// 	states[3]: "confirmed" is confirmed and "cancelled" is cancelled: what an order costs would change with no money moving [sold] (new -place-> booked, booked -confirm-> confirmed)
}

func ExampleSwitchTo() {
	back := fsm.SwitchTo(confirmed(), consulting(), fsm.Landing{From: "confirmed", To: "booked", Meant: []string{fsm.CodePhase}})
	for _, l := range back.States {
		fmt.Println(l.From, "->", l.To, l.Meant)
	}
	// Output:
	// booked -> booked []
	// held -> held []
	// cancelled -> cancelled []
	// confirmed -> booked [phase]
}

func ExampleParseSwitch() {
	s, err := fsm.ParseSwitch([]byte(`{"workflow": "consulting", "from": 1, "to": 2, "states": [
		{"from": "booked", "to": "booked"}, {"from": "held", "to": "held"}, {"from": "cancelled", "to": "cancelled"}]}`))
	fmt.Println(len(s.States), err)
	l, ok := s.Landing("booked")
	fmt.Println(l.To, ok)
	// Output:
	// 3 <nil>
	// booked true
}

// Two workflows that take their steps in different orders cannot be moved by
// one action.
func ExampleMeet() {
	d := consulting()
	d.Name = "workshop"
	d.Transitions[0].Steps = []fsm.Step{{Do: "reserve"}, {Do: "authorize"}}
	d.Transitions[1].Steps = []fsm.Step{{Do: "capture", Pivot: true}, {Do: "commit"}}
	d.Transitions[2].Steps = []fsm.Step{{Do: "release"}, {Do: "void"}}
	workshop := fsm.MustCompile(d)

	d.Name = "course"
	d.Transitions[2].Steps = []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}
	course := fsm.MustCompile(d)

	fmt.Println(fsm.Meet(workshop, fsm.MustCompile(consulting())))
	fmt.Println(fsm.Meet(workshop, course))
	// Output:
	// <nil>
	// fsm: refused:
	// 	workshop 1 transitions[2]: "cancel" has no order of its steps that suits all: workshop 1 transitions[2] runs "release" before "void", course 1 transitions[2] runs "void" before "release" [step_order] (workshop 1: booked -cancel-> cancelled, course 1: booked -cancel-> cancelled)
}

func ExampleMerge() {
	goods, download := fsm.MustCompile(fsm.Goods()), fsm.MustCompile(fsm.Download())
	steps, ok := fsm.Merge([]*fsm.Transition{
		goods.Candidates("placed", "pay")[0],    // authorize
		download.Candidates("placed", "pay")[0], // authorize, capture
	})
	for _, s := range steps {
		fmt.Println(s.Do, s.Pivot)
	}
	fmt.Println(ok)
	// Output:
	// authorize false
	// capture true
	// true
}
