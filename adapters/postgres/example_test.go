package postgres_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
)

// The schema is made by one role, the program runs under another.
func ExampleOpen() {
	ctx := context.Background()
	if err := postgres.Migrate(ctx, "postgres://migrate@localhost/shop", postgres.Config{}); err != nil {
		fmt.Println(err)
		return
	}
	store, err := postgres.Open(ctx, "postgres://shop@localhost/shop", postgres.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	engine, err := order.New(order.Config{Store: store /* and the rest */})
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() { _ = store.Listen(ctx, engine.Kick) }()
	_ = engine.Run(ctx)
}

// The order is tagged if, and only if, the host's row is there.
func ExampleIn() {
	ctx := context.Background()
	tag := func(pool *pgxpool.Pool, engine *order.Engine, id string) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO vips VALUES ($1)", id); err != nil {
				return err
			}
			_, err := engine.Do(postgres.In(ctx, tx), id, order.Tag{Add: []string{"vip"}})
			return err
		})
	}
	_ = tag
}

// A host that lets somebody else change its database gives them the SQL.
func ExampleScript() {
	script := postgres.Script("orderkit")
	first, _, _ := strings.Cut(script, "\n")
	fmt.Println(first, strings.HasSuffix(script, "COMMIT;\n"))
	// Output:
	// BEGIN; true
}

// The rights of three roles, for the host to run.
func ExampleRoles() {
	for line := range strings.Lines(postgres.Roles("orderkit")) {
		if strings.Contains(line, "DELETE") {
			fmt.Print(line)
		}
	}
	// Output:
	// GRANT DELETE ON "orderkit".marks, "orderkit".people TO orderkit_app;
}
