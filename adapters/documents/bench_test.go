package documents_test

import (
	"io"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
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
