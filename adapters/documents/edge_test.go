package documents_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGoodsWeighNoMoreThanTheirParcel(t *testing.T) {
	s, p, d := sold(t, draft()), printer(t), declaration(t)
	d.Weight = 1669 // three mugs of 350 g and a book of 620 g weigh 1670 g
	want := []string{"mismatch declaration.weight"}
	assert.Equal(t, want, faults(t, p.CN22(io.Discard, s.order, s.person, d)))
	assert.Equal(t, want, faults(t, p.CN23(io.Discard, s.order, s.person, d)))
	assert.Equal(t, want, faults(t, p.CommercialInvoice(io.Discard, s.order, s.person, s.invoice(), d)))
	d.Weight = 1670
	assert.NoError(t, p.CN22(io.Discard, s.order, s.person, d))
}

func TestCustomsAreToldWhatIsPaidInTheEnd(t *testing.T) {
	s := sold(t, draft(), order.Refund{Of: order.Some("mug", 3), Amount: currency.MustParse("3.00", currency.EUR)})
	value, err := documents.CustomsValue(s.order, "")
	require.NoError(t, err)
	assert.Equal(t, currency.MustParse("46.03", currency.EUR), value, "48.55 less 3.00 without its tax")
}

func TestTheDateOfSupplyIsThatOfTheUnitsOnTheDocument(t *testing.T) {
	s := sold(t, draft())
	o, d := *s.order, s.invoice()
	first, second := o.Shipments[0], o.Shipments[0]
	first.Units, first.Booked = []order.Units{{Line: "mug", First: 0, Count: 2}}, noon.AddDate(0, 0, 5)
	second.Units, second.Booked = []order.Units{{Line: "mug", First: 2, Count: 1}}, noon.AddDate(0, 0, 1)
	o.Shipments = []order.Shipment{first, second}
	for day, units := range map[string][2]int64{"24": {2, 1}, "28": {0, 2}} {
		share, err := o.Lines[0].Price.Share(units[0], units[1])
		require.NoError(t, err)
		d.Items = []order.DocumentItem{{Line: "mug", First: units[0], Count: units[1], Share: share}}
		assert.Contains(t, text(t, func(w io.Writer) error { return printer(t).Invoice(w, &o, s.person, d) }), "<dt>Lieferdatum</dt><dd><bdi>"+day+". November 2026</bdi>")
	}
}

func TestAReceiptSaysWhatAllowancesTookOffUnitsInAnyState(t *testing.T) {
	s := sold(t, draft(), order.Deliver{Of: order.Some("mug", 1)}, order.Refund{Of: order.Some("mug", 3), Amount: currency.MustParse("3.00", currency.EUR)})
	require.Len(t, s.order.Lines[0].Runs, 2)
	page := text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `Preisnachlass <bdi class="whole">-3,00 €</bdi>`)
}

func TestAReceiptSaysWhatAllowancesTookOffACharge(t *testing.T) {
	s := sold(t, draft(), order.Refund{Charges: []string{"post"}, Amount: currency.MustParse("1.90", currency.EUR)})
	page := text(t, func(w io.Writer) error { return printer(t).Receipt(w, s.order) })
	assert.Contains(t, page, `<p><bdi>Versand</bdi></p><p class="soft">Preisnachlass <bdi class="whole">-1,90 €</bdi></p></td><td class="num"><bdi>3,00 €</bdi>`)
}

func TestTheDateOfAReceiptIsThatOfTheMoney(t *testing.T) {
	s := sold(t, draft())
	o := *s.order
	pay := o.Payments[0]
	pay.Ops = append([]order.PaymentOp{{Kind: "authorize", At: noon.Add(time.Hour)}, {Kind: "refund", At: noon.AddDate(0, 0, 9)}}, pay.Ops...)
	o.Payments = []order.Payment{pay}
	assert.Contains(t, text(t, func(w io.Writer) error { return printer(t).Receipt(w, &o) }), "<bdi>23. November 2026 12:00</bdi>")
}

// A unit that is worth a third of a cent more than its neighbour has no unit value.
func TestAUnitValueIsExactOrLeftOut(t *testing.T) {
	s := sold(t, draft())
	page := text(t, func(w io.Writer) error {
		return printer(t).CommercialInvoice(w, s.order, s.person, s.invoice(), declaration(t))
	})
	assert.Contains(t, page, `<td class="num"><bdi></bdi></td><td class="num"><bdi>EUR 28.36</bdi>`)
	assert.Contains(t, page, `<td class="num"><bdi>EUR 20.19</bdi></td><td class="num"><bdi>EUR 20.19</bdi>`)
}

func TestLongAmountsGetSmallerLetters(t *testing.T) {
	for unit, class := range map[string]string{"12.50": "items", "12345678.90": "items dense", "1234567890123.45": "items dense vast"} {
		d := draft()
		d.Discounts = nil
		d.Items[0].Line.Unit = currency.MustParse(unit, currency.EUR).Decimal()
		s := sold(t, d)
		page := text(t, func(w io.Writer) error { return printer(t).Invoice(w, s.order, s.person, s.invoice()) })
		assert.Contains(t, page, `<table class="`+class+`">`, unit)
	}
}

func TestPagesOfLettersAreNumbered(t *testing.T) {
	s, p := sold(t, draft()), printer(t)
	raw := func(write func(io.Writer) error) string {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		return b.String()
	}
	page := raw(func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) })
	assert.Contains(t, page, `content:"INV-2026-000001\000020\000020"counter(page) " / " counter(pages)`)
	assert.NotContains(t, raw(func(w io.Writer) error { return p.Receipt(w, s.order) }), "counter(pages)")
}

// A host names its series.
func TestTheNumberOnEveryPageIsNoStyle(t *testing.T) {
	s, bad := sold(t, draft()), `";}</style><script>\\*/`+"\n"
	o := *s.order
	o.Documents = append([]order.Document(nil), o.Documents...)
	o.Documents[0].Series = bad
	var b bytes.Buffer
	require.NoError(t, printer(t).Invoice(&b, &o, s.person, o.Documents[0]))
	rule, _, _ := strings.Cut(b.String(), "\n:root")
	_, rule, _ = strings.Cut(rule, "@page")
	assert.NotContains(t, rule, "</style")
	assert.NotContains(t, rule, "\n")
	assert.Equal(t, 4, strings.Count(rule, `"`), rule)
	assert.Contains(t, rule, `\000022\00003B\00007D\00003C`)
}

// What else is on a label takes room from the address.
func TestALabelReckonsWithAllThatIsOnIt(t *testing.T) {
	s := sold(t, draft())
	lines := func(l documents.Label, phone string) int {
		who := *s.person
		who.ShipTo.Latin, who.ShipTo.Phone, l.Weight = nil, phone, 100
		for n := 1; ; n++ {
			who.ShipTo.Lines = []string{strings.Repeat("芝公園 ", 14*n)}
			if err := printer(t).Label(io.Discard, s.order, &who, l); err != nil {
				assert.Equal(t, []string{"too_long person.shipTo"}, faults(t, err))
				return n
			}
		}
	}
	plain := lines(documents.Label{}, "")
	assert.Less(t, lines(documents.Label{CashOnDelivery: currency.MustParse("9.00", currency.EUR)}, ""), plain)
	assert.Less(t, lines(documents.Label{}, "+81 3 0000 0000"), plain)
	assert.Less(t, lines(documents.Label{Service: strings.Repeat("W", 30), Carrier: strings.Repeat("M", 30)}, ""), plain)
}
