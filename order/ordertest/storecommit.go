package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func loadClauses() []clause[Store] {
	return []clause[Store]{
		{"load/not_found", "Load returns ErrNotFound for an order that was never stored.", func(c *check, s Store) {
			_, err := s.Store.Load(c.ctx, "nobody", "")
			c.want(err, order.ErrNotFound, "loading an order that does not exist")
			_, err = s.Store.Load(c.ctx, "nobody", "key")
			c.want(err, order.ErrNotFound, "loading an order that does not exist, with a key")
		}},
		{"load/empty_store", "An empty store answers every list with nothing and no error.", func(c *check, s Store) {
			orders, err := s.Store.Find(c.ctx, order.Query{})
			c.ok(err, "finding orders")
			events, cursor, err := s.Store.Events(c.ctx, "", 10)
			c.ok(err, "reading events")
			again, _, err := s.Store.Events(c.ctx, cursor, 10)
			c.ok(err, "reading events after the cursor %q of an empty store", cursor)
			history, err := s.Store.History(c.ctx, "nobody", 0, 10)
			c.ok(err, "reading the history of no order")
			journal, err := s.Store.Journal(c.ctx, "nobody")
			c.ok(err, "reading the journal of no order")
			leases, err := s.Store.Claim(c.ctx, day(), 10, 1e9)
			c.ok(err, "claiming")
			waiting, err := s.Store.Waiting(c.ctx, day(), 10)
			c.ok(err, "asking for waiting notices")
			if n := len(orders) + len(events) + len(again) + len(history) + len(journal) + len(leases) + len(waiting); n != 0 {
				c.broken("an empty store has %d things", n)
			}
		}},
	}
}

func commitClauses() []clause[Store] {
	return []clause[Store]{
		{"commit/creates", "A commit that expects version 0 creates the order, and Load returns it as it was given, at version 1.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			got := c.load(s.Store, "o-1", "").Order
			if got.Version != 1 {
				c.broken("the first version is %d", got.Version)
			}
			c.same(got, o, "the new order")
		}},
		{"commit/replaces", "A commit replaces the order, and versions count up by one.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			for i := 0; i < 5; i++ {
				ch := follow(o, fmt.Sprintf("key-%d", i))
				ch.Order.Tags = append(ch.Order.Tags, fmt.Sprintf("tag-%d", i))
				ch.Order.Hold = fmt.Sprint(i % 2)
				o = c.commit(s.Store, ch)
				c.same(c.load(s.Store, "o-1", "").Order, o, "version %d", o.Version)
			}
		}},
		{"commit/neighbours", "A commit of one order leaves every other order alone.", func(c *check, s Store) {
			a, b := c.stored(s.Store, "a"), c.stored(s.Store, "b")
			c.commit(s.Store, follow(a, "more"))
			rec := c.load(s.Store, "b", "place")
			c.same(rec.Order, b, "the other order")
			if rec := c.load(s.Store, "b", "more"); rec.Answer != nil {
				c.broken("order b has an answer that was given to order a")
			}
		}},
		{"commit/bare", "A commit without events, entries and answers is a commit.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			ch.Events, ch.Entries, ch.Answers = nil, nil, nil
			o := c.commit(s.Store, ch)
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
		}},
		{"commit/many_events", "A commit may append many events, entries and answers at once; all are stored, in order.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			for i := 1; i < 50; i++ {
				e, j, a := ch.Events[0], ch.Entries[0], ch.Answers[0]
				e.No, j.No, a.Key = int64(i+1), int64(i+1), fmt.Sprint("key-", i)
				ch.Events, ch.Entries, ch.Answers = append(ch.Events, e), append(ch.Entries, j), append(ch.Answers, a)
			}
			c.commit(s.Store, ch)
			c.history(s.Store, "o-1", ch.Events)
			c.journal(s.Store, "o-1", ch.Entries)
			for _, a := range ch.Answers {
				c.answer(s.Store, "o-1", a)
			}
		}},
		{"commit/second_handle", "What one handle committed, another one on the same data sees at once and completely.", func(c *check, s Store) {
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			ch := create(full("o-1"))
			ch.Person = person("o-1")
			o := c.commit(s.Store, ch)
			c.receive(s.Store, "p", "n-1")
			second := s.Second(c.T)
			rec := c.load(second, "o-1", "place")
			c.same(rec.Order, o, "the order")
			c.answer(second, "o-1", ch.Answers[0])
			c.history(second, "o-1", ch.Events)
			c.journal(second, "o-1", ch.Entries)
			c.person(second, *ch.Person)
			c.waiting(second, day(), "n-1")
			o = c.commit(second, follow(o, "second"))
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order that the second handle committed")
			c.want(s.Store.Commit(c.ctx, follow(rec.Order, "first")), order.ErrConflict, "committing a version that the second handle replaced")
		}},
	}
}

// answer ends the clause unless the answer is stored under its key.
func (c *check) answer(s order.Store, id string, want order.Answer) {
	rec := c.load(s, id, want.Key)
	if rec.Answer == nil {
		c.broken("order %q has no answer under the key %q", id, want.Key)
	}
	c.same(*rec.Answer, want, "the answer under %q", want.Key)
}

// history ends the clause unless the order has exactly these events.
func (c *check) history(s order.Store, id string, want []order.Event) {
	got, err := s.History(c.ctx, id, 0, len(want)+10)
	c.ok(err, "reading the history of %q", id)
	if len(got) != len(want) {
		c.broken("order %q has %d events, not %d", id, len(got), len(want))
	}
	c.same(got, want, "the history of %q", id)
}

// journal ends the clause unless the order has exactly these entries.
func (c *check) journal(s order.Store, id string, want []order.Entry) {
	got, err := s.Journal(c.ctx, id)
	c.ok(err, "reading the journal of %q", id)
	if len(got) != len(want) {
		c.broken("order %q has %d entries, not %d", id, len(got), len(want))
	}
	c.same(got, want, "the journal of %q", id)
}
