package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
)

// sheets are the documents of one market.
type sheets struct {
	Country, Language string
	Files             []file
}

type file struct {
	Name, Title string
	Text        []byte
}

func countries() []string { return slices.Sorted(maps.Keys(markets)) }

// publish sells in a market, at home and from abroad, and prints everything.
func publish(ctx context.Context, m market) (sheets, error) {
	s := sheets{Country: m.Seller.Address.Country, Language: m.Locale}
	if err := s.home(ctx, m); err != nil {
		return s, fmt.Errorf("at home: %w", err)
	}
	if err := s.abroad(ctx, m); err != nil {
		return s, fmt.Errorf("from abroad: %w", err)
	}
	return s, nil
}

// print adds a document.
func (s *sheets) print(kind, title string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	s.Files = append(s.Files, file{strings.ToLower(s.Country) + "-" + kind + ".html", title, b.Bytes()})
	return nil
}

// home prints what the market's own shop prints, and a credit note for a mug that
// came back.
func (s *sheets) home(ctx context.Context, m market) error {
	p, err := documents.New(documents.Config{
		Seller: m.Seller, Locale: m.Locale, Paper: m.Paper, TaxNames: m.TaxNames, Tenders: map[string]string{"": m.Tender},
	})
	if err != nil {
		return err
	}
	shop, err := open("home")
	if err != nil {
		return err
	}
	draft, err := m.home()
	if err != nil {
		return err
	}
	o, last, who, err := shop.sell(ctx, draft, true)
	if err != nil {
		return err
	}
	money, err := o.Money()
	if err != nil {
		return err
	}
	parcel := documents.Label{Service: m.Service, Carrier: "Example Post", Weight: 2450, Barcode: documents.Barcode{
		Symbology: documents.SSCC, Text: documents.WithSSCCCheck("00000000000000001")}}
	if s.Country == "TH" {
		parcel.CashOnDelivery = money.Total
	}
	if s.Country == "FR" {
		parcel.Paper = documents.A6
	}
	invoice, credit := o.Documents[0], last.Documents[len(last.Documents)-1]
	return errors.Join(
		s.print("invoice", "invoice "+invoice.Number(), func(w io.Writer) error { return p.Invoice(w, o, who, invoice) }),
		s.print("credit-note", "credit note "+credit.Number(), func(w io.Writer) error { return p.CreditNote(w, last, who, credit) }),
		s.print("receipt", "receipt", func(w io.Writer) error { return p.Receipt(w, o) }),
		s.print("packing-slip", "packing slip", func(w io.Writer) error { return p.PackingSlip(w, o, who, "") }),
		s.print("label", "label", func(w io.Writer) error { return p.Label(w, o, who, parcel) }),
	)
}

// abroad prints what a shop in another country prints for the same customer: one
// in Germany, and for customers in the European Union one in Switzerland.
func (s *sheets) abroad(ctx context.Context, m market) error {
	from := markets["DE"]
	if s.Country == "DE" || s.Country == "FR" {
		from = markets["CH"]
	}
	p, err := documents.New(documents.Config{Seller: from.Seller, Locale: from.Locale})
	if err != nil {
		return err
	}
	shop, err := open("abroad")
	if err != nil {
		return err
	}
	draft, err := m.abroad()
	if err != nil {
		return err
	}
	o, _, who, err := shop.sell(ctx, draft, false)
	if err != nil {
		return err
	}
	xdr, err := currency.NewRate(currency.XDR, m.Currency, currency.MustParse(m.XDR, currency.CLF).Decimal(), today, "example")
	if err != nil {
		return err
	}
	code := documents.Barcode{Symbology: documents.S10, Text: documents.WithS10Check("LX", "00000000", from.Seller.Address.Country)}
	d := documents.Declaration{
		At: today, Weight: 2450, XDR: xdr, Item: code, Office: from.Seller.Address.Locality, Signed: from.Seller.Address.Organisation,
		Terms: "DAP " + s.Country + ", Incoterms 2020", Language: language(s.Country),
	}
	small := d
	small.Weight = 1980
	value, err := documents.CustomsValue(o, "")
	if err != nil {
		return err
	}
	invoice := o.Documents[0]
	errs := []error{
		s.print("export-invoice", "invoice from abroad "+invoice.Number(), func(w io.Writer) error { return p.Invoice(w, o, who, invoice) }),
		s.print("export-label", "label from abroad", func(w io.Writer) error {
			return p.Label(w, o, who, documents.Label{Service: "Priority", Carrier: "Example Post", Weight: d.Weight, Barcode: code})
		}),
		s.print("commercial-invoice", "commercial invoice", func(w io.Writer) error { return p.CommercialInvoice(w, o, who, invoice, d) }),
		s.print("cn23", "CN 23", func(w io.Writer) error { return p.CN23(w, o, who, d) }),
	}
	form, err := documents.PostalForm(value, small.Weight, xdr)
	if err == nil && form == documents.CN22 {
		errs = append(errs, s.print("cn22", "CN 22", func(w io.Writer) error { return p.CN22(w, o, who, small) }))
	}
	return errors.Join(append(errs, err)...)
}

// language is what the customs office of a country reads.
func language(country string) string {
	switch country {
	case "FR", "BR", "JP", "CN", "EG", "TH", "KW":
		return markets[country].Locale
	}
	return "en"
}

var indexPage = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Documents</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:60em;margin:3em auto;padding:0 1em}h2{margin:1.5em 0 0;font-size:1em}a{margin-inline-end:1em}</style>
<h1>Documents</h1>
{{range .}}<h2>{{.Country}} · {{.Language}}</h2><p>{{range .Files}}<a href="{{.Name}}">{{.Title}}</a>{{end}}</p>
{{end}}</html>
`))

func index(all []sheets) ([]byte, error) {
	var b bytes.Buffer
	err := indexPage.Execute(&b, all)
	return b.Bytes(), err
}
