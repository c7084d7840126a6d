package main

import (
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// act is one thing that somebody does in the demo. Its name makes its key.
type act struct {
	name   string
	action order.Action
	role   fsm.Role
	who    string
	why    string // for the history
}

// script is what happens to an order after it was placed. It depends on nothing
// but the order, so that a demo that was killed follows the same script again.
func script(d order.Draft) []act {
	shopper := d.Customer
	if shopper == "" {
		shopper = "guest"
	}
	var send, produce bool
	var several string // a line of which one piece can be kept behind, and one returned
	var pieces int64
	for _, it := range d.Items {
		send = send || it.Type != "download"
		produce = produce || it.Type == "made_to_order"
		if it.Type == "goods" && it.Line.Quantity > 1 && several == "" {
			several, pieces = it.Line.ID, it.Line.Quantity
		}
	}
	acts := []act{{"pay", order.Pay{With: []order.Tender{{Token: "demo-card"}}}, fsm.Customer, shopper, ""}}
	when := func(yes bool, more ...act) {
		if yes {
			acts = append(acts, more...)
		}
	}
	when(produce, act{"produce", order.Produce{}, fsm.Staff, "workshop", ""})
	when(several != "", act{"ship-most", order.Ship{Of: order.Some(several, pieces-1)}, fsm.Staff, "warehouse", ""})
	when(produce, act{"finish", order.Finish{}, fsm.Staff, "workshop", ""})
	when(send,
		act{"ship-rest", order.Ship{}, fsm.Staff, "warehouse", ""},
		act{"deliver", order.Deliver{}, fsm.Webhook, "carrier", ""},
		act{"confirm", order.Confirm{}, fsm.Customer, shopper, ""})
	when(several != "",
		act{"return", order.Return{Of: order.Some(several, 1), Why: "one is enough"}, fsm.Customer, shopper, ""},
		act{"receive", order.Receive{}, fsm.Staff, "warehouse", ""},
		act{"inspect", order.Inspect{Accepted: true, Finding: "as new"}, fsm.Staff, "warehouse", ""})
	return append(acts, act{"complete", order.Complete{}, fsm.Staff, "office", "a timer would do it 14 days later"})
}
