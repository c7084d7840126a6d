package pricing

import (
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// plan is a cart that was found valid, with every name resolved to an index.
// Items are numbered as in the quote: the lines, then the charges.
type plan struct {
	cart     Cart
	taxes    []rate    // every tax of the cart once, in order of appearance
	slots    []slot    // every tax of every item, in order
	eligible [][]int32 // per order discount the lines it is for, in their order; nil means all
	units    []int64   // per line the coefficient of a small unit price, or -1
	faults   Faults
	taxNames names
	top      int32 // the last stage of the taxes
	fixed    bool  // some tax is a fixed one
	numbers  []int64
	indices  []int32
}

// rate is one tax of the catalogue of a cart.
type rate struct {
	tax   Tax
	steps int64
	stage int32 // 0 is of the price alone or fixed, from 1 on of other taxes too
	from  *Tax  // where it was found first
}

func (r *rate) fixed() bool { return !r.tax.Fixed.IsZero() }

// fee is the amount of a fixed tax, the zero Amount if it is none: in JSON both are
// left out.
func (r *rate) fee() currency.Amount {
	if !r.fixed() {
		return currency.Amount{}
	}
	return r.tax.Fixed
}

// slot is one tax on one item.
type slot struct{ item, tax int32 }

// take hands out n numbers of memory that was made in one piece.
func take[T any](from *[]T, n int) []T {
	if n > len(*from) {
		return make([]T, n)
	}
	part := (*from)[:n:n]
	*from = (*from)[n:]
	return part
}

// where names a list element for the path of a fault, at no cost until there is one.
type where struct {
	list string
	i    int
}

func (w where) String() string {
	if w.list == "" {
		return ""
	}
	return fmt.Sprintf("%s[%d].", w.list, w.i)
}

func (p *plan) fault(code, reason, path string, args ...any) {
	p.faults = append(p.faults, Fault{Code: code, Path: fmt.Sprintf(path, args...), Reason: reason})
}

// prepare checks the whole cart; its faults are in the plan.
func (p *plan) prepare() {
	c := &p.cart
	p.policy()
	lines, all := len(c.Lines), len(c.Lines)+len(c.Charges)
	ids := names{list: make([]string, 0, all)}
	n := 0
	for i := range c.Lines {
		n += len(c.Lines[i].Taxes)
	}
	for i := range c.Charges {
		n += len(c.Charges[i].Taxes)
	}
	p.catalogue(n)
	// What the calculation will take: units, running prices, weights; amounts.
	p.numbers = make([]int64, lines+all+min(len(c.Discounts), 1)*lines+n)
	p.indices = make([]int32, min(len(c.Discounts), 1)*2*lines+2*n)
	p.units = take(&p.numbers, lines)[:0]
	for i := range c.Lines {
		p.line(i, &ids)
	}
	p.orderDiscounts(ids)
	for i := range c.Charges {
		p.charge(i, &ids)
	}
	p.prepaid(c.Prepaid)
	p.rank()
}

// catalogue makes room for so many taxes on the items, few of them different.
func (p *plan) catalogue(n int) {
	p.slots = make([]slot, 0, n)
	p.taxes = make([]rate, 0, min(n, 2))
	p.taxNames.list = make([]string, 0, min(n, 2))
}

func (p *plan) policy() {
	if !p.cart.Currency.Valid() {
		p.fault(FaultRequired, "a known currency is needed", "currency")
	}
	pol := p.cart.Policy
	switch pol.Prices {
	case Net, Gross:
	case "":
		p.fault(FaultRequired, `"net" or "gross" is needed`, "policy.prices")
	default:
		p.fault(FaultUnknown, `neither "net" nor "gross"`, "policy.prices")
	}
	switch pol.scope() {
	case PerRate, PerLine, PerUnit:
	default:
		p.fault(FaultUnknown, "no such tax scope", "policy.tax_scope")
	}
	for _, m := range [...]struct {
		mode currency.Mode
		path string
	}{{pol.TaxMode, "tax"}, {pol.LineMode, "line"}, {pol.DiscountMode, "discount"}, {pol.CashMode, "cash"}} {
		if !m.mode.Valid() {
			p.fault(FaultUnknown, "no such rounding mode", "policy.%s_mode", m.path)
		}
	}
	switch pol.Reversal {
	case "", Keep, ClawBack, ClawBackNoHarm:
	default:
		p.fault(FaultUnknown, "no such rule of reversal", "policy.reversal")
	}
	if pol.CashStep < 0 {
		p.fault(FaultRange, "must not be negative", "policy.cash_step")
	}
}

func (p *plan) line(i int, ids *names) {
	l, at := &p.cart.Lines[i], where{"lines", i}
	p.name(at, l.ID, ids)
	n, ok := small(l.Unit)
	if !ok {
		n = -1
	}
	p.units = append(p.units, n)
	switch {
	case !ok && !writable(l.Unit):
		p.fault(FaultPrecision, "longer than 32 characters", "%vunit", at)
	case l.Unit.Sign() < 0:
		p.fault(FaultRange, "negative; a return has a positive price and the return flag", "%vunit", at)
	}
	if l.Quantity <= 0 {
		p.fault(FaultRange, "must be above zero", "%vquantity", at)
	}
	if l.Base < 0 {
		p.fault(FaultRange, "must not be negative", "%vbase", at)
	}
	if l.Floor != (currency.Amount{}) {
		if code, why := p.wrong(l.Floor, true); code != "" {
			p.fault(code, why, "%vfloor", at)
		}
	}
	p.discounts(at, l.Discounts, false)
	p.itemTaxes(at, i, l.Taxes)
}

func (p *plan) charge(i int, ids *names) {
	c, at := &p.cart.Charges[i], where{"charges", i}
	p.name(at, c.ID, ids)
	switch c.Kind {
	case "":
		p.fault(FaultRequired, "a kind is needed", "%vkind", at)
	case KindLine:
		p.fault(FaultConflict, "a charge cannot be a line", "%vkind", at)
	}
	if code, why := p.wrong(c.Amount, false); code != "" {
		p.fault(code, why, "%vamount", at)
	}
	p.discounts(at, c.Discounts, false)
	p.itemTaxes(at, len(p.cart.Lines)+i, c.Taxes)
}

func (p *plan) name(at where, id string, ids *names) {
	if id == "" {
		p.fault(FaultRequired, "an id is needed", "%vid", at)
	} else if _, fresh := ids.add(id); !fresh {
		p.fault(FaultDuplicate, "an id that was used before", "%vid", at)
	}
}

// wrong returns the fault of an amount, if it has one. The zero Amount is
// nothing in any currency.
func (p *plan) wrong(a currency.Amount, positive bool) (code, reason string) {
	switch {
	case !a.Valid():
		return FaultOverflow, "not an amount"
	case a.Code() != p.cart.Currency && a != currency.Amount{}:
		return FaultCurrency, "in another currency than the cart"
	case positive && a.Sign() < 0:
		return FaultRange, "must not be negative"
	}
	return "", ""
}

func (p *plan) discounts(at where, list []Discount, order bool) {
	if len(list) == 0 {
		return
	}
	var ids names
	for k := range list {
		d := &list[k]
		if d.ID == "" {
			p.fault(FaultRequired, "an id is needed", "%vdiscounts[%d].id", at, k)
		} else if _, fresh := ids.add(d.ID); !fresh {
			p.fault(FaultDuplicate, "an id that was used before", "%vdiscounts[%d].id", at, k)
		}
		if n, ok := steps(d.Percent); !ok {
			p.fault(FaultPrecision, "more than 12 decimal places", "%vdiscounts[%d].percent", at, k)
		} else if n < 0 || n > one {
			p.fault(FaultRange, "must be between 0 and 100", "%vdiscounts[%d].percent", at, k)
		}
		if code, why := p.wrong(d.Fixed, true); code != "" {
			p.fault(code, why, "%vdiscounts[%d].fixed", at, k)
		}
		if d.Percent.Sign() != 0 && !d.Fixed.IsZero() {
			p.fault(FaultConflict, "both a percentage and a fixed amount", "%vdiscounts[%d]", at, k)
		}
		if !order && len(d.Lines) > 0 {
			p.fault(FaultConflict, "only a discount on the order names lines", "%vdiscounts[%d].lines", at, k)
		}
	}
}

func (p *plan) orderDiscounts(lines names) {
	list := p.cart.Discounts
	p.discounts(where{}, list, true)
	p.eligible = make([][]int32, len(list))
	for k := range list {
		if len(list[k].Lines) == 0 {
			continue
		}
		chosen := make([]int32, 0, len(list[k].Lines))
		for j, id := range list[k].Lines {
			i, ok := lines.find(id)
			if !ok {
				p.fault(FaultUnknown, "no line has this id", "discounts[%d].lines[%d]", k, j)
				continue
			}
			chosen = append(chosen, int32(i))
		}
		slices.Sort(chosen)
		if named := len(chosen); len(slices.Compact(chosen)) < named {
			p.fault(FaultDuplicate, "a line is named twice", "discounts[%d].lines", k)
		}
		p.eligible[k] = chosen
	}
}

func (p *plan) itemTaxes(at where, item int, list []Tax) {
	if len(list) > maxTaxes {
		p.fault(FaultRange, fmt.Sprintf("more than %d taxes", maxTaxes), "%vtaxes", at)
		return
	}
	first := len(p.slots)
	above := false
	for k := range list {
		n := p.tax(&list[k], at, k)
		for _, s := range p.slots[first:] {
			if s.tax == n {
				p.fault(FaultDuplicate, "a tax that is on this item already", "%vtaxes[%d].id", at, k)
			}
		}
		if above && !list[k].Compound && list[k].Fixed.IsZero() {
			p.fault(FaultConflict, "a percentage of the price alone after a tax on top of others", "%vtaxes[%d]", at, k)
		}
		above = above || list[k].Compound
		p.slots = append(p.slots, slot{int32(item), n})
	}
}

// maxTaxes bounds the taxes of one item, and maxTax their percentage, so that
// sums of rates stay whole numbers.
const (
	maxTaxes = 16
	maxTax   = 10 * one
)

// tax finds a tax in the catalogue or adds it.
func (p *plan) tax(t *Tax, at where, k int) int32 {
	for i := range p.taxes[:min(len(p.taxes), 4)] {
		if p.taxes[i].from == t {
			return int32(i) // lines share one list of taxes
		}
	}
	if t.ID == "" {
		p.fault(FaultRequired, "an id is needed", "%vtaxes[%d].id", at, k)
	}
	i, fresh := p.taxNames.add(t.ID)
	if !fresh && *t == p.taxes[i].tax {
		return int32(i) // the very same decimal, as it is when a host looks rates up once
	}
	n, ok := steps(t.Percent)
	if !ok {
		p.fault(FaultPrecision, "more than 12 decimal places", "%vtaxes[%d].percent", at, k)
	} else if n < 0 || n > maxTax {
		p.fault(FaultRange, "must be between 0 and 1000", "%vtaxes[%d].percent", at, k)
	}
	if code, why := p.wrong(t.Fixed, true); code != "" {
		p.fault(code, why, "%vtaxes[%d].fixed", at, k)
	} else if !t.Fixed.IsZero() && (n != 0 || t.Compound) {
		p.fault(FaultConflict, "both a fixed amount and a percentage", "%vtaxes[%d]", at, k)
	}
	if fresh {
		p.taxes = append(p.taxes, rate{tax: *t, steps: n, from: t})
		p.fixed = p.fixed || !t.Fixed.IsZero()
	} else if known := &p.taxes[i]; known.steps != n || known.tax.Category != t.Category ||
		known.tax.Compound != t.Compound || known.tax.Fixed.Minor() != t.Fixed.Minor() {
		p.fault(FaultConflict, "the same id with another category, percentage or amount", "%vtaxes[%d]", at, k)
	}
	return int32(i)
}

func same(a, b decimal.Decimal) bool {
	return short(a) && short(b) && a.Equal(b)
}
