package ordertest

import (
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func findClauses() []clause[Store] {
	return []clause[Store]{
		{"find/each_field", "Find selects by every field of the query, and by several at once only what matches all.", func(c *check, s Store) {
			c.stored(s.Store, "a", func(o *order.Order) { o.Customer, o.Channel, o.Number = "ann", "web", "1" })
			c.stored(s.Store, "b", func(o *order.Order) {
				o.Customer, o.Channel, o.Number, o.Placed = "bob", "shop", "1", day().Add(time.Hour)
				o.Lines[0].Type = "ticket"
				o.Lines[0].Runs = []order.Run{{Count: 1, State: "new", Phase: fsm.Created}, {First: 1, Count: 1, State: "sent", Phase: fsm.Confirmed}}
				o.Payments = []order.Payment{{ID: "p", Ref: "auth-b", Ops: []order.PaymentOp{{Kind: "capture", Ref: "cap-b"}}}}
			})
			c.stored(s.Store, "c", func(o *order.Order) {
				o.Customer, o.Channel, o.Number, o.Placed = "ann", "shop", "2", day().Add(2*time.Hour)
				o.Shipments = []order.Shipment{{ID: "s", Tracking: "TRK-c"}}
				o.Cases = []order.Case{{No: 1, Stage: 2}}
			})
			c.stored(s.Store, "d", func(o *order.Order) {
				o.Customer, o.Number, o.Placed = "", "4", day().Add(3*time.Hour)
				o.Cases = []order.Case{{No: 1, Stage: 2}, {No: 2, Stage: 3}}
			})
			for _, row := range []struct {
				q    order.Query
				want []string
			}{
				{order.Query{}, []string{"d", "c", "b", "a"}},
				{order.Query{Customer: "ann"}, []string{"c", "a"}},
				{order.Query{Customer: "nobody"}, nil},
				{order.Query{Channel: "shop"}, []string{"c", "b"}},
				{order.Query{Number: "1"}, []string{"b", "a"}},
				{order.Query{Channel: "shop", Number: "1"}, []string{"b"}},
				{order.Query{Channel: "web", Number: "2"}, nil},
				{order.Query{Ref: "auth-b"}, []string{"b"}},
				{order.Query{Ref: "cap-b"}, []string{"b"}},
				{order.Query{Ref: "TRK-c"}, []string{"c"}},
				{order.Query{Ref: "TRK"}, nil},
				{order.Query{Ref: "TRK-c", Customer: "bob"}, nil},
				{order.Query{Phase: fsm.Created}, []string{"d", "c", "b", "a"}},
				{order.Query{Phase: fsm.Confirmed}, []string{"b"}},
				{order.Query{Phase: fsm.Returned}, nil},
				{order.Query{State: "sent"}, []string{"b"}},
				{order.Query{Type: "ticket"}, []string{"b"}},
				{order.Query{Type: "book"}, []string{"d", "c", "a"}},
				{order.Query{Type: "book", State: "sent"}, nil},
				{order.Query{Type: "book", Phase: fsm.Created, Customer: "ann", Channel: "shop"}, []string{"c"}},
				{order.Query{Phase: fsm.Confirmed, State: "new", Type: "ticket"}, []string{"b"}},
				{order.Query{Cases: 2}, []string{"d", "c"}},
				{order.Query{Cases: 3}, []string{"d"}},
				{order.Query{Cases: 2, Customer: "ann"}, []string{"c"}},
				{order.Query{Since: day().Add(time.Hour)}, []string{"d", "c", "b"}},
				{order.Query{Until: day().Add(time.Hour)}, []string{"a"}},
				{order.Query{Since: day().Add(1), Until: day().Add(2 * time.Hour)}, []string{"b"}},
				{order.Query{Since: day().Add(time.Hour), State: "new", Limit: 2}, []string{"d", "c"}},
				{order.Query{BeforePlaced: day().Add(2 * time.Hour), BeforeID: "c", Number: "1"}, []string{"b", "a"}},
			} {
				c.finds(s.Store, row.q, row.want...)
			}
		}},
		{"find/follows_commits", "Lists follow every commit: phases, states, types, references and cases that are gone no longer match, new ones do.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1", func(o *order.Order) {
				o.Payments = []order.Payment{{ID: "p", Ref: "old"}}
				o.Cases = []order.Case{{No: 1, Stage: 2}}
			})
			c.stored(s.Store, "other")
			ch := follow(o, "move")
			ch.Order.Lines[0].Runs[0].State, ch.Order.Lines[0].Runs[0].Phase = "paid", fsm.Paid
			ch.Order.Payments[0].Ref = "new"
			ch.Order.Cases[0].Stage = 3
			added := ch.Order.Lines[0]
			added.ID, added.Type = "2", "ticket"
			ch.Order.Lines = append(ch.Order.Lines, added)
			ch.Order.Customer = "somebody else"
			o = c.commit(s.Store, ch)
			for _, q := range []order.Query{{State: "paid"}, {Phase: fsm.Paid}, {Ref: "new"}, {Cases: 3}, {Type: "ticket"}, {Customer: "somebody else"}} {
				c.finds(s.Store, q, "o-1")
			}
			c.finds(s.Store, order.Query{Ref: "old"})
			c.finds(s.Store, order.Query{State: "new"}, "other")
			c.finds(s.Store, order.Query{Phase: fsm.Created}, "other")
			c.finds(s.Store, order.Query{Customer: "c-1"}, "other")
			ch = follow(o, "close")
			ch.Order.Cases, ch.Order.Lines = nil, ch.Order.Lines[:1]
			c.commit(s.Store, ch)
			c.finds(s.Store, order.Query{Cases: 2})
			c.finds(s.Store, order.Query{Type: "ticket"})
		}},
		{"find/shared_ref", "A reference that several orders share finds all of them.", func(c *check, s Store) {
			for i := 0; i < 3; i++ {
				c.stored(s.Store, fmt.Sprint("o-", i), func(o *order.Order) {
					o.Placed = day().Add(time.Duration(i) * time.Hour)
					o.Payments = []order.Payment{{ID: "p", Ref: "shared"}}
				})
			}
			c.finds(s.Store, order.Query{Ref: "shared"}, "o-2", "o-1", "o-0")
		}},
	}
}

func pageClauses() []clause[Store] {
	return []clause[Store]{
		{"find/order", "Find returns the newest first by placing time, to the nanosecond, and orders placed at the same time by ID downwards.", func(c *check, s Store) {
			for i, at := range []time.Duration{1, 0, 2, 0, time.Second, 1} {
				c.stored(s.Store, fmt.Sprint("o-", i), func(o *order.Order) { o.Placed = day().Add(at) })
			}
			c.finds(s.Store, order.Query{}, "o-4", "o-2", "o-5", "o-0", "o-3", "o-1")
		}},
		{"find/pages", "Pages continued with BeforePlaced and BeforeID leave no gap and repeat nothing, whatever the page size and the query, also among orders placed at the same time and while newer ones come in.", func(c *check, s Store) {
			var all, tickets []string
			for i := 0; i < 23; i++ {
				id := fmt.Sprintf("o-%02d", i)
				c.stored(s.Store, id, func(o *order.Order) {
					o.Placed = day().Add(time.Duration(i/4) * time.Nanosecond)
					if i%3 == 0 {
						o.Lines[0].Type = "ticket"
					}
				})
				all = slices.Insert(all, 0, id)
				if i%3 == 0 {
					tickets = slices.Insert(tickets, 0, id)
				}
			}
			for _, limit := range []int{1, 2, 3, 4, 7, 22, 23, 24} {
				c.pages(s.Store, order.Query{Limit: limit}, all, nil)
				c.pages(s.Store, order.Query{Limit: limit, Type: "ticket"}, tickets, nil)
			}
			c.pages(s.Store, order.Query{Limit: 5}, all, func(page int) {
				c.stored(s.Store, fmt.Sprint("newer-", page), func(o *order.Order) { o.Placed = day().Add(time.Hour) })
			})
		}},
		{"find/any_zone", "Times are compared as instants, whatever zone a query gives them in, also before 1970.", func(c *check, s Store) {
			old := time.Date(1969, 7, 20, 20, 17, 40, 1, time.UTC)
			for id, at := range map[string]time.Time{"a": old, "b": old.Add(1), "c": day(), "d": day().Add(time.Hour)} {
				c.stored(s.Store, id, func(o *order.Order) { o.Placed = at })
			}
			east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -12*3600)
			c.finds(s.Store, order.Query{}, "d", "c", "b", "a")
			c.finds(s.Store, order.Query{Since: day().In(east)}, "d", "c")
			c.finds(s.Store, order.Query{Since: day().Add(1).In(west)}, "d")
			c.finds(s.Store, order.Query{Until: day().Add(1).In(west)}, "c", "b", "a")
			c.finds(s.Store, order.Query{Until: old.Add(1).In(east)}, "a")
			c.finds(s.Store, order.Query{BeforePlaced: day().Add(time.Hour).In(west), BeforeID: "d"}, "c", "b", "a")
		}},
		{"find/limit_is_kept", "A query gets as many orders as its limit says if there are as many; nothing lower caps it.", func(c *check, s Store) {
			const orders = 520
			c.together(20, func(i int) error {
				for k := range orders / 20 {
					ch := create(draft(fmt.Sprint("o-", i, "-", k)))
					ch.Order.Cases = []order.Case{{No: 1, Stage: 2}}
					if err := s.Store.Commit(c.ctx, ch); err != nil {
						return err
					}
				}
				return nil
			})
			for _, limit := range []int{500, 5000} {
				if n, want := len(c.findIDs(s.Store, order.Query{Cases: 2, Limit: limit})), min(limit, orders); n != want {
					c.broken("with a limit of %d, %d of %d orders were returned", limit, n, orders)
				}
			}
		}},
		{"find/default_limit", "A query without a limit returns at most 100 orders.", func(c *check, s Store) {
			c.together(8, func(i int) error {
				for k := 0; k < 13; k++ {
					if err := s.Store.Commit(c.ctx, create(draft(fmt.Sprintf("o-%d-%d", i, k)))); err != nil {
						return err
					}
				}
				return nil
			})
			if n := len(c.findIDs(s.Store, order.Query{})); n != 100 {
				c.broken("%d of 104 orders were returned", n)
			}
		}},
	}
}

// pages ends the clause unless reading page by page gives exactly want.
func (c *check) pages(s order.Store, q order.Query, want []string, between func(page int)) {
	var got []string
	for page := 0; page <= len(want); page++ {
		orders, err := s.Find(c.ctx, q)
		c.ok(err, "finding page %d", page)
		if len(orders) > q.Limit {
			c.broken("a page of %d has %d orders", q.Limit, len(orders))
		}
		for _, o := range orders {
			got = append(got, o.ID)
		}
		if len(orders) < q.Limit {
			break
		}
		last := orders[len(orders)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
		if between != nil {
			between(page)
		}
	}
	if !slices.Equal(got, want) {
		c.broken("pages of %d give %v, not %v", q.Limit, got, want)
	}
}

// finds ends the clause unless the query gives exactly these orders.
func (c *check) finds(s order.Store, q order.Query, want ...string) {
	if got := c.findIDs(s, q); !slices.Equal(got, want) {
		c.broken("finding %+v gives %q, not %q", q, got, want)
	}
}

func (c *check) findIDs(s order.Store, q order.Query) []string {
	orders, err := s.Find(c.ctx, q)
	c.ok(err, "finding %+v", q)
	var got []string
	for _, o := range orders {
		got = append(got, o.ID)
	}
	return got
}
