package order_test

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Five songs at 5.50 with 10 % off for five or more; the customer gives two back.
// Customer care sees what that comes to with the promotion kept and with it
// clawed back, and which of them the order's policy chooses, before anyone
// confirms.
func ExamplePlan_reversal() {
	ctx := context.Background()
	rules := pricing.Rules{List: []pricing.Promotion{{ID: "ten", Title: "10 % off for five or more", MinQuantity: 5,
		Percent: pricing.Number(currency.New(1000, currency.EUR).Decimal())}}}
	shop, err := order.New(order.Config{Store: memory.NewStore(memory.Config{}), Now: time.Now, NewID: func() string { return "o-1" },
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Carriers: map[string]order.Carrier{"download": memory.NewCarrier(memory.PortConfig{})},
		Promoter: func(order.Order) pricing.Promoter { return rules }})
	if err != nil {
		fmt.Println(err)
		return
	}
	songs := pricing.Line{ID: "songs", Unit: currency.MustParse("5.50", currency.EUR).Decimal(), Quantity: 5}
	policy := pricing.Policy{Prices: pricing.Gross, Reversal: pricing.ClawBack}
	cart, _, _ := rules.Promote(ctx, pricing.Cart{Currency: currency.EUR, Policy: policy, Lines: []pricing.Line{songs}})
	_, _ = shop.Place(ctx, order.Draft{Currency: currency.EUR, Policy: policy, Discounts: cart.Discounts,
		Items: []order.Item{{Type: "download", Line: songs}}})
	staff := order.By(fsm.Staff, "anna")
	_, _ = shop.Do(ctx, "o-1", order.Pay{}, staff)

	plan, _ := shop.Plan(ctx, "o-1", order.Return{Of: order.Some("songs", 2)}, staff)
	fmt.Println("kept", plan.Reversal.Kept)
	fmt.Println("clawed back", plan.Reversal.ClawedBack)
	fmt.Println("pays out", plan.Reversal.Payout)
	for _, u := range plan.Reversal.Undeserved {
		fmt.Println(u.Title, "on", u.Item, u.Amount)
	}
	r, _ := shop.Do(ctx, "o-1", order.Return{Of: order.Some("songs", 2)}, staff, order.Exactly(plan))
	m, _ := r.Order.Money()
	fmt.Println(r.Status, m.Paid)
	for _, c := range r.Order.Charges {
		if c.Price.Kind == order.KindClawBack {
			fmt.Println(c.Price.ID, c.Price.Gross)
		}
	}
	// Output:
	// kept EUR 9.90
	// clawed back EUR 8.25
	// pays out EUR 8.25
	// 10 % off for five or more on songs EUR 1.65
	// done EUR 16.50
	// clawback-1 EUR 1.65
}
