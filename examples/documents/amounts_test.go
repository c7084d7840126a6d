package main

import (
	"bytes"
	"context"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	tableRow = regexp.MustCompile(`(?s)<tr[^>]*>(.*?)</tr>`)
	cell     = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
	below    = regexp.MustCompile(`<bdi class="whole">([^<]*)</bdi>`)
	markup   = regexp.MustCompile(`<[^>]*>`)
)

// tableOf finds the rows of the tables of a class.
func tableOf(class string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)<table class="` + class + `[^"]*">.*?<tbody>(.*?)</tbody>`)
}

// reader reads a page as its customer does.
type reader struct {
	t      *testing.T
	page   string
	locale currency.Locale
	code   currency.Code
}

// cells are the rows of the tables of a class, in cells.
func (r reader) cells(class string) (rows [][]string) {
	for _, table := range tableOf(class).FindAllStringSubmatch(r.page, -1) {
		for _, row := range tableRow.FindAllStringSubmatch(table[1], -1) {
			var list []string
			for _, c := range cell.FindAllStringSubmatch(row[1], -1) {
				list = append(list, c[1])
			}
			rows = append(rows, list)
		}
	}
	return rows
}

func (r reader) amount(written string) currency.Amount {
	r.t.Helper()
	a, err := r.locale.ParseIn(html.UnescapeString(markup.ReplaceAllString(written, "")), r.code)
	require.NoError(r.t, err, written)
	return a
}

func (r reader) sum(amounts ...currency.Amount) currency.Amount {
	r.t.Helper()
	total := currency.Zero(r.code)
	for _, a := range amounts {
		var err error
		total, err = total.Add(a)
		require.NoError(r.t, err)
	}
	return total
}

// count reads a quantity: yen have no decimals either.
func (r reader) count(written string) int64 {
	r.t.Helper()
	return reader{r.t, "", r.locale, currency.JPY}.amount(written).Minor()
}

// priced is quantity times unit price and what is said below it.
func (r reader) priced(title, quantity, unit string) currency.Amount {
	r.t.Helper()
	each, n := r.amount(unit), r.count(quantity)
	total := currency.New(each.Minor()*n, r.code)
	for _, more := range below.FindAllStringSubmatch(title, -1) {
		total = r.sum(total, r.amount(more[1]))
	}
	return total
}

// document compares an invoice or credit note with its record, and with itself.
func (r reader) document(d order.Document, prices pricing.Prices) {
	t := r.t
	t.Helper()
	taxed := len(d.Taxes) > 0
	var nets, grosses []currency.Amount
	rows := r.cells("items")
	require.Len(t, rows, len(d.Items))
	for i, c := range rows {
		share := d.Items[i].Share
		gross := r.amount(c[len(c)-1])
		grosses = append(grosses, gross)
		assert.Equal(t, share.Gross, gross, "row %d", i+1)
		paid := gross
		if taxed {
			net := r.amount(c[len(c)-2])
			nets = append(nets, net)
			assert.Equal(t, share.Net, net, "row %d", i+1)
			if prices == pricing.Net {
				paid = net
			}
		}
		if quantity := markup.ReplaceAllString(c[1], ""); quantity != "" {
			assert.Equal(t, paid, r.priced(c[0], c[1], c[2]), "row %d: quantity, unit price and what is below", i+1)
		}
	}
	totals := r.cells("totals")
	assert.Equal(t, d.Gross, r.amount(totals[len(totals)-1][1]))
	assert.Equal(t, d.Gross, r.sum(grosses...))
	if !taxed {
		assert.Len(t, totals, 1)
		return
	}
	require.Len(t, totals, 3)
	assert.Equal(t, d.Net, r.amount(totals[0][1]))
	assert.Equal(t, d.Tax, r.amount(totals[1][1]))
	assert.Equal(t, d.Net, r.sum(nets...))
	var taxes []currency.Amount
	for i, c := range r.cells("taxes") {
		assert.Equal(t, d.Taxes[i].Net, r.amount(c[1]))
		assert.Equal(t, d.Taxes[i].Tax, r.amount(c[2]))
		taxes = append(taxes, r.amount(c[2]))
	}
	assert.Equal(t, d.Tax, r.sum(taxes...))
}

// receipt compares a receipt with what the order costs and what was paid.
func (r reader) receipt(o *order.Order, prices pricing.Prices) {
	t := r.t
	t.Helper()
	money, err := o.Money()
	require.NoError(t, err)
	rows := r.cells("slip")
	times := regexp.MustCompile(`<bdi>([^<]*)</bdi> × <bdi>([^<]*)</bdi>`)
	var amounts []currency.Amount
	for i, c := range rows {
		amounts = append(amounts, r.amount(c[1]))
		if m := times.FindStringSubmatch(c[0]); m != nil {
			assert.Equal(t, r.amount(c[1]), r.priced(c[0], m[1], m[2]), "row %d", i+1)
		}
	}
	totals := r.cells("totals")
	if prices == pricing.Net && len(r.cells("taxes")) > 0 {
		assert.Equal(t, r.sum(amounts...), r.amount(totals[0][1]))
		amounts = append(amounts, r.amount(totals[1][1]))
		totals = totals[2:]
	}
	assert.Equal(t, r.sum(amounts...), r.amount(totals[0][1]))
	if len(totals) == 4 { // rounding, to pay
		assert.Equal(t, r.amount(totals[2][1]), r.sum(r.amount(totals[0][1]), r.amount(totals[1][1])))
	}
	assert.Equal(t, money.Total, r.amount(totals[len(totals)-1][1]), "what was paid")
}

func page(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

// Whoever adds up what is printed, in any language and script, finds what the
// order holds, to the cent.
func TestTheAmountsOfEveryPageAreThoseOfTheRecord(t *testing.T) {
	for _, country := range countries() {
		t.Run(country, func(t *testing.T) {
			m := markets[country]
			p, err := documents.New(documents.Config{Seller: m.Seller, Locale: m.Locale})
			require.NoError(t, err)
			shop, err := open("home")
			require.NoError(t, err)
			draft, err := m.home()
			require.NoError(t, err)
			o, last, who, err := shop.sell(context.Background(), draft, true)
			require.NoError(t, err)
			read := func(write func(io.Writer) error) reader {
				return reader{t, page(t, write), currency.MustLocale(m.Locale), m.Currency}
			}
			prices := draft.Policy.Prices
			for _, d := range last.Documents {
				print := p.Invoice
				if d.Kind == order.CreditNote {
					print = p.CreditNote
				}
				read(func(w io.Writer) error { return print(w, last, who, d) }).document(d, prices)
			}
			read(func(w io.Writer) error { return p.Receipt(w, o) }).receipt(o, prices)
		})
	}
}

// Customs are told the same.
func TestTheValuesOfEveryCustomsFormAreThoseOfTheRecord(t *testing.T) {
	for _, country := range countries() {
		t.Run(country, func(t *testing.T) {
			m := markets[country]
			p, err := documents.New(documents.Config{Seller: markets["DE"].Seller})
			require.NoError(t, err)
			shop, err := open("abroad")
			require.NoError(t, err)
			draft, err := m.abroad()
			require.NoError(t, err)
			o, _, who, err := shop.sell(context.Background(), draft, false)
			require.NoError(t, err)
			lang := language(country)
			r := reader{t, "", currency.MustLocale(strings.Split(lang, "-u-")[0] + "-u-nu-latn"), m.Currency}
			d := documents.Declaration{At: today, Weight: 2450, Terms: "DAP", Language: lang}
			r.page = page(t, func(w io.Writer) error { return p.CommercialInvoice(w, o, who, o.Documents[0], d) })
			r.values("items", 6, o.Documents[0].Net)
			value, err := documents.CustomsValue(o, "")
			require.NoError(t, err)
			goods := currency.Zero(m.Currency)
			for _, item := range o.Documents[0].Items {
				if item.Line != "" {
					goods = r.sum(goods, item.Share.Net)
				}
			}
			assert.Equal(t, goods, value, "net of the goods")
			r.page = page(t, func(w io.Writer) error { return p.CN23(w, o, who, d) })
			r.page = strings.Replace(r.page, "<table>", `<table class="items">`, 1)
			r.values("items", 3, value)
			assert.Contains(t, r.page, "<b><bdi>"+html.EscapeString(r.locale.With(currency.Style{Sign: currency.ISOCode, Decimals: currency.ShowLedger}).Format(value))+"</bdi></b>")
		})
	}
}

// values adds up a column, and finds the sum of the page if it has one.
func (r reader) values(class string, column int, want currency.Amount) {
	r.t.Helper()
	var values []currency.Amount
	for _, c := range r.cells(class) {
		values = append(values, r.amount(c[column]))
	}
	assert.Equal(r.t, want, r.sum(values...))
	if totals := r.cells("totals"); len(totals) > 0 {
		assert.Equal(r.t, want, r.amount(totals[len(totals)-1][1]))
	}
}
