package pricing

import (
	"fmt"
	"math"

	"github.com/orderkit/orderkit/currency"
)

// Prepaid is money that is there for a cart already: a deposit, an earlier
// payment, a gift card. It lowers what is payable and nothing else. No discount,
// tax or refund depends on it: a gift card that is good for anything is a means of
// payment whose own sale was not taxed (Directive 2006/112/EC art. 30b), so it must
// never be a Discount.
type Prepaid struct {
	ID    string `json:"id"`   // unique among the prepaid amounts of the cart
	Kind  string `json:"kind"` // KindPrepaid or KindGiftCard
	Title string `json:"title,omitempty"`
	// Amount is what is there for this cart. Of a gift card it is what the card pays
	// here, which can be less than is on it, and never negative. Otherwise it is
	// negative where money was paid back before, as in the invoice that cancels
	// another one.
	Amount currency.Amount `json:"amount"`
}

// The kinds of prepaid amounts.
const (
	// KindPrepaid is money that was received before: EN 16931 BT-113. It may be
	// more than the total; what is payable is then negative and goes back.
	KindPrepaid = "prepaid"
	// KindGiftCard is taken off a card or voucher now. All of them together are
	// never more than what KindPrepaid leaves of the total: a card does not pay out
	// money. A cart that became cheaper since, by a promotion for instance, is
	// refused until its cards pay less.
	KindGiftCard = "gift_card"
)

// Payable is what has to be paid: Gross less all Prepaid, and the cash rounding
// (EN 16931 BT-115). It is negative where goods came back for more than was
// bought, and where more was prepaid than Gross. It is not Valid for a quote that
// Check refuses because of it.
func (q Quote) Payable() currency.Amount {
	amounts := []currency.Amount{q.Gross, q.Rounding}
	for k := range q.Prepaid {
		amounts = append(amounts, q.Prepaid[k].Amount.Neg())
	}
	a, err := currency.Sum(amounts...)
	if err != nil {
		return currency.New(math.MinInt64, q.Currency)
	}
	return a
}

// prepaid checks every prepaid amount by itself.
func (p *plan) prepaid(list []Prepaid) {
	var ids names
	for k := range list {
		a, at := &list[k], where{"prepaid", k}
		p.name(at, a.ID, &ids)
		switch a.Kind {
		case KindPrepaid, KindGiftCard:
		case "":
			p.fault(FaultRequired, `"prepaid" or "gift_card" is needed`, "%vkind", at)
		default:
			p.fault(FaultUnknown, `neither "prepaid" nor "gift_card"`, "%vkind", at)
		}
		if code, why := p.wrong(a.Amount, a.Kind != KindPrepaid); code != "" {
			p.fault(code, why, "%vamount", at)
		}
	}
}

// due is what prepaid amounts leave of a total. It finds the gift cards that are
// more than what is left for them.
func (p *plan) due(gross currency.Amount, list []Prepaid) (currency.Amount, bool) {
	var left sum
	left.add(gross.Minor())
	for k := range list {
		if list[k].Kind != KindGiftCard {
			left.add(-list[k].Amount.Minor())
		}
	}
	rest, ok := left.value()
	for k := range list {
		a := list[k].Amount
		if list[k].Kind != KindGiftCard || !ok || a.IsZero() {
			continue
		}
		if a.Minor() > max(rest, 0) {
			reason := fmt.Sprintf("a gift card of %s, %s are left to pay", a.Number(), currency.New(max(rest, 0), p.cart.Currency).Number())
			p.faults = append(p.faults, Fault{FaultRange, fmt.Sprintf("prepaid[%d].amount", k), reason})
			continue
		}
		rest -= a.Minor()
	}
	if !ok {
		p.fault(FaultOverflow, "beyond what an amount holds", "prepaid")
	}
	return currency.New(rest, p.cart.Currency), ok
}
