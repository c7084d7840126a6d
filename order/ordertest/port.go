package ordertest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Provider is what a test can do to the system behind a port. What is nil cannot
// be done here, and the promises that need it are skipped.
type Provider struct {
	// Pass lets the provider's clock go on by d without anybody waiting.
	Pass func(d time.Duration)
	// Down makes the provider unreachable, or reachable again.
	Down func(down bool)
	// Lose makes the provider do the next call and lose its answer on the way.
	Lose func()
}

// outcome says what a port's answer means; an error that is no *order.Reply is
// unknown.
func outcome(err error) order.Outcome {
	var r *order.Reply
	switch {
	case err == nil:
		return order.OutcomeDone
	case errors.As(err, &r):
		return r.Outcome
	}
	return order.OutcomeUnknown
}

// done ends the clause unless the call was answered with done.
func (c *check) done(err error, doing string, args ...any) {
	if err != nil {
		c.broken("%s: the answer is %q, not done", fmt.Sprintf(doing, args...), err.Error())
	}
}

// declined ends the clause unless the call was answered with a final no that
// carries a code.
func (c *check) declined(err error, doing string, args ...any) {
	var r *order.Reply
	if outcome(err) != order.OutcomeRefused {
		c.broken("%s: the answer is %v, not a Decline", fmt.Sprintf(doing, args...), err)
	}
	if errors.As(err, &r); r.Code == "" {
		c.broken("%s: the Decline has no code", fmt.Sprintf(doing, args...))
	}
}

// harmless ends the clause if a call that must do no harm was answered with
// anything but done or a Decline.
func (c *check) harmless(err error, doing string, args ...any) {
	if o := outcome(err); o != order.OutcomeDone && o != order.OutcomeRefused {
		c.broken("%s: the answer is %v, neither done nor a Decline", fmt.Sprintf(doing, args...), err)
	}
}

// callers is how many call a port at the same time.
const callers = 16

// persistently makes one call of a port until its answer is final, as the
// engine does under one key: concurrent calls may be told to try again.
func persistently(call func() error) error {
	for i := 0; ; i++ {
		err := call()
		o := outcome(err)
		if o == order.OutcomeDone || o == order.OutcomeRefused || i == 200 {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// keyed makes one effect with one key from many goroutines and once more
// afterwards, and ends the clause unless all answers carry the same Ref.
func (c *check) keyed(what string, call func() (order.Receipt, error)) string {
	refs := make([]string, callers+1)
	one := func(i int) error {
		return persistently(func() error {
			r, err := call()
			refs[i] = r.Ref
			return err
		})
	}
	c.together(callers, one)
	c.done(one(callers), "%s once more", what)
	for _, ref := range refs {
		if ref != refs[0] {
			c.broken("%s with one key got the references %q and %q", what, refs[0], ref)
		}
	}
	return refs[0]
}

// contest makes n calls at the same time of which only some can be done, and
// returns how many were; the others must be declined.
func (c *check) contest(n int, call func(i int) error) int {
	var won atomic.Int64
	c.together(n, func(i int) error {
		err := persistently(func() error { return call(i) })
		switch outcome(err) {
		case order.OutcomeDone:
			won.Add(1)
			return nil
		case order.OutcomeRefused:
			return nil
		}
		return err
	})
	return int(won.Load())
}

// ended is a context that is over.
func ended(parent context.Context) context.Context {
	ctx, cancel := context.WithCancel(parent)
	cancel()
	return ctx
}

// notRefused ends the clause if a call under an ended context was declined: the
// provider has decided nothing.
func (c *check) notRefused(err error, doing string) {
	if outcome(err) == order.OutcomeRefused {
		c.broken("%s under a context that has ended: the answer is the final no %v", doing, err)
	}
}
