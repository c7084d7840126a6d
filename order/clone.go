package order

import (
	"maps"
	"slices"

	"github.com/orderkit/orderkit/pricing"
)

// Clone returns a copy that shares nothing with o: changing one changes nothing
// in the other.
func (o *Order) Clone() Order {
	c := o.fork()
	for i := range c.Lines {
		c.Lines[i].Price = clonePrice(c.Lines[i].Price)
		c.Lines[i].Allowances = cloneAllowances(c.Lines[i].Allowances)
		c.Lines[i].Meta = maps.Clone(c.Lines[i].Meta)
		for j := range c.Lines[i].Runs {
			c.Lines[i].Runs[j].Turns = maps.Clone(c.Lines[i].Runs[j].Turns)
		}
	}
	for i := range c.Charges {
		ch := &c.Charges[i]
		ch.Price, ch.Lines, ch.Allowances = clonePrice(ch.Price), slices.Clone(ch.Lines), cloneAllowances(ch.Allowances)
		if ch.Undeserved != nil {
			u := *ch.Undeserved
			ch.Undeserved = &u
		}
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
		c.Intents[i] = c.Intents[i].clone()
	}
	c.Queue = slices.Clone(o.Queue)
	for i := range c.Queue {
		c.Queue[i].Data = slices.Clone(c.Queue[i].Data)
	}
	c.Cases = slices.Clone(o.Cases)
	for i := range c.Cases {
		c.Cases[i].Choices = slices.Clone(c.Cases[i].Choices)
	}
	c.Documents, c.TaxRates = slices.Clone(o.Documents), slices.Clone(o.TaxRates)
	for i := range c.Documents {
		c.Documents[i] = c.Documents[i].clone()
	}
	if o.Settlement != nil {
		s := *o.Settlement
		s.Rates = slices.Clone(s.Rates)
		c.Settlement = &s
	}
	c.Settled = slices.Clone(o.Settled)
	c.Excused = slices.Clone(o.Excused)
	c.Workflows, c.Accounts, c.Tags = slices.Clone(o.Workflows), slices.Clone(o.Accounts), slices.Clone(o.Tags)
	return c
}

// fork is a copy for planning: it shares what planning never changes.
func (o *Order) fork() Order {
	c := *o
	c.Lines = slices.Clone(o.Lines)
	for i := range c.Lines {
		c.Lines[i].Runs = slices.Clone(c.Lines[i].Runs)
	}
	c.Charges = slices.Clone(o.Charges)
	c.Coupons = slices.Clone(o.Coupons)
	c.Payments = slices.Clone(o.Payments)
	for i := range c.Payments {
		c.Payments[i].Ops = slices.Clone(c.Payments[i].Ops)
	}
	c.Shipments = slices.Clone(o.Shipments)
	c.Intents = slices.Clone(o.Intents)
	return c
}

func (d Document) clone() Document {
	d.Items, d.Taxes = slices.Clone(d.Items), slices.Clone(d.Taxes)
	for i := range d.Items {
		d.Items[i].Share.Taxes = slices.Clone(d.Items[i].Share.Taxes)
	}
	if d.Abroad != nil {
		a := *d.Abroad
		a.Rates, a.Taxes = slices.Clone(a.Rates), slices.Clone(a.Taxes)
		d.Abroad = &a
	}
	return d
}

func (it Intent) clone() Intent {
	it.Data = slices.Clone(it.Data)
	it.Moves, it.Charges, it.Steps = slices.Clone(it.Moves), slices.Clone(it.Charges), slices.Clone(it.Steps)
	it.Allow = slices.Clone(it.Allow)
	for i := range it.Allow {
		it.Allow[i].Allow.Taxes = slices.Clone(it.Allow[i].Allow.Taxes)
	}
	for i := range it.Steps {
		it.Steps[i].Units = slices.Clone(it.Steps[i].Units)
	}
	return it
}

func clonePrice(i pricing.Item) pricing.Item {
	i.Discounts, i.Taxes = slices.Clone(i.Discounts), slices.Clone(i.Taxes)
	return i
}

func cloneAllowances(list []pricing.Allowance) []pricing.Allowance {
	list = slices.Clone(list)
	for i := range list {
		list[i].Taxes = slices.Clone(list[i].Taxes)
	}
	return list
}
