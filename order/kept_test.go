package order_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

func TestWhatStaffKeepIsKeptAndNothingElse(t *testing.T) {
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
	assert.Equal(t, "EUR 5.00", s.pay.PaidFor(o.ID).Refunded.String(), "that was not what they kept")
	assert.Equal(t, eur("17.40"), s.check(o.ID).LeftPaid)
}

func TestTheSameNewsIsOneCaseAndOtherNewsIsAnother(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	for i, n := range []order.Notice{
		{Kind: "weird"}, {Kind: "weird"}, {Kind: "odd"}, // what no workflow knows
		{Kind: "weird", Ref: "1"}, {Kind: "weird", Ref: "1"}, {Kind: "weird", Ref: "2"},
	} {
		n.Provider, n.ID, n.Order = "psp", fmt.Sprint(i), o.ID
		require.NoError(t, s.Notify(s.ctx, n))
	}
	o = s.check(o.ID)
	var refs []string
	for _, c := range o.Cases {
		refs = append(refs, c.Ref)
	}
	assert.Equal(t, []string{"", "", "1", "2"}, refs)
	assert.Equal(t, int64(4), o.LastCase)
}

func TestEverythingMayBeRefundedByTheProvider(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_1", Parent: o.Payments[0].Ref, Amount: eur("17.40")}))
	assert.Equal(t, eur("17.40"), s.check(o.ID).Payments[0].Refunded)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "2", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_2", Parent: o.Payments[0].Ref, Amount: eur("0.01")}))
	assert.Equal(t, eur("17.40"), s.check(o.ID).Payments[0].Refunded, "a cent too much is a case and is not booked")
}

func TestARefundTakesAsManyUnitsAsWereAskedFor(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(4))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.clock.add(time.Minute)
	s.do(o.ID, order.Ship{Of: order.Some("mug", 3)}) // three runs and more
	s.do(o.ID, order.Deliver{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Refund{Of: order.Some("mug", 3)})
	assert.Equal(t, "EUR 37.50", s.check(o.ID).Payments[0].Refunded.String())
	s.do(o.ID, order.Refund{Of: order.Selection{{Line: "mug", From: 3, Quantity: 1, Exact: true}}})
	assert.Equal(t, "EUR 50.00", s.check(o.ID).Payments[0].Refunded.String())
}

func TestUnitsThatTheShopGaveUpAreOneRow(t *testing.T) {
	s := promoting(t, tenForFive())
	d := fiveMugs(t, "claw_back")
	d.Items = append(d.Items, item("cup", "goods", "1.00", 2))
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	for range 2 {
		s.do(o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true})
	}
	s.do(o.ID, order.Cancel{Of: order.Some("cup", 1), KeepPromotions: true})
	o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true}).Order
	assert.Equal(t, []order.Units{{Line: "cup", First: 0, Count: 1}, {Line: "mug", First: 0, Count: 3}}, o.Excused)
}

func TestACreditNoteTakesUnitsOutOfTheMiddleOfAnInvoice(t *testing.T) {
	s := newShop(t, after("ship"))
	o := s.place(goods(6))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	o = s.sentBack(o.ID, order.Selection{{Line: "mug", From: 4, Quantity: 1, Exact: true}})
	o = s.sentBack(o.ID, order.Selection{{Line: "mug", From: 2, Quantity: 2, Exact: true}})
	o = s.sentBack(o.ID, nil)
	var credited int64
	for _, d := range o.Documents {
		if d.Kind == order.CreditNote {
			for _, it := range d.Items {
				if it.Line != "" {
					credited += it.Count
				}
			}
		}
	}
	assert.Equal(t, int64(6), credited)
	s.allBilled(o.ID)
}
