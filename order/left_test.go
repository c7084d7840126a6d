package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

func TestWhatStaffLeavePaidIsLeftAndNothingElse(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Cancel{})
	late := func(id, amount string) {
		rec, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: id, Order: o.ID, Token: "card", Amount: eur(amount), Op: "capture"})
		require.NoError(t, err)
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: id, Kind: order.NoticeCaptured, Order: o.ID, Ref: rec.Ref, Amount: eur(amount)}))
	}
	s.pay.Next("refund", memory.Refuse("account_closed"))
	late("1", "17.40")
	var left *order.Case
	for _, c := range s.check(o.ID).Cases {
		if c.Code == order.CaseLeftOver {
			left = &c
		}
	}
	require.NotNil(t, left)
	assert.Equal(t, eur("17.40"), left.Amount)
	assert.Contains(t, left.Reason, "EUR 17.40")
	s.resolve(o.ID, order.Decide{Case: left.No, Choice: order.Close})
	s.pass(time.Hour)
	o = s.check(o.ID)
	assert.Equal(t, eur("17.40"), o.LeftPaid)
	assert.True(t, o.LeftOpen.IsZero())
	assert.Empty(t, o.Intents)
	assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero())
	late("2", "5.00")
	assert.Equal(t, "EUR 5.00", s.pay.PaidFor(o.ID).Refunded.String(), "that was not what they left")
	assert.Equal(t, eur("17.40"), s.check(o.ID).LeftPaid)
}

// Money that is only promised to an order which needs none is left over, too: staff
// see how much, and what they decide to leave promised is not given up again.
func TestAPromiseThatStaffLeaveIsLeftAndNothingElse(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Cancel{})
	late := func(id, amount string) {
		rec, err := s.pay.Authorize(s.ctx, order.PaymentCall{Key: id, Order: o.ID, Token: "card", Amount: eur(amount), Op: "authorize"})
		require.NoError(t, err)
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: id, Kind: order.NoticeAuthorized, Order: o.ID, Ref: rec.Ref, Amount: eur(amount)}))
	}
	s.pay.Next("void", memory.Refuse("too_late"))
	late("1", "17.40")
	var left order.Case
	for _, c := range s.check(o.ID).Cases {
		if c.Code == order.CaseLeftOver {
			left = c
		}
	}
	assert.Equal(t, eur("17.40"), left.Amount)
	assert.Contains(t, left.Reason, "belongs to the customer (EUR 17.40)")
	s.resolve(o.ID, order.Decide{Case: left.No, Choice: order.Close})
	s.pass(time.Hour)
	o = s.check(o.ID)
	assert.Equal(t, eur("17.40"), o.LeftOpen)
	assert.Equal(t, currency.Amount{}, o.LeftPaid, "no money was paid")
	assert.Len(t, s.pay.Calls("void"), 1)
	late("2", "5.00")
	assert.Equal(t, "EUR 5.00", s.pay.PaidFor(o.ID).Voided.String(), "that was not what they left")
	assert.Equal(t, eur("17.40"), s.check(o.ID).LeftOpen)
}

// A coupon that could not be given back is no money: the case says what it is.
func TestACaseAboutACouponNamesNoMoney(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Items, d.Charges = d.Items[:1], nil
	o := s.place(d)
	s.stock.Next("release", memory.Fail(1))
	s.coupons.Next("giveback", memory.Refuse("closed"))
	_, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	s.pass(r5) // each was planned while the other's units still used it
	require.Equal(t, "2 cancelled, 1 cancelled", states(s.check(o.ID), "mug"))
	c := s.oneCase(o.ID)
	assert.Equal(t, order.CaseLeftOver, c.Code)
	assert.Equal(t, currency.Amount{}, c.Amount)
	assert.Contains(t, c.Reason, "A charge or a coupon of this order could not be settled")
	s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.Close})
	o = s.check(o.ID)
	assert.True(t, o.Coupons[0].LeftUsed)
	assert.Equal(t, [2]currency.Amount{}, [2]currency.Amount{o.LeftPaid, o.LeftOpen}, "nothing is left but the coupon")
}
