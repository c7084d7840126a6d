package ordertest

import (
	"context"
	"errors"
	"time"

	"github.com/orderkit/orderkit/order"
)

// pointed is a store whose every commit is a point.
type pointed struct {
	order.Store
	by      director
	earlier *earlier
	glance  *glance
	check   func(*order.Order) // looks at what was stored; nil: nobody does
}

// glance is what the last commit says, for those who need not load the order to
// know that there is nothing to do.
type glance struct{ commits, intents, cases int }

// director decides what happens at a point.
type director interface {
	at(point) Answer
	over() bool // the process that is working has ended
}

// earlier keeps the versions before the last commits, for a store that answers
// with an old one.
type earlier struct {
	keeps func(id string) bool // nil: none
	old   map[string]order.Record
}

// Load implements order.Orders.
func (p pointed) Load(ctx context.Context, id, key string) (order.Record, error) {
	if p.by.over() {
		return order.Record{}, errDead
	}
	switch p.by.at(point{Name: "load", Key: id}) {
	case dead:
		return order.Record{}, errDead
	case Stale:
		if old, ok := p.earlier.old[id]; ok {
			return order.Record{Order: old.Order.Clone()}, nil
		}
	}
	return p.Store.Load(ctx, id, key)
}

// Recall implements order.Recaller, if the store does.
func (p pointed) Recall(ctx context.Context, id string) (order.Order, bool) {
	s, ok := p.Store.(order.Recaller)
	if !ok || p.by.over() {
		return order.Order{}, false
	}
	switch p.by.at(point{Name: "recall", Key: id}) {
	case dead:
		return order.Order{}, false
	case Stale:
		if old, ok := p.earlier.old[id]; ok {
			return old.Order.Clone(), true
		}
	}
	return s.Recall(ctx, id)
}

// remember keeps what a commit will replace, if somebody may want it.
func (p pointed) remember(ctx context.Context, id string) {
	if p.earlier.keeps == nil || !p.earlier.keeps(id) {
		return
	}
	if before, err := p.Store.Load(ctx, id, ""); err == nil {
		if p.earlier.old == nil {
			p.earlier.old = map[string]order.Record{}
		}
		p.earlier.old[id] = before
	}
}

// Commit implements order.Orders.
func (p pointed) Commit(ctx context.Context, c *order.Change) error {
	answer := p.by.at(point{Name: "save", Key: c.Order.ID})
	switch answer {
	case dead:
		return errDead
	case Dropped:
		return errAway
	}
	p.remember(ctx, c.Order.ID)
	err := p.Store.Commit(ctx, c)
	if err == nil {
		*p.glance = glance{p.glance.commits + 1, len(c.Order.Intents), len(c.Order.Cases)}
		if p.check != nil {
			p.check(c.Order)
		}
	}
	switch {
	case err != nil:
		return err
	case answer == Lost:
		return errAway
	case p.by.at(point{Name: "saved", Key: c.Order.ID}) == dead:
		return errDead
	}
	return nil
}

// Claim implements order.Orders.
func (p pointed) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	if p.by.over() {
		return nil, errDead
	}
	return p.Store.Claim(ctx, due, limit, lease)
}

// Receive implements order.Inbox.
func (p pointed) Receive(ctx context.Context, n order.Notice) (bool, error) {
	answer := p.by.at(point{Name: "receive", Key: n.ID})
	switch answer {
	case dead:
		return false, errDead
	case Dropped:
		return false, errAway
	}
	fresh, err := p.Store.Receive(ctx, n)
	if answer == Lost {
		return false, errors.Join(err, errAway)
	}
	return fresh, err
}

// Postpone implements order.Inbox.
func (p pointed) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	if p.by.over() {
		return errDead
	}
	return p.Store.Postpone(ctx, id, until)
}
