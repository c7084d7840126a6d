package postgres

import (
	"context"
	"slices"
	"sync"
	"time"
)

// turns gathers what many callers want at the same time: while a statement runs
// whatever comes in waits, and goes along in the next one. So few statements run at
// once, and the busier it is the more tasks share one. Who got an answer mostly comes
// back at once with the next task, so the next statement waits a little for them all:
// else callers fall into two halves of which each waits for the other's statement, too.
type turns[J task] struct {
	most    int           // statements at once of each kind
	longest time.Duration // that a statement waits for those who come back
	do      func(ctx context.Context, jobs []J)

	mu      sync.Mutex
	waiting [3][]J
	running [3]int          // statements under way
	begun   [3]time.Time    // when the latest of them was
	taken   map[string]bool // the names in them, and of what waits to be done again

	wanted  int         // how many tasks the next statement waits for, 0 if for none
	late    time.Time   // when it no longer does, or the one that runs is slow
	timer   *time.Timer // starts the next one then
	returns habit       // callers come back at once
}

// The kinds of statements.
const (
	together = iota // of many tasks
	alone           // of one
	stuck           // of one that another transaction was in the way of
)

// task is what a caller waits for.
type task interface {
	// name tells apart what must not be done at the same time; empty fits everywhere.
	name() string
	// alone reports whether the task must have a statement to itself.
	alone() bool
	turn() *turn
}

// turn is the part that every task has.
type turn struct {
	ctx   context.Context // of its caller, who may have given up
	until time.Time       // when to give up what another transaction is in the way of
	again bool            // it is not done: it is to be done again, alone
	stuck bool            // another transaction was in its way when it was alone
	done  chan struct{}
}

// mostJobs bounds a statement, so that the first task in it does not wait for
// ever. A further statement starts beside one that runs when a crowd waits, since a few
// are done sooner together, or when that one is slow: its connection may be dead.
const (
	mostJobs = 128
	crowd    = 32
	slow     = 100 * time.Millisecond
)

// longestWait is how long a statement waits at most for those who come back, and not
// longer than the last one took: that is what it can save.
const longestWait = 2 * time.Millisecond

// patience is how long a statement that several callers wait for may take, and how
// long a task waits for other transactions: neither ends with the context of one of
// them.
const patience = time.Minute

func newTurns[J task](most int, do func(context.Context, []J)) *turns[J] {
	t := &turns[J]{most: most, longest: longestWait, do: do, taken: make(map[string]bool)}
	t.timer = time.AfterFunc(longestWait, t.waitedLongEnough)
	t.timer.Stop()
	return t
}

// submit has the task done and waits for it. When ctx ends first, the task is
// withdrawn if it was not begun; otherwise it may or may not be done. A task that has
// a statement to itself right away is done in the caller's goroutine: waking another
// one costs more than the statement.
func (t *turns[J]) submit(ctx context.Context, j J) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	turn := j.turn()
	*turn = turnOf(ctx)
	t.mu.Lock()
	t.wait(j)
	kind, own := t.start(turn)
	t.watch()
	t.mu.Unlock()
	if own {
		if next := t.step(ctx, kind, []J{j}); next != nil {
			go t.run(kind, next)
		}
	}
	select {
	case <-turn.done:
		return nil
	default:
	}
	select {
	case <-turn.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func turnOf(ctx context.Context) turn {
	return turn{ctx: ctx, until: time.Now().Add(patience), done: make(chan struct{})}
}

func (t *turns[J]) wait(j J) {
	kind := together
	switch {
	case j.turn().stuck:
		kind = stuck
	case j.alone() || j.turn().again:
		kind = alone
	}
	t.waiting[kind] = append(t.waiting[kind], j)
}

// start lets run what there is room for. If that is the one task of a turn, it is for
// its caller to run, and start returns its kind. Those that are done again come first: one
// that is given up leaves its name to others. Those stuck have statements of their own,
// since each of them takes long and none may be done.
func (t *turns[J]) start(caller *turn) (kindOf int, own bool) {
	for _, kind := range [...]int{stuck, alone, together} {
		for t.running[kind] < t.most && (kind != together || t.ready()) {
			jobs := t.next(kind)
			if jobs == nil {
				break
			}
			t.running[kind]++
			if len(jobs) == 1 && jobs[0].turn() == caller {
				kindOf, own = kind, true
			} else {
				go t.run(kind, jobs)
			}
		}
	}
	return kindOf, own
}

// ready reports whether it is time for a statement of many.
func (t *turns[J]) ready() bool {
	switch n := len(t.waiting[together]); {
	case n >= crowd:
		return true
	case t.running[together] > 0:
		return time.Since(t.begun[together]) >= slow
	default:
		return n >= t.wanted
	}
}

// awaits reports whether the next statement waits for so many who get their answers now.
func (t *turns[J]) awaits(told int) bool {
	all := min(told+len(t.waiting[together]), crowd)
	if t.running[together] > 1 || all == 1 || all <= len(t.waiting[together]) || !t.returns.likely() {
		return false
	}
	wait := min(time.Since(t.begun[together]), t.longest)
	t.wanted, t.late = all, time.Now().Add(wait)
	t.timer.Reset(wait)
	return true
}

// watch has another statement start when the one that runs is slow: who waits may be
// the last one to come.
func (t *turns[J]) watch() {
	late := t.begun[together].Add(slow)
	if n := t.running[together]; n > 0 && n < t.most && len(t.waiting[together]) > 0 && late != t.late {
		t.late = late
		t.timer.Reset(time.Until(late))
	}
}

// waitedLongEnough starts without those who did not come back, or beside what is slow.
func (t *turns[J]) waitedLongEnough() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !time.Now().Before(t.late) {
		t.gathered()
		t.start(nil)
		t.watch()
	}
}

// gathered ends the wait for those who come back.
func (t *turns[J]) gathered() {
	if t.wanted > 0 {
		t.returns.learn(len(t.waiting[together]) >= t.wanted)
		t.wanted = 0
		t.timer.Stop()
	}
}

// run works until nothing waits. It does not end with the context of one of those
// who wait: that would cost its connection, and the others their turn.
func (t *turns[J]) run(kind int, jobs []J) {
	for jobs != nil {
		jobs = t.step(context.WithoutCancel(jobs[0].turn().ctx), kind, jobs)
	}
}

// step does what is in a statement, and returns what comes into the next one.
func (t *turns[J]) step(ctx context.Context, kind int, jobs []J) (next []J) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, j := range jobs {
		j.turn().again = false
	}
	done := false
	var over []*turn
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, j := range jobs {
			switch {
			case done && j.turn().again:
				t.wait(j)
				continue
			case done:
				over = append(over, j.turn())
			}
			delete(t.taken, j.name()) // also where do panics: its caller may live on
		}
		if done && (kind != together || !t.awaits(len(over))) {
			next = t.next(kind)
		}
		if next == nil {
			t.running[kind]--
			tell(over)
		} else {
			go tell(over) // waking many takes as long as the next statement takes to be sent
		}
		t.start(nil)
		t.watch()
	}()
	t.do(ctx, jobs)
	done = true
	return nil
}

// tell lets those go on whose tasks are done.
func tell(over []*turn) {
	for _, t := range over {
		close(t.done)
	}
}

// next takes what waits for a statement of the kind and can be done now; nil if
// nothing can.
func (t *turns[J]) next(kind int) (jobs []J) {
	most := 1
	if kind == together {
		most = mostJobs
		t.gathered()
	}
	t.leave(kind)
	rest := t.waiting[kind][:0]
	for _, j := range t.waiting[kind] {
		name, again := j.name(), j.turn().again
		switch {
		case len(jobs) == most || t.taken[name] && !again:
			rest = append(rest, j)
		default:
			if name != "" {
				t.taken[name] = true
			}
			jobs = append(jobs, j)
		}
	}
	clear(t.waiting[kind][len(rest):])
	t.waiting[kind] = rest
	if jobs != nil {
		t.begun[kind] = time.Now()
	}
	return jobs
}

// leave takes out what its callers gave up. It comes first, since others may wait
// for its name, also in front of it.
func (t *turns[J]) leave(kind int) {
	t.waiting[kind] = slices.DeleteFunc(t.waiting[kind], func(j J) bool {
		left := j.turn().ctx.Err() != nil
		if left && j.turn().again {
			delete(t.taken, j.name())
		}
		return left
	})
}
