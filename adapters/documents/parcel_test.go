package documents_test

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAReceiptShowsTenderAndRounding(t *testing.T) {
	d := draft()
	d.Currency, d.Locale, d.Policy.Cash = currency.CHF, "de-CH", true
	d.Charges[0].Charge.Amount = currency.MustParse("4.92", currency.CHF)
	s := sold(t, d)
	p := printer(t, func(c *documents.Config) { c.Tenders = map[string]string{"": "Bar"} })
	page := text(t, func(w io.Writer) error { return p.Receipt(w, s.order) })
	for _, want := range []string{
		`Gesamtbetrag</td><td class="num"><bdi>CHF 60.27</bdi>`,
		`Rundung bei Barzahlung</td><td class="num"><bdi>CHF-0.02</bdi>`,
		`Zu zahlen</td><td class="num"><bdi>CHF 60.25</bdi>`,
		`<bdi>Bar</bdi></td><td class="num"><bdi>CHF 60.25</bdi>`,
		`<bdi>MwSt. 19%</bdi>`,
	} {
		assert.Contains(t, page, want)
	}
}

func TestAReceiptIsForWhatIsLeft(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Return{Of: order.Some("mug", 1)}, order.Receive{}, order.Inspect{Accepted: true})
	page := text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `Gesamtbetrag</td><td class="num"><bdi>49,00 €</bdi>`)
	assert.Contains(t, page, `<bdi>Zahlung</bdi></td><td class="num"><bdi>60,25 €</bdi>`)
	assert.Contains(t, page, `<bdi>Erstattung</bdi></td><td class="num"><bdi>-11,25 €</bdi>`)

	o := *s.order
	o.Lines, o.Charges = nil, nil
	assert.Equal(t, []string{"required order"}, faults(t, printer(t).Receipt(io.Discard, &o)))
}

func TestAPackingSlipHasNoPrices(t *testing.T) {
	s := sold(t, draft())
	page := text(t, func(w io.Writer) error { return printer(t).PackingSlip(w, s.order, s.person, "") })
	assert.Contains(t, page, "<bdi>Becher</bdi>")
	assert.Contains(t, page, "<bdi>4</bdi> Stück")
	assert.NotContains(t, page, "€")
	assert.NotRegexp(t, regexp.MustCompile(`\d,\d\d\b`), page)
	assert.Equal(t, []string{"unknown shipment"}, faults(t, printer(t).PackingSlip(io.Discard, s.order, s.person, "s9")))

	o := *s.order
	o.Shipments = append(slices.Clone(o.Shipments), o.Shipments[0])
	assert.Equal(t, []string{"required shipment"}, faults(t, printer(t).PackingSlip(io.Discard, &o, s.person, "")), "which of the two?")
	o.Shipments[1].Cancelled = true
	assert.NoError(t, printer(t).PackingSlip(io.Discard, &o, s.person, ""))
	o.Shipments[0].Cancelled = true
	assert.Equal(t, []string{"mismatch shipment"}, faults(t, printer(t).PackingSlip(io.Discard, &o, s.person, o.Shipments[0].ID)))
}

func TestALabelBearsTheAddressInBothScripts(t *testing.T) {
	s := sold(t, draft())
	l := documents.Label{Service: "Premium", Weight: 1980, CashOnDelivery: currency.MustParse("9900", currency.JPY)}
	page := text(t, func(w io.Writer) error { return printer(t).Label(w, s.order, s.person, l) })
	assert.Contains(t, page, `lang="ja" dir="ltr"><p><bdi>〒105-0011</bdi></p><p><bdi>東京都港区</bdi></p>`)
	assert.Contains(t, page, `<bdi>JAPAN</bdi></p></address><address class="address" lang="und-Latn" dir="ltr"><p><bdi>Taro Mihon</bdi>`)
	assert.Contains(t, page, "<p><bdi>GERMANY</bdi></p>", "abroad the sender has a country, too")
	assert.Contains(t, page, "<bdi>1,980 kg</bdi>")
	assert.Contains(t, page, "Nachnahme</span><bdi>9.900 JPY</bdi>")
	assert.Contains(t, page, "parcel-1", "the tracking number is the default barcode")

	d := draft()
	d.ShipTo = seller().Address
	s = sold(t, d)
	page = text(t, func(w io.Writer) error { return printer(t).Label(w, s.order, s.person, l) })
	assert.NotContains(t, page, "GERMANY", "domestic mail bears no country")
}

func TestAReturnLabelComesBack(t *testing.T) {
	s := sold(t, draft(), order.Deliver{}, order.Return{Of: order.Some("mug", 1)})
	back := s.order.Shipments[len(s.order.Shipments)-1]
	require.True(t, back.Return)
	page := text(t, func(w io.Writer) error {
		return printer(t).Label(w, s.order, s.person, documents.Label{Shipment: back.ID, Weight: 400})
	})
	from, to, _ := strings.Cut(page, `class="to"`)
	assert.Contains(t, from, "東京都港区")
	assert.Contains(t, to, "Muster Handels GmbH")
}

func TestALabelThatCannotBeIsRefused(t *testing.T) {
	d := draft()
	d.ShipTo.Lines = []string{strings.Repeat("Sehr lange Straße ", 100)}
	s := sold(t, d)
	err := printer(t).Label(io.Discard, s.order, s.person, documents.Label{
		Paper: documents.A4, Service: strings.Repeat("x", 31), Barcode: documents.Barcode{Symbology: documents.S10, Text: "RN473124828GB"},
	})
	assert.ElementsMatch(t, []string{
		"unknown label.paper", "invalid label.barcode", "required label.weight", "too_long label.service", "too_long person.shipTo",
	}, faults(t, err))
}

func TestTheFormIsChosenByTheRateAndNeverGuessed(t *testing.T) {
	rate := func(from, to currency.Code, value string) currency.Rate {
		r, err := currency.NewRate(from, to, currency.MustParse(value, currency.CLF).Decimal(), noon, "IMF")
		require.NoError(t, err)
		return r
	}
	xdr := rate(currency.XDR, currency.EUR, "1.1600")
	eur := func(s string) currency.Amount { return currency.MustParse(s, currency.EUR) }
	for _, c := range []struct {
		name  string
		value currency.Amount
		grams int64
		rate  currency.Rate
		want  documents.Form
		fault string
	}{
		{"exactly 300 SDR", eur("348.00"), 2000, xdr, documents.CN22, ""},
		{"a cent more", eur("348.01"), 2000, xdr, documents.CN23, ""},
		{"a gram more", eur("1.00"), 2001, xdr, documents.CN23, ""},
		{"the other way round", eur("348.00"), 500, rate(currency.EUR, currency.XDR, "0.8620"), documents.CN22, ""},
		{"the other way round, above", eur("348.10"), 500, rate(currency.EUR, currency.XDR, "0.8620"), documents.CN23, ""},
		{"in SDR", currency.MustParse("300", currency.XDR), 500, currency.Rate{}, documents.CN22, ""},
		{"heavy needs no rate", eur("1.00"), 2001, currency.Rate{}, documents.CN23, ""},
		{"no rate", eur("1.00"), 500, currency.Rate{}, "", "no_rate xdr"},
		{"a rate to something else", eur("1.00"), 500, rate(currency.EUR, currency.USD, "1.1600"), "", "no_rate xdr"},
		{"a rate of something else", eur("1.00"), 500, rate(currency.XDR, currency.USD, "1.3600"), "", "no_rate xdr"},
		{"no weight", eur("1.00"), 0, xdr, "", "required weight"},
		{"below nothing", eur("-1.00"), 10, xdr, "", "invalid value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			form, err := documents.PostalForm(c.value, c.grams, c.rate)
			assert.Equal(t, c.want, form)
			if c.fault == "" {
				assert.NoError(t, err)
			} else {
				assert.Equal(t, []string{c.fault}, faults(t, err))
			}
		})
	}
}

func TestCustomsAreToldTheNetPriceThatWasPaid(t *testing.T) {
	s := sold(t, draft())
	value, err := documents.CustomsValue(s.order, "")
	require.NoError(t, err)
	assert.Equal(t, "EUR 48.55", value.String(), "28.36 + 20.19, after the discount and without tax")

	p, d := printer(t), declaration(t)
	d.Item = documents.Barcode{Symbology: documents.S10, Text: documents.WithS10Check("LX", "12345678", "DE")}
	page := text(t, func(w io.Writer) error { return p.CN22(w, s.order, s.person, d) })
	for _, want := range []string{
		"<bdi>Ceramic mugs</bdi></td><td class=\"num\"><bdi>3</bdi></td><td class=\"num\"><bdi>1.050</bdi></td><td class=\"num\"><bdi>EUR 28.36</bdi></td><td><bdi>691200</bdi></td><td><bdi>DE</bdi>",
		"<bdi>EUR 48.55</bdi>", "<bdi>1.980</bdi>", "Sale of goods", "Vente de marchandises", "CN 22", "LX 123 456 785 DE", "<bdi>GERMANY</bdi>",
	} {
		assert.Contains(t, page, want)
	}
	page = text(t, func(w io.Writer) error { return p.CN23(w, s.order, s.person, d) })
	assert.Contains(t, page, "CN 23")
	assert.Contains(t, page, "<bdi>INV-2026-000001</bdi>")
}

func TestCustomsSpeakTheLanguageOfTheDestination(t *testing.T) {
	s := sold(t, draft())
	d := declaration(t)
	d.Language = "ar-EG"
	page := text(t, func(w io.Writer) error { return printer(t).CN23(w, s.order, s.person, d) })
	assert.Contains(t, page, `lang="ar-EG" dir="rtl"`)
	assert.Contains(t, page, "إقرار جمركي")
	assert.Contains(t, page, "Customs declaration")
	assert.Contains(t, page, "<bdi>1.980</bdi>", "what crosses borders has Latin digits")
}

func TestACustomsFormSaysWhatItLacks(t *testing.T) {
	d := draft()
	d.Items[0].Customs = order.Customs{}
	s := sold(t, d)
	p := printer(t)
	err := p.CN22(io.Discard, s.order, s.person, documents.Declaration{Category: documents.OtherCategory, Weight: 10})
	assert.ElementsMatch(t, []string{
		"required declaration.explanation", "required declaration.at", "required lines.mug.customs.description",
		"required lines.mug.customs.netWeight", "mismatch declaration.weight", "no_rate xdr",
	}, faults(t, err))

	s = sold(t, draft())
	heavy := declaration(t)
	heavy.Weight = 2100
	assert.Equal(t, []string{"mismatch declaration"}, faults(t, p.CN22(io.Discard, s.order, s.person, heavy)))
	assert.NoError(t, p.CN23(io.Discard, s.order, s.person, heavy))
}

func TestACommercialInvoiceComesToTheNetOfTheInvoice(t *testing.T) {
	s := sold(t, draft())
	p, d := printer(t), declaration(t)
	page := text(t, func(w io.Writer) error { return p.CommercialInvoice(w, s.order, s.person, s.invoice(), d) })
	for _, want := range []string{
		"<bdi>EUR 52.67</bdi>", "<bdi>INV-2026-000001</bdi>", "<bdi>DAP Tokyo, Incoterms 2020</bdi>", "<bdi>JAPAN</bdi>", "Facture commerciale",
		"<bdi>Freight</bdi>", "<bdi>EUR 4.12</bdi>",
	} {
		assert.Contains(t, page, want)
	}
	bad := draft()
	bad.Items[0].Customs.HS, bad.Items[1].Customs.Origin = "", ""
	s = sold(t, bad)
	d.Terms = ""
	assert.ElementsMatch(t, []string{"required declaration.terms", "required lines.mug.customs.hs", "required lines.book.customs.origin"},
		faults(t, p.CommercialInvoice(io.Discard, s.order, s.person, s.invoice(), d)))
}

// What the order's price basis is must not change what customs are told.
func TestNetPricesGiveTheSameKindOfForm(t *testing.T) {
	d := draft()
	d.Policy = pricing.Policy{Prices: pricing.Net}
	s := sold(t, d)
	value, err := documents.CustomsValue(s.order, "")
	require.NoError(t, err)
	assert.Equal(t, "EUR 55.35", value.String())
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
	assert.Contains(t, page, "Einzelpreis netto")
}
