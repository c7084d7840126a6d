package order

import (
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/pricing"
)

// article is a line or a charge.
type article struct{ line, charge string }

func (it *DocumentItem) article() article { return article{it.Line, it.Charge} }

func (a article) String() string {
	if a.line != "" {
		return "line " + a.line
	}
	return "charge " + a.charge
}

// billed is neighbouring units of an article that an invoice holds: they were
// put on it and not credited since.
type billed struct {
	invoice      int // its index in Order.Documents
	first, count int64
	allowances   int // how many of the article's are taken off
}

// holdings are what the invoices of an order hold, less their credit notes.
type holdings map[article][]billed

// holdings folds the documents. The error names the first one that contradicts
// those before it.
func (o *Order) holdings() (holdings, error) {
	h := holdings{}
	invoices := map[string]int{} // by number: an order may have a thousand
	for i := range o.Documents {
		d := &o.Documents[i]
		at, known := invoices[d.Corrects]
		switch number := d.Number(); {
		case d.Kind == CreditNote && !known:
			return nil, fmt.Errorf("document %d: it corrects %q, which is no invoice before it", i+1, d.Corrects)
		case d.Kind == Invoice && number != "":
			invoices[number] = i
		}
		for j := range d.Items {
			it := &d.Items[j]
			var err error
			if d.Kind == Invoice {
				err = h.put(it, i)
			} else {
				err = h.credit(it, at)
			}
			if err != nil {
				return nil, fmt.Errorf("document %d: %s: %w", i+1, it.article(), err)
			}
		}
	}
	return h, nil
}

// put adds an item of an invoice.
func (h holdings) put(it *DocumentItem, invoice int) error {
	a := it.article()
	for _, b := range h[a] {
		if _, n := overlap(b.first, b.count, Units{First: it.First, Count: it.Count}); n > 0 {
			return fmt.Errorf("units are on the invoices %d and %d", b.invoice+1, invoice+1)
		}
	}
	h[a] = append(h[a], billed{invoice, it.First, it.Count, it.Allowances})
	return nil
}

// credit takes an item of a credit note out of its invoice, or lowers it.
func (h holdings) credit(it *DocumentItem, invoice int) error {
	was := h[it.article()]
	next, left := make([]billed, 0, len(was)+2), it.Count
	for _, b := range was {
		lo, n := overlap(b.first, b.count, Units{First: it.First, Count: it.Count})
		if n == 0 || b.invoice != invoice {
			next = append(next, b)
			continue
		}
		if it.Reduction != (it.Allowances > b.allowances) {
			return fmt.Errorf("after %d allowances cannot be credited after %d", b.allowances, it.Allowances)
		}
		if lo > b.first {
			next = append(next, billed{invoice, b.first, lo - b.first, b.allowances})
		}
		if it.Reduction {
			next = append(next, billed{invoice, lo, n, it.Allowances})
		}
		if end := lo + n; end < b.first+b.count {
			next = append(next, billed{invoice, end, b.first + b.count - end, b.allowances})
		}
		left -= n
	}
	if left != 0 {
		return fmt.Errorf("%d credited units are not on the invoice that is corrected", left)
	}
	h[it.article()] = next
	return nil
}

// free returns the parts of the units that no invoice holds.
func (h holdings) free(u Units) []Units {
	held := h[article{line: u.Line}]
	taken := make([]Units, len(held))
	for i, b := range held {
		taken[i] = Units{u.Line, b.first, b.count}
	}
	return without([]Units{u}, taken)
}

// live returns the live parts of some units of a line, joined where they touch.
func (l *Line) liveUnits(first, count int64) []Units {
	var out []Units
	for _, r := range l.Runs {
		if lo, n := overlap(r.First, r.Count, Units{First: first, Count: count}); n > 0 && live(r.Phase) {
			out = append(out, Units{l.ID, lo, n})
		}
	}
	return joined(out)
}

// joined sorts units of one line and joins those that touch.
func joined(list []Units) []Units {
	slices.SortFunc(list, func(a, b Units) int { return int(min(max(a.First-b.First, -1), 1)) })
	out := list[:0]
	for _, u := range list {
		if n := len(out); n > 0 && out[n-1].First+out[n-1].Count == u.First {
			out[n-1].Count += u.Count
			continue
		}
		out = append(out, u)
	}
	return out
}

// priced is an article with what its units are worth.
type priced struct {
	article
	price      *pricing.Item
	allowances []pricing.Allowance
}

func (l *Line) priced() priced { return priced{article{line: l.ID}, &l.Price, l.Allowances} }

func (c *Charge) priced() priced {
	return priced{article{charge: c.Price.ID}, &c.Price, c.Allowances}
}

// item is units of the article after that many of its allowances.
func (p *priced) item(first, count int64, allowances int) (DocumentItem, error) {
	s, err := pricing.Remaining(*p.price, p.allowances[:min(allowances, len(p.allowances))], first, count)
	return DocumentItem{Line: p.line, Charge: p.charge, First: first, Count: count, Share: s, Allowances: allowances}, err
}

// reduced are the parts of the units that allowances beyond the known ones are on.
func (p *priced) reduced(us []Units, known int) []Units {
	if known >= len(p.allowances) {
		return nil
	}
	var on []Units
	for _, a := range p.allowances[known:] {
		on = append(on, Units{p.line, a.First, a.Count})
	}
	return joined(without(us, without(us, on)))
}

// reduction is what the allowances that an invoice does not know take off units
// that it holds; false if that is nothing.
func (p *priced) reduction(first, count int64, known int) (DocumentItem, bool, error) {
	was, err := p.item(first, count, known)
	if err != nil {
		return was, false, err
	}
	it, err := p.item(first, count, len(p.allowances))
	if err != nil {
		return it, false, err
	}
	it.Reduction = true
	s := &sums{}
	it.Share.Gross = s.sub(was.Share.Gross, it.Share.Gross)
	it.Share.Net = s.sub(was.Share.Net, it.Share.Net)
	it.Share.Tax = s.sub(was.Share.Tax, it.Share.Tax)
	it.Share.Discount = s.sub(it.Share.Discount, it.Share.Discount)
	for i := range it.Share.Taxes {
		it.Share.Taxes[i].Amount = s.sub(was.Share.Taxes[i].Amount, it.Share.Taxes[i].Amount)
	}
	return it, !it.Share.Gross.IsZero(), s.err
}
