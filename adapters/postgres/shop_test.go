package postgres_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// made is a workflow with one action of every kind: three that call the outside
// world, and three that do not.
func made() fsm.Definition {
	staff, all := []fsm.Role{fsm.Staff, fsm.System}, []fsm.Role{fsm.Customer, fsm.Staff, fsm.System, fsm.Webhook}
	half := fsm.Duration(30 * time.Minute)
	return fsm.Definition{
		Name: "made", Version: 1, Initial: "placed",
		States: []fsm.State{
			{Name: "placed", Phase: fsm.Created, Timer: &fsm.Timer{After: half, Action: "cancel"}},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "producing", Phase: fsm.Production, Waits: true},
			{Name: "shipped", Phase: fsm.Production, Waits: true},
			{Name: "confirmed", Phase: fsm.Confirmed, Waits: true},
			{Name: "completed", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "placed", Steps: []fsm.Step{{Do: "reserve"}}},
			{Action: "pay", From: "placed", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}, By: all},
			{Action: "cancel", From: "placed", To: "cancelled", Steps: []fsm.Step{{Do: "release", Pivot: true}}, By: all},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}, By: all},
			{Action: "cancel", From: "producing", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}, By: staff},
			{Action: "produce", From: "paid", To: "producing", By: staff},
			{Action: "ship", From: "producing", To: "shipped", Steps: []fsm.Step{{Do: "book"}, {Do: "capture", Pivot: true}, {Do: "commit"}}, By: staff},
			{Action: "confirm", From: "shipped", To: "confirmed", By: staff},
			{Action: "complete", From: "confirmed", To: "completed", By: staff},
		},
		Otherwise: []fsm.Otherwise{
			{Action: "cancel", Answer: fsm.Refuse, Because: "too late"},
			{Action: "pay", Answer: fsm.Escalate, Because: "paid already"},
		},
	}
}

// engine runs orders on the store, with fakes for the rest of the world that
// answer at once.
func engine(t testing.TB, s order.Store, change ...func(*order.Config)) *order.Engine {
	t.Helper()
	var ids atomic.Int64
	stock := new(memory.Stock)
	stock.Set("MUG", 1_000_000_000)
	cfg := order.Config{Store: s, Now: time.Now, NewID: func() string { return fmt.Sprint("o", time.Now().UnixNano(), "-", ids.Add(1)) },
		Workflows: append(order.StandardWorkflows(), order.Workflow{Type: "made", Definition: made()}),
		Gateways:  map[string]order.PaymentGateway{"": memory.NewPayments(memory.PortConfig{})},
		Carriers:  map[string]order.Carrier{"": memory.NewCarrier(memory.PortConfig{})},
		Stock:     stock}
	for _, f := range change {
		f(&cfg)
	}
	e, err := order.New(cfg)
	require.NoError(t, err)
	return e
}

// mugs is a draft of so many lines.
func mugs(lines int, kind string) order.Draft {
	d := order.Draft{Customer: "c-7", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Name: "Ada", Email: "ada@example.com",
		ShipTo: i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}}
	for i := range lines {
		d.Items = append(d.Items, order.Item{SKU: "MUG", Title: "mug", Type: kind, Line: pricing.Line{ID: fmt.Sprint("mug", i), Unit: eur(1250).Decimal(), Quantity: 1,
			Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: eur(1900).Decimal()}}}})
	}
	return d
}

// whole takes an order of three lines from placing to its end: nine commits.
func whole(ctx context.Context, e *order.Engine, key string) (string, error) {
	r, err := e.Place(ctx, mugs(3, "made"), order.By(fsm.Customer, "c-7"), order.Key(key))
	if err != nil {
		return "", err
	}
	id := r.Order.ID
	for _, a := range []order.Action{order.Pay{With: []order.Tender{{Token: "card"}}}, order.Named{Called: "produce"}, order.Ship{},
		order.Confirm{}, order.Named{Called: "complete"}} {
		r, err := e.Do(ctx, id, a, order.By(fsm.Staff, "anna"), order.Key(a.Name()))
		if err != nil {
			return id, err
		}
		if r.Status != order.Done {
			return id, fmt.Errorf("%s: %s", a.Name(), r.Status)
		}
	}
	return id, nil
}
