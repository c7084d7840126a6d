package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

func total(t *testing.T, o *order.Order) order.Money {
	t.Helper()
	m, err := o.Money()
	require.NoError(t, err)
	return m
}

func TestCancelGivesEverythingBack(t *testing.T) {
	t.Run("before payment: stock and coupon", func(t *testing.T) {
		s := newShop(t)
		o := s.place(mixed())
		require.Equal(t, int64(3), s.stock.Level("MUG").Reserved)
		require.Equal(t, 1, s.coupons.RedeemedFor(o.ID))
		r := s.do(o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"))
		assert.Equal(t, fsm.Cancelled, r.Order.Status())
		assert.Zero(t, s.stock.Level("MUG").Reserved)
		assert.Zero(t, s.coupons.RedeemedFor(o.ID))
		assert.True(t, total(t, &r.Order).Total.IsZero(), "shipping goes with the last unit")
	})
	t.Run("after authorization: the promise is voided", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Pay{})
		r := s.do(o.ID, order.Cancel{})
		assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Voided.String())
		assert.True(t, total(t, &r.Order).Promised.IsZero())
	})
	t.Run("some units: only their part, charges stay", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Pay{})
		r := s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
		assert.Equal(t, "1 cancelled, 2 paid", states(&r.Order, "mug"))
		assert.Equal(t, "EUR 29.90", total(t, &r.Order).Total.String())
		assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Voided.String())
		s.do(o.ID, order.Ship{})
		assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Captured.String())
	})
	t.Run("after others were shipped", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
		assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Captured.String())
		r := s.do(o.ID, order.Cancel{})
		assert.Equal(t, "2 shipped, 1 cancelled", states(&r.Order, "mug"))
		m := total(t, &r.Order)
		assert.True(t, m.Promised.IsZero(), "nothing stays authorized (solidusio/solidus PR 1529)")
		assert.True(t, m.Balance.IsZero())
	})
	t.Run("what was captured is refunded", func(t *testing.T) {
		s := newShop(t)
		d := mixed()
		d.Items = d.Items[1:2]
		o := s.place(d)
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Produce{})
		_, err := s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"))
		require.ErrorIs(t, err, order.Refused, "made to the customer's specification")
		s.do(o.ID, order.Cancel{})
		assert.Equal(t, s.pay.PaidFor(o.ID).Captured, s.pay.PaidFor(o.ID).Refunded)
		assert.Zero(t, s.coupons.RedeemedFor(o.ID))
	})
	t.Run("a shipped unit is refused with the reason", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		_, err := s.Do(s.ctx, o.ID, order.Cancel{}, order.By(fsm.Customer, "c-7"))
		require.ErrorIs(t, err, order.Refused)
		assert.Contains(t, err.Error(), "return")
	})
}

func TestUnpaidOrdersAreCancelledByTheirTimer(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.clock.add(29 * time.Minute)
	n, err := s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Zero(t, n)
	s.clock.add(time.Minute)
	n, err = s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	assert.Zero(t, s.stock.Level("MUG").Reserved)
}

func TestDeliveredUnitsAreConfirmedByTheirTimer(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	s.clock.add(15 * 24 * time.Hour)
	_, err := s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Equal(t, "1 confirmed", states(s.check(o.ID), "mug"))
	assert.Equal(t, "EUR 12.50", s.members.EarnedFor("c-7", o.ID).String())
}

func delivered(s *shop, d order.Draft) *order.Order {
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	return &s.do(o.ID, order.Confirm{}).Order
}

func TestReturns(t *testing.T) {
	t.Run("accepted: refunded, restocked, points reversed", func(t *testing.T) {
		s := newShop(t)
		o := delivered(s, goods(3))
		s.do(o.ID, order.Return{Of: order.Some("mug", 2)}, order.By(fsm.Customer, "c-7"))
		s.do(o.ID, order.Receive{})
		r := s.do(o.ID, order.Inspect{Accepted: true})
		assert.Equal(t, "2 returned, 1 confirmed", states(&r.Order, "mug"))
		assert.Equal(t, "EUR 25.00", s.pay.PaidFor(o.ID).Refunded.String())
		assert.Equal(t, int64(1), s.stock.Level("MUG").Sold)
		assert.Equal(t, "EUR 12.50", s.members.EarnedFor("c-7", o.ID).String())
	})
	t.Run("scrapped goods are refunded, not restocked", func(t *testing.T) {
		s := newShop(t)
		o := delivered(s, goods(1))
		s.do(o.ID, order.Return{})
		s.do(o.ID, order.Receive{})
		s.do(o.ID, order.Inspect{Accepted: true, Scrap: true, Charges: []string{"shipping"}})
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Refunded.String(), "with the shipping, as asked")
		assert.Equal(t, int64(1), s.stock.Level("MUG").Sold)
	})
	t.Run("rejected: the customer keeps them and has paid", func(t *testing.T) {
		s := newShop(t)
		o := delivered(s, goods(1))
		s.do(o.ID, order.Return{})
		s.do(o.ID, order.Receive{})
		r := s.do(o.ID, order.Inspect{Finding: "worn"})
		assert.Equal(t, "1 rejected", states(&r.Order, "mug"))
		assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero())
	})
	t.Run("one by one gives back exactly the charge", func(t *testing.T) {
		s := newShop(t)
		d := goods(3)
		d.Charges = nil
		d.Discounts = append(d.Discounts, mixed().Discounts...)
		o := delivered(s, d) // 37.50 - 3.75
		for range 3 {
			s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
			s.do(o.ID, order.Receive{})
			s.do(o.ID, order.Inspect{Accepted: true})
		}
		assert.Equal(t, "EUR 33.75", s.pay.PaidFor(o.ID).Refunded.String(), "I5")
		assert.Equal(t, fsm.Returned, s.check(o.ID).Status())
	})
}

func TestRefundWithoutReturn(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(3))
	s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("2.00"), Why: "scratched"})
	r := s.do(o.ID, order.Refund{Amount: eur("3.00")})
	assert.Equal(t, "EUR 37.40", total(t, &r.Order).Total.String())
	assert.Equal(t, "EUR 5.00", s.pay.PaidFor(o.ID).Refunded.String())

	_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("37.41")}, order.By(fsm.Staff, "anna"))
	var e *order.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, order.CodeOverRefund, e.Code)
	assert.Equal(t, "EUR 37.40", e.Limit.String())
	_, err = s.Do(s.ctx, o.ID, order.Refund{Amount: eur("1.00")}, order.By(fsm.Customer, "c-7"))
	require.ErrorIs(t, err, order.Refused)

	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	r = s.do(o.ID, order.Refund{Charges: []string{"shipping"}})
	assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Refunded.String(), "everything, and not a cent more")
	assert.True(t, s.members.EarnedFor("c-7", o.ID).IsZero())
	assert.True(t, total(t, &r.Order).Paid.IsZero())
}

func TestModifyBeforeShipping(t *testing.T) {
	t.Run("fewer units: the difference comes back", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(3))
		s.do(o.ID, order.Pay{})
		p, err := s.Plan(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}}, order.By(fsm.Customer, "c-7"))
		require.NoError(t, err)
		assert.Equal(t, "EUR 17.40", p.After.Total.String())
		r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 1}}}, order.By(fsm.Customer, "c-7"), order.Exactly(p))
		assert.Equal(t, p.After, total(t, &r.Order), "the preview is the commit")
		assert.Equal(t, "EUR 25.00", s.pay.PaidFor(o.ID).Voided.String())
		assert.Equal(t, int64(1), s.stock.Level("MUG").Reserved)
	})
	t.Run("more units: the difference is due", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}}, order.By(fsm.Customer, "c-7"))
		assert.Equal(t, "2 placed", states(&r.Order, "mug+1"))
		assert.Equal(t, "EUR 42.40", total(t, &r.Order).Total.String())
		s.do(o.ID, order.Pay{}, order.By(fsm.Customer, "c-7"))
		assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Authorized.String())
		s.do(o.ID, order.Ship{})
		assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Captured.String())
	})
	t.Run("up then down with no payment between moves no money (vendurehq/vendure#4013)", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}})
		r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug+1", Quantity: 0}}})
		assert.Equal(t, "EUR 17.40", total(t, &r.Order).Total.String())
		p := s.pay.PaidFor(o.ID)
		assert.True(t, p.Voided.IsZero())
		assert.True(t, p.Refunded.IsZero())
		assert.Equal(t, "EUR 17.40", p.Authorized.String())
	})
	t.Run("an exchange charges the difference only", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 0}}, Add: []order.Item{item("cup", "goods", "15.00", 1)}})
		assert.True(t, s.pay.PaidFor(o.ID).Voided.IsZero(), "what was promised counts towards the new goods")
		assert.Equal(t, "EUR 19.90", total(t, &r.Order).Total.String(), "shipping stays")
		s.do(o.ID, order.Pay{})
		assert.Equal(t, "EUR 19.90", s.pay.PaidFor(o.ID).Authorized.String())
		s.do(o.ID, order.Ship{})
		assert.Equal(t, "EUR 19.90", s.pay.PaidFor(o.ID).Captured.String())
	})
	t.Run("added units that nobody pays for go again, and what is left over comes back", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 0}}, Add: []order.Item{item("cup", "goods", "15.00", 1)}})
		s.clock.add(31 * time.Minute)
		_, err := s.Pass(s.ctx)
		require.NoError(t, err)
		o = s.check(o.ID)
		assert.Equal(t, fsm.Cancelled, o.Status())
		assert.True(t, total(t, o).Promised.IsZero())
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Voided.String())
	})
	t.Run("the address, until the last unit left", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		to := i18n.Address{Name: "Erika Mustermann", Lines: []string{"Heidestraße 17"}, Locality: "Köln", PostalCode: "51147", Country: "DE"}
		s.do(o.ID, order.Readdress{ShipTo: to}, order.By(fsm.Customer, "c-7"))
		p, err := s.Person(s.ctx, o.ID)
		require.NoError(t, err)
		assert.Equal(t, "Köln", p.ShipTo.Locality)
		events, err := s.History(s.ctx, o.ID)
		require.NoError(t, err)
		for _, e := range events {
			assert.NotContains(t, string(e.Data), "Köln", "history holds no personal data")
		}
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: to}, order.By(fsm.Staff, "anna"))
		require.ErrorIs(t, err, order.Refused)
	})
	t.Run("after shipping it is refused", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}}, order.By(fsm.Staff, "anna"))
		require.ErrorIs(t, err, order.Refused)
	})
}

func TestRefundsSpreadOverSeveralPayments(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "voucher", Amount: eur("10.00")}, {Token: "card"}}})
	s.do(o.ID, order.Ship{})
	o = s.check(o.ID)
	require.Len(t, o.Payments, 2)
	assert.Equal(t, "EUR 10.00", o.Payments[0].Captured.String())
	assert.Equal(t, "EUR 32.40", o.Payments[1].Captured.String())
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	r := s.do(o.ID, order.Inspect{Accepted: true})
	assert.Equal(t, "EUR 32.40", r.Order.Payments[1].Refunded.String())
	assert.Equal(t, "EUR 5.10", r.Order.Payments[0].Refunded.String())
}
