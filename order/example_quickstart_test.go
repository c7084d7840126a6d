package order_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func Example_quickstart() {
	ctx := context.Background()
	stock := &memory.Stock{}
	stock.Set("MUG", 10)
	shop, err := order.New(order.Config{
		Store: memory.NewStore(memory.Config{}), Now: time.Now, NewID: rand.Text,
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{})},
		Stock:    stock,
	})
	if err != nil {
		log.Fatal(err) // every fault of configuration and workflows at once
	}
	customer, staff := order.By(fsm.Customer, "c-7"), order.By(fsm.Staff, "anna")
	r, err := shop.Place(ctx, order.Draft{
		Number: "2026-1", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items: []order.Item{{Type: "goods", SKU: "MUG", Title: "Mug", Line: pricing.Line{
			ID: "mug", Quantity: 3, Unit: currency.MustParse("12.50", currency.EUR).Decimal()}}},
		ShipTo: i18n.Address{Name: "Zoë Østergård", Lines: []string{"Vestergade 2"}, PostalCode: "8000", Locality: "Aarhus", Country: "DK"},
	}, customer, order.Key("cart-1"))
	actions := []order.Action{
		order.Pay{With: []order.Tender{{Token: "card"}}},
		order.Ship{Of: order.Some("mug", 2)},
		order.Cancel{}, // the one that has not left
		order.Deliver{},
		order.Return{Of: order.Some("mug", 1)},
		order.Receive{},
		order.Inspect{Accepted: true},
	}
	for i := 0; err == nil && i < len(actions); i++ {
		r, err = shop.Do(ctx, r.Order.ID, actions[i], staff, order.Key(fmt.Sprint("step-", i)))
		money, _ := r.Order.Money()
		fmt.Printf("%-8s total %s, paid %s: %s\n", actions[i].Name(), money.Total, money.Paid, &r.Order.Lines[0])
	}
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// pay      total EUR 37.50, paid EUR 0.00: 3 paid
	// ship     total EUR 37.50, paid EUR 25.00: 2 shipped, 1 paid
	// cancel   total EUR 25.00, paid EUR 25.00: 2 shipped, 1 cancelled
	// deliver  total EUR 25.00, paid EUR 25.00: 2 delivered, 1 cancelled
	// return   total EUR 25.00, paid EUR 25.00: 1 return_requested, 1 delivered, 1 cancelled
	// receive  total EUR 25.00, paid EUR 25.00: 1 return_received, 1 delivered, 1 cancelled
	// inspect  total EUR 12.50, paid EUR 12.50: 1 returned, 1 delivered, 1 cancelled
}
