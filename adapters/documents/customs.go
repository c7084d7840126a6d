package documents

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Form is one of the customs forms of the UPU.
type Form string

// The forms.
const (
	CN22 Form = "CN22"
	CN23 Form = "CN23"
)

// The limits of CN 22 (UPU Convention Manual, Regulations, customs declarations).
const (
	limitXDR   = "300"
	limitGrams = 2000
)

// PostalForm returns the form that a postal item of that value and gross weight
// in grams needs: CN22 up to 300 SDR and 2 kg, CN23 beyond either. The value is
// converted by xdr, the host's rate between its currency and XDR, and compared
// without rounding. What is above 2 kg needs no rate; anything else without one
// is a fault (FaultNoRate), never a guess. The error is a Faults.
func PostalForm(value currency.Amount, grams int64, xdr currency.Rate) (Form, error) {
	var faults Faults
	form := postalForm(value, grams, xdr, &faults)
	return form, faults.err()
}

func postalForm(value currency.Amount, grams int64, xdr currency.Rate, faults *Faults) Form {
	if grams <= 0 {
		faults.add(FaultRequired, "weight", "an item weighs something")
		return ""
	}
	if value.Sign() < 0 || !value.Valid() {
		faults.add(FaultInvalid, "value", "%s is no value of goods", value)
		return ""
	}
	if grams > limitGrams {
		return CN23
	}
	if value.Code() != currency.XDR {
		if xdr == (currency.Rate{}) {
			faults.add(FaultNoRate, "xdr", "a rate between %s and XDR is needed to say whether %s is more than 300 SDR", value.Code(), value)
			return ""
		}
		// Rounded up, the value is above the limit exactly if it was before.
		converted, err := xdr.Convert(value, currency.Up)
		if err == nil && converted.To.Code() != currency.XDR {
			faults.add(FaultNoRate, "xdr", "%s leads from %s to %s, not to XDR", xdr, value.Code(), converted.To.Code())
			return ""
		}
		if err != nil {
			faults.add(FaultNoRate, "xdr", "%v", err)
			return ""
		}
		value = converted.To
	}
	limit, err := currency.Parse(limitXDR, currency.XDR)
	if more, cmp := value.Cmp(limit); err != nil || cmp != nil || more > 0 {
		return CN23
	}
	return CN22
}

// Category says why an item is sent.
type Category string

// The categories of CN 22 and CN 23.
const (
	Gift             Category = "gift"
	DocumentsOnly    Category = "documents"
	CommercialSample Category = "sample"
	ReturnedGoods    Category = "returned"
	SaleOfGoods      Category = "sale"
	OtherCategory    Category = "other"
)

func categories() []Category {
	return []Category{Gift, DocumentsOnly, CommercialSample, ReturnedGoods, SaleOfGoods, OtherCategory}
}

// Declaration is what customs are told besides what the order knows.
type Declaration struct {
	// Shipment is the ID of the shipment; empty is the only one. One that comes back
	// is sent by the customer and imported by the seller.
	Shipment string
	// Category is why it is sent. Default: SaleOfGoods, and ReturnedGoods for a
	// shipment that comes back.
	Category Category
	// Explanation is required for OtherCategory.
	Explanation string
	// At is the date of posting and of the signature. Required.
	At time.Time
	// Signed is who signs, in words; empty leaves room for a pen.
	Signed string
	// Weight is that of the packed item in grams. Required.
	Weight int64
	// XDR is the rate between the order's currency and XDR. CN22 needs it; see
	// PostalForm.
	XDR currency.Rate
	// Language is the BCP 47 tag of the form's first language; English, or French
	// if that is the first one, is always beside it. Default: "en".
	Language string
	// Item is the barcode of the item, mostly an S10.
	Item Barcode
	// Postage is what was paid to send it.
	Postage currency.Amount
	// Office is where it is posted.
	Office string
	// SenderReference and ImporterReference are numbers at customs; the latter is
	// the person's TaxID by default.
	SenderReference, ImporterReference string
	// ImporterContact is a telephone number or an email. Default: the person's.
	ImporterContact string
	// Comments are restrictions of quarantine and the like.
	Comments string
	// Licences and Certificates are the numbers of enclosed papers.
	Licences, Certificates []string
	// Invoice is the number of the enclosed invoice on CN 23. Default: the number
	// of the order's first invoice.
	Invoice string

	// Terms are the terms of delivery on a commercial invoice: "DAP Kuwait City,
	// Incoterms 2020". Required there.
	Terms string
	// Packages is how many packages there are on a commercial invoice. Default: 1.
	Packages int64
	// Insurance is what of the freight insures the goods; the zero Amount is not
	// shown.
	Insurance currency.Amount
}

// both is a word in the two languages of a form.
type both struct{ A, B string }

// customs is what the templates of customs forms are given.
type customs struct {
	Form                  string
	L                     map[string]both
	Other                 string // the second language
	From, To              block
	Code                  drawn
	Ticks                 []tick
	Explanation           string
	Articles              []customsRow
	Weight, Net, Value    string
	Postage               string
	SenderReference       string
	ImporterReference     string
	ImporterContact       string
	Office, Date, Signed  string
	Comments              string
	Licences, Certificate string
	Invoice               string
}

type tick struct {
	Word both
	On   bool
}

// customsRow is one article of a form.
type customsRow struct{ Description, Quantity, Net, Value, HS, Origin string }

// CN22 writes the UPU's CN 22 as HTML: for items of up to 300 SDR and 2 kg, which
// d.XDR decides; for others it is a FaultMismatch. It is printed on 105 x 148 mm,
// twice the size of the form, as the UPU allows, and longer lists on as many. The
// error is a Faults with everything that is missing, or that of w.
func (p *Printer) CN22(w io.Writer, o *order.Order, person *order.Person, d Declaration) error {
	return p.customs(w, o, person, d, CN22)
}

// CN23 writes the UPU's CN 23 as HTML, on 210 x 148 mm. Any item may have one. The
// error is a Faults with everything that is missing, or that of w.
func (p *Printer) CN23(w io.Writer, o *order.Order, person *order.Person, d Declaration) error {
	return p.customs(w, o, person, d, CN23)
}

func (p *Printer) customs(w io.Writer, o *order.Order, person *order.Person, d Declaration, form Form) error {
	var faults Faults
	o, person = known(o, person, &faults)
	s := findShipment(o, d.Shipment, &faults)
	from, to, importer := p.seller.From, shipTo(person), person
	checkAddress("person.shipTo", to, &faults)
	if s != nil && s.Return {
		from, to, importer = to, from, &order.Person{Phone: p.seller.From.Phone}
		if d.Category == "" {
			d.Category = ReturnedGoods
		}
	}
	d = d.filled(o, importer)
	v := p.voice(latin(d.Language), "declaration.language", &faults)
	d.check(&faults)
	if s == nil {
		return faults.err()
	}
	body := customs{Form: strings.Replace(string(form), "CN", "CN ", 1), From: letter(from, ""), To: letter(to, "")}
	body.L, body.Other = p.pairs(v)
	total, net := currency.Zero(o.Currency), int64(0)
	for _, g := range goods(o, s, &faults) {
		body.Articles = append(body.Articles, v.article(g, &faults))
		total = add(&faults, "shipment", total, g.net)
		net += g.line.Customs.NetWeight * g.count
	}
	if net > d.Weight && d.Weight > 0 {
		faults.add(FaultMismatch, "declaration.weight", "the goods alone weigh %d g, the packed item %d g", net, d.Weight)
	}
	if form == CN22 {
		var own Faults
		if is := postalForm(total, d.Weight, d.XDR, &own); len(own) == 0 && is != CN22 {
			own.add(FaultMismatch, "declaration", "%s and %d g need a CN 23", total, d.Weight)
		}
		faults = append(faults, own...)
	}
	body.fill(v, d)
	body.Net, body.Weight, body.Value = v.kilograms(net), v.kilograms(d.Weight), v.codes.Format(total)
	if d.Item != (Barcode{}) {
		d.Item.check("declaration.item", &faults)
	}
	if err := faults.err(); err != nil {
		return err
	}
	if d.Item != (Barcode{}) {
		var err error
		if body.Code, err = d.Item.draw(); err != nil {
			return err
		}
	}
	size := cn22
	if form == CN23 {
		size = cn23
	}
	return write(w, strings.ToLower(string(form)), p.page(v, v.text("customs_declaration"), body.Form+" "+o.Number, size, to.Country).with(body))
}

// filled are the defaults.
func (d Declaration) filled(o *order.Order, importer *order.Person) Declaration {
	if d.Category == "" {
		d.Category = SaleOfGoods
	}
	if d.Language == "" {
		d.Language = "en"
	}
	if d.ImporterReference == "" {
		d.ImporterReference = importer.TaxID
	}
	if d.ImporterContact == "" {
		var known []string
		for _, text := range []string{shipTo(importer).Phone, importer.Email} {
			if text != "" {
				known = append(known, text)
			}
		}
		d.ImporterContact = strings.Join(known, ", ")
	}
	if d.Invoice == "" {
		for _, doc := range o.Documents {
			if doc.Kind == order.Invoice {
				d.Invoice = doc.Number()
				break
			}
		}
	}
	if d.Packages == 0 {
		d.Packages = 1
	}
	return d
}

func (d Declaration) check(faults *Faults) {
	if !slices.Contains(categories(), d.Category) {
		faults.add(FaultUnknown, "declaration.category", "%q is no category", d.Category)
	}
	if d.Category == OtherCategory && d.Explanation == "" {
		faults.add(FaultRequired, "declaration.explanation", "the category %q needs one", d.Category)
	}
	if d.At.IsZero() {
		faults.add(FaultRequired, "declaration.at", "a declaration has a date")
	}
	if d.Weight <= 0 {
		faults.add(FaultRequired, "declaration.weight", "an item weighs something")
	}
	if d.Packages < 0 {
		faults.add(FaultInvalid, "declaration.packages", "%d packages", d.Packages)
	}
}

// pairs are the words of a form in its language and in English, or French beside
// English: two of the languages that the UPU allows, one of which every customs
// office reads.
func (p *Printer) pairs(v *voice) (map[string]both, string) {
	name := "en"
	if base, _ := v.words.tag.Base(); base.String() == "en" {
		name = "fr"
	}
	second := builtIn()[name]
	list := make(map[string]both, len(v.words.text))
	for key, text := range v.words.text {
		other := second[key]
		if other == text {
			other = ""
		}
		list[key] = both{text, other}
	}
	return list, name
}

// article is one line of a form.
func (v *voice) article(g packed, faults *Faults) customsRow {
	c := g.line.Customs
	r := customsRow{Description: c.Description, Quantity: v.number(g.count), Value: v.codes.Format(g.net), HS: c.HS, Origin: c.Origin}
	if r.Description == "" {
		faults.add(FaultRequired, "lines."+g.line.ID+".customs.description", "customs accept no form without one")
	}
	if c.NetWeight <= 0 {
		faults.add(FaultRequired, "lines."+g.line.ID+".customs.netWeight", "is missing")
	}
	r.Net = v.kilograms(c.NetWeight * g.count)
	return r
}

// fill takes over what the declaration says.
func (c *customs) fill(v *voice, d Declaration) {
	for _, category := range categories() {
		c.Ticks = append(c.Ticks, tick{c.L[string(category)], category == d.Category})
	}
	if !d.Postage.IsZero() {
		c.Postage = v.codes.Format(d.Postage)
	}
	c.Explanation, c.Comments = d.Explanation, d.Comments
	c.SenderReference, c.ImporterReference, c.ImporterContact = d.SenderReference, d.ImporterReference, d.ImporterContact
	c.Office, c.Date, c.Signed = d.Office, v.date(d.At), d.Signed
	c.Licences, c.Certificate = strings.Join(d.Licences, ", "), strings.Join(d.Certificates, ", ")
	c.Invoice = d.Invoice
}
