package ordertest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// ledger says what is wrong with the documents and claw-backs of an order, worked
// out unit by unit.
func ledger(o *order.Order) (broken []string) {
	say := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	type unit struct {
		line, charge string
		no           int64
	}
	on, last, billed := map[unit]string{}, map[string]int64{}, int64(0)
	for i := range o.Documents {
		d := &o.Documents[i]
		if last[d.Series]++; d.No != last[d.Series] {
			say("%s %s is the %dth of its series", d.Kind, d.Number(), last[d.Series])
		}
		for _, it := range d.Items {
			for n := it.First; n < it.First+it.Count; n++ {
				u := unit{it.Line, it.Charge, n}
				switch was := on[u]; {
				case d.Kind == order.Invoice && was != "":
					say("%v is on the invoices %s and %s", u, was, d.Number())
				case d.Kind == order.Invoice:
					on[u] = d.Number()
				case was != d.Corrects:
					say("%s corrects %s, and %v is on %q", d.Number(), d.Corrects, u, was)
				case !it.Reduction:
					delete(on, u)
				}
			}
		}
		if billed += d.Gross.Minor(); d.Kind == order.CreditNote {
			billed -= 2 * d.Gross.Minor()
		}
	}
	worth := int64(0)
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, r := range l.Runs {
			for n := r.First; n < r.First+r.Count; n++ {
				if on[unit{line: l.ID, no: n}] == "" {
					continue
				}
				s, err := l.Share(n, 1)
				if worth += s.Gross.Minor(); err != nil || r.Phase == fsm.Cancelled || r.Phase == fsm.Returned {
					say("unit %d of %s is %s and on an invoice: %v", n, l.ID, r.State, err)
				}
			}
		}
	}
	again := map[[2]string]bool{}
	for i := range o.Charges {
		c := &o.Charges[i]
		if on[unit{charge: c.Price.ID}] != "" {
			s, err := c.Share()
			if worth += s.Gross.Minor(); err != nil || !c.Live {
				say("charge %s is given up and on an invoice: %v", c.Price.ID, err)
			}
		}
		if u := c.Undeserved; u != nil && c.Live {
			if key := [2]string{u.Item, u.Discount}; again[key] {
				say("%v is charged again twice", key)
			} else {
				again[key] = true
			}
		}
	}
	if billed != worth {
		say("invoices less credit notes are %d, and what is on them costs %d", billed, worth)
	}
	return broken
}

// fewer is a promotion that an order loses when units of it are given up.
func fewer() []pricing.Promotion {
	percent := func(n int64) pricing.Number { return pricing.Number(currency.New(n*100, currency.EUR).Decimal()) }
	return []pricing.Promotion{
		{ID: "many", Percent: percent(20), MinQuantity: 4},
		{ID: "spring", Coupons: []string{"SPRING"}, Percent: percent(10), MinQuantity: 3},
		{ID: "post", FreeShipping: true, MinAmount: currency.New(4000, currency.EUR)},
	}
}

// promoted is a draft of goods with the discounts that promotions give.
func promoted(t *testing.T, quantity int64, rule pricing.Reversal) order.Draft {
	t.Helper()
	d := draft("goods")
	d.Items[0].Line.Quantity, d.Policy.Reversal, d.Discounts = quantity, rule, nil
	c := pricing.Cart{Currency: d.Currency, Policy: d.Policy, Lines: []pricing.Line{d.Items[0].Line}, Charges: []pricing.Charge{d.Charges[0].Charge}}
	c, _, err := pricing.Promote(c, fewer(), pricing.PromoContext{Coupons: []string{"SPRING"}})
	require.NoError(t, err)
	d.Discounts, d.Charges[0].Charge = c.Discounts, c.Charges[0]
	return d
}

// reversed are lives of goods in which promotions are lost and documents are due.
func reversed() []life {
	const s, c = fsm.Staff, fsm.Customer
	some := func(n int64) order.Selection { return order.Some("goods", n) }
	set := func(n int64) order.Action { return order.Modify{Set: []order.Target{{Line: "goods", Quantity: n}}} }
	all := func(parts ...[]ordertest.Step) []ordertest.Step { return slices.Concat(parts...) }
	back := func(of order.Selection, charges ...string) []ordertest.Step {
		return all(by(c, order.Return{Of: of}), by(s, order.Receive{}, order.Inspect{Accepted: true, Charges: charges}))
	}
	pay := by(c, order.Pay{})
	return []life{
		{"forward", nil, all(pay, by(s, order.Ship{Of: some(2)}), by(c, order.Cancel{Of: some(1)}), by(s, order.Ship{}, order.Deliver{}), by(c, order.Confirm{}),
			by(s, order.Complete{})), fsm.Completed, true},
		{"cancelled", nil, all(pay, by(c, order.Cancel{Of: some(2)}, order.Cancel{Of: some(2)}), by(s, order.Cancel{})), fsm.Cancelled, true},
		{"returned", nil, all(pay, by(s, order.Ship{}, order.Deliver{}), back(some(3)), by(s, order.Refund{Of: some(1), Amount: currency.New(101, currency.EUR)}),
			back(nil, "shipping")), fsm.Returned, true},
		{"modified", nil, all(pay, by(s, set(3), order.Ship{Of: some(1)}, set(6)), pay, by(s, order.Ship{}, order.Deliver{}), back(some(1))), fsm.Completed, true},
		{"at fault", nil, all(pay, by(s, order.Cancel{Of: some(1), KeepPromotions: true}, order.Ship{Of: some(2)}, order.Lose{}), by(c, order.Cancel{Of: some(1)}),
			by(s, order.Ship{}, order.Deliver{})), fsm.Completed, false},
	}
}

func TestNothingThatHappensBreaksPromotionsOrDocuments(t *testing.T) {
	for _, l := range reversed() {
		for _, rule := range []pricing.Reversal{pricing.ClawBack, pricing.ClawBackNoHarm} {
			for promised, traits := range promises() {
				if *deep == 0 && *replay == "" && promised != "keys and lookup" {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%s", l.name, rule, promised), func(t *testing.T) {
					x := ordertest.Exploration{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) }, Traits: traits,
						Draft: promoted(t, 5, rule), Steps: l.steps, Ends: l.ends, Faults: max(1, *deep), Replay: replayed(t),
						Check: ledger, // the store has one order, so its numbers are all there are
						Wire: func(c *order.Config) {
							c.Invoices.After = []string{"ship"}
							c.Promoter = func(o order.Order) pricing.Promoter {
								return pricing.Rules{List: fewer(), Context: pricing.PromoContext{At: o.Placed, Coupons: []string{"SPRING"}}}
							}
						}}
					e := ordertest.Explore(t, x)
					t.Logf("%d runs, %d pruned", e.Runs, e.Pruned)
					require.True(t, *replay != "" || t.Failed() || e.Runs > 100)
				})
			}
		}
	}
}
