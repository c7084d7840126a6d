package documents

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"golang.org/x/text/language"
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
	Dense          string // how small the letters of the tables are
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
	checkDocument(o, d, kind, &faults)
	p.checkTaxIDs(person, d, &faults)
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
	title := p.title(v, d)
	if kind == order.CreditNote {
		body.Corrects = v.corrects(o, d, &faults)
	}
	body.Facts = v.documentFacts(o, d)
	body.Dense = body.dense()
	if p.facts != nil {
		body.Facts = append(body.Facts, p.facts(o, person, d)...)
	}
	if err := faults.err(); err != nil {
		return err
	}
	return write(w, "invoice", p.page(v, title, d.Number(), p.paper, buyer.Country).with(body))
}

// checkTaxIDs reports missing numbers where the customer owes the tax or goods leave
// for another state of the Union: Directive 2006/112/EC art. 226(3) and (4).
func (p *Printer) checkTaxIDs(person *order.Person, d order.Document, faults *Faults) {
	for _, t := range d.Taxes {
		if t.Category != "AE" && t.Category != "K" {
			continue
		}
		if person.TaxID == "" {
			faults.add(FaultRequired, "person.taxID", "an invoice with tax of the category %s has the customer's number", t.Category)
		}
		if len(p.seller.TaxIDs) == 0 {
			faults.add(FaultRequired, "seller.taxIDs", "an invoice with tax of the category %s has the seller's number", t.Category)
		}
		return
	}
}

// title is what the law calls a document. A tax invoice is one only if a tax is on
// it, by a seller where that name is law; a 適格請求書 only by a registered one, for others
// it is an offence (Consumption Tax Act art. 57-5).
func (p *Printer) title(v *voice, d order.Document) string {
	taxed := p.taxedAtHome(v) && slices.ContainsFunc(d.Taxes, func(t pricing.TaxTotal) bool { return t.Category != "E" && t.Category != "O" })
	switch {
	case d.Kind == order.CreditNote && taxed:
		return v.text("tax_credit_note")
	case d.Kind == order.CreditNote:
		return v.text("credit_note")
	case taxed:
		return v.text("tax_invoice")
	}
	return v.text("invoice")
}

// japaneseNumber is the registration number of issuers of 適格請求書.
var japaneseNumber = regexp.MustCompile(`^T[0-9]{13}$`)

// taxedAtHome reports whether the page speaks the language of the seller's country,
// or is for a reader there.
func (p *Printer) taxedAtHome(v *voice) bool {
	base, _ := v.words.tag.Base()
	region, _ := v.words.tag.Region()
	home := language.Make("und-" + p.seller.Address.Country)
	spoken, _ := home.Base()
	if there, _ := home.Region(); base != spoken && region != there {
		return false
	}
	return base.String() != "ja" || slices.ContainsFunc(p.seller.TaxIDs, func(id Field) bool {
		return japaneseNumber.MatchString(strings.NewReplacer("-", "", " ", "").Replace(id.Text))
	})
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
	if t := supplied(o, d); !t.IsZero() {
		facts = append(facts, Field{v.text("supplied"), v.date(t)})
	}
	return append(facts, Field{v.text("order"), o.Number}, Field{v.text("ordered"), v.date(o.Placed)})
}

// supplied is when the last parcel with units of a document left. Credit notes
// say it, too: Japan and Poland ask for the date of what is credited.
func supplied(o *order.Order, d order.Document) (last time.Time) {
	items := map[string][]order.DocumentItem{}
	for _, item := range d.Items {
		items[item.Line] = append(items[item.Line], item)
	}
	for i := range o.Shipments {
		s := &o.Shipments[i]
		if s.Cancelled || s.Return {
			continue
		}
		for _, u := range s.Units {
			for _, item := range items[u.Line] {
				if item.First < u.First+u.Count && u.First < item.First+item.Count && s.Booked.After(last) {
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
	all := articlesOf(o)
	for i, item := range d.Items {
		a := article{share: item.Share, count: item.Count, reduction: item.Reduction}
		line, charge := all.find(item, at("document.items", i, ""), faults)
		switch {
		case line != nil:
			a.title, a.sku, a.price = lineTitle(line), line.SKU, &line.Price
			if p.seller.Address.Country == "IN" {
				a.hs = line.Customs.HS // CGST Rules, rule 46(g)
			}
		case charge != nil:
			a.title, a.price, a.count = v.chargeTitle(charge), &charge.Price, 1
		default:
			continue
		}
		a.whole = item.First == 0 && item.Count == a.price.Quantity
		r := p.row(v, a, o.Currency)
		if !item.Reduction {
			frozen, err := a.price.Share(item.First, item.Count)
			if err != nil {
				faults.add(FaultInvalid, at("document.items", i, ""), "%v", err)
				continue
			}
			v.allowed(&r, frozen, item.Share, a.price.Prices)
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
