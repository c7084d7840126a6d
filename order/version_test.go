package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// second is version 2 of the goods workflow: cancelling stops being possible
// for customers, and unpaid orders wait for an hour.
func second() fsm.Definition {
	d := fsm.Goods()
	d.Version = 2
	for i := range d.Transitions {
		if d.Transitions[i].Action == "cancel" {
			d.Transitions[i].By = []fsm.Role{fsm.Staff, fsm.System}
		}
	}
	d.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "cancel"}
	return d
}

// deploy runs the same shop with other workflows.
func (s *shop) deploy(t *testing.T, w ...order.Workflow) *shop {
	t.Helper()
	next := *s
	next.Config.Workflows = w
	e, err := order.New(next.Config)
	require.NoError(t, err)
	next.Engine = e
	return &next
}

func TestTwoVersionsOfAWorkflowRunSideBySide(t *testing.T) {
	one := order.Workflow{Type: "goods", Definition: fsm.Goods()}
	two := order.Workflow{Type: "goods", Definition: second()}
	s := newShop(t).deploy(t, one)
	old := s.place(goods(3))
	s = s.deploy(t, one, two)
	fresh := s.place(numbered(goods(3), "2026-2"))
	assert.Equal(t, 1, old.Workflows[0].Version)
	assert.Equal(t, 2, fresh.Workflows[0].Version)
	assert.NotEqual(t, old.Workflows[0].Hash, fresh.Workflows[0].Hash)
	s.do(old.ID, order.Cancel{Of: order.Some("mug", 1)}, byCustomer)
	_, err := s.Do(s.ctx, fresh.ID, order.Cancel{}, byCustomer)
	problem(t, err, order.Refused)
	s.pass(31 * time.Minute)
	assert.Equal(t, fsm.Cancelled, s.check(old.ID).Status(), "after half an hour, as version 1 says")
	assert.Equal(t, fsm.Created, s.check(fresh.ID).Status())
	s.pass(30 * time.Minute)
	assert.Equal(t, fsm.Cancelled, s.check(fresh.ID).Status())
}

func TestAnEngineWithoutTheVersionSaysSo(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(1))
	s = s.deploy(t, order.Workflow{Type: "goods", Definition: second()})
	_, err := s.Do(s.ctx, o.ID, order.Deliver{}, byStaff)
	e := problem(t, err, order.Refused)
	assert.Contains(t, faultsOf(t, err), "mug "+order.CodeWorkflowGone)
	assert.Contains(t, e.Error(), "does not know the line's workflow")
	list, err := s.Offers(s.ctx, o.ID, fsm.Staff)
	require.NoError(t, err)
	assert.Empty(t, list)
	s.do(o.ID, order.Note{Text: "what is of the order as a whole still works"})
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
}

func TestTheSameVersionWithOtherContentIsAnotherWorkflow(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	sneaky := second()
	sneaky.Version = 1
	s = s.deploy(t, order.Workflow{Type: "goods", Definition: sneaky})
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	assert.Contains(t, faultsOf(t, err), "mug "+order.CodeWorkflowGone)
}
