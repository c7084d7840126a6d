package ordertest

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Simulation is the life of many orders at once, a thousand in one store and one
// World: several workers, customers, staff and webhooks work on them, and at any
// point anything may go wrong. At the end everything comes to rest, every order is
// judged, and the books of the world must be the sum of the orders. The same seed
// gives the same simulation, event by event.
type Simulation struct {
	// Open returns an empty store whose leases end by that clock. It is called for
	// every thousand orders, from several goroutines.
	Open func(now func() time.Time) order.Store
	// Wire changes the configuration: the host's workflows, its retry policy. The
	// ports are the world's.
	Wire func(*order.Config)
	// Draft is the next order; all its chance must come from r. Orders may share
	// SKUs and coupons, as far as Supply lets them.
	Draft func(r *rand.Rand) order.Draft
	// Act is what somebody does with an order next. nil, or a nil action: something
	// that its workflows offer, or, now and then, that they don't.
	Act func(r *rand.Rand, o *order.Order) (order.Action, fsm.Role)
	// Traits are what banks and carriers promise; each world takes one of them.
	// Empty: five kinds, from all that can be promised to nothing.
	Traits []order.Traits
	// Supply is what there is in each world.
	Supply Supply
	// Orders is how many there are in all; 0 is 1000.
	Orders int
	// Seed decides everything; 0 is a seed like any other.
	Seed uint64
	// Chance is how often something goes wrong at a point; 0 is 0.02, below zero
	// never, and nothing outside is ever away.
	Chance float64
	// Replay is what a failure prints. Only this is simulated; the orders that are
	// left out take nothing from the randomness of the others.
	Replay string
	// Trace receives a line for everything that happens, if not nil.
	Trace io.Writer
}

// Simulated is what a simulation came to.
type Simulated struct {
	Orders int
	Points int // places where something could have gone wrong
	// Hits counts, by the name of a point as in Explored and the answer there, what
	// went wrong.
	Hits map[string]map[Answer]int
	// Ended counts orders by their status at the end; those that nobody could place
	// are under "".
	Ended map[fsm.Phase]int
	// Print is the same whenever the same things happened in the same order.
	Print string
	// Broken is the first broken promise, shrunk to as few orders as can be; nil if
	// there is none.
	Broken *Failure
}

// inWorld is how many orders share a world.
const inWorld = 1000

// Simulate runs the simulation as a test and returns what it came to.
func Simulate(t *testing.T, x Simulation) Simulated {
	t.Helper()
	s, err := x.Run()
	if err != nil {
		t.Fatal(err)
	}
	if f := s.Broken; f != nil {
		t.Errorf("broken promise: %s\nrepeat it with Simulation.Replay: %q\n%s", f.Promise, f.Replay, strings.Join(f.Story, "\n"))
	}
	return s
}

// Run is Simulate outside of a test. The error is of a simulation that cannot be
// run.
func (x *Simulation) Run() (Simulated, error) {
	out := Simulated{Hits: map[string]map[Answer]int{}, Ended: map[fsm.Phase]int{}}
	if err := lacking("Simulation", map[string]bool{"Open": x.Open != nil, "Draft": x.Draft != nil}); err != nil {
		return out, err
	}
	if x.Replay != "" {
		r, err := parseReplay(x.Replay)
		if err != nil {
			return out, err
		}
		st, err := x.hall()
		if err != nil {
			return out, err
		}
		t := st.live(r, x.Trace)
		out.add(t)
		if t.broken != "" {
			out.Broken = st.failure(r, t)
		}
		return out, nil
	}
	return x.all(out)
}

// all runs every world, as many at a time as there are processors.
func (x *Simulation) all(out Simulated) (Simulated, error) {
	orders := x.Orders
	if orders == 0 {
		orders = inWorld
	}
	worlds := (orders + inWorld - 1) / inWorld
	towns := make([]*town, worlds)
	traces := make([]strings.Builder, worlds)
	var mu sync.Mutex
	var failed error
	next, broken := 0, false
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), worlds) {
		group.Add(1)
		go func() {
			defer group.Done()
			st, err := x.hall()
			for {
				mu.Lock()
				if err != nil && failed == nil {
					failed = err
				}
				i := next
				next++
				over := broken || failed != nil || i >= worlds
				mu.Unlock()
				if over {
					return
				}
				r := rerun{seed: x.Seed, world: i, orders: min(inWorld, orders-i*inWorld)}
				var w io.Writer
				if x.Trace != nil {
					w = &traces[i]
				}
				t := st.live(r, w)
				t.forget()
				mu.Lock()
				towns[i] = t
				broken = broken || t.broken != ""
				mu.Unlock()
			}
		}()
	}
	group.Wait()
	if failed != nil {
		return out, failed
	}
	for i, t := range towns {
		if t == nil {
			break
		}
		out.add(t)
		if x.Trace != nil {
			if _, err := io.WriteString(x.Trace, traces[i].String()); err != nil {
				return out, err
			}
		}
		if t.broken != "" {
			st, err := x.hall()
			if err != nil {
				return out, err
			}
			out.Broken = st.shrink(rerun{seed: x.Seed, world: i, orders: min(inWorld, orders-i*inWorld)}, t)
			break
		}
	}
	return out, nil
}

func (out *Simulated) add(t *town) {
	out.Orders += max(t.lived, len(t.lives))
	out.Points += t.points
	for phase, n := range t.ended {
		out.Ended[phase] += n
	}
	for name, hits := range t.hits {
		if out.Hits[name] == nil {
			out.Hits[name] = map[Answer]int{}
		}
		for a, n := range hits {
			out.Hits[name][a] += n
		}
	}
	out.Print += fmt.Sprintf("%016x", t.print)
}

// Matrix is Hits as a table: a row for each point, a column for each answer.
func (out Simulated) Matrix() string { return Explored{Hits: out.Hits}.Matrix() }

// rerun names a world and the orders in it that are simulated.
type rerun struct {
	seed   uint64
	world  int
	orders int   // how many there are
	only   []int // the numbers of those that are placed; none: all
}

// String is what Simulation.Replay reads: seed, world, orders, and which of them.
func (r rerun) String() string {
	text := fmt.Sprintf("%d/%d/%d", r.seed, r.world, r.orders)
	sep := ":"
	for i := 0; i < len(r.only); {
		j := i
		for j+1 < len(r.only) && r.only[j+1] == r.only[j]+1 {
			j++
		}
		if text += sep + fmt.Sprint(r.only[i]); j > i {
			text += "-" + fmt.Sprint(r.only[j])
		}
		sep, i = ",", j+1
	}
	return text
}

// parseReplay reads what String writes.
func parseReplay(text string) (r rerun, err error) {
	wrong := func() (rerun, error) {
		return rerun{}, fmt.Errorf("ordertest: replay %q: want seed/world/orders:order,from-to", text)
	}
	head, only, some := strings.Cut(strings.TrimSpace(text), ":")
	parts := strings.Split(head, "/")
	if len(parts) != 3 {
		return wrong()
	}
	if r.seed, err = strconv.ParseUint(parts[0], 10, 64); err != nil {
		return wrong()
	}
	world, err := strconv.ParseUint(parts[1], 10, 31)
	if err != nil {
		return wrong()
	}
	orders, err := strconv.ParseUint(parts[2], 10, 31)
	if err != nil || orders < 1 || orders > inWorld {
		return wrong()
	}
	r.world, r.orders = int(world), int(orders)
	if !some {
		return r, nil
	}
	for _, part := range strings.Split(only, ",") {
		first, last, several := strings.Cut(part, "-")
		if !several {
			last = first
		}
		from, err := strconv.Atoi(first)
		if err != nil {
			return wrong()
		}
		to, err := strconv.Atoi(last)
		if err != nil || from > to || to >= r.orders {
			return wrong()
		}
		for n := from; n <= to; n++ {
			r.only = append(r.only, n)
		}
	}
	return r, nil
}

// shrinks is how often a broken world is simulated again with fewer orders.
const shrinks = 40

// shrink looks for fewer orders that break a promise, too.
func (st *hall) shrink(r rerun, t *town) *Failure {
	tries := 0
	breaks := func(only []int) bool {
		tries++
		smaller := r
		smaller.only = only
		if again := st.live(smaller, nil); again.broken != "" {
			r, t = smaller, again
			return true
		}
		return false
	}
	if t.culprit >= 0 && breaks([]int{t.culprit}) {
		return st.failure(r, t)
	}
	list := make([]int, r.orders)
	for i := range list {
		list[i] = i
	}
	for part := len(list) / 2; part > 0 && tries < shrinks; {
		smaller := false
		for at := 0; at < len(list) && tries < shrinks; at += part {
			less := slices.Delete(slices.Clone(list), at, min(at+part, len(list)))
			if len(less) > 0 && breaks(less) {
				list, smaller = less, true
				break
			}
		}
		if !smaller {
			part /= 2
		}
		part = min(part, len(list)/2)
	}
	return st.failure(r, t)
}

// failure runs a broken world once more and tells the story of the order.
func (st *hall) failure(r rerun, t *town) *Failure {
	var story strings.Builder
	if t.culprit >= 0 {
		st.watched = t.lives[t.culprit].name()
	}
	st.live(r, &story)
	st.watched = ""
	return &Failure{Promise: t.broken, Replay: r.String(), Story: shortened(strings.Split(strings.TrimSpace(story.String()), "\n"))}
}

// shortened leaves out the middle of a long story.
func shortened(story []string) []string {
	const most = 200
	if len(story) <= 2*most {
		return story
	}
	return slices.Concat(story[:most], []string{"..."}, story[len(story)-most:])
}

// chance is the randomness of one part of a world: the same whatever the other
// parts do.
func chance(seed uint64, world, part int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(world)<<32|uint64(part+1)))
}
