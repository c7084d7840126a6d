package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestANoticeWithTheKeyOfNoOrderIsFoundByItsReference(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(1))
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Key: "elsewhere/1/1", Parent: o.Payments[0].Ref, Ref: "re_1", Amount: eur("1.00")})
	assert.Equal(t, "EUR 1.00", s.check(o.ID).Payments[0].Refunded.String())
}

func TestAReferenceIsThePaymentsOfThatProvider(t *testing.T) {
	s := newShop(t)
	one := s.place(numbered(goods(1), "1"))
	s.clock.add(time.Second)
	two := s.place(numbered(goods(1), "2"))
	paid := func(provider, id, to, ref string) {
		s.notify(order.Notice{Provider: provider, ID: id, Kind: order.NoticeCaptured, Order: to, Ref: ref, Amount: eur("1.00")})
	}
	paid("east", "1", one.ID, "X")
	paid("west", "1", two.ID, "X")
	paid("east", "2", two.ID, "Y")
	s.notify(order.Notice{Provider: "east", ID: "3", Kind: order.NoticeRefunded, Parent: "X", Ref: "re_1", Amount: eur("0.40")})
	assert.Equal(t, "EUR 0.60", total(t, s.check(one.ID)).Paid.String())
	assert.Equal(t, "EUR 2.00", total(t, s.check(two.ID)).Paid.String())
}

func TestAPaymentThatNobodyAskedForHasAnIDOfItsOwn(t *testing.T) {
	s := newShop(t)
	s.Gateways["other"] = s.pay
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{With: []order.Tender{{Amount: eur("10.00")}, {Gateway: "other"}}})
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeAuthorized, Order: o.ID, Ref: "tr_1", Amount: eur("1.00")})
	o = s.check(o.ID)
	require.Len(t, o.Payments, 3)
	assert.Equal(t, []string{"p1", "p2", "p3"}, []string{o.Payments[0].ID, o.Payments[1].ID, o.Payments[2].ID})
	assert.Len(t, o.Payments[0].Ops, 1)
}

func TestARefundOfEverythingAtTheProviderWaitsForOneUnderWay(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = plain{s.pay}
	o := s.place(goods(1))
	o = &s.do(o.ID, order.Pay{}).Order
	s.pay.Next("refund", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("5.00")}, byStaff)
	require.NoError(t, err)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Parent: o.Payments[0].Ref, Ref: "re_1", Amount: eur("17.40")})
	waiting, err := s.Unmatched(s.ctx, 0)
	require.NoError(t, err)
	assert.Len(t, waiting, 1, "ours may still fail")
	assert.Empty(t, s.check(o.ID).Cases)
}

func TestMoneyPromisedTwiceIsNoNewPayment(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	o = &s.do(o.ID, order.Pay{}).Order
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeAuthorized, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")})
	after := s.check(o.ID)
	assert.Equal(t, o.LastEvent+1, after.LastEvent, "%s", lazy(func() string { return s.story(o.ID) }))
	assert.Equal(t, "EUR 34.80", total(t, after).Promised.String())
}

func TestNewsOfAnUnknownParcelMovesNothing(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(1))
	s.notify(order.Notice{Provider: "carrier", ID: "1", Kind: "deliver", Order: o.ID, Ref: "elsewhere"})
	assert.Contains(t, s.oneCase(o.ID).Reason, "the order has no shipment elsewhere")
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))

	o = s.place(numbered(goods(1), "2"))
	s.notify(order.Notice{Provider: "till", ID: "2", Kind: "pay", Order: o.ID, Ref: "slip 7"})
	o = s.check(o.ID)
	assert.Empty(t, o.Cases, "a payment's reference is of no parcel")
	assert.Equal(t, "1 paid", states(o, "mug"))
}

func TestStaffReadTheReasonOrTheCause(t *testing.T) {
	for want, r := range map[string]*order.Reply{
		errBroken.Error():      {Outcome: order.OutcomeTemporary, Cause: errBroken},
		"closed for the night": {Outcome: order.OutcomeTemporary, Cause: errBroken, Reason: "closed for the night"},
	} {
		s := newShop(t)
		o := s.place(goods(1))
		s.pay.Next("authorize", memory.Odd(r))
		p, err := s.tryPay(o.ID)
		require.NoError(t, err)
		require.Len(t, p.Order.Intents, 1)
		assert.Equal(t, want, p.Order.Intents[0].Steps[0].Detail)
	}
}

func TestWhatATransferPaidIsTakenWhenItIsShipped(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")})
	o = s.check(o.ID)
	held := o.Lines[0].Runs[0].Held
	assert.True(t, held.Has(fsm.Promised) && !held.Has(fsm.Taken))
	assert.Equal(t, "EUR 17.40", o.Payments[0].Authorized.String(), "what was captured was authorized")
	o = &s.do(o.ID, order.Ship{}).Order
	assert.True(t, o.Lines[0].Runs[0].Held.Has(fsm.Taken))
}

// presales also sells pieces of which a cancel has its own step for the money.
func presales(c *order.Config) {
	presale := fsm.MadeToOrder()
	presale.Name = "presale"
	for i := range presale.Transitions {
		if tr := &presale.Transitions[i]; tr.Action == "cancel" && tr.From == "paid" {
			tr.Steps[0].Do = "refund"
		}
	}
	c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "presale", Definition: presale})
}

func TestTwoStepsThatGiveMoneyBackLeaveWhatIsPromisedForTheRest(t *testing.T) {
	s := newShop(t, presales)
	d := goods(1)
	d.Items = append(d.Items, item("ring", "presale", "80.00", 1), item("cup", "goods", "20.00", 1))
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Cancel{Of: order.All("mug", "ring")}).Order
	assert.Equal(t, "EUR 24.90", total(t, o).Promised.String())
	assert.Equal(t, "EUR 92.50", s.pay.PaidFor(o.ID).Voided.String())
}

func TestAPaymentOfWhichNothingIsOpenIsNotVoided(t *testing.T) {
	s := newShop(t)
	s.Gateways["till"] = plain{s.pay}
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{With: []order.Tender{{Amount: eur("10.00")}, {Gateway: "till"}}})
	s.do(o.ID, order.Cancel{})
	voids := s.pay.Calls("void")
	require.Len(t, voids, 1)
	assert.Equal(t, "EUR 10.00", voids[0].Amount.String())
	assert.Equal(t, "EUR 7.40", s.pay.PaidFor(o.ID).Refunded.String())
}

func TestRoundingForCashThatLeavesNothingToPayStays(t *testing.T) {
	s := newShop(t)
	cad := func(text string) currency.Amount { return currency.MustParse(text, currency.CAD) }
	d := goods(1)
	d.Currency, d.Charges = currency.CAD, nil
	d.Policy = pricing.Policy{Prices: pricing.Gross, Cash: true}
	d.Items = []order.Item{
		{Type: "goods", Line: pricing.Line{ID: "coffee", Unit: cad("1.00").Decimal(), Quantity: 1}},
		{Type: "goods", Line: pricing.Line{ID: "gum", Unit: cad("0.02").Decimal(), Quantity: 1}},
	}
	o := s.place(d)
	require.Equal(t, "CAD 1.00", total(t, o).Total.String())
	o = &s.do(o.ID, order.Cancel{Of: order.All("coffee")}).Order
	assert.Equal(t, "CAD 0.00", total(t, o).Total.String())

	d.Number = "2"
	d.Items[0].Line.Unit, d.Items[1].Line.Unit = cad("1.01").Decimal(), cad("0.01").Decimal()
	o = s.place(d)
	require.Equal(t, "CAD 1.00", total(t, o).Total.String())
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Cancel{Of: order.All("coffee")}).Order
	assert.Equal(t, "CAD 0.01", total(t, o).Total.String(), "where it would leave less than nothing it goes")
	assert.Equal(t, "CAD 0.01", total(t, o).Promised.String())
}

func TestACouponThatIsGivenBackIsRedeemedAnewForWhatIsAdded(t *testing.T) {
	spring := []pricing.Discount{{ID: "spring", Code: "SPRING", Percent: eur("10.00").Decimal()}}
	for name, failures := range map[string]int{"given back": 0, "being given back": 1} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.coupons.Add("SPRING", 2)
			d := goods(1)
			d.Items[0].Line.Discounts = spring
			d.Items = append(d.Items, item("cup", "goods", "3.00", 1))
			d.Charges[0].Lines = []string{"mug"}
			d.Charges[0].Charge.Discounts = spring
			o := s.place(d)
			s.coupons.Next("giveback", memory.Fail(failures))
			r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.All("mug")}, byStaff)
			require.NoError(t, err)
			require.Len(t, r.Order.Intents, failures)
			ring := item("ring", "goods", "80.00", 1)
			ring.Line.Discounts = spring
			s.do(o.ID, order.Modify{Add: []order.Item{ring}})
			var redeemed []string
			for _, c := range s.coupons.Calls("redeem") {
				redeemed = append(redeemed, c.Amount.Number())
			}
			assert.Equal(t, []string{"1.74", "8.00"}, redeemed, "what it takes off each time")
		})
	}
}

func TestAProviderIsBelievedToWaitForMonths(t *testing.T) {
	s := newShop(t)
	g := &patient{Payments: s.pay, until: s.clock.now().AddDate(0, 10, 0)}
	s.Gateways[""] = g
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Await("https://bank.example"))
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, g.until, r.Order.Intents[0].Steps[0].Until)
}

func TestMoneyThatIsGoingBackIsNotThereToBeGivenBackByOthers(t *testing.T) {
	d := bare()
	for i := range d.Transitions {
		if tr := &d.Transitions[i]; tr.Action == "work" {
			tr.Steps = append(tr.Steps, fsm.Step{Do: "look", Effect: fsm.Logistics, Idempotent: true})
		}
	}
	look := &memory.Step{}
	s := bareShop(t, d, map[string]order.Step{"look": look})
	s.Gateways[""] = plain{s.pay}
	o := s.place(bareDraft())
	look.Next("look", memory.Refuse("no"))
	s.pay.Next("refund", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
	require.NoError(t, err)
	require.Len(t, r.Order.Intents, 1)
	require.True(t, r.Order.Intents[0].Undoing)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Parent: r.Order.Payments[0].Ref, Ref: "re_1", Amount: eur("1.00")})
	waiting, err := s.Unmatched(s.ctx, 0)
	require.NoError(t, err)
	assert.Len(t, waiting, 1)
	assert.True(t, s.check(o.ID).Payments[0].Refunded.IsZero())
}

func TestMoneyForACancelledOrderWithoutChargesGoesBackByItself(t *testing.T) {
	s := newShop(t)
	s.Gateways["psp"] = s.pay
	d := goods(1)
	d.Charges = nil
	o := s.place(d)
	s.do(o.ID, order.Cancel{})
	rec, err := s.pay.Capture(s.ctx, order.PaymentCall{Key: "dashboard", Order: o.ID, Token: "card", Amount: eur("12.50"), Op: "capture"})
	require.NoError(t, err)
	s.notify(order.Notice{Provider: "psp", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: rec.Ref, Amount: eur("12.50")})
	assert.Equal(t, "EUR 12.50", s.pay.PaidFor(o.ID).Refunded.String())
	assert.True(t, total(t, s.check(o.ID)).Paid.IsZero())
}

func TestWhatTwoCancelsAtTheSameTimeLeaveOverGoesWhenBothHaveEnded(t *testing.T) {
	coupon := goods(2)
	coupon.Charges, coupon.Discounts = nil, mixed().Discounts
	for name, d := range map[string]order.Draft{"a charge": goods(2), "a coupon": coupon} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			o := s.place(d)
			s.stock.Next("release", memory.Fail(2))
			for n := range int64(2) {
				r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: mugNo(n)}, byStaff)
				require.NoError(t, err)
				require.Len(t, r.Order.Intents, int(n)+1)
			}
			s.clock.add(r5)
			due, err := s.Advance(s.ctx, o.ID)
			require.NoError(t, err)
			assert.True(t, due.IsZero())
			o = s.check(o.ID)
			assert.Equal(t, "2 cancelled", states(o, "mug"))
			assert.True(t, total(t, o).Total.IsZero())
			assert.Zero(t, s.coupons.RedeemedFor(o.ID))
		})
	}
}

func TestTheReferenceOfARefundIsNotThePayments(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.notify(order.Notice{Provider: "till", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Key: "slip", Amount: eur("17.40")})
	s.notify(order.Notice{Provider: "till", ID: "2", Kind: order.NoticeRefunded, Order: o.ID, Key: "slip", Ref: "re_1", Amount: eur("1.00")})
	p := s.check(o.ID).Payments
	require.Len(t, p, 1)
	assert.Equal(t, "EUR 1.00", p[0].Refunded.String())
	assert.Empty(t, p[0].Ref)
}

func TestAPlanOfARefundIsPending(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(1))
	p, err := s.Plan(s.ctx, o.ID, order.Refund{Amount: eur("1.00")}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, p.Status)
	assert.Len(t, p.Calls, 1)
}

// The gateway captures once and all of it, so the money for the second piece is
// sure only when the first one's action has ended.
func TestAnOutsideEventWaitsForMoneyInTheMiddleOfAnotherAction(t *testing.T) {
	d := fsm.Definition{
		Name: "bare", Version: 1, Initial: "open",
		States: []fsm.State{
			{Name: "open", Phase: fsm.Created, Waits: true},
			{Name: "paid", Phase: fsm.Paid, Waits: true},
			{Name: "done", Phase: fsm.Completed, Final: true},
			{Name: "cancelled", Phase: fsm.Cancelled, Final: true},
		},
		Transitions: []fsm.Transition{
			{Action: "place", To: "open"},
			{Action: "pay", From: "open", To: "paid", Steps: []fsm.Step{{Do: "authorize"}}},
			{Action: "work", From: "paid", To: "done", Steps: []fsm.Step{{Do: "capture"}}},
			{Action: "cancel", From: "open", To: "cancelled"},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: []fsm.Step{{Do: "void"}}},
		},
		Otherwise: []fsm.Otherwise{{Action: "cancel", Answer: fsm.Refuse, Because: "it is over"}},
	}
	s := bareShop(t, d, nil)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong}})
	s.Gateways[""] = s.pay
	o := s.place(bareDraft())
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Named{Called: "work", Of: mugNo(0)}, byStaff)
	require.NoError(t, err)
	s.notify(order.Notice{Provider: "workshop", ID: "1", Kind: "work", Order: o.ID})
	o = s.check(o.ID)
	assert.Empty(t, o.Cases)
	require.Len(t, o.Queue, 1)
	assert.Equal(t, o.Intents[0].No, o.Queue[0].Behind)
	s.pass(r5)
	o = s.check(o.ID)
	assert.Equal(t, "2 done", states(o, "mug"))
	assert.Empty(t, o.Cases)
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
