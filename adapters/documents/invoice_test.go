package documents_test

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnInvoiceShowsWhatTheDirectiveAsksFor(t *testing.T) {
	d := draft()
	d.TaxID = "XX 000 000"
	d.BillTo = i18n.Address{Organisation: "見本商事株式会社", Lines: []string{"丸の内1丁目"}, Locality: "千代田区", Region: "東京都", PostalCode: "100-0005", Country: "JP"}
	s := sold(t, d)
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
	for name, want := range map[string]string{
		"date of issue":                "<dt>Datum</dt><dd><bdi>23. November 2026</bdi>",
		"sequential number":            "<bdi>INV-2026-000001</bdi>",
		"the seller's VAT number":      "<bdi>USt-IdNr. <bdi>DE 999 999 999</bdi></bdi>",
		"the customer's VAT number":    "USt-IdNr. des Kunden <bdi>XX 000 000</bdi>",
		"name and address, seller":     "<bdi>Pariser Platz 1</bdi>",
		"name and address, customer":   "<bdi>見本商事株式会社</bdi>",
		"where it was sent":            "<h2>Lieferanschrift</h2>",
		"quantity and nature":          "<bdi>Becher</bdi>",
		"date of supply":               "<dt>Lieferdatum</dt><dd><bdi>23. November 2026</bdi>",
		"unit price":                   `<td class="num"><bdi>12,50 €</bdi>`,
		"discount, part of the price":  `<bdi>Herbst</bdi> <bdi class="whole">-3,75 €</bdi>`,
		"rate":                         "<bdi>19 %</bdi>",
		"taxable amount and tax, 19 %": `<bdi>MwSt. 19 %</bdi></td><td class="num"><bdi>32,48 €</bdi></td><td class="num"><bdi>6,17 €</bdi>`,
		"taxable amount and tax, 7 %":  `<bdi>MwSt. 7 %</bdi></td><td class="num"><bdi>20,19 €</bdi></td><td class="num"><bdi>1,41 €</bdi>`,
		"total":                        "Gesamtbetrag</td><td class=\"num\"><bdi>60,25 €</bdi>",
	} {
		assert.Contains(t, page, want, name)
	}
}

func TestTheNoteFollowsTheCategoryOfTheTax(t *testing.T) {
	for category, want := range map[string]string{
		"AE": "Steuerschuldnerschaft des Leistungsempfängers.", "K": "Steuerfreie innergemeinschaftliche Lieferung.",
		"G": "Steuerfreie Ausfuhrlieferung.", "E": "Steuerfrei.", "O": "Nicht steuerbar.",
	} {
		d := draft()
		d.TaxID = "XX 000 000"
		none := []pricing.Tax{{ID: "none", Category: category, Percent: currency.Zero(currency.EUR).Decimal()}}
		d.Items[0].Line.Taxes, d.Items[1].Line.Taxes, d.Charges[0].Charge.Taxes = none, none, none
		s := sold(t, d)
		page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
		assert.Equal(t, 1, strings.Count(page, "<p>"+want+"</p>"), category)
	}
}

func TestAnInvoiceWithoutTaxesSpeaksOfNone(t *testing.T) {
	d := draft()
	d.Items[0].Line.Taxes, d.Items[1].Line.Taxes, d.Charges[0].Charge.Taxes = nil, nil, nil
	s := sold(t, d)
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
	assert.NotContains(t, page, "MwSt.")
	assert.NotContains(t, page, "etto")
	assert.Contains(t, page, `<th class="num">Einzelpreis</th><th class="num">Betrag</th>`)
	assert.Contains(t, page, `<td>Gesamtbetrag</td><td class="num"><bdi>60,25 €</bdi>`)
}

func TestTheTaxIsSaidInTheCurrencyOfTheAuthorityToo(t *testing.T) {
	d := draft()
	rate, err := currency.NewRate(currency.EUR, currency.GBP, currency.MustParse("0.850", currency.KWD).Decimal(), noon, "ECB")
	require.NoError(t, err)
	d.TaxRates = []currency.Rate{rate}
	s := sold(t, d)
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
	assert.Contains(t, page, `<td><bdi>MwSt. in GBP</bdi></td><td class="num"><bdi>6,44 £</bdi>`)
	assert.Contains(t, page, "Wechselkurs <bdi>1 EUR = 0,850 GBP, ECB, 23. November 2026</bdi>")
	assert.Contains(t, page, `<bdi>6,17 €</bdi></td><td class="num"><bdi>5,24 £</bdi>`)
}

func TestTheDateOfSupplyIsThatOfTheLastParcel(t *testing.T) {
	s := sold(t, draft())
	o := *s.order
	left := func(day int, change func(*order.Shipment)) order.Shipment {
		sent := o.Shipments[0]
		sent.Booked = noon.AddDate(0, 0, day)
		change(&sent)
		return sent
	}
	o.Shipments = []order.Shipment{
		left(0, func(*order.Shipment) {}), left(2, func(*order.Shipment) {}),
		left(3, func(s *order.Shipment) { s.Cancelled = true }), left(4, func(s *order.Shipment) { s.Return = true }),
		left(5, func(s *order.Shipment) { s.Units = []order.Units{{Line: "other", Count: 1}} }),
	}
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, s.invoice()) })
	assert.Contains(t, page, "<dt>Lieferdatum</dt><dd><bdi>25. November 2026</bdi>")
	o.Shipments = nil
	page = text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, s.invoice()) })
	assert.NotContains(t, page, "Lieferdatum", "nothing left yet")
}

func TestACreditNoteNamesItsInvoice(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	require.Len(t, s.order.Documents, 2)
	credit := s.order.Documents[1]
	page := text(t, func(w io.Writer) error { return printer(t).CreditNote(w, s.order, s.person, credit) })
	assert.Contains(t, page, "<h1>Rechnungskorrektur</h1><p>Korrektur der Rechnung <bdi>INV-2026-000001</bdi> vom <bdi>23. November 2026</bdi></p>")
	assert.Contains(t, page, `<bdi>11,25 €</bdi>`)
	assert.Contains(t, page, "Lieferdatum", "of what is credited")

	err := printer(t).Invoice(io.Discard, s.order, s.person, credit)
	assert.Equal(t, []string{"mismatch document.kind"}, faults(t, err))
}

func TestAPriceReductionIsNotHidden(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Refund{Of: order.Some("mug", 2), Amount: currency.MustParse("3.00", currency.EUR)})
	credit := s.order.Documents[1]
	page := text(t, func(w io.Writer) error { return printer(t).CreditNote(w, s.order, s.person, credit) })
	assert.Contains(t, page, "Preisnachlass")
	assert.Contains(t, page, "3,00 €")
	assert.NotContains(t, page, "12,50 €", "what was reduced is not what a unit costs")
}

func TestEverythingThatIsMissingIsSaidAtOnce(t *testing.T) {
	_, err := documents.New(documents.Config{Paper: "a3", Locale: "xx", Seller: documents.Seller{Logo: []byte("no picture")}})
	list := faults(t, err)
	for _, want := range []string{"required seller.address", "unknown paper", "unknown locale", "invalid seller.logo"} {
		assert.Contains(t, list, want)
	}

	s := sold(t, draft())
	d := s.invoice()
	d.No = 0
	d.Items[0].Line = "nothing"
	d.Items = append(d.Items, order.DocumentItem{Charge: "nothing"})
	o := *s.order
	o.Locale = "klingon"
	err = printer(t).CreditNote(io.Discard, &o, &order.Person{}, d)
	assert.Equal(t, []string{
		"unknown order.locale", "required person.billTo", "mismatch document.kind", "required document.no",
		"unknown document.items[0].line", "unknown document.items[3].charge", "unknown document.corrects",
	}, faults(t, err))
	assert.ErrorContains(t, err, "documents: order.locale: ")
}

// A person may be erased, and a host may forget to load.
func TestWithoutAnOrderOrAPersonThereIsNoDocument(t *testing.T) {
	s, p, d := sold(t, draft()), printer(t), declaration(t)
	for name, err := range map[string]error{
		"invoice":    p.Invoice(io.Discard, s.order, nil, s.invoice()),
		"nothing":    p.Invoice(io.Discard, nil, nil, order.Document{}),
		"receipt":    p.Receipt(io.Discard, nil),
		"packing":    p.PackingSlip(io.Discard, s.order, nil, ""),
		"label":      p.Label(io.Discard, nil, nil, documents.Label{}),
		"cn22":       p.CN22(io.Discard, nil, s.person, d),
		"commercial": p.CommercialInvoice(io.Discard, s.order, nil, s.invoice(), d),
	} {
		assert.Contains(t, []string{"required order", "required person"}, faults(t, err)[0], name)
	}
	_, err := documents.CustomsValue(nil, "")
	assert.Equal(t, []string{"required order", "unknown shipment"}, faults(t, err))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAnErrorOfTheWriterIsToldAndNoHalfDocumentIsWritten(t *testing.T) {
	s := sold(t, draft())
	assert.ErrorContains(t, printer(t).Invoice(full{}, s.order, s.person, s.invoice()), "disk full")
}

func TestTheLogoIsInThePage(t *testing.T) {
	s := sold(t, draft())
	for logo, kind := range map[string]string{
		"\x89PNG\r\n\x1a\n rest": "image/png", `<svg xmlns="http://www.w3.org/2000/svg"/>`: "image/svg",
	} {
		p := printer(t, func(c *documents.Config) { c.Seller.Logo = []byte(logo) })
		page := text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) })
		assert.Contains(t, page, `<img class="logo" src="data:`+kind)
	}
}

func TestOnePrinterServesManyAtOnce(t *testing.T) {
	s, p := sold(t, draft()), printer(t)
	want := text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			assert.Equal(t, want, text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) }))
		})
	}
	all.Wait()
}

// Unit prices may have more decimals than the currency, and be for more than one.
func TestUnitPricesAreExact(t *testing.T) {
	for _, c := range []struct {
		locale, unit string
		code         currency.Code
		base         int64
		want         string
	}{
		{"de", "0.121", currency.EUR, 0, "<bdi>0,121 €</bdi>"},
		{"de", "12.5", currency.EUR, 1000, `<bdi>12,50 €</bdi><p class="soft">je <bdi>1.000</bdi></p>`},
		{"en", "1234.125", currency.USD, 0, "<bdi>$1,234.125</bdi>"},
		{"ja", "12.5", currency.JPY, 0, "<bdi>¥12.5</bdi>"},
		{"ar-EG", "0.125", currency.EGP, 0, "٠٫١٢٥"},
		{"de-CH", "0.055", currency.CHF, 0, "<bdi>CHF 0.055</bdi>"},
	} {
		d := draft()
		d.Currency, d.Locale = c.code, c.locale
		d.Items, d.Charges, d.Discounts = d.Items[:1], nil, nil
		d.Items[0].Line.Unit = currency.MustParse(c.unit, currency.KWD).Decimal()
		d.Items[0].Line.Base, d.Items[0].Line.Quantity = c.base, 4000
		s := sold(t, d)
		page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
		assert.Contains(t, strings.ReplaceAll(page, "￥", "¥"), c.want, c.locale)
	}
}
