package ordertest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/order"
)

func raceClauses() []clause[Store] {
	const callers = 32
	return []clause[Store]{
		{"race/one_winner", "Of many commits on one version at the same time exactly one succeeds, and all others are conflicts that leave nothing behind.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c.T))
			}
			for round := 0; round < 5; round++ {
				var won atomic.Int64
				c.together(callers, func(i int) error {
					ch := follow(o, fmt.Sprintf("r%d-c%d", round, i))
					ch.Order.Hold = fmt.Sprint(i)
					err := stores[i%len(stores)].Commit(c.ctx, ch)
					if err == nil {
						won.Add(1)
						return nil
					}
					if errors.Is(err, order.ErrConflict) {
						return nil
					}
					return err
				})
				if won.Load() != 1 {
					c.broken("%d of %d commits on version %d succeeded", won.Load(), callers, o.Version)
				}
				o = c.load(s.Store, "o-1", "").Order
				events, err := s.Store.History(c.ctx, "o-1", 0, 100)
				c.ok(err, "reading history")
				if len(events) != int(o.Version) || o.Version != int64(round+2) {
					c.broken("after round %d the order is at version %d with %d events", round+1, o.Version, len(events))
				}
				if want := fmt.Sprintf("r%d-c%s", round, o.Hold); events[round+1].Key != want {
					c.broken("the order is from commit %q and its last event from %q", want, events[round+1].Key)
				}
			}
		}},
		{"race/none_lost", "Callers that load, change and commit one order, and start again after a conflict, all get their change in, none over another's.", func(c *check, s Store) {
			c.stored(s.Store, "o-1")
			c.together(callers, func(i int) error {
				for try := 0; ; try++ {
					rec, err := s.Store.Load(c.ctx, "o-1", "")
					if err != nil {
						return err
					}
					ch := follow(rec.Order, fmt.Sprint("caller-", i))
					ch.Order.Notes++
					ch.Order.Tags = append(ch.Order.Tags, fmt.Sprint(i))
					if err = s.Store.Commit(c.ctx, ch); err == nil || !errors.Is(err, order.ErrConflict) || try > 2000 {
						return err
					}
				}
			})
			o := c.load(s.Store, "o-1", "").Order
			if o.Notes != callers || len(o.Tags) != callers || o.Version != callers+1 {
				c.broken("%d callers left %d notes and %d tags at version %d", callers, o.Notes, len(o.Tags), o.Version)
			}
			for i := 0; i < callers; i++ {
				if c.load(s.Store, "o-1", fmt.Sprint("caller-", i)).Answer == nil {
					c.broken("the answer of caller %d is lost", i)
				}
			}
		}},
		{"race/many_orders", "Commits on different orders at the same time all succeed.", func(c *check, s Store) {
			const each = 6
			c.together(callers, func(i int) error {
				ch := create(draft(fmt.Sprint("o-", i)))
				for n := 0; n < each; n++ {
					if err := s.Store.Commit(c.ctx, ch); err != nil {
						return err
					}
					ch = follow(*ch.Order, fmt.Sprint("k-", n))
				}
				return nil
			})
			for i := 0; i < callers; i++ {
				id := fmt.Sprint("o-", i)
				if v := c.load(s.Store, id, "").Order.Version; v != each {
					c.broken("order %s is at version %d after %d commits", id, v, each)
				}
			}
		}},
		{"race/neighbours_fail", "A commit that is a conflict, at the same time as others, does not disturb them.", func(c *check, s Store) {
			c.stored(s.Store, "taken")
			c.together(callers, func(i int) error {
				if i%2 == 0 {
					return s.Store.Commit(c.ctx, create(draft(fmt.Sprint("o-", i))))
				}
				ch := create(draft("taken"))
				if i%4 == 1 {
					ch = create(draft(fmt.Sprint("twin-", i)))
					ch.Order.Number = "N-taken"
				}
				if err := s.Store.Commit(c.ctx, ch); !errors.Is(err, order.ErrConflict) {
					return fmt.Errorf("committing what is taken: %v", err)
				}
				return nil
			})
			if n := len(c.findIDs(s.Store, order.Query{Limit: 1000})); n != 1+callers/2 {
				c.broken("%d orders are stored, not %d", n, 1+callers/2)
			}
		}},
		{"cancel/before", "A commit under a context that has ended returns an error and stores the change completely or not at all.", func(c *check, s Store) {
			ctx, cancel := context.WithCancel(c.ctx)
			cancel()
			if err := s.Store.Commit(ctx, withPerson("o-1")); err == nil {
				c.broken("the commit returned no error")
			}
			c.allOrNothing(s.Store, "o-1", false)
			if _, err := s.Store.Load(ctx, "o-1", ""); err == nil {
				c.broken("loading under a context that has ended returned no error")
			}
			c.stored(s.Store, "o-2")
		}},
		{"cancel/during", "A commit whose context ends meanwhile stores the change completely or not at all, and completely if it returned nil.", func(c *check, s Store) {
			const orders = 64
			won := make([]bool, orders)
			c.together(orders, func(i int) error {
				ctx, cancel := context.WithTimeout(c.ctx, time.Duration(i*i)*time.Microsecond)
				defer cancel()
				won[i] = s.Store.Commit(ctx, withPerson(fmt.Sprint("o-", i))) == nil
				return nil
			})
			c.stored(s.Store, "behind") // whatever was still under way is settled by the time this is stored
			for i, nilError := range won {
				c.allOrNothing(s.Store, fmt.Sprint("o-", i), nilError)
			}
		}},
	}
}

func withPerson(id string) *order.Change {
	ch := create(draft(id))
	ch.Person = person(id)
	return ch
}

// allOrNothing ends the clause if a change made by withPerson is there in part.
func (c *check) allOrNothing(s order.Store, id string, must bool) {
	rec, err := s.Load(c.ctx, id, "place")
	if err != nil {
		c.want(err, order.ErrNotFound, "loading %q", id)
		if must {
			c.broken("the commit of %q returned nil, and it is not stored", id)
		}
		events, err := s.History(c.ctx, id, 0, 10)
		c.ok(err, "reading history")
		entries, err := s.Journal(c.ctx, id)
		c.ok(err, "reading the journal")
		_, err = s.Person(c.ctx, id)
		if len(events)+len(entries) > 0 || err == nil {
			if _, err := s.Load(c.ctx, id, "place"); err == nil {
				c.allOrNothing(s, id, must) // it was stored between two of these reads
				return
			}
			c.broken("the order %q is not stored, but %d events, %d entries, personal data: %v", id, len(events), len(entries), err == nil)
		}
		return
	}
	ch := withPerson(id)
	c.same(rec.Order, *ch.Order, "the order")
	c.answer(s, id, ch.Answers[0])
	c.history(s, id, ch.Events)
	c.journal(s, id, ch.Entries)
	c.person(s, *ch.Person)
}
