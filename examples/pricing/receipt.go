package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/examples/pricing/cartfile"
	"github.com/orderkit/orderkit/pricing"
)

// receipt prints a priced cart for people, with amounts as show writes them.
func receipt(out io.Writer, p cartfile.Priced, show func(currency.Amount) string) error {
	less := func(a currency.Amount) string { // a discount
		if a.IsZero() {
			return ""
		}
		return show(a.Neg())
	}
	q := p.Quote
	var rows [][]string
	row := func(name string, cells ...string) { rows = append(rows, append([]string{name}, cells...)) }
	row("item", "quantity", "price", "discount", "net", "tax", "gross")
	for _, it := range append(append([]pricing.Item{}, q.Lines...), q.Charges...) {
		row(name(it.Title, it.ID), strconv.FormatInt(it.Quantity, 10), show(it.Extended), less(it.Discount), show(it.Net), show(it.Tax), show(it.Gross))
	}
	row("", "", "", "", "", "", "")
	row("total "+q.Currency.String(), "", show(q.Extended), less(q.Discount), show(q.Net), show(q.Tax), show(q.Gross))
	for _, p := range q.Prepaid {
		row(name(p.Title, p.ID), "", "", "", "", "", show(p.Amount.Neg()))
	}
	switch {
	case q.Policy.Cash:
		row("in cash", "", "", "", "", show(q.Rounding), show(q.Payable()))
	case len(q.Prepaid) > 0:
		row("to pay", "", "", "", "", "", show(q.Payable()))
	}
	for _, t := range q.Taxes {
		row("tax "+clean(t.ID), "", "", "", show(t.Net), show(t.Tax), "")
	}
	var b strings.Builder
	table(&b, rows)
	if len(p.Decisions) > 0 {
		b.WriteString("\npromotions\n")
	}
	for _, d := range p.Decisions {
		name := strings.TrimSpace(d.Promotion + " " + d.Coupon)
		fmt.Fprintf(&b, "  %s: %s\n", clean(name), clean(d.Why))
	}
	b.WriteString("\nwhere the numbers come from\n")
	for _, s := range p.Trace {
		fmt.Fprintf(&b, "  %s\n      %s\n", s.Path, clean(s.Text))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func name(title, id string) string {
	if title != "" {
		return clean(title)
	}
	return clean(id)
}

// clean keeps what a file says from steering a terminal. The two joiners stay:
// Persian words and pictures of families are made with them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) && r != 0x200C && r != 0x200D {
			return '?'
		}
		return r
	}, s)
}
