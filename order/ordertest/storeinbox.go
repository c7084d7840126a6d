package ordertest

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/order"
)

func inboxClauses() []clause[Store] {
	applied := func(ids ...string) []order.NoticeID {
		var out []order.NoticeID
		for _, id := range ids {
			out = append(out, order.NoticeID{Provider: "p", ID: id})
		}
		return out
	}
	return []clause[Store]{
		{"inbox/once", "Receive stores a notice once per provider and ID: a second one is not fresh and changes nothing; another provider may use the same ID.", func(c *check, s Store) {
			n := fullNotice("p", "n-1")
			if fresh, err := s.Store.Receive(c.ctx, n); err != nil || !fresh {
				c.broken("the first notice: fresh %v, error %v", fresh, err)
			}
			other := n
			other.Reason = "changed"
			if fresh, err := s.Store.Receive(c.ctx, other); err != nil || fresh {
				c.broken("the repeated notice: fresh %v, error %v", fresh, err)
			}
			got, err := s.Store.Waiting(c.ctx, day(), 10)
			c.ok(err, "asking for waiting notices")
			c.same(got, []order.Notice{n}, "the waiting notice")
			if fresh, err := s.Store.Receive(c.ctx, fullNotice("q", "n-1")); err != nil || !fresh {
				c.broken("the notice of another provider: fresh %v, error %v", fresh, err)
			}
		}},
		{"inbox/once_concurrently", "Of many deliveries of one notice at the same time exactly one is fresh.", func(c *check, s Store) {
			var fresh atomic.Int64
			c.together(16, func(int) error {
				ok, err := s.Store.Receive(c.ctx, fullNotice("p", "n-1"))
				if ok {
					fresh.Add(1)
				}
				return err
			})
			if fresh.Load() != 1 {
				c.broken("%d of 16 deliveries were fresh", fresh.Load())
			}
		}},
		{"inbox/waiting", "Waiting returns what is not applied, in order of arrival, at most limit; asking does not take it away.", func(c *check, s Store) {
			for i := 0; i < 12; i++ {
				c.receive(s.Store, "p", fmt.Sprint("n-", (i*5)%12))
			}
			c.waiting(s.Store, day(), "n-0", "n-5", "n-10", "n-3", "n-8", "n-1", "n-6", "n-11", "n-4", "n-9", "n-2", "n-7")
			got, err := s.Store.Waiting(c.ctx, day(), 2)
			c.ok(err, "asking for two notices")
			if len(got) != 2 || got[0].ID != "n-0" || got[1].ID != "n-5" {
				c.broken("at most two notices: %v", got)
			}
		}},
		{"inbox/postponed", "A postponed notice waits until its time, to the nanosecond, and then is there again; others are not held up.", func(c *check, s Store) {
			for i := 0; i < 3; i++ {
				c.receive(s.Store, "p", fmt.Sprint("n-", i))
			}
			c.ok(s.Store.Postpone(c.ctx, applied("n-0")[0], day().Add(time.Hour)), "postponing")
			c.waiting(s.Store, day(), "n-1", "n-2")
			c.waiting(s.Store, day().Add(time.Hour-1), "n-1", "n-2")
			got := c.waitingIDs(s.Store, day().Add(time.Hour))
			if slices.Sort(got); !slices.Equal(got, []string{"n-0", "n-1", "n-2"}) {
				c.broken("after its time these wait: %v", got)
			}
			c.ok(s.Store.Postpone(c.ctx, applied("n-0")[0], day()), "postponing to an earlier time")
			if n := len(c.waitingIDs(s.Store, day())); n != 3 {
				c.broken("%d of 3 notices wait", n)
			}
		}},
		{"inbox/by_time", "Waiting returns notices by the time to look at them again, then in order of arrival; of more than limit those that waited longest for it.", func(c *check, s Store) {
			for i := 0; i < 5; i++ {
				c.receive(s.Store, "p", fmt.Sprint("n-", i))
			}
			for i, after := range []time.Duration{3, 1, 2, 1} {
				c.ok(s.Store.Postpone(c.ctx, applied(fmt.Sprint("n-", i))[0], day().Add(after*time.Hour)), "postponing")
			}
			c.waiting(s.Store, day().Add(3*time.Hour), "n-4", "n-1", "n-3", "n-2", "n-0")
			got, err := s.Store.Waiting(c.ctx, day().Add(3*time.Hour), 3)
			c.ok(err, "asking for three notices")
			if len(got) != 3 || got[0].ID != "n-4" || got[1].ID != "n-1" || got[2].ID != "n-3" {
				c.broken("the first three of five notices are %v", got)
			}
		}},
		{"inbox/all", "A limit of 0 means all notices that wait.", func(c *check, s Store) {
			const notices = 130
			c.together(10, func(i int) error {
				for k := range notices / 10 {
					if _, err := s.Store.Receive(c.ctx, fullNotice("p", fmt.Sprint(i, "-", k))); err != nil {
						return err
					}
				}
				return nil
			})
			got, err := s.Store.Waiting(c.ctx, day(), 0)
			c.ok(err, "asking for all notices")
			if len(got) != notices {
				c.broken("%d of %d notices were returned", len(got), notices)
			}
		}},
		{"inbox/postponed_unknown", "Postponing a notice that is unknown or applied is no error, and makes none wait.", func(c *check, s Store) {
			c.receive(s.Store, "p", "n-1")
			ch := create(draft("o-1"))
			ch.Applied = applied("n-1")
			c.commit(s.Store, ch)
			for _, id := range []string{"n-1", "nobody"} {
				c.ok(s.Store.Postpone(c.ctx, applied(id)[0], day().Add(-time.Hour)), "postponing %q", id)
			}
			c.waiting(s.Store, day())
			if fresh, err := s.Store.Receive(c.ctx, fullNotice("p", "nobody")); err != nil || !fresh {
				c.broken("a notice that was postponed before it came: fresh %v, error %v", fresh, err)
			}
			c.waiting(s.Store, day(), "nobody")
		}},
		{"inbox/applied", "A notice that a commit applies waits no longer, and its ID stays known.", func(c *check, s Store) {
			for i := 0; i < 4; i++ {
				c.receive(s.Store, "p", fmt.Sprint("n-", i))
			}
			ch := create(draft("o-1"))
			ch.Applied = applied("n-1", "n-2")
			c.commit(s.Store, ch)
			c.waiting(s.Store, day(), "n-0", "n-3")
			if fresh, err := s.Store.Receive(c.ctx, fullNotice("p", "n-1")); err != nil || fresh {
				c.broken("a notice delivered again after it was applied: fresh %v, error %v", fresh, err)
			}
			c.waiting(s.Store, day(), "n-0", "n-3")
			_ = s.Store.Postpone(c.ctx, applied("n-1")[0], day().Add(-time.Hour))
			c.waiting(s.Store, day(), "n-0", "n-3")
		}},
		{"inbox/applied_twice", "Applying a notice that is applied already makes the whole commit a conflict, also when another notice in it still waits.", func(c *check, s Store) {
			c.receive(s.Store, "p", "n-1")
			c.receive(s.Store, "p", "n-2")
			ch := create(draft("o-1"))
			ch.Applied = applied("n-1")
			o := c.commit(s.Store, ch)
			again := follow(o, "again")
			again.Applied = applied("n-2", "n-1")
			c.want(s.Store.Commit(c.ctx, again), order.ErrConflict, "applying a notice twice")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order after the conflict")
			c.history(s.Store, "o-1", ch.Events)
			c.waiting(s.Store, day(), "n-2")
		}},
		{"inbox/never_received", "Applying a notice that was never received makes the whole commit a conflict.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1")
			ch := follow(o, "late")
			ch.Applied = applied("never")
			c.want(s.Store.Commit(c.ctx, ch), order.ErrConflict, "applying a notice that never came")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order after the conflict")
			c.history(s.Store, "o-1", create(draft("o-1")).Events)
		}},
		{"inbox/second_handle", "A notice that one handle received is not fresh to another, waits there, and can be applied there once.", func(c *check, s Store) {
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			second := s.Second(c.T)
			c.receive(s.Store, "p", "n-1")
			if fresh, err := second.Receive(c.ctx, fullNotice("p", "n-1")); err != nil || fresh {
				c.broken("the same notice at the second handle: fresh %v, error %v", fresh, err)
			}
			c.waiting(second, day(), "n-1")
			ch := create(draft("o-1"))
			ch.Applied = applied("n-1")
			c.commit(second, ch)
			c.waiting(s.Store, day())
			ch = create(draft("o-2"))
			ch.Applied = applied("n-1")
			c.want(s.Store.Commit(c.ctx, ch), order.ErrConflict, "applying at the first handle what the second applied")
		}},
		{"inbox/applied_once_concurrently", "Of commits of different orders that apply one notice at the same time exactly one succeeds.", func(c *check, s Store) {
			c.receive(s.Store, "p", "n-1")
			var won atomic.Int64
			c.together(16, func(i int) error {
				ch := create(draft(fmt.Sprint("o-", i)))
				ch.Applied = applied("n-1")
				if s.Store.Commit(c.ctx, ch) == nil {
					won.Add(1)
				}
				return nil
			})
			if n := len(c.findIDs(s.Store, order.Query{})); won.Load() != 1 || n != 1 {
				c.broken("%d commits applied the notice, %d orders are stored", won.Load(), n)
			}
			c.waiting(s.Store, day())
		}},
	}
}

// fullNotice has something in every field.
func fullNotice(provider, id string) order.Notice {
	return order.Notice{Provider: provider, ID: id, Kind: order.NoticeCaptured, Order: "o-1", Key: "k", Ref: "r", Parent: "auth",
		Amount: eur(118), Settled: eur(6), At: day().Add(1), Reason: "übertragen"}
}

// receive stores a notice that must be fresh, or was stored before.
func (c *check) receive(s order.Store, provider, id string) {
	_, err := s.Receive(c.ctx, fullNotice(provider, id))
	c.ok(err, "receiving notice %q", id)
}

// waiting ends the clause unless exactly these notices wait, in this order.
func (c *check) waiting(s order.Store, due time.Time, want ...string) {
	if got := c.waitingIDs(s, due); !slices.Equal(got, want) {
		c.broken("the notices %q wait, not %q", got, want)
	}
}

func (c *check) waitingIDs(s order.Store, due time.Time) []string {
	notices, err := s.Waiting(c.ctx, due, 100)
	c.ok(err, "asking for waiting notices")
	var got []string
	for _, n := range notices {
		got = append(got, n.ID)
	}
	return got
}
