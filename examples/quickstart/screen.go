package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// screen tells a person what happens.
type screen struct {
	w     io.Writer
	paint paint
	draft order.Draft
	kept  string // the database file, if it is kept
	shown int64  // the last event that is on the screen
	steps map[int64][]order.Event
}

func newScreen(w io.Writer, d order.Draft, kept string) *screen {
	return &screen{w: w, paint: painter(w), draft: d, kept: kept, steps: map[int64][]order.Event{}}
}

func (s *screen) line(parts ...string) { fmt.Fprintln(s.w, strings.Join(parts, "")) }

// begin shows the order and what the label says.
func (s *screen) begin(o order.Order, p order.Person, known []order.Order) {
	s.line()
	s.line(s.paint.bold("Order "+o.Number), s.paint.faint("  "+o.ID))
	for i := range s.draft.Items {
		it := &s.draft.Items[i]
		s.line("  ", right(fmt.Sprintf("%d x %s", it.Line.Quantity, it.Line.Unit.StringFixed(int32(o.Currency.Digits()))), 12),
			"  ", s.paint.cyan(left(it.Line.ID, 8)), left(it.Type, 15), it.Title)
		for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
			if what, ok := strings.CutPrefix(name, it.Line.ID+"/"); ok {
				s.line(left("", 40), s.paint.faint(what+": "), p.Texts[name])
			}
		}
	}
	for _, c := range o.Coupons {
		s.line("  ", left("", 14), s.paint.cyan(left(c.Code, 8)), "coupon")
	}
	if label := p.ShipTo.Layout(i18n.LayoutOptions{From: "DE"}); len(label) > 0 {
		s.line()
		for _, l := range label {
			s.line("  ", s.paint.faint("│ "), l)
		}
	}
	if typed := s.draft.ShipTo.Name; p.Raw["shipTo.name"] == typed && typed != "" {
		s.line("  ", s.paint.faint("│ typed as "+typed+"; no carrier prints the rest"))
	}
	s.line()
	switch {
	case len(known) > 0 && finished(o):
		s.line(s.paint.green("Everything was done before; this is what the database says."))
		s.line()
	case len(known) > 0:
		s.line(s.paint.yellow("Going on from where an earlier run stopped."))
		s.line()
	}
	s.line(s.paint.faint(row("TIME (UTC)", "WHAT", "UNITS", "STATE", "MONEY "+o.Currency.String(), "WHO")))
}

// end shows where the money is, and whether all agree.
func (s *screen) end(r *record, same bool) error {
	wrong := audit(r)
	if !same {
		wrong = append(wrong, "the database is not what it was before it was closed")
	}
	if !finished(r.Order) {
		wrong = append(wrong, "the order did not come to its end")
	}
	s.line()
	s.accounts(r)
	s.line()
	if len(wrong) > 0 {
		for _, w := range wrong {
			s.line(s.paint.red("✗ "), w)
		}
		return errors.New("something does not agree:\n  " + strings.Join(wrong, "\n  "))
	}
	ok := s.paint.green("✓ ")
	s.line(ok, "the database was closed and opened again: ", count(len(r.History), "event"), ", ",
		count(len(r.Journal), "journal entry"), ", all the same")
	s.line(ok, "every journal entry balances, and so do all accounts together")
	s.line(ok, "the payment provider's own ledger has the same ", count(len(money(r)), "movement"),
		", and no payment twice")
	s.line(ok, "carrier, warehouse and promotions hold what the order says, and nothing else")
	if s.kept != "" {
		s.line(s.paint.faint("  kept in " + s.kept))
	}
	s.line()
	s.line(s.paint.bold("Order "+r.Order.Number+" is "+string(r.Order.Status())+"."),
		fmt.Sprintf("  Total %s, paid %s, balance %s.", r.Money.Total, r.Money.Paid, r.Money.Balance))
	return nil
}

// accounts shows the totals of the journal, and those of the payment provider.
func (s *screen) accounts(r *record) {
	what := map[order.Account]string{
		order.Customer: "the customer owes", order.Provider: "the payment provider holds for us",
		order.Sales: "goods sold, net", order.Fees: "shipping, net", order.Goodwill: "reductions, net", order.TaxDue: "tax due",
	}
	s.line(s.paint.bold("Journal"))
	for _, p := range r.Order.Accounts {
		s.line("  ", s.paint.cyan(left(string(p.Account), 10)), right(p.Amount.Number(), 12), s.paint.faint("  "+what[p.Account]))
	}
	sum := currency.Zero(r.Order.Currency)
	for _, p := range r.Order.Accounts {
		sum = plus(sum, p.Amount)
	}
	s.line("  ", left("together", 10), right(sum.Number(), 12))
	s.line(s.paint.bold("Payments"))
	for _, p := range r.Order.Payments {
		for _, x := range []struct{ what, amount string }{{"promised", p.Authorized.Number()},
			{"taken", p.Captured.Number()}, {"given back", p.Refunded.Number()}, {"released", p.Voided.Number()}} {
			s.line("  ", s.paint.cyan(left(x.what, 10)), right(x.amount, 12))
		}
	}
}

// money are the entries that moved money.
func money(r *record) (list []order.Entry) {
	for _, e := range r.Journal {
		if e.What == "capture" || e.What == "refund" {
			list = append(list, e)
		}
	}
	return list
}

func count(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "y"):
		what = strings.TrimSuffix(what, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
