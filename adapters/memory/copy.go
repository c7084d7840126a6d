package memory

import (
	"maps"
	"slices"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// cloneOrder returns a copy that shares nothing at all: order.Order.Clone copies
// what the engine changes, and this the rest, which a caller could change.
func cloneOrder(o *order.Order) order.Order {
	c := o.Clone()
	for i := range c.Lines {
		c.Lines[i].Price = cloneItem(c.Lines[i].Price)
		cloneAllowances(c.Lines[i].Allowances)
	}
	for i := range c.Charges {
		ch := &c.Charges[i]
		ch.Price, ch.Lines = cloneItem(ch.Price), slices.Clone(ch.Lines)
		cloneAllowances(ch.Allowances)
	}
	for i := range c.Payments {
		if t := c.Payments[i].Expires; t != nil {
			at := *t
			c.Payments[i].Expires = &at
		}
	}
	for i := range c.Shipments {
		c.Shipments[i].Units = slices.Clone(c.Shipments[i].Units)
	}
	for i := range c.Intents {
		it := &c.Intents[i]
		it.Data = slices.Clone(it.Data)
		it.Moves, it.Charges, it.Allow = slices.Clone(it.Moves), slices.Clone(it.Charges), slices.Clone(it.Allow)
		for k := range it.Allow {
			it.Allow[k].Allow.Taxes = slices.Clone(it.Allow[k].Allow.Taxes)
		}
		for k := range it.Steps {
			it.Steps[k].Units = slices.Clone(it.Steps[k].Units)
		}
	}
	for i := range c.Queue {
		c.Queue[i].Data = slices.Clone(c.Queue[i].Data)
	}
	for i := range c.Cases {
		c.Cases[i].Choices = slices.Clone(c.Cases[i].Choices)
	}
	return c
}

func cloneItem(i pricing.Item) pricing.Item {
	i.Discounts, i.Taxes = slices.Clone(i.Discounts), slices.Clone(i.Taxes)
	return i
}

func cloneAllowances(list []pricing.Allowance) {
	for i := range list {
		list[i].Taxes = slices.Clone(list[i].Taxes)
	}
}

func cloneEvent(e order.Event) order.Event {
	e.Data, e.Moves = slices.Clone(e.Data), slices.Clone(e.Moves)
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
