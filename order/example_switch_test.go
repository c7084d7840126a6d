package order_test

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// An open order is moved to the second version of its workflow, in which paid
// goods are packed before they are shipped.
func ExampleSwitch() {
	one, two := fsm.Goods(), packing()
	shop, err := order.New(order.Config{
		Store: memory.NewStore(memory.Config{}), Now: time.Now, NewID: func() string { return "o1" },
		Gateways:  map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Workflows: []order.Workflow{{Type: "goods", Definition: two}, {Type: "goods", Definition: one}},
		Switches:  []fsm.Switch{fsm.SwitchTo(one, two)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	placed, err := shop.Place(ctx, goods(2))
	if err != nil {
		fmt.Println(err)
		return
	}
	id := placed.Order.ID
	_, err = shop.Do(ctx, id, order.Pay{})
	fmt.Println(err)
	plan, err := shop.Plan(ctx, id, order.Switch{Workflow: "goods", From: 1, To: 2})
	fmt.Println(plan.Moves[0].From, plan.Moves[0].To, err)
	r, err := shop.Do(ctx, id, order.Switch{Workflow: "goods", From: 1, To: 2}, order.Exactly(plan), order.By(fsm.Staff, "anna"))
	fmt.Println(r.Order.Workflows[0].Version, err)
	_, err = shop.Do(ctx, id, order.Switch{Workflow: "goods", From: 2, To: 1}, order.By(fsm.Staff, "anna"))
	fmt.Println(err)
	// Output:
	// <nil>
	// paid paid <nil>
	// 2 <nil>
	// switch o1: refused: Config.Switches has no way from goods 2 to 1
}
