package documents_test

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// examplePrinter is that of a shop in Berlin.
func examplePrinter() *documents.Printer {
	printer, err := documents.New(documents.Config{Locale: "de", Seller: documents.Seller{
		Address: i18n.Address{Organisation: "Muster GmbH", Lines: []string{"Pariser Platz 1"}, PostalCode: "10117", Locality: "Berlin", Country: "DE"},
	}})
	if err != nil {
		panic(err)
	}
	return printer
}

// printed shows the text of a document.
func printed(write func(w io.Writer) error) {
	var page bytes.Buffer
	if err := write(&page); err != nil {
		fmt.Println(err)
		return
	}
	show(page.Bytes())
}

func ExamplePrinter_CreditNote() {
	o, person := paidOrder("de-CH")
	back := o.Documents[0]
	back.Kind, back.Series, back.No, back.Corrects = order.CreditNote, "CN-2026-", 7, o.Documents[0].Number()
	o.Documents = append(o.Documents, back)
	printed(func(w io.Writer) error { return examplePrinter().CreditNote(w, &o, &person, back) })

	// Output:
	// Muster GmbH
	// Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Rechnungsempfänger
	// Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// Nr.
	// CN-2026-000007
	// Datum
	// 23. November 2026
	// Lieferdatum
	// 23. November 2026
	// Bestellung
	// 2026-7
	// Bestelldatum
	// 23. November 2026
	// Rechnungskorrektur
	// Korrektur der Rechnung INV-2026-000042 vom 23. November 2026
	// Bezeichnung Menge Einzelpreis inkl. MwSt. Satz Netto Brutto
	// Große Tasse
	// 2 EUR 11.90 19%
	// EUR 20.00 EUR 23.80
	// Satz Netto MwSt.
	// MwSt. 19% EUR 20.00 EUR 3.80
	// Summe netto EUR 20.00
	// Summe MwSt. EUR 3.80
	// Gesamtbetrag EUR 23.80

}

func ExamplePrinter_Receipt() {
	o, _ := paidOrder("it")
	o.Payments = []order.Payment{{ID: "p1", Captured: currency.MustParse("23.80", currency.EUR)}}
	printed(func(w io.Writer) error { return examplePrinter().Receipt(w, &o) })

	// Output:
	// Muster GmbH
	// Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// Ricevuta
	// Ordine
	// 2026-7
	// Data
	// 23 novembre 2026 09:00
	// Große Tasse
	// 2 × 11,90 €
	// 23,80 €
	// Totale 23,80 €
	// Pagamento 23,80 €
	// Aliquota Imponibile IVA
	// IVA 19% 20,00 € 3,80 €

}

func ExamplePrinter_PackingSlip() {
	o, person := paidOrder("pl")
	printed(func(w io.Writer) error { return examplePrinter().PackingSlip(w, &o, &person, "s1") })

	// Output:
	// Muster GmbH
	// Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Adres dostawy
	// Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// Zamówienie
	// 2026-7
	// Data zamówienia
	// 23 listopada 2026
	// Przesyłka
	// s1
	// Data
	// 23 listopada 2026
	// Nr przesyłki
	// PARCEL1
	// Lista pakowa
	// Nazwa Nr art. Ilość
	// Große Tasse
	// 2
	// Ilość 2 sztuki
	// 2026-7

}

func ExamplePrinter_Label() {
	o, person := paidOrder("fr-CH")
	printed(func(w io.Writer) error {
		return examplePrinter().Label(w, &o, &person, documents.Label{
			Service: "Express", Weight: 900, CashOnDelivery: currency.MustParse("23.80", currency.EUR),
			Barcode: documents.Barcode{Symbology: documents.S10, Text: "RN473124829GB"},
		})
	})

	// Output:
	// Express
	// Absender Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Empfänger Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// Nachnahme 23,80 EUR
	// Bestellung 2026-7
	// Gewicht 0,900 kg
	// Datum 23. November 2026
	// RN 473 124 829 GB

}

// exampleDeclaration is what the sender says.
func exampleDeclaration() documents.Declaration {
	at := time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)
	xdr, err := currency.NewRate(currency.XDR, currency.EUR, currency.MustParse("1.16", currency.USD).Decimal(), at, "IMF")
	if err != nil {
		panic(err)
	}
	return documents.Declaration{At: at, Weight: 900, XDR: xdr, Signed: "E. Muster", Terms: "DAP Bern, Incoterms 2020", Language: "fr"}
}

func ExamplePrinter_CN22() {
	o, person := paidOrder("fr-CH")
	printed(func(w io.Writer) error { return examplePrinter().CN22(w, &o, &person, exampleDeclaration()) })

	// Output:
	// Déclaration en douane
	// Customs declaration
	// Peut être ouvert d’office May be opened officially
	// CN 22
	// Expéditeur From Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Destinataire To Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// Cadeau Gift Documents Échantillon commercial Commercial sample Retour de marchandise Returned goods ×Vente de marchandises Sale of goods Autre Other
	// Description détaillée du contenu Detailed description of contents Qté Qty Poids net (kg) Net weight (kg) Valeur Value N° tarifaire du SH HS tariff number Pays d’origine Country of origin
	// Ceramic mugs 2 0,700 20,00 EUR 691200 DE
	// Poids total (kg) Total weight (kg) 0,900
	// Valeur totale Total value 20,00 EUR
	// Je, soussigné(e), certifie que les renseignements donnés dans la présente déclaration sont exacts et que cet envoi ne contient aucun objet dangereux ou interdit par la législation ou la réglementation postale ou douanière. I, the undersigned, certify that the particulars given in this declaration are correct and that this item does not contain any dangerous article or articles prohibited by legislation or by postal or customs regulations.
	// Date et signature de l’expéditeur Date and sender’s signature 23 novembre 2026 · E. Muster

}

// What is missing comes back together, and nothing is written.
func ExamplePrinter_CN23() {
	o, person := paidOrder("fr-CH")
	o.Lines[0].Customs = order.Customs{}
	printed(func(w io.Writer) error {
		return examplePrinter().CN23(w, &o, &person, documents.Declaration{Weight: 900})
	})

	// Output:
	// documents: declaration.at: a declaration has a date (required); lines.mug.customs.description: customs accept no form without one (required); lines.mug.customs.netWeight: is missing (required)

}

func ExamplePrinter_CommercialInvoice() {
	o, person := paidOrder("fr-CH")
	printed(func(w io.Writer) error {
		return examplePrinter().CommercialInvoice(w, &o, &person, o.Documents[0], exampleDeclaration())
	})

	// Output:
	// Muster GmbH
	// Facture commerciale
	// Commercial invoice
	// Exportateur
	// Muster GmbH
	// Pariser Platz 1
	// 10117 BERLIN
	// GERMANY
	// Destinataire
	// Urs Beispiel
	// Bundesplatz 3
	// CH-3005 Bern
	// SWITZERLAND
	// N°
	// INV-2026-000042
	// Date
	// 23 novembre 2026
	// Commande
	// 2026-7
	// Conditions de livraison
	// DAP Bern, Incoterms 2020
	// Pays d’expédition
	// Allemagne
	// Pays de destination
	// Suisse
	// Motif de l’exportation
	// Vente de marchandises
	// Colis
	// 1
	// Monnaie
	// EUR
	// Description détaillée du contenu Detailed description of contents N° tarifaire du SH HS tariff number Pays d’origine Country of origin Qté Qty Poids net (kg) Net weight (kg) Valeur unitaire Unit value Valeur Value
	// Ceramic mugs 691200 DE 2 0,700 10,00 EUR 20,00 EUR
	// Poids net (kg) Net weight (kg) 0,700
	// Poids total (kg) Total weight (kg) 0,900
	// Valeur totale 20,00 EUR
	// Je déclare que les indications de la présente facture sont exactes et sincères.
	// I declare that the particulars of this invoice are true and correct.
	// Date et signature Date and signature 23 novembre 2026 · E. Muster

}
