package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// polished are two programs of which only the new one has what shipping under
// version 2 begins with: the polishing, which failed once.
func polished(t *testing.T) (old, fresh *shop, polish *memory.Step, id string) {
	old, fresh, _, id = twoPrograms(t)
	two := fsm.Goods()
	two.Version = 2
	for i := range two.Transitions {
		if tr := &two.Transitions[i]; tr.Action == "ship" {
			tr.Steps = append([]fsm.Step{{Do: "polish", Effect: fsm.Logistics, Idempotent: true, Irreversible: true}}, tr.Steps...)
		}
	}
	polish = &memory.Step{}
	fresh.rewire(func(c *order.Config) {
		c.Workflows = append([]order.Workflow{{Type: "goods", Definition: two}}, order.StandardWorkflows()...)
		c.Switches = []fsm.Switch{fsm.SwitchTo(fsm.Goods(), two)}
		c.Steps = map[string]order.Step{"polish": polish}
	})
	fresh.do(id, toTwo)
	fresh.do(id, order.Pay{})
	polish.Next("polish", memory.Fail(1))
	r, err := fresh.Do(fresh.ctx, id, order.Ship{}, byStaff, order.Key("ship"))
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	return old, fresh, polish, id
}

func TestAnOldProgramLeavesActionsUnderWayToOthers(t *testing.T) {
	t.Run("and what else it does there does not touch them", func(t *testing.T) {
		old, fresh, polish, id := polished(t)
		before := old.snapshot(id)
		old.pass(5 * time.Minute)
		due, err := old.Advance(old.ctx, id)
		require.NoError(t, err)
		assert.Equal(t, old.clock.now().Add(2*time.Minute), due, "a host that asks again then does not spin")
		r, err := old.Do(old.ctx, id, order.Ship{}, byStaff, order.Key("ship"))
		require.NoError(t, err)
		assert.Equal(t, order.Pending, r.Status)
		assert.Equal(t, before, old.snapshot(id), "it lacks the step, and that is no case")
		require.NoError(t, old.Notify(old.ctx, order.Notice{ID: "c1", Kind: order.NoticeChargeback, Order: id, Ref: "bank-1", Amount: eur("1.00")}))
		assert.Equal(t, order.CaseChargeback, old.oneCase(id).Code)
		old.do(id, order.Tag{Add: []string{"disputed"}})
		assert.Len(t, old.check(id).Cases, 1)
		assert.Len(t, polish.Calls("polish"), 1)
		fresh.pass(2 * time.Minute)
		assert.Equal(t, "2 shipped", states(fresh.check(id), "mug"))
		assert.Len(t, polish.Calls("polish"), 2)
	})
	t.Run("but asks a person when nobody went on for an hour", func(t *testing.T) {
		old, fresh, _, id := polished(t)
		old.pass(64 * time.Minute)
		assert.Empty(t, old.check(id).Cases)
		old.pass(2 * time.Minute)
		k := old.oneCase(id)
		assert.Equal(t, order.CaseStep, k.Code)
		fresh.resolve(id, order.Decide{Case: k.No, Choice: order.RetryNow})
		assert.Equal(t, "2 shipped", states(fresh.check(id), "mug"))
	})
	t.Run("and does not come back to one that is quarantined", func(t *testing.T) {
		old, fresh, w, id := twoPrograms(t)
		fresh.do(id, toTwo)
		w.load = func(context.Context, string, string) (order.Record, error) {
			w.load = nil
			panic("half a record")
		}
		_, err := old.Do(old.ctx, id, order.Tag{Add: []string{"gift"}})
		problem(t, err, order.Quarantined)
		quarantined(old, id)
	})
}
