package main

import (
	"context"
	"fmt"
	"io"

	"github.com/orderkit/orderkit/order"
)

// Engrave is an action of this shop: it says in which letters.
type Engrave struct {
	Of      order.Selection `json:"of,omitempty"`
	Letters string          `json:"letters"`
}

// Name is the action's name in the workflow.
func (Engrave) Name() string { return "engrave" }

// Select says which units are meant; none are all.
func (e Engrave) Select() order.Selection { return e.Of }

// laser is the step that engraves. The workflow declares it idempotent, so it
// keeps the keys of what it did.
type laser struct {
	people order.People
	out    io.Writer
	did    map[string]bool
}

// Run engraves what the customer wrote. The text is personal: it comes from the
// order's person, never from the order or the action.
func (l *laser) Run(ctx context.Context, c order.StepCall) (order.Receipt, error) {
	if l.did[c.Key] {
		return order.Receipt{Ref: c.Key}, nil
	}
	p, err := l.people.Person(ctx, c.Order.ID)
	if err != nil {
		return order.Receipt{}, order.Retry(err)
	}
	for _, g := range c.Goods {
		fmt.Fprintf(l.out, "laser: %d x %s, %q in %s\n", g.Quantity, g.Title, p.Texts[g.Line+"/engraving"], c.Action.(Engrave).Letters)
	}
	l.did[c.Key] = true
	return order.Receipt{Ref: c.Key}, nil
}
