package documents_test

import (
	"io"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The names of tax invoices are law in the seller's country, and nowhere else.
func TestATaxInvoiceIsOneWhereItsSellerIs(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	from := func(country string, id string) func(*documents.Config) {
		return func(c *documents.Config) {
			c.Seller.Address = i18n.Address{Organisation: "Muster", Lines: []string{"Street 1"}, Locality: "Place", Country: country}
			c.Seller.Address.Region, c.Seller.Address.PostalCode = map[string]string{"JP": "東京都", "IN": "Delhi", "AU": "NSW"}[country], map[string]string{"JP": "131-0045", "IN": "110001", "TH": "10200", "AU": "2000", "IL": "6433222", "DE": "10117", "KW": "13001"}[country]
			if country == "TH" {
				c.Seller.Address.Region = "กรุงเทพมหานคร"
			}
			c.Seller.TaxIDs = []documents.Field{{Label: "ID", Text: id}}
		}
	}
	for _, c := range []struct{ seller, id, locale, category, invoice, credit string }{
		{"JP", "T9999999999999", "ja-JP", "S", "適格請求書", "適格返還請求書"},
		{"JP", "T9-9999-9999-9999", "ja-JP", "S", "適格請求書", "適格返還請求書"},
		{"JP", "9999999999999", "ja-JP", "S", "請求書", "返還請求書"},
		{"DE", "DE 999 999 999", "ja-JP", "S", "請求書", "返還請求書"},
		{"JP", "T9999999999999", "ja-JP", "E", "請求書", "返還請求書"},
		{"TH", "1", "th-TH", "S", "ใบกำกับภาษี", "ใบลดหนี้"},
		{"DE", "1", "th-TH", "S", "ใบแจ้งหนี้", "ใบลดหนี้"},
		{"IN", "1", "en-IN", "S", "Tax invoice", "Credit note"},
		{"IN", "1", "hi-IN", "S", "कर बीजक", "क्रेडिट नोट"},
		{"IN", "1", "hi-IN", "O", "बीजक", "क्रेडिट नोट"},
		{"AU", "1", "en-AU", "S", "Tax invoice", "Adjustment note"},
		{"DE", "1", "en-AU", "S", "Invoice", "Credit note"},
		{"KW", "1", "ar-EG", "S", "فاتورة ضريبية", "إشعار دائن"},
		{"IL", "1", "he-IL", "S", "חשבונית מס", "חשבונית מס זיכוי"},
		{"DE", "1", "he-IL", "S", "חשבונית", "חשבונית זיכוי"},
	} {
		o := *s.order
		o.Locale = c.locale
		p := printer(t, from(c.seller, c.id))
		for i, want := range []string{c.invoice, c.credit} {
			d := o.Documents[i]
			d.Taxes = append([]pricing.TaxTotal(nil), d.Taxes...)
			for k := range d.Taxes {
				d.Taxes[k].Category = c.category
			}
			write := p.Invoice
			if i == 1 {
				write = p.CreditNote
			}
			page := text(t, func(w io.Writer) error { return write(w, &o, s.person, d) })
			assert.Contains(t, page, "<h1>"+want+"</h1>", "%s %s %s %s", c.seller, c.id, c.locale, c.category)
		}
	}
}

// Directive 2006/112/EC art. 226(3) and (4).
func TestWhereTheCustomerOwesTheTaxBothNumbersAreRequired(t *testing.T) {
	nameless := printer(t, func(c *documents.Config) { c.Seller.TaxIDs = nil })
	for category, want := range map[string][]string{
		"AE": {"required person.taxID", "required seller.taxIDs"}, "K": {"required person.taxID", "required seller.taxIDs"}, "G": nil, "S": nil,
	} {
		s := sold(t, draft())
		d := s.invoice()
		d.Taxes = append([]pricing.TaxTotal(nil), d.Taxes...)
		for i := range d.Taxes {
			d.Taxes[i].Category = category
		}
		err := nameless.Invoice(io.Discard, s.order, s.person, d)
		if want == nil {
			assert.NoError(t, err, category)
			continue
		}
		assert.Equal(t, want, faults(t, err), category)
		s.person.TaxID = "XX 000 000"
		assert.NoError(t, printer(t).Invoice(io.Discard, s.order, s.person, d), category)
	}
}

// The place of supply (India, rule 46(n)), the number of an authority, a purchase
// order: the order knows none of them.
func TestTheShopAddsWhatItsLawAsksFor(t *testing.T) {
	s := sold(t, draft())
	p := printer(t, func(c *documents.Config) {
		c.Facts = func(o *order.Order, person *order.Person, d order.Document) []documents.Field {
			return []documents.Field{{Label: "Place of supply", Text: person.ShipTo.Region + "/" + o.Number + "/" + d.Number()}, {Label: "<b>", Text: "<i>"}}
		}
	})
	page := text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) })
	assert.Contains(t, page, "<dt>Place of supply</dt><dd><bdi>東京都/2026-7/INV-2026-000001</bdi></dd><dt>&lt;b&gt;</dt><dd><bdi>&lt;i&gt;</bdi></dd>")
}

// CGST Rules, rule 46(g): the HSN code of goods.
func TestAnIndianInvoiceShowsTheCodeOfGoods(t *testing.T) {
	s := sold(t, draft())
	o := *s.order
	o.Locale = "en-IN"
	p := printer(t, func(c *documents.Config) {
		c.Seller.Address = i18n.Address{Organisation: "Sample", Lines: []string{"Street 1"}, Locality: "New Delhi", Region: "Delhi", PostalCode: "110001", Country: "IN"}
	})
	assert.Contains(t, text(t, func(w io.Writer) error { return p.Invoice(w, &o, s.person, s.invoice()) }), "HSN <bdi>691200</bdi>")
	assert.NotContains(t, text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, s.invoice()) }), "691200")
}

// What a unit costs times their number, less what is below, is the amount beside.
func TestACreditNoteSaysWhatHadBeenTakenOffBefore(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Refund{Of: order.Some("mug", 3), Amount: currency.MustParse("3.00", currency.EUR)},
		order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	require.Len(t, s.order.Documents, 3)
	page := text(t, func(w io.Writer) error { return printer(t).CreditNote(w, s.order, s.person, s.order.Documents[2]) })
	assert.Contains(t, page, `Rabatt <bdi class="whole">-1,25 €</bdi></p><p class="soft">Preisnachlass <bdi class="whole">-1,00 €</bdi>`)
	assert.Contains(t, page, `<bdi>10,25 €</bdi>`)
	// So does a receipt.
	page = text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `Rabatt <bdi class="whole">-2,50 €</bdi></p><p class="soft">Preisnachlass <bdi class="whole">-2,00 €</bdi>`)
	assert.Contains(t, page, `<bdi>20,50 €</bdi>`)
}

func TestAReceiptOfPricesWithoutTaxAddsUp(t *testing.T) {
	d := draft()
	d.Policy.Prices, d.Discounts = pricing.Net, nil
	s := sold(t, d)
	page := text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `<bdi>3</bdi> × <bdi>12,50 €</bdi></p></td><td class="num"><bdi>37,50 €</bdi>`)
	assert.Contains(t, page, `Summe netto</td><td class="num"><bdi>66,40 €</bdi>`)
	assert.Contains(t, page, `Summe MwSt.</td><td class="num"><bdi>9,74 €</bdi>`)
	assert.Contains(t, page, `Gesamtbetrag</td><td class="num"><bdi>76,14 €</bdi>`)
}

func TestThereIsNoReceiptForWhatWasNotPaid(t *testing.T) {
	s := sold(t, draft())
	o := *s.order
	o.Payments = nil
	assert.Equal(t, []string{"required order.payments"}, faults(t, printer(t).Receipt(io.Discard, &o)))
	o.Payments = []order.Payment{{Captured: currency.MustParse("60.25", currency.EUR), ChargedBack: currency.MustParse("60.25", currency.EUR)}}
	assert.Contains(t, text(t, func(w io.Writer) error { return printer(t).Receipt(w, &o) }), `<bdi>Erstattung</bdi></td><td class="num"><bdi>-60,25 €</bdi>`)
}

// A parcel that comes back is sent by the customer.
func TestTheCustomsFormOfAReturnNamesTheCustomerAsSender(t *testing.T) {
	s := sold(t, draft())
	o, d := *s.order, declaration(t)
	o.Shipments = append([]order.Shipment(nil), o.Shipments...)
	o.Shipments[0].Return = true
	s.person.TaxID, s.person.Phone = "XX 000 000", "+81 3 0000 0000"
	page := text(t, func(w io.Writer) error { return printer(t).CN23(w, &o, s.person, d) })
	assert.Regexp(t, `(?s)<span>From</span>.*Taro Mihon.*<span>To</span>.*Muster Handels`, page)
	assert.Regexp(t, `×</i>Returned goods`, page)
	assert.NotContains(t, page, "XX 000 000", "the customer imports nothing")
	assert.NotContains(t, page, "+81 3 0000 0000")
}

// Lines of two orders may have the same IDs.
func TestADocumentOrAPersonOfAnotherOrderIsRefused(t *testing.T) {
	s, p := sold(t, draft()), printer(t)
	foreign := s.invoice()
	foreign.No = 77
	assert.Equal(t, []string{"mismatch document"}, faults(t, p.Invoice(io.Discard, s.order, s.person, foreign)))
	assert.Equal(t, []string{"mismatch document"}, faults(t, p.CommercialInvoice(io.Discard, s.order, s.person, foreign, declaration(t))))
	who := *s.person
	who.Order = "another"
	for name, err := range map[string]error{
		"invoice": p.Invoice(io.Discard, s.order, &who, s.invoice()), "packing": p.PackingSlip(io.Discard, s.order, &who, ""),
		"label": p.Label(io.Discard, s.order, &who, documents.Label{Weight: 1}), "cn22": p.CN22(io.Discard, s.order, &who, declaration(t)),
		"commercial": p.CommercialInvoice(io.Discard, s.order, &who, s.invoice(), declaration(t)),
	} {
		assert.Equal(t, []string{"mismatch person"}, faults(t, err), name)
	}
}
