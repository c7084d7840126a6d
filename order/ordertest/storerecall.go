package ordertest

import "github.com/orderkit/orderkit/order"

// recallClauses are about a store that is an order.Recaller.
func recallClauses() []clause[Store] {
	return []clause[Store]{
		{"recall/as_seen", "Recall returns an order as it was last loaded or committed here, and as the caller's own; of an order that nobody met here it returns none.", func(c *check, s Store) {
			r := c.recaller(s)
			ch := create(full("o-1"))
			for range 3 {
				o := c.commit(s.Store, ch)
				for range 2 {
					if got, ok := r.Recall(c.ctx, "o-1"); ok {
						c.same(got, o, "what is recalled")
						scribble(&got)
					}
				}
				c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
				ch = follow(o, "again")
			}
			if _, ok := r.Recall(c.ctx, "o-2"); ok {
				c.broken("an order is recalled that does not exist")
			}
		}},
		{"recall/guess", "A guess on what was just recalled, under a key without an answer, is stored like any other change.", func(c *check, s Store) {
			r := c.recaller(s)
			c.stored(s.Store, "o-1")
			o, ok := r.Recall(c.ctx, "o-1")
			if !ok {
				c.skip("it recalls nothing that was just committed")
			}
			guess := follow(o, "k")
			guess.Guess = true
			o = c.commit(s.Store, guess)
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
			c.answer(s.Store, "o-1", guess.Answers[0])
		}},
		{"recall/answered", "A guess under a key that has an answer returns ErrConflict and leaves nothing behind.", func(c *check, s Store) {
			c.recaller(s)
			first := follow(c.stored(s.Store, "o-1"), "k")
			o := c.commit(s.Store, first)
			guess := follow(o, "k")
			guess.Guess = true
			c.want(s.Store.Commit(c.ctx, guess), order.ErrConflict, "committing a guess under a key that has an answer")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order after a conflict")
			c.answer(s.Store, "o-1", first.Answers[0])
			events, err := s.Store.History(c.ctx, "o-1", 0, 10)
			c.ok(err, "reading the history")
			if len(events) != 2 {
				c.broken("after two changes and one conflict there are %d events", len(events))
			}
		}},
		{"recall/outdated", "A guess on an order that another handle changed meanwhile returns ErrConflict and leaves nothing behind.", func(c *check, s Store) {
			c.recaller(s)
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			o := c.stored(s.Store, "o-1")
			theirs := c.commit(s.Second(c.T), follow(o, "theirs"))
			guess := follow(o, "mine")
			guess.Guess = true
			c.refused(s.Store, guess, "o-1", theirs)
		}},
	}
}

func (c *check) recaller(s Store) order.Recaller {
	r, ok := s.Store.(order.Recaller)
	if !ok {
		c.skip("it is no order.Recaller")
	}
	return r
}
