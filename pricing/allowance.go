package pricing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/currency"
)

// Allowance is a later price reduction on some units of an item: goodwill, a
// price match, a scratch. It is a record that an order keeps beside the frozen
// item, which never changes. Its amounts have the sign of the item.
type Allowance struct {
	First int64           `json:"first"` // the first unit, counted from 0
	Count int64           `json:"count"`
	Gross currency.Amount `json:"gross"`
	Net   currency.Amount `json:"net"`
	Tax   currency.Amount `json:"tax"`             // sum of Taxes
	Taxes []TaxShare      `json:"taxes,omitempty"` // as in the item
}

// Allow splits a gross reduction of the units first to first+count-1 into net
// and taxes, in proportion to what the previous allowances left of them, half
// up. Previous must be all allowances of the item in the order they were made.
//
// The error is ErrExceeds when gross is more than what is left of these units,
// ErrRange for units that the item does not have and for a gross that is nothing
// or has not the sign of the item, currency.ErrMismatch for another currency and
// ErrDamaged when item and allowances do not belong together. Units that have
// been returned carry nothing any more: the caller must not name them.
func Allow(item Item, previous []Allowance, first, count int64, gross currency.Amount) (Allowance, error) {
	from, to, v, err := left(&item, previous, first, count)
	if err != nil {
		return Allowance{}, err
	}
	if _, err := gross.Cmp(currency.Zero(v.code)); err != nil {
		return Allowance{}, fmt.Errorf("pricing: item %q: %w", item.ID, err)
	}
	if gross.IsZero() || gross.Sign() < 0 != item.Return {
		return Allowance{}, fmt.Errorf("pricing: item %q: an allowance of %v: %w", item.ID, gross, ErrRange)
	}
	asked, all := abs(gross.Minor()), to.gross-from.gross
	if asked > all {
		return Allowance{}, fmt.Errorf("pricing: item %q: an allowance of %v, %v are left: %w", item.ID, gross, v.amount(all), ErrExceeds)
	}
	taken := cut{gross: asked, taxes: make([]int64, len(v.taxes))}
	var tax int64
	for t := range taken.taxes {
		taken.taxes[t] = to.taxes[t] - from.taxes[t]
		tax += taken.taxes[t]
	}
	divide(v.code, taken.taxes, tax, portion(v.code, tax, asked, all))
	s := v.between(cut{taxes: make([]int64, len(v.taxes))}, taken)
	return Allowance{First: first, Count: count, Gross: s.Gross, Net: s.Net, Tax: s.Tax, Taxes: s.Taxes}, nil
}

// Remaining is what the units first to first+count-1 still carry: their frozen
// share less what the allowances took of it. This is the refund of units that
// come back. Refunds of any partition of the units and the allowances on them
// add up to exactly the item, and none of them is below nothing, as long as no
// allowance names units that were refunded before it was made.
//
// Discount is the frozen one: an allowance is no discount. The error is ErrRange
// for units that the item does not have and ErrDamaged when item and allowances
// do not belong together.
func Remaining(item Item, allowances []Allowance, first, count int64) (Share, error) {
	if len(allowances) == 0 {
		return item.Share(first, count)
	}
	from, to, v, err := left(&item, allowances, first, count)
	if err != nil {
		return Share{}, err
	}
	s := v.between(from, to)
	s.Discount = item.discountOf(first, count)
	return s, nil
}

// left is what allowances leave at two boundaries of an item. It follows all
// boundaries that matter through the allowances in their order; the time grows
// with the square of the number of allowances and not with the quantity.
func left(item *Item, allowances []Allowance, first, count int64) (from, to cut, v *view, err error) {
	if err := item.has(first, count); err != nil {
		return cut{}, cut{}, nil, err
	}
	if err := item.fits(); err != nil {
		return cut{}, cut{}, nil, err
	}
	units := make([]int64, 0, 2+2*len(allowances))
	units = append(units, first, first+count)
	for _, a := range allowances {
		if item.has(a.First, a.Count) != nil {
			return cut{}, cut{}, nil, fmt.Errorf("pricing: item %q: an allowance on units it does not have: %w", item.ID, ErrDamaged)
		}
		units = append(units, a.First, a.First+a.Count)
	}
	slices.Sort(units)
	units = slices.Compact(units)
	v = &view{code: item.Gross.Code(), negative: item.Return, taxes: item.Taxes}
	cuts := make([]cut, len(units))
	for n, k := range units {
		cuts[n] = v.cut(item, k)
	}
	for n := range allowances {
		if !v.take(item, cuts, &allowances[n]) {
			return cut{}, cut{}, nil, fmt.Errorf("pricing: item %q: allowance %d: %w", item.ID, n, ErrDamaged)
		}
	}
	return cuts[find(cuts, first)], cuts[find(cuts, first+count)], v, nil
}

func find(cuts []cut, unit int64) int {
	n, _ := slices.BinarySearchFunc(cuts, unit, func(c cut, unit int64) int { return cmp.Compare(c.unit, unit) })
	return n
}

// take lowers the cuts by an allowance. Its gross is shared over its units in
// proportion to what each of them still carries, so no unit goes below nothing,
// and the taxes that are left follow the cents that are left. It reports whether
// the allowance was within what was left.
func (v *view) take(item *Item, cuts []cut, a *Allowance) bool {
	lo, hi := find(cuts, a.First), find(cuts, a.First+a.Count)
	from, to := cuts[lo], cuts[hi]
	all := to.gross - from.gross // before
	rest := all - abs(a.Gross.Minor())
	taxes, tax, ok := v.leave(item, from, to, a)
	if !ok || tax > rest {
		return false
	}
	for n := lo + 1; n < len(cuts); n++ {
		c := &cuts[n]
		if n >= hi {
			c.gross -= all - rest
			for t := range c.taxes {
				c.taxes[t] -= abs(a.Taxes[t].Amount.Minor())
			}
			continue
		}
		done := c.gross - from.gross
		done -= portion(v.code, all-rest, done, all)
		c.gross = from.gross + done
		copy(c.taxes, taxes)
		divide(v.code, c.taxes, tax, portion(v.code, tax, done, rest))
		for t := range c.taxes {
			c.taxes[t] += from.taxes[t]
		}
	}
	return true
}

// leave is what an allowance leaves of the taxes between two cuts, and their sum.
func (v *view) leave(item *Item, from, to cut, a *Allowance) (taxes []int64, tax int64, ok bool) {
	ok = item.proper(a.Gross, v.code) && item.proper(a.Net, v.code) && item.proper(a.Tax, v.code) &&
		a.Gross.Minor()-a.Net.Minor() == a.Tax.Minor() && len(a.Taxes) == len(v.taxes)
	if !ok {
		return nil, 0, false
	}
	taxes = make([]int64, len(v.taxes))
	taken := abs(a.Tax.Minor())
	for t := range taxes {
		one := a.Taxes[t].Amount
		if a.Taxes[t].ID != v.taxes[t].ID || !item.proper(one, v.code) || abs(one.Minor()) > taken {
			return nil, 0, false
		}
		taken -= abs(one.Minor())
		taxes[t] = to.taxes[t] - from.taxes[t] - abs(one.Minor())
		if taxes[t] < 0 {
			return nil, 0, false
		}
		tax += taxes[t]
	}
	return taxes, tax, taken == 0
}
