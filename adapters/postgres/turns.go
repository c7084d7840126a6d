package postgres

import (
	"context"
	"sync"
	"sync/atomic"
)

// turns gathers what many callers want at the same time: a few statements run at
// once, and each takes along everything that came in while all were busy.
type turns[J task] struct {
	most int
	do   func(ctx context.Context, jobs []J)

	mu      sync.Mutex
	waiting []J
	running int
}

// task is what a caller waits for.
type task interface {
	// name tells apart what must not be in one statement; empty fits everywhere.
	name() string
	turn() *turn
}

// turn is the part that every task has.
type turn struct {
	done chan struct{}
	gone atomic.Bool // its caller gave up
}

func newTurn() turn { return turn{done: make(chan struct{})} }

// mostJobs bounds a statement, so that the first task in it does not wait for
// ever.
const mostJobs = 128

func newTurns[J task](most int, do func(context.Context, []J)) *turns[J] {
	return &turns[J]{most: most, do: do}
}

// submit has the task done and waits for it. When ctx ends first, the task is
// withdrawn if it was not begun; otherwise it may or may not be done.
func (t *turns[J]) submit(ctx context.Context, j J) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	t.waiting = append(t.waiting, j)
	if t.running < t.most {
		t.running++
		go t.run(context.WithoutCancel(ctx))
	}
	t.mu.Unlock()
	select {
	case <-j.turn().done:
		return nil
	case <-ctx.Done():
		j.turn().gone.Store(true)
		return ctx.Err()
	}
}

// run works until nothing waits. It does not end with the context of one of those
// who wait: that would cost its connection, and the others their turn.
func (t *turns[J]) run(ctx context.Context) {
	for jobs := t.next(); jobs != nil; jobs = t.next() {
		once, cancel := context.WithTimeout(ctx, patience)
		t.do(once, jobs)
		cancel()
		for _, j := range jobs {
			close(j.turn().done)
		}
	}
}

// next takes what waits, each name once; nil if nothing does.
func (t *turns[J]) next() []J {
	t.mu.Lock()
	defer t.mu.Unlock()
	var jobs []J
	rest := t.waiting[:0]
	taken := make(map[string]bool, len(t.waiting))
	for _, j := range t.waiting {
		switch name := j.name(); {
		case j.turn().gone.Load():
		case len(jobs) == mostJobs || taken[name]:
			rest = append(rest, j)
		default:
			taken[name] = name != ""
			jobs = append(jobs, j)
		}
	}
	clear(t.waiting[len(rest):])
	t.waiting = rest
	if jobs == nil {
		t.running--
	}
	return jobs
}
