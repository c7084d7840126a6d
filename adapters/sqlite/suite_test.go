package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

func TestTheStoreKeepsItsPromises(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		path := filepath.Join(t.TempDir(), "orders.db")
		return ordertest.Store{
			Store:  open(t, path),
			Second: func(t ordertest.T) order.Store { return open(t, path) },
			Damage: func(t ordertest.T, what order.Unreadable) { damage(t, path, what) },
		}
	})
}

// damage cuts off what is stored of an order or a notice.
func damage(t ordertest.T, path string, what order.Unreadable) {
	t.Helper()
	err := sqlite.Execute(path, "UPDATE orderkit_orders SET head = substr(head, 1, 9) WHERE id = ?", what.Order)
	if err == nil {
		err = sqlite.Execute(path, "UPDATE orderkit_inbox SET data = '{' WHERE provider = ? AND id = ?", what.Notice.Provider, what.Notice.ID)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func open(t ordertest.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Config{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	})
	return s
}
