package ordertest

import (
	"fmt"
	"strings"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// told hears what happened in the world: its provider sends a webhook, and other
// things follow.
func (s *town) told(e *entry) {
	l := s.byID[e.order]
	if l == nil {
		return
	}
	if e.waits != nil {
		s.asks(l, e)
		return
	}
	if n, ok := s.w.echo(e); ok && l.rng.IntN(12) > 0 {
		l.mail(n)
	}
	if s.calm {
		return
	}
	switch days := time.Duration(1+l.rng.IntN(9*24)) * time.Hour; {
	case e.op == "capture" && l.rng.IntN(60) == 0:
		s.later(l, 3*days, func() { s.disputes(l, e) })
	case e.op == "capture" && l.rng.IntN(60) == 0:
		s.later(l, days, func() { s.returns(l) })
	case e.op == "book" && e.using == "" && l.rng.IntN(4) > 0:
		s.later(l, days, func() { l.mail(order.Notice{Kind: "deliver", Order: e.order, Ref: e.ref}) })
	case e.op == "book" && e.using == "" && l.rng.IntN(8) == 0:
		s.later(l, days, func() { l.mail(order.Notice{Kind: "lose", Order: e.order, Ref: e.ref}) })
	case e.op == "label" && l.rng.IntN(2) > 0:
		s.later(l, days, func() { l.mail(order.Notice{Kind: "receive", Order: e.order, Ref: e.ref}) })
	}
}

// asks has the bank ask the customer, who confirms, or does not.
func (s *town) asks(l *life, e *entry) {
	if l.rng.IntN(4) > 0 {
		s.later(l, l.in(24), func() { s.w.confirm(e) })
		return
	}
	s.later(l, l.in(24), func() {
		if s.w.abandon(e) {
			l.mail(order.Notice{Kind: order.NoticeFailed, Order: e.order, Key: e.key, Reason: "abandoned"})
		}
	})
}

// disputes lets the customer's bank take back what is left of a charge, or half.
func (s *town) disputes(l *life, e *entry) {
	of := e
	if e.of != nil {
		of = e.of
	}
	amount := s.w.disputable(of)
	if l.rng.IntN(2) == 0 {
		amount /= 2
	}
	if amount <= 0 {
		return
	}
	back := s.w.dispute(of, amount)
	if n, ok := s.w.echo(back); ok { // nobody else tells the shop, so it comes for sure
		l.mail(n)
	}
}

// returns has somebody at the provider give money back.
func (s *town) returns(l *life) {
	if e := s.w.byHand(l.id); e != nil {
		n, _ := s.w.echo(e)
		l.mail(n) // nobody else tells the shop, so it comes for sure
	}
}

// mail sends a webhook: now or late, once or twice.
func (l *life) mail(n order.Notice) {
	l.mails++
	if n.ID == "" {
		n.ID = fmt.Sprintf("%s-%d", l.id, l.mails)
	}
	for range 1 + max(0, 1-l.rng.IntN(8)) {
		wait := time.Duration(l.rng.IntN(3)) * time.Second
		switch l.rng.IntN(8) {
		case 0:
			wait = l.in(24 * 7)
		case 1, 2:
			wait = l.in(1)
		}
		l.later(l, wait, func() { l.deliver(n) })
	}
}

// deliver brings a webhook; a provider tries again until it is taken.
func (l *life) deliver(n order.Notice) {
	err := l.e.Notify(l.ctx, n)
	l.tell(l, "webhook", n.Kind, n.ID, n.Ref, errText(err))
	if err != nil || l.cur.dead {
		l.later(l, 10*time.Minute, func() { l.deliver(n) })
	}
}

// staff looks at the open cases, and decides on most of them.
func (s *town) staff() (decided int) {
	orders, err := s.real.Find(s.ctx, order.Query{Cases: 2, Limit: 1 << 20})
	if err != nil {
		s.fail(nil, "the cases cannot be found: %v", err)
	}
	for i := range orders {
		l := s.byID[orders[i].ID]
		for _, c := range orders[i].Cases {
			// Whether something happened can be told once no request is on its way.
			if l == nil || s.w.now.Sub(c.Opened) < 2*time.Hour || !s.calm && l.rng.IntN(4) == 0 || s.cur.dead {
				continue
			}
			d := s.decision(l, &orders[i], c)
			s.cur.of = l
			_, err := s.e.Resolve(s.ctx, l.id, d, order.By(fsm.Staff, "anna"))
			s.tell(l, "staff", c.Code, c.Step, string(d.Choice), errText(err))
			decided++
		}
	}
	return decided
}

// decision is a safe one: staff looks into the books of the world.
func (s *town) decision(l *life, o *order.Order, c order.Case) order.Decide {
	d := order.Decide{Case: c.No, Choice: c.Choices[0], Why: "looked it up", Ref: "evidence"}
	if ref, ok := s.w.instead(o, c); ok {
		d.Choice, d.Ref = order.MarkDone, ref
		return d
	}
	switch {
	case c.Code == order.CaseUnknown:
		e := s.w.known(c.Step)
		if e != nil {
			s.w.abandon(e)
		}
		d.Choice = order.NotDone
		if e != nil && e.err == nil {
			d.Choice, d.Ref = order.MarkDone, e.ref
		}
	case s.calm:
	case c.Code == order.CaseLeftOver && l.rng.IntN(6) == 0:
		d.Choice = order.Close
	case c.Stage == 2 && l.rng.IntN(12) == 0 && c.Code != order.CaseInvariant:
		d.Choice = order.HandOver
	case c.Choices[len(c.Choices)-1] == order.Undo && l.rng.IntN(3) == 0:
		d.Choice = order.Undo
	case l.rng.IntN(6) == 0 && strings.Contains(fmt.Sprint(c.Choices), string(order.Correct)):
		p, err := s.real.Person(s.ctx, o.ID)
		if err == nil {
			d.Choice, d.ShipTo = order.Correct, &p.ShipTo
		}
	}
	for _, offered := range c.Choices {
		if offered == d.Choice {
			return d
		}
	}
	d.Choice = c.Choices[0]
	return d
}

// settle lets everything come to rest: nothing goes wrong any more, time goes by,
// webhooks arrive, staff decides.
func (s *town) settle() {
	s.calm, s.w.skew, s.cur = true, 0, &actor{name: "end"}
	for _, l := range s.lives {
		s.cur.of = l
		if rec, err := s.real.Load(s.ctx, l.id, ""); l.id != "" && err == nil && rec.Order.Hold != "" {
			_, _ = s.e.Do(s.ctx, l.id, order.Unhold{}, order.By(fsm.Staff, "anna"))
		}
	}
	step := 3 * time.Hour
	for still, rounds := 0, 0; still < 2 && s.broken == ""; rounds++ {
		if rounds == 100 {
			s.fail(s.restless(), "G1: it never comes to rest")
			return
		}
		until := s.w.now.Add(step)
		for it, ok := s.agenda.next(until); ok; it, ok = s.agenda.next(until) {
			if it.of == nil {
				continue // workers and staff come by hand now
			}
			s.w.now = it.at
			s.cur.of = it.of
			it.do()
		}
		s.w.now = until
		still++
		if s.pass()+s.staff() > 0 || step < 40*24*time.Hour {
			still = 0
		}
		step = min(step*2, 40*24*time.Hour)
	}
}

// restless is an order for which something is still to do.
func (s *town) restless() *life {
	for _, l := range s.lives {
		rec, err := s.real.Load(s.ctx, l.id, "")
		if err == nil && len(rec.Order.Intents)+len(rec.Order.Queue)+len(rec.Order.Cases) > 0 {
			return l
		}
	}
	return nil
}
