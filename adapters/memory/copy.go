package memory

import (
	"maps"
	"slices"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

func cloneEvent(e order.Event) order.Event {
	e.Data, e.Moves = slices.Clone(e.Data), slices.Clone(e.Moves)
	return e
}

func cloneEvents(list []*order.Event) []order.Event {
	out := make([]order.Event, len(list))
	for i, e := range list {
		out[i] = cloneEvent(*e)
	}
	return out
}

func cloneEntry(e order.Entry) order.Entry {
	e.Postings, e.Settled = slices.Clone(e.Postings), slices.Clone(e.Settled)
	return e
}

func clonePerson(p order.Person) order.Person {
	p.ShipTo, p.BillTo = cloneAddress(p.ShipTo), cloneAddress(p.BillTo)
	p.Texts, p.Raw = maps.Clone(p.Texts), maps.Clone(p.Raw)
	p.Notes = slices.Clone(p.Notes)
	return p
}

func cloneAddress(a i18n.Address) i18n.Address {
	a.Lines = slices.Clone(a.Lines)
	if a.Latin != nil {
		latin := cloneAddress(*a.Latin)
		a.Latin = &latin
	}
	return a
}
