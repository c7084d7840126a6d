package documents_test

import (
	"encoding/json"
	"io"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnitsInSeveralStatesAreOneRowOfAReceipt(t *testing.T) {
	s := sold(t, draft(), order.Deliver{Of: order.Some("mug", 1)})
	require.Len(t, s.order.Lines[0].Runs, 2)
	before, err := json.Marshal(s.order)
	require.NoError(t, err)
	page := text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `<bdi>3</bdi> × <bdi>12,50 €</bdi>`)
	assert.Contains(t, page, `<bdi>33,75 €</bdi>`)
	assert.Contains(t, page, `<bdi>MwSt. 19 %</bdi></td><td class="num"><bdi>32,48 €</bdi></td><td class="num"><bdi>6,17 €</bdi>`)
	after, err := json.Marshal(s.order)
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after), "printing changes nothing")
}

// Two mugs were made cheaper before they were invoiced.
func TestWhatAnAllowanceTookOffIsOnTheInvoice(t *testing.T) {
	s := sold(t, draft())
	o, d := *s.order, s.invoice()
	mug := &o.Lines[0]
	less, err := pricing.Allow(mug.Price, nil, 0, 2, currency.MustParse("3.00", currency.EUR))
	require.NoError(t, err)
	mug.Allowances = []pricing.Allowance{less}
	d.Items = append([]order.DocumentItem(nil), d.Items...)
	d.Items[0].Share, err = pricing.Remaining(mug.Price, mug.Allowances, 0, 3)
	require.NoError(t, err)
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, d) })
	assert.Contains(t, page, `Preisnachlass <bdi class="whole">-3,00 €</bdi>`)
	assert.Contains(t, page, `<bdi>30,75 €</bdi>`)
}

func TestTaxesAndThingsHaveTheNamesOfTheShop(t *testing.T) {
	d := draft()
	d.Currency, d.Locale = currency.CAD, "fr-CA"
	d.Charges[0].Charge.Amount = currency.MustParse("4.90", currency.CAD)
	d.Items[0].Line.Taxes = []pricing.Tax{
		{ID: "ca-gst-5", Category: "S", Percent: currency.MustParse("5", currency.CAD).Decimal()},
		{ID: "ca-qc-qst-9.975", Category: "S", Percent: currency.MustParse("9.975", currency.KWD).Decimal()},
		{ID: "deposit", Fixed: currency.MustParse("0.10", currency.CAD)},
	}
	d.Items[0].Title, d.Items[1].Title, d.Items[1].SKU = "", "", ""
	d.Charges = append(d.Charges,
		order.Fee{Charge: pricing.Charge{ID: "fee", Kind: "fee", Amount: currency.MustParse("1.00", currency.CAD)}},
		order.Fee{Charge: pricing.Charge{ID: "wrap", Kind: "gift_wrap", Amount: currency.MustParse("2.00", currency.CAD)}},
		order.Fee{Charge: pricing.Charge{ID: "own", Kind: "gift_wrap", Title: "Papier doré", Amount: currency.MustParse("3.00", currency.CAD)}})
	s := sold(t, d)
	p := printer(t, func(c *documents.Config) {
		c.TaxNames = map[string]string{"ca-gst-5": "TPS", "ca-qc-qst-9.975": "TVQ"}
	})
	page := text(t, func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) })
	for _, want := range []string{
		"<p><bdi>TPS 5 %</bdi></p><p><bdi>TVQ 9,975 %</bdi></p><p><bdi>deposit</bdi></p>",
		"<p><bdi>MUG</bdi></p>", "<p><bdi>book</bdi></p>", "<bdi>Frais de port</bdi>", "<bdi>Frais</bdi>", "<bdi>gift_wrap</bdi>", "<bdi>Papier doré</bdi>",
		"<td><bdi>TVA 7 %</bdi>",
	} {
		assert.Contains(t, page, want)
	}
}

// Of part of a line the discounts are one sum: which of them it is, is frozen for
// the line only.
func TestAPartOfALineSumsItsDiscounts(t *testing.T) {
	s := sold(t, draft())
	d := s.invoice()
	share, err := s.order.Lines[0].Price.Share(0, 2)
	require.NoError(t, err)
	d.Items = []order.DocumentItem{{Line: "mug", Count: 2, Share: share}}
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, d) })
	assert.Contains(t, page, `Rabatt <bdi class="whole">-2,50 €</bdi>`)
	assert.NotContains(t, page, "Herbst")

	d.Items[0].Count = 9
	assert.Equal(t, []string{"invalid document.items[0]"}, faults(t, printer(t).Invoice(io.Discard, s.order, s.person, d)))
}

// What is charged again is no article that somebody bought.
func TestADiscountThatIsWithdrawnIsCalledThat(t *testing.T) {
	s := sold(t, draft())
	o, d := *s.order, s.invoice()
	o.Charges = append([]order.Charge(nil), o.Charges...)
	o.Charges[0].Price.Kind, o.Charges[0].Price.Title = order.KindClawBack, "Herbst"
	page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, d) })
	assert.Contains(t, page, `<p><bdi>Entfallener Rabatt</bdi></p><p class="soft"><bdi>Herbst</bdi> </p></td><td class="num"><bdi></bdi></td>`)
}

func TestADeclarationThatCannotBeIsRefused(t *testing.T) {
	s := sold(t, draft())
	d := declaration(t)
	d.Category, d.Packages, d.Weight = "present", -1, -5
	d.Item = documents.Barcode{Symbology: documents.S10, Text: "x"}
	err := printer(t).CN23(io.Discard, s.order, s.person, d)
	assert.ElementsMatch(t, []string{
		"unknown declaration.category", "invalid declaration.packages", "required declaration.weight", "invalid declaration.item",
	}, faults(t, err))
	d.Language = "xx"
	err = printer(t).CommercialInvoice(io.Discard, s.order, s.person, order.Document{}, d)
	assert.Contains(t, faults(t, err), "unknown declaration.language")
	assert.Contains(t, faults(t, err), "required document.items")
}
