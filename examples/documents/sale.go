package main

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

// today is when everything happens, so that the documents are always the same.
var today = time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC)

// shop is an engine in the process.
type shop struct {
	*order.Engine
	store *memory.Store
	ids   int
}

func open(name string) (*shop, error) {
	clock := func() time.Time { return today }
	s := &shop{store: memory.NewStore(memory.Config{})}
	stock := &memory.Stock{}
	for _, sku := range []string{"MUG-1", "TEA-7", "BOOK-3"} {
		stock.Set(sku, 100)
	}
	ports := memory.PortConfig{Now: clock}
	var err error
	s.Engine, err = order.New(order.Config{
		Store: s.store, Now: clock, Stock: stock,
		NewID:    func() string { s.ids++; return fmt.Sprintf("%s-%d", name, s.ids) },
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(ports)},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(ports)},
		Invoices: order.Invoices{After: []string{"ship"}},
	})
	return s, err
}

// sell takes an order through payment and shipping, and if one mug comes back,
// through that, too. It returns the order as it was after shipping and at the end.
func (s *shop) sell(ctx context.Context, draft order.Draft, back bool) (sent, last *order.Order, who *order.Person, err error) {
	staff := order.By(fsm.Staff, "example")
	r, err := s.Place(ctx, draft, order.By(fsm.Customer, "example"), order.Key("place"))
	if err != nil {
		return nil, nil, nil, err
	}
	actions := []order.Action{order.Pay{With: []order.Tender{{Token: "card"}}}, order.Ship{}}
	if back {
		actions = append(actions, order.Deliver{}, order.Return{Of: order.Some("mug-1", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	}
	for i, a := range actions {
		if r, err = s.Do(ctx, r.Order.ID, a, staff, order.Key(fmt.Sprint("step-", i))); err != nil {
			return nil, nil, nil, fmt.Errorf("%s: %w", a.Name(), err)
		}
		o := r.Order
		last = &o
		if a.Name() == "ship" {
			sent = &o
		}
	}
	person, err := s.store.Person(ctx, last.ID)
	return sent, last, &person, err
}

// percent reads a rate with at most three decimals.
func percent(text string) pricing.Number {
	return pricing.Number(currency.MustParse(text, currency.KWD).Decimal())
}

// home is the order of a customer of the market's own shop.
func (m market) home() (order.Draft, error) {
	return m.draft("2026-1001", m.policy(), m.taxes, []pricing.Discount{
		{ID: "autumn", Title: m.Discount, Percent: percent("10").Decimal(), Lines: []string{"mug-1", "book-3"}},
	})
}

// abroad is the order of the same customer at a shop of another country: without
// that country's tax, and so with prices without tax.
func (m market) abroad() (order.Draft, error) {
	export := func(string) ([]pricing.Tax, error) {
		return []pricing.Tax{{ID: "export", Category: "G", Percent: percent("0").Decimal()}}, nil
	}
	return m.draft("2026-2002", pricing.Policy{Prices: pricing.Net}, export, nil)
}

func (m market) draft(number string, p pricing.Policy, taxes func(kind string) ([]pricing.Tax, error), off []pricing.Discount) (order.Draft, error) {
	d := order.Draft{
		Number: number, Locale: m.Locale, Currency: m.Currency, Policy: p,
		Name: m.Buyer.Name, TaxID: m.BuyerTax, ShipTo: m.Buyer, Discounts: off,
	}
	for _, g := range m.Goods {
		list, err := taxes(g.Kind)
		if err != nil {
			return d, err
		}
		d.Items = append(d.Items, m.item(g, list))
	}
	list, err := taxes("standard")
	d.Charges = []order.Fee{{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Amount: currency.MustParse(m.Shipping, m.Currency), Taxes: list}}}
	return d, err
}

func (m market) item(g goods, taxes []pricing.Tax) order.Item {
	id := map[string]string{"MUG-1": "mug-1", "TEA-7": "tea-7", "BOOK-3": "book-3"}[g.SKU]
	return order.Item{SKU: g.SKU, Title: g.Title, Type: "goods", Customs: g.Customs, Line: pricing.Line{
		ID: id, Unit: currency.MustParse(g.Price, m.Currency).Decimal(), Quantity: g.Quantity, Taxes: taxes,
	}}
}
