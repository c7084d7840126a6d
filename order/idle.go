package order

import (
	"errors"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// release asks for a Settle of what an action freed beyond what it gave up itself. Of
// two at once each is planned as if the other may come to nothing, and what is charged
// again then may be more: how much nothing needs is sure once both have ended. Before
// is what was needed until now.
func (w *work) release(it *Intent, before currency.Amount) {
	s, err := w.o.sums()
	freed := s.sub(before, w.o.needed(&s))
	for i := range it.Steps {
		if c := &it.Steps[i]; c.Op == "void" {
			freed = s.sub(freed, c.Amount)
		}
	}
	if err != nil || s.err != nil || freed.Sign() <= 0 {
		return
	}
	then := w.o.future(w.now)
	if s, err = then.sums(); err != nil {
		return
	}
	idle := then.idle(&s)
	can := slices.ContainsFunc(then.Payments, func(p Payment) bool {
		gw, open := w.e.cfg.Gateways[p.Gateway], p.open(&s)
		return gw != nil && open.Sign() > 0 && (gw.Traits().PartialVoid || s.sub(idle, open).Sign() >= 0)
	})
	settle := (Settle{}).Name()
	waits := slices.ContainsFunc(w.o.Queue, func(q Queued) bool { return q.Action == settle })
	if !can || idle.Sign() <= 0 || waits {
		return // it ends with the last capture, if not before
	}
	w.o.Queue = append(w.o.Queue, Queued{Action: settle, Data: []byte("{}"), Actor: Actor{Role: fsm.System}, At: w.now})
}

// needed is what must be authorized: for all that is promised, and for what is charged
// again and owed.
func (o *Order) needed(s *sums) currency.Amount {
	need := s.sub(s.promised, s.rest())
	for i := range o.Charges {
		if c := &o.Charges[i]; c.owed() {
			w, err := c.worth()
			s.err = errors.Join(s.err, err)
			need = s.add(need, w)
		}
	}
	return need
}

// idle is what is authorized beyond all that is to be taken yet, less what staff left.
func (o *Order) idle(s *sums) currency.Amount {
	return s.sub(s.sub(s.open, o.LeftOpen), s.sub(s.add(s.promised, s.unpaid), s.rest()))
}

// rest is what is in hand and for nothing: the next captures take so much less.
func (s *sums) rest() currency.Amount {
	rest := s.sub(s.paid, s.taken)
	if rest.Sign() < 0 {
		return currency.Zero(rest.Code())
	}
	return rest
}
