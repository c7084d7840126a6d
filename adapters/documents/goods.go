package documents

import (
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// packed is what a shipment holds of one line.
type packed struct {
	line  *order.Line
	count int64
	net   currency.Amount // what customs are told these units are worth
}

// findShipment returns a shipment by its ID, or the only one for an empty ID.
func findShipment(o *order.Order, id string, faults *Faults) *order.Shipment {
	var found *order.Shipment
	for i := range o.Shipments {
		s := &o.Shipments[i]
		switch {
		case id != "" && s.ID == id && s.Cancelled:
			faults.add(FaultMismatch, "shipment", "the shipment %q is cancelled", id)
			return nil
		case id != "" && s.ID == id:
			return s
		case id == "" && !s.Cancelled && found != nil:
			faults.add(FaultRequired, "shipment", "the order has several shipments")
			return nil
		case id == "" && !s.Cancelled:
			found = s
		}
	}
	if found == nil {
		faults.add(FaultUnknown, "shipment", "the order has no shipment %q", id)
	}
	return found
}

// goods are the units of a shipment by their lines, in the order of the lines. The
// value is the frozen net share less allowances.
func goods(o *order.Order, s *order.Shipment, faults *Faults) []packed {
	var list []packed
	units := map[string][]order.Units{}
	for _, u := range s.Units {
		units[u.Line] = append(units[u.Line], u)
	}
	for i := range o.Lines {
		line := &o.Lines[i]
		g := packed{line: line, net: currency.Zero(o.Currency)}
		for _, u := range units[line.ID] {
			share, err := pricing.Remaining(line.Price, line.Allowances, u.First, u.Count)
			if err != nil {
				faults.add(FaultInvalid, at("lines", i, ""), "%v", err)
				continue
			}
			g.count += u.Count
			g.net = add(faults, at("lines", i, ""), g.net, share.Net)
		}
		if g.count > 0 {
			list = append(list, g)
		}
	}
	if len(list) == 0 {
		faults.add(FaultRequired, "shipment.units", "the shipment is empty")
	}
	return list
}

// known replaces what was not given by what is empty, and reports it.
func known(o *order.Order, person *order.Person, faults *Faults) (*order.Order, *order.Person) {
	if o == nil {
		faults.add(FaultRequired, "order", "is missing")
		o = &order.Order{}
	}
	if person == nil { // erased, maybe
		faults.add(FaultRequired, "person", "is missing")
		person = &order.Person{}
	}
	if person.Order != "" && person.Order != o.ID {
		faults.add(FaultMismatch, "person", "is that of the order %q", person.Order)
	}
	return o, person
}

// checkDocument reports a document that was not stored, or that of another order:
// lines of two orders may have the same IDs.
func checkDocument(o *order.Order, d order.Document, kind order.DocumentKind, faults *Faults) {
	if d.Kind != kind {
		faults.add(FaultMismatch, "document.kind", "is %q, not %q", d.Kind, kind)
	}
	if d.Number() == "" {
		faults.add(FaultRequired, "document.no", "the document has no number yet: it is not stored")
	} else if _, ok := o.Document(d.Number()); !ok {
		faults.add(FaultMismatch, "document", "the order has no document %q", d.Number())
	}
}

// CustomsValue is what customs are told the goods of a shipment are worth: the net
// price of its units after discounts and allowances, from the frozen shares. An
// empty ID is the only shipment. The error is a Faults.
func CustomsValue(o *order.Order, shipment string) (currency.Amount, error) {
	var faults Faults
	o, _ = known(o, &order.Person{}, &faults)
	total := currency.Zero(o.Currency)
	if s := findShipment(o, shipment, &faults); s != nil {
		for _, g := range goods(o, s, &faults) {
			total = add(&faults, "shipment", total, g.net)
		}
	}
	return total, faults.err()
}

// shipTo is where parcels go.
func shipTo(person *order.Person) i18n.Address {
	a := person.ShipTo
	if blank(a) {
		a = person.BillTo
	}
	if a.Name == "" && a.Organisation == "" {
		a.Name = person.Name
	}
	if a.Phone == "" {
		a.Phone = person.Phone
	}
	return a
}
