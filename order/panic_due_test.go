package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Nobody called: what is due panics in the shop's own worker, which goes on.
func TestAPanicInWhatIsDueStopsNoOtherOrder(t *testing.T) {
	d := bare()
	d.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "work"}
	work := d.Transitions[1]
	work.Guards = []string{"ready"}
	d.Transitions = append([]fsm.Transition{work}, d.Transitions...)
	bad := map[string]bool{}
	s := bareShop(t, d, nil, func(c *order.Config) {
		c.Guards = map[string]order.Guard{"ready": func(x order.Situation) bool {
			if bad[x.Order.ID] {
				panic("nil pointer in a guard")
			}
			return true
		}}
	})
	poisoned, healthy := s.place(bareDraft()), s.place(numbered(bareDraft(), "2026-2"))
	bad[poisoned.ID] = true
	s.clock.add(time.Hour)
	require.NotPanics(t, func() {
		_, err := s.Pass(s.ctx)
		require.NoError(t, err)
	})
	assert.Equal(t, "2 done", states(s.check(healthy.ID), "mug"))
	assert.Contains(t, quarantined(s, poisoned.ID).Reason, "nil pointer in a guard")

	alone := s.place(numbered(bareDraft(), "2026-3"))
	bad[alone.ID] = true
	s.clock.add(time.Hour)
	require.NotPanics(t, func() {
		_, err := s.Advance(s.ctx, alone.ID)
		problem(t, err, order.Quarantined)
	})
	o, err := s.Order(s.ctx, alone.ID)
	require.NoError(t, err)
	assert.NotEmpty(t, o.Quarantine)
}
