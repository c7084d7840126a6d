package pricing

import "slices"

// taxes checks the taxes of the items against their rates and the tax totals.
func (a *audit) taxes() {
	n := 0
	a.each(func(_ where, it *Item) { n += len(it.Taxes) })
	items := len(a.quote.Lines) + len(a.quote.Charges)
	a.catalogue(n)
	a.numbers, a.indices = make([]int64, items+2*n), make([]int32, 2*n)
	w := &work{plan: a.plan, running: take(&a.numbers, items)[:0]}
	w.items = append(slices.Clip(a.quote.Lines), a.quote.Charges...) // only read
	amounts, rates := take(&a.numbers, n)[:0], make([]Tax, 0, n)
	a.each(func(at where, it *Item) {
		item := len(w.running)
		w.running = append(w.running, it.price())
		first := len(rates)
		for _, t := range it.Taxes {
			rates = append(rates, t.Tax())
			amounts = append(amounts, t.Amount.Minor())
		}
		a.itemTaxes(at, item, rates[first:])
	})
	a.rank()
	if len(a.faults) > 0 || !a.taxTotals(amounts) {
		return
	}
	exact := take(&a.numbers, n)
	// Every stage is judged on the amounts that the quote has for the others.
	w.stages(amounts, exact, func(stage int32) {
		switch a.cart.Policy.scope() {
		case PerRate:
			a.rateScope(w, stage, amounts, exact)
		case PerLine:
			a.itemScope(w, stage, amounts, exact, w.taxOfLine)
		case PerUnit:
			a.itemScope(w, stage, amounts, exact, w.taxOfUnits)
		}
	})
	for s := range exact {
		if w.taxes[w.slots[s].tax].fixed() && exact[s] != amounts[s] {
			a.fault(FaultTax, "not the fixed tax of so many units", "%vtaxes", a.place(w.slots[s].item))
		}
	}
}

// taxTotals checks the tax summary.
func (a *audit) taxTotals(amounts []int64) bool {
	list := a.quote.Taxes
	if len(list) != len(a.plan.taxes) {
		a.fault(FaultSum, "not the taxes of the items", "taxes")
		return false
	}
	type pair struct{ net, tax sum }
	sums := make([]pair, len(list))
	s := 0
	a.each(func(_ where, it *Item) {
		for range it.Taxes {
			k := a.slots[s].tax
			sums[k].net.add(it.Net.Minor())
			sums[k].tax.add(amounts[s])
			s++
		}
	})
	for k, t := range list {
		known := a.plan.taxes[k].tax
		if t.ID != known.ID || t.Category != known.Category || !same(t.Percent.Decimal(), known.Percent) ||
			t.Fixed != known.Fixed || t.Compound != known.Compound {
			a.fault(FaultConflict, "not the tax of the items", "taxes[%d]", k)
			return false
		}
		a.equal(sums[k].net, t.Net, "the items that carry the tax", "taxes[%d].net", k)
		a.equal(sums[k].tax, t.Tax, "the items that carry the tax", "taxes[%d].tax", k)
	}
	return len(a.faults) == 0
}

// rateScope checks that every tax is rounded once, and what items carry of it.
func (a *audit) rateScope(w *work, stage int32, amounts, exact []int64) {
	pools, several := w.perRate(stage, exact)
	for n := range pools {
		p := &pools[n]
		var want, got sum
		for _, s := range p.slots {
			want.add(exact[s])
			got.add(amounts[s])
			q, cut, ok := part(w.price[w.slots[s].item], p.rate, p.whole)
			most := q
			if cut > 0 {
				most++
			}
			alone := !several || a.cart.Policy.Prices == Net
			if off := abs(amounts[s]); !ok || alone && (off < q || off > most) {
				a.fault(FaultTax, "a minor unit or more away from the exact tax", "%vtaxes", a.place(w.slots[s].item))
			}
		}
		if want != got {
			a.fault(FaultTax, "not what the rate gives", "taxes")
		}
	}
}

// itemScope checks that the tax of every item is what its rates give.
func (a *audit) itemScope(w *work, stage int32, amounts, exact []int64, of func(item int, steps, whole int64) (int64, bool)) {
	w.perItem(stage, exact, of)
	for s := range exact {
		if w.inStage(s, stage) && exact[s] != amounts[s] {
			a.fault(FaultTax, "not what the rate gives", "%vtaxes", a.place(w.slots[s].item))
		}
	}
}

// place is the item with a number, in the quote.
func (a *audit) place(item int32) where { return place(int(item), len(a.quote.Lines)) }
