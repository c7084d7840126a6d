package main

import (
	"context"
	"os"
	"testing"

	"github.com/orderkit/orderkit/fsm"
)

func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// pay: 3 paid, 0.00 paid of 105.00
	// laser: 2 x Fountain pen, "für Ada" in Fraktur
	// engrave: 2 engraved, 1 paid, 70.00 paid of 105.00
	// cancel: 2 engraved, 1 cancelled, 70.00 paid of 70.00
	// cancel: pen[engraved], customer may not cancel in state engraved
	// cancel: pen[engraved], it bears your name already
	// cancel: pen[cancelled], it is over
	// ship: 2 completed, 1 cancelled, 70.00 paid of 70.00
}

func TestTheWorkflowCannotForgetTheMoney(t *testing.T) {
	d := engraved()
	for i := range d.Transitions {
		if d.Transitions[i].Action == "cancel" && d.Transitions[i].From == "engraved" {
			d.Transitions[i].Steps = nil
		}
	}
	if _, err := fsm.Compile(d); err == nil {
		t.Error("a cancellation that keeps the money was accepted")
	}
}
