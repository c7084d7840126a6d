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

// The order is tagged if, and only if, the host's row is there.
func ExampleIn() {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "shop.db"), sqlite.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	db := store.DB()
	if _, err := db.ExecContext(ctx, "CREATE TABLE vips (customer TEXT UNIQUE, name TEXT)"); err != nil {
		fmt.Println(err)
		return
	}
	engine := demo(store)
	honour := func(customer, id string) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := engine.Do(sqlite.In(ctx, tx), id, order.Tag{Add: []string{"vip"}}); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO vips VALUES (?, ?)", customer, "Ada"); err != nil {
			return err
		}
		return tx.Commit()
	}
	for range 2 {
		placed, err := engine.Place(ctx, mugs(1))
		if err != nil {
			fmt.Println(err)
			return
		}
		failed := honour("c-7", placed.Order.ID) // the second row for one customer is refused
		o, err := engine.Order(ctx, placed.Order.ID)
		fmt.Println(failed != nil, o.Tags, err)
	}

	// Output:
	// false [vip] <nil>
	// true [] <nil>
}

// DB holds the host's own tables, beside the orders.
func ExampleStore_DB() {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "shop.db"), sqlite.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	var orders, version int
	_, err = store.DB().Exec("CREATE TABLE orders (id TEXT); PRAGMA user_version = 1")
	fmt.Println(err)
	_ = store.DB().QueryRow("SELECT count(*) FROM orders").Scan(&orders)
	_ = store.DB().QueryRow("PRAGMA user_version").Scan(&version)
	fmt.Println(orders, "orders of the host's, version", version, "of its schema")

	// Output:
	// <nil>
	// 0 orders of the host's, version 1 of its schema
}
