package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
)

// Open is all there is to set up; the store then goes into order.Config.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "orders.db"), sqlite.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	found, err := store.Find(ctx, order.Query{Customer: "c-7"})
	fmt.Println(len(found), "orders,", err)

	// Output:
	// 0 orders, <nil>
}
