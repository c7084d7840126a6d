package pricing

// tax calculates the taxes of every item and writes its net, tax and gross (S4).
func (w *work) tax() {
	shares := make([]TaxShare, len(w.slots))
	for s, slot := range w.slots {
		t, share := &w.taxes[slot.tax].tax, &shares[s]
		share.ID, share.Category, share.Percent = t.ID, t.Category, Number(t.Percent)
		share.Fixed, share.Compound = w.taxes[slot.tax].fee(), t.Compound
	}
	amounts := take(&w.numbers, len(w.slots))
	w.stages(amounts, amounts, func(stage int32) {
		switch w.cart.Policy.scope() {
		case PerRate:
			w.perRate(stage, amounts)
		case PerLine:
			w.perItem(stage, amounts, w.taxOfLine)
		case PerUnit:
			w.perItem(stage, amounts, w.taxOfUnits)
		}
	})
	if len(w.faults) > 0 {
		return
	}
	s := 0
	for i := range w.items {
		first := s
		for ; s < len(w.slots) && int(w.slots[s].item) == i; s++ {
			shares[s].Amount = w.money(amounts[s])
		}
		w.finish(i, shares[first:s:s], amounts[first:s])
	}
	w.taxTotals(amounts)
}

// finish writes the amounts of an item: the price it was given, net or gross,
// stays as it is and the other one follows from the taxes.
func (w *work) finish(i int, taxes []TaxShare, amounts []int64) {
	it := &w.items[i]
	if len(taxes) > 0 {
		it.Taxes = taxes
	}
	var tax, other sum
	price := w.running[i]
	other.add(price)
	for _, a := range amounts {
		tax.add(a)
		if it.Prices == Net {
			other.add(a)
		} else {
			other.add(-a)
		}
	}
	t, ok := tax.value()
	o, fits := other.value()
	if !ok || !fits {
		w.overflow("%vtaxes", w.at(i))
		return
	}
	if len(taxes) == 1 {
		it.Tax = taxes[0].Amount
	} else {
		it.Tax = w.money(t)
	}
	it.Net, it.Gross = w.money(price), w.money(o)
	if it.Prices == Gross {
		it.Net, it.Gross = it.Gross, it.Net
	}
}

// taxTotals adds up every tax over the items.
func (w *work) taxTotals(amounts []int64) {
	if len(w.taxes) == 0 {
		return
	}
	type pair struct{ net, tax sum }
	sums := make([]pair, len(w.taxes))
	for s, slot := range w.slots {
		sums[slot.tax].net.add(w.items[slot.item].Net.Minor())
		sums[slot.tax].tax.add(amounts[s])
	}
	w.quote.Taxes = make([]TaxTotal, len(w.taxes))
	for k := range sums {
		net, ok := sums[k].net.value()
		tax, fits := sums[k].tax.value()
		if !ok || !fits {
			w.overflow("lines")
			return
		}
		t := &w.taxes[k].tax
		w.quote.Taxes[k] = TaxTotal{ID: t.ID, Category: t.Category, Percent: Number(t.Percent), Fixed: w.taxes[k].fee(), Compound: t.Compound,
			Net: w.money(net), Tax: w.money(tax)}
	}
}

// whole is the price of a net base without tax, or of a gross one with the taxes
// of the item and stage inside, in steps: what a rate is a part of.
func (w *work) whole(first, end int, stage int32) int64 {
	n := int64(one)
	if w.cart.Policy.Prices == Gross {
		for k := first; k < end; k++ {
			if w.inStage(k, stage) {
				n += w.taxes[w.slots[k].tax].steps
			}
		}
	}
	return n
}

// perItem calculates item by item, for the scopes line and unit.
func (w *work) perItem(stage int32, amounts []int64, of func(item int, steps, whole int64) (int64, bool)) {
	for s := 0; s < len(w.slots); {
		first, end := s, w.group(s)
		s = end
		item, whole := int(w.slots[first].item), w.whole(first, end, stage)
		left := w.price[item] // of a gross price, the taxes take no more than all
		for k := first; k < end; k++ {
			if !w.inStage(k, stage) {
				continue
			}
			t, ok := of(item, w.taxes[w.slots[k].tax].steps, whole)
			if !ok {
				w.overflow("%vtaxes", w.at(item))
				return
			}
			if w.cart.Policy.Prices == Gross {
				t = limit(t, left)
				left -= t
			}
			amounts[k] = t
		}
	}
}

// limit keeps a tax to what is left of a gross price. Only several taxes that
// are all rounded up on a few cents ever meet the limit.
func limit(tax, left int64) int64 {
	if abs(tax) > abs(left) {
		return left
	}
	return tax
}

func (w *work) taxOfLine(item int, steps, whole int64) (int64, bool) {
	a, err := w.money(w.price[item]).MulRat(steps, whole, w.cart.Policy.TaxMode)
	return a.Minor(), err == nil
}

// taxOfUnits rounds the tax of one unit. The units of a line cost either the
// same or, where a price does not divide, two amounts that differ by one cent.
func (w *work) taxOfUnits(item int, steps, whole int64) (int64, bool) {
	n := w.items[item].Quantity
	low, more := w.price[item]/n, w.price[item]%n
	mode := w.cart.Policy.TaxMode
	cheap, err := w.money(low).MulRat(steps, whole, mode)
	if err != nil {
		return 0, false
	}
	dear, err := w.money(low+sign(more)).MulRat(steps, whole, mode)
	if err != nil {
		return 0, false
	}
	a, err := cheap.Mul(n - abs(more))
	if err != nil {
		return 0, false
	}
	b, err := dear.Mul(abs(more))
	if err != nil {
		return 0, false
	}
	sum, err := a.Add(b)
	return sum.Minor(), err == nil
}
