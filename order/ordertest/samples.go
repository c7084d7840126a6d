package ordertest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// day is when all samples were placed: with nanoseconds, because a store that
// cuts them off sorts and pages wrongly.
func day() time.Time { return time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.UTC) }

func eur(minor int64) currency.Amount { return currency.New(minor, currency.EUR) }

// draft is a small order as it is before its first commit.
func draft(id string) order.Order {
	item := pricing.Item{ID: "1", Kind: pricing.KindLine, Prices: pricing.Gross, Quantity: 2, Base: 1,
		Unit: pricing.Number(eur(1250).Decimal()), Extended: eur(2500), Discount: eur(0), Net: eur(2101), Tax: eur(399), Gross: eur(2500)}
	return order.Order{
		ID: id, Channel: "web", Number: "N-" + id, Customer: "c-1", Currency: currency.EUR,
		Policy: pricing.Policy{Prices: pricing.Gross}, Placed: day(), Changed: day(),
		Workflows: []order.Pin{{Name: "standard", Version: 1, Hash: "abc"}},
		Lines: []order.Line{{ID: "1", SKU: "sku", Type: "book", Price: item,
			Runs: []order.Run{{First: 0, Count: 2, State: "new", Phase: fsm.Created, Entered: day()}}}},
	}
}

// create is the change that stores a new order, with one event, one entry and
// one answer under the key "place".
func create(o order.Order) *order.Change { return follow(o, "place") }

// follow is the change that comes after o, with one event, one entry and one
// answer under the key. The change shares nothing with o.
func follow(o order.Order, key string) *order.Change {
	next := o.Clone()
	next.Version++
	next.LastEvent++
	next.LastEntry++
	at := day().Add(time.Duration(next.Version) * time.Minute)
	next.Changed = at
	return &order.Change{
		Order:  &next,
		Expect: o.Version,
		Events: []order.Event{{Order: o.ID, No: next.LastEvent, At: at, Kind: order.EventAction, Action: "note",
			Data: json.RawMessage(`{"n":1}`), Actor: order.Actor{Role: fsm.Staff, ID: "s-1"}, Key: key,
			Moves: []order.Move{{Line: "1", First: 0, Count: 2, From: "new", To: "new"}}}},
		Entries: []order.Entry{{Order: o.ID, No: next.LastEntry, At: at, Event: next.LastEvent, What: "sale",
			Postings: []order.Posting{{Account: order.Customer, Amount: eur(2500)}, {Account: order.Sales, Amount: eur(-2500)}}}},
		Answers: []order.Answer{{Order: o.ID, Key: key, Action: "note:" + key, Status: order.Done, Version: next.Version, Event: next.LastEvent}},
	}
}

// stored commits a new order after shaping it and returns it as committed.
func (c *check) stored(s order.Store, id string, shape ...func(*order.Order)) order.Order {
	o := draft(id)
	for _, f := range shape {
		f(&o)
	}
	ch := create(o)
	c.ok(s.Commit(c.ctx, ch), "committing the new order %q", id)
	return *ch.Order
}

// commit commits a change and returns the order as committed.
func (c *check) commit(s order.Store, ch *order.Change) order.Order {
	c.ok(s.Commit(c.ctx, ch), "committing version %d of order %q", ch.Order.Version, ch.Order.ID)
	return ch.Order.Clone()
}

// load loads an order that must be there.
func (c *check) load(s order.Store, id, key string) order.Record {
	rec, err := s.Load(c.ctx, id, key)
	c.ok(err, "loading order %q", id)
	return rec
}

// same ends the clause if two values differ in anything that JSON can show.
func (c *check) same(got, want any, what string, args ...any) {
	g, w := asJSON(got), asJSON(want)
	if g == w {
		return
	}
	at := 0
	for at < len(g) && at < len(w) && g[at] == w[at] {
		at++
	}
	c.broken("%s differs from what was stored:\n got ...%s\nwant ...%s", fmt.Sprintf(what, args...), around(g, at), around(w, at))
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "no JSON: " + err.Error()
	}
	return string(text)
}

func around(s string, at int) string { return s[max(at-60, 0):min(at+120, len(s))] }
