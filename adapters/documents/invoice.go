package documents

import (
	"io"
	"slices"
	"time"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// invoice is what the template of invoices and credit notes is given.
type invoice struct {
	BillTo, ShipTo block
	TaxID          string
	Facts          []Field
	Corrects       []part
	UnitHead       string
	Rows           []row
	Taxes          []taxRow
	Net            string
	Tax            string
	Gross          string
	Abroad         string // the head of the tax in another currency
	TaxAbroad      string
	RatesUsed      [][]part
	Notes          []string
}

// Invoice writes an invoice as HTML, in the order's locale. It shows what
// Directive 2006/112/EC art. 226 asks for, as far as order, person and Config
// have it; the amounts are those of the document. The error is a Faults with
// everything that is missing, or that of w.
func (p *Printer) Invoice(w io.Writer, o *order.Order, person *order.Person, d order.Document) error {
	return p.invoice(w, o, person, d, order.Invoice)
}

// CreditNote writes a credit note as HTML; see Invoice.
func (p *Printer) CreditNote(w io.Writer, o *order.Order, person *order.Person, d order.Document) error {
	return p.invoice(w, o, person, d, order.CreditNote)
}

func (p *Printer) invoice(w io.Writer, o *order.Order, person *order.Person, d order.Document, kind order.DocumentKind) error {
	var faults Faults
	o, person = known(o, person, &faults)
	v := p.voice(o.Locale, "order.locale", &faults)
	buyer := billTo(person)
	checkAddress("person.billTo", buyer, &faults)
	if d.Kind != kind {
		faults.add(FaultMismatch, "document.kind", "is %q, not %q", d.Kind, kind)
	}
	if d.Number() == "" {
		faults.add(FaultRequired, "document.no", "the document has no number yet: it is not stored")
	}
	from := p.seller.Address.Country
	body := invoice{
		BillTo: letter(buyer, from), TaxID: person.TaxID, UnitHead: v.text("unit_price_net"),
		Net: v.money.Format(d.Net), Tax: v.money.Format(d.Tax), Gross: v.money.Format(d.Gross),
		Notes: v.notes(d.Taxes),
	}
	switch {
	case len(d.Taxes) == 0:
		body.UnitHead = v.text("unit_price")
	case o.Policy.Prices == pricing.Gross:
		body.UnitHead = v.text("unit_price_gross")
	}
	if !blank(person.ShipTo) && !same(person.ShipTo, buyer) {
		body.ShipTo = letter(person.ShipTo, from)
	}
	body.Rows = p.documentRows(v, o, d, &faults)
	p.documentTaxes(v, d, &body)
	title := v.text("invoice")
	switch {
	case kind == order.CreditNote:
		title = v.text("credit_note")
		body.Corrects = v.corrects(o, d, &faults)
	case len(d.Taxes) > 0:
		title = v.text("tax_invoice")
	}
	body.Facts = v.documentFacts(o, d)
	if err := faults.err(); err != nil {
		return err
	}
	return write(w, "invoice", p.page(v, title, d.Number(), p.paper, buyer.Country).with(body))
}

// with puts the body into the frame.
func (g page) with(body any) page {
	g.Body = body
	return g
}

// billTo is who an invoice is for.
func billTo(person *order.Person) i18n.Address {
	a := person.BillTo
	if blank(a) {
		a = person.ShipTo
	}
	if a.Name == "" && a.Organisation == "" {
		a.Name = person.Name
	}
	return a
}

// same reports whether two addresses are printed alike.
func same(a, b i18n.Address) bool {
	return slices.Equal(a.Layout(i18n.LayoutOptions{}), b.Layout(i18n.LayoutOptions{}))
}

// corrects says which invoice a credit note corrects (Directive 2006/112/EC
// art. 219: a specific and unambiguous reference to it).
func (v *voice) corrects(o *order.Order, d order.Document, faults *Faults) []part {
	first, ok := o.Document(d.Corrects)
	if !ok {
		faults.add(FaultUnknown, "document.corrects", "the order has no document %q", d.Corrects)
		return nil
	}
	return say(v.text("corrects"), map[string]string{"number": first.Number(), "date": v.date(first.At)})
}

func (v *voice) documentFacts(o *order.Order, d order.Document) []Field {
	facts := []Field{{v.text("number"), d.Number()}, {v.text("date"), v.date(d.At)}}
	if t := supplied(o, d); d.Kind == order.Invoice && !t.IsZero() {
		facts = append(facts, Field{v.text("supplied"), v.date(t)})
	}
	return append(facts, Field{v.text("order"), o.Number}, Field{v.text("ordered"), v.date(o.Placed)})
}

// supplied is when the last parcel with units of a document left.
func supplied(o *order.Order, d order.Document) (last time.Time) {
	for i := range o.Shipments {
		s := &o.Shipments[i]
		if s.Cancelled || s.Return {
			continue
		}
		for _, u := range s.Units {
			for _, item := range d.Items {
				if item.Line == u.Line && item.First < u.First+u.Count && u.First < item.First+item.Count && s.Booked.After(last) {
					last = s.Booked
				}
			}
		}
	}
	return last
}

// documentRows are the items of a document.
func (p *Printer) documentRows(v *voice, o *order.Order, d order.Document, faults *Faults) []row {
	var rows []row
	for i, item := range d.Items {
		a := article{share: item.Share, count: item.Count, reduction: item.Reduction}
		if item.Line != "" {
			line, ok := o.Line(item.Line)
			if !ok {
				faults.add(FaultUnknown, at("document.items", i, ".line"), "the order has no line %q", item.Line)
				continue
			}
			a.title, a.sku, a.price = lineTitle(line), line.SKU, &line.Price
		} else {
			charge := findCharge(o, item.Charge)
			if charge == nil {
				faults.add(FaultUnknown, at("document.items", i, ".charge"), "the order has no charge %q", item.Charge)
				continue
			}
			a.title, a.price, a.count = v.chargeTitle(charge), &charge.Price, 1
		}
		a.whole = item.First == 0 && item.Count == a.price.Quantity
		r := p.row(v, a, o.Currency)
		if !item.Reduction {
			frozen, err := a.price.Share(item.First, item.Count)
			if err != nil {
				faults.add(FaultInvalid, at("document.items", i, ""), "%v", err)
				continue
			}
			if d.Kind == order.Invoice {
				v.allowed(&r, frozen, item.Share, a.price.Prices)
			}
		}
		rows = append(rows, r)
	}
	if len(d.Items) == 0 {
		faults.add(FaultRequired, "document.items", "there are none")
	}
	return rows
}

// documentTaxes fills in the summary of taxes, in the tax currency, too, if the
// document has it (Directive 2006/112/EC art. 230).
func (p *Printer) documentTaxes(v *voice, d order.Document, body *invoice) {
	abroad := d.Abroad != nil && len(d.Abroad.Taxes) == len(d.Taxes)
	for k, t := range d.Taxes {
		r := taxRow{
			Name: p.taxName(v, pricing.TaxShare{ID: t.ID, Category: t.Category, Percent: t.Percent, Fixed: t.Fixed}),
			Net:  v.money.Format(t.Net), Tax: v.money.Format(t.Tax),
		}
		if abroad {
			r.Abroad = v.money.Format(d.Abroad.Taxes[k])
		}
		body.Taxes = append(body.Taxes, r)
	}
	if !abroad {
		return
	}
	body.TaxAbroad = v.money.Format(d.Abroad.Tax)
	for _, part := range say(v.text("tax_in"), map[string]string{"currency": d.Abroad.Tax.Code().String()}) {
		body.Abroad += part.Text
	}
	for _, r := range d.Abroad.Rates {
		body.RatesUsed = append(body.RatesUsed, say(v.text("rate_used"), map[string]string{"rate": v.rate(r)}))
	}
}
