package ordertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/order"
)

func numberClauses() []clause[Store] {
	const callers = 32
	return []clause[Store]{
		{"number/given", "Commit numbers the documents that Change.Number names, in their order, each with the next number of its series from 1, sets the numbers in Change.Order and keeps the order with them; it numbers no other document.", func(c *check, s Store) {
			ch := create(draft("o-1"))
			issue(ch, "A-", "B-", "A-")
			o := c.commit(s.Store, ch)
			c.numbers(o, "A-000001", "B-000001", "A-000002")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order with its documents")
			ch = follow(o, "more")
			issue(ch, "B-")
			ch.Order.Documents = append(ch.Order.Documents, order.Document{Kind: order.Invoice, Series: "C-", No: 77, At: day()})
			o = c.commit(s.Store, ch)
			c.numbers(o, "A-000001", "B-000001", "A-000002", "B-000002", "C-000077")
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order with more documents")
			o = c.commit(s.Store, follow(o, "none"))
			c.numbers(o, "A-000001", "B-000001", "A-000002", "B-000002", "C-000077")
			c.numbers(c.numbered(s.Store, "o-2", "B-"), "B-000003")
		}},
		{"number/series_are_apart", "Series that differ in case, accents or spaces count apart.", func(c *check, s Store) {
			for i, text := range oddTexts() {
				o := c.numbered(s.Store, fmt.Sprint("o-", i), text+"-")
				c.numbers(o, text+"-000001")
				c.same(c.load(s.Store, o.ID, "").Order, o, "the order with a document of the series %q", text)
			}
		}},
		{"number/found", "An order is found by the number of each of its documents as by any reference, at once.", func(c *check, s Store) {
			o := c.numbered(s.Store, "o-1", "INV-", "CN-")
			other := c.numbered(s.Store, "o-2", "INV-")
			c.finds(s.Store, order.Query{Ref: "INV-000001"}, "o-1")
			c.finds(s.Store, order.Query{Ref: "CN-000001"}, "o-1")
			c.finds(s.Store, order.Query{Ref: "INV-000002"}, "o-2")
			c.finds(s.Store, order.Query{Ref: "INV-000003"})
			ch := follow(other, "more")
			issue(ch, "INV-")
			c.commit(s.Store, ch)
			c.commit(s.Store, follow(o, "none"))
			c.finds(s.Store, order.Query{Ref: "INV-000003"}, "o-2")
			c.finds(s.Store, order.Query{Ref: "INV-000002"}, "o-2")
			c.finds(s.Store, order.Query{Ref: "INV-000001"}, "o-1")
		}},
		{"number/none_lost", "A commit that is refused or fails takes no number, whatever it was refused for, and leaves the documents in Change.Order without one.", func(c *check, s Store) {
			o := c.numbered(s.Store, "o-1", "INV-")
			c.stored(s.Store, "o-2")
			stale := follow(draft("o-1"), "stale")
			leased := follow(o, "leased")
			leased.Token = "no such lease"
			taken := create(draft("o-3"))
			taken.Order.Number = "N-o-2"
			notice := follow(o, "notice")
			notice.Applied = []order.NoticeID{{Provider: "p", ID: "never received"}}
			for i, ch := range []*order.Change{stale, leased, taken, notice} {
				issue(ch, "INV-", "INV-")
				c.want(s.Store.Commit(c.ctx, ch), order.ErrConflict, "committing conflict %d", i+1)
				for _, at := range ch.Number {
					if no := ch.Order.Documents[at].No; no != 0 {
						c.broken("after conflict %d its document has the number %d", i+1, no)
					}
				}
			}
			ended, cancel := context.WithCancel(c.ctx)
			cancel()
			late := create(draft("o-4"))
			issue(late, "INV-")
			if err := s.Store.Commit(ended, late); err == nil {
				c.broken("a commit under a context that has ended returned no error")
			}
			c.numbers(c.numbered(s.Store, "o-5", "INV-"), "INV-000002")
		}},
		{"race/numbers", "Commits at the same time, with conflicts among them, give every document a number of its own, and in each series there is no gap.", func(c *check, s Store) {
			const each = 5
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c.T))
			}
			shared := c.stored(s.Store, "shared")
			got := make([][]string, callers)
			c.together(callers, func(i int) error {
				store, o := stores[i%len(stores)], draft(fmt.Sprint("o-", i))
				for n := 0; n < each; n++ {
					lost := follow(shared, fmt.Sprint("lost-", i, "-", n)) // at most one of all is the first
					issue(lost, "A-")
					if err := store.Commit(c.ctx, lost); err == nil {
						got[i] = append(got[i], lost.Order.Documents[0].Number())
					} else if !errors.Is(err, order.ErrConflict) {
						return err
					}
					ch := follow(o, fmt.Sprint("k-", n))
					issue(ch, []string{"A-", "B-"}[(i+n)%2], "A-")
					if err := store.Commit(c.ctx, ch); err != nil {
						return err
					}
					o = *ch.Order
				}
				for _, d := range o.Documents {
					got[i] = append(got[i], d.Number())
				}
				return nil
			})
			all := slices.Concat(got...)
			c.dense(all)
			if want := callers*each*2 + 1; len(all) != want {
				c.broken("%d documents have a number, not %d", len(all), want)
			}
			c.dense(c.stockOfNumbers(s.Store))
		}},
		{"cancel/numbers", "Commits whose context ends meanwhile leave no gap: what is stored is numbered, and what is not stored took no number.", func(c *check, s Store) {
			const orders = 64
			c.together(orders, func(i int) error {
				ctx, cancel := context.WithTimeout(c.ctx, time.Duration(i*i)*time.Microsecond)
				defer cancel()
				ch := create(draft(fmt.Sprint("o-", i)))
				issue(ch, "INV-")
				if s.Store.Commit(ctx, ch) == nil && ch.Order.Documents[0].No == 0 {
					return errors.New("a commit returned nil and numbered nothing")
				}
				return nil
			})
			c.numbered(s.Store, "behind", "INV-") // whatever was still under way is settled by now
			c.dense(c.stockOfNumbers(s.Store))
		}},
		{"number/second_handle", "Another handle on the same data goes on counting where the first one is.", func(c *check, s Store) {
			if s.Second == nil {
				c.skip("the data cannot be opened twice")
			}
			c.numbered(s.Store, "o-1", "INV-", "INV-")
			second := s.Second(c.T)
			c.numbers(c.numbered(second, "o-2", "INV-"), "INV-000003")
			c.numbers(c.numbered(s.Store, "o-3", "INV-"), "INV-000004")
		}},
	}
}

// issue adds a document of each series to a change, to be numbered by it.
func issue(ch *order.Change, series ...string) {
	for _, name := range series {
		ch.Number = append(ch.Number, len(ch.Order.Documents))
		ch.Order.Documents = append(ch.Order.Documents, order.Document{Kind: order.Invoice, Series: name, At: day(),
			Items: []order.DocumentItem{{Line: "1", Count: 2}}, Net: eur(2101), Tax: eur(399), Gross: eur(2500)})
	}
}

// numbered stores a new order with a document of each series.
func (c *check) numbered(s order.Store, id string, series ...string) order.Order {
	ch := create(draft(id))
	issue(ch, series...)
	return c.commit(s, ch)
}

// numbers ends the clause unless the order's documents have exactly these.
func (c *check) numbers(o order.Order, want ...string) {
	var got []string
	for _, d := range o.Documents {
		got = append(got, d.Number())
	}
	if !slices.Equal(got, want) {
		c.broken("the documents of %q have the numbers %q, not %q", o.ID, got, want)
	}
}

// stockOfNumbers are the numbers of all stored documents.
func (c *check) stockOfNumbers(s order.Store) (all []string) {
	orders, err := s.Find(c.ctx, order.Query{Limit: 1000})
	c.ok(err, "finding all orders")
	for _, o := range orders {
		for _, d := range o.Documents {
			all = append(all, d.Number())
		}
	}
	return all
}

// dense ends the clause unless the numbers of each series are 1 to the last, each
// once. Their series are one letter or word and a dash.
func (c *check) dense(numbers []string) {
	slices.Sort(numbers)
	last, no := "", 0
	for _, n := range numbers {
		series := n[:len(n)-min(6, len(n))]
		if series != last {
			last, no = series, 0
		}
		if no++; n != fmt.Sprintf("%s%06d", series, no) {
			c.broken("number %d of the series %q is %q; all of them: %q", no, series, n, numbers)
		}
	}
}
