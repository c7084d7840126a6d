package ordertest

import (
	"context"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// OwnStep is a host's own step under test.
type OwnStep struct {
	Step order.Step
	// Declared is the step as the workflow has it: Idempotent and Lookup decide
	// which promises are tried.
	Declared fsm.Step
	// Action is an action that runs the step.
	Action order.Action
	// Done tells how often the step was really done for the order. Nil skips what
	// needs it.
	Done func(ctx context.Context, id string) (int, error)
	// Prefix makes keys and orders of this run differ from those before.
	Prefix string
	// Lag is how long a lookup may run behind.
	Lag time.Duration
	Provider
}

// TestOwnStep checks a host's own step against what its workflow declares and the
// engine relies on.
func TestOwnStep(t *testing.T, open func(t T) OwnStep) {
	t.Helper()
	runAll(t, ownStepClauses(), open)
}

// CheckOwnStep is TestOwnStep outside of a test; see CheckStore.
func CheckOwnStep(open func(t T) OwnStep, only ...string) []Broken {
	return checkAll(ownStepClauses(), open, only)
}

func (s *OwnStep) call(key string) order.StepCall {
	o := draft(s.Prefix + "o-1")
	o.Version, o.Currency = 1, currency.EUR
	return order.StepCall{Key: s.Prefix + key, Order: o, Action: s.Action, Step: s.Declared.Do,
		Goods: []order.Goods{{Line: "1", SKU: "sku", Quantity: 2}}}
}

func (s *OwnStep) run(ctx context.Context, key string) (order.Receipt, error) {
	return s.Step.Run(ctx, s.call(key))
}

// ran runs the step, which must be done.
func (s *OwnStep) ran(c *check, key string) order.Receipt {
	r, err := s.run(c.ctx, key)
	c.done(err, "running the step")
	return r
}

// times ends the clause unless the step was really done so often.
func (s *OwnStep) times(c *check, want int) {
	if s.Done == nil {
		return
	}
	got, err := s.Done(c.ctx, s.Prefix+"o-1")
	c.ok(err, "asking how often the step was done")
	if got != want {
		c.broken("the step was done %d times, not %d", got, want)
	}
}

func (s *OwnStep) needsKeys(c *check) {
	if !s.Declared.Idempotent {
		c.skip("the workflow does not declare the step idempotent")
	}
}

func (s *OwnStep) lookup(c *check) order.StepLookup {
	look, ok := s.Step.(order.StepLookup)
	if !ok {
		c.skip("the step cannot be asked")
	}
	return look
}

// find looks up what must be there, with patience where lookups may lag.
func (s *OwnStep) find(c *check, key string) order.Receipt {
	look := s.lookup(c)
	r, err := look.Lookup(c.ctx, s.call(key))
	if err != nil && s.Lag > 0 {
		if s.Pass != nil {
			s.Pass(s.Lag)
		} else {
			time.Sleep(s.Lag)
		}
		r, err = look.Lookup(c.ctx, s.call(key))
	}
	c.done(err, "looking up a step that was done")
	return r
}

func ownStepClauses() []clause[OwnStep] {
	return []clause[OwnStep]{
		{"run/once", "A step that is run is done once, and another key is another time.", func(c *check, s OwnStep) {
			s.ran(c, "k-1")
			s.times(c, 1)
			s.ran(c, "k-2")
			s.times(c, 2)
		}},
		{"run/same_key", "A step that is declared idempotent is done once per key, however often and concurrently it is called, and every answer carries the same reference.", func(c *check, s OwnStep) {
			s.needsKeys(c)
			c.keyed("running the step", func() (order.Receipt, error) { return s.run(c.ctx, "k-1") })
			s.times(c, 1)
		}},
		{"keys/alike", "Keys that differ only in case or far behind are different keys.", func(c *check, s OwnStep) {
			if s.needsKeys(c); s.Done == nil {
				c.skip("it cannot be seen how often the step was done")
			}
			for _, key := range alikeKeys() {
				s.ran(c, key)
			}
			s.times(c, len(alikeKeys()))
		}},
		{"keys/for_ever", "The key of a step that is declared idempotent is remembered for as long as an order may live.", func(c *check, s OwnStep) {
			s.needsKeys(c)
			c.lasts(s.Provider, order.Forever, "running the step", func() (order.Receipt, error) { return s.run(c.ctx, "k-1") })
			s.times(c, 1)
		}},
		{"lookup/declared", "A step that the workflow says can be asked can be asked.", func(c *check, s OwnStep) {
			if _, ok := s.Step.(order.StepLookup); s.Declared.Lookup && !ok {
				c.broken("the workflow declares a lookup, and there is no method Lookup")
			}
		}},
		{"lookup/found", "Lookup finds a step that was done by its key, with the same reference.", func(c *check, s OwnStep) {
			s.lookup(c)
			want := s.ran(c, "k-1")
			if got := s.find(c, "k-1"); got.Ref != want.Ref {
				c.broken("the lookup says %q, the answer was %q", got.Ref, want.Ref)
			}
			s.times(c, 1)
		}},
		{"lookup/not_found", "Lookup of a key that was never used is ErrNotFound, and does nothing.", func(c *check, s OwnStep) {
			look := s.lookup(c)
			s.ran(c, "k-1")
			_, err := look.Lookup(c.ctx, s.call("never-used"))
			c.want(err, order.ErrNotFound, "looking up a key that was never used, beside a step that was done")
			s.times(c, 1)
		}},
		{"lookup/unreachable", "A lookup under a context that has ended is not answered with a Decline: what was done would not be undone.", func(c *check, s OwnStep) {
			look := s.lookup(c)
			s.ran(c, "k-1")
			_, err := look.Lookup(ended(c.ctx), s.call("k-1"))
			c.notRefused(err, "looking up")
		}},
		{"down/run", "A step whose system cannot be reached is neither done nor a Decline, and is done once when it is back.", func(c *check, s OwnStep) {
			s.needsKeys(c)
			c.survives(s.Provider, "running the step", func() (order.Receipt, error) { return s.run(c.ctx, "k-1") })
			s.times(c, 1)
		}},
		{"lost/run", "A step that was done and whose answer got lost is not answered with Retry or a Decline; its key or a lookup tells, where it has them.", func(c *check, s OwnStep) {
			c.lost(s.Provider, "running the step", func() (order.Receipt, error) { return s.run(c.ctx, "k-1") })
			if s.Declared.Idempotent {
				s.ran(c, "k-1")
			}
			if _, ok := s.Step.(order.StepLookup); ok {
				s.find(c, "k-1")
			}
			s.times(c, 1)
		}},
		{"context/ended", "A step under a context that has ended is not answered with a final no.", func(c *check, s OwnStep) {
			_, err := s.run(ended(c.ctx), "k-1")
			c.notRefused(err, "running the step")
		}},
	}
}
