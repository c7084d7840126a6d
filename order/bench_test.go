package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
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
