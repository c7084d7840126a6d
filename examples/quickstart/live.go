package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// live leads the order through its life, from wherever it is, and returns what
// is in the database after closing it and opening it again.
func live(ctx context.Context, path string, d order.Draft, show *screen, partners func(*shop) order.Config) (final *record, err error) {
	s, err := open(ctx, path, partners)
	if err != nil {
		return nil, err
	}
	before, err := s.play(ctx, d, show)
	if err := errors.Join(err, s.close()); err != nil {
		return nil, err
	}
	if s, err = open(ctx, path, partners); err != nil {
		return nil, fmt.Errorf("reopen: %w", err)
	}
	defer func() { err = errors.Join(err, s.close()) }()
	final, err = s.record(ctx, before.Order.ID)
	if err != nil {
		return nil, fmt.Errorf("reopen: %w", err)
	}
	same, err := before.same(final)
	if err != nil {
		return nil, err
	}
	return final, show.end(final, same)
}

// play places the order and follows the script. What was done before, by this
// process or one that was killed, is answered from the record by its key.
func (s *shop) play(ctx context.Context, d order.Draft, show *screen) (*record, error) {
	known, err := s.Find(ctx, order.Query{Channel: d.Channel, Number: d.Number, Limit: 1})
	if err != nil {
		return nil, err
	}
	id, refused := s.place(ctx, d)
	if id == "" {
		return nil, refused
	}
	if err := errors.Join(s.begin(ctx, id, show, known), refused); err != nil {
		return nil, err
	}
	for _, a := range script(d) {
		err := s.act(ctx, id, d, a)
		if err := errors.Join(err, s.news(ctx, id, show)); err != nil {
			return nil, fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return s.record(ctx, id)
}

// place places the order, once. A refused order has an ID as well.
func (s *shop) place(ctx context.Context, d order.Draft) (id string, err error) {
	err = s.until(ctx, func() (order.Result, error) {
		r, err := s.Place(ctx, d, order.Key(d.Number+"/place"), order.By(fsm.Customer, d.Customer))
		id = r.Order.ID
		return r, err
	})
	return id, err
}

func (s *shop) act(ctx context.Context, id string, d order.Draft, a act) error {
	err := s.until(ctx, func() (order.Result, error) {
		return s.Do(ctx, id, a.action, order.Key(d.Number+"/"+a.name), order.By(a.role, a.who), order.Why(a.why))
	})
	if err != nil {
		return err
	}
	return s.quiet(ctx, id)
}

// quiet waits until nothing is left to do but what comes much later: what was
// paid may be granted by itself, and the next act counts on it.
func (s *shop) quiet(ctx context.Context, id string) error {
	for {
		due, err := s.Advance(ctx, id)
		switch {
		case errors.Is(err, order.Conflict): // the worker was faster
		case err != nil:
			return err
		case due.IsZero() || time.Until(due) > time.Minute:
			return nil
		}
		if err := wait(ctx); err != nil {
			return err
		}
	}
}

// until asks until the answer is final. The key makes asking harmless: it never
// does anything twice. What is pending, the worker finishes in the meantime.
func (s *shop) until(ctx context.Context, ask func() (order.Result, error)) error {
	for {
		r, err := ask()
		switch {
		case err != nil:
			return err
		case r.Status == order.Done || r.Status == order.Ignored:
			return nil
		case len(r.Order.Cases) > 0:
			return fmt.Errorf("a person must decide: %s", r.Order.Cases[0].Reason)
		}
		if err := wait(ctx); err != nil {
			return err
		}
	}
}

func wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(usual().poll):
		return nil
	}
}

// begin prints what is known of the order, and from where it goes on.
func (s *shop) begin(ctx context.Context, id string, show *screen, known []order.Order) error {
	o, err := s.Order(ctx, id)
	if err != nil {
		return err
	}
	p, err := s.Person(ctx, id)
	if err != nil {
		return err
	}
	show.begin(o, p, known)
	return s.news(ctx, id, show)
}

// news prints what happened since it was last called.
func (s *shop) news(ctx context.Context, id string, show *screen) error {
	events, err := s.History(ctx, id)
	if err != nil {
		return err
	}
	entries, err := s.Journal(ctx, id)
	if err != nil {
		return err
	}
	show.news(events, entries)
	return nil
}
