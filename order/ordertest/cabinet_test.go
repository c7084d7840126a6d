package ordertest_test

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// cabinet is a store some of whose methods are others'.
type cabinet struct {
	*memory.Store
	commit   func(context.Context, *order.Change) error
	load     func(ctx context.Context, id, key string) (order.Record, error)
	claim    func(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error)
	find     func(context.Context, order.Query) ([]order.Order, error)
	history  func(ctx context.Context, id string, after int64, limit int) ([]order.Event, error)
	events   func(ctx context.Context, after string, limit int) ([]order.Event, string, error)
	person   func(ctx context.Context, id string) (order.Person, error)
	erase    func(ctx context.Context, id string) error
	receive  func(context.Context, order.Notice) (bool, error)
	waiting  func(ctx context.Context, due time.Time, limit int) ([]order.Notice, error)
	postpone func(ctx context.Context, id order.NoticeID, until time.Time) error
}

func (s *cabinet) Commit(ctx context.Context, c *order.Change) error {
	if s.commit != nil {
		o, copied := c.Order.Clone(), *c
		copied.Order = &o
		return s.commit(ctx, &copied)
	}
	return s.Store.Commit(ctx, c)
}

func (s *cabinet) Load(ctx context.Context, id, key string) (order.Record, error) {
	if s.load != nil {
		return s.load(ctx, id, key)
	}
	return s.Store.Load(ctx, id, key)
}

func (s *cabinet) Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]order.Lease, error) {
	if s.claim != nil {
		return s.claim(ctx, due, limit, lease)
	}
	return s.Store.Claim(ctx, due, limit, lease)
}

func (s *cabinet) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	if s.find != nil {
		return s.find(ctx, q)
	}
	return s.Store.Find(ctx, q)
}

func (s *cabinet) History(ctx context.Context, id string, after int64, limit int) ([]order.Event, error) {
	if s.history != nil {
		return s.history(ctx, id, after, limit)
	}
	return s.Store.History(ctx, id, after, limit)
}

func (s *cabinet) Events(ctx context.Context, after string, limit int) ([]order.Event, string, error) {
	if s.events != nil {
		return s.events(ctx, after, limit)
	}
	return s.Store.Events(ctx, after, limit)
}

func (s *cabinet) Person(ctx context.Context, id string) (order.Person, error) {
	if s.person != nil {
		return s.person(ctx, id)
	}
	return s.Store.Person(ctx, id)
}

func (s *cabinet) Erase(ctx context.Context, id string) error {
	if s.erase != nil {
		return s.erase(ctx, id)
	}
	return s.Store.Erase(ctx, id)
}

func (s *cabinet) Receive(ctx context.Context, n order.Notice) (bool, error) {
	if s.receive != nil {
		return s.receive(ctx, n)
	}
	return s.Store.Receive(ctx, n)
}

func (s *cabinet) Waiting(ctx context.Context, due time.Time, limit int) ([]order.Notice, error) {
	if s.waiting != nil {
		return s.waiting(ctx, due, limit)
	}
	return s.Store.Waiting(ctx, due, limit)
}

func (s *cabinet) Postpone(ctx context.Context, id order.NoticeID, until time.Time) error {
	if s.postpone != nil {
		return s.postpone(ctx, id, until)
	}
	return s.Store.Postpone(ctx, id, until)
}

// lonely is a store whose every handle has data of its own.
type lonely struct{ *memory.Store }

func (s *lonely) other() order.Store { return memory.NewStore(memory.Config{}) }
