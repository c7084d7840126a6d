package documents

import (
	"io"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// commercial is what the template of commercial invoices is given.
type commercial struct {
	customs
	Buyer       block
	Facts       []Field
	Rows        []commercialRow
	Total       string
	Insurance   string
	CurrencyISO string
	Dense       string
}

// commercialRow is an article, or a charge without customs' words.
type commercialRow struct {
	customsRow
	Title, Unit string
}

// CommercialInvoice writes a commercial invoice for customs as HTML: the items and
// charges of an invoice, with what customs ask for. Its total is the net total of
// the invoice. It speaks the languages of the declaration. The error is a Faults
// with everything that is missing, or that of w.
func (p *Printer) CommercialInvoice(w io.Writer, o *order.Order, person *order.Person, doc order.Document, d Declaration) error {
	var faults Faults
	o, person = known(o, person, &faults)
	d = d.filled(o, person)
	v := p.voice(latin(d.Language), "declaration.language", &faults)
	d.check(&faults)
	buyer, to := billTo(person), shipTo(person)
	checkAddress("person.shipTo", to, &faults)
	checkDocument(o, doc, order.Invoice, &faults)
	if d.Terms == "" {
		faults.add(FaultRequired, "declaration.terms", "customs value goods by the terms of delivery")
	}
	body := commercial{
		customs: customs{From: letter(p.seller.Address, ""), To: letter(to, "")},
		Total:   v.codes.Format(doc.Net), CurrencyISO: doc.Net.Code().String(),
	}
	body.L, body.Other = p.pairs(v)
	if !same(buyer, to) {
		body.Buyer = letter(buyer, "")
	}
	body.fill(v, d)
	net := p.commercialRows(v, o, doc, &body, &faults)
	if net > d.Weight && d.Weight > 0 {
		faults.add(FaultMismatch, "declaration.weight", "the goods alone weigh %d g, the packed item %d g", net, d.Weight)
	}
	body.Net, body.Weight = v.kilograms(net), v.kilograms(d.Weight)
	body.Facts = []Field{
		{v.text("number"), doc.Number()}, {v.text("date"), v.date(doc.At)}, {v.text("order"), o.Number},
		{v.text("terms"), d.Terms},
		{v.text("departure"), i18n.CountryName(p.seller.From.Country, v.lang)},
		{v.text("destination"), i18n.CountryName(to.Country, v.lang)},
		{v.text("reason"), v.text(string(d.Category))},
		{v.text("packages"), v.number(d.Packages)}, {v.text("currency"), body.CurrencyISO},
	}
	longest := []string{body.Total}
	for _, r := range body.Rows {
		longest = append(longest, r.Value, r.Unit)
	}
	body.Dense = dense(longest)
	if !d.Insurance.IsZero() {
		body.Insurance = v.codes.Format(d.Insurance)
	}
	if err := faults.err(); err != nil {
		return err
	}
	return write(w, "commercial", p.page(v, v.text("commercial_invoice"), doc.Number(), p.paper, to.Country).with(body))
}

// commercialRows fills in the rows and returns the net weight.
func (p *Printer) commercialRows(v *voice, o *order.Order, doc order.Document, body *commercial, faults *Faults) (grams int64) {
	if len(doc.Items) == 0 {
		faults.add(FaultRequired, "document.items", "there are none")
	}
	all := articlesOf(o)
	for i, item := range doc.Items {
		line, charge := all.find(item, at("document.items", i, ""), faults)
		if charge != nil {
			title := v.chargeTitle(charge)
			if charge.Price.Kind == "shipping" {
				title = v.text("freight")
			}
			body.Rows = append(body.Rows, commercialRow{Title: title, customsRow: customsRow{Value: v.codes.Format(item.Share.Net)}})
			continue
		}
		if line == nil {
			continue
		}
		r := commercialRow{customsRow: v.article(packed{line, item.Count, item.Share.Net}, faults)}
		for _, need := range []struct{ name, text string }{{"hs", r.HS}, {"origin", r.Origin}} {
			if need.text == "" {
				faults.add(FaultRequired, "lines."+line.ID+".customs."+need.name, "a commercial invoice needs it")
			}
		}
		r.Unit = unitValue(v, item)
		grams += line.Customs.NetWeight * item.Count
		body.Rows = append(body.Rows, r)
	}
	return grams
}

// unitValue is the value of one unit where all units of an item are worth the
// same, empty where cents were left over: the value of the whole is what counts.
func unitValue(v *voice, item order.DocumentItem) string {
	if item.Count < 1 || item.Share.Net.Minor()%item.Count != 0 {
		return ""
	}
	return v.codes.Format(currency.New(item.Share.Net.Minor()/item.Count, item.Share.Net.Code()))
}
