package order

import (
	"errors"
	"fmt"

	"github.com/orderkit/orderkit/currency"
)

// checkDocuments verifies that each document adds up, that no unit is on two
// invoices, that no credit note takes back what its invoice does not hold, and
// that invoices less credit notes of a line or charge never exceed its price.
func (o *Order) checkDocuments() error {
	if len(o.Documents) == 0 {
		return nil
	}
	last := map[string]int64{} // by series
	for i := range o.Documents {
		d := &o.Documents[i]
		if err := o.checkDocument(d); err != nil {
			return fmt.Errorf("document %d: %w", i+1, err)
		}
		if before := last[d.Series]; d.No != 0 && before >= d.No {
			return fmt.Errorf("document %d: number %s comes after %d", i+1, d.Number(), before)
		}
		last[d.Series] = max(last[d.Series], d.No)
	}
	if _, err := o.holdings(); err != nil {
		return err
	}
	return o.checkBilled()
}

func (o *Order) checkDocument(d *Document) error {
	switch {
	case d.Kind != Invoice && d.Kind != CreditNote:
		return fmt.Errorf("there is no kind %q", d.Kind)
	case d.Series == "" || d.No < 0 || len(d.Items) == 0:
		return errors.New("it has no series or no items, or its number is negative")
	case d.Kind == Invoice && d.Corrects != "":
		return fmt.Errorf("a document of the kind %s that corrects %q", d.Kind, d.Corrects)
	}
	zero := currency.Zero(o.Currency)
	want := Document{Items: d.Items, Net: zero, Tax: zero, Gross: zero}
	if err := want.sum(); err != nil {
		return err
	}
	gross, err := d.Net.Add(d.Tax)
	same := err == nil && gross == d.Gross && want.Net == d.Net && want.Tax == d.Tax && want.Gross == d.Gross && len(want.Taxes) == len(d.Taxes)
	for k := range want.Taxes {
		same = same && want.Taxes[k].ID == d.Taxes[k].ID && want.Taxes[k].Net == d.Taxes[k].Net && want.Taxes[k].Tax == d.Taxes[k].Tax
	}
	if !same {
		return errors.New("it does not add up")
	}
	return nil
}

// checkBilled compares what is invoiced of each article with its frozen price.
func (o *Order) checkBilled() error {
	s, billed := &sums{}, map[article]currency.Amount{}
	for i := range o.Documents {
		d := &o.Documents[i]
		for j := range d.Items {
			it := &d.Items[j]
			gross := it.Share.Gross
			if d.Kind == CreditNote {
				gross = gross.Neg()
			}
			billed[it.article()] = s.add(billed[it.article()], gross)
		}
	}
	fits := func(p priced) error {
		sum, price := billed[p.article], p.price.Gross
		delete(billed, p.article)
		if sum.Sign()*price.Sign() < 0 || s.sub(price.Abs(), sum.Abs()).Sign() < 0 {
			return fmt.Errorf("%s: %s invoiced of %s", p.article, sum, price)
		}
		return s.err
	}
	for i := range o.Lines {
		if err := fits(o.Lines[i].priced()); err != nil {
			return err
		}
	}
	for i := range o.Charges {
		if err := fits(o.Charges[i].priced()); err != nil {
			return err
		}
	}
	for i := 0; len(billed) > 0 && i < len(o.Documents); i++ {
		for j := range o.Documents[i].Items {
			a := o.Documents[i].Items[j].article()
			if _, left := billed[a]; left {
				return fmt.Errorf("%s is on a document and not in the order", a)
			}
		}
	}
	return nil
}
