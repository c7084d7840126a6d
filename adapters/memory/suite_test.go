package memory_test

import (
	"testing"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order/ordertest"
)

func TestTheStoreKeepsItsPromises(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		return ordertest.Store{Store: memory.NewStore(memory.Config{})}
	})
}
