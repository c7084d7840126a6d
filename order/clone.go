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
	taxes := 0
	for i := range c.Lines {
		taxes += len(c.Lines[i].Price.Taxes)
	}
	for i := range c.Charges {
		taxes += len(c.Charges[i].Price.Taxes)
	}
	all := make(lists[pricing.TaxShare], 0, taxes)
	for i := range c.Lines {
		l := &c.Lines[i]
		l.Price.Taxes, l.Price.Discounts = all.clone(l.Price.Taxes), slices.Clone(l.Price.Discounts)
		l.Allowances = cloneAllowances(l.Allowances)
		l.Meta = maps.Clone(l.Meta)
		for j := range l.Runs {
			l.Runs[j].Turns = maps.Clone(l.Runs[j].Turns)
		}
	}
	for i := range c.Charges {
		ch := &c.Charges[i]
		ch.Price.Taxes, ch.Price.Discounts = all.clone(ch.Price.Taxes), slices.Clone(ch.Price.Discounts)
		ch.Lines, ch.Allowances = slices.Clone(ch.Lines), cloneAllowances(ch.Allowances)
		if ch.Undeserved != nil {
			u := *ch.Undeserved
			ch.Undeserved = &u
		}
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		p.Ops = slices.Clone(p.Ops)
		if p.Expires != nil {
			at := *p.Expires
			p.Expires = &at
		}
	}
	c.Shipments = slices.Clone(o.Shipments)
	for i := range c.Shipments {
		c.Shipments[i].Units = slices.Clone(c.Shipments[i].Units)
	}
	c.Intents = slices.Clone(o.Intents)
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

// fork is a copy for planning: it shares what planning never changes, and what it
// only appends to.
func (o *Order) fork() Order {
	c := *o
	c.Lines = slices.Clone(o.Lines)
	runs := 0
	for i := range c.Lines {
		runs += len(c.Lines[i].Runs)
	}
	all := make(lists[Run], 0, runs)
	for i := range c.Lines {
		c.Lines[i].Runs = all.clone(c.Lines[i].Runs)
	}
	c.Charges = slices.Clone(o.Charges)
	c.Coupons = slices.Clone(o.Coupons)
	c.Payments = slices.Clone(o.Payments)
	for i := range c.Payments {
		c.Payments[i].Ops = slices.Clip(c.Payments[i].Ops)
	}
	c.Shipments = slices.Clip(o.Shipments)
	return c
}

// lists is one piece of memory for copies of many short lists: an order has some
// per line, and a piece for each costs more than the copying.
type lists[T any] []T

func (all *lists[T]) clone(list []T) []T {
	if len(list) == 0 {
		return list[:0:0]
	}
	from := len(*all)
	*all = append(*all, list...)
	return slices.Clip((*all)[from:])
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
	units := 0
	for i := range it.Steps {
		units += len(it.Steps[i].Units)
	}
	all := make(lists[Units], 0, units)
	for i := range it.Steps {
		it.Steps[i].Units = all.clone(it.Steps[i].Units)
	}
	return it
}

func cloneAllowances(list []pricing.Allowance) []pricing.Allowance {
	list = slices.Clone(list)
	for i := range list {
		list[i].Taxes = slices.Clone(list[i].Taxes)
	}
	return list
}
