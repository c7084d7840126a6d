package main

import (
	"time"

	"github.com/orderkit/orderkit/fsm"
)

// engraved is the life of a piece that is engraved before it is sent: the money
// is taken when the laser starts, and from then on only staff give it back.
func engraved() fsm.Definition {
	staff := []fsm.Role{fsm.Staff}
	return fsm.Definition{
		Name: "engraved", Version: 1, Initial: "placed",
		States: []fsm.State{
			{Name: "placed", Phase: fsm.Created, Timer: &fsm.Timer{After: fsm.Duration(time.Hour), Action: "cancel"}},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "engraved", Phase: fsm.Production, Waits: true},
			{Name: "completed", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "placed", Steps: []fsm.Step{{Do: "reserve"}}},
			{Action: "pay", From: "placed", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}},
			{Action: "engrave", From: "paid", To: "engraved", By: staff, Steps: []fsm.Step{
				{Do: "capture", Pivot: true}, // if it is refused, nothing is engraved
				{Do: "commit"},
				{Do: "laser", Effect: fsm.Logistics, Idempotent: true}, // our own
			}},
			{Action: "ship", From: "engraved", To: "completed", By: staff, Steps: []fsm.Step{{Do: "book"}}},
			{Action: "cancel", From: "placed", To: "cancelled", Steps: []fsm.Step{{Do: "release", Pivot: true}}},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}},
			{Action: "cancel", From: "engraved", To: "cancelled", By: staff, Steps: []fsm.Step{{Do: "refund", Pivot: true}}},
		},
		Otherwise: []fsm.Otherwise{
			{Action: "cancel", In: []string{"engraved"}, Answer: fsm.Refuse, Because: "it bears your name already"},
			{Action: "cancel", Answer: fsm.Refuse, Because: "it is over"},
		},
	}
}
