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

// potter is a shop that invoices what it ships, and a paid order of three mugs
// with delivery.
func potter() (*order.Engine, string) {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	shop, err := order.New(order.Config{Store: memory.NewStore(memory.Config{Now: now}), Now: now,
		NewID:    func() string { return "o-1" },
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{Now: now})},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{Now: now})},
		Invoices: order.Invoices{After: []string{"ship"}}})
	if err != nil {
		fmt.Println(err)
	}
	vat := []pricing.Tax{{ID: "dk-25", Category: "S", Percent: currency.MustParse("25", currency.DKK).Decimal()}}
	r, err := shop.Place(ctx, order.Draft{Currency: currency.DKK, Policy: pricing.Policy{Prices: pricing.Gross}, Locale: "da-DK",
		Items: []order.Item{{Type: "goods", Line: pricing.Line{ID: "mug", Unit: currency.MustParse("100", currency.DKK).Decimal(), Quantity: 3, Taxes: vat},
			Customs: order.Customs{HS: "6912.00", Origin: "DK", NetWeight: 340, Description: "ceramic mugs"}}},
		Charges: []order.Fee{{Charge: pricing.Charge{ID: "delivery", Kind: "shipping", Amount: currency.MustParse("45", currency.DKK), Taxes: vat}}},
		ShipTo:  i18n.Address{Lines: []string{"Vestergade 2"}, PostalCode: "8000", Locality: "Aarhus", Country: "DK"}})
	if err != nil {
		fmt.Println(err)
	}
	_, _ = shop.Do(ctx, r.Order.ID, order.Pay{})
	return shop, r.Order.ID
}

func ExampleDocument() {
	ctx, staff := context.Background(), order.By(fsm.Staff, "anna")
	shop, id := potter()
	// Every parcel takes its invoice along.
	_, _ = shop.Do(ctx, id, order.Ship{Of: order.Some("mug", 2)}, staff)
	_, _ = shop.Do(ctx, id, order.Ship{}, staff)
	_, _ = shop.Do(ctx, id, order.Deliver{}, staff)

	// One mug comes back, and a second one has a scratch.
	_, _ = shop.Do(ctx, id, order.Return{Of: order.Some("mug", 1)}, staff)
	_, _ = shop.Do(ctx, id, order.Receive{}, staff)
	_, _ = shop.Do(ctx, id, order.Inspect{Accepted: true}, staff)
	_, _ = shop.Do(ctx, id, order.Refund{Of: order.Some("mug", 1), Amount: currency.MustParse("20", currency.DKK)}, staff)

	o, _ := shop.Order(ctx, id)
	for _, d := range o.Documents {
		fmt.Println(d.Number(), d.Net, "+", d.Tax, "=", d.Gross)
		if d.Kind == order.CreditNote {
			fmt.Println("  corrects", d.Corrects)
		}
	}
	// Output:
	// INV-2026-000001 DKK 196.00 + DKK 49.00 = DKK 245.00
	// INV-2026-000002 DKK 80.00 + DKK 20.00 = DKK 100.00
	// CN-2026-000001 DKK 80.00 + DKK 20.00 = DKK 100.00
	//   corrects INV-2026-000001
	// CN-2026-000002 DKK 16.00 + DKK 4.00 = DKK 20.00
	//   corrects INV-2026-000001
}

func ExampleIssue() {
	ctx, staff := context.Background(), order.By(fsm.Staff, "anna")
	shop, id := potter()
	plan, _ := shop.Plan(ctx, id, order.Issue{Of: order.Some("mug", 1)}, staff)
	fmt.Println("to be issued:", plan.Documents[0].Kind, plan.Documents[0].Gross)

	r, _ := shop.Do(ctx, id, order.Issue{}, staff)
	fmt.Println(r.Status, r.Order.Documents[0].Number(), r.Order.Documents[0].Gross)
	r, _ = shop.Do(ctx, id, order.Issue{}, staff)
	fmt.Println(r.Status, r.Reason)

	found, _ := shop.Find(ctx, order.Query{Ref: "INV-2026-000001"})
	invoice, _ := found[0].Document("INV-2026-000001")
	for _, it := range invoice.Items {
		fmt.Println(it.Count, it.Line+it.Charge, it.Share.Gross)
	}
	// Output:
	// to be issued: invoice DKK 145.00
	// done INV-2026-000001 DKK 345.00
	// ignored no document is due
	// 3 mug DKK 300.00
	// 1 delivery DKK 45.00
}
