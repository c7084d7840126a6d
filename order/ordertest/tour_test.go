package ordertest_test

import (
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

func touring() ordertest.Touring {
	return ordertest.Touring{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Traits: order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		Draft:  func(w order.Workflow) order.Draft { return draft(w.Type) }}
}

func TestEveryTransitionAndEveryAnswerOfTheStandardWorkflowsIsTaken(t *testing.T) {
	seen := ordertest.Tour(t, touring())
	require.Empty(t, seen.Never)
	want := 0
	for _, w := range order.StandardWorkflows() {
		want += len(w.Definition.Transitions)
	}
	require.Equal(t, want, seen.Transitions)
	require.Greater(t, seen.Answers, 60)
	t.Logf("%d transitions, %d answers", seen.Transitions, seen.Answers)
}

func TestATourTellsWhatWasNeverTaken(t *testing.T) {
	x := touring()
	x.Act = func(t fsm.Transition, _ *order.Order) order.Action {
		if t.Action == "inspect" {
			return order.Inspect{Accepted: true}
		}
		return nil
	}
	seen, broken, err := x.Run()
	require.NoError(t, err)
	require.Empty(t, broken)
	require.Contains(t, seen.Never[0], `goods: inspect from "return_received" to "rejected"`)
	for _, never := range seen.Never {
		require.Contains(t, never, `"rejected"`)
	}
}
