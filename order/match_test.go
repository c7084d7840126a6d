package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// An order that was paid by two cards of one gateway: news of money goes to the
// payment that it is about, and only there.
func TestNewsOfMoneyGoesToItsOwnPayment(t *testing.T) {
	for name, news := range map[string]func(p order.Payment, capture order.PaymentOp) order.Notice{
		"by its reference":        func(p order.Payment, c order.PaymentOp) order.Notice { return order.Notice{Ref: c.Ref} },
		"by what it is a part of": func(p order.Payment, c order.PaymentOp) order.Notice { return order.Notice{Ref: "dp_1", Parent: c.Ref} },
		"by the call's key":       func(p order.Payment, c order.PaymentOp) order.Notice { return order.Notice{Ref: "dp_1", Key: c.Key} },
	} {
		for _, which := range []int{0, 1} {
			t.Run(name+" "+[]string{"first", "second"}[which], func(t *testing.T) {
				s := newShop(t)
				o := s.place(goods(2))
				s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("12.00")}, {Token: "b"}}}, byCustomer)
				o = &s.do(o.ID, order.Ship{}).Order
				require.Len(t, o.Payments, 2)
				p := o.Payments[which]
				n := news(p, p.Ops[len(p.Ops)-1])
				n.ID, n.Kind, n.Order, n.Amount = "1", order.NoticeChargeback, o.ID, eur("3.00")
				require.NoError(t, s.Notify(s.ctx, n))
				o = s.check(o.ID)
				assert.Equal(t, eur("3.00"), o.Payments[which].ChargedBack)
				assert.True(t, o.Payments[1-which].ChargedBack.IsZero())
				assert.Len(t, o.Payments, 2)
			})
		}
	}
}

// A provider that says that something failed, and not which call, means one that
// takes money.
func TestAFailureOfNobodyKnowsWhatIsOneOfTakingMoney(t *testing.T) {
	blind := order.Traits{KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true}
	failed := func(s *shop, id, parent string) {
		require.NoError(s.t, s.Notify(s.ctx, order.Notice{ID: "f", Kind: order.NoticeFailed, Order: id, Parent: parent, Reason: "no funds"}))
	}
	t.Run("an authorization", func(t *testing.T) {
		s := with(t, blind)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.LostUndone(1))
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
		failed(s, o.ID, "")
		assert.Empty(t, s.check(o.ID).Intents, "refused")
		assert.Equal(t, "1 placed", states(s.check(o.ID), "mug"))
	})
	t.Run("a capture", func(t *testing.T) {
		s := with(t, blind)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("capture", memory.LostUndone(1))
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
		require.NoError(t, err)
		failed(s, o.ID, s.check(o.ID).Payments[0].Ref)
		assert.Empty(t, s.check(o.ID).Intents, "refused, and the parcel is cancelled")
		assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	})
	t.Run("not a refund", func(t *testing.T) {
		s := with(t, blind)
		o := delivered(s, goods(1))
		s.pay.Next("refund", memory.Lost(1))
		_, err := s.Do(s.ctx, o.ID, order.Refund{}, byStaff)
		require.NoError(t, err)
		failed(s, o.ID, o.Payments[0].Ref)
		require.Len(t, s.check(o.ID).Intents, 1)
		assert.Equal(t, order.CallUnknown, s.check(o.ID).Intents[0].Steps[0].State)
		s.pass(r5)
		assert.Equal(t, "EUR 17.40", s.check(o.ID).Payments[0].Refunded.String())
	})
}

// An event without an amount answers the call whose key it has, and no other.
func TestAnEventWithoutAnAmountNeedsAKey(t *testing.T) {
	for name, keyed := range map[string]bool{"with its key": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			s := with(t, order.Traits{KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true})
			o := s.place(goods(1))
			s.pay.Next("authorize", memory.Lost(1))
			_, err := s.tryPay(o.ID)
			require.NoError(t, err)
			call := s.check(o.ID).Intents[0].Steps[0]
			n := order.Notice{ID: "1", Kind: order.NoticeAuthorized, Order: o.ID, Ref: "auth_1"}
			if keyed {
				n.Key = call.Key
			}
			require.NoError(t, s.Notify(s.ctx, n))
			assert.Equal(t, keyed, len(s.check(o.ID).Intents) == 0)
		})
	}
}

// What we know of a payment is not booked again, by whatever name it comes back,
// and what the provider did alone is booked.
func TestAnEchoIsNotBookedTwice(t *testing.T) {
	paid := func(t *testing.T) (*shop, *order.Order) {
		s := newShop(t)
		o := s.place(goods(1))
		return s, &s.do(o.ID, order.Pay{}).Order
	}
	tell := func(s *shop, o *order.Order, kind string, n order.Notice) *order.Order {
		s.t.Helper()
		n.ID, n.Kind, n.Order = "1", kind, o.ID
		require.NoError(s.t, s.Notify(s.ctx, n))
		return s.check(o.ID)
	}
	t.Run("a capture under its key and another reference", func(t *testing.T) {
		s, o := paid(t)
		o = &s.do(o.ID, order.Ship{}).Order
		ops := o.Payments[0].Ops
		o = tell(s, o, order.NoticeCaptured, order.Notice{Ref: "ch_1", Key: ops[len(ops)-1].Key, Amount: eur("17.40")})
		assert.Equal(t, eur("17.40"), total(t, o).Paid)
		assert.Empty(t, o.Cases)
	})
	t.Run("an authorization of another amount", func(t *testing.T) {
		s, o := paid(t)
		o = tell(s, o, order.NoticeAuthorized, order.Notice{Ref: o.Payments[0].Ref, Amount: eur("20.00")})
		assert.Equal(t, eur("17.40"), total(t, o).Promised)
		assert.Empty(t, o.Cases)
	})
	t.Run("a capture by the provider alone", func(t *testing.T) {
		s, o := paid(t)
		o = tell(s, o, order.NoticeCaptured, order.Notice{Ref: o.Payments[0].Ref, Amount: eur("17.40")})
		assert.Equal(t, eur("17.40"), total(t, o).Paid)
		assert.Empty(t, o.Cases)
	})
}
