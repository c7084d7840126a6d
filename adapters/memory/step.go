package memory

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Step is a host's own step that does nothing but count. The zero value is
// ready. It is an order.Step and order.StepLookup, and remembers keys for ever.
// The op of its script is the step's name in the workflow.
type Step struct{ Script }

// Run does the step once per key; the receipt's Ref is made of the key.
func (s *Step) Run(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	call := Call{Op: c.Step, Key: c.Key, Order: c.Order.ID}
	return s.do(ctx, call, time.Time{}, order.Forever, func() (order.Receipt, error) {
		return order.Receipt{Ref: c.Step + ":" + c.Key}, nil
	})
}

// Lookup says what c.Key came to.
func (s *Step) Lookup(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	return s.lookup(ctx, Call{Key: c.Key, Order: c.Order.ID}, time.Time{}, 0)
}
