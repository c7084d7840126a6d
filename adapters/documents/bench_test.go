package documents_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/order"
)

func BenchmarkDocuments(b *testing.B) {
	s, p, d := sold(b, draft()), printer(b), declaration(b)
	for _, c := range []struct {
		name  string
		write func() error
	}{
		{"invoice", func() error { return p.Invoice(io.Discard, s.order, s.person, s.invoice()) }},
		{"receipt", func() error { return p.Receipt(io.Discard, s.order) }},
		{"packing slip", func() error { return p.PackingSlip(io.Discard, s.order, s.person, "") }},
		{"label", func() error { return p.Label(io.Discard, s.order, s.person, documents.Label{Weight: 100}) }},
		{"cn23", func() error { return p.CN23(io.Discard, s.order, s.person, d) }},
		{"commercial", func() error { return p.CommercialInvoice(io.Discard, s.order, s.person, s.invoice(), d) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// wholesale is a sale with so many lines.
func wholesale(t testing.TB, lines int) sale {
	t.Helper()
	s := sold(t, draft())
	o := *s.order
	line, item, unit, d, sent := o.Lines[0], o.Documents[0].Items[0], o.Shipments[0].Units[0], o.Documents[0], o.Shipments[0]
	o.Lines, d.Items, sent.Units = nil, nil, nil
	for i := range lines {
		line.ID = fmt.Sprint("line-", i)
		item.Line, unit.Line = line.ID, line.ID
		o.Lines, d.Items, sent.Units = append(o.Lines, line), append(d.Items, item), append(sent.Units, unit)
	}
	o.Documents, o.Shipments = []order.Document{d}, []order.Shipment{sent}
	return sale{&o, s.person}
}

// A row costs the same in a list of any length.
func BenchmarkRows(b *testing.B) {
	for _, lines := range []int{100, 1000, 10_000} {
		s, p, d := wholesale(b, lines), printer(b), declaration(b)
		d.Weight = 1 << 40
		for _, c := range []struct {
			name  string
			write func() error
		}{
			{"invoice", func() error { return p.Invoice(io.Discard, s.order, s.person, s.invoice()) }},
			{"packing slip", func() error { return p.PackingSlip(io.Discard, s.order, s.person, "") }},
			{"commercial", func() error { return p.CommercialInvoice(io.Discard, s.order, s.person, s.invoice(), d) }},
			{"csv", func() error {
				return documents.CSV(io.Discard, documents.Issued{Order: s.order, Document: s.invoice()})
			}},
		} {
			b.Run(fmt.Sprint(c.name, " ", lines), func(b *testing.B) {
				for b.Loop() {
					if err := c.write(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/row")
			})
		}
	}
}
