package ordertest_test

import (
	"fmt"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// A warehouse that forgets to release goods is found as soon as an order comes to
// nothing. What is printed repeats that run, as Exploration.Replay.
func ExampleExploration() {
	x := ordertest.Exploration{
		Open:  func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft: draft("goods"),
		Steps: []ordertest.Step{{Action: order.Pay{}, Role: fsm.Customer}, {Action: order.Ship{}, Role: fsm.Staff}},
		Wire:  func(c *order.Config) { c.Stock = shelf{c.Stock, "release"} },
	}
	found, err := x.Run()
	fmt.Println(err)
	fmt.Print(found.Broken.File("TestMyShop"))
	// Output:
	// <nil>
	// # G5: the order says authorized 0 captured 0 voided 0 refunded 0 charged back 0, stock reserved 0 left 0, points 0, sent 0, labels 0
	// #     the world knows authorized 0 captured 0 voided 0 refunded 0 charged back 0, stock reserved 2 left 0, points 0, sent 0, labels 0
	// # -run '^TestMyShop$'
	// 2=deaf
}

func ExampleSimulation() {
	x := ordertest.Simulation{
		Open:   func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft:  shopping, // a random order of the host's product types
		Orders: 100, Seed: 7,
		Supply: ordertest.Supply{Stock: map[string]int64{"SKU-goods": 50}, Uses: map[string]int{"SPRING": 1}},
	}
	s, err := x.Run()
	fmt.Println(s.Orders, "orders, broken:", s.Broken, err)
	// Output:
	// 100 orders, broken: <nil> <nil>
}

func ExampleTouring() {
	x := ordertest.Touring{
		Open:  func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft: func(w order.Workflow) order.Draft { return draft(w.Type) },
	}
	seen, broken, err := x.Run()
	fmt.Println(seen.Transitions, "transitions,", seen.Answers, "answers, never:", seen.Never, "broken:", broken, err)
	// Output:
	// 48 transitions, 147 answers, never: [] broken: [] <nil>
}

func ExampleReplaying() {
	life := []byte(`{
		"why": "a download that is paid twice by mistake",
		"promise": {"keyLife": "24h", "lookup": "strong"},
		"draft": {"currency": "EUR", "policy": {"prices": "gross"},
			"items": [{"type": "download", "line": {"id": "song", "unit": "5.00", "quantity": 1}}]},
		"steps": [{"do": "pay", "role": "customer", "key": "a"}, {"do": "pay", "role": "customer", "key": "b"}]}`)
	x := ordertest.Replaying{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) }}
	file, err := x.Run(life)
	again, _ := x.Run(file)
	fmt.Println(len(file) > len(life), string(again) == string(file), err)
	// Output:
	// true true <nil>
}
