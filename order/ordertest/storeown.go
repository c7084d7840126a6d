package ordertest

import (
	"fmt"
	"math/rand"
	"strings"

	"github.com/orderkit/orderkit/order"
)

func ownClauses() []clause[Store] {
	return []clause[Store]{
		{"whole/every_field", "Every field of an order, its events, entries, answers and personal data comes back as it was stored: times to the nanosecond and in UTC, amounts to the last digit in their currency.", func(c *check, s Store) {
			ch := create(full("o-1"))
			ch.Events = append(ch.Events, fullEvent("o-1", 2))
			ch.Order.LastEvent = 2
			ch.Answers = append(ch.Answers, order.Answer{Order: "o-1", Key: "k", Action: "a", Status: order.Waiting, Version: 1, Intent: 1,
				Event: 2, Kind: order.Busy, Code: "code", Reason: "reason"})
			ch.Entries[0].Ref = "ref"
			ch.Person = person("o-1")
			o := c.commit(s.Store, ch)
			got := c.load(s.Store, "o-1", "").Order
			c.same(got, o, "the order")
			if got.Placed != o.Placed || got.Lines[0].Runs[0].Entered != o.Lines[0].Runs[0].Entered || !got.Payments[0].Expires.Equal(*o.Payments[0].Expires) {
				c.broken("times come back as another value: placed %#v, not %#v", got.Placed, o.Placed)
			}
			c.history(s.Store, "o-1", ch.Events)
			c.journal(s.Store, "o-1", ch.Entries)
			c.answer(s.Store, "o-1", ch.Answers[1])
			c.person(s.Store, *ch.Person)
			found, err := s.Store.Find(c.ctx, order.Query{})
			c.ok(err, "finding the order")
			if len(found) != 1 {
				c.broken("%d orders were found, not 1", len(found))
			}
			c.same(found[0], o, "the order as found")
		}},
		{"whole/huge_quantity", "A line of ten million units in one run is one small row, and comes back whole.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1", func(o *order.Order) {
				o.Lines[0].Price.Quantity = 10_000_000
				o.Lines[0].Runs[0].Count = 10_000_000
			})
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
		}},
		{"whole/many_lines", "An order of 2,000 lines comes back whole, and can be changed.", func(c *check, s Store) {
			o := c.stored(s.Store, "o-1", func(o *order.Order) {
				line := full("x").Lines[0]
				o.Lines = nil
				for i := 0; i < 2000; i++ {
					line.ID, line.SKU, line.Type = fmt.Sprint(i), fmt.Sprint("sku-", i), fmt.Sprint("type-", i%7)
					o.Lines = append(o.Lines, line)
				}
			})
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
			o = c.commit(s.Store, follow(o, "more"))
			c.same(c.load(s.Store, "o-1", "").Order, o, "the changed order")
		}},
		{"own/loaded", "What Load, Find, History, Journal, Person and Events return belongs to the caller: changing it changes nothing in the store.", func(c *check, s Store) {
			ch := create(full("o-1"))
			ch.Person = person("o-1")
			o := c.commit(s.Store, ch)
			rec := c.load(s.Store, "o-1", "place")
			scribble(&rec.Order)
			rec.Answer.Status = order.Failed
			found, err := s.Store.Find(c.ctx, order.Query{})
			c.ok(err, "finding")
			for i := range found {
				scribble(&found[i])
			}
			history, err := s.Store.History(c.ctx, "o-1", 0, 10)
			c.ok(err, "reading history")
			log, _, err := s.Store.Events(c.ctx, "", 10)
			c.ok(err, "reading events")
			scribble(&history)
			scribble(&log)
			entries, err := s.Store.Journal(c.ctx, "o-1")
			c.ok(err, "reading the journal")
			scribble(&entries)
			p, err := s.Store.Person(c.ctx, "o-1")
			c.ok(err, "reading personal data")
			scribble(&p)
			c.untouched(s.Store, o, create(full("o-1")))
		}},
		{"own/committed", "The store keeps its own copy of a change: what the caller does to it afterwards changes nothing, and Commit changes nothing in it but the numbers that it is asked to give.", func(c *check, s Store) {
			ch := create(full("o-1"))
			ch.Person = person("o-1")
			before := asJSON(ch)
			o := c.commit(s.Store, ch)
			if asJSON(ch) != before {
				c.broken("Commit changed the change that it was given")
			}
			scribble(ch)
			c.untouched(s.Store, asIf(o), create(full("o-1")))
		}},
	}
}

// asIf makes the order that create(full) gives anew; the one passed shares parts
// with what was scribbled on.
func asIf(o order.Order) order.Order { return *create(full(o.ID)).Order }

// untouched ends the clause unless everything is stored as the change says.
func (c *check) untouched(s order.Store, o order.Order, ch *order.Change) {
	c.same(c.load(s, o.ID, "").Order, *create(full(o.ID)).Order, "the order")
	c.answer(s, o.ID, ch.Answers[0])
	c.history(s, o.ID, ch.Events)
	c.journal(s, o.ID, ch.Entries)
	c.person(s, *person(o.ID))
}

func oddClauses() []clause[Store] {
	return []clause[Store]{
		{"text/any_script", "Text in any script comes back byte for byte, in every place where text can be, and IDs, keys and references that differ in case, accents or spaces are different.", func(c *check, s Store) {
			var ids []string
			for i, text := range oddTexts() {
				o := c.stored(s.Store, text, func(o *order.Order) {
					o.Number, o.Channel, o.Customer = text, text, text
					o.Lines[0].Title, o.Lines[0].Type, o.Lines[0].Runs[0].State = text, text, text
					o.Payments = []order.Payment{{ID: "p", Ref: "ref " + text}}
				})
				ch := follow(o, text)
				ch.Person = &order.Person{Order: text, Name: text, Texts: map[string]string{text: text}}
				c.receive(s.Store, text, text)
				ch.Applied = []order.NoticeID{{Provider: text, ID: text}}
				o = c.commit(s.Store, ch)
				c.answer(s.Store, text, ch.Answers[0])
				c.same(c.load(s.Store, text, "").Order, o, "the order %q", text)
				c.person(s.Store, *ch.Person)
				for _, q := range []order.Query{{Customer: text}, {Channel: text}, {Number: text}, {Ref: "ref " + text}, {State: text}, {Type: text}} {
					c.finds(s.Store, q, text)
				}
				if n := len(c.findIDs(s.Store, order.Query{Limit: 1000})); n != i+1 {
					c.broken("after %d orders a list has %d", i+1, n)
				}
				ids = append(ids, text)
			}
			for _, id := range ids {
				c.ok(s.Store.Erase(c.ctx, id), "erasing %q", id)
				c.load(s.Store, id, id)
			}
		}},
		{"text/invalid", "An order is found by references that are not UTF-8, as a gateway's may be, and no longer once they are gone, whichever process took them away.", func(c *check, s Store) {
			stores := []order.Store{s.Store}
			if s.Second != nil {
				stores = append(stores, s.Second(c))
			}
			for i, mine := range stores {
				id := fmt.Sprint("o-", i)
				c.stored(s.Store, id, func(o *order.Order) {
					o.Number = "web\xff"
					o.Channel = id
					o.Payments = []order.Payment{{ID: "p", Ref: "auth\xff", Ops: []order.PaymentOp{{Kind: "capture", Ref: "cap\xff"}, {Kind: "refund", Ref: "cap\xfe"}}}}
				})
				old := []order.Query{{Ref: "auth\xff"}, {Ref: "cap\xff"}, {Ref: "cap\xfe"}, {Number: "web\xff", Ref: "auth\xff"}}
				for _, every := range stores {
					for _, q := range old {
						c.finds(every, q, id)
					}
				}
				ch := follow(c.load(mine, id, "").Order, "new")
				ch.Order.Payments[0] = order.Payment{ID: "p", Ref: "new\xff"}
				ch.Order.Cases = []order.Case{{No: 1, Stage: 2}}
				c.commit(mine, ch)
				for _, every := range stores {
					for _, q := range old {
						c.finds(every, q)
					}
					c.finds(every, order.Query{Ref: "new\xff", Channel: id, Number: "web\xff"}, id)
				}
				ch = follow(c.load(mine, id, "").Order, "none")
				ch.Order.Payments = nil
				c.commit(mine, ch)
			}
		}},
		{"text/long", "Long texts are not cut.", func(c *check, s Store) {
			long := strings.Repeat("長い文 ", 20_000)
			ch := create(draft("o-1"))
			ch.Order.Hold = long
			ch.Events[0].Why = long
			ch.Person = &order.Person{Order: "o-1", Texts: map[string]string{"gift": long}}
			o := c.commit(s.Store, ch)
			c.same(c.load(s.Store, "o-1", "").Order, o, "the order")
			c.history(s.Store, "o-1", ch.Events)
			c.person(s.Store, *ch.Person)
		}},
		{"text/random", "Random text comes back as it was stored.", func(c *check, s Store) {
			random := rand.New(rand.NewSource(1))
			for i := 0; i < 20; i++ {
				var b strings.Builder
				for b.Len() < 60 {
					if r := rune(1 + random.Intn(0x2ffff)); r < 0xd800 || r > 0xdfff {
						b.WriteRune(r)
					}
				}
				o := c.stored(s.Store, fmt.Sprint("o-", i), func(o *order.Order) { o.Hold, o.Number = b.String(), b.String() })
				c.same(c.load(s.Store, o.ID, "").Order, o, "the order with text %q", b.String())
				c.finds(s.Store, order.Query{Number: b.String()}, o.ID)
			}
		}},
	}
}

// oddTexts are texts that stores have got wrong: quotes and wildcards of query
// languages, case, trailing spaces, accents in two forms, surrogate pairs.
func oddTexts() []string {
	return []string{
		"a'; DROP TABLE orders; --", `"quoted"`, "`ticks`", "100%", "a_b", "a*b", `back\slash`, "line\nbreak\ttab", "$1 ?1 :name @p",
		"ABC", "abc", "Abc", "abc ", " abc", "caf\u00e9", "cafe\u0301", "straße", "STRASSE", "İ", "i",
		"日本語", "عربى", "👩‍👩‍👧‍👦🇺🇳", "\u202eevil", "null", "0", "00", "1e3", "true", "{}", "[]", "''", "\u0001",
	}
}
