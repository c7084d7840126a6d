package fsm_test

import (
	"errors"
	"fmt"

	"github.com/orderkit/orderkit/fsm"
)

// A workflow is a plain value: here a service without parcels.
func consulting() fsm.Definition {
	return fsm.Definition{
		Name: "consulting", Version: 1, Initial: "booked",
		States: []fsm.State{
			{Name: "booked", Phase: fsm.Created, Waits: true},
			{Name: "held", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "booked", Steps: []fsm.Step{{Do: "authorize"}}},
			{Action: "hold", From: "booked", To: "held", Steps: []fsm.Step{{Do: "capture"}}, By: []fsm.Role{fsm.Staff}},
			{Action: "cancel", From: "booked", To: "cancelled", Steps: []fsm.Step{{Do: "void"}}},
		},
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse, Because: "it is over"}},
	}
}

func ExampleCompile() {
	m, err := fsm.Compile(consulting())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Name(), m.Version(), m.Offers("booked"), m.Holds("booked"))
	// Output: consulting 1 [cancel hold] [promised]
}

func ExampleFaults() {
	d := consulting()
	d.Transitions[2].Steps = nil // cancel forgets to let the money go
	_, err := fsm.Compile(d)

	var faults fsm.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Println(f.Code, f.Place)
			fmt.Println(f.Reason)
			fmt.Println(f.Path)
		}
	}
	// Output:
	// promise_open states[2]
	// a piece can end in "cancelled" holding "promised": money is promised and neither taken nor let go
	// [new -place-> booked booked -cancel-> cancelled]
}

func ExampleMachine_Next() {
	m := fsm.MustCompile(fsm.Goods())
	accepted := func(guard string) bool { return guard == "accepted" }

	t, choice, ok := m.Next("return_received", "inspect", accepted)
	fmt.Println(t.To, choice, ok)

	t, choice, ok = m.Next("return_received", "inspect", nil)
	fmt.Println(t.To, choice, ok)

	_, _, ok = m.Next("shipped", "cancel", nil)
	row, _ := m.Otherwise("shipped", "cancel")
	fmt.Println(ok, row.Answer, row.Because)
	// Output:
	// returned 0 true
	// rejected 1 true
	// false refuse already shipped; return it instead
}

func ExampleMachine_Fire() {
	m := fsm.MustCompile(fsm.Download())
	to, err := m.Fire("placed", "pay", 0)
	fmt.Println(to, err)
	_, err = m.Fire("returned", "pay", 0)
	fmt.Println(err)
	// Output:
	// paid <nil>
	// fsm: download 1: no transition pay#0 from "returned"
}

func ExampleMachine_Mermaid() {
	fmt.Print(fsm.MustCompile(consulting()).Mermaid())
	// Output:
	// stateDiagram-v2
	//     %% consulting version 1, b0b87822143b57aa
	//     state "booked" as s_booked
	//     state "held" as s_held
	//     state "cancelled" as s_cancelled
	//     [*] --> s_booked : place / authorize
	//     s_booked --> s_held : hold / capture by staff
	//     s_booked --> s_cancelled : cancel / void
	//     s_held --> [*]
	//     s_cancelled --> [*]
	//     classDef created fill:#eeeeee,color:#000000
	//     class s_booked created
	//     classDef completed fill:#0b5394,color:#ffffff
	//     class s_held completed
	//     classDef cancelled fill:#f6b26b,color:#000000
	//     class s_cancelled cancelled
}

func ExampleParse() {
	_, err := fsm.Parse([]byte(`{"name": "goods", "verison": 1}`))
	fmt.Println(err)
	// Output:
	// fsm: refused:
	// 	verison: unknown key [json]
}

func ExampleHeld_After() {
	var h fsm.Held
	for _, verb := range []string{"reserve", "authorize", "book", "capture", "commit"} {
		h = h.After(verb)
		fmt.Println(h)
	}
	// Output:
	// reserved
	// promised reserved
	// promised reserved sent
	// taken reserved sent
	// taken sent
}
