package documents

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Issued is a document with what a list of documents says about its order.
type Issued struct {
	Order    *order.Order
	Person   *order.Person // nil once it was erased
	Document order.Document
}

// csvHead are the columns of CSV.
var csvHead = [...]string{
	"number", "kind", "date", "corrects", "order", "customer", "country", "tax_id",
	"line", "charge", "sku", "title", "first", "count", "reduction",
	"net", "tax", "gross", "currency", "taxes",
}

// CSV writes documents for accountants: one row for each item, after a row of
// names; RFC 4180 in UTF-8, amounts and dates for machines: "12.34", "2026-11-23"
// in UTC. Taxes are "id percent amount" with semicolons between them.
//
// A text that a spreadsheet could take for a formula (OWASP, CSV injection) gets
// an apostrophe in front, and so does one that begins with an apostrophe: to have
// the text back, take away one apostrophe where there is one. The error is that of
// w, or a Faults for lines that the order does not have.
func CSV(w io.Writer, documents ...Issued) error {
	var faults Faults
	if err := writeRow(w, csvHead[:]); err != nil {
		return err
	}
	for i, d := range documents {
		for k, item := range d.Document.Items {
			row, ok := csvRow(d, item)
			if !ok {
				faults.add(FaultUnknown, at("documents", i, at(".items", k, "")), "the order has no line %q and no charge %q", item.Line, item.Charge)
				continue
			}
			if err := writeRow(w, row); err != nil {
				return err
			}
		}
	}
	return faults.err()
}

// writeRow writes a row of RFC 4180. The writer of encoding/csv would drop a
// carriage return within a text.
func writeRow(w io.Writer, row []string) error {
	var b strings.Builder
	for i, field := range row {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(field, "\",\r\n") {
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
		b.WriteString(field)
	}
	b.WriteString("\r\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("documents: csv: %w", err)
	}
	return nil
}

func csvRow(d Issued, item order.DocumentItem) ([]string, bool) {
	doc, o := d.Document, d.Order
	customer, country, taxID := "", "", ""
	if d.Person != nil {
		a := billTo(d.Person)
		customer, country, taxID = nameOf(a), a.Country, d.Person.TaxID
	}
	sku, title := "", ""
	if line, ok := o.Line(item.Line); ok {
		sku, title = line.SKU, line.Title
	} else if charge := findCharge(o, item.Charge); charge != nil {
		title = charge.Price.Title
	} else {
		return nil, false
	}
	share := item.Share
	return []string{
		plainText(doc.Number()), string(doc.Kind), doc.At.UTC().Format(time.DateOnly), plainText(doc.Corrects), plainText(o.Number),
		plainText(customer), plainText(country), plainText(taxID),
		plainText(item.Line), plainText(item.Charge), plainText(sku), plainText(title),
		strconv.FormatInt(item.First, 10), strconv.FormatInt(item.Count, 10), strconv.FormatBool(item.Reduction),
		share.Net.Number(), share.Tax.Number(), share.Gross.Number(), share.Net.Code().String(), plainText(taxList(share.Taxes)),
	}, true
}

func taxList(taxes []pricing.TaxShare) string {
	var list []string
	for _, t := range taxes {
		list = append(list, t.ID+" "+short(digitsOf(t.Percent))+" "+t.Amount.Number())
	}
	return strings.Join(list, ";")
}

// plainText keeps a spreadsheet from calculating a text. The fullwidth signs are
// formulas to spreadsheets of East Asian locales.
func plainText(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20", []rune(text)[0]) {
		return "'" + text
	}
	return text
}
