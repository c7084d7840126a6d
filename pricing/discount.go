package pricing

import "github.com/orderkit/orderkit/currency"

// own applies the discounts of lines and charges in their order (S1) and makes
// room for what every item will record.
func (w *work) own() {
	perItem := 0 // order discounts that are for all lines
	for _, chosen := range w.eligible {
		if chosen == nil {
			perItem++
		}
	}
	extra := w.naming()
	lines := len(w.cart.Lines)
	all := perItem * lines
	for _, n := range extra {
		all += n
	}
	for i := range w.items {
		all += len(w.ownOf(i))
	}
	if all == 0 {
		return
	}
	backing := make([]Applied, all)
	for i := range w.items {
		list := w.ownOf(i)
		n := len(list)
		if i < lines {
			n += perItem
			if extra != nil {
				n += extra[i]
			}
		}
		w.items[i].Discounts, backing = backing[:0:n], backing[n:]
		for k := range list {
			w.reduceBy(i, &list[k])
		}
	}
}

// naming counts per line the order discounts that name it; nil if none does.
func (w *work) naming() []int {
	var extra []int
	for _, chosen := range w.eligible {
		if chosen != nil && extra == nil {
			extra = make([]int, len(w.cart.Lines))
		}
		for _, i := range chosen {
			extra[i]++
		}
	}
	return extra
}

func (w *work) ownOf(i int) []Discount {
	if n := len(w.cart.Lines); i >= n {
		return w.cart.Charges[i-n].Discounts
	}
	return w.cart.Lines[i].Discounts
}

// reduceBy applies one discount of an item's own.
func (w *work) reduceBy(i int, d *Discount) {
	want := w.wanted(d, w.running[i])
	got := min(want, w.room(i))
	a := w.reduce(i, d, w.money(got))
	if want > got {
		a.Unapplied = w.money(want - got)
	}
}

// wanted is the magnitude of a discount on a sum of prices.
func (w *work) wanted(d *Discount, price int64) int64 {
	if d.Percent.Sign() == 0 {
		return d.Fixed.Minor()
	}
	n, _ := steps(d.Percent)
	a, err := w.money(price).MulRat(n, one, w.cart.Policy.DiscountMode)
	if err != nil {
		return abs(price) // cannot happen: at most 100 percent
	}
	return abs(a.Minor())
}

// reduce takes a magnitude off an item, toward zero, and records it.
func (w *work) reduce(i int, d *Discount, by currency.Amount) *Applied {
	it := &w.items[i]
	if it.Return {
		by = by.Neg()
	}
	n := len(it.Discounts)
	it.Discounts = it.Discounts[:n+1] // own made room for it
	a := &it.Discounts[n]
	a.ID, a.Code, a.Title, a.Amount = d.ID, d.Code, d.Title, by
	w.running[i] -= by.Minor()
	it.Discount = w.money(it.Discount.Minor() + by.Minor())
	return a
}

// shared applies the discounts of the order in their order (S2). A discount is
// taken of the sum of the eligible lines. It falls on the lines that have the
// sign of that sum, in proportion to what is left of each, so goods that come
// back in an exchange keep the price that they were sold at.
func (w *work) shared() {
	if len(w.cart.Discounts) == 0 {
		return
	}
	w.quote.Discounts = make([]Granted, len(w.cart.Discounts))
	n := len(w.cart.Lines)
	everything := take(&w.indices, n)
	for i := range everything {
		everything[i] = int32(i)
	}
	s := sharing{items: take(&w.indices, n)[:0], weights: take(&w.numbers, n)[:0]}
	for k := range w.cart.Discounts {
		d := &w.cart.Discounts[k]
		chosen := w.eligible[k]
		if chosen == nil {
			chosen = everything
		}
		of, want, rest, ok := w.split(&s, d, chosen)
		if !ok {
			w.overflow("discounts[%d]", k)
			return
		}
		for j, i := range s.items {
			if len(s.shares) > 0 && !s.shares[j].IsZero() {
				w.reduce(int(i), d, s.shares[j]).Order = true
			}
		}
		got := want - rest
		g := Granted{ID: d.ID, Code: d.Code, Title: d.Title, Amount: w.money(sign(of) * got)}
		if want > got {
			g.Unapplied = w.money(want - got)
		}
		w.quote.Discounts[k] = g
	}
}

// sharing is memory that is used again for every order discount, and what falls on
// each of the items: nothing where there are no shares.
type sharing struct {
	items   []int32
	weights []int64
	caps    []currency.Amount
	shares  []currency.Amount
}

// split spreads a discount over the chosen lines. It returns the sum that it is
// of, and as magnitudes what it wants to take off and what of that has no room.
func (w *work) split(s *sharing, d *Discount, chosen []int32) (of, want, rest int64, ok bool) {
	s.items, s.weights, s.caps, s.shares = s.items[:0], s.weights[:0], s.caps[:0], nil
	var total sum
	for _, i := range chosen {
		total.add(w.running[i])
	}
	if of, ok = total.value(); !ok {
		return 0, 0, 0, false
	}
	want = w.wanted(d, of)
	amount := min(want, abs(of))
	for _, i := range chosen {
		if w.running[i] != 0 && sign(w.running[i]) == sign(of) {
			s.items = append(s.items, i)
			s.weights = append(s.weights, abs(w.running[i]))
			if w.floor != nil {
				s.caps = append(s.caps, w.money(w.room(int(i))))
			}
		}
	}
	if amount == 0 || len(s.items) == 0 {
		return of, want, want, true
	}
	var left currency.Amount
	var err error
	if w.floor == nil {
		s.shares, err = w.money(amount).Allocate(s.weights)
	} else {
		s.shares, left, err = w.money(amount).AllocateCapped(s.weights, s.caps)
	}
	return of, want, want - amount + left.Minor(), err == nil
}
