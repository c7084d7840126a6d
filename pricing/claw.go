package pricing

import (
	"strconv"

	"github.com/orderkit/orderkit/currency"
)

// both calculates the two numbers and the one that the policy chooses.
func (r *reversal) both(paid currency.Amount) (b Both, err error) {
	code := r.quote.Currency
	refund := []currency.Amount{currency.Zero(code)}
	for i, it := range r.items {
		for _, u := range r.gone[i] {
			gross, err := it.GrossOf(u.First, u.Count)
			if err != nil {
				return Both{}, err
			}
			refund = append(refund, gross)
		}
	}
	if b.Refund, err = currency.Sum(refund...); err != nil {
		return Both{}, err
	}
	if b.Kept, err = b.Refund.Sub(paid); err != nil {
		return Both{}, err
	}
	if b.Undeserved, err = r.undeserved(); err != nil {
		return Both{}, err
	}
	full, err := r.adjust(b.Undeserved)
	if err != nil {
		return Both{}, err
	}
	if b.ClawedBack, err = b.Kept.Sub(full.Gross); err != nil {
		return Both{}, err
	}
	b.Payout, b.Adjustment = b.Kept, full
	switch r.quote.Policy.Reversal {
	case ClawBackNoHarm:
		if b.Adjustment, err = r.limit(full, b.Kept); err != nil {
			return Both{}, err
		}
		fallthrough
	case ClawBack:
		b.Payout, err = b.Kept.Sub(b.Adjustment.Gross)
	default:
		b.Adjustment, err = r.adjust(nil)
	}
	return b, err
}

// undeserved compares what every discount gives on what stays, in frozen shares,
// with what it would give.
func (r *reversal) undeserved() ([]Undeserved, error) {
	now, deserved := r.deserved()
	type group struct {
		kept, less int64
		rounding   int64 // what rounding alone can explain
		members    []int
	}
	var groups []group
	var ids names
	var list []Undeserved
	var all sum
	for i, it := range r.items {
		if it.Return {
			continue
		}
		for k := range it.Discounts {
			d := &it.Discounts[k]
			kept := d.Amount.Minor()
			for _, u := range r.gone[i] {
				share, err := d.Amount.PortionOf(u.First, u.Count, it.Quantity)
				if err != nil {
					return nil, err
				}
				kept -= share.Minor()
			}
			if kept <= 0 {
				continue
			}
			all.add(kept)
			n, fresh := ids.add(discountKey(it, d))
			if fresh {
				groups = append(groups, group{})
			}
			groups[n].kept += kept // overflow is seen by all
			// One for the share, one for its units, one for the share anew; and every
			// range that is gone cuts the units in one more place.
			groups[n].rounding += 3 + int64(len(r.gone[i]))
			groups[n].members = append(groups[n].members, len(list))
			list = append(list, Undeserved{Item: it.ID, Discount: d.ID, Code: d.Code, Title: d.Title,
				Kept: currency.New(kept, r.quote.Currency), Amount: currency.New(0, r.quote.Currency)})
		}
	}
	all.add(-deserved)
	most, ok := all.value()
	if !ok {
		return nil, &currency.Error{Op: "reverse", Kind: currency.ErrOverflow, Code: r.quote.Currency}
	}
	weights := make([]int64, len(groups))
	var less int64
	for n := range groups {
		g := &groups[n]
		given, known := now[ids.list[n]]
		if g.less = g.kept - given; known && g.less <= g.rounding {
			g.less = 0
		}
		weights[n] = g.less
		less += g.less
	}
	most = min(max(most, 0), less)
	if most == 0 {
		return nil, nil
	}
	parts, err := currency.New(most, r.quote.Currency).Allocate(weights)
	if err != nil {
		return nil, err
	}
	for n, g := range groups {
		weights := make([]int64, len(g.members))
		for j, m := range g.members {
			weights[j] = list[m].Kept.Minor()
		}
		shares, err := parts[n].Allocate(weights)
		if err != nil {
			return nil, err
		}
		for j, m := range g.members {
			list[m].Amount = shares[j]
		}
	}
	some := list[:0]
	for _, u := range list {
		if !u.Amount.IsZero() {
			some = append(some, u)
		}
	}
	return some, nil
}

// deserved is what every discount gives on what stays, and all of them together.
func (r *reversal) deserved() (now map[string]int64, all int64) {
	now = map[string]int64{}
	for k := range r.stays.Discounts {
		now["o"+r.stays.Discounts[k].ID] = 0 // it applies, even if no line gets a cent
	}
	for _, list := range [][]Item{r.stays.Lines, r.stays.Charges} {
		for i := range list {
			for k := range list[i].Discounts {
				if d := &list[i].Discounts[k]; !list[i].Return {
					now[discountKey(&list[i], d)] += d.Amount.Minor()
					all += d.Amount.Minor()
				}
			}
		}
	}
	return now, all
}

// discountKey is equal for the shares of one discount of the order, and for
// nothing else.
func discountKey(it *Item, d *Applied) string {
	if d.Order {
		return "o" + d.ID
	}
	return "i" + strconv.Itoa(len(it.ID)) + " " + it.ID + d.ID
}

// adjust makes the document that charges discounts again, at the percentages of
// their items.
func (r *reversal) adjust(list []Undeserved) (Quote, error) {
	c := Cart{Currency: r.quote.Currency, Policy: r.quote.Policy}
	c.Policy.Cash, c.Policy.CashStep = false, 0
	for n, u := range list {
		l := Line{ID: strconv.Itoa(n + 1), Unit: u.Amount.Decimal(), Quantity: 1}
		i, _ := r.ids.find(u.Item)
		l.Taxes, _ = r.items[i].percentages()
		c.Lines = append(c.Lines, l)
	}
	return Calculate(c)
}

// limit lowers an adjustment to what it may cost.
func (r *reversal) limit(full Quote, most currency.Amount) (Quote, error) {
	if most.Sign() <= 0 {
		return r.adjust(nil)
	}
	over, err := full.Gross.Sub(most)
	if err != nil || over.Sign() <= 0 {
		return full, err
	}
	c := Cart{Currency: full.Currency, Policy: full.Policy, Discounts: []Discount{{ID: "no_harm", Fixed: over}}}
	c.Policy.Prices = Gross // the limit is one of what is paid
	for i := range full.Lines {
		it := &full.Lines[i]
		set, _ := it.percentages()
		c.Lines = append(c.Lines, Line{ID: it.ID, Unit: it.Gross.Decimal(), Quantity: 1, Taxes: set})
	}
	return Calculate(c)
}
