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
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func cash(s *shop, unit ...string) order.Draft {
	cad := func(text string) currency.Amount { return currency.MustParse(text, currency.CAD) }
	d := goods(1)
	d.Currency, d.Charges, d.Items = currency.CAD, nil, nil
	d.Policy = pricing.Policy{Prices: pricing.Gross, Cash: true}
	for i, u := range unit {
		d.Items = append(d.Items, order.Item{Type: "goods", SKU: "MUG", Line: pricing.Line{ID: fmt.Sprint("l", i), Unit: cad(u).Decimal(), Quantity: 1}})
	}
	return d
}

// hooked sends the webhook of its second authorization before the answer.
type hooked struct {
	*memory.Payments
	s *shop
	n int
}

func (g *hooked) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := g.Payments.Authorize(ctx, c)
	g.n++
	if err == nil && g.n == 2 {
		require.NoError(g.s.t, g.s.Notify(ctx, order.Notice{ID: r.Ref, Kind: order.NoticeAuthorized, Order: c.Order, Ref: r.Ref, Amount: c.Amount}))
	}
	return r, err
}

func TestARefundOfAChargeThatIsGivenUpMeanwhile(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = &direct{p: s.pay}
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("refund", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Refund{Charges: []string{"shipping"}, Amount: eur("2.00")}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Cancel{}, byStaff)
	require.NoError(t, err)
	s.pass(10 * time.Minute)
	x, _ := s.Order(s.ctx, o.ID)
	require.Empty(t, x.Quarantine, s.story(o.ID))
}

func TestAnInspectionAndARefundOfTheSameChargeAgree(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.pay.Next("refund", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Refund{Charges: []string{"shipping"}, Amount: eur("2.00")}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}}, byStaff)
	require.NoError(t, err)
	s.pass(10 * time.Minute)
	x, _ := s.Order(s.ctx, o.ID)
	require.Empty(t, x.Quarantine, s.story(o.ID))
}

func TestADisputedUnitThatCameBackDoesNotPayForTheNext(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Deliver{})
	x := s.check(o.ID)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "cb", Kind: order.NoticeChargeback, Order: o.ID, Parent: x.Payments[0].Ref, Ref: "dp", Amount: eur("17.40")}))
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	s.do(o.ID, order.Ship{})
	s.pass(time.Minute)
	p := s.pay.PaidFor(o.ID)
	require.Equal(t, "EUR 29.90", p.Captured.String())
}

func TestAnOrderRoundedForCashCanBeRefunded(t *testing.T) {
	for _, amount := range []string{"0.00", "1.00"} {
		s := newShop(t)
		d := cash(s, "4.92")
		o := s.place(d)
		s.do(o.ID, order.Pay{})
		s.do(o.ID, order.Ship{})
		_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: currency.MustParse(amount, currency.CAD)}, byStaff)
		assert.NoError(t, err, amount)
		x, _ := s.Order(s.ctx, o.ID)
		assert.Empty(t, x.Quarantine)
	}
}

func TestARoundingNeverMakesATotalNegative(t *testing.T) {
	s := newShop(t)
	o := s.place(cash(s, "5.00", "0.01", "0.01"))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Cancel{Of: order.Some("l0", 1)})
	s.do(o.ID, order.Cancel{Of: order.Some("l1", 1)})
	x := s.check(o.ID)
	assert.Empty(t, x.Cases)
}

func TestRaisingARaisedLineCountsAll(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}})
	raised := r.Order.Lines[1].ID
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: raised, Quantity: 2}}})
	r = s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 4}}})
	n := int64(0)
	for _, l := range r.Order.Lines {
		n += l.Quantity()
	}
	assert.EqualValues(t, 4, n)
}

func TestFewerUnitsAreTakenWhereTheyCanBeGivenUp(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}})
	raised := r.Order.Lines[1].ID
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some(raised, 1)})
	_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}}, byStaff)
	assert.NoError(t, err)
}

func TestANoticeThatFitsTwoCallsIsGivenToNeither(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = &hooked{Payments: s.pay, s: s}
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("8.70")}, {Token: "b", Amount: eur("8.70")}}}, byStaff)
	require.NoError(t, err)
	s.pass(5 * time.Minute)
	x := s.check(o.ID)
	assert.NotEqual(t, x.Payments[0].Ref, x.Payments[1].Ref)
	s.Gateways[""] = s.pay
	s.do(o.ID, order.Ship{})
}

func TestAChargeThatNobodyPromisedStaysOwed(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.pay.Next("authorize", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Pay{Of: order.Some("mug", 1)}, byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.do(o.ID, order.Pay{Of: order.Some("mug", 1)}, byCustomer)
	s.pay.Next("authorize", memory.Refuse("no"))
	s.pass(6 * time.Minute)
	s.pass(time.Hour) // the unpaid one is cancelled
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Captured.String())
}

func TestAFailureWhileAPersonIsAskedIsNoHotLoop(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.LostUndone(1))
	for range 60 {
		s.pay.Next("lookup", memory.Fail(1))
	}
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	require.NoError(t, err)
	for range 40 {
		s.pass(13 * time.Hour)
	}
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "f", Kind: order.NoticeFailed, Order: o.ID, Reason: "declined"}))
	x := s.check(o.ID)
	v := x.Version
	for range 50 {
		s.pass(time.Second)
	}
	x = s.check(o.ID)
	assert.Less(t, x.Version-v, int64(3))
}

func TestARefundMadeByHandWaitsUntilOursHasEnded(t *testing.T) {
	for name, tc := range map[string]struct {
		ends     memory.Fault
		code     string
		refunded string
	}{
		"refused, and theirs is booked": {memory.Refuse("short"), order.CaseLate, "EUR 10.00"},
		"done, and theirs cannot be":    {memory.OK(), order.CaseMismatch, "EUR 8.00"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			o := delivered(s, goods(1))
			s.pay.Next("refund", memory.Fail(1))
			r, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("8.00")}, byStaff)
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
			require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "r", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_hand", Parent: o.Payments[0].Ref, Amount: eur("10.00")}))
			require.Empty(t, s.check(o.ID).Cases)
			waiting, err := s.Unmatched(s.ctx, 0)
			require.NoError(t, err)
			require.Len(t, waiting, 1)
			s.pay.Next("refund", tc.ends)
			s.pass(10 * time.Minute)
			s.pass(2 * time.Hour)
			x, err := s.Order(s.ctx, o.ID)
			require.NoError(t, err)
			require.Len(t, x.Cases, 1)
			require.Equal(t, tc.code, x.Cases[0].Code)
			require.Equal(t, tc.refunded, x.Payments[0].Refunded.String())
		})
	}
}

func TestARefundMadeByHandIsBookedOnce(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	for range 30 {
		s.pay.Next("refund", memory.Fail(1))
	}
	_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("17.40")}, byStaff)
	require.NoError(t, err)
	for range 30 {
		s.pass(13 * time.Hour)
	}
	c := s.oneCase(o.ID)
	// staff refunds at the provider's dashboard; the webhook comes
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "r", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_hand", Parent: o.Payments[0].Ref, Amount: eur("17.40")}))
	_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.MarkDone, Ref: "re_hand"}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, "EUR 17.40", s.check(o.ID).Payments[0].Refunded.String())
}

func TestClosingALeftOverEndsIt(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	x := s.check(o.ID)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "v", Kind: order.NoticeVoided, Order: o.ID, Parent: x.Payments[0].Ref, Ref: "vv", Amount: eur("17.40")}))
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, byStaff)
	require.NoError(t, err)
	for range 4 {
		s.pass(20 * time.Minute)
	}
	for range 3 {
		x = s.check(o.ID)
		for _, c := range x.Cases {
			_, _ = s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.Close}, byStaff)
		}
	}
	x = s.check(o.ID)
	assert.Empty(t, x.Cases)
}
