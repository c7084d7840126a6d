package ordertest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/order"
)

func unreadClauses() []clause[Store] {
	return []clause[Store]{
		{"find/unread", "Orders that cannot be read hide no other and take no place of a page: it is full unless the list ends, and over all pages an order.Unread names each of them once.", func(c *check, s Store) {
			if s.Damage == nil {
				c.skip("nothing can be damaged")
			}
			var good, bad []string
			for i := range 24 {
				id := fmt.Sprintf("o-%02d", i)
				c.stored(s.Store, id)
				switch i {
				case 0, 5, 9, 10, 11, 12, 13, 14, 21, 23: // the first, the last, and a page from end to end
					s.Damage(c, order.Unreadable{Order: id})
					bad = slices.Insert(bad, 0, id)
				default:
					good = slices.Insert(good, 0, id)
				}
			}
			for _, limit := range []int{1, 2, 3, 5, 13, 14, 15, 0} {
				c.unreadPages(s.Store, limit, good, bad)
			}
			c.finds(s.Store, order.Query{Number: "N-o-06"}, "o-06")
			for _, id := range good {
				s.Damage(c, order.Unreadable{Order: id})
			}
			all := append(good, bad...)
			slices.Sort(all)
			slices.Reverse(all)
			for _, limit := range []int{1, 5, 0} {
				c.unreadPages(s.Store, limit, nil, all)
			}
		}},
		{"inbox/invalid", "A notice whose provider and ID are not UTF-8 is postponed and applied like any other.", func(c *check, s Store) {
			c.receive(s.Store, "p\xff", "n-\xfe")
			c.receive(s.Store, "p\xff", "n-\xff")
			for _, n := range c.waits(s.Store, day(), 2) {
				c.ok(s.Store.Postpone(c.ctx, order.NoticeID{Provider: n.Provider, ID: n.ID}, day().Add(time.Hour)), "postponing %q of %q", n.ID, n.Provider)
			}
			c.waits(s.Store, day(), 0)
			ch := create(draft("o-1"))
			for _, n := range c.waits(s.Store, day().Add(time.Hour), 2) {
				ch.Applied = append(ch.Applied, order.NoticeID{Provider: n.Provider, ID: n.ID})
			}
			c.commit(s.Store, ch)
			c.waits(s.Store, day().Add(time.Hour), 0)
		}},
		{"inbox/unread", "Notices that cannot be read hide no other and take no place of the limit: Waiting returns the others together with an order.Unread that names those before them.", func(c *check, s Store) {
			if s.Damage == nil {
				c.skip("nothing can be damaged")
			}
			for i := range 9 {
				id := order.NoticeID{Provider: "p", ID: fmt.Sprint("n-", i)}
				c.receive(s.Store, id.Provider, id.ID)
				if i < 4 || i == 5 {
					s.Damage(c, order.Unreadable{Notice: id})
				}
			}
			for _, row := range []struct {
				limit     int
				good, bad []string
			}{
				{1, []string{"n-4"}, []string{"n-0", "n-1", "n-2", "n-3"}},
				{2, []string{"n-4", "n-6"}, []string{"n-0", "n-1", "n-2", "n-3", "n-5"}},
				{5, []string{"n-4", "n-6", "n-7", "n-8"}, []string{"n-0", "n-1", "n-2", "n-3", "n-5"}},
				{0, []string{"n-4", "n-6", "n-7", "n-8"}, []string{"n-0", "n-1", "n-2", "n-3", "n-5"}},
			} {
				list, err := s.Store.Waiting(c.ctx, day(), row.limit)
				var good, bad []string
				for _, n := range list {
					good = append(good, n.ID)
				}
				for _, one := range c.unread(err) {
					if one.Order != "" || one.Notice.Provider != "p" {
						c.broken("what cannot be read is named as %+v, which is no notice of p", one)
					}
					bad = append(bad, one.Notice.ID)
				}
				if !slices.Equal(good, row.good) || slices.ContainsFunc(row.bad, func(id string) bool { return !slices.Contains(bad, id) }) {
					c.broken("with a limit of %d the notices %q wait and %q cannot be read, not %q and %q", row.limit, good, bad, row.good, row.bad)
				}
			}
		}},
	}
}

// waits ends the clause unless so many notices wait.
func (c *check) waits(s order.Store, due time.Time, n int) []order.Notice {
	list, err := s.Waiting(c.ctx, due, 0)
	c.ok(err, "asking for waiting notices")
	if len(list) != n {
		c.broken("%d notices wait, not %d", len(list), n)
	}
	return list
}

// unread ends the clause if the error is another than an order.Unread.
func (c *check) unread(err error) order.Unread {
	var unread order.Unread
	if err != nil && !errors.As(err, &unread) {
		c.broken("the error is no order.Unread: %v", err)
	}
	for _, one := range unread {
		if one.Cause == nil {
			c.broken("it is not said why %+v cannot be read", one)
		}
	}
	return unread
}

// unreadPages ends the clause unless reading page by page gives exactly the good ones,
// and names the bad ones.
func (c *check) unreadPages(s order.Store, limit int, good, bad []string) {
	var listed, named []string
	q := order.Query{Limit: limit}
	for page := 0; ; page++ {
		orders, err := s.Find(c.ctx, q)
		for _, one := range c.unread(err) {
			named = append(named, one.Order)
		}
		for _, o := range orders {
			listed = append(listed, o.ID)
		}
		if len(orders) == 0 || len(orders) < limit || page > len(good) {
			break
		}
		last := orders[len(orders)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
		if limit == 0 {
			break
		}
	}
	if !slices.Equal(listed, good) || !slices.Equal(named, bad) {
		c.broken("pages of %d give %q and say that %q cannot be read, not %q and %q", limit, listed, named, good, bad)
	}
}
