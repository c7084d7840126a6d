package pricing

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Step explains one amount of a quote in a sentence.
type Step struct {
	Path   string          `json:"path"` // the amount in the JSON form of the quote, such as "lines[0].extended"
	Text   string          `json:"text"` // such as "3 x 12.50 = 37.50"
	Amount currency.Amount `json:"amount"`
}

// Explain says in plain sentences where every amount of a quote comes from, in
// the order of calculation: items, their discounts and taxes, then the discounts,
// taxes and totals of the order. The sentences are English, for the people of a
// shop; what they say may be worded better in any version. Calculate does no
// work for them.
//
// A quote does not keep the percentages of discounts. The cart it was calculated
// from adds them; the empty Cart leaves them out. A quote that Check refuses is
// explained by what its amounts claim.
func (q Quote) Explain(c Cart) []Step {
	e := &account{quote: &q, cart: &c, percents: map[string]decimal.Decimal{}, numbers: map[string]int{}}
	for k := range q.Discounts {
		e.numbers[q.Discounts[k].ID] = k
	}
	e.discounts("", c.Discounts)
	for i := range c.Lines {
		e.discounts(c.Lines[i].ID+"/", c.Lines[i].Discounts)
	}
	for i := range c.Charges {
		e.discounts(c.Charges[i].ID+"/", c.Charges[i].Discounts)
	}
	for k := range q.Discounts {
		e.granted(k)
	}
	for i := range q.Lines {
		e.item(where{"lines", i}, &q.Lines[i])
	}
	for i := range q.Charges {
		e.item(where{"charges", i}, &q.Charges[i])
	}
	for k := range q.Taxes {
		e.taxTotal(k)
	}
	e.totals()
	e.abroad()
	return e.steps
}

// account is an explanation under way.
type account struct {
	quote    *Quote
	cart     *Cart
	percents map[string]decimal.Decimal // of discounts, by id; those of an item after its id
	numbers  map[string]int             // of the order's discounts, by id
	steps    []Step
}

func (e *account) discounts(of string, list []Discount) {
	for k := range list {
		if list[k].Percent.Sign() != 0 {
			e.percents[of+list[k].ID] = list[k].Percent
		}
	}
}

// say adds a step; the sentence ends with the amount.
func (e *account) say(a currency.Amount, path, sentence string, args ...any) {
	e.steps = append(e.steps, Step{Path: path, Text: fmt.Sprintf(sentence, args...), Amount: a})
}

// item explains the price, discounts and taxes of a line or charge.
func (e *account) item(at where, it *Item) {
	n := it.Extended.Number()
	unit := text(it.Unit.Decimal())
	switch {
	case it.Kind != KindLine:
		e.say(it.Extended, fmt.Sprintf("%vextended", at), "%s = %s", named(it.Title, it.Kind), n)
	case it.Base > 1:
		e.say(it.Extended, fmt.Sprintf("%vextended", at), "%s%d x %s for every %d = %s%s", back(it), it.Quantity, unit, it.Base, n, e.rounded(it))
	default:
		e.say(it.Extended, fmt.Sprintf("%vextended", at), "%s%d x %s = %s%s", back(it), it.Quantity, unit, n, e.rounded(it))
	}
	left := it.Extended
	for k := range it.Discounts {
		left = e.applied(fmt.Sprintf("%vdiscounts[%d].amount", at, k), it, &it.Discounts[k], left)
	}
	if len(it.Discounts) > 0 {
		e.say(it.Discount, fmt.Sprintf("%vdiscount", at), "%s - %s = %s, so the discounts are %s", n, left.Number(), it.Discount.Number(), it.Discount.Number())
	} else {
		e.say(it.Discount, fmt.Sprintf("%vdiscount", at), "no discount = %s", it.Discount.Number())
	}
	for k := range it.Taxes {
		e.itemTax(fmt.Sprintf("%vtaxes[%d].amount", at, k), it, k)
	}
	e.say(it.Tax, fmt.Sprintf("%vtax", at), "%s = %s", listed(len(it.Taxes), func(k int) string { return it.Taxes[k].Amount.Number() }, "no tax"), it.Tax.Number())
	if it.Prices == Net {
		e.say(it.Net, fmt.Sprintf("%vnet", at), "%s - %s = %s", n, it.Discount.Number(), it.Net.Number())
		e.say(it.Gross, fmt.Sprintf("%vgross", at), "%s + %s tax = %s", it.Net.Number(), it.Tax.Number(), it.Gross.Number())
	} else {
		e.say(it.Gross, fmt.Sprintf("%vgross", at), "%s - %s = %s", n, it.Discount.Number(), it.Gross.Number())
		e.say(it.Net, fmt.Sprintf("%vnet", at), "%s - %s tax = %s", it.Gross.Number(), it.Tax.Number(), it.Net.Number())
	}
}

// applied explains one discount of an item and returns what it leaves.
func (e *account) applied(path string, it *Item, d *Applied, left currency.Amount) currency.Amount {
	name, n := named(d.Title, d.Code, d.ID), d.Amount.Number()
	percent, known := e.percents[it.ID+"/"+d.ID]
	switch {
	case d.Order:
		total := currency.Amount{}
		if k, ok := e.numbers[d.ID]; ok {
			total = e.quote.Discounts[k].Amount
		}
		e.say(d.Amount, path, "%s: of its %s on the order the share of %s = %s", name, total.Number(), left.Number(), n)
	case !d.Unapplied.IsZero():
		e.say(d.Amount, path, "%s: %s more found no room, off %s = %s", name, d.Unapplied.Number(), left.Number(), n)
	case known:
		e.say(d.Amount, path, "%s: %s %% of %s = %s", name, text(percent), left.Number(), n)
	default:
		e.say(d.Amount, path, "%s: off %s = %s", name, left.Number(), n)
	}
	rest, err := left.Sub(d.Amount)
	if err != nil {
		return left
	}
	return rest
}

// granted explains a discount of the order.
func (e *account) granted(k int) {
	d := &e.quote.Discounts[k]
	name, n, path := named(d.Title, d.Code, d.ID), d.Amount.Number(), fmt.Sprintf("discounts[%d].amount", k)
	var of []currency.Amount
	lines := e.named(k)
	for i := range e.quote.Lines {
		it := &e.quote.Lines[i]
		left := it.Extended
		for j := range it.Discounts {
			if n, ok := e.numbers[it.Discounts[j].ID]; it.Discounts[j].Order && (!ok || n >= k) {
				break
			}
			left, _ = left.Sub(it.Discounts[j].Amount)
		}
		if lines == nil || lines[it.ID] {
			of = append(of, left)
		}
	}
	sum, _ := currency.Sum(of...)
	percent, known := e.percents[d.ID]
	switch {
	case !d.Unapplied.IsZero():
		e.say(d.Amount, path, "%s: %s more found no room, off the lines = %s", name, d.Unapplied.Number(), n)
	case known:
		e.say(d.Amount, path, "%s: %s %% of the lines, %s = %s", name, text(percent), sum.Number(), n)
	default:
		e.say(d.Amount, path, "%s: off the lines = %s", name, n)
	}
}

// named are the lines that the cart's order discount k is for; nil means all.
func (e *account) named(k int) map[string]bool {
	if k >= len(e.cart.Discounts) || len(e.cart.Discounts[k].Lines) == 0 {
		return nil
	}
	lines := make(map[string]bool, len(e.cart.Discounts[k].Lines))
	for _, id := range e.cart.Discounts[k].Lines {
		lines[id] = true
	}
	return lines
}

// rounded says what was rounded if price times quantity has more digits.
func (e *account) rounded(it *Item) string {
	exact := new(big.Rat).SetFrac(new(big.Int).Mul(it.Unit.Decimal().Coefficient(), big.NewInt(it.Quantity)), big.NewInt(max(it.Base, 1)))
	if exp := it.Unit.Decimal().Exponent(); exp < 0 && exp >= -maxNumber {
		exact.Quo(exact, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-exp)), nil)))
	} else if exp != 0 {
		return ""
	}
	return exactly(exact, it.Extended.Abs(), e.quote.Policy.LineMode)
}

// exactly is a remark on an amount that is not its exact value.
func exactly(exact *big.Rat, a currency.Amount, m currency.Mode) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(a.Code().Digits())), nil)
	if exact.Cmp(new(big.Rat).SetFrac(big.NewInt(a.Minor()), scale)) == 0 {
		return ""
	}
	digits := a.Code().Digits() + 4
	s := exact.FloatString(digits)
	return fmt.Sprintf(" (%s rounded %s)", strings.TrimRight(s, "0"), strings.ReplaceAll(m.String(), "_", " "))
}

func back(it *Item) string {
	if it.Return {
		return "comes back: "
	}
	return ""
}

// named is the first word that is not empty.
func named(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return "?"
}

// text writes a decimal, or says that it is too long.
func text(d decimal.Decimal) string {
	s, err := numberText(d)
	if err != nil {
		return "a number of many digits"
	}
	if strings.Contains(s, ".") && d.Exponent() < -2 {
		s = strings.TrimRight(s, "0")
	}
	return s
}

// listed joins amounts to a sum.
func listed(n int, of func(int) string, nothing string) string {
	if n == 0 {
		return nothing
	}
	words := make([]string, n)
	for k := range words {
		words[k] = of(k)
	}
	return strings.Join(words, " + ")
}
