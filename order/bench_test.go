package order_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// standing is a store that costs nothing: it hands out the same order every
// time and forgets every change.
type standing struct {
	order.Store
	o    order.Order
	runs [][]order.Run
	line []order.Line
	acc  []order.Posting
}

func (s *standing) Load(context.Context, string, string) (order.Record, error) {
	o := s.o
	copy(s.line, s.o.Lines)
	for i := range s.line {
		copy(s.runs[i], s.o.Lines[i].Runs)
		s.line[i].Runs = s.runs[i]
	}
	copy(s.acc, s.o.Accounts)
	o.Lines, o.Accounts = s.line, s.acc
	return order.Record{Order: o}, nil
}

func (s *standing) Commit(context.Context, *order.Change) error { return nil }

func stand(tb testing.TB, o *order.Order) *standing {
	s := &standing{o: o.Clone(), line: make([]order.Line, len(o.Lines)), acc: make([]order.Posting, len(o.Accounts))}
	for i := range o.Lines {
		s.runs = append(s.runs, make([]order.Run, len(o.Lines[i].Runs)))
	}
	return s
}

// BenchmarkPlainTransition is the engine alone: load, decide, move, journal,
// history and the change for the store, without the store.
func BenchmarkPlainTransition(b *testing.B) {
	for _, quantity := range []int64{1, 100_000} {
		b.Run(itoa(quantity), func(b *testing.B) {
			s := newShop(b)
			o := s.place(goods(quantity))
			s.do(o.ID, order.Pay{})
			r := s.do(o.ID, order.Ship{})
			st := stand(b, &r.Order)
			e, err := order.New(order.Config{Store: st, Now: func() time.Time { return s.clock.t }, NewID: func() string { return "x" }})
			require.NoError(b, err)
			by := order.By(fsm.Staff, "anna")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Do(s.ctx, o.ID, order.Deliver{}, by); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func itoa(n int64) string {
	if n == 1 {
		return "quantity 1"
	}
	return "quantity 100000"
}

// remembering is a store that keeps nothing but the order last committed and its
// person, and recalls it as a copy.
type remembering struct {
	order.Store
	last    order.Order
	person  order.Person
	changes []order.Change // of one order, while they are recorded
	record  bool
}

func (r *remembering) Commit(_ context.Context, c *order.Change) error {
	r.last = c.Order.Clone()
	if c.Person != nil {
		r.person = *c.Person
	}
	if r.record {
		change := *c
		o := c.Order.Clone()
		change.Order = &o
		r.changes = append(r.changes, change)
	}
	return nil
}

func (r *remembering) Recall(_ context.Context, id string) (order.Order, bool) {
	return r.last.Clone(), r.last.ID == id
}

func (r *remembering) Load(context.Context, string, string) (order.Record, error) {
	return order.Record{Order: r.last.Clone()}, nil
}

func (r *remembering) Person(context.Context, string) (order.Person, error) { return r.person, nil }

// An outside world that says yes at once and remembers nothing.
type (
	willingPay  struct{ order.PaymentGateway }
	willingPost struct{ order.Carrier }
	willingShed struct{ order.Stock }
)

var best = order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true}

func (willingPay) Traits() order.Traits { return best }

func (willingPay) Authorize(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "auth-1"}, nil
}

func (willingPay) Void(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "void-1"}, nil
}

func (willingPay) Capture(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "capture-1"}, nil
}

func (willingPost) Traits() order.Traits { return best }

func (willingPost) Book(context.Context, order.Parcel) (order.Receipt, error) {
	return order.Receipt{Ref: "parcel-1"}, nil
}

func (willingShed) Reserve(context.Context, order.StockCall) error { return nil }
func (willingShed) Commit(context.Context, order.StockCall) error  { return nil }

// made is a product with a state of its own for production.
func made() fsm.Definition {
	half := fsm.Duration(30 * time.Minute)
	both, staff := []fsm.Role{fsm.Customer, fsm.Staff, fsm.System}, []fsm.Role{fsm.Staff, fsm.System}
	return fsm.Definition{
		Name: "made", Version: 1, Initial: "placed",
		States: []fsm.State{
			{Name: "placed", Phase: fsm.Created, Timer: &fsm.Timer{After: half, Action: "cancel"}},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "producing", Phase: fsm.Production, Waits: true},
			{Name: "shipped", Phase: fsm.Production, Waits: true},
			{Name: "confirmed", Phase: fsm.Confirmed, Waits: true},
			{Name: "completed", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "placed", Steps: []fsm.Step{{Do: "reserve"}}},
			{Action: "pay", From: "placed", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}, By: both},
			{Action: "cancel", From: "placed", To: "cancelled", Steps: []fsm.Step{{Do: "release", Pivot: true}}, By: both},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}, By: both},
			{Action: "cancel", From: "producing", To: "cancelled", Steps: []fsm.Step{{Do: "void", Pivot: true}, {Do: "release"}}, By: staff},
			{Action: "produce", From: "paid", To: "producing", By: staff},
			{Action: "ship", From: "producing", To: "shipped", Steps: []fsm.Step{{Do: "book"}, {Do: "capture", Pivot: true}, {Do: "commit"}}, By: staff},
			{Action: "confirm", From: "shipped", To: "confirmed", By: staff},
			{Action: "complete", From: "confirmed", To: "completed", By: staff},
		},
		Otherwise: []fsm.Otherwise{
			{Action: "cancel", Answer: fsm.Refuse, Because: "too late"},
			{Action: "pay", Answer: fsm.Escalate, Because: "paid already"},
		},
	}
}

func mugs(lines int) order.Draft {
	d := order.Draft{Customer: "c-7", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Name: "Ada", Email: "ada@example.com",
		ShipTo: i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}}
	for i := range lines {
		it := item("mug", "made", "12.50", 1)
		it.Line.ID += fmt.Sprint(i)
		d.Items = append(d.Items, it)
	}
	return d
}

// BenchmarkWholeOrder takes an order of three lines from placing to its end, nine
// commits, on a store and in a world that cost next to nothing: what is left is the
// engine. Beside it is what that store costs alone.
func BenchmarkWholeOrder(b *testing.B) {
	ctx, st := context.Background(), &remembering{}
	e, err := order.New(order.Config{Store: st, Now: time.Now, NewID: func() string { return "x" },
		Workflows: []order.Workflow{{Type: "made", Definition: made()}},
		Gateways:  map[string]order.PaymentGateway{"": willingPay{}}, Carriers: map[string]order.Carrier{"": willingPost{}}, Stock: willingShed{}})
	require.NoError(b, err)
	draft, actions := mugs(3), []order.Action{order.Pay{With: []order.Tender{{Token: "card"}}}, order.Named{Called: "produce"}, order.Ship{},
		order.Confirm{}, order.Named{Called: "complete"}}
	whole := func(b *testing.B) {
		r, err := e.Place(ctx, draft, order.By(fsm.Customer, "c-7"), order.Key("cart-1"))
		require.NoError(b, err)
		for _, a := range actions {
			r, err = e.Do(ctx, r.Order.ID, a, order.By(fsm.Staff, "anna"), order.Key(a.Name()))
			if err != nil || r.Status != order.Done {
				b.Fatal(a.Name(), r.Status, err)
			}
		}
		require.Equal(b, fsm.Completed, r.Order.Status())
	}
	b.Run("engine and store", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			whole(b)
		}
	})
	b.Run("store", func(b *testing.B) {
		st.changes, st.record = nil, true
		whole(b)
		st.record = false
		require.Equal(b, 9, len(st.changes))
		b.ReportAllocs()
		for b.Loop() {
			for i := range st.changes {
				c := &st.changes[i]
				if c.Guess && c.Expect > 0 {
					st.Recall(ctx, c.Order.ID)
				}
				_ = st.Commit(ctx, c)
			}
		}
	})
}
