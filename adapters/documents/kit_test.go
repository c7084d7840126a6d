package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// noon is when everything happens.
var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// seller is a shop in Berlin.
func seller() documents.Seller {
	return documents.Seller{
		Address: i18n.Address{Organisation: "Muster Handels GmbH", Lines: []string{"Pariser Platz 1"}, PostalCode: "10117", Locality: "Berlin", Country: "DE"},
		TaxIDs:  []documents.Field{{Label: "USt-IdNr.", Text: "DE 999 999 999"}},
	}
}

func printer(t testing.TB, change ...func(*documents.Config)) *documents.Printer {
	t.Helper()
	c := documents.Config{Seller: seller(), Locale: "de-DE"}
	for _, f := range change {
		f(&c)
	}
	p, err := documents.New(c)
	require.NoError(t, err)
	return p
}

// sale is an order that went through the engine.
type sale struct {
	order  *order.Order
	person *order.Person
}

func (s sale) invoice() order.Document { return s.order.Documents[0] }

// draft is three mugs and a book, prices with tax, to Tokyo.
func draft() order.Draft {
	percent := func(s string) pricing.Number {
		return pricing.Number(currency.MustParse(s, currency.KWD).Decimal())
	}
	tax := func(id, rate string) []pricing.Tax {
		return []pricing.Tax{{ID: id, Category: "S", Percent: percent(rate).Decimal()}}
	}
	return order.Draft{
		Number: "2026-7", Locale: "de-DE", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Items: []order.Item{
			{
				SKU: "MUG", Title: "Becher", Type: "goods", Customs: order.Customs{HS: "691200", Origin: "DE", NetWeight: 350, Description: "Ceramic mugs"},
				Line: pricing.Line{ID: "mug", Quantity: 3, Unit: currency.MustParse("12.50", currency.EUR).Decimal(), Taxes: tax("de-19", "19")},
			},
			{
				SKU: "BOOK", Title: "Buch", Type: "goods", Customs: order.Customs{HS: "490199", Origin: "FR", NetWeight: 620, Description: "Printed books"},
				Line: pricing.Line{ID: "book", Quantity: 1, Unit: currency.MustParse("24", currency.EUR).Decimal(), Taxes: tax("de-7", "7")},
			},
		},
		Discounts: []pricing.Discount{{ID: "d", Title: "Herbst", Percent: percent("10").Decimal()}},
		Charges:   []order.Fee{{Charge: pricing.Charge{ID: "post", Kind: "shipping", Amount: currency.MustParse("4.90", currency.EUR), Taxes: tax("de-19", "19")}}},
		Name:      "Taro Mihon",
		ShipTo: i18n.Address{
			Name: "見本 太郎", Lines: []string{"芝公園4丁目2-8"}, Locality: "港区", Region: "東京都", PostalCode: "105-0011", Country: "JP",
			Latin: &i18n.Address{Name: "Taro Mihon", Lines: []string{"4-2-8 Shibakoen"}, Locality: "Minato-ku", Region: "Tokyo"},
		},
	}
}

// sold places, pays and ships a draft, and does more if asked.
func sold(t testing.TB, d order.Draft, more ...order.Action) sale {
	t.Helper()
	ctx, now, ids := context.Background(), func() time.Time { return noon }, 0
	store, stock, ports := memory.NewStore(memory.Config{}), &memory.Stock{}, memory.PortConfig{Now: func() time.Time { return noon }}
	for _, it := range d.Items {
		stock.Set(it.SKU, 100_000)
	}
	shop, err := order.New(order.Config{
		Store: store, Now: now, NewID: func() string { ids++; return fmt.Sprint("id-", ids) }, Stock: stock,
		Gateways: map[string]order.PaymentGateway{"": memory.NewPayments(ports)},
		Carriers: map[string]order.Carrier{"": memory.NewCarrier(ports)},
		Invoices: order.Invoices{After: []string{"ship"}},
	})
	require.NoError(t, err)
	staff := order.By(fsm.Staff, "anna")
	r, err := shop.Place(ctx, d, staff, order.Key("place"))
	require.NoError(t, err)
	for i, a := range append([]order.Action{order.Pay{With: []order.Tender{{Token: "card"}}}, order.Ship{}}, more...) {
		r, err = shop.Do(ctx, r.Order.ID, a, staff, order.Key(fmt.Sprint("k", i)))
		require.NoError(t, err, a.Name())
	}
	who, err := store.Person(ctx, r.Order.ID)
	require.NoError(t, err)
	return sale{&r.Order, &who}
}

// text is a document without its style sheet, and with plain spaces.
func text(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return unstyled(b.String())
}

func unstyled(page string) string {
	before, rest, _ := strings.Cut(page, "<style>")
	_, after, _ := strings.Cut(rest, "</style>")
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(before + after)
}

// declaration is complete.
func declaration(t testing.TB) documents.Declaration {
	t.Helper()
	xdr, err := currency.NewRate(currency.XDR, currency.EUR, currency.MustParse("1.160", currency.KWD).Decimal(), noon, "IMF")
	require.NoError(t, err)
	return documents.Declaration{At: noon, Weight: 1980, XDR: xdr, Terms: "DAP Tokyo, Incoterms 2020"}
}

// faults are the codes and paths of an error.
func faults(t testing.TB, err error) (list []string) {
	t.Helper()
	var all documents.Faults
	require.ErrorAs(t, err, &all)
	for _, f := range all {
		list = append(list, f.Code+" "+f.Path)
	}
	return list
}
