package ordertest

import (
	"context"
	"fmt"
	"hash/maphash"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Exploration is a life of one order, and how much may go wrong in it. Explore
// runs it once as it should be, then once for everything that can happen at every
// point of it, then for every two things, and so on: it finds the shortest way to
// break a promise, or none.
type Exploration struct {
	// Open returns an empty store whose leases end by that clock. It is called for
	// every run, so it should be quick, and from several goroutines.
	Open func(now func() time.Time) order.Store
	// Wire changes the configuration: the host's workflows, its retry policy. The
	// ports are the world's.
	Wire func(*order.Config)
	// Traits are what the world's bank and carrier promise.
	Traits order.Traits
	Draft  order.Draft
	Steps  []Step
	// Ends is the order's status at the end if nothing happens. Empty is any.
	Ends fsm.Phase
	// Faults is how many things happen in one run at most; 0 is 1.
	Faults int
	// Limit ends the exploration after so many runs; 0 is never.
	Limit int
	// Check says what is wrong with a version of the order that was stored, if it must
	// hold more than Judge asks for at the end.
	Check func(*order.Order) []string
	// Replay is the script of one run, as a failure prints it, or its file. Only this
	// is run; a script that does not fit this life is an error.
	Replay string
}

// Step is something that somebody does in the life of an order.
type Step struct {
	Action order.Action
	Role   fsm.Role
}

// Explored is what an exploration came to.
type Explored struct {
	Runs int // distinct ones
	// Pruned counts runs whose sequels were not tried, because others had led to the
	// same state. Which of them comes first is up to the machine, so where two things
	// happen or more, Runs, Pruned and Hits may differ a little from time to time.
	Pruned int
	// Hits counts, by the name of a point and the answer there, how often it
	// happened. Points are a recall, a load, a save, saved (after it), a receive of a
	// notice, a lookup, and for each verb of a port the call and the answer: capture,
	// capture answered.
	Hits map[string]map[Answer]int
	// Broken is a run that broke a promise, with as few things as can be, as early as
	// can be; nil if none did.
	Broken *Failure
}

// Failure is a run that broke a promise.
type Failure struct {
	Promise string   // with what was seen
	Script  Script   // of an explored run; empty: nothing happened
	Replay  string   // what repeats it; empty where every run breaks it
	Story   []string // what happened, line by line
}

// Explore runs the exploration as a test and returns what it came to.
func Explore(t *testing.T, x Exploration) Explored {
	t.Helper()
	e, err := x.Run()
	if err != nil {
		t.Fatal(err)
	}
	if f := e.Broken; f != nil {
		t.Errorf("broken promise: %s\n%s", f.Promise, strings.Join(f.Story, "\n"))
		if f.Replay != "" {
			t.Logf("repeat it with Exploration.Replay: %q, which may also be these lines of a file:\n%s", f.Replay, f.File(t.Name()))
		}
	}
	return e
}

// File is a small file that Exploration.Replay takes: the script, and above it, behind
// number signs, the promise and what go test needs to run the test that broke it,
// quoted for a shell. It needs no seed, because nothing in a run is left to chance.
func (f *Failure) File(test string) string {
	run := strings.ReplaceAll(regexp.QuoteMeta(test), "/", "$/^")
	run = strings.ReplaceAll(run, "'", `'\''`)
	return "# " + strings.ReplaceAll(f.Promise, "\n", "\n# ") + "\n# -run '^" + run + "$'\n" + f.Replay + "\n"
}

// Run is Explore outside of a test. The error is of an exploration that cannot
// be run: a configuration that order.New refuses, a script that cannot be read or
// does not fit. A life that fails although nothing happens is a broken promise.
func (x *Exploration) Run() (Explored, error) {
	q := &quest{x: x, seed: maphash.MakeSeed(), seen: map[uint64]int{}, out: Explored{Hits: map[string]map[Answer]int{}}}
	if err := lacking("Exploration", map[string]bool{"Open": x.Open != nil}); err != nil {
		return q.out, err
	}
	first, err := x.stage()
	if err != nil {
		return q.out, err
	}
	q.stages = []*stage{first}
	for range runtime.GOMAXPROCS(0) - 1 {
		s, err := x.stage()
		if err != nil {
			return q.out, err
		}
		q.stages = append(q.stages, s)
	}
	base := q.one(first, Script{})
	if q.out.Broken != nil {
		return q.out, nil
	}
	q.base = base.final
	if x.Replay != "" {
		s, err := ParseScript(x.Replay)
		if err == nil {
			err = q.one(first, s).fits()
		}
		return q.out, err
	}
	for level := q.sequels(Script{}, base); len(level) > 0; {
		level = q.level(level)
	}
	return q.out, nil
}

func (x *Exploration) patience() time.Duration { return time.Minute }

// store is the run's store without points: what is really stored.
func (x *Exploration) store(r *run) order.Store { return r.real }

// stage is an engine whose store and world are those of the run at hand: making
// an engine proves its workflows, which would take longer than a run.
type stage struct {
	x *Exploration
	e *order.Engine
	w *World
	pointed
	made int
}

func (x *Exploration) stage() (*stage, error) {
	s := &stage{x: x, w: NewWorld(x.Traits)}
	cfg := order.Config{Store: &s.pointed, NewID: func() string { s.made++; return fmt.Sprint("o-", s.made) }, Patience: x.patience()}
	s.w.Wire(&cfg)
	if x.Wire != nil {
		x.Wire(&cfg)
	}
	var err error
	s.e, err = order.New(cfg)
	return s, err
}

// play runs one script to its end. Only for people is it told what happens.
func (s *stage) play(script Script, told bool) *run {
	r := s.begin(script)
	r.told = told
	r.drive(r.live)
	return r
}

// begin sets the stage for a run.
func (s *stage) begin(script Script) *run {
	s.made = 0
	*s.w = *NewWorld(s.x.Traits)
	r := &run{x: s.x, w: s.w, e: s.e, ctx: context.Background(), script: script, real: s.x.Open(s.w.Now)}
	s.w.at, s.w.grace = r.at, grace
	s.pointed = pointed{Store: r.real, by: r, earlier: &r.earlier, glance: &r.glance}
	if s.x.Check != nil {
		s.pointed.check = func(o *order.Order) {
			for _, b := range s.x.Check(o) {
				r.fail("version %d: %s", o.Version, b)
			}
		}
	}
	for _, a := range script {
		if a == Stale {
			r.earlier.keeps = func(string) bool { return true }
		}
	}
	return r
}

// columns are all answers, in the order of the matrix.
var columns = [...]Answer{Kill, Refused, Temporary, Dropped, Lost, LostLong, Lagging, Panic, Stuck, Deaf, Slow, Half, Ended, ByHand, Later, Ahead, Behind, Awaited, Stale, Stalled, Hooked, Cancelled, Back}

// Matrix is Hits as a table: a row for each point, a column for each answer.
func (e Explored) Matrix() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s", "")
	for _, c := range columns {
		fmt.Fprintf(&b, " %9s", c)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Hits)) {
		fmt.Fprintf(&b, "\n%-20s", name)
		for _, c := range columns {
			fmt.Fprintf(&b, " %9d", e.Hits[name][c])
		}
	}
	return b.String()
}
