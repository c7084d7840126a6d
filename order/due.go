package order

import (
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// wish is what an invoice is wanted for.
type wish struct {
	all   bool // every live unit and charge
	units []Units
	lines []string // whose charges come along, besides those of the units
}

// documentsDue are the documents that the record owes: a credit note for each
// invoice that holds more than what is left of it, and the invoice that is
// wanted, of what no invoice holds. They have no number yet.
func (e *Engine) documentsDue(o *Order, want *wish, now time.Time) ([]Document, error) {
	if want == nil && len(o.Documents) == 0 {
		return nil, nil
	}
	h, err := o.holdings()
	if err != nil {
		return nil, err
	}
	notes, err := o.creditsDue(h)
	if err != nil {
		return nil, err
	}
	var out []Document
	for i := range o.Documents {
		if items := notes[i]; len(items) > 0 {
			d, err := e.document(o, CreditNote, items, now)
			if err != nil {
				return nil, err
			}
			d.Corrects = o.Documents[i].Number()
			out = append(out, d)
		}
	}
	items, err := o.billable(h, want, len(e.cfg.Invoices.After) > 0)
	if err != nil || len(items) == 0 {
		return out, err
	}
	d, err := e.document(o, Invoice, items, now)
	return append(out, d), err
}

// creditsDue are the items to be credited, by the index of their invoice.
func (o *Order) creditsDue(h holdings) (map[int][]DocumentItem, error) {
	due := map[int][]DocumentItem{}
	add := func(p priced, b billed, stays []Units) error {
		gone := without([]Units{{p.line, b.first, b.count}}, stays)
		for _, u := range joined(gone) {
			it, err := p.item(u.First, u.Count, b.allowances)
			if err != nil {
				return err
			}
			due[b.invoice] = append(due[b.invoice], it)
		}
		for _, u := range p.reduced(stays, b.allowances) {
			it, some, err := p.reduction(u.First, u.Count, b.allowances)
			if err != nil {
				return err
			}
			if some {
				due[b.invoice] = append(due[b.invoice], it)
			}
		}
		return nil
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, b := range h[article{line: l.ID}] {
			if err := add(l.priced(), b, l.liveUnits(b.first, b.count)); err != nil {
				return nil, err
			}
		}
	}
	for i := range o.Charges {
		c := &o.Charges[i]
		for _, b := range h[article{charge: c.Price.ID}] {
			var stays []Units
			if c.Live {
				stays = []Units{{First: b.first, Count: b.count}}
			}
			if err := add(c.priced(), b, stays); err != nil {
				return nil, err
			}
		}
	}
	return due, nil
}

// billable are the items of an invoice over what is wanted, live, and on none. A
// charge for no line in particular goes with any units. Where invoices come by
// themselves, so does that of a charge which came up after all its units were
// invoiced: no action would bring it any more.
func (o *Order) billable(h holdings, want *wish, late bool) ([]DocumentItem, error) {
	if want == nil {
		want = &wish{}
	}
	var items []DocumentItem
	put := func(p priced, first, count int64) error {
		it, err := p.item(first, count, len(p.allowances))
		items = append(items, it)
		return err
	}
	lines := make(map[string]bool, len(want.lines))
	for _, id := range want.lines {
		lines[id] = true
	}
	selected := byLine(want.units)
	for i := range o.Lines {
		l := &o.Lines[i]
		wanted := []Units{{l.ID, 0, l.Quantity()}}
		if !want.all {
			wanted = selected[l.ID]
		}
		var free []Units
		for _, u := range wanted {
			for _, u := range l.liveUnits(u.First, u.Count) {
				lines[l.ID] = true
				free = append(free, h.free(u)...)
			}
		}
		for _, u := range joined(free) {
			if err := put(l.priced(), u.First, u.Count); err != nil {
				return nil, err
			}
		}
	}
	units := len(items) > 0
	for i := range o.Charges {
		c := &o.Charges[i]
		p := c.priced()
		if !c.Live || len(h[p.article]) > 0 {
			continue
		}
		belongs := want.all || units && len(c.Lines) == 0 || slices.ContainsFunc(c.Lines, func(id string) bool { return lines[id] })
		if !belongs && !(late && o.invoiced(h, c)) {
			continue
		}
		if err := put(p, 0, c.Price.Quantity); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// invoiced reports whether the lines of a charge have live units and all of them
// are on invoices.
func (o *Order) invoiced(h holdings, c *Charge) bool {
	some := false
	for l := range o.linesOf(c) {
		for _, u := range l.liveUnits(0, l.Quantity()) {
			if some = true; len(h.free(u)) > 0 {
				return false
			}
		}
	}
	return some
}

// document sums items up.
func (e *Engine) document(o *Order, kind DocumentKind, items []DocumentItem, now time.Time) (Document, error) {
	zero := currency.Zero(o.Currency)
	d := Document{Kind: kind, At: now, Items: items, Net: zero, Tax: zero, Gross: zero}
	if err := d.sum(); err != nil {
		return d, err
	}
	if len(o.TaxRates) > 0 {
		// The same rule as for a quote: each tax converted once, and their sum.
		q, err := pricing.Quote{Currency: o.Currency, Taxes: d.Taxes}.In(pricing.ForTax, currency.HalfUp, o.TaxRates...)
		if err != nil {
			return d, err
		}
		d.Abroad = &q.Abroad[0]
	}
	var err error
	d.Series, err = e.series(o, kind, now)
	return d, err
}

// sum fills in the document's sums.
func (d *Document) sum() error {
	s := &sums{}
	for i := range d.Items {
		share := &d.Items[i].Share
		d.Net, d.Tax, d.Gross = s.add(d.Net, share.Net), s.add(d.Tax, share.Tax), s.add(d.Gross, share.Gross)
		for j := range share.Taxes {
			t := d.total(&share.Taxes[j])
			t.Net, t.Tax = s.add(t.Net, share.Net), s.add(t.Tax, share.Taxes[j].Amount)
		}
	}
	return s.err
}

// total finds the sum that a tax goes into; taxes that differ in anything but
// the amount have one each.
func (d *Document) total(t *pricing.TaxShare) *pricing.TaxTotal {
	for i := range d.Taxes {
		x := &d.Taxes[i]
		if x.ID == t.ID && x.Category == t.Category && x.Fixed == t.Fixed && x.Compound == t.Compound &&
			x.Percent.Decimal().Equal(t.Percent.Decimal()) {
			return x
		}
	}
	zero := currency.Zero(d.Net.Code())
	d.Taxes = append(d.Taxes, pricing.TaxTotal{ID: t.ID, Category: t.Category, Percent: t.Percent, Fixed: t.Fixed,
		Compound: t.Compound, Net: zero, Tax: zero})
	return &d.Taxes[len(d.Taxes)-1]
}

// series names the sequence of a document.
func (e *Engine) series(o *Order, kind DocumentKind, at time.Time) (string, error) {
	if f := e.cfg.Invoices.Series; f != nil {
		name := ""
		if err := guarded("Config.Invoices.Series", func() error { name = f(o.Clone(), kind, at); return nil }); err != nil {
			return "", err
		}
		if name != "" {
			var bad faults
			if bad.id("series", name, true); len(bad.list) > 0 {
				return "", fmt.Errorf("Config.Invoices.Series: %q %s", name, bad.list[0].Reason)
			}
			if last := name[len(name)-1]; last >= '0' && last <= '9' {
				return "", fmt.Errorf("Config.Invoices.Series: %q ends in a digit, and its numbers would read like those of another series", name)
			}
			return name, nil
		}
	}
	name := map[DocumentKind]string{Invoice: "INV-", CreditNote: "CN-"}[kind]
	if o.Channel != "" {
		name += o.Channel + "-"
	}
	return name + at.Format("2006") + "-", nil
}
