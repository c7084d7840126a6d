package postgres_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func eur(minor int64) currency.Amount { return currency.New(minor, currency.EUR) }

// sample is an order of three lines with taxes, paid by card, with a refund and
// an open case.
func sample(id string) order.Order {
	at := time.Date(2024, 2, 29, 12, 0, 0, 1, time.UTC)
	o := order.Order{ID: id, Channel: "web", Number: "N" + id, Customer: "c-" + id, Currency: currency.EUR,
		Policy: pricing.Policy{Prices: pricing.Gross}, Placed: at, Changed: at,
		Workflows: []order.Pin{{Name: "standard", Version: 1, Hash: "0123456789abcdef"}},
		Payments: []order.Payment{{ID: "p-1", Gateway: "cards", Token: "tok", Ref: "auth-" + id, Authorized: eur(3570), Captured: eur(3570),
			Voided: eur(0), Refunded: eur(100), ChargedBack: eur(0),
			Ops: []order.PaymentOp{{Kind: "refund", Amount: eur(100), Ref: "re-1", At: at, Key: "k"}}}},
		Accounts: []order.Posting{{Account: order.Customer, Amount: eur(3570)}, {Account: order.Sales, Amount: eur(-3000)}, {Account: order.TaxDue, Amount: eur(-570)}},
		Cases:    []order.Case{{Order: id, No: 1, Stage: 2, Code: order.CaseLate, Reason: "late", Opened: at, Choices: []order.Choice{order.Close}}},
	}
	for i := range 3 {
		no := fmt.Sprint(i + 1)
		o.Lines = append(o.Lines, order.Line{ID: no, SKU: "SKU-" + no, Title: "A fine product", Type: "goods",
			Price: pricing.Item{ID: no, Kind: pricing.KindLine, Prices: pricing.Gross, Quantity: 2, Base: 1, Unit: pricing.Number(eur(595).Decimal()),
				Extended: eur(1190), Discount: eur(0), Net: eur(1000), Tax: eur(190), Gross: eur(1190),
				Taxes: []pricing.TaxShare{{ID: "de-19", Category: "S", Percent: pricing.Number(eur(1900).Decimal()), Amount: eur(190)}}},
			Runs: []order.Run{{Count: 2, State: "paid", Phase: fsm.Paid, Entered: at, Held: fsm.Promised | fsm.Reserved}}})
	}
	return o
}

// change is the next change of an order, with an event, an entry and an answer.
func change(o order.Order, key string) *order.Change {
	o.Version++
	o.LastEvent++
	o.LastEntry++
	o.Notes++
	return &order.Change{Order: &o, Expect: o.Version - 1,
		Events: []order.Event{{Order: o.ID, No: o.LastEvent, At: o.Changed, Kind: order.EventAction, Action: "note",
			Data: json.RawMessage(`{"text":"a note"}`), Actor: order.Actor{Role: fsm.Staff, ID: "s-1"}, Key: key,
			Moves: []order.Move{{Line: "1", Count: 2, From: "paid", To: "paid"}}}},
		Entries: []order.Entry{{Order: o.ID, No: o.LastEntry, At: o.Changed, Event: o.LastEvent, What: "sale",
			Postings: []order.Posting{{Account: order.Customer, Amount: eur(1190)}, {Account: order.Sales, Amount: eur(-1190)}}}},
		Answers: []order.Answer{{Order: o.ID, Key: key, Action: "note:0123456789abcdef", Status: order.Done, Version: o.Version, Event: o.LastEvent}}}
}
