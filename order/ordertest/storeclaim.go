package ordertest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/order"
)

func claimClauses() []clause[Store] {
	const long, short = time.Hour, 30 * time.Millisecond
	return []clause[Store]{
		{"claim/due_only", "Claim leases orders whose due time is not after the given one, to the nanosecond, and never one without a due time.", func(c *check, s Store) {
			c.dueAt(s.Store, "past", day().Add(-time.Hour))
			c.dueAt(s.Store, "now", day())
			c.dueAt(s.Store, "next", day().Add(time.Nanosecond))
			c.dueAt(s.Store, "far", day().Add(240*time.Hour))
			c.dueAt(s.Store, "never", time.Time{})
			c.claims(s.Store, day(), 10, long, "past", "now")
			c.claims(s.Store, day().Add(1000*time.Hour), 10, long, "next", "far")
		}},
		{"claim/longest_first", "Claim takes the longest due first, at most limit of them, and none twice while the leases live.", func(c *check, s Store) {
			for _, i := range []int{3, 1, 4, 5, 2} {
				c.dueAt(s.Store, fmt.Sprint("o-", i), day().Add(time.Duration(i)*time.Second))
			}
			c.claims(s.Store, day().Add(time.Hour), 2, long, "o-1", "o-2")
			c.claims(s.Store, day().Add(time.Hour), 2, long, "o-3", "o-4")
			c.claims(s.Store, day().Add(time.Hour), 2, long, "o-5")
			c.claims(s.Store, day().Add(time.Hour), 2, long)
		}},
		{"claim/expires", "When a lease's time is over the order can be claimed again, under a fresh token; a commit under the old token is then a conflict and leaves nothing behind.", func(c *check, s Store) {
			o := c.dueAt(s.Store, "o-1", day())
			old, lease := c.shortLease(s, "o-1")
			s.Pass(lease + lease/2)
			fresh := c.claims(s.Store, day(), 10, long, "o-1")[0]
			if fresh.Token == old.Token || fresh.Token == "" || old.Token == "" {
				c.broken("two claims have the tokens %q and %q", old.Token, fresh.Token)
			}
			late := follow(o, "late")
			late.Token = old.Token
			c.refused(s.Store, late, "o-1", o)
			c.claims(s.Store, day(), 10, long) // the conflict did not end the fresh lease
			ch := follow(o, "on time")
			ch.Token = fresh.Token
			c.commit(s.Store, ch)
		}},
		{"claim/commit_ends_lease", "A commit ends the lease, with its token or without any, and sets when the order is due next.", func(c *check, s Store) {
			o := c.dueAt(s.Store, "o-1", day())
			lease := c.claims(s.Store, day(), 10, long, "o-1")[0]
			ch := follow(o, "with token")
			ch.Token, ch.Due = lease.Token, day().Add(time.Minute)
			o = c.commit(s.Store, ch)
			c.claims(s.Store, day().Add(time.Second), 10, long)
			lease = c.claims(s.Store, day().Add(time.Minute), 10, long, "o-1")[0]
			ch = follow(o, "without token")
			ch.Due = day()
			o = c.commit(s.Store, ch)
			stale := follow(o, "stale")
			stale.Token = lease.Token
			c.want(s.Store.Commit(c.ctx, stale), order.ErrConflict, "committing under a lease that another commit ended")
			c.claims(s.Store, day(), 10, long, "o-1")
			ch = follow(o, "never again")
			c.commit(s.Store, ch)
			c.claims(s.Store, day().Add(1000*time.Hour), 10, long)
		}},
		{"claim/no_new_version", "Claiming does not change the order or its version.", func(c *check, s Store) {
			o := c.dueAt(s.Store, "o-1", day())
			c.claims(s.Store, day(), 10, long, "o-1")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the claimed order")
			c.commit(s.Store, follow(o, "k"))
		}},
		{"claim/any_zone", "Due times are compared as instants, whatever zone they are given in.", func(c *check, s Store) {
			east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -12*3600)
			c.dueAt(s.Store, "now", day().In(east))
			c.dueAt(s.Store, "past", day().Add(-1).In(west))
			c.dueAt(s.Store, "next", day().Add(1).In(west))
			c.claims(s.Store, day(), 10, long, "past", "now")
			c.claims(s.Store, day().Add(1).In(east), 10, long, "next")
		}},
		{"claim/second_handle", "A lease that one handle gave holds at another, which can neither claim the order nor commit under a made-up token, but can under the lease's.", func(c *check, s Store) {
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			o := c.dueAt(s.Store, "o-1", day())
			lease := c.claims(s.Store, day(), 10, long, "o-1")[0]
			second := s.Second(c.T)
			c.claims(second, day(), 10, long)
			ch := follow(o, "made up")
			ch.Token = "made up"
			c.want(second.Commit(c.ctx, ch), order.ErrConflict, "committing under a made-up token")
			ch = follow(o, "with token")
			ch.Token, ch.Due = lease.Token, day()
			c.commit(second, ch)
			c.claims(s.Store, day(), 10, long, "o-1")
		}},
		{"claim/dead_worker", "Orders whose workers died are claimed again when the leases are over, together with those that became due meanwhile, the longest due first.", func(c *check, s Store) {
			c.dueAt(s.Store, "b", day().Add(2))
			c.dueAt(s.Store, "a", day().Add(1))
			c.claims(s.Store, day().Add(2), 10, short, "a", "b")
			c.dueAt(s.Store, "c", day())
			s.Pass(short + short/2)
			c.claims(s.Store, day().Add(2), 10, long, "c", "a", "b")
		}},
		{"claim/tokens_differ", "Every lease has its own random token.", func(c *check, s Store) {
			seen := make(map[string]bool)
			for i := 0; i < 20; i++ {
				c.dueAt(s.Store, fmt.Sprint("o-", i), day())
			}
			leases, err := s.Store.Claim(c.ctx, day(), 20, long)
			c.ok(err, "claiming")
			for _, l := range leases {
				if seen[l.Token] || len(l.Token) < 8 {
					c.broken("the token %q is short or used twice", l.Token)
				}
				seen[l.Token] = true
			}
			if len(seen) != 20 {
				c.broken("%d of 20 due orders were claimed", len(seen))
			}
		}},
		{"claim/disjoint", "Claimers at the same time never get the same order, and together get all.", func(c *check, s Store) {
			const orders, claimers = 60, 6
			for i := 0; i < orders; i++ {
				c.dueAt(s.Store, fmt.Sprint("o-", i), day().Add(time.Duration(i)))
			}
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c.T))
			}
			got := make([][]string, claimers)
			c.together(claimers, func(i int) error {
				for idle := 0; idle < 20 && len(got[i]) <= orders; { // an empty answer may mean that others are just claiming
					leases, err := stores[i%len(stores)].Claim(c.ctx, day().Add(time.Hour), 4, long)
					if err != nil {
						return err
					}
					for _, l := range leases {
						got[i] = append(got[i], l.Order)
					}
					if len(leases) == 0 {
						idle++
						time.Sleep(time.Millisecond)
					}
				}
				return nil
			})
			all := slices.Concat(got...)
			slices.Sort(all)
			if distinct := slices.Compact(slices.Clone(all)); len(distinct) != len(all) || len(all) != orders {
				c.broken("%d claimers got %d leases on %d of %d orders", claimers, len(all), len(distinct), orders)
			}
		}},
	}
}

// dueAt stores a new order that is due at that time.
func (c *check) dueAt(s order.Store, id string, due time.Time) order.Order {
	ch := create(draft(id))
	ch.Due = due
	return c.commit(s, ch)
}

// shortLease leases the order for a short time, in which nobody else gets it: for
// longer if the store is slow today.
func (c *check) shortLease(s Store, id string) (order.Lease, time.Duration) {
	for lease := 30 * time.Millisecond; ; lease *= 4 {
		began := time.Now()
		mine := c.claims(s.Store, day(), 10, lease, id)[0]
		others, err := s.Store.Claim(c.ctx, day(), 10, lease)
		c.ok(err, "claiming what is leased")
		switch slow := time.Since(began) >= lease; {
		case len(others) == 0:
			return mine, lease
		case !slow:
			c.broken("claiming got %v, whose lease of %v lives", others, lease)
		}
		s.Pass(2 * lease)
	}
}

// claims ends the clause unless Claim leases exactly these orders; the longest
// due must come first.
func (c *check) claims(s order.Store, due time.Time, limit int, lease time.Duration, want ...string) []order.Lease {
	leases, err := s.Claim(c.ctx, due, limit, lease)
	c.ok(err, "claiming")
	var got []string
	for _, l := range leases {
		got = append(got, l.Order)
	}
	if !slices.Equal(got, want) {
		c.broken("claiming got the orders [%s], not [%s]", strings.Join(got, " "), strings.Join(want, " "))
	}
	return leases
}
