package ordertest

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/order"
)

func eventClauses() []clause[Store] {
	return []clause[Store]{
		{"events/pages", "Events reads all orders' events from the empty cursor on, in commit order, page by page; at the end it returns nothing and a cursor that goes on from there.", func(c *check, s Store) {
			var want []string
			note := func(ch *order.Change) order.Order {
				for _, e := range ch.Events {
					want = append(want, fmt.Sprint(e.Order, "/", e.No))
				}
				return c.commit(s.Store, ch)
			}
			a, b := note(create(draft("z-1"))), note(create(draft("a-2")))
			for i := 0; i < 6; i++ {
				a = note(follow(a, fmt.Sprint("k-", i)))
				two := follow(b, fmt.Sprint("k-", i))
				second := two.Events[0]
				second.No++
				two.Order.LastEvent++
				two.Events = append(two.Events, second)
				b = note(two)
			}
			for _, limit := range []int{1, 3, 7, 100} {
				got, cursor := c.readLog(s.Store, "", limit)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					c.broken("read %d at a time, the events are %v, not %v", limit, got, want)
				}
				if rest, _ := c.readLog(s.Store, cursor, limit); len(rest) != 0 {
					c.broken("behind the end there are %v", rest)
				}
			}
			_, cursor := c.readLog(s.Store, "", 5)
			note(follow(a, "later"))
			if rest, _ := c.readLog(s.Store, cursor, 5); fmt.Sprint(rest) != fmt.Sprint(want[len(want)-1:]) {
				c.broken("after one more commit the cursor gives %v", rest)
			}
		}},
		{"events/as_history", "An event reads the same from Events as from History.", func(c *check, s Store) {
			ch := create(full("o-1"))
			ch.Events = append(ch.Events, fullEvent("o-1", 2))
			ch.Order.LastEvent = 2
			c.commit(s.Store, ch)
			got, _, err := s.Store.Events(c.ctx, "", 10)
			c.ok(err, "reading events")
			c.same(got, ch.Events, "the log")
		}},
		{"events/second_handle", "A cursor goes on where it stopped when another handle, or a later process, reads with it.", func(c *check, s Store) {
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			o := c.stored(s.Store, "o-1")
			_, cursor := c.readLog(s.Store, "", 10)
			o = c.commit(s.Store, follow(o, "more"))
			second := s.Second(c.T)
			got, next := c.readLog(second, cursor, 10)
			if fmt.Sprint(got) != "[o-1/2]" {
				c.broken("behind the cursor of the first handle the second reads %v", got)
			}
			c.commit(second, follow(o, "still more"))
			if got, _ := c.readLog(s.Store, next, 10); fmt.Sprint(got) != "[o-1/3]" {
				c.broken("behind the cursor of the second handle the first reads %v", got)
			}
		}},
		{"events/none_skipped", "A reader that follows the cursor while writers commit gets every event exactly once, those of one order in their order; a second reading gives the same sequence.", func(c *check, s Store) {
			const writers, orders, each = 8, 4, 6
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c.T))
			}
			var writing atomic.Int64
			writing.Store(writers)
			var got []string
			c.together(writers+1, func(i int) error {
				if i == writers {
					var err error
					got, err = c.follow(s.Store, func() bool { return writing.Load() > 0 }, writers*orders*(each+1))
					return err
				}
				defer writing.Add(-1)
				st := stores[i%len(stores)]
				changes := make([]*order.Change, orders)
				for n := 0; n <= each; n++ {
					for k := range changes {
						if n == 0 {
							changes[k] = create(draft(fmt.Sprintf("w%d-%d", i, k)))
						} else {
							changes[k] = follow(*changes[k].Order, fmt.Sprint("k-", n))
						}
						if err := st.Commit(c.ctx, changes[k]); err != nil {
							return err
						}
					}
				}
				return nil
			})
			next := make(map[string]int)
			for _, e := range got {
				var id string
				var no int
				if _, err := fmt.Sscanf(e, "%s %d", &id, &no); err != nil {
					c.broken("event %q: %v", e, err)
				}
				if next[id]++; no != next[id] {
					c.broken("order %s: event %d came where %d was expected", id, no, next[id])
				}
			}
			if len(got) != writers*orders*(each+1) {
				c.broken("a reader beside the writers got %d of %d events", len(got), writers*orders*(each+1))
			}
			again, err := c.follow(s.Store, func() bool { return false }, len(got))
			c.ok(err, "reading again")
			if fmt.Sprint(again) != fmt.Sprint(got) {
				c.broken("a second reading gives another sequence")
			}
		}},
	}
}

// readLog reads the log to its end and returns the events as "order/no".
func (c *check) readLog(s order.Store, cursor string, limit int) ([]string, string) {
	var got []string
	for {
		events, next, err := s.Events(c.ctx, cursor, limit)
		c.ok(err, "reading events after %q", cursor)
		if len(events) == 0 {
			return got, next
		}
		if len(events) > limit || next == cursor {
			c.broken("%d events were returned, at most %d were asked for, and the cursor went from %q to %q", len(events), limit, cursor, next)
		}
		for _, e := range events {
			got = append(got, fmt.Sprint(e.Order, "/", e.No))
		}
		cursor = next
	}
}

// follow reads on while more may come, and then until the expected number is
// there; a log may show events late, but not for ever.
func (c *check) follow(s order.Store, more func() bool, expect int) ([]string, error) {
	var got []string
	cursor := ""
	for idle := 0; idle < 500; {
		going := more()
		events, next, err := s.Events(c.ctx, cursor, 7)
		if err != nil {
			return got, err
		}
		for _, e := range events {
			got = append(got, fmt.Sprintf("%s %d", e.Order, e.No))
		}
		cursor = next
		if len(events) > 0 {
			continue
		}
		if !going {
			if len(got) >= expect {
				return got, nil
			}
			idle++
		}
		time.Sleep(time.Millisecond)
	}
	return got, nil
}
