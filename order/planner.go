package order

import (
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// planner works out the calls of a scheme on a copy of the order that it moves
// along, step by step.
type planner struct {
	w   *work
	s   *scheme
	sim Order // the copy; held sets and payments follow the planned calls
	// surely is the copy without what actions under way will do, as far as they
	// may still fail: coupons and charges go with units that are surely gone. Few
	// plans ask; see sure.
	surely *Order
	room   rooms  // what each payment surely has left
	lines  finder // of the copy
	steps  int    // how many are planned
	// was are the charges of the copy before anything was planned.
	was []Charge
	// reserve is the value of lines added by the same action and not yet paid:
	// what is given up counts towards it before anything is refunded.
	reserve currency.Amount
	charged bool // what is charged again is on the copy
	// unspent is what earlier steps might have given back and could not: what is
	// charged again stood in the way until a later step freed what was promised.
	unspent currency.Amount
	// most bounds what is given back, unless nil: actions under way decide on what
	// is charged again, and they may come to nothing. The rest is given back then.
	most *currency.Amount
	seq  int
}

// prepare plans the calls for everything that the scheme moves.
func (w *work) prepare(s *scheme) error {
	steps, ok := fsm.Merge(s.trans)
	if !ok {
		return fail(Refused, s.name, w.o.ID, CodeStepOrder, "the workflows of these lines order their steps differently; do them one by one")
	}
	if len(steps) == 0 && !s.leaves() {
		return nil
	}
	p := w.planner(s)
	if err := p.judge(s.moves); err != nil {
		return err
	}
	p.part(s.moves)
	p.steps = len(steps)
	for i := range steps {
		if err := p.step(&steps[i]); err != nil {
			return err
		}
	}
	if s.leaves() {
		p.leave(s.all())
	}
	if _, err := p.freeCharges(); err != nil {
		return err
	}
	if _, err := p.clawBack(); err != nil {
		return err
	}
	p.finish()
	return nil
}

// leaves reports whether some unit stops being part of what the order costs.
func (s *scheme) leaves() bool {
	for i := range s.moves {
		if !live(s.moves[i].Phase) {
			return true
		}
	}
	return false
}

func (s *scheme) all() []Units {
	us := make([]Units, len(s.moves))
	for i, m := range s.moves {
		us[i] = Units{m.Line, m.First, m.Count}
	}
	return us
}

func (w *work) planner(s *scheme) *planner {
	p := &planner{w: w, s: s}
	p.start()
	return p
}

func (p *planner) start() {
	o := p.w.o
	p.sim, p.reserve, p.unspent = o.future(p.w.now), currency.Zero(o.Currency), currency.Zero(o.Currency)
	p.s.arrange(&p.sim)
	p.lines = p.sim.finder()
	p.was = append(p.was, p.sim.Charges...)
	p.room = o.rooms()
}

// sure returns what surely is there.
func (p *planner) sure() *Order {
	if p.surely == nil {
		o := p.w.o.fork()
		p.s.arrange(&o)
		p.surely = &o
	}
	return p.surely
}

// future is the order as it will be when the actions under way have ended, as
// far as one can tell: planning on it, two actions never give the same money
// back and never take it twice.
func (o *Order) future(now time.Time) Order {
	f := o.fork()
	for i := range f.Intents {
		it := &f.Intents[i]
		for _, c := range it.Steps {
			switch {
			case !it.Undoing && c.State != CallDone && c.Effect == fsm.Promotion:
				f.bookCoupon(&c, Receipt{Ref: c.Ref})
			case !it.Undoing && c.State != CallDone, c.Undoes != "" && c.State != CallDone:
				_ = f.bookMoney(&c, now)
			case it.Undoing && c.State == CallDone && c.Undoes == "" && !undone(it, c.Key):
				c.Op = c.Undo
				_ = f.bookMoney(&c, now)
			}
		}
		if !it.Undoing {
			f.shift(it, now)
		}
	}
	return f
}

// arrange adds the scheme's new lines, charges and payments to an order.
func (s *scheme) arrange(o *Order) {
	for i := range s.lines {
		l := s.lines[i]
		l.Runs = append([]Run(nil), l.Runs...)
		o.Lines = append(o.Lines, l)
	}
	for i := range o.Charges {
		if c := &o.Charges[i]; len(s.attach[c.Price.ID]) > 0 {
			c.Lines = slices.Concat(c.Lines, s.attach[c.Price.ID])
		}
	}
	o.Payments = append(o.Payments, s.pays...)
	o.Coupons = append(o.Coupons, s.coupons...)
}

// units returns those of the moved units whose transition has the step.
func (p *planner) units(st *fsm.Step) []Units {
	out := make([]Units, 0, len(p.s.moves))
	var last *fsm.Transition // neighbours mostly take the same one
	named := false
	for i, t := range p.s.trans {
		if t != last {
			last, named = t, slices.ContainsFunc(t.Steps, st.Same)
		}
		if m := &p.s.moves[i]; named {
			out = append(out, Units{m.Line, m.First, m.Count})
		}
	}
	return out
}

// split calls f for each part of the units that holds one set, on the copy.
func (p *planner) split(us []Units, f func(l *Line, u Units, held fsm.Held) error) error {
	for _, u := range us {
		l, ok := p.lines.line(u.Line)
		if !ok {
			continue
		}
		for _, r := range l.Runs { // those from before f: put replaces the list, or the run just read
			lo, n := overlap(r.First, r.Count, u)
			if n == 0 {
				continue
			}
			if err := f(l, Units{l.ID, lo, n}, r.Held); err != nil {
				return err
			}
		}
	}
	return nil
}

// which returns the parts that have all of with and none of without: mostly that
// is the list itself.
func (p *planner) which(us []Units, with, without fsm.Held) []Units {
	same, out := 0, []Units(nil) // so far, us[:same] and then out
	_ = p.split(us, func(l *Line, u Units, held fsm.Held) error {
		switch {
		case !held.Has(with) || held&without != 0:
		case out == nil && us[same] == u:
			same++
		default:
			out = append(out, u)
		}
		return nil
	})
	return append(us[:same:same], out...)
}

// hold applies a verb to what units hold on the copy.
func (p *planner) hold(us []Units, verb string) {
	_ = p.split(us, func(l *Line, u Units, held fsm.Held) error {
		if verb == "authorize" && held.Has(fsm.Taken) {
			return nil // charged at once
		}
		l.change(u.First, u.Count, func(r Run) Run { r.Held = held.After(verb); return r })
		return nil
	})
}

// worth is what the units cost, on the copy.
func (p *planner) worth(us []Units) (currency.Amount, error) {
	sum := currency.Zero(p.sim.Currency)
	err := p.split(us, func(l *Line, u Units, _ fsm.Held) error {
		w, err := l.worth(u.First, u.Count)
		if err != nil {
			return err
		}
		sum, err = sum.Add(w)
		return err
	})
	return sum, err
}

// goods are the units as ports see them, on the copy; only lines with a SKU if
// stock is set.
func (o *Order) goods(us []Units, stock bool) []Goods {
	out := make([]Goods, 0, len(us))
	f := o.finder()
	for _, u := range us {
		l, ok := f.line(u.Line)
		if !ok || (stock && l.SKU == "") {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Line == u.Line && out[n-1].First+out[n-1].Quantity == u.First {
			out[n-1].Quantity += u.Count
			continue
		}
		out = append(out, Goods{Line: u.Line, SKU: l.SKU, Title: l.Title, First: u.First, Quantity: u.Count, Customs: l.Customs})
	}
	return out
}

// call appends a planned call.
func (p *planner) call(st *fsm.Step, c Call) {
	c.Do, c.Effect = st.Do, st.Kind()
	if c.Using == "" {
		c.Using = st.Using
	}
	c.Pivot = c.Pivot || st.Pivot
	c.Undo = st.Compensation()
	var own fsm.Retry
	if st.Retry != nil {
		own = *st.Retry
	}
	c.Retry = own.Or(p.w.e.cfg.Retry)
	p.seq++
	c.Key = p.w.key(p.w.o.LastIntent+1, p.seq, 0)
	c.KeyLife = p.w.e.keyLife(&c, st)
	if p.s.calls == nil {
		p.s.calls = make([]Call, 0, max(p.steps, 1)) // a step is mostly one call
	}
	p.s.calls = append(p.s.calls, c)
}

// key names one effect for ever: order, intent, call, generation.
func (w *work) key(intent int64, seq, gen int) string {
	k := w.o.ID + "/" + itoa(intent) + "/" + itoa(int64(seq))
	if gen > 0 {
		k += "/" + itoa(int64(gen))
	}
	return k
}

// step plans one step over the units whose transition names it.
func (p *planner) step(st *fsm.Step) error {
	us := p.units(st)
	before := len(p.s.calls)
	if err := p.stepOver(st, us); err != nil {
		return err
	}
	if st.Pivot && len(p.s.calls) == before {
		// The point of no return needs no call: it is reached with the last call
		// before it, or at once.
		if before > 0 {
			p.s.calls[before-1].Pivot = true
		} else {
			p.s.past = true
		}
	}
	if v := st.Verb(); v != "" {
		p.hold(us, v)
	}
	return nil
}

func (p *planner) stepOver(st *fsm.Step, us []Units) error {
	e := p.w.e
	if e.cfg.Steps[st.Do] != nil {
		p.call(st, Call{Op: opRun, Units: us})
		return nil
	}
	switch st.Do {
	case "authorize":
		return p.authorize(st, p.which(us, 0, fsm.Promised|fsm.Taken))
	case "capture":
		return p.capture(st, p.which(us, 0, fsm.Taken))
	case "void", "refund":
		return p.giveMoneyBack(st, us)
	case "reserve":
		p.stock(st, p.which(us, 0, fsm.Reserved))
	case "release", "commit":
		p.stock(st, p.which(us, fsm.Reserved, 0))
	case "restock":
		if in, ok := p.s.action.(Inspect); !ok || !in.Scrap {
			p.stock(st, us)
		}
	case "redeem":
		return p.redeem(st, us)
	case "giveback":
		p.giveBack(st, us)
	case "accrue":
		return p.points(st, p.which(us, 0, fsm.Accrued))
	case "reverse":
		return p.points(st, p.which(us, fsm.Accrued, 0))
	case "book":
		return p.book(st, p.which(us, 0, fsm.Sent))
	case "unbook":
		return p.unbook(st, p.which(us, fsm.Sent, 0))
	case "label":
		return p.label(st, us)
	}
	return nil
}

func (p *planner) stock(st *fsm.Step, us []Units) {
	if p.w.e.cfg.Stock == nil {
		return
	}
	f := p.sim.finder()
	if slices.ContainsFunc(us, func(u Units) bool { l, ok := f.line(u.Line); return ok && l.SKU != "" }) {
		p.call(st, Call{Op: st.Do, Units: us})
	}
}

func (p *planner) points(st *fsm.Step, us []Units) error {
	if p.w.e.cfg.Members == nil || p.sim.Customer == "" {
		return nil
	}
	worth, err := p.worth(us)
	if err != nil || worth.IsZero() {
		return err
	}
	p.call(st, Call{Op: st.Do, Units: us, Amount: worth})
	return nil
}
