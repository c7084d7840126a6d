package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

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
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cells ...string) {
		fmt.Fprintf(w, "%-*s\t%s\t\n", widest(q), name, strings.Join(cells, "\t"))
	}
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
	if err := w.Flush(); err != nil {
		return err
	}
	var b strings.Builder
	for l := range strings.Lines(table.String()) {
		b.WriteString(strings.TrimRight(l, " \n") + "\n")
	}
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

// widest is the length of the longest name in the first column.
func widest(q pricing.Quote) int {
	n := len("total EUR")
	for _, it := range append(append([]pricing.Item{}, q.Lines...), q.Charges...) {
		n = max(n, utf8.RuneCountInString(name(it.Title, it.ID)))
	}
	for _, p := range q.Prepaid {
		n = max(n, utf8.RuneCountInString(name(p.Title, p.ID)))
	}
	for _, t := range q.Taxes {
		n = max(n, utf8.RuneCountInString("tax "+clean(t.ID)))
	}
	return n
}

// clean keeps what a file says from steering a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}
