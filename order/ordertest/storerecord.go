package ordertest

import (
	"fmt"

	"github.com/orderkit/orderkit/order"
)

func recordClauses() []clause[Store] {
	return []clause[Store]{
		{"history/pages", "History returns the events of one order after a number, in order, at most limit of them.", func(c *check, s Store) {
			var want []order.Event
			o, other := c.stored(s.Store, "o-1"), c.stored(s.Store, "o-2")
			want = append(want, create(draft("o-1")).Events...)
			for i := 0; i < 12; i++ { // beyond 9, so that numbers are not sorted as text
				ch := follow(o, fmt.Sprint("key-", i))
				o = c.commit(s.Store, ch)
				want = append(want, ch.Events...)
				other = c.commit(s.Store, follow(other, fmt.Sprint("key-", i)))
			}
			c.history(s.Store, "o-1", want)
			for after := 0; after <= len(want); after++ {
				for _, limit := range []int{1, 4, 50} {
					got, err := s.Store.History(c.ctx, "o-1", int64(after), limit)
					c.ok(err, "reading history after %d", after)
					page := want[after:min(after+limit, len(want))]
					if len(got) != len(page) {
						c.broken("history after %d, at most %d, has %d events, not %d", after, limit, len(got), len(page))
					}
					for i := range page {
						c.same(got[i], page[i], "event %d", page[i].No)
					}
				}
			}
		}},
		{"history/all", "A limit of 0 means all: neither history nor log ends before the last event, however many there are.", func(c *check, s Store) {
			const commits, each = 12, 100
			ch := create(draft("o-1"))
			for n := range commits {
				if n > 0 {
					ch = follow(*ch.Order, fmt.Sprint("k-", n))
				}
				for len(ch.Events) < each {
					e := ch.Events[0]
					ch.Order.LastEvent++
					e.No = ch.Order.LastEvent
					ch.Events = append(ch.Events, e)
				}
				c.commit(s.Store, ch)
			}
			for _, after := range []int64{0, 7, 1100} {
				got, err := s.Store.History(c.ctx, "o-1", after, 0)
				c.ok(err, "reading all history after %d", after)
				if len(got) != commits*each-int(after) || got[len(got)-1].No != commits*each {
					c.broken("%d of %d events are in the history after %d", len(got), commits*each-int(after), after)
				}
			}
			all, _, err := s.Store.Events(c.ctx, "", 0)
			c.ok(err, "reading all events")
			if len(all) != commits*each {
				c.broken("%d of %d events are in the log", len(all), commits*each)
			}
		}},
		{"journal/order", "Journal returns every entry of the order, in order, and none of another's.", func(c *check, s Store) {
			o, other := c.stored(s.Store, "o-1"), c.stored(s.Store, "o-2")
			want := create(draft("o-1")).Entries
			for i := 0; i < 12; i++ {
				ch := follow(o, fmt.Sprint("key-", i))
				ch.Entries[0].What, ch.Entries[0].Ref = "capture", fmt.Sprint("ref-", i)
				o = c.commit(s.Store, ch)
				want = append(want, ch.Entries...)
				other = c.commit(s.Store, follow(other, fmt.Sprint("key-", i)))
			}
			c.journal(s.Store, "o-1", want)
		}},
		{"answers/stored", "Load returns the answer stored under the key, and none for an unknown or empty key.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			ch.Answers = []order.Answer{{Order: "o-1", Key: "k", Action: "pay:1", Status: order.Failed, Version: 1, Intent: 2, Event: 3,
				Kind: order.Refused, Code: "card_declined", Reason: "no money, désolé"}}
			c.commit(s.Store, ch)
			c.answer(s.Store, "o-1", ch.Answers[0])
			for _, key := range []string{"", "K", "k ", "other"} {
				if rec := c.load(s.Store, "o-1", key); rec.Answer != nil {
					c.broken("the key %q has the answer of %q", key, rec.Answer.Key)
				}
			}
		}},
		{"answers/replaced", "An answer replaces the one under the same order and key, and no other.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			pending := follow(o, "k")
			pending.Answers[0].Status = order.Pending
			o = c.commit(s.Store, pending)
			c.answer(s.Store, "o-1", pending.Answers[0])
			other := create(draft("o-2"))
			other.Answers[0].Key = "k"
			c.commit(s.Store, other)
			done := follow(o, "k")
			done.Answers[0].Reason = "now done"
			c.commit(s.Store, done)
			c.answer(s.Store, "o-1", done.Answers[0])
			c.answer(s.Store, "o-2", other.Answers[0])
			c.answer(s.Store, "o-1", create(draft("o-1")).Answers[0])
		}},
		{"answers/live_long", "An answer lives as long as its order, however many commits follow.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			for i := 0; i < 60; i++ {
				o = c.commit(s.Store, follow(o, fmt.Sprint("key-", i)))
			}
			c.answer(s.Store, "o-1", create(draft("o-1")).Answers[0])
			for i := 0; i < 60; i += 7 {
				if rec := c.load(s.Store, "o-1", fmt.Sprint("key-", i)); rec.Answer == nil || rec.Answer.Version != int64(i+2) {
					c.broken("after 61 commits the answer to commit %d is %+v", i+2, rec.Answer)
				}
			}
		}},
	}
}
