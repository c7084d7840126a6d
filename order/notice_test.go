package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestOutsideEvents(t *testing.T) {
	notify := func(s *shop, n order.Notice) {
		s.t.Helper()
		require.NoError(s.t, s.Notify(s.ctx, n))
	}
	t.Run("a bank transfer pays an order that was never charged", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		notify(s, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")})
		o = s.check(o.ID)
		assert.Equal(t, "1 paid", states(o, "mug"))
		assert.Equal(t, "EUR 17.40", total(t, o).Paid.String())
		s.do(o.ID, order.Ship{})
		assert.Empty(t, s.pay.Calls("capture"), "nothing is charged a second time")
	})
	t.Run("too little money is a case, not a shipment", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		notify(s, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("10.00")})
		o = s.check(o.ID)
		assert.Equal(t, "1 placed", states(o, "mug"))
		require.Len(t, o.Cases, 1)
		assert.Equal(t, order.CaseUnderpaid, o.Cases[0].Code)
		assert.Contains(t, o.Cases[0].Reason, "EUR 7.40")
	})
	t.Run("paid after cancel: the refund starts, and a case says so (Sylius/Sylius#8928)", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Cancel{})
		// The provider captured all the same.
		rec, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: "dashboard", Order: o.ID, Token: "card", Amount: eur("17.40"), Op: "capture"})
		require.NoError(t, err)
		s.Gateways["psp"] = s.pay
		notify(s, order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: rec.Ref, Amount: eur("17.40")})
		o = s.check(o.ID)
		assert.True(t, total(t, o).Paid.IsZero())
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Refunded.String())
		require.Len(t, o.Cases, 1)
		assert.Equal(t, order.CaseLate, o.Cases[0].Code)
		assert.Equal(t, fsm.Cancelled, o.Status(), "a late webhook revives nothing (mollie/WooCommerce#1252)")
	})
	t.Run("echoes of our own calls change nothing, in any order, any number of times", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		o = s.check(o.ID)
		for _, kind := range []string{"captured", "authorized", "captured", "authorized"} {
			for _, op := range o.Payments[0].Ops {
				notify(s, order.Notice{Provider: "", ID: kind + op.Ref, Kind: kind, Order: o.ID, Ref: op.Ref, Key: op.Key, Amount: op.Amount})
			}
		}
		after := s.check(o.ID)
		assert.Equal(t, o.Payments, after.Payments)
		assert.Empty(t, after.Cases)
	})
	t.Run("an event that comes before its order waits for it", func(t *testing.T) {
		s := newShop(t, func(c *order.Config) { c.NewID = func() string { return "future" } })
		notify(s, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: "future", Ref: "tr_1", Amount: eur("17.40")})
		s.place(goods(1))
		s.pass(s.Poll)
		assert.Equal(t, "1 paid", states(s.check("future"), "mug"))
	})
	t.Run("delivered, then delivered again, then lost", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(2))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
		s.do(o.ID, order.Ship{})
		o = s.check(o.ID)
		n := order.Notice{Provider: "carrier", ID: "1", Kind: "deliver", Ref: o.Shipments[1].Tracking}
		notify(s, n)
		assert.Equal(t, "1 shipped, 1 delivered", states(s.check(o.ID), "mug"), "exactly the units of that parcel")
		n.ID = "2"
		notify(s, n)
		o = s.check(o.ID)
		assert.Equal(t, "1 shipped, 1 delivered", states(o, "mug"))
		assert.Empty(t, o.Cases, "a repeat is ignored")
		notify(s, order.Notice{Provider: "carrier", ID: "3", Kind: "lose", Ref: o.Shipments[0].Tracking})
		o = s.check(o.ID)
		assert.Equal(t, "1 lost, 1 delivered", states(o, "mug"))
		assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Refunded.String())
	})
	t.Run("delivered without having been shipped is a case", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		notify(s, order.Notice{Provider: "carrier", ID: "1", Kind: "deliver", Order: o.ID})
		o = s.check(o.ID)
		assert.Equal(t, "1 paid", states(o, "mug"))
		require.Len(t, o.Cases, 1)
	})
	t.Run("a chargeback is booked and shown to staff, whatever the state", func(t *testing.T) {
		s := newShop(t)
		o := delivered(s, goods(1))
		s.do(o.ID, order.Complete{})
		o = s.check(o.ID)
		notify(s, order.Notice{Provider: "", ID: "1", Kind: order.NoticeChargeback, Order: o.ID, Parent: o.Payments[0].Ref, Ref: "cb_1", Amount: eur("17.40"), Reason: "fraud"})
		o = s.check(o.ID)
		assert.Equal(t, "EUR 17.40", total(t, o).Balance.String())
		require.Len(t, o.Cases, 1)
		assert.Equal(t, order.CaseChargeback, o.Cases[0].Code)
	})
	t.Run("the webhook settles a call whose answer was lost", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Lost(1))
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
		key := s.pay.Calls("authorize")[0].Key
		notify(s, order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeAuthorized, Key: key, Ref: "auth_1", Amount: eur("17.40")})
		assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
		assert.Len(t, s.pay.Calls("authorize"), 1)
	})
	t.Run("bad notices are refused with every fault", func(t *testing.T) {
		s := newShop(t)
		err := s.Notify(s.ctx, order.Notice{Amount: eur("-1.00")})
		require.ErrorIs(t, err, order.Invalid)
		var e *order.Error
		require.ErrorAs(t, err, &e)
		assert.Len(t, e.Faults, 4)
	})
}

func TestAKeyFindsItsOrder(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Lost(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	n := order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeAuthorized, Key: s.pay.Calls("authorize")[0].Key, Ref: "auth", Amount: eur("17.40")}
	require.NoError(t, s.Notify(s.ctx, n))
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}

func TestANoticeForNobodyIsSeen(t *testing.T) {
	s := newShop(t)
	n := order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Ref: "who?", Amount: eur("5.00")}
	require.NoError(t, s.Notify(s.ctx, n))
	s.pass(48 * time.Hour)
	list, err := s.Unmatched(s.ctx, 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "who?", list[0].Ref)
}
