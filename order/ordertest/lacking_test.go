package ordertest_test

import (
	"testing"

	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

func TestWhatIsNotThereAndMustBeIsNamed(t *testing.T) {
	_, err := new(ordertest.Exploration).Run()
	require.EqualError(t, err, "ordertest: Exploration.Open is nil")
	_, err = new(ordertest.Simulation).Run()
	require.EqualError(t, err, "ordertest: Simulation.Draft is nil\nordertest: Simulation.Open is nil")
	_, _, err = new(ordertest.Touring).Run()
	require.EqualError(t, err, "ordertest: Touring.Draft is nil\nordertest: Touring.Open is nil")
	_, err = new(ordertest.Replaying).Run(nil)
	require.EqualError(t, err, "ordertest: Replaying.Open is nil")
}
