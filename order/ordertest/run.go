package ordertest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// run is one life of one order under one script. Everybody who works on the order
// is a coroutine; only one of them moves at a time, and who that is changes at
// points only, so that the same script gives the same run.
type run struct {
	x      *Exploration
	w      *World
	e      *order.Engine
	ctx    context.Context
	script Script
	id     string
	real   order.Store

	trace   []point
	marks   []mark // states between the operations, for pruning
	actors  []*actor
	cur     *actor
	want    *actor // who goes on after a yield
	earlier earlier
	glance  glance
	known   known
	told    bool
	story   []string // what happened, for people
	broken  string   // the promise that was broken
	final   string   // the truth at the end
	ended   fsm.Phase
	asked   bool            // staff was asked
	wrong   string          // with what somebody does, if nothing happens
	jammed  map[string]bool // ports that do not work for now
}

// mark is the state after an operation.
type mark struct {
	point int // the number of the next point
	step  int
	state string
}

// actor is one coroutine.
type actor struct {
	name  string
	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool
	dead  bool
	over  bool
	calls bool // it is in the middle of a call of a port

	do func() // what a town's actor does next
	of *life  // and with which order; nil: with all
}

// end lets a coroutine that waits come to its end, as a process that was killed. A
// panic on the way says nothing new.
func (a *actor) end() {
	defer func() { _ = recover() }()
	a.dead = true
	a.stop()
}

func (r *run) spawn(name string, f func()) *actor {
	a := &actor{name: name}
	a.next, a.stop = iter.Pull(func(yield func(struct{}) bool) {
		a.yield = yield
		f()
		a.over = true
	})
	r.actors = append(r.actors, a)
	return a
}

// drive lets the coroutines work until all have ended.
func (r *run) drive(f func()) {
	defer func() {
		if p := recover(); p != nil {
			r.fail("G11: a panic came out of the engine: %v", p)
		}
		for _, a := range r.actors {
			r.cur = a
			a.end()
		}
	}()
	r.cur = r.spawn("shop", f)
	for len(r.actors) > 0 && r.broken == "" {
		r.want = nil
		r.cur.next()
		if r.cur.over {
			for i, a := range r.actors {
				if a == r.cur {
					r.actors = append(r.actors[:i:i], r.actors[i+1:]...)
					break
				}
			}
		}
		if r.want == nil && len(r.actors) > 0 {
			r.want = r.actors[len(r.actors)-1]
		}
		r.cur = r.want
	}
}

// give lets another actor work and returns when it is this one's turn again.
func (r *run) give(to *actor) {
	me := r.cur
	r.want = to
	if !me.yield(struct{}{}) {
		me.dead = true
	}
}

// over says whether the process that is working has ended.
func (r *run) over() bool { return r.cur.dead }

// at passes a point.
func (r *run) at(p point) Answer {
	me := r.cur
	if me.dead || r.broken != "" {
		return dead
	}
	if p.Name == "load" && r.id == "" {
		return OK // whoever places an order finds none
	}
	p.Actor = me.name
	me.calls = p.Port
	n := len(r.trace)
	r.trace = append(r.trace, p)
	answer := r.script[n]
	if p.Port && r.jammed[p.Name] {
		answer = Temporary
	}
	if answer != OK {
		r.tell("point %d, %s: %s %s: %s", n, p.Actor, p.Name, p.Key, answer)
	}
	switch answer {
	case Kill:
		me.dead = true
		return dead
	case Stalled:
		r.give(r.spawn("worker", func() {
			r.w.wait(slow)
			_, _ = r.e.Pass(r.ctx)
		}))
	case Hooked:
		r.give(r.spawn("hook", r.hooks))
	case Cancelled:
		r.give(r.spawn("customer", func() {
			_, _ = r.e.Do(r.ctx, r.id, order.Cancel{}, order.By(fsm.Customer, "c"), order.Key("cancel"))
		}))
	case Back:
		r.give(r.actors[0])
	case Ahead:
		if !slices.ContainsFunc(r.actors, func(a *actor) bool { return a.calls }) {
			r.w.skew += jump // else it looks like a call that takes too long
		}
	case Behind:
		r.w.skew -= jump
	case ByHand:
		if e := r.w.byHand(r.id); e != nil {
			n, _ := r.w.echo(e)
			r.w.notes = append(r.w.notes, n)
		}
	case Later:
		r.w.notes = append(r.w.notes[1:len(r.w.notes):len(r.w.notes)], r.w.notes[0])
		return Dropped
	default:
		return answer
	}
	if me.dead {
		return dead
	}
	return OK
}

// jump is by how much a clock is put on or back: longer than whoever is stopped
// stays away. A provider remembers keys for grace longer than it says, because its
// clock and the shop's need not agree.
const (
	jump  = 20 * time.Minute
	grace = 2 * time.Hour
)

func (r *run) tell(format string, args ...any) {
	if !r.told {
		return
	}
	r.story = append(r.story, fmt.Sprintf(format, args...))
}

func (r *run) fail(format string, args ...any) {
	if r.broken == "" {
		r.broken = fmt.Sprintf(format, args...)
	}
}

// hooks delivers the webhooks that wait; one that is not taken stays.
func (r *run) hooks() {
	for len(r.w.notes) > 0 {
		n := r.w.notes[0]
		if err := r.e.Notify(r.ctx, n); r.cur.dead || err != nil && (len(r.w.notes) == 0 || r.w.notes[0].ID == n.ID) {
			return
		}
		if len(r.w.notes) > 0 && r.w.notes[0].ID == n.ID {
			r.w.notes = r.w.notes[1:]
		}
	}
}

// live is what the shop, its customer and its staff do.
func (r *run) live() {
	r.op("place", func() (order.Result, error) {
		res, err := r.e.Place(r.ctx, r.x.Draft, order.Key("place"), order.By(fsm.Customer, "c"))
		if err == nil {
			r.id = res.Order.ID
		}
		return res, err
	})
	for i, s := range r.x.Steps {
		r.op(s.Action.Name(), func() (order.Result, error) {
			return r.e.Do(r.ctx, r.id, s.Action, order.By(s.Role, "x"), order.Key(fmt.Sprint("step-", i)))
		})
		if r.broken != "" {
			return
		}
		if len(r.script) > 0 && len(r.script) < r.x.Faults {
			r.marks = append(r.marks, mark{len(r.trace), i, r.state()})
		}
	}
	r.end()
}

// op does something until it is done or refused, as a person would: after a
// crash, a lost answer or a busy order they try again with the same key.
func (r *run) op(name string, f func() (order.Result, error)) {
	for range 8 {
		res, err := f()
		killed := r.revive()
		for len(r.actors) > 1 && r.broken == "" {
			r.give(r.actors[len(r.actors)-1])
		}
		switch {
		case r.broken != "":
			return
		case killed, errors.Is(err, order.Busy), errors.Is(err, order.Unavailable), errors.Is(err, order.Conflict):
			r.tell("%s: %v, killed %v", name, err, killed)
			r.pass(2 * r.x.patience())
		case err != nil:
			r.tell("%s: %v", name, err)
			if !errors.Is(err, order.Refused) { // that may be the shop's rule
				r.vain("%s cannot be asked for: %v", name, err)
			}
			return
		case res.Status == order.Done || res.Status == order.Ignored:
			r.tell("%s: %s %s", name, res.Status, res.Reason)
			r.deliver()
			for range 8 { // who comes next comes when nothing is under way
				if r.glance.intents == 0 {
					break
				}
				r.pass(6 * time.Minute)
			}
			return
		default:
			r.tell("%s: %s", name, res.Status)
			r.pass(6 * time.Minute)
		}
	}
	r.vain("%s is never done", name)
}

// vain notes what somebody did in vain.
func (r *run) vain(format string, args ...any) {
	if r.wrong == "" {
		r.wrong = fmt.Sprintf(format, args...)
	}
}

// revive starts the process anew if it was killed.
func (r *run) revive() bool {
	was := r.cur.dead
	r.cur.dead = false
	return was
}

// deliver brings the webhooks.
func (r *run) deliver() {
	r.hooks()
	if r.revive() {
		r.hooks()
		r.revive()
	}
}

// pass lets time go by and the shop work off what is due; webhooks come and staff
// decides.
func (r *run) pass(d time.Duration) {
	r.w.wait(d)
	_, _ = r.e.Pass(r.ctx)
	r.revive()
	for _, e := range r.w.asked {
		r.w.confirm(e)
	}
	r.w.asked = nil
	r.deliver()
	r.staff()
	r.revive()
}

// staff takes a safe decision on every case: it looks into the world's books.
func (r *run) staff() {
	if r.id == "" || r.glance.cases == 0 {
		return
	}
	o, err := r.x.store(r).Load(r.ctx, r.id, "")
	if err != nil {
		return
	}
	for _, c := range o.Order.Cases {
		r.asked = true
		d := order.Decide{Case: c.No, Choice: c.Choices[0], Why: "looked it up", Ref: "evidence"}
		if c.Code == order.CaseUnknown {
			d.Choice = order.NotDone
			if e := r.w.known(c.Step); e != nil && e.err == nil {
				d.Choice, d.Ref = order.MarkDone, e.ref
			}
		}
		if ref, ok := r.w.instead(&o.Order, c); ok {
			d.Choice, d.Ref = order.MarkDone, ref
		}
		_, err := r.e.Resolve(r.ctx, r.id, d, order.By(fsm.Staff, "anna"))
		r.tell("staff: %s %s: %s: %v", c.Code, c.Step, d.Choice, err)
	}
}

// end lets everything come to an end and compares.
func (r *run) end() {
	still, before := 0, ""
	for i := 0; i < 60 && still < 3 && r.broken == ""; i++ {
		r.pass(min(time.Minute<<min(i, 20), 40*24*time.Hour))
		if i < 16 {
			continue
		}
		now := r.state()
		if still++; now != before {
			still, before = 0, now
		}
	}
	if r.broken == "" {
		r.judge()
	}
}
