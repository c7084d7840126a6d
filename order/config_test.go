package order_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestEveryFaultOfAConfigurationIsListedAtOnce(t *testing.T) {
	other := fsm.Goods()
	other.States[0].Label = "in the basket"
	asking := bare(fsm.Step{Do: "engrave", Effect: fsm.Notify, Undo: "polish"})
	vip := asking.Transitions[1]
	vip.Guards = []string{"vip"}
	asking.Transitions = append([]fsm.Transition{vip}, asking.Transitions...)
	_, err := order.New(order.Config{
		Workflows: []order.Workflow{
			{Type: "nothing"},
			{Type: "goods", Definition: fsm.Goods()},
			{Type: "gifts", Definition: other},
			{Type: "rings", Definition: asking},
		},
		Actions: []order.Action{order.Pay{}, order.Named{Called: "engrave"}, order.Named{Called: "engrave"}},
	})
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{
		"Store required", "Now required", "NewID required",
		"Actions[0] duplicate", "Actions[2] duplicate",
		"Workflows[0] workflow",
		"Workflows[2] version",
		"Workflows[3].transitions[0].guards[0] guard",
		"Workflows[3].transitions[0].steps[0] step", "Workflows[3].transitions[0].steps[0].undo step",
		"Workflows[3].transitions[2].steps[0] step", "Workflows[3].transitions[2].steps[0].undo step",
	}, faultsOf(t, err))
}

func TestAConfigurationHasDefaultsThatWork(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.FixedZone("CET", 3600))
	ids := 0
	now := func() time.Time { return at }
	e, err := order.New(order.Config{Store: memory.NewStore(memory.Config{Now: now}), Now: now, NewID: func() string {
		ids++
		return string(rune('a' + ids))
	}})
	require.NoError(t, err)
	for range 23 {
		d := free("goods", 1)
		d.Items = append(d.Items, free("made_to_order", 1).Items[0], free("download", 1).Items[0])
		d.Items[1].Line.ID, d.Items[2].Line.ID = "ring", "song"
		r, err := e.Place(t.Context(), d)
		require.NoError(t, err, "the standard workflows")
		require.Equal(t, time.UTC, r.Order.Placed.Location())
		require.True(t, at.Add(30*time.Minute).Equal(r.Due), "the timer of unpaid units")
	}
	at = at.Add(31 * time.Minute)
	n, err := e.Pass(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 20, n, "a batch")
	n, err = e.Pass(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	left, err := e.Find(t.Context(), order.Query{Phase: fsm.Created})
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestTheSameWorkflowMayServeSeveralTypes(t *testing.T) {
	s := newShop(t, func(c *order.Config) {
		c.Workflows = []order.Workflow{{Type: "goods", Definition: fsm.Goods()}, {Type: "gifts", Definition: fsm.Goods()}}
	})
	d := goods(1)
	d.Items = append(d.Items, item("cup", "gifts", "1.00", 1))
	assert.Len(t, s.place(d).Workflows, 1)
}

func TestTheLastRowThatFitsADraftChoosesItsWorkflow(t *testing.T) {
	presale := fsm.Goods()
	presale.Name = "presale"
	newer := fsm.Goods()
	newer.Version = 2
	s := newShop(t, func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "goods", Definition: newer},
			order.Workflow{Type: "goods", Transaction: "presale", Definition: presale})
	})
	assert.Equal(t, 2, s.place(goods(1)).Workflows[0].Version)
	d := numbered(goods(1), "2026-2")
	d.Transaction = "presale"
	assert.Equal(t, "presale", s.place(d).Workflows[0].Name)
}

func TestTheLogTellsAnOperatorWhatIsWrong(t *testing.T) {
	var log bytes.Buffer
	w := &wrapped{}
	s := newShop(t, wrap(w), func(c *order.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	o := s.place(goods(1))
	w.load = damaged(w)
	_, err := s.Do(s.ctx, o.ID, order.Tag{Add: []string{"x"}}, byStaff)
	problem(t, err, order.Quarantined)
	assert.Contains(t, log.String(), "quarantined")
	assert.Contains(t, log.String(), "order="+o.ID)
	assert.NotContains(t, log.String(), "山田")
}
