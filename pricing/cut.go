package pricing

import "github.com/orderkit/orderkit/currency"

// cut is what the units before one boundary carry, as magnitudes.
type cut struct {
	unit  int64 // the boundary: before this unit
	gross int64
	taxes []int64 // as in view.taxes
}

// view says how the magnitudes of cuts become amounts again.
type view struct {
	code     currency.Code
	negative bool
	taxes    []TaxShare
}

// cut is the boundary before unit k of an item whose amounts fit.
func (v *view) cut(i *Item, k int64) cut {
	c := cut{unit: k, gross: i.grossUpTo(k), taxes: make([]int64, len(v.taxes))}
	for t := range v.taxes {
		c.taxes[t] = abs(v.taxes[t].Amount.Minor())
	}
	tax := abs(i.Tax.Minor())
	along := c.gross // the position in the cents of the price
	if i.Prices == Net {
		along = portion(v.code, abs(i.Net.Minor()), k, i.Quantity)
	}
	divide(v.code, c.taxes, tax, i.taxUpTo(v.code, along, k))
	return c
}

// divide turns taxes, which add up to all, into the part of each that adds up to
// upto. Every part grows with upto and is never more than its tax: the last tax
// gets what the rounded sum of the ones before it leaves.
func divide(c currency.Code, taxes []int64, all, upto int64) {
	for t := len(taxes) - 1; t >= 0; t-- {
		before := all - taxes[t]
		part := portion(c, before, upto, all)
		taxes[t] = upto - part
		all, upto = before, part
	}
}

// between is the share of the units between two boundaries, without discount.
func (v *view) between(from, to cut) Share {
	s := Share{Gross: v.amount(to.gross - from.gross)}
	var tax int64
	if len(v.taxes) > 0 {
		s.Taxes = make([]TaxShare, len(v.taxes))
	}
	for t := range v.taxes {
		one := to.taxes[t] - from.taxes[t]
		tax += one
		s.Taxes[t] = v.taxes[t]
		s.Taxes[t].Amount = v.amount(one)
	}
	s.Tax = v.amount(tax)
	s.Net = v.amount(to.gross - from.gross - tax)
	return s
}

func (v *view) amount(magnitude int64) currency.Amount {
	if v.negative {
		magnitude = -magnitude
	}
	return currency.New(magnitude, v.code)
}
