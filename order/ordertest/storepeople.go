package ordertest

import (
	"github.com/orderkit/orderkit/order"
)

func peopleClauses() []clause[Store] {
	return []clause[Store]{
		{"people/none", "Person returns ErrNotFound for an order without personal data and for no order.", func(c *check, s Store) {
			c.stored(s.Store, "o-1")
			for _, id := range []string{"o-1", "nobody"} {
				_, err := s.Store.Person(c.ctx, id)
				c.want(err, order.ErrNotFound, "asking for the personal data of %q", id)
			}
		}},
		{"people/stored", "A commit with personal data replaces all of it, and one without leaves it alone.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			ch.Person = person("o-1")
			o := c.commit(s.Store, ch)
			c.person(s.Store, *person("o-1"))
			o = c.commit(s.Store, follow(o, "k-1"))
			c.person(s.Store, *person("o-1"))
			ch = follow(o, "k-2")
			ch.Person = &order.Person{Order: "o-1", Email: "new@example.com"}
			c.commit(s.Store, ch)
			c.person(s.Store, *ch.Person)
		}},
		{"people/erased", "Erase deletes the personal data of that order only; the order, its history and journal stay, and later commits do not bring it back.", func(c *check, s Store) {
			var kept order.Order
			for _, id := range []string{"o-1", "o-2"} {
				ch := create(draft(id))
				ch.Person = person(id)
				kept = c.commit(s.Store, ch)
			}
			c.ok(s.Store.Erase(c.ctx, "o-2"), "erasing")
			_, err := s.Store.Person(c.ctx, "o-2")
			c.want(err, order.ErrNotFound, "asking for erased personal data")
			c.person(s.Store, *person("o-1"))
			c.same(c.load(s.Store, "o-2", "").Order, kept, "the order of an erased person")
			c.history(s.Store, "o-2", create(draft("o-2")).Events)
			c.journal(s.Store, "o-2", create(draft("o-2")).Entries)
			c.commit(s.Store, follow(kept, "after"))
			_, err = s.Store.Person(c.ctx, "o-2")
			c.want(err, order.ErrNotFound, "asking for erased personal data after another commit")
		}},
		{"people/given_again", "Personal data that is given anew after it was erased is stored, without anything of the old.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			ch.Person = person("o-1")
			o := c.commit(s.Store, ch)
			c.ok(s.Store.Erase(c.ctx, "o-1"), "erasing")
			ch = follow(o, "again")
			ch.Person = &order.Person{Order: "o-1", Email: "new@example.com"}
			c.commit(s.Store, ch)
			c.person(s.Store, *ch.Person)
		}},
		{"people/read", "A commit that is asked for the personal data (Change.Read) gives those of its order as it leaves them, as the caller's own, or nothing.", func(c *check, s Store) {
			reads := func(ch *order.Change, want order.Person) order.Order {
				ch.Read = &order.Person{}
				o := c.commit(s.Store, ch)
				if ch.Read.Order != "" {
					c.same(*ch.Read, want, "the personal data that version %d read", o.Version)
				} else {
					c.same(*ch.Read, order.Person{}, "what version %d read without an order", o.Version)
				}
				for i := range ch.Read.Notes {
					ch.Read.Notes[i].Text = "changed by the caller"
				}
				return o
			}
			o := reads(create(draft("o-1")), order.Person{})
			ch := create(draft("o-2"))
			ch.Person = person("o-2")
			other := reads(ch, *person("o-2"))
			o = reads(follow(o, "k-1"), order.Person{})
			for _, email := range []string{"new@example.com", "newer@example.com"} {
				ch = follow(o, email)
				ch.Person = &order.Person{Order: "o-1", Email: email}
				o = reads(ch, *ch.Person)
			}
			o = reads(follow(o, "k-2"), *ch.Person)
			other = reads(follow(other, "k-1"), *person("o-2"))
			c.person(s.Store, *person("o-2"))
			c.ok(s.Store.Erase(c.ctx, "o-2"), "erasing")
			reads(follow(other, "k-2"), order.Person{})
			ch = follow(o, "k-3")
			ch.Expect, ch.Order.Version, ch.Read = ch.Expect+1, ch.Order.Version+1, &order.Person{}
			c.want(s.Store.Commit(c.ctx, ch), order.ErrConflict, "committing over a version that is not there")
			c.same(*ch.Read, order.Person{}, "what a conflict read")
		}},
		{"people/erased_twice", "Erasing twice, or where nothing is, is no error.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			ch.Person = person("o-1")
			c.commit(s.Store, ch)
			for _, id := range []string{"o-1", "o-1", "nobody"} {
				c.ok(s.Store.Erase(c.ctx, id), "erasing %q", id)
			}
		}},
	}
}

// person ends the clause unless this personal data is stored.
func (c *check) person(s order.Store, want order.Person) {
	got, err := s.Person(c.ctx, want.Order)
	c.ok(err, "reading the personal data of %q", want.Order)
	c.same(got, want, "the personal data of %q", want.Order)
}
