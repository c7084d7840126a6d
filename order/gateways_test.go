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

// with sells through a gateway of those traits.
func with(t *testing.T, tr order.Traits) *shop {
	t.Helper()
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &tr})
	s.Gateways[""] = s.pay
	return s
}

func TestAGatewayThatOnlyCharges(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = plain{s.pay}
	t.Run("paying charges at once, shipping no more", func(t *testing.T) {
		o := s.place(goods(2))
		p, err := s.Plan(s.ctx, o.ID, order.Pay{}, byCustomer)
		require.NoError(t, err)
		assert.Equal(t, []string{"capture EUR 29.90"}, ops(p))
		r := s.do(o.ID, order.Pay{}, byCustomer)
		assert.Equal(t, "EUR 29.90", total(t, &r.Order).Paid.String())
		assert.True(t, total(t, &r.Order).Promised.IsZero())
		s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
		r = s.do(o.ID, order.Cancel{})
		assert.Equal(t, "1 shipped, 1 cancelled", states(&r.Order, "mug"))
		assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Refunded.String(), "what was charged for it comes back")
		s.do(o.ID, order.Deliver{})
		s.do(o.ID, order.Return{})
		s.do(o.ID, order.Receive{})
		s.do(o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}})
		assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Refunded.String())
		assert.Len(t, s.pay.Calls("capture"), 1)
	})
	t.Run("a declined card", func(t *testing.T) {
		o := s.place(numbered(goods(1), "2026-2"))
		_, err := s.Do(s.ctx, o.ID, order.Pay{With: []order.Tender{{Token: memory.DeclinedToken}}}, byCustomer)
		problem(t, err, order.Refused)
		assert.Equal(t, "1 placed", states(s.check(o.ID), "mug"))
	})
	t.Run("charged, then refused by the second tender: refunded", func(t *testing.T) {
		o := s.place(numbered(goods(1), "2026-3"))
		_, err := s.Do(s.ctx, o.ID, order.Pay{With: []order.Tender{{Amount: eur("10.00")}, {Token: memory.DeclinedToken}}}, byCustomer)
		problem(t, err, order.Refused)
		p := s.pay.PaidFor(o.ID)
		assert.Equal(t, "EUR 10.00", p.Captured.String())
		assert.Equal(t, p.Captured, p.Refunded)
		assert.True(t, total(t, s.check(o.ID)).Paid.IsZero())
	})
	t.Run("cancelled before shipping", func(t *testing.T) {
		o := s.place(numbered(goods(1), "2026-4"))
		s.do(o.ID, order.Pay{}, byCustomer)
		s.do(o.ID, order.Cancel{}, byCustomer)
		s.pass(time.Minute)
		assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Refunded.String())
	})
}

func TestAGatewayWithOneCapturePerPromise(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialVoid: true})
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Captured.String(), "all of it, with the first parcel")
	assert.True(t, r.Order.Payments[0].Closed)
	r = s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	assert.Len(t, s.pay.Calls("capture"), 1)
	assert.True(t, total(t, &r.Order).Balance.IsZero())
	s.do(o.ID, order.Cancel{})
	assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Refunded.String())
	assert.True(t, total(t, s.check(o.ID)).Balance.IsZero())
}

// A refund that is not through yet, and a parcel that takes the rest: see the replay
// 3/513/1000:983 of the simulator.
func TestAVoidIsDoneOnceTheOneCaptureGaveUpTheRest(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialVoid: true})
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.pay.Next("void", memory.LostUndone(1))
	r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r = *s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	require.True(t, r.Order.Payments[0].Closed)
	s.pass(time.Hour)
	o = s.check(o.ID)
	assert.Empty(t, o.Intents, "%s", lazy(func() string { return s.story(o.ID) }))
	assert.Empty(t, o.Cases)
	assert.Equal(t, "1 cancelled, 2 shipped", states(o, "mug"))
	assert.Equal(t, "EUR 29.90", o.Payments[0].Captured.String())
	assert.Equal(t, "EUR 12.50", o.Payments[0].Voided.String())
}

// Somebody captured at the provider, or its report of our capture came before we knew
// of it: the rest of the authorization is gone either way.
func TestTheOneCaptureGivesUpTheRestWhoeverMadeIt(t *testing.T) {
	for name, c := range map[string]struct {
		capture          func(s *shop, o *order.Order) order.Notice
		states, refunded string
	}{
		"by hand": {func(s *shop, o *order.Order) order.Notice {
			r, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: o.Payments[0].Ref, Amount: eur("17.40"), Op: "capture"})
			require.NoError(s.t, err)
			return order.Notice{Ref: r.Ref, Amount: eur("17.40")}
		}, "3 cancelled", "EUR 17.40"},
		"a part of what we asked for": {func(s *shop, o *order.Order) order.Notice {
			s.pay.Next("capture", memory.LostUndone(1))
			r, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
			require.NoError(s.t, err)
			require.Equal(s.t, order.Pending, r.Status)
			key := s.pay.Calls("capture")[0].Key
			paid, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: key, Order: o.ID, Ref: o.Payments[0].Ref, Amount: eur("17.40"), Op: "capture"})
			require.NoError(s.t, err)
			return order.Notice{Ref: paid.Ref, Key: key, Amount: eur("17.40")}
		}, "1 shipped, 2 cancelled", "EUR 0.00"},
	} {
		t.Run(name, func(t *testing.T) {
			s := with(t, order.Traits{KeyLife: order.Forever, PartialVoid: true})
			o := s.place(goods(3))
			o = &s.do(o.ID, order.Pay{}).Order
			n := c.capture(s, o)
			n.ID, n.Kind, n.Parent = "1", order.NoticeCaptured, o.Payments[0].Ref
			s.notify(n)
			o = s.check(o.ID)
			assert.True(t, o.Payments[0].Closed)
			assert.True(t, total(t, o).Promised.IsZero(), "nothing is left to capture")
			for range 3 {
				s.pass(time.Hour)
			}
			s.do(o.ID, order.Cancel{})
			s.pass(time.Hour)
			o = s.check(o.ID)
			assert.Empty(t, o.Intents, "%s", lazy(func() string { return s.story(o.ID) }))
			assert.Empty(t, s.pay.Calls("void"), "nothing is left to give up")
			assert.Equal(t, c.states, states(o, "mug"))
			assert.Equal(t, "EUR 17.40", o.Payments[0].Captured.String())
			assert.Equal(t, c.refunded, o.Payments[0].Refunded.String())
		})
	}
}

func TestAGatewayThatVoidsAllOrNothing(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialCapture: true})
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	assert.Empty(t, s.pay.Calls("void"), "the rest is still needed")
	s.do(o.ID, order.Ship{})
	p := s.pay.PaidFor(o.ID)
	assert.Equal(t, "EUR 29.90", p.Captured.String())
	assert.Equal(t, "EUR 12.50", p.Voided.String(), "when nothing needs it any more")
	o = s.place(numbered(goods(1), "2026-2"))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Cancel{})
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Voided.String())
}

func TestAPromiseRemembersWhenItEnds(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialCapture: true, AuthLife: 7 * 24 * time.Hour})
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	assert.Equal(t, s.clock.now().Add(7*24*time.Hour), *s.check(o.ID).Payments[0].Expires)
	s.clock.add(8 * 24 * time.Hour)
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	assert.Equal(t, "authorization_expired", problem(t, err, order.Refused).Code)
	o = s.check(o.ID)
	assert.Equal(t, "1 paid", states(o, "mug"))
	assert.True(t, o.Shipments[0].Cancelled, "the parcel was taken back")
}

func TestAPromiseMadeAtTheProviderEndsLikeOurs(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialCapture: true, AuthLife: 7 * 24 * time.Hour})
	o := s.place(goods(1))
	s.notify(order.Notice{ID: "1", Kind: order.NoticeAuthorized, Order: o.ID, Ref: "auth_1", Amount: eur("17.40")})
	ends := s.check(o.ID).Payments[0].Expires
	require.NotNil(t, ends)
	assert.Equal(t, s.clock.now().Add(7*24*time.Hour), *ends)
	s.clock.add(8 * 24 * time.Hour)
	s.do(o.ID, order.Cancel{}) // it cannot be voided any more, and need not be
	assert.Equal(t, "1 cancelled", states(s.check(o.ID), "mug"))
}

func TestSeveralMeansOfPayment(t *testing.T) {
	voucher := memory.NewPayments(memory.PortConfig{})
	s := newShop(t, func(c *order.Config) { c.Gateways["voucher"] = plain{voucher} })
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{With: []order.Tender{{Gateway: "voucher", Token: "GIFT", Amount: eur("20.00")}, {Token: "card"}}})
	o = s.check(o.ID)
	assert.Equal(t, "voucher", o.Payments[0].Gateway)
	assert.Equal(t, "EUR 20.00", o.Payments[0].Captured.String(), "a voucher is charged at once")
	assert.Equal(t, "EUR 22.40", o.Payments[1].Authorized.String())
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	assert.True(t, s.pay.PaidFor(o.ID).Captured.IsZero(), "the voucher covers it")
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "EUR 22.40", s.pay.PaidFor(o.ID).Captured.String())
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}})
	assert.Equal(t, "EUR 22.40", s.pay.PaidFor(o.ID).Refunded.String(), "the latest first")
	assert.Equal(t, "EUR 20.00", voucher.PaidFor(o.ID).Refunded.String())
}

func TestTendersMustFitWhatIsOwed(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1)) // 17.40
	for name, c := range map[string]struct {
		with  []order.Tender
		kind  order.Kind
		code  string
		limit bool
	}{
		"too little":           {[]order.Tender{{Amount: eur("17.39")}}, order.Refused, order.CodeTenders, true},
		"too much":             {[]order.Tender{{Amount: eur("17.41")}}, order.Refused, order.CodeTenders, true},
		"too much with a rest": {[]order.Tender{{Amount: eur("20.00")}, {Token: "card"}}, order.Refused, order.CodeTenders, true},
		"negative":             {[]order.Tender{{Amount: eur("-1.00")}, {}}, order.Invalid, order.CodeTenders, false},
		"two without amount":   {[]order.Tender{{}, {}}, order.Invalid, order.CodeTenders, false},
		"other money":          {[]order.Tender{{Amount: currency.New(1740, currency.USD)}}, order.Invalid, order.CodeTenders, false},
		"too many":             {make([]order.Tender, order.MaxTenders+1), order.Invalid, order.CodeTenders, false},
		"an unknown gateway":   {[]order.Tender{{Gateway: "shells"}}, order.Invalid, order.CodeNoPayment, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Do(s.ctx, o.ID, order.Pay{With: c.with}, byCustomer)
			e := problem(t, err, c.kind)
			assert.Equal(t, c.code, e.Code)
			if c.limit {
				assert.Equal(t, "EUR 17.40", e.Limit.String())
			}
			assert.Empty(t, s.pay.Calls(""))
		})
	}
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("17.40")}, {Token: "b"}}})
	assert.Len(t, s.check(o.ID).Payments, 1, "a tender that nothing is left for is not used")
}

func TestACaptureBeyondThePromiseIsRefusedWithTheLimit(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	p := s.check(o.ID).Payments[0]
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeVoided, Order: o.ID, Ref: "void_9", Parent: p.Ref, Amount: eur("20.00")}))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	e := problem(t, err, order.Refused)
	assert.Equal(t, order.CodeOverCapture, e.Code)
	assert.Equal(t, "EUR 9.90", e.Limit.String())
	assert.Contains(t, e.Error(), "EUR 9.90")
	assert.Empty(t, s.carrier.Calls("book"))
}

func TestRefundsBeyondWhatWasPaid(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(2))
	for name, c := range map[string]struct {
		refund order.Refund
		kind   order.Kind
		limit  string
	}{
		"of the order":       {order.Refund{Amount: eur("29.91")}, order.Refused, "EUR 29.90"},
		"of one unit":        {order.Refund{Of: order.Some("mug", 1), Amount: eur("12.51")}, order.Refused, "EUR 12.50"},
		"of a charge":        {order.Refund{Charges: []string{"shipping"}, Amount: eur("4.91")}, order.Refused, "EUR 4.90"},
		"negative":           {order.Refund{Amount: eur("-1.00")}, order.Invalid, ""},
		"other money":        {order.Refund{Amount: currency.New(1, currency.JPY)}, order.Invalid, ""},
		"a charge not there": {order.Refund{Charges: []string{"gift"}}, order.Invalid, ""},
		"of a third unit":    {order.Refund{Of: order.Selection{{Line: "mug", From: 1, Quantity: 2}}}, order.Refused, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Do(s.ctx, o.ID, c.refund, byStaff)
			e := problem(t, err, c.kind)
			if c.limit != "" {
				assert.Equal(t, order.CodeOverRefund, e.Code)
				assert.Equal(t, c.limit, e.Limit.String())
			}
		})
	}
	assert.Empty(t, s.pay.Calls("refund"))
	s.do(o.ID, order.Refund{Charges: []string{"shipping"}, Amount: eur("1.00")})
	s.do(o.ID, order.Refund{Charges: []string{"shipping"}})
	assert.Equal(t, "EUR 4.90", s.pay.PaidFor(o.ID).Refunded.String())
	_, err := s.Do(s.ctx, o.ID, order.Refund{Charges: []string{"shipping"}}, byStaff)
	assert.Equal(t, order.CodeNothing, problem(t, err, order.Refused).Code)
}

func TestWhatALaggingLookupCannotProveALivingKeyCan(t *testing.T) {
	for name, fault := range map[string]memory.Fault{"done": memory.Lost(1), "not done": memory.LostUndone(1)} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Lag: time.Hour,
				Traits: &order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupEventual, PartialCapture: true}})
			s.Gateways[""] = s.pay
			o := s.place(goods(1))
			s.pay.Next("authorize", fault)
			r, err := s.tryPay(o.ID)
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
			s.pass(r5)
			assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
			calls := s.pay.Calls("authorize")
			require.Len(t, calls, 2)
			assert.Equal(t, calls[0].Key, calls[1].Key)
			assert.Equal(t, 1, s.pay.Effects(calls[0].Key))
		})
	}
}
