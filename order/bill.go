package order

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// bill is an order as it was priced, which of it is gone, and what stays as a
// cart, so that promotions can be judged anew.
type bill struct {
	quote pricing.Quote // every line that was sold, those added later too, and every charge
	gone  []pricing.Units
	stays pricing.Cart // without discounts
	// whole is what promotions are judged on: stays, but a raised quantity is one
	// line again, as the customer sees it, and units that the shop gave up count as
	// if they had stayed.
	whole  pricing.Cart
	raised map[string]bool // lines of stays that are a part of another one of whole
	roots  map[string]int  // lines of whole by ID
	taxes  taxNames
}

// bill makes the bill of an order. Charges of the engine's own, which are no
// part of what was offered, are left out.
func (o *Order) bill() *bill {
	policy := o.Policy
	policy.Cash, policy.CashStep = false, 0
	cart := pricing.Cart{Currency: o.Currency, Policy: policy}
	b := &bill{quote: pricing.Quote{Currency: o.Currency, Policy: o.Policy}, stays: cart, whole: cart,
		raised: map[string]bool{}, roots: map[string]int{}, taxes: taxNames{known: map[string]pricing.Tax{}, was: map[string]string{}}}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.Runs[0].Phase != "" && l.Runs[0].State != stateRefused {
			b.line(o, l)
		}
	}
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Price.ID != idRounding && c.Undeserved == nil {
			b.charge(c)
		}
	}
	return b
}

func (b *bill) line(o *Order, l *Line) {
	it := b.item(l.Price)
	b.quote.Lines = append(b.quote.Lines, it)
	left, end := int64(0), int64(-1)
	for _, r := range l.Runs {
		n := len(b.gone) - 1
		switch {
		case live(r.Phase):
			left += r.Count
			continue
		case end == r.First:
			b.gone[n].Count += r.Count
		default:
			b.gone = append(b.gone, pricing.Units{Item: l.ID, First: r.First, Count: r.Count})
		}
		end = r.First + r.Count
	}
	p := pricing.Line{ID: l.ID, Unit: it.Unit.Decimal(), Base: it.Base, Quantity: left}
	for _, t := range it.Taxes {
		p.Taxes = append(p.Taxes, t.Tax())
	}
	root := o.root(l)
	if left > 0 {
		b.stays.Lines = append(b.stays.Lines, p)
		b.raised[l.ID] = root != l.ID
	}
	if p.Quantity += o.excused(l); p.Quantity == 0 {
		return
	}
	if i, ok := b.roots[root]; ok {
		b.whole.Lines[i].Quantity += p.Quantity
		return
	}
	p.ID, b.roots[root] = root, len(b.whole.Lines)
	b.whole.Lines = append(b.whole.Lines, p)
}

func (b *bill) charge(c *Charge) {
	it := b.item(c.Price)
	b.quote.Charges = append(b.quote.Charges, it)
	if !c.Live {
		b.gone = append(b.gone, pricing.Units{Item: it.ID, Count: 1})
		return
	}
	p := pricing.Charge{ID: it.ID, Kind: it.Kind, Title: it.Title, Amount: it.Extended}
	for _, t := range it.Taxes {
		p.Taxes = append(p.Taxes, t.Tax())
	}
	b.stays.Charges, b.whole.Charges = append(b.stays.Charges, p), append(b.whole.Charges, p)
}

// item is a copy whose taxes have names of their own.
func (b *bill) item(i pricing.Item) pricing.Item {
	i.Taxes = slices.Clone(i.Taxes)
	for k := range i.Taxes {
		i.Taxes[k].ID = b.taxes.name(i.Taxes[k])
	}
	return i
}

// root is the line that a line raised, itself or by lines between, as long as
// they are sold at one price.
func (o *Order) root(l *Line) string {
	for {
		var of *Line
		ok := l.Of != ""
		if ok {
			of, ok = o.Line(l.Of)
		}
		if !ok || !of.Price.Unit.Decimal().Equal(l.Price.Unit.Decimal()) || of.Price.Base != l.Price.Base {
			return l.ID
		}
		l = of
	}
}

// excused counts the units of a line that are gone because of the shop.
func (o *Order) excused(l *Line) int64 {
	var n int64
	for _, u := range o.Excused {
		if u.Line != l.ID {
			continue
		}
		for _, r := range l.Runs {
			if _, k := overlap(r.First, r.Count, u); !live(r.Phase) {
				n += k
			}
		}
	}
	return n
}

// excuse notes units that the shop gives up.
func (o *Order) excuse(moves []Shift) {
	fresh := make([]Units, len(moves))
	for i, m := range moves {
		fresh[i] = Units{m.Line, m.First, m.Count}
	}
	list := append(without(slices.Clone(o.Excused), fresh), fresh...)
	slices.SortFunc(list, func(a, b Units) int { return cmp.Or(strings.Compare(a.Line, b.Line), cmp.Compare(a.First, b.First)) })
	joined := list[:0]
	for _, u := range list {
		if n := len(joined) - 1; n >= 0 && joined[n].Line == u.Line && joined[n].First+joined[n].Count == u.First {
			joined[n].Count += u.Count
			continue
		}
		joined = append(joined, u)
	}
	o.Excused = joined
}

// grant gives what stays the discounts that promotions gave the whole: those of
// a line fall on the units that it was placed with.
func (b *bill) grant(with pricing.Cart, gone map[string]bool) {
	usable := func(list []pricing.Discount) []pricing.Discount {
		return slices.DeleteFunc(slices.Clone(list), func(d pricing.Discount) bool { return gone[d.Code] })
	}
	own := map[string][]pricing.Discount{}
	for i := range with.Lines {
		own[with.Lines[i].ID] = with.Lines[i].Discounts
	}
	for i := range with.Charges {
		own[with.Charges[i].ID] = with.Charges[i].Discounts
	}
	var placed []string
	isPlaced := map[string]bool{}
	for i := range b.stays.Lines {
		if l := &b.stays.Lines[i]; !b.raised[l.ID] {
			placed, isPlaced[l.ID] = append(placed, l.ID), true
			l.Discounts = usable(own[l.ID])
		}
	}
	for i := range b.stays.Charges {
		b.stays.Charges[i].Discounts = usable(own[b.stays.Charges[i].ID])
	}
	for _, d := range usable(with.Discounts) {
		if len(d.Lines) == 0 {
			d.Lines = placed
		} else {
			d.Lines = slices.DeleteFunc(slices.Clone(d.Lines), func(id string) bool { return !isPlaced[id] })
		}
		if len(d.Lines) > 0 {
			b.stays.Discounts = append(b.stays.Discounts, d)
		}
	}
}

// grossGone is what all that is gone was charged.
func (b *bill) grossGone(s *sums) (currency.Amount, error) {
	items := map[string]*pricing.Item{}
	for _, list := range [][]pricing.Item{b.quote.Lines, b.quote.Charges} {
		for i := range list {
			items[list[i].ID] = &list[i]
		}
	}
	sum := currency.Zero(b.quote.Currency)
	for _, u := range b.gone {
		w, err := items[u.Item].GrossOf(u.First, u.Count)
		if err != nil {
			return sum, err
		}
		sum = s.add(sum, w)
	}
	return sum, s.err
}

// only takes every discount out of the original that the promotions did not
// give: what staff granted by hand is never undeserved.
func (b *bill) only(known func(id string) bool) {
	for _, list := range [][]pricing.Item{b.quote.Lines, b.quote.Charges} {
		for i := range list {
			list[i].Discounts = slices.DeleteFunc(slices.Clone(list[i].Discounts), func(d pricing.Applied) bool { return !known(d.ID) })
		}
	}
}

// taxNames keeps taxes apart that have one name and are not equal: a rate that
// changed between placing an order and adding to it.
type taxNames struct {
	known map[string]pricing.Tax
	was   map[string]string
}

func (n taxNames) name(t pricing.TaxShare) string {
	tax := t.Tax()
	for id, k := t.ID, 2; ; id, k = t.ID+"/"+itoa(int64(k)), k+1 {
		have, ok := n.known[id]
		if !ok {
			n.known[id], n.was[id] = tax, t.ID
			return id
		}
		if n.was[id] == t.ID && have.Category == tax.Category && have.Fixed.Minor() == tax.Fixed.Minor() &&
			have.Compound == tax.Compound && have.Percent.Equal(tax.Percent) {
			return id
		}
	}
}

// leaving are the moves by which units stop being part of what the order costs.
func (o *Order) leaving(moves []Shift) []Shift {
	var list []Shift
	f := o.finder()
	for _, m := range moves {
		if live(m.Phase) {
			continue
		}
		if l, ok := f.line(m.Line); ok && live(l.run(m.First).Phase) {
			list = append(list, m)
		}
	}
	return list
}
