package documents_test

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// paidOrder is an order of one mug with its invoice, as a store returns it.
func paidOrder(locale string) (order.Order, order.Person) {
	quote, err := pricing.Calculate(pricing.Cart{
		Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Lines: []pricing.Line{{
			ID: "mug", Quantity: 2, Unit: currency.MustParse("11.90", currency.EUR).Decimal(),
			Taxes: []pricing.Tax{{ID: "de-19", Category: "S", Percent: currency.MustParse("19", currency.EUR).Decimal()}},
		}},
	})
	if err != nil {
		panic(err)
	}
	share, err := quote.Lines[0].Share(0, 2)
	if err != nil {
		panic(err)
	}
	at := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	return order.Order{
			ID: "o-1", Number: "2026-7", Locale: locale, Currency: currency.EUR, Policy: quote.Policy, Placed: at,
			Lines: []order.Line{{
				ID: "mug", Title: "Große Tasse", Price: quote.Lines[0], Runs: []order.Run{{Count: 2, State: "shipped", Phase: "confirmed"}},
				Customs: order.Customs{HS: "691200", Origin: "DE", NetWeight: 350, Description: "Ceramic mugs"},
			}},
			Payments:  []order.Payment{{ID: "p1", Captured: quote.Gross}},
			Shipments: []order.Shipment{{ID: "s1", Tracking: "PARCEL1", Units: []order.Units{{Line: "mug", Count: 2}}, Booked: at}},
			Documents: []order.Document{{
				Kind: order.Invoice, Series: "INV-2026-", No: 42, At: at, Taxes: quote.Taxes,
				Net: quote.Net, Tax: quote.Tax, Gross: quote.Gross,
				Items: []order.DocumentItem{{Line: "mug", Count: 2, Share: share}},
			}},
		}, order.Person{ShipTo: i18n.Address{
			Name: "Urs Beispiel", Lines: []string{"Bundesplatz 3"}, PostalCode: "3005", Locality: "Bern", Country: "CH",
		}}
}

// show prints the text of a page, a line for each box.
func show(page []byte) {
	text := regexp.MustCompile(`(?s)^.*<body>`).ReplaceAllString(string(page), "")
	text = regexp.MustCompile(`</(td|th|span)>`).ReplaceAllString(text, "  ")
	text = regexp.MustCompile(`</(p|dd|h1|h2|tr|dt|div)>`).ReplaceAllString(text, "\n")
	text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, "")
	for line := range strings.Lines(strings.ReplaceAll(html.UnescapeString(text), "\u00a0", " ")) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			fmt.Println(line)
		}
	}
}

// A page is the same for everybody but for language, script and the way in which
// amounts and dates are written: those are the order's.
func Example() {
	printer, err := documents.New(documents.Config{Seller: documents.Seller{
		Address: i18n.Address{Organisation: "Muster GmbH", Lines: []string{"Pariser Platz 1"}, PostalCode: "10117", Locality: "Berlin", Country: "DE"},
		TaxIDs:  []documents.Field{{Label: "USt-IdNr.", Text: "DE 999 999 999"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	o, person := paidOrder("fr-CH")
	var page bytes.Buffer
	if err := printer.Invoice(&page, &o, &person, o.Documents[0]); err != nil {
		fmt.Println(err)
		return
	}
	show(page.Bytes())

	// Output:
	// Muster GmbH
	// Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Facturé à
	// Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// N°
	// INV-2026-000042
	// Date
	// 23 novembre 2026
	// Date de livraison
	// 23 novembre 2026
	// Commande
	// 2026-7
	// Date de commande
	// 23 novembre 2026
	// Facture
	// Désignation Qté Prix unitaire TTC Taux Montant HT Montant TTC
	// Große Tasse
	// 2 11.90 € 19%
	// 20.00 € 23.80 €
	// Taux Montant HT TVA
	// TVA 19% 20.00 € 3.80 €
	// Total HT 20.00 €
	// Total TVA 3.80 €
	// Total TTC 23.80 €
	// USt-IdNr. DE 999 999 999
}

// A shop calls things by its own names, and adds languages. What is missing is
// said at once.
func ExampleConfig_languages() {
	config := documents.Config{
		Seller: documents.Seller{Address: i18n.Address{Organisation: "Muster GmbH", Lines: []string{"Pariser Platz 1"}, PostalCode: "10117", Locality: "Berlin", Country: "DE"}},
		Languages: map[string]documents.Messages{
			"de-CH": {"tax_invoice": "Faktura"},
			"da":    {"invoice": "Faktura", "corrects": "Vedrører {number}"},
		},
	}
	_, err := documents.New(config)
	fmt.Println(strings.Split(err.Error(), "; ")[0])

	delete(config.Languages, "da")
	printer, err := documents.New(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	o, person := paidOrder("de-CH")
	var page bytes.Buffer
	err = printer.Invoice(&page, &o, &person, o.Documents[0])
	fmt.Println(strings.Contains(page.String(), "<h1>Faktura</h1>"), err)

	// Output:
	// documents: languages.da.amount: is missing (required)
	// true <nil>
}

// A translator starts from the words of another language.
func ExampleWords() {
	words := documents.Words("nl")
	fmt.Println(len(words) == len(documents.Words("en")), words["tax_invoice"], words["corrects"])

	// Output:
	// true Factuur Correctie van factuur {number} van {date}
}

// Without a rate nobody can say whether 300 SDR are exceeded.
func ExamplePostalForm() {
	value := currency.MustParse("340.00", currency.EUR)
	_, err := documents.PostalForm(value, 1500, currency.Rate{})
	fmt.Println(err)

	rate, err := currency.NewRate(currency.XDR, currency.EUR, currency.MustParse("1.16", currency.USD).Decimal(), time.Date(2026, time.November, 20, 0, 0, 0, 0, time.UTC), "IMF")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, grams := range []int64{1500, 2500} {
		form, err := documents.PostalForm(value, grams, rate)
		fmt.Println(grams, form, err)
	}

	// Output:
	// documents: xdr: a rate between EUR and XDR is needed to say whether EUR 340.00 is more than 300 SDR (no_rate)
	// 1500 CN22 <nil>
	// 2500 CN23 <nil>
}

// What customs are told is what was paid without tax.
func ExampleCustomsValue() {
	o, _ := paidOrder("fr-CH")
	fmt.Println(documents.CustomsValue(&o, ""))

	// Output:
	// EUR 20.00 <nil>
}

func ExampleWithS10Check() {
	item := documents.WithS10Check("RN", "47312482", "GB")
	fmt.Println(item, documents.Barcode{Symbology: documents.S10, Text: item}.Check())

	// Output:
	// RN473124829GB <nil>
}

func ExampleWithSSCCCheck() {
	fmt.Println(documents.WithSSCCCheck("10614141234567890"))

	// Output:
	// 106141412345678908
}

func ExampleCSV() {
	o, person := paidOrder("fr-CH")
	o.Lines[0].Title = "=1+1"
	var list bytes.Buffer
	err := documents.CSV(&list, documents.Issued{Order: &o, Person: &person, Document: o.Documents[0]})
	fmt.Println(strings.ReplaceAll(list.String(), "\r", ""), err)

	// Output:
	// number,kind,date,corrects,order,customer,country,tax_id,line,charge,sku,title,first,count,reduction,net,tax,gross,currency,taxes
	// INV-2026-000042,invoice,2026-11-23,,2026-7,Urs Beispiel,CH,,mug,,,'=1+1,0,2,false,20.00,3.80,23.80,EUR,de-19 19 3.80
	//  <nil>
}

func ExampleLanguages() {
	fmt.Println(strings.Join(documents.Languages(), " "))

	// Output:
	// ar de en es fr he hi it ja ko nl pl pt-BR ru th zh-Hans zh-Hant
}
