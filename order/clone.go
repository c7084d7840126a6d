package order

import (
	"maps"
	"slices"
)

// Clone returns a copy that shares nothing that the engine ever changes.
// Stores that keep orders in memory use it on the way in and out.
func (o *Order) Clone() Order {
	c := *o
	c.Workflows = slices.Clone(o.Workflows)
	c.Lines = slices.Clone(o.Lines)
	for i := range c.Lines {
		l := &c.Lines[i]
		l.Runs = slices.Clone(l.Runs)
		l.Allowances = slices.Clone(l.Allowances)
		l.Meta = maps.Clone(l.Meta)
	}
	c.Charges = slices.Clone(o.Charges)
	for i := range c.Charges {
		c.Charges[i].Allowances = slices.Clone(c.Charges[i].Allowances)
	}
	c.Coupons = slices.Clone(o.Coupons)
	c.Payments = slices.Clone(o.Payments)
	for i := range c.Payments {
		c.Payments[i].Ops = slices.Clone(c.Payments[i].Ops)
	}
	c.Shipments = slices.Clone(o.Shipments)
	c.Accounts = slices.Clone(o.Accounts)
	c.Intents = slices.Clone(o.Intents)
	for i := range c.Intents {
		c.Intents[i].Moves = slices.Clone(c.Intents[i].Moves)
		c.Intents[i].Steps = slices.Clone(c.Intents[i].Steps)
	}
	c.Queue = slices.Clone(o.Queue)
	c.Cases = slices.Clone(o.Cases)
	c.Tags = slices.Clone(o.Tags)
	return c
}
