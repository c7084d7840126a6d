package order_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func (s *shop) notify(n order.Notice) {
	s.t.Helper()
	require.NoError(s.t, s.Notify(s.ctx, n))
}

func TestTheProvidersWordEndsAWait(t *testing.T) {
	t.Run("it failed: what was done is undone", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Await("https://bank.example"))
		_, err := s.tryPay(o.ID)
		require.NoError(t, err)
		s.notify(order.Notice{ID: "1", Kind: order.NoticeFailed, Key: s.pay.Calls("authorize")[0].Key, Reason: "authentication failed"})
		o = s.check(o.ID)
		assert.Equal(t, "1 placed", states(o, "mug"))
		assert.Empty(t, o.Intents)
		_, err = s.tryPay(o.ID)
		problem(t, err, order.Refused)
	})
	t.Run("by amount and payment, where it repeats no key", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("capture", memory.Lost(1))
		s.pay.Next("lookup", memory.Fail(99))
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
		require.NoError(t, err)
		p := s.check(o.ID).Payments[0]
		s.notify(order.Notice{ID: "0", Kind: order.NoticeCaptured, Ref: "cap_0", Parent: p.Ref, Amount: eur("9.99")})
		assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"), "another amount")
		s.notify(order.Notice{ID: "1", Kind: order.NoticeCaptured, Ref: "cap_1", Parent: p.Ref, Amount: eur("17.40")})
		assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
	})
	t.Run("it closes the case about the call", func(t *testing.T) {
		s, id := unknownCapture(t, memory.Lost(1))
		s.notify(order.Notice{ID: "1", Kind: order.NoticeCaptured, Key: s.pay.Calls("capture")[0].Key, Ref: "cap_1", Amount: eur("17.40")})
		o := s.check(id)
		assert.Equal(t, "1 shipped", states(o, "mug"))
		assert.Empty(t, o.Cases)
		events, err := s.History(s.ctx, id)
		require.NoError(t, err)
		assert.Contains(t, event(t, events, order.EventClosed).Why, "provider")
	})
	t.Run("nobody waits for it", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		before := s.check(o.ID)
		s.notify(order.Notice{ID: "1", Kind: order.NoticeFailed, Order: o.ID, Key: "o1/9/9"})
		after := s.check(o.ID)
		assert.Equal(t, before.Payments, after.Payments)
		assert.Empty(t, after.Cases)
		assert.Equal(t, before.LastEvent+1, after.LastEvent, "history tells of it")
	})
}

func TestMoneyThatMovedByItselfIsBooked(t *testing.T) {
	paid := func(t *testing.T) (*shop, *order.Order) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		return s, &s.do(o.ID, order.Ship{}).Order
	}
	for name, c := range map[string]struct {
		n    order.Notice
		code string
		paid string
	}{
		"a refund at the provider":      {order.Notice{Kind: order.NoticeRefunded, Amount: eur("5.00")}, order.CaseLate, "EUR 12.40"},
		"more refunded than taken":      {order.Notice{Kind: order.NoticeRefunded, Amount: eur("17.41")}, order.CaseMismatch, "EUR 17.40"},
		"a chargeback":                  {order.Notice{Kind: order.NoticeChargeback, Amount: eur("17.40")}, order.CaseChargeback, "EUR 0.00"},
		"other money":                   {order.Notice{Kind: order.NoticeRefunded, Amount: currency.New(1, currency.USD)}, order.CaseLate, "EUR 17.40"},
		"no amount":                     {order.Notice{Kind: order.NoticeRefunded}, order.CaseLate, "EUR 17.40"},
		"a second charge, not asked":    {order.Notice{Kind: order.NoticeCaptured, Amount: eur("17.40")}, order.CaseLate, "EUR 34.80"},
		"a kind that no workflow knows": {order.Notice{Kind: "earthquake"}, order.CaseLate, "EUR 17.40"},
		"an action not open to it":      {order.Notice{Kind: "complete"}, order.CaseLate, "EUR 17.40"},
	} {
		t.Run(name, func(t *testing.T) {
			s, o := paid(t)
			s.pay.Next("refund", memory.Fail(1000))
			c.n.ID, c.n.Order, c.n.Ref, c.n.Parent = "1", o.ID, "ref_1", o.Payments[0].Ref
			s.notify(c.n)
			s.notify(c.n)
			o = s.check(o.ID)
			require.NotEmpty(t, o.Cases)
			assert.Equal(t, c.code, o.Cases[0].Code)
			assert.Len(t, o.Cases, 1, "told twice, asked once")
			assert.Equal(t, c.paid, total(t, o).Paid.String())
			assert.Equal(t, "1 shipped", states(o, "mug"))
		})
	}
}

func TestNoticesWaitForTheirOrder(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.NewID = func() string { return "late" } })
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Ref: "tr_1", Amount: eur("17.40"), Parent: "nobody"})
	s.notify(order.Notice{Provider: "bank", ID: "2", Kind: order.NoticeCaptured, Order: "late", Ref: "tr_2", Amount: eur("17.40")})
	n, err := s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	n, err = s.Pass(s.ctx)
	require.NoError(t, err)
	assert.Zero(t, n, "not again at once")
	for range 5 {
		s.pass(time.Hour)
	}
	o := s.place(goods(1))
	s.pass(time.Hour)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	s.notify(order.Notice{Provider: "bank", ID: "2", Kind: order.NoticeCaptured, Order: "late", Ref: "tr_2", Amount: eur("17.40")})
	assert.Equal(t, "EUR 17.40", total(t, s.check(o.ID)).Paid.String())
}

func TestAnEventOfACarrierWaitsForTheActionUnderWay(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	s.members.Next("accrue", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Confirm{}, byCustomer)
	require.NoError(t, err)
	s.notify(order.Notice{Provider: "dhl", ID: "1", Kind: "deliver", Ref: o.Shipments[0].Tracking})
	o = s.check(o.ID)
	require.Len(t, o.Queue, 1)
	assert.Equal(t, o.Intents[0].No, o.Queue[0].Behind)
	s.pass(r5)
	o = s.check(o.ID)
	assert.Equal(t, "2 confirmed", states(o, "mug"))
	assert.Empty(t, o.Queue)
	assert.Empty(t, o.Cases, "already delivered")
}

func TestANoticeTheStoreCannotKeepComesAgain(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	w.commit = broken
	n := order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40"), At: s.clock.now().In(time.FixedZone("CET", 3600))}
	s.notify(n) // it is in the inbox
	assert.Equal(t, fsm.Created, s.check(o.ID).Status())
	w.commit = nil
	s.pass(time.Minute)
	o = s.check(o.ID)
	assert.Equal(t, fsm.Paid, o.Status())
	assert.Equal(t, time.UTC, o.Payments[0].Ops[0].At.Location())
	w.find = func(context.Context, order.Query) ([]order.Order, error) { return nil, errBroken }
	s.notify(order.Notice{Provider: "bank", ID: "2", Kind: order.NoticeChargeback, Ref: "cb_1", Parent: "tr_1", Amount: eur("17.40")})
	w.find = nil
	s.pass(time.Minute)
	assert.Len(t, s.check(o.ID).Cases, 1)
}

func TestModifyRedeemsTheCouponOfAnAddedLine(t *testing.T) {
	s := newShop(t)
	s.coupons.Add("CUP", 1)
	o := s.place(goods(1))
	cup := item("cup", "goods", "10.00", 1)
	cup.Line.Discounts = mixed().Discounts
	cup.Line.Discounts[0].Code = "CUP"
	s.do(o.ID, order.Modify{Add: []order.Item{cup}})
	assert.EqualValues(t, 1, s.coupons.Used("CUP"))
	o = s.check(o.ID)
	assert.Equal(t, "EUR 26.40", total(t, o).Total.String())
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "cup", Quantity: 0}}})
	assert.Zero(t, s.coupons.Used("CUP"))
	assert.Contains(t, s.check(o.ID).Coupons[0].Code, "CUP")
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
