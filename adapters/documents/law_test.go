package documents_test

import (
	"io"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
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
