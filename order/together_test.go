package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestConfigurationsWhoseWorkflowsOrSwitchesAreNotProvenAreRefused(t *testing.T) {
	backwards := fsm.Goods()
	backwards.Name = "backwards"
	for i, tr := range backwards.Transitions {
		if tr.Action == "cancel" && tr.From == "paid" {
			backwards.Transitions[i].Steps = []fsm.Step{{Do: "release"}, {Do: "void", Pivot: true}, {Do: "giveback"}}
		}
	}
	for name, c := range map[string]struct {
		change func(*order.Config)
		want   []string
		says   string
	}{
		"workflows that cannot meet": {func(c *order.Config) {
			c.Workflows = append(c.Workflows, order.Workflow{Type: "other", Definition: backwards})
		}, []string{"Workflows workflow"}, "step_order"},
		"they never meet": {func(c *order.Config) {
			c.Workflows = append([]order.Workflow{{Type: "other", Transaction: "wholesale", Definition: backwards}}, c.Workflows[0])
			c.Workflows[1].Transaction, c.Switches = "retail", nil
		}, nil, ""},
		"a switch without proof": {func(c *order.Config) { c.Switches[0].States = c.Switches[0].States[1:] },
			[]string{"Switches[0] switch"}, `no row says where pieces in "placed" go on`},
		"a switch twice": {func(c *order.Config) { c.Switches = append(c.Switches, c.Switches[0]) },
			[]string{"Switches[2] duplicate"}, "goods 1 to 2"},
		"a switch to nowhere": {func(c *order.Config) { c.Switches[0].To = 7 },
			[]string{"Switches[0] switch"}, `there is no version 7 of "goods"`},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := newShop(t, twoVersions).Config
			c.change(&cfg)
			_, err := order.New(cfg)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faultsOf(t, err))
			assert.ErrorContains(t, err, c.says)
		})
	}
}

// Rule 8 once more: whatever phases the units of an order are in, the order as a
// whole has a status, which none of them is ahead of.
func TestEveryCombinationOfPhasesHasAStatus(t *testing.T) {
	phases := append(fsm.Phases(), "") // still being placed
	rank := map[fsm.Phase]int{fsm.Created: 0, "": 0, fsm.Paid: 1, fsm.Production: 2, fsm.Confirmed: 3, fsm.Completed: 4, fsm.Returned: 5, fsm.Cancelled: 6}
	for bits := 1; bits < 1<<len(phases); bits++ {
		var o order.Order
		least := fsm.Cancelled
		for i, p := range phases {
			if bits&(1<<i) == 0 {
				continue
			}
			o.Lines = append(o.Lines, order.Line{Runs: []order.Run{{Count: 1, Phase: p}}})
			if rank[p] < rank[least] {
				least = p
			}
		}
		if least == "" {
			least = fsm.Created
		}
		require.Equal(t, least, o.Status(), "%v", o.Phases())
	}
}
