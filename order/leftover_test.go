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

func TestAChargeWhoseShipmentWasStoppedIsTakenInTheEnd(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	r, err = s.Do(s.ctx, o.ID, order.Cancel{}, byStaff)
	require.NoError(t, err)
	for range 4 {
		s.pass(20 * time.Minute)
	}
	s.do(o.ID, order.Deliver{})
	for range 4 {
		s.pass(30 * 24 * time.Hour)
	}
	after := s.check(o.ID)
	m := total(t, after)
	assert.True(t, m.Balance.IsZero() || len(after.Cases) > 0, "completed, and 4.90 never taken")
}

func TestCouponAndShippingOutliveACancelThatFailed(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Items = d.Items[:1]
	o := s.place(d)
	s.stock.Next("release", memory.Fail(1), memory.OK(), memory.Refuse("no"))
	r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	s.pass(6 * time.Minute)
	o = s.check(o.ID)
	assert.Equal(t, 1, s.coupons.RedeemedFor(o.ID), "two units keep the discount, the coupon is free again")
	assert.True(t, o.Charges[0].Live, "two units are still to be sent, the shipping charge is gone")
}

func TestMoneyTakenAtOnceCanBeRefundedBeforeShipping(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = &direct{p: s.pay}
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	p, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, "EUR 0.00", p.After.Paid.String(), "Plan of Cancel shows the refund")
	_, err = s.Do(s.ctx, o.ID, order.Refund{Amount: eur("2.00")}, byStaff)
	assert.NoError(t, err)
}

func TestACancelStopsOnlyWhatHoldsItsUnits(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Deliver{})
	s.pay.Next("refund", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("2.00")}, byStaff, order.Key("goodwill"))
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.carrier.Next("book", memory.Fail(1))
	r, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 2)}, byCustomer)
	require.NoError(t, err)
	for range 3 {
		s.pass(20 * time.Minute)
	}
	after := s.check(o.ID)
	assert.Equal(t, "EUR 2.00", s.pay.PaidFor(o.ID).Refunded.String(), "the refund had nothing to do with it")
	assert.Equal(t, "1 delivered, 2 cancelled", states(after, "mug"))
}

func TestAnImpossibleCancelStopsNothing(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 5)}, byCustomer)
	require.ErrorIs(t, err, order.Refused, "there are only two")
	s.pass(10 * time.Minute)
	assert.Equal(t, "1 shipped, 1 paid", states(s.check(o.ID), "mug"))
}

func TestNewsOfOneProviderNeverReachesTheOrderOfAnother(t *testing.T) {
	s := newShop(t)
	other := memory.NewPayments(memory.PortConfig{Now: s.clock.now})
	s.Gateways["paypal"] = other
	first := s.place(goods(1))
	s.do(first.ID, order.Pay{})
	d := goods(1)
	d.Number = "2026-2"
	s.clock.add(time.Minute)
	second := s.place(d)
	s.do(second.ID, order.Pay{With: []order.Tender{{Gateway: "paypal"}}})
	a, b := s.check(first.ID), s.check(second.ID)
	require.Equal(t, a.Payments[0].Ref, b.Payments[0].Ref, "two providers, one numbering")
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "", ID: "cb", Kind: order.NoticeChargeback, Parent: a.Payments[0].Ref, Ref: "d1", Amount: eur("17.40")}))
	a, b = s.check(first.ID), s.check(second.ID)
	assert.Equal(t, "EUR 17.40", a.Payments[0].ChargedBack.String())
	assert.Len(t, b.Payments, 1, "booked on somebody else's order")
}

func TestGatewayAndCarrierNumberTheirEventsApart(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	o = s.check(o.ID)
	op := o.Payments[0].Ops[1]
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: op.Ref, Amount: op.Amount}))
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: "deliver", Order: o.ID, Ref: o.Shipments[0].Tracking}))
	assert.Equal(t, "1 delivered", states(s.check(o.ID), "mug"))
}

func TestNobodyPaysTwiceWhenATransferOvertakesARetry(t *testing.T) {
	s := newShop(t)
	g := &direct{p: s.pay}
	s.Gateways[""] = g
	o := s.place(goods(1))
	s.pay.Next("capture", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	require.NoError(t, err)
	// the customer pays by bank transfer meanwhile
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr", Amount: eur("17.40")}))
	s.Gateways["bank"] = memory.NewPayments(memory.PortConfig{Now: s.clock.now})
	s.pass(10 * time.Minute)
	s.pass(20 * time.Minute)
	o = s.check(o.ID)
	m := total(t, o)
	assert.Equal(t, "EUR 17.40", m.Paid.String())
	assert.Equal(t, "0", s.pay.PaidFor(o.ID).Captured.String(), "the card was charged although the money was there")
}

func TestAnAuthorizationThatEndedNeedsNoVoid(t *testing.T) {
	s := newShop(t)
	tr := order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour}
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &tr})
	s.Gateways[""] = s.pay
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pass(8 * 24 * time.Hour)
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.ErrorIs(t, err, order.Refused, "it cannot be captured any more")
	s.do(o.ID, order.Cancel{}, byCustomer)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
}
