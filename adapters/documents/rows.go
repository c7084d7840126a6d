package documents

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// row is one line of a document's table.
type row struct {
	Title, SKU     string
	Quantity, Unit string
	Per            []part
	Rates          []string
	Net, Gross     string
	Below          []below
}

// below is what stands under the title of a row.
type below struct{ Label, Name, Amount string }

// article is what a row is made of: some units of a line, or a charge.
type article struct {
	title, sku string
	hs         string // only where the law asks for it
	price      *pricing.Item
	share      pricing.Share
	count      int64
	whole      bool // all units of the line
	reduction  bool
}

// chargeTitle is what the host called a charge, or the word for its kind.
func (v *voice) chargeTitle(c *order.Charge) string {
	switch {
	case c.Price.Kind == "rounding":
		return v.text("rounding")
	case c.Price.Kind == order.KindClawBack: // its title is that of the promotion
		return v.text("claw_back")
	case c.Price.Title != "":
		return c.Price.Title
	case c.Price.Kind == "shipping" || c.Price.Kind == "fee":
		return v.text(c.Price.Kind)
	}
	return c.Price.Kind
}

// lineTitle is what is printed for a line that may have no title.
func lineTitle(l *order.Line) string {
	switch {
	case l.Title != "":
		return l.Title
	case l.SKU != "":
		return l.SKU
	}
	return l.ID
}

// row writes an article. Nothing is calculated but the difference between the
// frozen share and what the document says, which is what allowances took.
func (p *Printer) row(v *voice, a article, code currency.Code) row {
	r := row{Title: a.title, SKU: a.sku, Net: v.money.Format(a.share.Net), Gross: v.money.Format(a.share.Gross)}
	if a.sku != "" {
		r.Below = append(r.Below, below{v.text("sku"), a.sku, ""})
	}
	if a.hs != "" {
		r.Below = append(r.Below, below{v.text("hs"), a.hs, ""})
	}
	for _, t := range a.share.Taxes {
		r.Rates = append(r.Rates, p.taxRate(v, t))
	}
	if a.reduction {
		r.Quantity = v.number(a.count)
		r.Below = append(r.Below, below{v.text("reduction"), "", ""})
		return r
	}
	if a.price.Kind == order.KindClawBack && a.price.Title != "" {
		r.Below = append(r.Below, below{"", a.price.Title, ""})
	}
	if a.price.Kind == "rounding" || a.price.Kind == order.KindClawBack {
		return r // of no quantity and no unit
	}
	r.Quantity, r.Unit = v.number(a.count), v.price(a.price.Unit, code)
	if a.price.Base > 1 {
		r.Per = say(v.text("per"), map[string]string{"n": v.number(a.price.Base)})
	}
	if a.whole && len(a.price.Discounts) > 0 {
		for _, d := range a.price.Discounts {
			if d.Amount.IsZero() {
				continue
			}
			b := below{"", d.Title, v.money.Format(d.Amount.Neg())}
			if d.Title == "" {
				b.Label, b.Name = v.text("discount"), d.Code
			}
			r.Below = append(r.Below, b)
		}
	} else if !a.share.Discount.IsZero() {
		r.Below = append(r.Below, below{v.text("discount"), "", v.money.Format(a.share.Discount.Neg())})
	}
	return r
}

// allowed adds to a row what allowances took off the frozen share.
func (v *voice) allowed(r *row, frozen, now pricing.Share, prices pricing.Prices) {
	was, is := frozen.Net, now.Net
	if prices == pricing.Gross {
		was, is = frozen.Gross, now.Gross
	}
	if less, err := is.Sub(was); err == nil && !less.IsZero() {
		r.Below = append(r.Below, below{v.text("reduction"), "", v.money.Format(less)})
	}
}

// taxRate names a tax in a row: the percentage, with a name if there are several
// taxes to tell apart.
func (p *Printer) taxRate(v *voice, t pricing.TaxShare) string {
	name := p.taxNames[t.ID]
	if !t.Fixed.IsZero() {
		if name == "" {
			name = t.ID
		}
		return name
	}
	if name == "" {
		return v.percent(t.Percent)
	}
	return name + " " + v.percent(t.Percent)
}

// taxName names a tax in a summary.
func (p *Printer) taxName(v *voice, t pricing.TaxShare) string {
	if p.taxNames[t.ID] != "" || !t.Fixed.IsZero() {
		return p.taxRate(v, t)
	}
	return v.text("tax") + " " + v.percent(t.Percent)
}

// dense is the class of tables whose amounts are so long that they do not fit side
// by side in letters of the usual size.
func dense(amounts []string) string {
	longest := 0
	for _, a := range amounts {
		longest = max(longest, i18n.Graphemes(a))
	}
	switch {
	case longest > 20:
		return " dense vast"
	case longest > 14:
		return " dense"
	}
	return ""
}

func (b *invoice) dense() string {
	amounts := []string{b.Gross, b.TaxAbroad}
	for _, r := range b.Rows {
		amounts = append(amounts, r.Unit, r.Gross)
	}
	return dense(amounts)
}

// taxRow is one row of a summary of taxes.
type taxRow struct{ Name, Net, Tax, Abroad string }

// notes are the sentences that the categories of taxes ask for: Directive
// 2006/112/EC art. 226(11) and (11a), by the codes of EN 16931.
func (v *voice) notes(taxes []pricing.TaxTotal) []string {
	var list []string
	seen := map[string]bool{}
	for _, t := range taxes {
		key, ok := map[string]string{"AE": "note_ae", "K": "note_k", "G": "note_g", "E": "note_e", "O": "note_o"}[t.Category]
		if ok && !seen[key] {
			seen[key] = true
			list = append(list, v.text(key))
		}
	}
	return list
}

// add adds amounts of records; the sum of amounts that an order holds already
// fits, so that an error means a damaged record.
func add(faults *Faults, path string, a, b currency.Amount) currency.Amount {
	sum, err := a.Add(b)
	if err != nil {
		faults.add(FaultInvalid, path, "%v", err)
	}
	return sum
}

// at is the path of an element.
func at(list string, i int, field string) string { return fmt.Sprintf("%s[%d]%s", list, i, field) }
