package pricing

import (
	"cmp"
	"errors"
	"slices"

	"github.com/orderkit/orderkit/currency"
)

// Units names some units of a line or charge of a quote.
type Units struct {
	Item  string `json:"item"`  // the id of the line or charge
	First int64  `json:"first"` // the first unit, counted from 0
	Count int64  `json:"count"`
}

// Both is what a reversal pays out with promotions kept and with those clawed
// back that are no longer deserved: both numbers, to be shown before anyone
// confirms, and which of them the policy chooses. A negative amount is one that
// the customer has to pay.
type Both struct {
	Refund     currency.Amount `json:"refund"`      // the frozen shares of all units that are gone
	Kept       currency.Amount `json:"kept"`        // paid out now if promotions are kept: Refund less what was paid out before
	ClawedBack currency.Amount `json:"clawed_back"` // paid out now if they are not: Kept less all of Undeserved with its taxes
	Payout     currency.Amount `json:"payout"`      // paid out now under the policy: Kept less the gross of Adjustment
	// Undeserved is what each promotion gives on what stays and no longer would.
	Undeserved []Undeserved `json:"undeserved,omitempty"`
	// Adjustment charges it again, as far as the policy says: a document of its
	// own with its own taxes, whose line n is Undeserved[n]. It has no lines where
	// nothing is charged. It replaces the Adjustment of earlier reversals of the
	// same order, which is why goods that go back later bring back what was
	// charged again on them.
	Adjustment Quote `json:"adjustment"`
}

// Undeserved is a discount on one line or charge that stays, in the prices of
// the policy, which is no longer deserved.
type Undeserved struct {
	Item     string          `json:"item"`
	Discount string          `json:"discount"`
	Code     string          `json:"code,omitempty"`
	Title    string          `json:"title,omitempty"`
	Kept     currency.Amount `json:"kept"`   // the frozen share of what stays
	Amount   currency.Amount `json:"amount"` // the part of it that is no longer deserved
}

// Reverse calculates what goes back for all units of a quote that are gone so
// far, this time and earlier. Paid is what earlier reversals paid out (their
// Payout), the zero Amount if there were none.
//
// The refund is the frozen share of what is gone; nothing is prorated again.
// Stays is a quote of what stays, with the promotions judged anew, and only says
// what they would give: where a promotion gives less now than its frozen share of
// what stays, the difference is undeserved, but never more than what all
// promotions together give less. Three minor units for each item and one for each
// range of units that is gone are rounding. Where nothing stays, stays may be the empty Quote. Discounts
// are matched by their ids; goods that come back within the order keep theirs.
//
// What was prepaid changes nothing: refunds are of the price, and which of the
// ways it was paid they go back on is not said here.
//
// Payouts of any reversals that end with all units gone add up to exactly the
// gross of the quote, under every rule. The error is a Faults: units that the
// quote does not have or that are named twice, a quote of something else than
// what stays, amounts beyond what an Amount holds.
func Reverse(original Quote, gone []Units, stays Quote, paid currency.Amount) (Both, error) {
	r := &reversal{quote: &original, stays: &stays, plan: plan{cart: Cart{Currency: original.Currency, Policy: original.Policy}}}
	r.place(gone)
	if len(r.faults) == 0 {
		r.match()
	}
	if code, why := r.wrong(paid, false); code != "" {
		r.fault(code, why, "paid")
	}
	if len(r.faults) > 0 {
		return Both{}, r.faults
	}
	b, err := r.both(paid)
	var wrong Faults
	if err != nil && !errors.As(err, &wrong) {
		wrong = Faults{{FaultOverflow, "gone", "beyond what an amount holds"}}
	}
	if wrong != nil {
		return Both{}, wrong
	}
	return b, nil
}

// reversal is one under way.
type reversal struct {
	plan
	quote, stays *Quote
	items        []*Item
	ids          names     // of the items
	gone         [][]Units // per item, sorted and apart
}

// place sorts the units by item.
func (r *reversal) place(gone []Units) {
	for _, list := range [][]Item{r.quote.Lines, r.quote.Charges} {
		for i := range list {
			if _, fresh := r.ids.add(list[i].ID); fresh {
				r.items = append(r.items, &list[i])
			}
			if list[i].fits() != nil || list[i].Gross.Code() != r.quote.Currency || list[i].Quantity < 1 {
				r.fault(FaultSum, "not an item of a quote that was checked", "original")
			}
		}
	}
	if len(r.items) != len(r.quote.Lines)+len(r.quote.Charges) {
		r.fault(FaultDuplicate, "two items have one id", "original")
	}
	r.gone = make([][]Units, len(r.items))
	for k, u := range gone {
		i, ok := r.ids.find(u.Item)
		switch {
		case !ok:
			r.fault(FaultUnknown, "no line or charge has this id", "gone[%d].item", k)
		case r.items[i].has(u.First, u.Count) != nil:
			r.fault(FaultRange, "units that the item does not have", "gone[%d]", k)
		default:
			r.gone[i] = append(r.gone[i], u)
		}
	}
	for i := range r.gone {
		slices.SortFunc(r.gone[i], func(a, b Units) int { return cmp.Compare(a.First, b.First) })
		end := int64(0)
		for _, u := range r.gone[i] {
			if u.First < end {
				r.fault(FaultDuplicate, "units of "+u.Item+" that are named twice", "gone")
			}
			end = max(end, u.First+u.Count)
		}
	}
}

// match makes sure that the other quote is of what stays.
func (r *reversal) match() {
	left := make(map[string]int64, len(r.items))
	for i, it := range r.items {
		left[it.ID] = it.Quantity
		for _, u := range r.gone[i] {
			left[it.ID] -= u.Count
		}
	}
	s := r.stays
	if len(s.Lines)+len(s.Charges) > 0 && (s.Currency != r.quote.Currency || s.Policy.Prices != r.quote.Policy.Prices) {
		r.fault(FaultConflict, "in another currency or with other prices", "stays")
	}
	for _, list := range []struct {
		name  string
		items []Item
	}{{"lines", s.Lines}, {"charges", s.Charges}} {
		for k := range list.items {
			it := &list.items[k]
			if n, ok := left[it.ID]; !ok || n != it.Quantity || it.fits() != nil {
				r.fault(FaultConflict, "not what stays of the order", "stays.%s[%d]", list.name, k)
			}
			delete(left, it.ID)
		}
	}
	for _, it := range r.items {
		if left[it.ID] > 0 {
			r.fault(FaultConflict, "does not say what "+it.ID+" would cost", "stays")
		}
	}
}
