package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// A reversal that counts on another one under way, which then comes to nothing,
// gave back what the other one had charged again: the customer owed it, and what
// was still promised was too little to ship for.
func TestAReversalGivesBackNoMoreThanIfAnotherComesToNothing(t *testing.T) {
	for _, refused := range []bool{true, false} {
		race := func(t *testing.T, op string, begin func(s *shop) string, give func(n int64) order.Action) (*shop, string) {
			s := promoting(t, tenForFive())
			id := begin(s)
			s.pay.Next(op, memory.Fail(1))
			r, err := s.Do(s.ctx, id, give(2), byStaff)
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
			s.do(id, give(1))
			if refused {
				s.pay.Next(op, memory.Refuse("no"))
			}
			for range 5 {
				s.pass(time.Hour)
			}
			require.Empty(t, s.check(id).Intents)
			return s, id
		}
		want, stay := "22.50", []string{"2.20 mug ten"}
		if !refused {
			want, stay = "11.50", []string{"1.10 mug ten"}
		}
		t.Run("promises, the first refused: "+map[bool]string{true: "yes", false: "no"}[refused], func(t *testing.T) {
			s, id := race(t, "void", func(s *shop) string {
				id := s.place(fiveMugs(t, pricing.ClawBack)).ID
				s.do(id, order.Pay{})
				return id
			}, func(n int64) order.Action { return order.Cancel{Of: order.Some("mug", n)} })
			assert.Equal(t, stay, clawed(s.check(id)))
			s.do(id, order.Ship{})
			m := total(t, s.check(id))
			assert.Equal(t, want, m.Paid.Number())
			assert.True(t, m.Balance.IsZero())
			assert.True(t, m.Promised.IsZero())
		})
		t.Run("money taken, the first refused: "+map[bool]string{true: "yes", false: "no"}[refused], func(t *testing.T) {
			s, id := race(t, "refund", func(s *shop) string {
				id := delivered(s, fiveMugs(t, pricing.ClawBack)).ID
				s.do(id, order.Return{})
				s.do(id, order.Receive{})
				return id
			}, func(n int64) order.Action { return order.Inspect{Of: order.Some("mug", n), Accepted: true} })
			assert.Equal(t, stay, clawed(s.check(id)))
			m := total(t, s.check(id))
			assert.Equal(t, want, m.Paid.Number())
			assert.True(t, m.Balance.IsZero())
		})
	}
}

// Lines that are still being added may make promotions deserved that are not if
// they come to nothing.
func TestAReversalDoesNotCountOnLinesThatAreStillBeingAdded(t *testing.T) {
	s := promoting(t, tenForFive())
	id := s.place(fiveMugs(t, pricing.ClawBack)).ID
	s.do(id, order.Pay{})
	s.stock.Next("reserve", memory.Fail(1))
	r, err := s.Do(s.ctx, id, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 2)}}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.do(id, two)
	assert.Equal(t, "8.25", s.pay.PaidFor(id).Voided.Number(), "not 9.90")
	s.stock.Next("reserve", memory.Refuse("no cups"))
	s.pass(time.Hour)
	o := s.check(id)
	require.Empty(t, o.Intents)
	assert.Equal(t, []string{"1.65 mug ten"}, clawed(o))
	s.do(id, order.Ship{})
	m := total(t, s.check(id))
	assert.Equal(t, "17.00", m.Paid.Number())
	assert.True(t, m.Balance.IsZero())
}
