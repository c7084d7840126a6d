package order_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// News without a key that names another payment is no answer to the call that is
// waited for, even if kind and amount fit.
func TestNewsOfAnotherPaymentIsNotTheAnswer(t *testing.T) {
	for name, same := range map[string]bool{"of its own payment": true, "of another payment": false} {
		t.Run(name, func(t *testing.T) {
			s := with(t, order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true})
			o := s.place(goods(2))
			s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("12.00")}, {Token: "b"}}}, byCustomer)
			s.pay.Next("capture", memory.LostUndone(1))
			r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
			o = s.check(o.ID)
			steps := o.Intents[0].Steps
			call := steps[slices.IndexFunc(steps, func(c order.Call) bool { return c.State == order.CallUnknown })]
			require.Equal(t, "capture", call.Op)
			i := 0
			if (o.Payments[i].ID == call.Payment) != same {
				i = 1
			}
			require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "ch_1", Parent: o.Payments[i].Ref, Amount: call.Amount}))
			o = s.check(o.ID)
			assert.Equal(t, same, len(o.Intents) == 0)
			assert.Equal(t, call.Amount, o.Payments[i].Captured)
		})
	}
}

// The provider's news of what we did is known by its reference alone.
func TestAnEchoWithoutAKeyIsNotBookedTwice(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	o = &s.do(o.ID, order.Refund{Amount: eur("5.00")}).Order
	p := o.Payments[0]
	refund := p.Ops[len(p.Ops)-1]
	require.Equal(t, "refund", refund.Kind)
	for _, n := range []order.Notice{
		{ID: "1", Kind: order.NoticeRefunded, Ref: refund.Ref, Amount: eur("5.00")},
		{ID: "2", Kind: order.NoticeAuthorized, Parent: p.Ref, Amount: eur("17.40")},
	} {
		n.Order = o.ID
		require.NoError(t, s.Notify(s.ctx, n))
		after := s.check(o.ID)
		assert.Equal(t, o.Payments, after.Payments)
		assert.Empty(t, after.Cases)
	}
}
