package documents

import (
	"io"
	"math"
	"unicode/utf8"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"golang.org/x/text/width"
)

// Label is what a shipping label shows besides the order.
type Label struct {
	// Shipment is the ID of the shipment; empty is the only one. A return label
	// is addressed to the seller.
	Shipment string
	// Paper is Inches4x6 or A6. Default: Inches4x6.
	Paper Paper
	// Service is the carrier's product in its own words, "Express".
	Service string
	// Carrier is its name. Default: Shipment.Carrier of the order.
	Carrier string
	// Weight is that of the parcel in grams.
	Weight int64
	// CashOnDelivery is what the carrier collects; the zero Amount is nothing.
	CashOnDelivery currency.Amount
	// Barcode is the carrier's. Default: the tracking number as Code 128.
	Barcode Barcode
}

// label is what the template of labels is given.
type label struct {
	Fit              string
	Service, Carrier string
	From, To         block
	Phone            string
	COD              string
	Facts            []Field
	Code             drawn
}

// maxWord is how long the short texts of a label may be.
const maxWord = 30

// Label writes a shipping label of one page as HTML: the recipient in the order
// and the letters of the destination and, abroad, in Latin ones, too, the country
// last and in capitals. The words are those of the Config's locale, the digits
// Latin, for the people who handle it. Addresses that are too long get smaller letters; if the
// smallest do not do, the error says so and nothing is cut. The error is a
// Faults, or that of w.
func (p *Printer) Label(w io.Writer, o *order.Order, person *order.Person, l Label) error {
	var faults Faults
	o, person = known(o, person, &faults)
	v := p.voice(latin(p.locale), "locale", &faults)
	s := findShipment(o, l.Shipment, &faults)
	if s == nil {
		return faults.err()
	}
	from, to := p.seller.From, shipTo(person)
	if s.Return {
		from, to = to, from
	}
	checkAddress("person.shipTo", shipTo(person), &faults)
	if l.Paper == "" {
		l.Paper = Inches4x6
	}
	if l.Paper != Inches4x6 && l.Paper != A6 {
		faults.add(FaultUnknown, "label.paper", "%q is neither %q nor %q", l.Paper, Inches4x6, A6)
	}
	if l.Carrier == "" {
		l.Carrier = s.Carrier
	}
	if l.Barcode == (Barcode{}) {
		l.Barcode = Barcode{Code128, s.Tracking}
	}
	l.Barcode.check("label.barcode", &faults)
	body := label{Service: l.Service, Carrier: l.Carrier, From: letter(from, to.Country), To: letter(to, from.Country), Phone: to.Phone}
	if l.Weight <= 0 {
		faults.add(FaultRequired, "label.weight", "a parcel weighs something")
	}
	if !l.CashOnDelivery.IsZero() {
		body.COD = v.codes.Format(l.CashOnDelivery)
	}
	body.Facts = []Field{{v.text("order"), o.Number}, {v.text("weight"), v.kilograms(l.Weight) + " kg"}, {v.text("date"), v.date(s.Booked)}}
	for path, text := range map[string]string{"label.service": l.Service, "label.carrier": l.Carrier} {
		if i18n.Graphemes(text) > maxWord {
			faults.add(FaultTooLong, path, "%q has more than %d characters", text, maxWord)
		}
	}
	body.Fit = body.fit(l.Paper, &faults)
	if err := faults.err(); err != nil {
		return err
	}
	var err error
	if body.Code, err = l.Barcode.draw(); err != nil {
		return err
	}
	return write(w, "label", p.page(v, o.Number, "", l.Paper, "").with(body))
}

// fit chooses the letters for the recipient so that everything has room. It
// reckons with wide letters, so that fonts may differ.
func (l *label) fit(paper Paper, faults *Faults) string {
	wide, high := 92.0, 152.0
	if paper == A6 {
		wide, high = 96, 147
	}
	room := high - 72 - height(l.From.letters(), 7, wide)
	if l.COD != "" {
		room -= 11
	}
	room -= 6.2 * math.Floor((measure(l.Service, 13)+measure(l.Carrier, 9)+6)/wide)
	room -= 4.2 * math.Floor(measure(l.Facts[0].Text, 8)/(0.27*wide)) // the order's number
	if l.Phone != "" {
		room -= 5 * math.Ceil(measure(l.Phone, 9)/wide)
	}
	for _, size := range []struct {
		class         string
		first, second float64
	}{{"", 13, 10}, {"small", 10, 8}, {"tiny", 7.5, 7}} {
		need := 0.0
		for i, part := range l.To.Parts {
			points := size.first
			if i > 0 {
				points = size.second
				need += 2
			}
			need += height(part.Lines, points, wide)
		}
		if need <= room {
			return size.class
		}
	}
	faults.add(FaultTooLong, "person.shipTo", "the address does not fit the label even in the smallest letters")
	return ""
}

// height is how many millimetres lines of text take when they are wrapped.
func height(text []string, points, wide float64) float64 {
	total := 0.0
	for _, line := range text {
		total += math.Max(1, math.Ceil(measure(line, points)*1.06/wide)) * points * 0.353 * 1.34
	}
	return total
}

// measure is about how many millimetres wide a text is.
func measure(text string, points float64) float64 {
	em := 0.0
	for cluster := range i18n.GraphemeSeq(text) {
		em += 0.62
		r, _ := utf8.DecodeRuneInString(cluster)
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			em += 0.38
		} else if r >= 'A' && r <= 'Z' {
			em += 0.12
		}
	}
	return em * points * 0.353
}
