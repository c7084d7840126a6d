package ordertest_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	stepRun = func(context.Context, string, order.StepCall) (order.Receipt, error)
	// apprentice stands between the caller and the step: op is run or lookup.
	apprentice = func(ctx context.Context, op string, c order.StepCall, next stepRun) (order.Receipt, error)
)

// bench is where a step is done in the process, with something around it.
type bench struct {
	*memory.Step
	apprentice apprentice
	passed     atomic.Int64
}

func (b *bench) inner(ctx context.Context, op string, c order.StepCall) (order.Receipt, error) {
	if op == "run" {
		return b.Step.Run(ctx, c)
	}
	return b.Step.Lookup(ctx, c)
}

func (b *bench) Run(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	return b.apprentice(ctx, "run", c, b.inner)
}

func (b *bench) Lookup(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	return b.apprentice(ctx, "lookup", c, b.inner)
}

// times is how often the step was really done for the order.
func (b *bench) times(_ context.Context, id string) (int, error) {
	n, seen := 0, map[string]bool{}
	for _, c := range b.Calls("engrave") {
		if c.Order == id && !seen[c.Key] {
			seen[c.Key] = true
			n += b.Effects(c.Key)
		}
	}
	return n, nil
}

func ownStepOver(f func(*bench) apprentice, shape func(*ordertest.OwnStep)) func(ordertest.T) ordertest.OwnStep {
	return func(ordertest.T) ordertest.OwnStep {
		b := &bench{Step: new(memory.Step)}
		b.apprentice = func(ctx context.Context, op string, c order.StepCall, next stepRun) (order.Receipt, error) {
			return next(ctx, op, c)
		}
		if f != nil {
			b.apprentice = f(b)
		}
		s := ordertest.OwnStep{Step: b, Done: b.times, Declared: fsm.Step{Do: "engrave", Idempotent: true, Lookup: true},
			Provider: scripted(&b.Script, func(d time.Duration) { b.passed.Add(int64(d)) })}
		if shape != nil {
			shape(&s)
		}
		return s
	}
}

func ownStep(name, clauses string, f func(*bench) apprentice) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken { return ordertest.CheckOwnStep(ownStepOver(f, nil), only...) }}
}

func brokenOwnSteps() []broken {
	failed := func(f func(error) error) func(*bench) apprentice {
		return func(*bench) apprentice {
			return func(ctx context.Context, op string, c order.StepCall, next stepRun) (order.Receipt, error) {
				r, err := next(ctx, op, c)
				if err != nil {
					err = f(err)
				}
				return r, err
			}
		}
	}
	running := func(f func(b *bench, c order.StepCall) string) func(*bench) apprentice {
		return func(b *bench) apprentice {
			return func(ctx context.Context, op string, c order.StepCall, next stepRun) (order.Receipt, error) {
				if op == "run" {
					c.Key = f(b, c)
				}
				return next(ctx, op, c)
			}
		}
	}
	asked := func(f stepRun) func(*bench) apprentice {
		return func(*bench) apprentice {
			return func(ctx context.Context, op string, c order.StepCall, next stepRun) (order.Receipt, error) {
				if op == "lookup" {
					return f(ctx, op, c)
				}
				return next(ctx, op, c)
			}
		}
	}
	var n atomic.Int64
	return []broken{
		ownStep("is done at every call", "run/same_key keys/for_ever down/run lost/run", running(func(_ *bench, c order.StepCall) string { return fmt.Sprint(c.Key, "#", n.Add(1)) })),
		ownStep("is done once per order", "run/once keys/alike", running(func(_ *bench, c order.StepCall) string { return c.Order.ID })),
		ownStep("cuts keys off", "keys/alike", running(func(_ *bench, c order.StepCall) string { return cut(c.Key) })),
		ownStep("forgets keys after a day", "keys/for_ever", running(func(b *bench, c order.StepCall) string {
			return fmt.Sprint(c.Key, "#", b.passed.Load()/int64(24*time.Hour))
		})),
		ownStep("cannot find what it did", "lookup/found", asked(func(context.Context, string, order.StepCall) (order.Receipt, error) {
			return order.Receipt{}, order.ErrNotFound
		})),
		ownStep("finds what it never did", "lookup/not_found", asked(func(context.Context, string, order.StepCall) (order.Receipt, error) {
			return order.Receipt{Ref: "seen"}, nil
		})),
		ownStep("calls every failure a refusal", "context/ended lookup/unreachable down/run lost/run", failed(func(err error) error { return order.Decline("failed", err.Error()) })),
		ownStep("says that nothing was done when the answer got lost", "lost/run", failed(unsureIsRetry)),
		{"is said to have a lookup and has none", "lookup/declared", func(only ...string) []ordertest.Broken {
			return ordertest.CheckOwnStep(ownStepOver(nil, func(s *ordertest.OwnStep) { s.Step = order.StepFunc(s.Step.Run) }), only...)
		}},
	}
}
