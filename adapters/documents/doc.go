// Package documents writes what a shop prints for an order: invoices, credit
// notes, receipts, packing slips, shipping labels, customs forms, as HTML pages
// that any browser prints as they are.
//
//	printer, err := documents.New(documents.Config{Seller: shop}) // once
//	err = printer.Invoice(w, &o, &person, o.Documents[0])
//
// # Goals
//
// Every customer reads documents in their own language and script, with prices in
// the order's currency as their country writes them; names and addresses reach
// the paper as they were cleaned at the door. A designer finds nothing to mend: A4
// or Letter, 4 x 6 in or A6 for labels, 80 mm for receipts, mirrored where a script
// runs from right to left, and rows, heads and totals that break well over pages.
//
// # Guarantees
//
//   - Amounts are those of the order's documents and frozen shares. Nothing is
//     calculated again; only sums are made, of what the order holds.
//   - 17 languages are complete (see Languages): the words, the plural forms, long
//     dates, digits. Config.Languages changes words and adds languages. A customer
//     with another language reads the Config's, with amounts as at home.
//   - Dates are Gregorian, as CLDR writes them, and ISO 8601 where CLDR has none. Years
//     of the Buddhist era are the customer's choice: locale "th-TH-u-ca-buddhist".
//   - Addresses are in the order of their country; mail that goes abroad bears them
//     in local and Latin letters and the country last, in capitals. Labels and
//     customs forms have Latin digits.
//   - Every text of a customer or a shop is escaped by html/template, isolated with
//     bdi, and breaks anywhere rather than leave its box. A page has no script,
//     loads nothing and forbids both. CSV holds no formula.
//   - What a document must show and does not get is an error with all faults at
//     once, each with a stable code and a path; then not a byte is written.
//   - A Printer may be used concurrently; a document takes a fifth of a millisecond.
//
// # What the law asks
//
// Invoices have what Directive 2006/112/EC art. 226 lists, as far as the shop says
// it; the notes of exempt and reverse charge supplies follow from the EN 16931
// category of the tax, and where the customer owes it both numbers are required.
// Unit prices are those of the order: where the law asks for them without tax
// (France, Spain, between businesses), prices are Policy.Prices Net. What else a
// country asks for, a place of supply or an authority's number, is Config.Facts.
//
// A German credit note is a Rechnungskorrektur, because a Gutschrift is a
// self-billed invoice (UStG § 14). Names that only the seller's law gives, 適格請求書,
// חשבונית מס, ใบกำกับภาษี, Tax invoice, are on documents that bear tax and speak the
// language of the seller's country, the first only if the seller's registration number, T
// and 13 digits, is among TaxIDs; others are plain invoices.
//
// Customs forms have the fields of the UPU's CN 22 and CN 23, in two languages, one
// of them English or French; PostalForm chooses between them by a rate of the SDR.
//
// In countries where the tax authority issues or clears invoices (fapiao in China,
// NF-e in Brazil, FatturaPA in Italy, ETA in Egypt, IRP in India ...) the record
// there is the invoice, and this page its readable copy.
//
// # Not here
//
// PDF: a browser makes it (chromium --headless --print-to-pdf). Fonts: pages name
// the Noto family and what systems have; none is embedded. ZPL for thermal
// printers. Electronic invoices as data. Numbers of documents: the order's
// store gives them. Transliteration: an address has a Latin twin or is printed in
// its own script.
package documents
