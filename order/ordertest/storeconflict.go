package ordertest

import (
	"github.com/orderkit/orderkit/order"
)

func conflictClauses() []clause[Store] {
	return []clause[Store]{
		{"conflict/stale", "A commit on a version that is not the stored one returns ErrConflict and leaves nothing behind: no order, event, entry, answer, personal data or notice.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			first := follow(o, "first")
			c.commit(s.Store, first)
			c.refused(s.Store, follow(o, "late"), "o-1", *first.Order)
			ahead := follow(*first.Order, "ahead")
			ahead.Expect, ahead.Order.Version = 7, 8
			c.refused(s.Store, ahead, "o-1", *first.Order)
		}},
		{"conflict/exists", "A commit that expects version 0 returns ErrConflict if the order exists, and leaves nothing behind.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			again := draft("o-1")
			again.Number = "another number"
			again.LastEvent, again.LastEntry = 1, 1
			c.refused(s.Store, follow(again, "late"), "o-1", o)
		}},
		{"conflict/missing", "A commit that expects a version of an order that does not exist returns ErrConflict and creates nothing.", func(c *check, s Store) {
			o := draft("o-1")
			o.Version = 3
			c.want(s.Store.Commit(c.ctx, follow(o, "k")), order.ErrConflict, "committing version 4 of no order")
			_, err := s.Store.Load(c.ctx, "o-1", "")
			c.want(err, order.ErrNotFound, "loading it afterwards")
		}},
		{"conflict/number", "Channel and number are unique together: a second order with both returns ErrConflict and leaves nothing behind; the same number in another channel does not.", func(c *check, s Store) {
			a := c.stored(s.Store, "a", func(o *order.Order) { o.Number = "1001" })
			twin := draft("b")
			twin.Number = "1001"
			c.want(s.Store.Commit(c.ctx, create(twin)), order.ErrConflict, "committing a second order 1001 of the channel")
			if _, err := s.Store.Load(c.ctx, "b", ""); err == nil {
				c.broken("the second order 1001 was stored all the same")
			}
			events, _, err := s.Store.Events(c.ctx, "", 10)
			c.ok(err, "reading events")
			if len(events) != 1 {
				c.broken("there are %d events after one order and one conflict", len(events))
			}
			twin.Channel = "shop"
			c.ok(s.Store.Commit(c.ctx, create(twin)), "committing order 1001 of another channel")
			twin = draft("c")
			twin.Channel, twin.Number = "", "1001"
			c.ok(s.Store.Commit(c.ctx, create(twin)), "committing order 1001 without a channel")
			c.same(c.load(s.Store, "a", "").Order, a, "the first order")
		}},
		{"conflict/number_empty_channel", "The empty channel is a channel like any other: numbers are unique in it.", func(c *check, s Store) {
			c.stored(s.Store, "a", func(o *order.Order) { o.Channel, o.Number = "", "1" })
			twin := draft("b")
			twin.Channel, twin.Number = "", "1"
			c.want(s.Store.Commit(c.ctx, create(twin)), order.ErrConflict, "committing a second order 1 without a channel")
		}},
		{"conflict/token_without_lease", "A commit with a lease token returns ErrConflict and leaves nothing behind when the order has no such lease.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			ch := follow(o, "late")
			ch.Token = "made up"
			c.refused(s.Store, ch, "o-1", o)
			ch = create(draft("o-2"))
			ch.Token = "made up"
			c.want(s.Store.Commit(c.ctx, ch), order.ErrConflict, "creating an order under a lease")
		}},
		{"conflict/history", "History is append-only: a commit whose event number is stored already is refused as a whole.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			ch := follow(o, "late")
			ch.Events[0].No = 1
			if err := s.Store.Commit(c.ctx, ch); err == nil {
				c.broken("a second event number 1 was accepted")
			}
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
			c.history(s.Store, "o-1", create(draft("o-1")).Events)
		}},
		{"conflict/journal", "The journal is append-only: a commit whose entry number is stored already is refused as a whole.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			ch := follow(o, "late")
			ch.Entries[0].No = 1
			if err := s.Store.Commit(c.ctx, ch); err == nil {
				c.broken("a second entry number 1 was accepted")
			}
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
			c.journal(s.Store, "o-1", create(draft("o-1")).Entries)
		}},
	}
}

// refused ends the clause unless the change is a conflict, after which the store
// is as it was: the order is want, with one event and entry per version.
func (c *check) refused(s order.Store, ch *order.Change, id string, want order.Order) {
	c.receive(s, "p", "n-1")
	ch.Person = person(id)
	ch.Applied = []order.NoticeID{{Provider: "p", ID: "n-1"}}
	c.want(s.Commit(c.ctx, ch), order.ErrConflict, "committing version %d expecting %d over version %d", ch.Order.Version, ch.Expect, want.Version)
	rec := c.load(s, id, ch.Answers[0].Key)
	c.same(rec.Order, want, "the order after a conflict")
	if rec.Answer != nil {
		c.broken("the conflict left an answer behind")
	}
	events, err := s.History(c.ctx, id, 0, 100)
	c.ok(err, "reading the history")
	all, _, err := s.Events(c.ctx, "", 100)
	c.ok(err, "reading events")
	entries, err := s.Journal(c.ctx, id)
	c.ok(err, "reading the journal")
	if n := int(want.Version); len(events) != n || len(all) != n || len(entries) != n {
		c.broken("after a conflict on version %d there are %d events in the history, %d in the log and %d entries", n, len(events), len(all), len(entries))
	}
	_, err = s.Person(c.ctx, id)
	c.want(err, order.ErrNotFound, "asking for personal data that only the conflict carried")
	c.waiting(s, day(), "n-1")
	found, err := s.Find(c.ctx, order.Query{Number: ch.Order.Number})
	c.ok(err, "finding the number of the refused change")
	if len(found) != 0 && ch.Order.Number != want.Number {
		c.broken("the number of the refused change is indexed")
	}
}
