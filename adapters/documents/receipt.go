package documents

import (
	"errors"
	"io"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// receipt is what the template of receipts is given.
type receipt struct {
	Facts           []Field
	Rows            []row
	Net, Tax        string // where prices are without tax
	Gross           string
	Rounding, ToPay string
	Tenders         []Field
	Taxes           []taxRow
}

// Receipt writes a receipt of 80 mm width as HTML, in the order's locale: what
// the order holds now, without what was cancelled or returned, and by which means
// it was paid. What a till handed out as change is not the order's to know: its
// payments are what was kept. The error is a Faults, or that of w.
func (p *Printer) Receipt(w io.Writer, o *order.Order) error {
	var faults Faults
	o, _ = known(o, &order.Person{}, &faults)
	v := p.voice(o.Locale, "order.locale", &faults)
	body := receipt{Facts: []Field{{v.text("order"), o.Number}, {v.text("date"), v.date(paidAt(o)) + " " + v.native(paidAt(o).In(v.zone).Format("15:04"))}}}
	sums := newSums(o.Currency)
	for i := range o.Lines {
		line := &o.Lines[i]
		count, frozen, share := p.live(line, i, &faults)
		if count == 0 {
			continue
		}
		a := article{title: lineTitle(line), price: &line.Price, share: share, count: count, whole: count == line.Quantity()}
		r := p.row(v, a, o.Currency)
		v.allowed(&r, frozen, share, line.Price.Prices)
		body.Rows = append(body.Rows, r)
		sums.add(share, at("lines", i, ""), &faults)
	}
	rounding := currency.Zero(o.Currency)
	for i := range o.Charges {
		c := &o.Charges[i]
		if !c.Live {
			continue
		}
		share, err := pricing.Remaining(c.Price, c.Allowances, 0, c.Price.Quantity)
		if err != nil {
			faults.add(FaultInvalid, at("charges", i, ""), "%v", err)
			continue
		}
		if c.Price.Kind == "rounding" {
			rounding = add(&faults, "charges", rounding, share.Gross)
			continue
		}
		r := p.row(v, article{title: v.chargeTitle(c), price: &c.Price, share: share, count: 1, whole: true}, o.Currency)
		r.Unit = ""
		v.allowed(&r, pricing.Share{Net: c.Price.Net, Gross: c.Price.Gross}, share, c.Price.Prices)
		body.Rows = append(body.Rows, r)
		sums.add(share, at("charges", i, ""), &faults)
	}
	if len(body.Rows) == 0 {
		faults.add(FaultRequired, "order", "nothing of it is left to give a receipt for")
	}
	if o.Policy.Prices == pricing.Net && len(sums.taxes) > 0 {
		// Quantity times price is an amount without tax.
		for i := range body.Rows {
			body.Rows[i].Gross = body.Rows[i].Net
		}
		body.Net, body.Tax = v.money.Format(sums.net), v.money.Format(sums.tax)
	}
	body.Gross = v.money.Format(sums.gross)
	if !rounding.IsZero() {
		body.Rounding = v.money.Format(rounding)
		body.ToPay = v.money.Format(add(&faults, "charges", sums.gross, rounding))
	}
	for _, t := range sums.taxes {
		body.Taxes = append(body.Taxes, taxRow{Name: p.taxName(v, t.share), Net: v.money.Format(t.net), Tax: v.money.Format(t.share.Amount)})
	}
	body.Tenders = p.paid(v, o)
	if len(body.Tenders) == 0 && !sums.gross.IsZero() {
		faults.add(FaultRequired, "order.payments", "nothing was paid that a receipt could be given for")
	}
	if err := faults.err(); err != nil {
		return err
	}
	return write(w, "receipt", p.page(v, v.text("receipt"), o.Number, roll, "").with(body))
}

// paidAt is when money was last taken, or else when the order was placed.
func paidAt(o *order.Order) time.Time {
	last := o.Placed
	for i := range o.Payments {
		for _, op := range o.Payments[i].Ops {
			if op.Kind == "capture" && op.At.After(last) {
				last = op.At
			}
		}
	}
	return last
}

// live adds up the units of a line that are part of what the order costs: their
// frozen shares, and what allowances left of them.
func (p *Printer) live(l *order.Line, i int, faults *Faults) (count int64, frozen, left pricing.Share) {
	for _, r := range l.Runs {
		if r.Phase == "" || r.Phase == fsm.Cancelled || r.Phase == fsm.Returned {
			continue
		}
		was, err := l.Price.Share(r.First, r.Count)
		is, err2 := pricing.Remaining(l.Price, l.Allowances, r.First, r.Count)
		if err := errors.Join(err, err2); err != nil {
			faults.add(FaultInvalid, at("lines", i, ""), "%v", err)
			return 0, frozen, left
		}
		if count == 0 {
			frozen, left = was, is
		} else {
			joinShares(&frozen, was, at("lines", i, ""), faults)
			joinShares(&left, is, at("lines", i, ""), faults)
		}
		count += r.Count
	}
	return count, frozen, left
}

// joinShares adds a share of other units of the same line.
func joinShares(to *pricing.Share, s pricing.Share, path string, faults *Faults) {
	to.Gross = add(faults, path, to.Gross, s.Gross)
	to.Net = add(faults, path, to.Net, s.Net)
	to.Tax = add(faults, path, to.Tax, s.Tax)
	to.Discount = add(faults, path, to.Discount, s.Discount)
	for k := range to.Taxes {
		to.Taxes[k].Amount = add(faults, path, to.Taxes[k].Amount, s.Taxes[k].Amount)
	}
}

// sums are totals over shares, with their taxes in order of first appearance.
type sums struct {
	gross, net, tax currency.Amount
	taxes           []taxSum
}

type taxSum struct {
	share pricing.TaxShare
	net   currency.Amount
}

func newSums(code currency.Code) *sums {
	return &sums{gross: currency.Zero(code), net: currency.Zero(code), tax: currency.Zero(code)}
}

func (s *sums) add(share pricing.Share, path string, faults *Faults) {
	s.gross = add(faults, path, s.gross, share.Gross)
	s.net = add(faults, path, s.net, share.Net)
	s.tax = add(faults, path, s.tax, share.Tax)
	for _, t := range share.Taxes {
		found := false
		for i := range s.taxes {
			if have := &s.taxes[i]; have.share.ID == t.ID {
				have.share.Amount = add(faults, path, have.share.Amount, t.Amount)
				have.net = add(faults, path, have.net, share.Net)
				found = true
			}
		}
		if !found {
			s.taxes = append(s.taxes, taxSum{t, share.Net})
		}
	}
}

// paid lists what was taken by each means, and what was given back.
func (p *Printer) paid(v *voice, o *order.Order) []Field {
	var list []Field
	for i := range o.Payments {
		pay := &o.Payments[i]
		name := p.tenders[pay.Gateway]
		if name == "" {
			name = v.text("payment")
			if pay.Gateway != "" {
				name += " (" + pay.Gateway + ")"
			}
		}
		if !pay.Captured.IsZero() {
			list = append(list, Field{name, v.money.Format(pay.Captured)})
		}
		for _, back := range []currency.Amount{pay.Refunded, pay.ChargedBack} {
			if !back.IsZero() {
				list = append(list, Field{v.text("refund"), v.money.Format(back.Neg())})
			}
		}
	}
	return list
}
