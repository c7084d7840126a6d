package order

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// Notify takes in an outside event. It is stored first; when Notify has returned
// nil it cannot get lost. It is applied once, now if its order is known, later
// if not, and it may come twice, late, or before the answer of the call that
// caused it. An event that fits nothing becomes a case.
//
// Kinds of errors: Invalid, Unavailable (call again: the provider will).
func (e *Engine) Notify(ctx context.Context, n Notice) (err error) {
	var f faults
	f.id("provider", n.Provider, false)
	f.id("id", n.ID, true)
	f.id("kind", n.Kind, true)
	f.id("order", n.Order, false)
	f.id("ref", n.Ref, false)
	f.id("parent", n.Parent, false)
	if n.Order == "" && n.Key == "" && n.Ref == "" && n.Parent == "" {
		f.add("order", "required", "one of order, key, ref and parent must tell whose event it is")
	}
	if n.Amount.Sign() < 0 {
		f.add("amount", "negative", "is negative")
	}
	n.Reason = short("reason", n.Reason, &f)
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: "notify", Faults: f.list}
	}
	if n.At.IsZero() {
		n.At = e.now()
	}
	n.At = n.At.UTC()
	if n.Provider == "" { // the default gateway and the default carrier number their events apart
		if port := "money:"; moneyKinds(n.Kind) == "" {
			n.ID = "other:" + n.ID
		} else {
			n.ID = port + n.ID
		}
	}
	fresh, err := e.cfg.Store.Receive(ctx, n)
	if err != nil {
		return storeError("notify", n.Order, err)
	}
	if !fresh {
		return nil
	}
	if _, err := e.apply(ctx, n); err != nil {
		e.cfg.Log.Warn("a notice will be applied later", "provider", n.Provider, "id", n.ID, "error", err)
	}
	return nil
}

// Unmatched returns the notices whose order, or its workflow, is not known, and those
// that wait for a refund under way, the longest waiting first, at most limit of them; 0
// means all. They are looked at again at least every hour, for ever: one that stays is
// a wrong reference. If some cannot be read it returns the others together with an
// error that has an Unread of those: no other error comes with notices.
func (e *Engine) Unmatched(ctx context.Context, limit int) ([]Notice, error) {
	list, err := e.cfg.Store.Waiting(ctx, e.now().AddDate(100, 0, 0), limit)
	return listed("unmatched", list, err)
}

// apply finds the order of a notice and takes the notice in. false: the order
// is not known yet.
func (e *Engine) apply(ctx context.Context, n Notice) (ok bool, err error) {
	id, err := e.whose(ctx, n)
	if err != nil || id == "" {
		return false, err
	}
	defer e.contain(ctx, "notify", &id, &err)
	for try := 0; ; try++ {
		w, _, err := e.load(ctx, "notify", id, "")
		if err != nil {
			return false, err
		}
		if moneyKinds(n.Kind) == "" && !e.knows(w.o) {
			e.cfg.Log.Warn("a notice waits for a program that knows the workflow", "order", id, "kind", n.Kind)
			return false, nil
		}
		w.applied = []NoticeID{{Provider: n.Provider, ID: n.ID}}
		switch err := w.notice(n); {
		case errors.Is(err, errTooEarly):
			e.cfg.Log.Info("a notice waits for a refund or a capture under way", "order", id, "kind", n.Kind)
			return false, nil
		case err != nil:
			return false, w.door(ctx, "notify", err)
		}
		switch err := w.commit(ctx); {
		case errors.Is(err, ErrConflict) && try < tries:
			continue
		case err != nil:
			return false, w.door(ctx, "notify", err)
		}
		return true, w.tick(ctx)
	}
}

// whose finds the order: by its ID, by the key of a call, or by a reference.
func (e *Engine) whose(ctx context.Context, n Notice) (string, error) {
	id := n.Order
	if id == "" { // a key begins with its order
		id, _, _ = strings.Cut(n.Key, "/")
	}
	if id != "" {
		_, err := e.cfg.Store.Load(ctx, id, "")
		if err == nil || !isNotFound(err) {
			return id, err
		}
	}
	if n.Order != "" {
		return "", nil
	}
	for _, ref := range []string{n.Ref, n.Parent} {
		if ref == "" {
			continue
		}
		found, err := e.cfg.Store.Find(ctx, Query{Ref: ref})
		for i := range found {
			if found[i].knows(ref, n.Provider) {
				return found[i].ID, nil
			}
		}
		if err != nil {
			return "", err // it may be one that cannot be read
		}
		if _, ours := e.cfg.Gateways[n.Provider]; !ours && len(found) == 1 && e.cfg.Carriers[n.Provider] == nil {
			return found[0].ID, nil // a name that the host gives to events only
		}
	}
	return "", nil
}

// knows reports whether the reference is of that gateway or carrier: two
// providers may use the same one.
func (o *Order) knows(ref, provider string) bool {
	for i := range o.Payments {
		p := &o.Payments[i]
		if p.Gateway == provider && (p.Ref == ref || slices.ContainsFunc(p.Ops, func(op PaymentOp) bool { return op.Ref == ref })) {
			return true
		}
	}
	return slices.ContainsFunc(o.Shipments, func(s Shipment) bool { return s.Carrier == provider && s.Tracking == ref })
}

// moneyKinds names what an event about money says in the words of calls; "" for
// other events.
func moneyKinds(kind string) string {
	switch kind {
	case NoticeAuthorized:
		return "authorize"
	case NoticeCaptured:
		return "capture"
	case NoticeVoided:
		return "void"
	case NoticeRefunded:
		return "refund"
	case NoticeChargeback:
		return "chargeback"
	case NoticeFailed:
		return "failed"
	}
	return ""
}

// notice takes an outside event into the order.
func (w *work) notice(n Notice) error {
	kind := moneyKinds(n.Kind)
	w.event(Event{Kind: EventNotice, Action: n.Kind, Actor: Actor{Role: fsm.Webhook, ID: n.Provider}, Key: n.ID,
		Ref: n.Ref, Amount: n.Amount, Why: n.Reason})
	if kind == "" {
		return w.noticeAction(n)
	}
	it, c, several := w.awaited(n, kind)
	if several {
		return nil // which of them it means is told by their own answers
	}
	if c != nil {
		t := take{receipt: Receipt{Ref: n.Ref}}
		if kind == "failed" && n.Key == "" && w.e.lookup(c) != LookupNone {
			w.wake(it, c) // the provider can be asked which call it means
			return nil
		}
		if kind == "failed" {
			t.reply = &Reply{Outcome: OutcomeRefused, Reason: n.Reason}
		}
		it.Due = w.now
		return w.taken(it, c, t)
	}
	if kind == "failed" {
		return nil // nobody waits for it: the call's own answer was enough
	}
	return w.noticeMoney(n, kind)
}

// errTooEarly is about a refund that somebody made at the provider while a refund of
// ours is under way, or the capture that it is of. Whether it fits is known when ours
// has ended.
var errTooEarly = errors.New("too early to tell")

// noticeMoney books money that moved without a call of ours waiting for it.
func (w *work) noticeMoney(n Notice, kind string) error {
	p := w.paymentOf(n)
	if p != nil {
		known, contradicts := p.knows(n, kind)
		if contradicts {
			w.openCase(Case{Stage: 2, Code: CaseMismatch, Ref: n.Ref, Amount: n.Amount, Choices: []Choice{Close, HandOver},
				Reason: "The provider " + quoted(n.Provider) + " reports " + n.Kind + " of " + n.Amount.String() + " under a reference that we know with another amount. Nothing was booked; compare with the provider."})
		}
		if known || contradicts {
			return nil // repeated, or the echo of a call of ours
		}
	}
	if n.Amount.IsZero() || n.Amount.Code() != w.o.Currency {
		w.openCase(Case{Stage: 2, Code: CaseLate, Ref: n.Ref, Amount: n.Amount, Choices: []Choice{Close, HandOver},
			Reason: "The provider " + n.Provider + " reports " + n.Kind + " " + n.Amount.String() + ", which this order cannot book. Compare with the provider."})
		return nil
	}
	if kind == "refund" {
		fits, err := w.o.fits(n, p)
		if err != nil {
			return err
		}
		if !fits {
			w.openCase(Case{Stage: 2, Code: CaseMismatch, Ref: n.Ref, Amount: n.Amount, Choices: []Choice{Close, HandOver},
				Reason: "The provider reports a refund of " + n.Amount.String() + ", more than we know to be captured. Compare with the provider."})
			return nil
		}
	}
	if p == nil {
		zero := currency.Zero(w.o.Currency)
		w.o.Payments = append(w.o.Payments, Payment{ID: "p" + itoa(int64(len(w.o.Payments))+1), Gateway: n.Provider,
			Authorized: zero, Captured: zero, Voided: zero, Refunded: zero, ChargedBack: zero})
		p = &w.o.Payments[len(w.o.Payments)-1]
	}
	op := PaymentOp{Kind: kind, Amount: n.Amount, Settled: n.Settled, Ref: n.Ref, At: n.At, Key: n.Key}
	if err := w.happened(p, op, time.Time{}); err != nil {
		return err
	}
	return w.afterMoney(n, kind)
}

// fits reports whether a refund that somebody made at the provider is of money that
// we know to be there, of the payment p. Nil is one whose reference we do not know:
// perhaps that of a capture under way. The error is errTooEarly or none.
func (o *Order) fits(n Notice, p *Payment) (bool, error) {
	s := &sums{}
	now := currency.Zero(o.Currency) // what calls of ours may have given back is gone
	then := o.capturing(s, func(c *Call) bool {
		return p != nil && c.Payment == p.ID || p == nil && c.Using == n.Provider
	})
	if p != nil {
		now = s.add(o.rooms().of(p.ID).inHand, p.ChargedBack)
		then = s.add(then, s.sub(p.Captured, p.Refunded))
	}
	now, then = s.sub(now, n.Amount), s.sub(then, n.Amount)
	switch {
	case s.err == nil && now.Sign() >= 0:
		return true, nil
	case s.err == nil && then.Sign() >= 0:
		return false, errTooEarly
	}
	return false, nil
}

// settled closes the cases of a code that money has answered.
func (w *work) settled(code string) {
	for i := len(w.o.Cases) - 1; i >= 0; i-- {
		if w.o.Cases[i].Code == code {
			w.closeCase(w.o.Cases[i].No, "the rest came in")
		}
	}
}

func (p *Payment) refundedBeyond(more currency.Amount) (bool, error) {
	sum, err := p.Refunded.Add(more)
	if err != nil {
		return true, err
	}
	c, err := sum.Cmp(p.Captured)
	return c > 0, err
}

// afterMoney says what follows from money that moved by itself.
func (w *work) afterMoney(n Notice, kind string) error {
	s, err := w.o.sums()
	if err != nil {
		return err
	}
	late := func(code, reason string) {
		w.openCase(Case{Stage: 2, Code: code, Ref: n.Ref, Amount: n.Amount, Reason: reason, Choices: []Choice{Close, HandOver}})
	}
	switch kind {
	case "chargeback":
		late(CaseChargeback, "The customer's bank took "+n.Amount.String()+" back ("+n.Reason+"). Answer the dispute at the provider, or stop what has not left.")
	case "refund", "void":
		late(CaseLate, "The provider reports a "+kind+" of "+n.Amount.String()+" that this order did not ask for. The books follow it; see whether units must be cancelled.")
	default:
		switch {
		case s.total.IsZero() || s.unpaid.IsZero() && kind == "capture" && s.sub(s.paid, s.total).Sign() > 0:
			late(CaseLate, n.Amount.String()+" came in that this order does not need; the refund starts by itself.")
		case s.unpaid.Sign() > 0 && s.sub(s.add(s.paid, s.open), s.total).Sign() >= 0:
			w.settled(CaseUnderpaid)
			for i := range w.o.Intents { // nobody pays twice
				if w.o.Intents[i].Action == (Pay{}).Name() {
					w.stop(&w.o.Intents[i])
				}
			}
			w.enqueue(Pay{}, n)
		case s.unpaid.Sign() > 0:
			late(CaseUnderpaid, n.Amount.String()+" came in, which does not cover what is owed: "+s.sub(s.total, s.add(s.paid, s.open)).String()+" is missing.")
		}
	}
	return s.err
}

// noticeAction queues the action that an event of a carrier or another provider
// stands for.
func (w *work) noticeAction(n Notice) error {
	var a Action
	var err error
	s := w.shipmentOf(n)
	switch {
	case n.Kind == "deliver" && s != nil:
		a = Deliver{Shipment: s.ID}
	case n.Kind == "lose" && s != nil:
		a = Lose{Shipment: s.ID}
	case n.Ref != "" && s == nil && n.Kind != "pay":
		err = fail(NotFound, n.Kind, w.o.ID, "", "the order has no shipment "+n.Ref)
	case s != nil && len(s.Units) == 0:
		return nil // news of a parcel that was cancelled
	case s != nil:
		a, err = w.e.byName(n.Kind, s.selection())
	default:
		a, err = w.e.byName(n.Kind, nil)
	}
	if w.e.named[n.Kind] && err != nil {
		w.openCase(Case{Stage: 2, Code: CaseLate, Ref: n.Ref, Choices: []Choice{Close, HandOver},
			Reason: "The provider " + n.Provider + " says " + n.Kind + ", which does not fit: " + err.Error()})
		return nil
	}
	if !w.e.named[n.Kind] {
		w.openCase(Case{Stage: 3, Code: CaseLate, Ref: n.Ref, Choices: []Choice{Close},
			Reason: "The provider " + n.Provider + " sent an event of the kind " + n.Kind + ", which no workflow knows."})
		return nil
	}
	w.enqueue(a, n)
	return nil
}

// shipmentOf finds the shipment that an event is about: the sender's own, or the
// only one of that number.
func (w *work) shipmentOf(n Notice) *Shipment {
	var found *Shipment
	for i := range w.o.Shipments {
		s := &w.o.Shipments[i]
		if n.Ref == "" || s.Tracking != n.Ref && s.ID != n.Ref {
			continue
		}
		if s.Carrier == n.Provider {
			return s
		}
		if found == nil {
			found = s
		}
	}
	return found
}

func (w *work) enqueue(a Action, n Notice) {
	data, err := json.Marshal(a)
	if err != nil {
		data = []byte("{}")
	}
	key := "notice/" + n.Provider + "/" + n.ID
	w.o.Queue = append(w.o.Queue, Queued{Action: a.Name(), Data: data, Key: key, Print: fingerprint(a.Name(), data),
		Actor: Actor{Role: fsm.Webhook, ID: n.Provider}, At: w.now, Ref: n.Ref})
}
