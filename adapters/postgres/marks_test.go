package postgres_test

import (
	"testing"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// A state and a phase share a row, whichever. So an order must be found once by each,
// and by nothing that is gone, however many there are of the ones and the others.
func TestAnOrderIsFoundByEachStateAndPhaseOnce(t *testing.T) {
	type unit struct {
		state string
		phase fsm.Phase
	}
	s := open(t, fresh(t))
	o := sample("o-1")
	o.Lines = o.Lines[:1]
	for _, step := range []struct {
		name  string
		units []unit
	}{
		{"one", []unit{{"placed", fsm.Created}}},
		{"moved", []unit{{"paid", fsm.Paid}}},
		{"several states of a phase", []unit{{"paid", fsm.Paid}, {"checked", fsm.Paid}, {"waiting", fsm.Paid}}},
		{"one of them gone", []unit{{"checked", fsm.Paid}, {"waiting", fsm.Paid}}},
		{"several phases of a state", []unit{{"paid", fsm.Paid}, {"paid", fsm.Confirmed}, {"paid", fsm.Completed}}},
		{"one of these gone", []unit{{"paid", fsm.Paid}, {"paid", fsm.Completed}}},
		{"no phase", []unit{{"paid", ""}, {"checked", fsm.Paid}}},
		{"no state", []unit{{"", fsm.Paid}, {"checked", fsm.Created}}},
		{"neither", []unit{{"", ""}}},
		{"crossed", []unit{{"a", fsm.Returned}, {"b", fsm.Cancelled}}},
		{"uncrossed", []unit{{"a", fsm.Cancelled}, {"b", fsm.Returned}, {"c", fsm.Created}}},
	} {
		t.Run(step.name, func(t *testing.T) {
			o.Lines[0].Runs = nil
			states, phases := make(map[string]bool), make(map[fsm.Phase]bool)
			for i, u := range step.units {
				o.Lines[0].Runs = append(o.Lines[0].Runs, order.Run{First: int64(i), Count: 1, State: u.state, Phase: u.phase})
				states[u.state], phases[u.phase] = true, true
			}
			c := change(o, step.name)
			require.NoError(t, s.Commit(t.Context(), c))
			o = *c.Order
			found := func(q order.Query) int {
				all, err := s.Find(t.Context(), q)
				require.NoError(t, err)
				return len(all)
			}
			count := func(yes bool) int {
				if yes {
					return 1
				}
				return 0
			}
			for _, state := range []string{"placed", "paid", "checked", "waiting", "a", "b", "c"} {
				require.Equal(t, count(states[state]), found(order.Query{State: state}), "%q", state)
				require.Equal(t, count(states[state]), found(order.Query{State: state, Customer: o.Customer}), "%q", state)
			}
			for _, phase := range fsm.Phases() {
				require.Equal(t, count(phases[phase]), found(order.Query{Phase: phase}), "%q", phase)
				require.Equal(t, count(phases[phase] && states["paid"]), found(order.Query{Phase: phase, State: "paid"}), "%q", phase)
			}
		})
	}
}
