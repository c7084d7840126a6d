// Command customproduct adds a product type of a shop's own to orderkit, without
// touching it: a workflow (workflow.go), an action and a step (engrave.go).
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run sells three pens and has two of them engraved.
func run(ctx context.Context, out io.Writer) error {
	stock := &memory.Stock{}
	stock.Set("PEN", 100)
	store := memory.NewStore(memory.Config{})
	shop, err := order.New(order.Config{
		Store: store, Now: time.Now, NewID: rand.Text, Stock: stock,
		Gateways:  map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Carriers:  map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{})},
		Workflows: append(order.StandardWorkflows(), order.Workflow{Type: "engraved", Definition: engraved()}),
		Actions:   []order.Action{Engrave{}},
		Steps:     map[string]order.Step{"laser": &laser{people: store, out: out, did: map[string]bool{}}},
	})
	if err != nil {
		return err // a workflow that could lose money is refused here
	}
	placed, err := shop.Place(ctx, order.Draft{
		Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items: []order.Item{{SKU: "PEN", Title: "Fountain pen", Type: "engraved",
			Line: pricing.Line{ID: "pen", Unit: currency.MustParse("35.00", currency.EUR).Decimal(), Quantity: 3}}},
		ShipTo: i18n.Address{Name: "A. Muster", Lines: []string{"Weg 1"}, PostalCode: "10115", Locality: "Berlin", Country: "DE"},
		Texts:  map[string]string{"pen/engraving": "für Ada"},
	})
	if err != nil {
		return err
	}
	for _, step := range []struct {
		action order.Action
		role   fsm.Role
	}{
		{order.Pay{}, fsm.Customer},
		{Engrave{Of: order.Some("pen", 2), Letters: "Fraktur"}, fsm.Staff},
		{order.Cancel{Of: order.Some("pen", 1)}, fsm.Customer}, // the plain one
		{order.Cancel{}, fsm.Customer},                         // too late for the others
		{order.Ship{}, fsm.Staff},
	} {
		r, err := shop.Do(ctx, placed.Order.ID, step.action, order.By(step.role, ""))
		var no *order.Error
		switch {
		case errors.As(err, &no) && no.Kind == order.Refused:
			for _, f := range no.Faults {
				fmt.Fprintf(out, "%s: %s, %s\n", step.action.Name(), f.Path, f.Reason)
			}
			continue
		case err != nil:
			return err
		}
		m, err := r.Order.Money()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s:", step.action.Name())
		for _, run := range r.Order.Lines[0].Runs {
			fmt.Fprintf(out, " %d %s,", run.Count, run.State)
		}
		fmt.Fprintf(out, " %s paid of %s\n", m.Paid.Number(), m.Total.Number())
	}
	return nil
}
