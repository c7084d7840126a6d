package ordertest

import (
	"strings"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// What can go wrong by itself at the points of each kind; what is written twice
// is twice as likely. A process that stops at a port stops for less than the
// first retry takes: what a provider found not to be there may then be relied on.
var (
	atPorts    = [...]Answer{Kill, Refused, Temporary, Temporary, Dropped, Lost, Lost, Panic, Stuck, Deaf, Stalled, Stalled}
	atSaves    = [...]Answer{Kill, Dropped, Lost, Stalled}
	atLoads    = [...]Answer{Stale, Kill, Stalled}
	atLookups  = [...]Answer{Kill, Temporary, Lagging}
	atReceives = [...]Answer{Kill, Dropped, Lost}
	atOthers   = [...]Answer{Kill, Stalled, Stalled}
)

// at is every point that a town passes.
func (s *town) at(p point) Answer {
	if s.cur.dead {
		return dead
	}
	s.points++
	l := s.whose(p)
	answer := OK
	if l != nil && !s.calm {
		answer = s.fate(l, p)
	}
	s.tell(l, p.Name, p.Key, string(answer))
	if answer == OK {
		return OK
	}
	if s.hits[p.Name] == nil {
		s.hits[p.Name] = map[Answer]int{}
	}
	s.hits[p.Name][answer]++
	switch answer {
	case Kill:
		s.cur.dead = true
		return dead
	case Stalled:
		s.park(l, p)
		if s.cur.dead {
			return dead
		}
		return OK
	}
	return answer
}

// whose point it is: keys begin with the order's ID. Who places an order does not
// know it before.
func (s *town) whose(p point) *life {
	id, _, _ := strings.Cut(p.Key, "/")
	if p.Name == "receive" {
		return s.cur.of
	}
	if l := s.byID[id]; l != nil || s.cur.of == nil {
		return l
	}
	l := s.cur.of
	if l.id == "" {
		l.id = id
	}
	s.byID[id] = l
	return l
}

// fate decides what happens at a point.
func (s *town) fate(l *life, p point) Answer {
	if s.x.Chance < 0 {
		return OK
	}
	pick := func(list []Answer) Answer { return list[l.rng.IntN(len(list))] }
	if p.Port || p.Name == "lookup" {
		for _, a := range s.away {
			if a.part == part(p.Name) && !s.w.now.Before(a.from) && s.w.now.Before(a.until) {
				return pick([]Answer{Temporary, Temporary, Temporary, Dropped, Lost})
			}
		}
	}
	if p.Name == "authorize" && l.rng.IntN(16) == 0 {
		return Awaited
	}
	often := s.x.Chance
	if often == 0 {
		often = 0.02
	}
	if l.rng.Float64() >= often {
		return OK
	}
	switch {
	case p.Name == "reserve" && l.rng.IntN(4) == 0:
		return Half
	case s.w.Traits.AuthLife > 0 && (p.Name == "capture" || p.Name == "void") && l.rng.IntN(8) == 0:
		return Ended
	case p.Port:
		return pick(atPorts[:])
	case p.Name == "save":
		return pick(atSaves[:])
	case p.Name == "load" || p.Name == "recall":
		return pick(atLoads[:])
	case p.Name == "receive":
		return pick(atReceives[:])
	case p.Name == "lookup":
		if a := pick(atLookups[:]); a != Lagging || s.w.Traits.Lookup == order.LookupEventual {
			return a
		}
		return Temporary
	}
	return pick(atOthers[:])
}

// part of the world that a point belongs to.
func part(name string) string {
	switch name {
	case "authorize", "capture", "void", "refund":
		return "bank"
	case "book", "unbook", "label", "unlabel":
		return "carrier"
	case "reserve", "release", "commit", "restock":
		return "stock"
	case "redeem", "give back":
		return "coupons"
	case "accrue", "reverse":
		return "points"
	}
	return "lookup"
}

// park stops a process in the middle of its work on an order. Meanwhile others
// may work on it.
func (s *town) park(l *life, p point) {
	waits := []time.Duration{0, time.Second, 80 * time.Second, 3 * time.Minute}
	if !p.Port {
		waits = append(waits, 10*time.Minute, time.Hour)
	}
	wait := waits[l.rng.IntN(len(waits))]
	me := s.cur
	if id := l.id; id != "" {
		switch l.rng.IntN(4) {
		case 0, 1:
			s.later(l, wait/2, func() { _, _ = s.e.Advance(s.ctx, id) })
		case 2:
			l.dos++
			l.do(order.Cancel{}, fsm.Customer, l.key(), 0, wait/2)
		}
	}
	s.open++
	s.parked++
	s.agenda.add(item{at: s.w.now.Add(wait), of: l, resume: me})
	if !me.yield(struct{}{}) {
		me.dead = true
	}
	s.parked--
}

// troubles decides when parts of the world and the shop's workers will be away.
func (s *town) troubles() {
	for _, part := range []string{"bank", "bank", "carrier", "stock", "coupons", "points", "lookup"} {
		s.away = append(s.away, s.absence(part, 36*60))
	}
	for range 3 {
		s.closed = append(s.closed, s.absence("", 3*24*60))
	}
}

// absence is one within the first weeks, of so many minutes at most.
func (s *town) absence(part string, minutes int) absence {
	from := s.w.now.Add(time.Duration(s.rng.IntN(30*24*60)) * time.Minute)
	return absence{part, from, from.Add(time.Duration(10+s.rng.IntN(minutes)) * time.Minute)}
}

// works lets one of the shop's workers look for due orders now and then, for as
// long as anything happens.
func (s *town) works(name string) {
	wait := time.Duration(5+s.rng.IntN(1500)) * time.Second
	s.agenda.add(item{at: s.w.now.Add(wait), do: func() {
		if s.parked == 0 { // clocks are put right between calls: one that is put on while a call is made looks like a call that takes too long
			s.w.skew = time.Duration(s.rng.IntN(5)-2) * time.Minute
		}
		s.works(name)
		for _, c := range s.closed {
			if !s.w.now.Before(c.from) && s.w.now.Before(c.until) {
				return
			}
		}
		s.pass()
	}})
}

// pass works off what is due, as far as one process may at once.
func (s *town) pass() (n int) {
	for range 1000 {
		did, err := s.e.Pass(s.ctx)
		n += did
		if err != nil || did < 20 || s.cur.dead {
			return n
		}
	}
	s.fail(nil, "G9: what is due does not become less")
	return n
}

// staffed lets staff look at the cases now and then.
func (s *town) staffed() {
	wait := time.Duration(10+s.rng.IntN(20*60)) * time.Minute
	s.agenda.add(item{at: s.w.now.Add(wait), do: func() {
		s.staffed()
		s.staff()
	}})
}
