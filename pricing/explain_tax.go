package pricing

import (
	"fmt"
	"math"
	"math/big"

	"github.com/orderkit/orderkit/currency"
)

// itemTax explains tax k of an item.
func (e *account) itemTax(path string, it *Item, k int) {
	t := &it.Taxes[k]
	if !t.Fixed.IsZero() {
		every := ""
		if it.Base > 1 {
			every = fmt.Sprintf(" for every %d", it.Base)
		}
		e.say(t.Amount, path, "%s: %s%d x %s%s = %s", t.ID, back(it), it.Quantity, t.Fixed.Number(), every, t.Amount.Number())
		return
	}
	base, whole := e.base(it, k)
	steps, _ := steps(t.Percent.Decimal())
	exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(base.Minor()), big.NewInt(steps)), big.NewInt(whole))
	exact.Quo(exact, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(base.Code().Digits())), nil)))
	remark := exactly(exact, t.Amount, e.quote.Policy.TaxMode)
	if a, err := base.MulRat(steps, whole, e.quote.Policy.TaxMode); err == nil && a != t.Amount {
		s := exact.FloatString(base.Code().Digits() + 4)
		if e.quote.Policy.scope() == PerUnit {
			remark = " (" + s + ", rounded unit by unit)"
		} else {
			remark = " (" + s + ", with a minor unit from rounding once for all items)"
		}
	}
	e.say(t.Amount, path, "%s %s = %s%s", e.rate(t, it), base.Number(), t.Amount.Number(), remark)
}

// rate is "19 % of", or "19 % inside" for a gross price.
func (e *account) rate(t *TaxShare, it *Item) string {
	word := "of"
	if it.Prices == Gross {
		word = "inside"
	}
	beside := ""
	if it.Prices == Gross && !t.Compound {
		for k := range it.Taxes {
			if o := &it.Taxes[k]; o.ID != t.ID && !o.Compound && o.Fixed.IsZero() {
				beside += " beside " + text(o.Percent.Decimal()) + " %"
			}
		}
	}
	return text(t.Percent.Decimal()) + " %" + beside + " " + word
}

// base is what tax k of an item is of, and the steps of all that is inside.
func (e *account) base(it *Item, k int) (currency.Amount, int64) {
	amounts := []currency.Amount{it.Net}
	whole := int64(one)
	t := &it.Taxes[k]
	for n := range it.Taxes {
		o := &it.Taxes[n]
		plain := !o.Compound && o.Fixed.IsZero()
		switch {
		case t.Compound && (n < k || n == k && it.Prices == Gross), !t.Compound && plain && it.Prices == Gross:
			amounts = append(amounts, o.Amount)
		}
		if it.Prices == Gross && (n == k || !t.Compound && plain) {
			s, _ := steps(o.Percent.Decimal())
			whole += s
		}
	}
	sum, err := currency.Sum(amounts...)
	if err != nil {
		return it.Net, whole
	}
	return sum, whole
}

// taxTotal explains one line of the tax summary.
func (e *account) taxTotal(k int) {
	t := &e.quote.Taxes[k]
	var nets, taxes []string
	var base []currency.Amount
	for _, list := range [][]Item{e.quote.Lines, e.quote.Charges} {
		for i := range list {
			for n := range list[i].Taxes {
				if s := &list[i].Taxes[n]; s.ID == t.ID {
					nets = append(nets, list[i].Net.Number())
					taxes = append(taxes, s.Amount.Number())
					b, _ := e.base(&list[i], n)
					base = append(base, b)
				}
			}
		}
	}
	at := func(list []string) func(int) string { return func(n int) string { return list[n] } }
	e.say(t.Net, fmt.Sprintf("taxes[%d].net", k), "net of the items with %s: %s = %s", t.ID, listed(len(nets), at(nets), "none"), t.Net.Number())
	path := fmt.Sprintf("taxes[%d].tax", k)
	parts := listed(len(taxes), at(taxes), "none")
	sum, err := currency.Sum(base...)
	word := "of"
	if e.quote.Policy.Prices == Gross {
		word = "inside"
	}
	if !t.Fixed.IsZero() || e.quote.Policy.scope() != PerRate || err != nil {
		e.say(t.Tax, path, "%s: %s = %s", t.ID, parts, t.Tax.Number())
		return
	}
	e.say(t.Tax, path, "%s: %s %% %s %s, rounded once: %s = %s", t.ID, text(t.Percent.Decimal()), word, sum.Number(), parts, t.Tax.Number())
}

// totals explains the sums.
func (e *account) totals() {
	q := e.quote
	sum := func(of func(*Item) currency.Amount) string {
		var words []string
		for _, list := range [][]Item{q.Lines, q.Charges} {
			for i := range list {
				words = append(words, of(&list[i]).Number())
			}
		}
		return listed(len(words), func(n int) string { return words[n] }, "nothing")
	}
	e.say(q.Extended, "extended", "before discounts: %s = %s", sum(func(it *Item) currency.Amount { return it.Extended }), q.Extended.Number())
	e.say(q.Discount, "discount", "discounts: %s = %s", sum(func(it *Item) currency.Amount { return it.Discount }), q.Discount.Number())
	e.say(q.Net, "net", "net: %s = %s", sum(func(it *Item) currency.Amount { return it.Net }), q.Net.Number())
	e.say(q.Tax, "tax", "tax: %s = %s", sum(func(it *Item) currency.Amount { return it.Tax }), q.Tax.Number())
	e.say(q.Gross, "gross", "total: %s = %s", sum(func(it *Item) currency.Amount { return it.Gross }), q.Gross.Number())
	left := q.Gross
	for k := range q.Prepaid {
		a := q.Prepaid[k].Amount
		rest, err := left.Sub(a)
		if err != nil {
			rest = currency.New(math.MinInt64, q.Currency)
		}
		e.say(a, fmt.Sprintf("prepaid[%d].amount", k), "%s: %s - %s = %s, so it pays %s",
			named(q.Prepaid[k].Title, q.Prepaid[k].Kind), left.Number(), a.Number(), rest.Number(), a.Number())
		left = rest
	}
	if q.Policy.Cash {
		step := currency.New(q.Policy.cashStep(q.Currency), q.Currency)
		e.say(q.Rounding, "rounding", "%s paid in cash in steps of %s is %s, a difference of %s", left.Number(), step.Number(), q.Payable().Number(), q.Rounding.Number())
	}
}

// abroad explains the amounts in other currencies.
func (e *account) abroad() {
	for k := range e.quote.Abroad {
		b := &e.quote.Abroad[k]
		rates := listed(len(b.Rates), func(n int) string { return b.Rates[n].String() }, "no rate")
		for n := range b.Taxes {
			if n < len(e.quote.Taxes) {
				e.say(b.Taxes[n], fmt.Sprintf("abroad[%d].taxes[%d]", k, n), "%v at %s = %v", e.quote.Taxes[n].Tax, rates, b.Taxes[n])
			}
		}
		if b.Use == ForTax {
			e.say(b.Tax, fmt.Sprintf("abroad[%d].tax", k), "tax in its own currency: %s = %v",
				listed(len(b.Taxes), func(n int) string { return b.Taxes[n].Number() }, "none"), b.Tax)
		} else {
			e.say(b.Payable, fmt.Sprintf("abroad[%d].payable", k), "%v at %s = %v", e.quote.Payable(), rates, b.Payable)
		}
	}
}
