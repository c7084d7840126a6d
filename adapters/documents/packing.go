package documents

import (
	"io"

	"github.com/orderkit/orderkit/order"
)

// packing is what the template of packing slips is given.
type packing struct {
	ShipTo block
	Facts  []Field
	Rows   []row
	Count  []part
	Code   drawn
}

// PackingSlip writes what is in a shipment as HTML, in the order's locale, with
// the order's number as a barcode where Code 128 can hold it. It has no prices:
// parcels are presents, too. The error is a Faults, or that of w.
func (p *Printer) PackingSlip(w io.Writer, o *order.Order, person *order.Person, shipment string) error {
	var faults Faults
	o, person = known(o, person, &faults)
	v := p.voice(o.Locale, "order.locale", &faults)
	to := shipTo(person)
	checkAddress("person.shipTo", to, &faults)
	body := packing{ShipTo: letter(to, p.seller.From.Country)}
	s := findShipment(o, shipment, &faults)
	if s == nil {
		return faults.err()
	}
	body.Facts = []Field{{v.text("order"), o.Number}, {v.text("ordered"), v.date(o.Placed)}, {v.text("shipment"), s.ID}, {v.text("date"), v.date(s.Booked)}}
	if s.Tracking != "" {
		body.Facts = append(body.Facts, Field{v.text("tracking"), s.Tracking})
	}
	var total int64
	for _, g := range goods(o, s, &faults) {
		body.Rows = append(body.Rows, row{Title: lineTitle(g.line), SKU: g.line.SKU, Quantity: v.number(g.count)})
		total += g.count
	}
	body.Count = v.count(total)
	if code := (Barcode{Code128, o.Number}); code.Check() == nil {
		var err error
		if body.Code, err = code.draw(); err != nil {
			return err
		}
	}
	if err := faults.err(); err != nil {
		return err
	}
	return write(w, "packing", p.page(v, v.text("packing_slip"), o.Number, p.paper, to.Country).with(body))
}
