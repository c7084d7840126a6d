package main

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/order"
)

// audit compares what the shop has written down with what its partners did, and
// lists every disagreement. It trusts neither side.
func audit(r *record) (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if err := r.Order.Check(); err != nil {
		bad("the order: %v", err)
	}
	for _, e := range r.Journal {
		if !e.Balanced() {
			bad("journal entry %d does not balance", e.No)
		}
	}
	for _, p := range r.Order.Accounts {
		if sum := posted(r.Journal, p.Account); sum != p.Amount {
			bad("account %s is %s, its entries are %s", p.Account, p.Amount, sum)
		}
	}
	auditPayments(r, bad)
	auditPartners(r, bad)
	if finished(r.Order) && (!r.Money.Balance.IsZero() || !r.Money.Promised.IsZero()) {
		bad("the order has ended with a balance of %s and %s promised", r.Money.Balance, r.Money.Promised)
	}
	return wrong
}

// auditPayments holds every line of the payment provider's ledger against the
// journal: each capture and refund is in both, once, with the same amount.
func auditPayments(r *record, bad func(string, ...any)) {
	booked := map[string]currency.Amount{}
	for _, e := range r.Journal {
		if e.What != "capture" && e.What != "refund" {
			continue
		}
		if _, twice := booked[e.Ref]; twice {
			bad("%s %s is in the journal twice", e.What, e.Ref)
		}
		booked[e.Ref] = posted([]order.Entry{e}, order.Provider)
	}
	kept := currency.Zero(r.Order.Currency)
	for _, d := range done(r.paid) {
		amount := d.Amount
		switch d.Op {
		case "refund":
			amount = amount.Neg()
		case "capture":
		default:
			continue
		}
		kept = plus(kept, amount)
		if have, ok := booked[d.Ref]; !ok || have != amount {
			bad("the payment provider did %s %s of %s, the journal says %s", d.Op, d.Ref, d.Amount, have)
		}
		delete(booked, d.Ref)
	}
	for ref, amount := range booked {
		bad("the journal says %s for %s, the payment provider knows nothing of it", amount, ref)
	}
	if kept != r.Money.Paid {
		bad("the payment provider kept %s, the order says %s", kept, r.Money.Paid)
	}
	for _, d := range done(r.paid) {
		if d.Op == "authorize" && d.Ref != "" && !hasPayment(r.Order, d.Ref) {
			bad("the payment provider promised %s as %s, the order knows nothing of it", d.Amount, d.Ref)
		}
	}
}

// auditPartners looks for parcels, coupons and stock that somebody forgot.
func auditPartners(r *record, bad func(string, ...any)) {
	parcels, stock := map[string]int{}, map[string]int64{}
	coupons := 0
	for _, d := range done(r.others) {
		sign := int64(1)
		switch d.Op {
		case "book", "label":
			parcels[d.Ref]++
		case "redeem":
			coupons++
		case "giveback":
			coupons--
		case "commit", "release":
			sign = -1
			fallthrough
		case "reserve":
			for _, g := range d.Goods {
				stock[g.SKU] += sign * g.Quantity
			}
		}
	}
	for _, s := range r.Order.Shipments {
		if parcels[s.Tracking]--; parcels[s.Tracking] != 0 {
			bad("parcel %s is in the order but not with the carrier", s.Tracking)
		}
		delete(parcels, s.Tracking)
	}
	for ref := range parcels {
		bad("the carrier has parcel %s, the order knows nothing of it", ref)
	}
	for _, c := range r.Order.Coupons {
		if c.Redeemed && !c.GivenBack {
			coupons--
		}
	}
	if coupons != 0 {
		bad("%d coupons were redeemed more than the order says", coupons)
	}
	for sku, n := range stock {
		if n != 0 && finished(r.Order) {
			bad("%d of %s are still reserved", n, sku)
		}
	}
}

func hasPayment(o order.Order, ref string) bool {
	for _, p := range o.Payments {
		if p.Ref == ref {
			return true
		}
	}
	return false
}

func done(deeds []outside.Deed) (out []outside.Deed) {
	for _, d := range deeds {
		if d.Outcome == order.OutcomeDone {
			out = append(out, d)
		}
	}
	return out
}

func posted(entries []order.Entry, a order.Account) (sum currency.Amount) {
	for _, e := range entries {
		for _, p := range e.Postings {
			if p.Account == a {
				sum = plus(sum, p.Amount)
			}
		}
	}
	return sum
}

// plus adds; an amount out of range stays out of range and equals no other.
func plus(a, b currency.Amount) currency.Amount {
	sum, err := a.Add(b)
	if err != nil {
		return currency.Amount{}
	}
	return sum
}
