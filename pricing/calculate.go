package pricing

import (
	"math"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// Calculate prices a cart in the order that the package comment gives. It is a
// pure function: the same cart gives the same quote on every platform, and the
// cart is not changed. The error is a Faults with every fault of the cart; the
// quote is then empty. The cost grows in proportion to the lines, times the
// logarithm where cents are left over.
func Calculate(c Cart) (Quote, error) {
	w, faults := calculation(c)
	if len(faults) > 0 {
		return Quote{}, faults
	}
	return w.quote, nil
}

// calculation runs one to its end.
func calculation(c Cart) (*work, Faults) {
	p := plan{cart: c}
	p.prepare()
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	w := &work{plan: &p, quote: Quote{Currency: c.Currency, Policy: c.Policy}}
	w.quote.Policy.TaxScope = c.Policy.scope()
	w.start()
	w.own()
	w.shared()
	w.tax()
	w.total()
	return w, p.faults
}

// work is a calculation under way. Amounts are minor units of the one currency
// until they are written into the quote; none of them is math.MinInt64.
type work struct {
	*plan
	quote   Quote
	items   []Item  // lines, then charges
	running []int64 // per item what is left of its price
	price   []int64 // per item what its taxes are of, in the stage under way
	floor   []int64 // per item the magnitude that discounts leave; nil if no line has one
}

func (w *work) money(minor int64) currency.Amount { return currency.New(minor, w.cart.Currency) }

func (w *work) overflow(path string, args ...any) {
	w.fault(FaultOverflow, "beyond what an amount holds", path, args...)
}

// at is the place of an item in the cart.
func (w *work) at(item int) where { return place(item, len(w.cart.Lines)) }

// start makes the items and extends the prices (S0).
func (w *work) start() {
	lines, charges := w.cart.Lines, w.cart.Charges
	n := len(lines) + len(charges)
	w.items = make([]Item, n)
	w.running = take(&w.numbers, n)
	zero := w.money(0)
	for i := range lines {
		l, it := &lines[i], &w.items[i]
		it.ID, it.Kind, it.Prices, it.Return = l.ID, KindLine, w.cart.Policy.Prices, l.Return
		it.Quantity, it.Base, it.Unit, it.Discount = l.Quantity, max(l.Base, 1), Number(l.Unit), zero
		var err error
		it.Extended, err = w.extend(l.Unit, w.units[i], it.Quantity, it.Base)
		if err != nil {
			w.overflow("%vunit", w.at(i))
			continue
		}
		if l.Return {
			it.Extended = it.Extended.Neg()
		}
		w.running[i] = it.Extended.Minor()
		if !l.Floor.IsZero() {
			w.setFloor(i, it)
		}
	}
	for k := range charges {
		c, it := &charges[k], &w.items[len(lines)+k]
		*it = Item{ID: c.ID, Kind: c.Kind, Title: c.Title, Prices: w.cart.Policy.Prices, Return: c.Amount.Sign() < 0,
			Quantity: 1, Base: 1, Unit: Number(c.Amount.Abs().Decimal()), Extended: w.money(c.Amount.Minor()), Discount: zero}
		w.running[len(lines)+k] = c.Amount.Minor()
	}
	w.quote.Lines = w.items[:len(lines):len(lines)]
	if len(charges) > 0 {
		w.quote.Charges = w.items[len(lines):]
	}
}

// extend is round(unit / base * quantity), once. Prices of up to 18 digits, all
// real ones, take the short way through whole numbers: n is their coefficient,
// and -1 for others.
func (w *work) extend(unit decimal.Decimal, n, quantity, base int64) (currency.Amount, error) {
	mode := w.cart.Policy.LineMode
	e := int(unit.Exponent()) + w.cart.Currency.Digits()
	if n >= 0 && e <= 0 {
		den := base
		for ; e < 0 && den <= math.MaxInt64/10; e++ {
			den *= 10
		}
		if e == 0 && den == 1 {
			return w.money(n).Mul(quantity)
		}
		if e == 0 {
			return w.money(n).MulRat(quantity, den, mode)
		}
	}
	return currency.RoundProduct(unit, quantity, base, w.cart.Currency, mode)
}

// setFloor keeps the least that discounts leave of a line, never more than its
// price. The floor of a quantity is rounded up, so that no unit goes below it.
func (w *work) setFloor(i int, it *Item) {
	if w.floor == nil {
		w.floor = make([]int64, len(w.items))
	}
	w.floor[i] = abs(w.running[i])
	f, err := w.cart.Lines[i].Floor.MulRat(it.Quantity, it.Base, currency.Up)
	if err == nil {
		w.floor[i] = min(w.floor[i], f.Minor())
	}
}

// room is how far an item can still be reduced, as a magnitude.
func (w *work) room(i int) int64 {
	if w.floor == nil {
		return abs(w.running[i])
	}
	return abs(w.running[i]) - w.floor[i]
}

// total writes the amounts of the items and adds them up (S5).
func (w *work) total() {
	q := &w.quote
	var extended, discount, net, tax sum
	for i := range w.items {
		it := &w.items[i]
		extended.add(it.Extended.Minor())
		discount.add(it.Discount.Minor())
		net.add(it.Net.Minor())
		tax.add(it.Tax.Minor())
	}
	gross := net
	gross.plus(tax)
	for _, t := range [...]struct {
		sum  sum
		into *currency.Amount
	}{{extended, &q.Extended}, {discount, &q.Discount}, {net, &q.Net}, {tax, &q.Tax}, {gross, &q.Gross}} {
		minor, ok := t.sum.value()
		if !ok {
			w.overflow("lines")
			return
		}
		*t.into = w.money(minor)
	}
	w.pay()
}

// pay takes off what was prepaid and rounds what is left for coins and notes.
func (w *work) pay() {
	p := &w.cart.Policy
	w.quote.Prepaid = slices.Clone(w.cart.Prepaid)
	due, ok := w.due(w.quote.Gross, w.cart.Prepaid)
	if !ok || !p.Cash {
		return
	}
	_, difference, err := due.RoundTo(p.cashStep(w.cart.Currency), p.CashMode)
	switch {
	case err != nil:
		w.overflow("lines")
	case !difference.IsZero():
		w.quote.Rounding = difference
	}
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func sign(n int64) int64 {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
