package ordertest

import (
	"fmt"
	"hash/maphash"
	"maps"
	"sync"
)

// quest is an exploration under way.
type quest struct {
	x      *Exploration
	base   string   // how the order ends when nothing happens
	stages []*stage // one for each goroutine

	seed maphash.Seed

	mu   sync.Mutex
	seen map[uint64]int // states, by their hash: how much may still happen
	out  Explored
}

// level runs all scripts and returns those with one thing more. There are so many
// of the longest that they are run at once instead, each behind the one that it
// goes on from.
func (q *quest) level(scripts []Script) (next []Script) {
	work := make(chan Script)
	var all sync.WaitGroup
	for _, stage := range q.stages {
		all.Add(1)
		go func() {
			defer all.Done()
			for s := range work {
				r := q.one(stage, s)
				if r == nil || r.broken != "" || len(s) >= q.x.Faults {
					continue
				}
				more := q.sequels(s, r)
				if len(s)+1 == q.x.Faults {
					for _, s := range more {
						q.one(stage, s)
					}
					continue
				}
				q.mu.Lock()
				next = append(next, more...)
				q.mu.Unlock()
			}
		}()
	}
	for _, s := range scripts {
		work <- s
	}
	close(work)
	all.Wait()
	return next
}

// one runs one script; nil if the limit is reached, or if what is broken is broken
// by fewer or earlier things already.
func (q *quest) one(st *stage, s Script) *run {
	q.mu.Lock()
	over := q.out.Broken != nil && !s.before(q.out.Broken.Script) || q.x.Limit > 0 && q.out.Runs >= q.x.Limit
	q.mu.Unlock()
	if over {
		return nil
	}
	r := st.play(s, false)
	q.look(st, s, r)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.out.Runs++
	for i, a := range s {
		if i < len(r.trace) {
			name := r.trace[i].Name
			if q.out.Hits[name] == nil {
				q.out.Hits[name] = map[Answer]int{}
			}
			q.out.Hits[name][a]++
		}
	}
	if r.broken != "" && (q.out.Broken == nil || s.before(q.out.Broken.Script)) {
		q.out.Broken = &Failure{Promise: r.broken, Script: s, Replay: s.String(), Story: r.story}
	}
	return r
}

// look judges how a run ended. One that broke a promise is run again, to be told.
func (q *quest) look(st *stage, s Script, r *run) {
	switch {
	case r.broken != "":
	case q.base == "":
		r.broken = r.idle()
	case r.final != q.base && !r.changed():
		r.broken = "G1: the order ends as " + r.final + "\n    without what happened it would as " + q.base
	}
	if r.broken != "" {
		r.story = st.play(s, true).story
	}
}

// idle says what is wrong with a run in which nothing happened.
func (r *run) idle() string {
	switch {
	case r.id == "":
		return "nothing happened, and the order is not there"
	case r.wrong != "":
		return "nothing happened, and " + r.wrong
	case r.asked:
		return "nothing happened, and staff was asked"
	case r.x.Ends != "" && r.ended != r.x.Ends:
		return "nothing happened, and the order ends as " + string(r.ended) + " instead of " + string(r.x.Ends)
	}
	return ""
}

// changed says whether what happened may change how the order ends.
func (r *run) changed() bool {
	for _, a := range r.script {
		if a == Refused || a == Cancelled || a == Stale || a == Ended || a == ByHand || a == Behind || a == Deaf {
			return true
		}
	}
	return r.asked
}

// sequels are the scripts that go on with one thing more, behind the last one.
func (q *quest) sequels(s Script, r *run) (out []Script) {
	first := 0
	for i := range s {
		first = max(first, i+1)
	}
	end := len(r.trace)
	left := q.x.Faults - len(s)
	q.mu.Lock()
	for _, m := range r.marks {
		if m.point < first || m.point > end || len(s) == 0 {
			continue
		}
		key := maphash.String(q.seed, fmt.Sprint(m.step, " ", m.state))
		if had, ok := q.seen[key]; ok && had >= left {
			end = m.point // from here on another run tries the same
			q.out.Pruned++
			break
		}
		q.seen[key] = left
	}
	q.mu.Unlock()
	for i := first; i < end; i++ {
		for _, a := range r.answers(r.trace[i]) {
			next := maps.Clone(s)
			next[i] = a
			out = append(out, next)
		}
	}
	return out
}
