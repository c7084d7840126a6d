package ordertest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Judge compares an order with itself: what must hold of every order, at any
// time, under any workflow. It is what a host can run over its production store.
// It returns every broken promise in a sentence, nil if there is none.
func Judge(o *order.Order, history []order.Event, journal []order.Entry) []string {
	var broken []string
	say := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	if err := o.Check(); err != nil {
		say("the order contradicts itself: %v", err)
	}
	if o.Quarantine != "" {
		say("the order is quarantined: %s", o.Quarantine)
	}
	if m, err := o.Money(); err != nil {
		say("its money cannot be added up: %v", err)
	} else if b := o.Balance(order.Customer); b.Minor() != m.Balance.Minor() {
		say("G3: total less paid is %v, and the journal says the customer owes %v", m.Balance, b)
	}
	for _, p := range o.Payments {
		if c, err := p.Refunded.Cmp(p.Captured); err != nil || c > 0 {
			say("G3: payment %s gave back %v of %v", p.ID, p.Refunded, p.Captured)
		}
	}
	for _, e := range journal {
		if !e.Balanced() {
			say("G3: entry %d does not balance", e.No)
		}
	}
	if n := int64(len(journal)); n != o.LastEntry {
		say("G7: the order counts %d journal entries, and %d are stored", o.LastEntry, n)
	}
	for i, e := range history {
		if e.No != int64(i+1) {
			say("G7: event %d is the %dth of the history", e.No, i+1)
			break
		}
	}
	if n := int64(len(history)); n != o.LastEvent {
		say("G7: the order counts %d events, and %d are stored", o.LastEvent, n)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		next := int64(0)
		for _, u := range l.Runs {
			if u.First != next || u.Count < 1 {
				say("G4: the runs of line %s do not cover its units", l.ID)
			}
			next = u.First + u.Count
			if u.Phase == fsm.Cancelled && u.Held != 0 {
				say("G5: cancelled units of line %s hold %s", l.ID, u.Held)
			}
		}
		if next != l.Quantity() {
			say("G4: the runs of line %s cover %d of %d units", l.ID, next, l.Quantity())
		}
	}
	return broken
}

// truthOf is what the order says that the world must know.
func truthOf(o *order.Order) (t truth, err error) {
	t.coupons = map[string]int{}
	for _, p := range o.Payments {
		t.authorized += p.Authorized.Minor()
		t.captured += p.Captured.Minor()
		t.voided += p.Voided.Minor()
		t.refunded += p.Refunded.Minor()
		t.back += p.ChargedBack.Minor()
	}
	for _, c := range o.Coupons {
		if c.Redeemed && !c.GivenBack {
			t.coupons[c.Code]++
		}
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, u := range l.Runs {
			if u.Held.Has(fsm.Reserved) && l.SKU != "" {
				t.reserved += u.Count
			}
			if u.Held.Has(fsm.Accrued) {
				s, err := l.Share(u.First, u.Count)
				if err != nil {
					return t, err
				}
				t.points += s.Gross.Minor()
			}
		}
	}
	for _, s := range o.Shipments {
		if s.Cancelled {
			continue
		}
		for _, u := range s.Units {
			if s.Return {
				t.labels += int(u.Count)
			} else {
				t.parcels += int(u.Count)
			}
		}
	}
	return t, nil
}

// judge compares the order at its end with itself, with the world, and with how
// it would have ended had nothing happened.
func (r *run) judge() {
	if r.id == "" {
		if len(r.w.books) > 0 && r.w.Truth("") != (truth{}).String() {
			r.fail("G1: the order is lost, and the world knows of it")
		}
		return
	}
	v := r.w.verdict(r.ctx, r.x.store(r), r.id)
	if r.told {
		for _, e := range v.history {
			r.tell("    %s", line(&e))
		}
	}
	for _, b := range v.broken {
		r.fail("%s", b)
	}
	if left, err := r.x.store(r).Waiting(r.ctx, r.w.now.AddDate(1, 0, 0), 1); err != nil || len(left) > 0 {
		r.fail("G8: a notice waits for ever: %v %v", left, err)
	}
	if v.order != nil {
		r.ended = v.order.Status()
	}
	r.final = string(r.ended) + "; " + r.w.truth(r.id).String()
}

// line is an event for people.
func line(e *order.Event) string {
	return fmt.Sprintf("%v %3d %s %s %s %s %s %s %s %v", e.At.Sub(monday()), e.No, e.Kind, e.Action, e.Step, e.Outcome, e.Amount, e.Key, e.Why, e.Moves)
}

// verdict is what an order at its end is found to be.
type verdict struct {
	order   *order.Order // nil if it is lost
	says    truth
	history []order.Event
	broken  []string
}

// verdict compares an order that has come to its end with itself and the world.
func (w *World) verdict(ctx context.Context, s order.Store, id string) (v verdict) {
	fail := func(format string, args ...any) { v.broken = append(v.broken, fmt.Sprintf(format, args...)) }
	rec, err := s.Load(ctx, id, "")
	if err != nil {
		fail("G1: the order is lost: %v", err)
		return v
	}
	o := &rec.Order
	v.order = o
	if v.history, err = s.History(ctx, id, 0, 0); err != nil {
		fail("G7: the history is lost: %v", err)
	}
	journal, err := s.Journal(ctx, id)
	if err != nil {
		fail("G7: the journal is lost: %v", err)
	}
	v.broken = append(v.broken, Judge(o, v.history, journal)...)
	if len(o.Intents) > 0 || len(o.Queue) > 0 {
		fail("G1: %d actions are still under way, and %d wait", len(o.Intents), len(o.Queue))
	}
	if key := w.doubly[id]; key != "" {
		fail("G2: %s happened twice", key)
	}
	if v.says, err = truthOf(o); err != nil {
		fail("its shares cannot be added up: %v", err)
	}
	says, knows := v.says, w.truth(id)
	says.left, knows.left = 0, 0
	for _, p := range o.Payments {
		if p.Closed { // what the provider released is not voided
			knows.voided, says.voided = 0, 0
		}
	}
	if !says.equal(knows) {
		fail("G5: the order says %s\n    the world knows %s", says, knows)
	}
	if m, err := o.Money(); err == nil && m.Balance.Sign() < 0 && o.LeftPaid.IsZero() && len(o.Cases) == 0 {
		fail("G3: %v too much was paid, and nobody gives it back", m.Balance.Neg())
	}
	return v
}

// state is what the order and the world come to now, without times and counters,
// so that runs can be recognised that have led to the same.
func (r *run) state() string {
	if r.id == "" {
		return ""
	}
	now := known{commits: r.glance.commits, books: len(r.w.books), notes: len(r.w.notes), skew: r.w.skew}
	if now.state = r.known.state; now != r.known || now.state == "" {
		now.state = r.look()
		r.known = now
	}
	return now.state
}

// known is the state that was last looked at, and what it followed from.
type known struct {
	commits, books, notes int
	skew                  time.Duration
	state                 string
}

func (r *run) look() string {
	rec, err := r.x.store(r).Load(r.ctx, r.id, "")
	if err != nil {
		return err.Error()
	}
	o := &rec.Order
	var b strings.Builder
	for i := range o.Lines {
		for _, u := range o.Lines[i].Runs {
			fmt.Fprint(&b, u.First, u.State, u.Held, " ")
		}
	}
	for i := range o.Intents {
		it := &o.Intents[i]
		fmt.Fprint(&b, it.Action, it.Undoing, it.Stop)
		for k := range it.Steps {
			c := &it.Steps[k]
			fmt.Fprint(&b, c.Key, c.State, c.Doubt, c.Attempts)
		}
	}
	for _, c := range o.Cases {
		fmt.Fprint(&b, c.Code, c.Step)
	}
	text, _ := json.Marshal(o.Queue)
	fmt.Fprint(&b, string(text), len(r.w.notes), o.Hold, o.Quarantine, o.Accounts, len(r.w.books), r.w.truth(r.id), r.w.skew, r.w.odd())
	return b.String()
}
