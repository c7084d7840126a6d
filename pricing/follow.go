package pricing

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
)

// FollowGoods splits a charge whose tax follows the goods, as shipping has to in
// many countries, into one charge for every set of taxes among the lines of a
// cart: in proportion to the net of the lines after all discounts, by largest
// remainder, so that the charges add up to the one that was given. Their ids are
// the charge's id with "-2", "-3" ... from the second one on; taxes of the charge
// itself are replaced, and only percentages are taken over. Fixed discounts are
// split in the same proportion, percentages stay. A part that gets nothing is
// left out, unless it is the only one.
//
// Lines that come back count only if there are no others. Goods that cost
// nothing count by what they cost before the discounts, and if that is nothing
// too, equally. Without lines the charge comes back as it is. The error is that
// of Calculate on the lines, or currency.ErrMismatch for a charge in another
// currency.
func FollowGoods(c Cart, charge Charge) ([]Charge, error) {
	if len(c.Lines) == 0 {
		return []Charge{charge}, nil
	}
	c.Charges, c.Prepaid = nil, nil
	q, err := Calculate(c)
	if err != nil {
		return nil, err
	}
	if _, err := charge.Amount.Cmp(currency.Zero(c.Currency)); err != nil {
		return nil, fmt.Errorf("pricing: charge %q: %w", charge.ID, err)
	}
	sets, weights := q.goods()
	amounts, err := charge.Amount.Allocate(weights)
	if err != nil {
		return nil, fmt.Errorf("pricing: charge %q: %w", charge.ID, err)
	}
	off := make([][]currency.Amount, len(charge.Discounts))
	for k, d := range charge.Discounts {
		if off[k], err = d.Fixed.Allocate(weights); err != nil {
			return nil, fmt.Errorf("pricing: charge %q: discount %q: %w", charge.ID, d.ID, err)
		}
	}
	var parts []Charge
	for n := range sets {
		if amounts[n].IsZero() && (len(parts) > 0 || n < len(sets)-1) {
			continue
		}
		p := charge
		p.Amount, p.Taxes, p.Discounts = amounts[n], sets[n], nil
		for k, d := range charge.Discounts {
			d.Fixed = off[k][n]
			p.Discounts = append(p.Discounts, d)
		}
		if len(parts) > 0 {
			p.ID = fmt.Sprintf("%s-%d", charge.ID, len(parts)+1)
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// goods are the sets of percentages that lines have, with the weight of each.
func (q *Quote) goods() (sets [][]Tax, weights []int64) {
	var keys names
	for _, weigh := range []func(*Item) int64{
		func(it *Item) int64 { return max(it.Net.Minor(), 0) },
		func(it *Item) int64 { return max(it.Extended.Minor(), 0) },
		func(it *Item) int64 { return abs(it.Net.Minor()) },
		func(*Item) int64 { return 1 },
	} {
		keys, sets, weights = names{}, nil, nil
		var all sum
		for i := range q.Lines {
			it := &q.Lines[i]
			w := weigh(it)
			if w == 0 {
				continue
			}
			all.add(w)
			set, key := it.percentages()
			n, fresh := keys.add(key)
			if fresh {
				sets, weights = append(sets, set), append(weights, 0)
			}
			weights[n] += w // checked by all
		}
		if _, ok := all.value(); ok && len(sets) > 0 {
			return sets, weights
		}
	}
	return sets, weights
}

// percentages are the taxes of an item that a charge can carry too.
func (i *Item) percentages() (set []Tax, key string) {
	for _, t := range i.Taxes {
		if t.Fixed.IsZero() {
			set = append(set, t.Tax())
			key += fmt.Sprintf("%d %s ", len(t.ID), t.ID)
		}
	}
	return set, key
}
