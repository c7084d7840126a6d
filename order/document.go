package order

import (
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// Document is the record of an invoice or a credit note: what a printed one, an
// electronic one and the books must all say. Once it has a number it is never
// changed and never removed; what is wrong with it is put right by a credit note.
// It holds no personal data: seller, buyer and wording are the printer's.
type Document struct {
	Kind DocumentKind `json:"kind"`
	// Series is the sequence that No counts in, from 1 without gaps. The store
	// gives the number in the commit that stores the document, so one that is not
	// stored yet has No 0. Directive 2006/112/EC art. 226(2): a sequential number,
	// based on one or more series, which uniquely identifies the invoice.
	Series string    `json:"series"`
	No     int64     `json:"no,omitempty"`
	At     time.Time `json:"at"`
	// Corrects is the Number of the one invoice that a credit note corrects; empty
	// for invoices.
	Corrects string         `json:"corrects,omitempty"`
	Items    []DocumentItem `json:"items"`
	// Taxes sum the items up per tax, in the order in which they first appear: Net
	// is the net of the items that carry the tax. Items without any tax are in
	// none of them.
	Taxes []pricing.TaxTotal `json:"taxes,omitempty"`
	// Net, Tax and Gross are sums over Items; Net + Tax = Gross. Those of a credit
	// note are what is credited, above zero (EN 16931, type 381); only a charge
	// that is below zero, as cash rounding in the customer's favour, is so here.
	Net   currency.Amount `json:"net"`
	Tax   currency.Amount `json:"tax"`
	Gross currency.Amount `json:"gross"`
	// Abroad is the tax in the currency of the tax authority at Order.TaxRates:
	// each of Taxes converted once, and their sum. Nil if the order has no
	// TaxRates.
	Abroad *pricing.Abroad `json:"abroad,omitempty"`
}

// DocumentKind says what a document is.
type DocumentKind string

// The kinds of documents.
const (
	Invoice    DocumentKind = "invoice"
	CreditNote DocumentKind = "credit_note"
)

// DocumentItem is neighbouring units of one line, or one charge, on a document.
type DocumentItem struct {
	Line   string `json:"line,omitempty"`   // or
	Charge string `json:"charge,omitempty"` // its ID
	// First and Count are the units. A charge is all of its units at once.
	First int64 `json:"first"`
	Count int64 `json:"count"`
	// Share is what the item amounts to. On an invoice it is the frozen share of
	// the units less the allowances made before. On a credit note it is what the
	// invoice still held of them, or the price reduction. Discount is the frozen
	// one, and nothing for a reduction.
	Share pricing.Share `json:"share"`
	// Allowances is how many of the allowances of the line or charge, in their
	// order, are taken off once the document is issued. What is due next follows
	// from it.
	Allowances int `json:"allowances,omitempty"`
	// Reduction marks an item of a credit note by which the customer keeps the
	// units and their price went down.
	Reduction bool `json:"reduction,omitempty"`
}

// Number is the document's number as printed: the series and No in at least six
// digits, "INV-2026-000042". It is empty until the store has given the number. A
// series does not end in a digit, so no two documents share a Number.
func (d Document) Number() string {
	if d.No == 0 {
		return ""
	}
	return fmt.Sprintf("%s%06d", d.Series, d.No)
}

// Document returns the document with that Number.
func (o *Order) Document(number string) (*Document, bool) {
	for i := range o.Documents {
		if number != "" && o.Documents[i].Number() == number {
			return &o.Documents[i], true
		}
	}
	return nil, false
}

// Invoices says when the engine issues documents by itself and how they are
// numbered. The zero value issues none until somebody asks for it with Issue.
// Once an order has an invoice, whatever goes back of it gets its credit note in
// the commit in which it goes back, under any configuration: the law asks for it.
type Invoices struct {
	// After are actions whose success issues an invoice for the units that they
	// moved and that are not invoiced yet, with the charges of their lines, in the
	// same commit: "ship", "grant". Each must be an action of some workflow. A
	// charge that comes up when all live units of its lines are invoiced already
	// is then invoiced at once.
	After []string
	// Series names the sequence that a document is numbered in. It gets a copy of
	// the order as it is when the document is issued, must be pure, and its result
	// has at most 200 bytes and does not end in a digit: a name that breaks this
	// quarantines the order whose document is due. Default, and for "":
	// "INV-2026-" and "CN-2026-" by the year of at in UTC, with the order's channel
	// before the year if it has one: "INV-outlet-2026-".
	Series func(o Order, kind DocumentKind, at time.Time) string
}
