package pricing

import (
	"fmt"
	"math"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// reward is what a promotion adds to a basket, or why it adds nothing.
func (s *stack) reward(p *Promotion, code string, b *basket) (discounts, free []Discount, why string) {
	lines := s.lines(p.For, b)
	if len(lines) == 0 {
		return nil, nil, "no line that it is for"
	}
	value, units := b.sum(lines)
	d := Discount{ID: p.ID, Code: code, Title: p.Title, Lines: b.ids(lines, p.For)}
	for _, a := range []currency.Amount{p.MinAmount, p.Off} {
		if !a.IsZero() && a.Code() != b.cart.Currency {
			return nil, nil, "is for carts in " + a.Code().String()
		}
	}
	switch {
	case value < p.MinAmount.Minor():
		return nil, nil, fmt.Sprintf("needs goods for %s, there are %s", p.MinAmount.Number(), b.money(value).Number())
	case units < p.MinQuantity:
		return nil, nil, fmt.Sprintf("needs %d units, there are %d", p.MinQuantity, units)
	case p.FreeShipping:
		d.Lines, d.Percent = nil, decimal.New(100, 0)
		if !slices.ContainsFunc(b.cart.Charges, func(c Charge) bool { return c.Kind == KindShipping }) {
			return nil, nil, "there is no shipping to pay"
		}
		return nil, []Discount{d}, ""
	case p.Get != nil:
		return s.get(p, d, lines, b)
	case p.Bundle != nil:
		return s.bundle(p, d, b)
	case len(p.Tiers) > 0:
		return tier(p, d, value, units, b)
	}
	d.Percent, d.Fixed = p.Percent.Decimal(), p.Off
	return []Discount{d}, nil, ""
}

func tier(p *Promotion, d Discount, value, units int64, b *basket) (discounts, free []Discount, why string) {
	for _, t := range slices.Backward(p.Tiers) {
		for _, a := range []currency.Amount{t.Amount, t.Off} {
			if !a.IsZero() && a.Code() != b.cart.Currency {
				return nil, nil, "is for carts in " + a.Code().String()
			}
		}
		if value >= t.Amount.Minor() && units >= t.Quantity {
			d.Percent, d.Fixed = t.Percent.Decimal(), t.Off
			return []Discount{d}, nil, ""
		}
	}
	return nil, nil, fmt.Sprintf("its lowest tier is not reached with %s and %d units", b.money(value).Number(), units)
}

// lines are the lines that a list of ids and tags is for.
func (s *stack) lines(ids []string, b *basket) (list []int) {
	var asked names
	for _, id := range ids {
		asked.add(id)
	}
	is := func(id string) bool {
		_, ok := asked.find(id)
		return ok
	}
	for i := range b.cart.Lines {
		l := &b.cart.Lines[i]
		if !l.Return && (len(ids) == 0 || is(l.ID) || slices.ContainsFunc(s.ctx.Tags[l.ID], is)) {
			list = append(list, i)
		}
	}
	return list
}

// sum is what lines cost and how many units they have.
func (b *basket) sum(lines []int) (value, units int64) {
	for _, i := range lines {
		value = satAdd(value, b.running[i])
		units = satAdd(units, b.cart.Lines[i].Quantity)
	}
	return value, units
}

// satAdd adds what is not negative; beyond all numbers there is enough.
func satAdd(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// ids are the lines that a discount names: none if it is for every line, even if
// some come back, which no discount of the order falls on.
func (b *basket) ids(lines []int, asked []string) (list []string) {
	if len(asked) == 0 && !slices.ContainsFunc(b.cart.Lines, func(l Line) bool { return l.Return }) {
		return nil
	}
	for _, i := range lines {
		list = append(list, b.cart.Lines[i].ID)
	}
	return list
}

func (b *basket) money(minor int64) currency.Amount { return currency.New(minor, b.cart.Currency) }

// on is a discount of an amount on one line.
func (b *basket) on(d Discount, line int, amount int64) Discount {
	id := b.cart.Lines[line].ID
	d.ID, d.Lines, d.Fixed = d.ID+"/"+id, []string{id}, b.money(amount)
	return d
}

// get is buy some, get some for less.
func (s *stack) get(p *Promotion, d Discount, lines []int, b *basket) (discounts, free []Discount, why string) {
	g := p.Get
	_, units := b.sum(lines)
	gifts, n := lines, units/satAdd(g.Buy, g.Free)
	if len(g.For) > 0 {
		gifts, n = nil, 0
		for _, i := range s.lines(g.For, b) {
			if _, bought := slices.BinarySearch(lines, i); !bought { // lines are in order
				gifts = append(gifts, i)
			}
		}
		n = units / g.Buy
	}
	left := int64(math.MaxInt64)
	if n <= left/g.Free {
		left = n * g.Free
	}
	if g.Most > 0 {
		left = min(left, g.Most)
	}
	if n == 0 {
		return nil, nil, fmt.Sprintf("needs more than %d units", units)
	}
	if len(gifts) == 0 {
		return nil, nil, "nothing of what one gets for less is in the cart"
	}
	// The cheapest first: price over quantity, compared without dividing.
	slices.SortStableFunc(gifts, func(i, j int) int {
		return compareRatios(b.running[i], b.cart.Lines[i].Quantity, b.running[j], b.cart.Lines[j].Quantity)
	})
	percent := g.Percent.Decimal()
	if percent.Sign() == 0 {
		percent = decimal.New(100, 0)
	}
	part, _ := steps(percent)
	for _, i := range gifts {
		count := min(left, b.cart.Lines[i].Quantity)
		left -= count
		price := portion(b.cart.Currency, b.running[i], count, b.cart.Lines[i].Quantity)
		a, err := b.money(price).MulRat(part, one, b.cart.Policy.DiscountMode)
		if err == nil && !a.IsZero() {
			discounts = append(discounts, b.on(d, i, a.Minor()))
		}
	}
	if len(discounts) == 0 {
		return nil, nil, "what one would get for less costs nothing"
	}
	return discounts, nil, ""
}
