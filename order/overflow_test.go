package order_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// A record whose sums are beyond all numbers cannot come about, because no commit
// lets it through. Should a store hand one out, nothing is charged or paid by it.
func TestAnOrderThatNobodyCanAddUpMovesNoMoney(t *testing.T) {
	const (
		placed = iota
		paid
		shipped
		received
	)
	for _, c := range []struct {
		name   string
		stage  int
		action order.Action
	}{
		{"pay", placed, order.Pay{}},
		{"give up what is not paid", placed, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}}},
		{"ship", paid, order.Ship{}},
		{"cancel", paid, order.Cancel{}},
		{"add", paid, order.Modify{Add: []order.Item{item("cup", "goods", "1.00", 1)}}},
		{"refund", shipped, order.Refund{}},
		{"settle", shipped, order.Settle{}},
		{"inspect", received, order.Inspect{Accepted: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &wrapped{}
			s := newShop(t, wrap(w))
			o := s.place(goods(2))
			for i, a := range []order.Action{order.Pay{}, order.Ship{}, order.Deliver{}, order.Return{}, order.Receive{}} {
				if c.stage == received || i < c.stage {
					s.do(o.ID, a)
				}
			}
			before := s.calls()
			w.load = func(ctx context.Context, id, key string) (order.Record, error) {
				rec, err := w.Store.Load(ctx, id, key)
				zero, all := currency.Zero(currency.EUR), currency.New(math.MaxInt64, currency.EUR)
				for range 2 {
					rec.Order.Payments = append(rec.Order.Payments, order.Payment{ID: "x", Gateway: "gone",
						Authorized: all, Captured: all, Voided: zero, Refunded: zero, ChargedBack: all})
				}
				return rec, err
			}
			_, err := s.Plan(s.ctx, o.ID, c.action, byStaff)
			require.Error(t, err)
			_, err = s.Do(s.ctx, o.ID, c.action, byStaff)
			require.Error(t, err)
			_, err = s.Do(s.ctx, o.ID, order.Tag{Add: []string{"odd"}}, byStaff)
			problem(t, err, order.Quarantined)
			_, err = s.Offers(s.ctx, o.ID, fsm.Staff)
			require.NoError(t, err, "what can be done is told by states")
			got, err := s.Order(s.ctx, o.ID)
			require.NoError(t, err)
			assert.NotEmpty(t, got.Quarantine)
			assert.Empty(t, got.Intents)
			assert.Equal(t, before, s.calls())
		})
	}
}
