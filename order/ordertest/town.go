package ordertest

import (
	"context"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// hall is an engine whose store and world are those of the town at hand:
// making an engine proves its workflows.
type hall struct {
	x *Simulation
	e *order.Engine
	pointed
	town     *town
	world    World
	machines map[order.Pin]*fsm.Machine
	names    []string // of all actions of all workflows
	watched  string   // the order whose story is told; empty: all
}

func (x *Simulation) hall() (*hall, error) {
	st := &hall{x: x, machines: map[order.Pin]*fsm.Machine{}}
	st.world = *NewWorld(order.Traits{})
	cfg := order.Config{Store: &st.pointed, NewID: func() string { return st.town.fresh() }, Patience: time.Minute}
	st.world.Wire(&cfg)
	if x.Wire != nil {
		x.Wire(&cfg)
	}
	var err error
	if st.e, err = order.New(cfg); err != nil {
		return nil, err
	}
	if cfg.Workflows == nil {
		cfg.Workflows = order.StandardWorkflows()
	}
	for _, w := range cfg.Workflows {
		m, err := fsm.Compile(w.Definition)
		if err != nil {
			return nil, err
		}
		st.machines[order.Pin{Name: m.Name(), Version: m.Version(), Hash: m.Hash()}] = m
		for _, t := range w.Definition.Transitions {
			if t.From != "" && !slices.Contains(st.names, t.Action) {
				st.names = append(st.names, t.Action)
			}
		}
	}
	return st, nil
}

// town is a world and all who live and work in it.
type town struct {
	*hall
	r    rerun
	w    *World
	rng  *rand.Rand // of what befalls the whole town
	real order.Store
	ctx  context.Context

	agenda  agenda
	lives   []*life
	lived   int // how many there were
	byID    map[string]*life
	cur     *actor
	idle    []*actor
	parked  int
	open    int // how much is still to happen to orders
	away    []absence
	closed  []absence // of the shop's workers
	calm    bool      // nothing goes wrong any more
	trace   io.Writer
	print   uint64
	points  int
	hits    map[string]map[Answer]int
	ended   map[fsm.Phase]int
	broken  string
	culprit int // the number of the order; -1: none
}

// absence is a time in which a part of the world does not answer.
type absence struct {
	part        string
	from, until time.Time
}

// live simulates a world.
func (st *hall) live(r rerun, trace io.Writer) *town {
	s := &town{hall: st, r: r, rng: chance(r.seed, r.world, 0), ctx: context.Background(), byID: map[string]*life{},
		trace: trace, print: 14695981039346656037, hits: map[string]map[Answer]int{}, ended: map[fsm.Phase]int{}, culprit: -1}
	traits := st.x.Traits
	if len(traits) == 0 {
		traits = kinds()
	}
	st.world = *NewWorld(traits[r.world%len(traits)])
	s.w = &st.world
	s.w.Supply, s.w.at, s.w.told, s.w.grace = st.x.Supply, s.at, s.told, 10*time.Minute
	s.real = st.x.Open(s.w.Now)
	st.town = s
	st.pointed = pointed{Store: s.real, by: s, glance: &glance{}, earlier: &earlier{keeps: func(id string) bool {
		l := s.byID[id]
		return l != nil && !s.calm && l.rng.IntN(8) == 0
	}}}
	s.troubles()
	for i := range r.orders {
		l := &life{town: s, no: i, rng: chance(r.seed, r.world, i+1)}
		s.lives = append(s.lives, l)
		if len(r.only) == 0 || slices.Contains(r.only, i) {
			l.born()
		}
	}
	for i := range 3 {
		s.works(fmt.Sprint("worker-", i))
	}
	s.staffed()
	s.drive()
	return s
}

// kinds are what providers promise, from all to nothing.
func kinds() []order.Traits {
	return []order.Traits{
		{KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		{KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour},
		{Lookup: order.LookupStrong, PartialCapture: true},
		{KeyLife: order.Forever, Lookup: order.LookupEventual, PartialVoid: true},
		{},
	}
}

// forget lets go of all but what counts.
func (s *town) forget() {
	s.w, s.real, s.agenda, s.byID, s.idle = nil, nil, agenda{}, nil, nil
	s.lived = len(s.lives)
	if s.culprit < 0 {
		s.lives = nil
	}
}

// drive lets everything happen until nothing is left to happen, then lets it
// come to rest and judges.
func (s *town) drive() {
	var all []*actor
	defer func() {
		if p := recover(); p != nil {
			s.fail(s.cur.of, "G11: a panic came out of the engine: %v", p)
		}
		for _, a := range all {
			s.cur = a
			a.end()
		}
	}()
	far := s.w.now.AddDate(100, 0, 0)
	for s.open > 0 && s.broken == "" {
		it, ok := s.agenda.next(far)
		if !ok {
			break
		}
		if it.at.After(s.w.now) {
			s.w.now = it.at
		}
		if it.of != nil {
			s.open--
		}
		s.cur = it.resume
		if s.cur == nil {
			if len(s.idle) == 0 {
				a := s.hire(len(all))
				all = append(all, a)
				s.idle = append(s.idle, a)
			}
			s.cur = s.idle[len(s.idle)-1]
			s.idle = s.idle[:len(s.idle)-1]
			s.cur.do, s.cur.of, s.cur.over = it.do, it.of, false
		}
		s.cur.next()
		if s.cur.over {
			s.idle = append(s.idle, s.cur)
		}
	}
	if s.broken == "" {
		s.settle()
	}
	if s.broken == "" {
		s.judge()
	}
	if s.broken != "" {
		s.recall()
	}
}

// hire makes somebody who does one thing after another. Only one of them moves
// at a time, and who that is changes at points only.
func (s *town) hire(no int) *actor {
	a := &actor{name: fmt.Sprint("p", no)}
	a.next, a.stop = iter.Pull(func(yield func(struct{}) bool) {
		a.yield = yield
		for {
			a.do()
			a.over, a.dead = true, false // who was killed starts anew
			if !yield(struct{}{}) {
				return
			}
		}
	})
	return a
}

// hash adds a word to the print.
func (s *town) hash(w string) {
	for i := range len(w) {
		s.print = (s.print ^ uint64(w[i])) * 1099511628211
	}
	s.print = (s.print ^ ' ') * 1099511628211
}

// later has something happen to an order.
func (s *town) later(l *life, wait time.Duration, do func()) {
	s.open++
	s.agenda.add(item{at: s.w.now.Add(wait), of: l, do: do})
}

// over says whether the process that is working has ended.
func (s *town) over() bool { return s.cur.dead }

// fresh is the ID of an order that is placed without a key.
func (s *town) fresh() string {
	l := s.cur.of
	l.ids++
	return fmt.Sprintf("o-%d-%d", l.no, l.ids)
}

func (s *town) fail(l *life, format string, args ...any) {
	if s.broken != "" {
		return
	}
	s.broken = fmt.Sprintf(format, args...)
	if l != nil {
		s.culprit = l.no
		s.broken = l.name() + ": " + s.broken
	}
}

// tell adds a line to the trace. What it is about comes first.
func (s *town) tell(l *life, words ...string) {
	about := "town"
	if l != nil {
		about = l.name()
	}
	for _, w := range words {
		s.hash(w)
	}
	s.hash(about)
	s.print = (s.print ^ uint64(s.w.now.UnixNano())) * 1099511628211
	if s.trace == nil || s.watched != "" && s.watched != about && l != nil {
		return
	}
	fmt.Fprintf(s.trace, "%v %s %s", s.w.now.Sub(monday()), about, s.cur.name)
	for _, w := range words {
		fmt.Fprint(s.trace, " ", w)
	}
	fmt.Fprintln(s.trace)
}
