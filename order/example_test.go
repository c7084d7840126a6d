package order_test

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// kiosk is a shop with a clock that examples move, and one order of three mugs.
func kiosk(gateway order.PaymentGateway, clock ...*time.Time) (*order.Engine, string) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return noon }
	if len(clock) > 0 {
		*clock[0] = noon
		now = func() time.Time { return *clock[0] }
	}
	shop, err := order.New(order.Config{Store: memory.NewStore(memory.Config{Now: now}), Now: now,
		NewID:    func() string { return "o-1" },
		Gateways: map[string]order.PaymentGateway{"": gateway},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{Now: now})}})
	if err != nil {
		fmt.Println(err)
	}
	mug := pricing.Line{ID: "mug", Unit: currency.MustParse("12.50", currency.EUR).Decimal(), Quantity: 3}
	r, err := shop.Place(context.Background(), order.Draft{Currency: currency.EUR,
		Policy: pricing.Policy{Prices: pricing.Gross}, Items: []order.Item{{Type: "goods", Line: mug}},
		ShipTo: i18n.Address{Lines: []string{"Vestergade 2"}, PostalCode: "8000", Locality: "Aarhus", Country: "DK"}})
	if err != nil {
		fmt.Println(err)
	}
	return shop, r.Order.ID
}

func ExampleEngine_Plan() {
	ctx := context.Background()
	shop, id := kiosk(memory.NewPayments(memory.PortConfig{}))
	staff := order.By(fsm.Staff, "anna")
	_, _ = shop.Do(ctx, id, order.Pay{}, staff)

	plan, _ := shop.Plan(ctx, id, order.Cancel{Of: order.Some("mug", 1)}, staff)
	for _, c := range plan.Calls {
		fmt.Println(c.Op, c.Amount)
	}
	fmt.Println(plan.Before.Total, "->", plan.After.Total)

	// Somebody else ships meanwhile; the plan is no longer what would happen.
	_, _ = shop.Do(ctx, id, order.Ship{}, staff)
	_, err := shop.Do(ctx, id, order.Cancel{Of: order.Some("mug", 1)}, staff, order.Exactly(plan))
	fmt.Println(err != nil)
	// Output:
	// void EUR 12.50
	// EUR 37.50 -> EUR 25.00
	// true
}

func ExampleEngine_Offers() {
	shop, id := kiosk(memory.NewPayments(memory.PortConfig{}))
	offers, _ := shop.Offers(context.Background(), id, fsm.Customer)
	for _, o := range offers {
		switch {
		case o.Units > 0:
			fmt.Println(o.Action, o.Units)
		case o.Action == "ship" || o.Action == "return":
			fmt.Println(o.Action, "-", o.Reasons[0].Reason)
		}
	}
	// Output:
	// cancel 3
	// modify 3
	// pay 3
	// return - state placed has no return
	// ship - state placed has no ship
}

func ExampleEngine_Notify() {
	ctx := context.Background()
	shop, id := kiosk(memory.NewPayments(memory.PortConfig{}))
	// A bank transfer arrives, and its webhook is sent twice.
	n := order.Notice{Provider: "bank", ID: "evt-1", Kind: order.NoticeCaptured, Order: id, Ref: "tr-9",
		Amount: currency.MustParse("37.50", currency.EUR)}
	fmt.Println(shop.Notify(ctx, n), shop.Notify(ctx, n))
	o, _ := shop.Order(ctx, id)
	m, _ := o.Money()
	fmt.Println(o.Status(), m.Paid, m.Balance)
	// Output:
	// <nil> <nil>
	// paid EUR 37.50 EUR 0.00
}

func ExampleEngine_Resolve() {
	ctx := context.Background()
	// A gateway that neither honours keys nor can be asked loses an answer.
	var clock time.Time
	gateway := memory.NewPayments(memory.PortConfig{Traits: &order.Traits{PartialCapture: true}})
	shop, id := kiosk(gateway, &clock)
	staff := order.By(fsm.Staff, "anna")
	_, _ = shop.Do(ctx, id, order.Pay{}, staff)
	gateway.Next("capture", memory.Lost(1))
	r, _ := shop.Do(ctx, id, order.Ship{}, staff)
	fmt.Println(r.Status)

	clock = clock.Add(5 * time.Minute)
	_, _ = shop.Pass(ctx)
	cases, _ := shop.Cases(ctx, 2)
	fmt.Println(cases[0].Code, cases[0].Amount, cases[0].Choices)

	// Staff find the capture in the provider's dashboard.
	r, _ = shop.Resolve(ctx, id, order.Decide{Case: cases[0].No, Choice: order.MarkDone, Ref: "capture-7"}, staff)
	fmt.Println(r.Status, r.Order.Lines[0].Runs[0].State)
	// Output:
	// pending
	// unknown EUR 37.50 [retry done not_done hand_over]
	// done shipped
}

func ExampleError() {
	shop, id := kiosk(memory.NewPayments(memory.PortConfig{}))
	_, err := shop.Do(context.Background(), id, order.Ship{Of: order.Some("mug", 2)}, order.By(fsm.Staff, "anna"))
	fmt.Println(err)
	// Output:
	// ship o-1: refused: of.mug: 2 wanted, 0 can ship; mug[placed]: state placed has no ship
}
