package ordertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// T is the part of *testing.T that opening something under test may use.
type T interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(f func())
	TempDir() string
}

// Broken is a promise that was not kept.
type Broken struct {
	Clause  string // the subtest's name
	Promise string // what callers rely on, as a sentence
	Seen    string // what happened instead
}

// Error returns promise and finding in two lines.
func (b Broken) Error() string { return "broken promise: " + b.Promise + "\nseen: " + b.Seen }

// clause is one promise about an S and how to test it.
type clause[S any] struct {
	name    string
	promise string
	run     func(c *check, s S)
}

// check is one run of a clause. Its methods end the clause at the first finding.
type check struct {
	T
	ctx     context.Context
	seen    string
	skipped string
}

// errStop ends a clause from within; run recovers it.
var errStop = errors.New("clause ended")

// Version is the edition of the kit. It is raised whenever a promise is added or
// a clause becomes stricter, so that an adapter can say which edition it passed.
const Version = 4

// patience is how long one clause may take before it counts as hanging.
const patience = time.Minute

// broken ends the clause: the promise is not kept.
func (c *check) broken(format string, args ...any) {
	c.seen = fmt.Sprintf(format, args...)
	panic(errStop)
}

// skip ends the clause: it cannot be seen here whether the promise is kept.
func (c *check) skip(format string, args ...any) {
	c.skipped = fmt.Sprintf(format, args...)
	panic(errStop)
}

// ok ends the clause if doing failed.
func (c *check) ok(err error, doing string, args ...any) {
	if err != nil {
		c.broken("%s: %v", fmt.Sprintf(doing, args...), err)
	}
}

// want ends the clause if err is not target.
func (c *check) want(err, target error, doing string, args ...any) {
	if !errors.Is(err, target) {
		c.broken("%s: the error is %v, not %q", fmt.Sprintf(doing, args...), err, target)
	}
}

// runAll runs every clause on something freshly opened, as subtests.
func runAll[S any](t *testing.T, clauses []clause[S], open func(T) S) {
	t.Helper()
	unseen := 0
	for _, cl := range clauses {
		t.Run(cl.name, func(t *testing.T) {
			seen, skipped := runOne(t, cl, open)
			switch {
			case seen != "":
				t.Error(Broken{cl.name, cl.promise, seen}.Error())
			case skipped != "":
				unseen++
				t.Skip(skipped)
			}
		})
	}
	t.Logf("ordertest %d: %d promises, %d of them cannot be seen here", Version, len(clauses), unseen)
}

// checkAll runs the named clauses, or all, without *testing.T. A name that no
// clause has comes back as broken: nothing was checked.
func checkAll[S any](clauses []clause[S], open func(T) S, only []string) []Broken {
	var out []Broken
	for _, name := range only {
		if !slices.ContainsFunc(clauses, func(cl clause[S]) bool { return cl.name == name }) {
			out = append(out, Broken{name, "Every clause that is asked for is checked.", "no clause has this name"})
		}
	}
	for _, cl := range clauses {
		if len(only) > 0 && !slices.Contains(only, cl.name) {
			continue
		}
		r := &recorder{}
		var seen string
		done := make(chan struct{})
		go func() { // Fatalf ends the goroutine, as in a test
			defer close(done)
			defer r.cleanup()
			seen, _ = runOne(r, cl, open)
		}()
		<-done
		if seen == "" {
			seen = r.fatal
		}
		if seen != "" {
			out = append(out, Broken{cl.name, cl.promise, seen})
		}
	}
	return out
}

func runOne[S any](t T, cl clause[S], open func(T) S) (seen, skipped string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	s := open(t)
	c := &check{T: t, ctx: ctx}
	defer func() {
		switch p := recover(); p {
		case nil, errStop:
			seen, skipped = c.seen, c.skipped
		default:
			seen = fmt.Sprintf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	cl.run(c, s)
	return c.seen, c.skipped
}

// recorder is a T outside of a test.
type recorder struct {
	fatal    string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Logf(string, ...any) {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.fatal = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) TempDir() string {
	dir, err := os.MkdirTemp("", "ordertest")
	if err != nil {
		r.Fatalf("temporary folder: %v", err)
	}
	r.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (r *recorder) cleanup() {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
}
