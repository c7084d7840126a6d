package pricing_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// element is one of an XML text, by its name without the namespace.
type element struct {
	name, text string
	in         string // the currency of an amount
	children   []*element
}

// parse reads an XML text into a tree.
func parse(text []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	open := []*element{{}}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(open[0].children) == 1:
			return open[0].children[0], nil
		case err != nil:
			return nil, err
		}
		top := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			e := &element{name: x.Name.Local}
			for _, a := range x.Attr {
				if a.Name.Local == "currencyID" {
					e.in = a.Value
				}
			}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			top.text = strings.TrimSpace(top.text)
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(x)
		}
	}
}

// all are the elements at a path, such as "TaxTotal/TaxSubtotal".
func (e *element) all(path string) []*element {
	here := []*element{e}
	for name := range strings.SplitSeq(path, "/") {
		var below []*element
		for _, h := range here {
			for _, c := range h.children {
				if c.name == name {
					below = append(below, c)
				}
			}
		}
		here = below
	}
	return here
}

// word is the text at a path, or nothing.
func (e *element) word(path string) string {
	if list := e.all(path); len(list) > 0 {
		return list[0].text
	}
	return ""
}

// number is the decimal at a path, and whether there is one. One that cannot be
// read is an error of the whole reading.
func (r *billReader) number(e *element, path string) (decimal.Decimal, bool) {
	s := e.word(path)
	if s == "" {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	if err != nil || len(s) > 30 {
		r.fail("%s: %q is no decimal", path, s)
	}
	return d, true
}

type billReader struct {
	bill
	err error
}

func (r *billReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// says notes an amount if the file has it.
func (r *billReader) says(term string, e *element, path string) decimal.Decimal {
	d, ok := r.number(e, path)
	if ok {
		r.say(term, d)
	}
	return d
}

func isBill(text []byte) bool {
	root, err := parse(text)
	return err == nil && (root.name == "Invoice" || root.name == "CreditNote" || root.name == "CrossIndustryInvoice")
}

func readBill(text []byte) (*bill, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	r := &billReader{}
	if root.name == "CrossIndustryInvoice" {
		r.cii(root)
	} else {
		r.ubl(root)
	}
	return &r.bill, r.err
}

func (r *billReader) currencies(code, tax string) {
	var err error
	if r.code, err = currency.ParseCode(code); err != nil {
		r.fail("%w", err)
	}
	if tax != "" && tax != code {
		if r.taxCode, err = currency.ParseCode(tax); err != nil {
			r.fail("%w", err)
		}
	}
}

// line adds a line and the amount that the file says of it.
func (r *billReader) line(l billLine, e *element, net string) {
	if l.base.Sign() == 0 {
		l.base = decimal.New(1, 0)
	}
	r.lines = append(r.lines, l)
	if _, ok := r.number(e, net); !ok {
		r.fail("a line without a net amount")
	}
	r.says(fmt.Sprint("BT-131 ", len(r.lines)), e, net)
}

// ubl reads an Invoice or CreditNote of UBL 2.1.
func (r *billReader) ubl(root *element) {
	r.currencies(root.word("DocumentCurrencyCode"), root.word("TaxCurrencyCode"))
	tax := func(e *element, path string) string { return e.word(path + "/ID") }
	kind, count := "InvoiceLine", "InvoicedQuantity"
	if root.name == "CreditNote" {
		kind, count = "CreditNoteLine", "CreditedQuantity"
	}
	for _, e := range root.all(kind) {
		var l billLine
		l.quantity, _ = r.number(e, count)
		l.price, _ = r.number(e, "Price/PriceAmount")
		l.base, _ = r.number(e, "Price/BaseQuantity")
		percent, _ := r.number(e, "Item/ClassifiedTaxCategory/Percent")
		l.tax = rateOf(tax(e, "Item/ClassifiedTaxCategory"), percent)
		l.adjust = r.ublAdjust(e)
		r.line(l, e, "LineExtensionAmount")
	}
	r.adjust = r.ublAdjust(root)
	for _, e := range root.all("TaxTotal") {
		if e.all("TaxAmount")[0].in != r.code.String() {
			r.says("BT-111", e, "TaxAmount")
			continue
		}
		r.says("BT-110", e, "TaxAmount")
		for _, s := range e.all("TaxSubtotal") {
			percent, _ := r.number(s, "TaxCategory/Percent")
			id := rateOf(tax(s, "TaxCategory"), percent).ID
			r.says("BT-116 "+id, s, "TaxableAmount")
			r.says("BT-117 "+id, s, "TaxAmount")
		}
	}
	for _, e := range root.all("LegalMonetaryTotal") {
		r.says("BT-106", e, "LineExtensionAmount")
		r.says("BT-107", e, "AllowanceTotalAmount")
		r.says("BT-108", e, "ChargeTotalAmount")
		r.says("BT-109", e, "TaxExclusiveAmount")
		r.says("BT-112", e, "TaxInclusiveAmount")
		r.paid = r.says("BT-113", e, "PrepaidAmount")
		r.rounded = r.says("BT-114", e, "PayableRoundingAmount")
		r.says("BT-115", e, "PayableAmount")
	}
}

func (r *billReader) ublAdjust(of *element) (list []adjustment) {
	for _, e := range of.all("AllowanceCharge") {
		indicator := e.word("ChargeIndicator")
		a := adjustment{charge: indicator == "true" || indicator == "1"}
		a.amount, _ = r.number(e, "Amount")
		a.percent, _ = r.number(e, "MultiplierFactorNumeric")
		a.of, _ = r.number(e, "BaseAmount")
		percent, _ := r.number(e, "TaxCategory/Percent")
		a.tax = rateOf(e.word("TaxCategory/ID"), percent)
		list = append(list, a)
	}
	return list
}

// cii reads a CrossIndustryInvoice of UN/CEFACT D16B.
func (r *billReader) cii(root *element) {
	for _, trade := range root.all("SupplyChainTradeTransaction") {
		for _, head := range trade.all("ApplicableHeaderTradeSettlement") {
			r.currencies(head.word("InvoiceCurrencyCode"), head.word("TaxCurrencyCode"))
		}
		for _, e := range trade.all("IncludedSupplyChainTradeLineItem") {
			var l billLine
			const price, rest = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/", "SpecifiedLineTradeSettlement/"
			l.quantity, _ = r.number(e, "SpecifiedLineTradeDelivery/BilledQuantity")
			l.price, _ = r.number(e, price+"ChargeAmount")
			l.base, _ = r.number(e, price+"BasisQuantity")
			percent, _ := r.number(e, rest+"ApplicableTradeTax/RateApplicablePercent")
			l.tax = rateOf(e.word(rest+"ApplicableTradeTax/CategoryCode"), percent)
			for _, s := range e.all("SpecifiedLineTradeSettlement") {
				l.adjust = r.ciiAdjust(s)
			}
			r.line(l, e, rest+"SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount")
		}
		for _, head := range trade.all("ApplicableHeaderTradeSettlement") {
			r.ciiHead(head)
		}
	}
}

func (r *billReader) ciiHead(head *element) {
	r.adjust = r.ciiAdjust(head)
	for _, e := range head.all("ApplicableTradeTax") {
		percent, _ := r.number(e, "RateApplicablePercent")
		id := rateOf(e.word("CategoryCode"), percent).ID
		r.says("BT-116 "+id, e, "BasisAmount")
		r.says("BT-117 "+id, e, "CalculatedAmount")
	}
	for _, e := range head.all("SpecifiedTradeSettlementHeaderMonetarySummation") {
		r.says("BT-106", e, "LineTotalAmount")
		r.says("BT-107", e, "AllowanceTotalAmount")
		r.says("BT-108", e, "ChargeTotalAmount")
		r.says("BT-109", e, "TaxBasisTotalAmount")
		for _, t := range e.all("TaxTotalAmount") {
			term := "BT-110"
			if t.in != "" && t.in != r.code.String() {
				term = "BT-111"
			}
			d, err := decimal.NewFromString(t.text)
			if err != nil {
				r.fail("%w", err)
			}
			r.say(term, d)
		}
		r.says("BT-112", e, "GrandTotalAmount")
		r.paid = r.says("BT-113", e, "TotalPrepaidAmount")
		r.rounded = r.says("BT-114", e, "RoundingAmount")
		r.says("BT-115", e, "DuePayableAmount")
	}
}

func (r *billReader) ciiAdjust(of *element) (list []adjustment) {
	for _, e := range of.all("SpecifiedTradeAllowanceCharge") {
		a := adjustment{charge: e.word("ChargeIndicator/Indicator") == "true"}
		a.amount, _ = r.number(e, "ActualAmount")
		a.percent, _ = r.number(e, "CalculationPercent")
		a.of, _ = r.number(e, "BasisAmount")
		percent, _ := r.number(e, "CategoryTradeTax/RateApplicablePercent")
		a.tax = rateOf(e.word("CategoryTradeTax/CategoryCode"), percent)
		list = append(list, a)
	}
	return list
}
