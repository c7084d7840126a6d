package ordertest_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func replaying() ordertest.Replaying {
	return ordertest.Replaying{Update: *update, Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) }}
}

func TestRecordedLivesAreLivedAgainToTheLetter(t *testing.T) {
	ordertest.Replay(t, "testdata/lives", replaying())
}

func TestAChangeOfBehaviourIsADifference(t *testing.T) {
	was, err := os.ReadFile("testdata/lives/mixed.json")
	require.NoError(t, err)
	for name, wire := range map[string]func(*order.Config){
		"another price": func(c *order.Config) {
			c.Price = func(cart pricing.Cart) (pricing.Quote, error) {
				cart.Discounts = nil
				return pricing.Calculate(cart)
			}
		},
		"another patience": func(c *order.Config) { c.Retry.Attempts = 1 },
		"another workflow": func(c *order.Config) {
			c.Workflows = order.StandardWorkflows()
			c.Workflows[0].Definition.Transitions[0].Steps = c.Workflows[0].Definition.Transitions[0].Steps[:1]
		},
	} {
		t.Run(name, func(t *testing.T) {
			x := replaying()
			x.Wire = wire
			is, err := x.Run(was)
			if err == nil {
				require.False(t, bytes.Equal(was, is))
			}
		})
	}
}
