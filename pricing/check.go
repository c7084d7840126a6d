package pricing

import (
	"github.com/orderkit/orderkit/currency"
)

// Check says whether the amounts of a quote belong together; the error is a
// Faults with everything that does not. Whoever stores a quote calls it first,
// so that it holds no matter who calculated, changed or transported the quote:
//
//   - every amount is of the quote's currency and has the sign of its item;
//   - price times quantity is Extended, and less the discounts it is the price
//     that was given, net or gross; no discount is more than there was;
//   - net + tax = gross on every item and over the quote;
//   - the shares of every order discount add up to it;
//   - every tax is what its rate gives at the scope of the policy, rounded once,
//     and the items' parts of it add up to it, each less than one minor unit
//     from its own exact tax;
//   - all totals are sums over the items, and over the taxes;
//   - gift cards pay no more than what is left for them;
//   - the cash rounding is what the policy's step and mode give;
//   - amounts in other currencies are what the recorded rates give.
//
// Check does not know the cart: ids, titles and coupon codes that nothing else
// in the quote repeats can be anything.
func (q Quote) Check() error {
	a := &audit{plan: &plan{cart: Cart{Currency: q.Currency, Policy: q.Policy}}, quote: &q}
	a.policy()
	if len(a.faults) > 0 {
		return a.faults // nothing below can be judged
	}
	ids := names{list: make([]string, 0, len(q.Lines)+len(q.Charges))}
	for i := range q.Lines {
		a.item(where{"lines", i}, &q.Lines[i], true, &ids)
	}
	for i := range q.Charges {
		a.item(where{"charges", i}, &q.Charges[i], false, &ids)
	}
	a.prepaid(q.Prepaid)
	if len(a.faults) == 0 {
		a.granted()
		a.taxes()
		a.totals()
	}
	if len(a.faults) > 0 {
		return a.faults
	}
	return nil
}

// audit is a check under way. Its plan is the cart as far as the quote tells it.
type audit struct {
	*plan
	quote *Quote
}

// each calls f with every item, lines first.
func (a *audit) each(f func(at where, it *Item)) {
	for i := range a.quote.Lines {
		f(where{"lines", i}, &a.quote.Lines[i])
	}
	for i := range a.quote.Charges {
		f(where{"charges", i}, &a.quote.Charges[i])
	}
}

// item checks what one item says about itself.
func (a *audit) item(at where, it *Item, line bool, ids *names) {
	a.name(at, it.ID, ids)
	switch {
	case line != (it.Kind == KindLine) || it.Kind == "":
		a.fault(FaultConflict, "not the kind of item that belongs here", "%vkind", at)
	case it.Prices != a.cart.Policy.Prices:
		a.fault(FaultConflict, "not the prices of the policy", "%vprices", at)
	case it.Quantity < 1 || !line && it.Quantity != 1:
		a.fault(FaultRange, "no quantity", "%vquantity", at)
	case it.Base < 1 || !line && it.Base != 1:
		a.fault(FaultRange, "no base", "%vbase", at)
	case !writable(it.Unit.Decimal()) || it.Unit.Decimal().Sign() < 0:
		a.fault(FaultRange, "no unit price", "%vunit", at)
	case a.signed(at, it):
		a.extended(at, it)
		a.applied(at, it)
		a.added(at, it)
	}
}

// signed checks the currency and the sign of all amounts of an item.
func (a *audit) signed(at where, it *Item) bool {
	n := len(a.faults)
	one := func(v currency.Amount, path string, args ...any) {
		switch {
		case !v.Valid() || v.Code() != a.cart.Currency:
			a.fault(FaultCurrency, "not an amount in the currency of the quote", "%v"+path, append([]any{at}, args...)...)
		case v.Sign() != 0 && v.Sign() < 0 != it.Return:
			a.fault(FaultSign, "not the sign of the item", "%v"+path, append([]any{at}, args...)...)
		}
	}
	one(it.Extended, "extended")
	one(it.Discount, "discount")
	one(it.Net, "net")
	one(it.Tax, "tax")
	one(it.Gross, "gross")
	for k := range it.Discounts {
		one(it.Discounts[k].Amount, "discounts[%d].amount", k)
		if code, why := a.wrong(it.Discounts[k].Unapplied, true); code != "" {
			a.fault(code, why, "%vdiscounts[%d].unapplied", at, k)
		}
	}
	for k := range it.Taxes {
		one(it.Taxes[k].Amount, "taxes[%d].amount", k)
	}
	return len(a.faults) == n
}

// extended checks price times quantity.
func (a *audit) extended(at where, it *Item) {
	w := work{plan: a.plan}
	n, ok := small(it.Unit.Decimal())
	if !ok {
		n = -1
	}
	x, err := w.extend(it.Unit.Decimal(), n, it.Quantity, it.Base)
	if it.Return {
		x = x.Neg()
	}
	if err != nil || x != it.Extended {
		a.fault(FaultSum, "not the unit price times the quantity", "%vextended", at)
	}
}

// applied checks the discounts of an item: each within what was left.
func (a *audit) applied(at where, it *Item) {
	left := it.Extended.Minor()
	shared := false
	for k := range it.Discounts {
		d := &it.Discounts[k]
		if d.ID == "" {
			a.fault(FaultRequired, "an id is needed", "%vdiscounts[%d].id", at, k)
		}
		if shared && !d.Order || d.Order && !d.Unapplied.IsZero() {
			a.fault(FaultConflict, "not a discount of the line", "%vdiscounts[%d].order", at, k)
		}
		shared = shared || d.Order
		if abs(d.Amount.Minor()) > abs(left) {
			a.fault(FaultSum, "more than what was left of the price", "%vdiscounts[%d].amount", at, k)
			return
		}
		left -= d.Amount.Minor()
	}
	if it.Extended.Minor()-left != it.Discount.Minor() {
		a.fault(FaultSum, "not the sum of the discounts", "%vdiscount", at)
	}
	if left != it.price() {
		a.fault(FaultSum, "not the price less the discounts", "%v%s", at, it.Prices)
	}
}

// added checks net, tax and gross, which exact shares depend on.
func (a *audit) added(at where, it *Item) {
	if it.fits() != nil {
		a.fault(FaultSum, "net, taxes and gross do not add up", "%vtax", at)
	}
}

// granted checks that the shares of every order discount add up to it.
func (a *audit) granted() {
	var ids names
	sums := make([]sum, len(a.quote.Discounts))
	for k := range a.quote.Discounts {
		g := &a.quote.Discounts[k]
		if _, fresh := ids.add(g.ID); !fresh || g.ID == "" {
			a.fault(FaultDuplicate, "not an id of its own", "discounts[%d].id", k)
			return
		}
		if code, why := a.wrong(g.Unapplied, true); code != "" {
			a.fault(code, why, "discounts[%d].unapplied", k)
		}
	}
	a.each(func(at where, it *Item) {
		last := -1
		for n := range it.Discounts {
			d := &it.Discounts[n]
			if !d.Order {
				continue
			}
			k, ok := ids.find(d.ID)
			if !ok || k <= last || d.Code != a.quote.Discounts[k].Code || d.Title != a.quote.Discounts[k].Title || it.Kind != KindLine {
				a.fault(FaultUnknown, "not a discount of the order in its order", "%vdiscounts[%d]", at, n)
				continue
			}
			last = k
			sums[k].add(d.Amount.Minor())
		}
	})
	for k := range sums {
		a.equal(sums[k], a.quote.Discounts[k].Amount, "the shares of the lines", "discounts[%d].amount", k)
	}
}

// totals checks the sums over the items.
func (a *audit) totals() {
	var extended, discount, net, tax, gross sum
	a.each(func(_ where, it *Item) {
		extended.add(it.Extended.Minor())
		discount.add(it.Discount.Minor())
		net.add(it.Net.Minor())
		tax.add(it.Tax.Minor())
		gross.add(it.Gross.Minor())
	})
	const items = "the items"
	a.equal(extended, a.quote.Extended, items, "extended")
	a.equal(discount, a.quote.Discount, items, "discount")
	a.equal(net, a.quote.Net, items, "net")
	a.equal(tax, a.quote.Tax, items, "tax")
	a.equal(gross, a.quote.Gross, items, "gross")
	a.cash()
	a.abroad()
}

// cash checks what is prepaid and the rounding of what is payable.
func (a *audit) cash() {
	p, want := &a.cart.Policy, currency.Zero(a.cart.Currency)
	due, ok := a.due(a.quote.Gross, a.quote.Prepaid)
	if ok && p.Cash {
		var err error
		if _, want, err = due.RoundTo(p.cashStep(a.cart.Currency), p.CashMode); err != nil {
			a.fault(FaultOverflow, "beyond what an amount holds", "rounding")
			return
		}
	}
	if got := a.quote.Rounding; got != want && (got != currency.Amount{} || !want.IsZero()) {
		a.fault(FaultSum, "not the cash rounding of the policy", "rounding")
	}
}

// equal checks that a total is the sum it should be.
func (a *audit) equal(s sum, total currency.Amount, of, path string, args ...any) {
	n, ok := s.value()
	switch {
	case !total.Valid() || total.Code() != a.cart.Currency:
		a.fault(FaultCurrency, "not an amount in the currency of the quote", path, args...)
	case !ok || n != total.Minor():
		a.fault(FaultSum, "not the sum over "+of, path, args...)
	}
}
