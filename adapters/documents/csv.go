package documents

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
// Wherever a spreadsheet could take a text for a formula (OWASP, CSV injection), at
// its start and after what some countries' spreadsheets split rows at, a semicolon, a
// tab or a line break, an apostrophe is put in front; and so it is where there is an
// apostrophe already: to have the text back, take away one in each of these places
// that has one. The error is that of w, or a Faults with all that is missing; then
// nothing is written.
func CSV(w io.Writer, documents ...Issued) error {
	var faults Faults
	rows := [][]string{csvHead[:]}
	for i, d := range documents {
		if d.Order == nil {
			faults.add(FaultRequired, at("documents", i, ".order"), "is missing")
			continue
		}
		all := articlesOf(d.Order)
		for k, item := range d.Document.Items {
			line, charge := all.find(item, at("documents", i, at(".items", k, "")), &faults)
			rows = append(rows, csvRow(d, item, line, charge))
		}
	}
	if err := faults.err(); err != nil {
		return err
	}
	for _, row := range rows {
		if err := writeRow(w, row); err != nil {
			return err
		}
	}
	return nil
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

func csvRow(d Issued, item order.DocumentItem, line *order.Line, charge *order.Charge) []string {
	doc, o := d.Document, d.Order
	customer, country, taxID := "", "", ""
	if d.Person != nil {
		a := billTo(d.Person)
		customer, country, taxID = nameOf(a), a.Country, d.Person.TaxID
	}
	sku, title := "", ""
	if line != nil {
		sku, title = line.SKU, line.Title
	} else if charge != nil {
		title = charge.Price.Title
	}
	share := item.Share
	return []string{
		plainText(doc.Number()), string(doc.Kind), doc.At.UTC().Format(time.DateOnly), plainText(doc.Corrects), plainText(o.Number),
		plainText(customer), plainText(country), plainText(taxID),
		plainText(item.Line), plainText(item.Charge), plainText(sku), plainText(title),
		strconv.FormatInt(item.First, 10), strconv.FormatInt(item.Count, 10), strconv.FormatBool(item.Reduction),
		share.Net.Number(), share.Tax.Number(), share.Gross.Number(), share.Net.Code().String(), plainText(taxList(share.Taxes)),
	}
}

func taxList(taxes []pricing.TaxShare) string {
	var list []string
	for _, t := range taxes {
		list = append(list, t.ID+" "+short(digitsOf(t.Percent))+" "+t.Amount.Number())
	}
	return strings.Join(list, ";")
}

// plainText keeps a spreadsheet from calculating a text.
func plainText(text string) string {
	var b strings.Builder
	for text != "" {
		end := strings.IndexAny(text, ";\t\r\n") + 1
		if end == 0 {
			end = len(text)
		}
		if formula(text) {
			b.WriteByte('\'')
		}
		b.WriteString(text[:end])
		text = text[end:]
	}
	return b.String()
}

// formula reports whether a text could be taken for a formula. Some programs
// leave out spaces, or what cannot be seen, before they look at it; the fullwidth
// signs begin formulas in East Asian locales.
func formula(text string) bool {
	if strings.HasPrefix(text, "'") || strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n") {
		return true
	}
	seen := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	r, _ := utf8.DecodeRuneInString(seen)
	return strings.ContainsRune("=+-@\uFF1D\uFF0B\uFF0D\uFF20", r)
}
