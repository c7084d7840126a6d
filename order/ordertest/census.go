package ordertest

import (
	"encoding/json"

	"github.com/orderkit/orderkit/order"
)

// judge judges every order of a town at its end, and the town as a whole.
func (s *town) judge() {
	var sum truth
	sum.coupons = map[string]int{}
	kept := map[string]bool{}
	released := false // some provider released an authorization, which nobody voids
	for _, l := range s.lives {
		if l.id == "" {
			s.ended[""]++
			continue
		}
		if _, err := s.real.Load(s.ctx, l.id, ""); err != nil {
			s.ended[""]++
			if !s.w.truth(l.id).equal(truth{}) {
				s.fail(l, "G1: the order is lost, and the world knows of it: %v", err)
			}
			continue
		}
		kept[l.id] = true
		v := s.w.verdict(s.ctx, s.real, l.id)
		for _, b := range v.broken {
			s.fail(l, "%s", b)
		}
		if v.order == nil {
			continue
		}
		s.ended[v.order.Status()]++
		sum.add(v.says)
		for _, p := range v.order.Payments {
			released = released || p.Closed
		}
	}
	if s.broken != "" {
		return
	}
	for id := range s.w.orders {
		if !kept[id] {
			s.fail(nil, "G1: the world knows of the order %s, and the store does not", id)
		}
	}
	s.audit(sum, released)
}

// recall adds the history of the order that broke a promise to the trace.
func (s *town) recall() {
	if s.trace == nil || s.culprit < 0 {
		return
	}
	events, err := s.real.History(s.ctx, s.lives[s.culprit].id, 0, 0)
	s.tell(s.lives[s.culprit], "history:", errText(err))
	for i := range events {
		s.tell(s.lives[s.culprit], "   ", line(&events[i]))
	}
	rec, err := s.real.Load(s.ctx, s.lives[s.culprit].id, "")
	text, _ := json.Marshal(rec.Order.Payments)
	s.tell(s.lives[s.culprit], "payments:", string(text), errText(err))
}

// audit compares the sums of the whole town: what the world's books come to, one
// entry after another, must be what the orders come to.
func (s *town) audit(sum truth, released bool) {
	knows := truthOfBooks(s.w.books)
	sum.left, knows.left = 0, 0
	if released {
		sum.voided, knows.voided = 0, 0
	}
	if !sum.equal(knows) {
		s.fail(nil, "G5: all orders say %s\n    the world knows %s", sum, knows)
	}
	for sku, there := range s.w.Supply.Stock {
		if took := s.w.took[sku]; took > there || took < 0 {
			s.fail(nil, "G5: %d of %s were sold, and there are %d", took, sku, there)
		}
	}
	for code, most := range s.w.Supply.Uses {
		if s.w.uses[code] > most || sum.coupons[code] > most {
			s.fail(nil, "G5: the coupon %s is used %d times instead of %d", code, max(s.w.uses[code], sum.coupons[code]), most)
		}
	}
	if left, err := s.real.Waiting(s.ctx, s.w.now.AddDate(1, 0, 0), 1); err != nil || len(left) > 0 {
		s.fail(nil, "G8: a notice waits for ever: %v %v", left, err)
	}
	if due, err := s.real.Claim(s.ctx, s.w.now.AddDate(10, 0, 0), 1, 1); err != nil || len(due) > 0 {
		s.fail(nil, "G1: something is due for ever: %v %v", due, err)
	}
	if s.r.world > 0 {
		return // one of all towns is enough for what follows
	}
	n := 0
	err := Audit(s.ctx, s.real, func(o *order.Order, broken []string) {
		n++
		for _, b := range broken {
			s.fail(s.byID[o.ID], "%s", b)
		}
	})
	if err != nil {
		s.fail(nil, "the store cannot be read page by page: %v", err)
	}
	stored := 0
	for _, k := range s.ended {
		stored += k
	}
	if stored -= s.ended[""]; n != stored {
		s.fail(nil, "the store has %d orders, and its pages %d", stored, n)
	}
}
