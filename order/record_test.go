package order_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// eventful is an order with a bit of everything.
func eventful(s *shop) *order.Order {
	s.t.Helper()
	r, err := s.Place(s.ctx, mixed(), byCustomer, order.Key("cart-1"), order.Why("the web shop"))
	require.NoError(s.t, err)
	id := r.Order.ID
	s.do(id, order.Pay{With: []order.Tender{{Token: "gift", Amount: eur("10.00")}, {Token: "card"}}}, byCustomer, order.Key("pay-1"))
	s.do(id, order.Tag{Add: []string{"vip"}})
	s.do(id, order.Note{Text: "hello"})
	s.carrier.Next("book", memory.Fail(1))
	_, err = s.Do(s.ctx, id, order.Ship{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(s.t, err)
	s.pass(r5)
	s.do(id, order.Refund{Of: order.Some("mug", 1), Amount: eur("1.23"), Why: "scratched"})
	s.do(id, order.Cancel{Of: order.All("mug")}, byCustomer, order.Why("changed my mind"))
	s.do(id, order.Produce{})
	s.do(id, order.Deliver{}, order.By(fsm.Webhook, "dhl"))
	s.do(id, order.Return{Of: order.Some("mug", 1)}, byCustomer)
	require.NoError(s.t, s.Notify(s.ctx, order.Notice{Provider: "dhl", ID: "7", Kind: "lose", Order: id}))
	s.carrier.Next("label", memory.Fail(1))
	_, err = s.Do(s.ctx, id, order.Return{Of: order.Some("mug", 1)}, byCustomer, order.Key("back"))
	require.NoError(s.t, err)
	return s.check(id)
}

func TestHistorySaysWhoWhenWhatAndWhy(t *testing.T) {
	s := newShop(t)
	o := eventful(s)
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	assert.EqualValues(t, o.LastEvent, len(events))
	for i, e := range events {
		assert.EqualValues(t, i+1, e.No, "without gaps")
		assert.Equal(t, o.ID, e.Order)
		assert.NotEmpty(t, e.Kind)
		assert.Equal(t, time.UTC, e.At.Location())
		if i > 0 {
			assert.False(t, e.At.Before(events[i-1].At))
		}
		if e.Kind == order.EventAction || e.Kind == order.EventIntent || e.Kind == order.EventStep {
			assert.NotEmpty(t, e.Actor.Role, "%+v", e)
			assert.NotEmpty(t, e.Action)
		}
	}
	intent := event(t, events, order.EventIntent)
	assert.Equal(t, "place", intent.Action)
	assert.Equal(t, order.Actor{Role: fsm.Customer, ID: "c-7"}, intent.Actor)
	assert.Equal(t, "cart-1", intent.Key)
	assert.Equal(t, "the web shop", intent.Why)
	assert.Equal(t, []order.Move{{Line: "mug", Count: 3, To: "placed"}, {Line: "ring", Count: 1, To: "placed"}, {Line: "song", Count: 1, To: "placed"}}, intent.Moves)
	var whys []string
	units := map[string]int64{}
	for _, e := range events {
		if e.Why != "" && e.Kind == order.EventAction {
			whys = append(whys, e.Why)
		}
		if e.Kind == order.EventAction {
			for _, m := range e.Moves {
				units[m.Line+" "+m.To] += m.Count
				units[m.Line+" "+m.From] -= m.Count
			}
		}
	}
	assert.Equal(t, []string{"the web shop", "changed my mind"}, whys)
	for _, l := range o.Lines {
		for _, run := range l.Runs {
			assert.Equal(t, l.In(run.State), units[l.ID+" "+run.State], "the moves of history lead to where the units are")
		}
	}
}

func TestTheJournalBalances(t *testing.T) {
	s := newShop(t)
	o := eventful(s)
	entries, err := s.Journal(s.ctx, o.ID)
	require.NoError(t, err)
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	assert.EqualValues(t, o.LastEntry, len(entries))
	sums := map[order.Account]int64{}
	what := map[string]bool{}
	for i, e := range entries {
		assert.EqualValues(t, i+1, e.No, "without gaps")
		assert.True(t, e.Balanced(), "%+v", e)
		assert.LessOrEqual(t, e.Event, o.LastEvent)
		assert.Equal(t, events[e.Event-1].At, e.At, "the event that caused it")
		what[e.What] = true
		for _, p := range e.Postings {
			sums[p.Account] += p.Amount.Minor()
			assert.False(t, p.Amount.IsZero())
		}
	}
	assert.Equal(t, map[string]bool{"sale": true, "reversal": true, "capture": true, "refund": true, "goodwill": true}, what)
	var zero int64
	for _, a := range []order.Account{order.Customer, order.Provider, order.Sales, order.Fees, order.Goodwill, order.TaxDue} {
		assert.Equal(t, sums[a], o.Balance(a).Minor(), "%s", a)
		zero += sums[a]
	}
	assert.Zero(t, zero)
	assert.True(t, o.Balance("bribes").IsZero())
	assert.False(t, order.Entry{Postings: []order.Posting{{Account: order.Sales, Amount: eur("1.00")}}}.Balanced())
	assert.False(t, order.Entry{Postings: []order.Posting{{Amount: eur("1.00")}, {Amount: currency.New(-100, currency.JPY)}}}.Balanced())
}

func TestEventsByCursorAreTheHistories(t *testing.T) {
	s := newShop(t)
	want := map[string][]order.Event{}
	a, b := eventful(s), s.place(numbered(goods(1), "2026-2"))
	s.do(a.ID, order.Hold{Why: "x"})
	s.do(b.ID, order.Pay{})
	for _, id := range []string{a.ID, b.ID} {
		events, err := s.History(s.ctx, id)
		require.NoError(t, err)
		want[id] = events
	}
	got := map[string][]order.Event{}
	cursor := ""
	for {
		page, next, err := s.store.Events(s.ctx, cursor, 3)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			got[e.Order] = append(got[e.Order], e)
		}
		cursor = next
	}
	assert.Equal(t, want, got)
}

func TestRecordsRoundTripAsJSON(t *testing.T) {
	s := newShop(t)
	o := eventful(s)
	require.NotEmpty(t, o.Intents, "one action is under way")
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	entries, err := s.Journal(s.ctx, o.ID)
	require.NoError(t, err)
	person, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	plan, err := s.Plan(s.ctx, o.ID, order.Finish{}, byStaff)
	require.NoError(t, err)
	roundTrip(t, *o)
	roundTrip(t, events)
	roundTrip(t, entries)
	roundTrip(t, person)
	roundTrip(t, plan)
	roundTrip(t, o.Cases)
	roundTrip(t, mixed())
	offers, err := s.Offers(s.ctx, o.ID, fsm.Staff)
	require.NoError(t, err)
	roundTrip(t, offers)
	roundTrip(t, order.Answer{Order: "o1", Key: "k", Status: order.Failed, Kind: order.Refused})
	roundTrip(t, order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeCaptured, Amount: eur("1.00"), At: s.clock.now()})

	var read order.Order
	require.NoError(t, json.Unmarshal([]byte(asJSON(t, *o)), &read))
	assert.NoError(t, read.Check())
}

func roundTrip[T any](t *testing.T, v T) {
	t.Helper()
	text := asJSON(t, v)
	var back T
	require.NoError(t, json.Unmarshal([]byte(text), &back))
	assert.Equal(t, text, asJSON(t, back))
}

func TestALineOfAHundredThousandCostsNoMoreThanOne(t *testing.T) {
	size := func(quantity int64) (placed, shipped int) {
		s := newShop(t)
		o := s.place(goods(quantity))
		placed = len(asJSON(t, *o))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		o = s.check(o.ID)
		require.Len(t, o.Lines[0].Runs, 1)
		require.Equal(t, fmt.Sprint(quantity, " shipped"), states(o, "mug"))
		require.Len(t, o.Shipments[0].Units, 1)
		return placed, len(asJSON(t, *o))
	}
	smallPlaced, smallShipped := size(1)
	bigPlaced, bigShipped := size(100_000)
	assert.Less(t, bigPlaced-smallPlaced, 64)
	assert.Less(t, bigShipped-smallShipped, 96, "a few digits in a few amounts")
	t.Run("parts split it", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(100_000))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Cancel{Of: order.Selection{{Line: "mug", From: 50_000, Quantity: 1}}})
		r := s.do(o.ID, order.Ship{Of: order.Some("mug", 99_998)})
		assert.Equal(t, "50000 shipped, 1 cancelled, 49998 shipped, 1 paid", states(&r.Order, "mug"))
		r = s.do(o.ID, order.Ship{})
		assert.Equal(t, "50000 shipped, 1 cancelled, 49999 shipped", states(&r.Order, "mug"))
		assert.Len(t, r.Order.Lines[0].Runs, 3, "neighbours that are alike join again")
	})
}
