package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestNewsOfACancelledParcelTouchesNoOtherUnit(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Refuse("expired"))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.ErrorIs(t, err, order.Refused)
	o = &s.do(o.ID, order.Ship{}).Order
	require.True(t, o.Shipments[0].Cancelled)
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "carrier", ID: "1", Kind: "lose", Ref: o.Shipments[0].Tracking}))
	assert.Equal(t, "2 shipped", states(s.check(o.ID), "mug"), "they are in the other parcel")
	assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero())
}

func TestOverlappingPicksMoveAUnitOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	of := order.Selection{{Line: "mug", From: 1, Quantity: 1}, {Line: "mug", Quantity: 2}}
	_, err := s.Do(s.ctx, o.ID, order.Cancel{Of: of}, byStaff)
	assert.NotErrorIs(t, err, order.Quarantined, "a selection is input, it breaks no invariant")
	assert.Empty(t, s.check(o.ID).Quarantine)
}

func TestRefundTakesEveryPickOfALine(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(3))
	of := order.Selection{{Line: "mug", Quantity: 1}, {Line: "mug", From: 2, Quantity: 1}}
	s.do(o.ID, order.Refund{Of: of})
	assert.Equal(t, "EUR 25.00", s.pay.PaidFor(o.ID).Refunded.String(), "two of the units")
}

func TestMoneyGoesToThePaymentOfThatProvider(t *testing.T) {
	other := memory.NewPayments(memory.PortConfig{})
	s := newShop(t, func(c *order.Config) { c.Gateways["other"] = other })
	first := s.place(goods(1))
	s.do(first.ID, order.Pay{})
	s.clock.add(time.Minute)
	second := s.place(numbered(goods(1), "2026-2"))
	s.do(second.ID, order.Pay{With: []order.Tender{{Gateway: "other"}}})
	ref := s.check(first.ID).Payments[0].Ref
	require.Equal(t, ref, s.check(second.ID).Payments[0].Ref, "two providers, the same reference")
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "", ID: "1", Kind: order.NoticeChargeback, Parent: ref, Ref: "cb_1", Amount: eur("17.40")}))
	assert.Len(t, s.check(first.ID).Cases, 1)
	assert.Empty(t, s.check(second.ID).Cases, "it was paid elsewhere")
}

func TestAnOrderBeingPlacedIsNotCancelled(t *testing.T) {
	s := newShop(t)
	s.stock.Next("reserve", memory.Fail(1))
	r, err := s.Place(s.ctx, goods(1), byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	assert.Equal(t, fsm.Created, r.Order.Status())
	_, err = s.Do(s.ctx, r.Order.ID, order.Pay{}, byCustomer)
	assert.ErrorIs(t, err, order.Busy, "its units are in the middle of another action")
	_, err = s.Do(s.ctx, r.Order.ID, order.Cancel{}, byCustomer)
	assert.NoError(t, err, "cancel preempts, also placing")
}

func TestAnEngineThatDoesNotKnowAVersionLeavesItsTimersAlone(t *testing.T) {
	newer := fsm.Goods()
	newer.Version = 2
	s := newShop(t, func(c *order.Config) { c.Workflows = []order.Workflow{{Type: "goods", Definition: newer}} })
	old := newShop(t, func(c *order.Config) { c.Store, c.Now = s.store, s.clock.now })
	t.Run("when it commits", func(t *testing.T) {
		o := s.place(goods(1))
		_, err := old.Do(s.ctx, o.ID, order.Note{Text: "hello"}, byStaff)
		require.NoError(t, err)
		s.pass(31 * time.Minute)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	})
	t.Run("when it claims", func(t *testing.T) {
		o := s.place(numbered(goods(1), "2026-2"))
		s.clock.add(31 * time.Minute)
		_, err := old.Pass(s.ctx)
		require.NoError(t, err)
		s.pass(time.Hour)
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	})
}

func TestAStuckUnitDoesNotStopTheTimersOfItsNeighbours(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(3))
	s.do(o.ID, order.Deliver{})
	s.carrier.Next("label", memory.Fail(1000))
	_, err := s.Do(s.ctx, o.ID, order.Return{Of: order.Some("mug", 1)}, byCustomer)
	require.NoError(t, err)
	for range 12 {
		s.pass(2 * 24 * time.Hour)
	}
	assert.Equal(t, "1 delivered, 2 confirmed", states(s.check(o.ID), "mug"))
}

func TestMoreUnitsOfALineFollowItsWorkflow(t *testing.T) {
	presale := fsm.Goods()
	presale.Name = "presale"
	s := newShop(t, func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "goods", Transaction: "presale", Definition: presale})
	})
	d := goods(1)
	d.Transaction = "presale"
	o := s.place(d)
	r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}})
	require.Len(t, r.Order.Lines, 2)
	assert.Equal(t, r.Order.Lines[0].Workflow, r.Order.Lines[1].Workflow)
}

func TestSettingTheSameQuantityTwiceAddsUnitsOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	set := order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}}
	s.do(o.ID, set)
	_, err := s.Do(s.ctx, o.ID, set, byStaff)
	assert.ErrorIs(t, err, order.Refused, "the order is like that already")
	var units int64
	for _, l := range s.check(o.ID).Lines {
		units += l.Quantity()
	}
	assert.Equal(t, int64(3), units)
}

func TestALineIDWithAPlusIsNoObstacle(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items = append(d.Items, item("mug+2", "goods", "1.00", 1))
	d.Items[1].SKU = ""
	o := s.place(d)
	_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}}, byStaff)
	assert.NoError(t, err)
}

func TestABudgetCountsItsOwnTimerOnly(t *testing.T) {
	mail := &memory.Step{}
	s := bareShop(t, reminding(2), map[string]order.Step{"mail": mail})
	o := s.place(bareDraft())
	for range 20 {
		s.pass(time.Hour)
	}
	assert.Len(t, mail.Calls("mail"), 2, "Times is how often this timer may fire without a person in between")
	assert.Len(t, s.check(o.ID).Cases, 1)
}

func TestATimerThatKeepsTheStateFiresOncePerPeriod(t *testing.T) {
	mail := &memory.Step{}
	d := bare()
	d.States[0].Timer = &fsm.Timer{After: fsm.Duration(time.Hour), Action: "remind", Times: 3}
	d.Transitions = append(d.Transitions, fsm.Transition{Action: "remind", From: "open", To: "open",
		Steps: []fsm.Step{{Do: "mail", Effect: fsm.Notify, Irreversible: true}}})
	s := bareShop(t, d, map[string]order.Step{"mail": mail})
	o := s.place(bareDraft())
	s.pass(time.Hour)
	assert.Len(t, mail.Calls("mail"), 1)
	for range 20 {
		s.pass(time.Hour)
	}
	assert.Len(t, mail.Calls("mail"), 3)
	assert.Len(t, s.check(o.ID).Cases, 1)
}

func TestAWebhookMayDoEveryActionThatIsOpenToIt(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	s.do(o.ID, order.Deliver{})
	o = &s.do(o.ID, order.Return{Of: order.Some("mug", 1)}).Order
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "carrier", ID: "1", Kind: "receive", Ref: o.Shipments[1].Tracking}))
	o = s.check(o.ID)
	assert.Equal(t, "1 return_received, 1 delivered", states(o, "mug"))
	assert.Empty(t, o.Cases)
}

func TestAnActionByNameWaitsInTheQueueLikeItsStruct(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Named{Called: "cancel"}, byCustomer)
	require.NoError(t, err)
	s.pass(time.Hour)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	for _, e := range events {
		assert.False(t, e.Kind == order.EventRefused && e.Action == "cancel", "%s", e.Why)
	}
}

func TestACouponOfAChargeIsUsedWhileTheChargeStands(t *testing.T) {
	s := newShop(t)
	s.coupons.Add("FREESHIP", 1)
	d := goods(3)
	d.Charges[0].Charge.Discounts = []pricing.Discount{{ID: "free", Code: "FREESHIP", Fixed: eur("4.90")}}
	o := s.place(d)
	assert.Equal(t, "EUR 4.90", s.coupons.Calls("redeem")[0].Amount.String(), "what the coupon takes off")
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	assert.EqualValues(t, 1, s.coupons.Used("FREESHIP"), "the other two are still sent for nothing")
	s.do(o.ID, order.Cancel{})
	assert.Zero(t, s.coupons.Used("FREESHIP"))
}

func TestCancellingTheWholeOrderStopsWhatIsUnderWay(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	s.pass(time.Hour)
	o = s.check(o.ID)
	assert.Equal(t, fsm.Cancelled, o.Status(), "%s", states(o, "mug"))
	assert.True(t, s.pay.PaidFor(o.ID).Captured.IsZero(), "an hour after the customer heard that it is done")
}

func TestMoneyThatComesDuringAHoldPaysTheOrder(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Hold{Why: "fraud?"})
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("17.40")}))
	s.do(o.ID, order.Unhold{})
	s.pass(time.Hour)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"), "not cancelled as unpaid")
}

func TestATrackingNumberBelongsToItsCarrier(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Ship{}).Order
	require.Equal(t, o.Shipments[0].Tracking, o.Shipments[1].Tracking, "two carriers, the same number")
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: o.Shipments[1].Carrier, ID: "1", Kind: "deliver", Order: o.ID, Ref: o.Shipments[1].Tracking}))
	o = s.check(o.ID)
	assert.Equal(t, "3 delivered", states(o, "mug"))
	assert.Empty(t, o.Cases)
}

func TestTheCaseOfAnUnderpaymentEndsWithTheRest(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("10.00")}))
	require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "2", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_2", Amount: eur("7.40")}))
	o = s.check(o.ID)
	require.Equal(t, "1 paid", states(o, "mug"))
	assert.Empty(t, o.Cases, "nobody needs to ask for EUR 7.40 any more")
}

func TestNothingIsUndoneThatMayHaveHappened(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: order.Forever, PartialCapture: true}})
	s.Gateways[""] = s.pay
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Lost(1))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	delete(s.Gateways, "") // deployed without it
	s.pass(r5)
	c := s.oneCase(o.ID)
	require.Equal(t, order.CaseStep, c.Code)
	assert.NotContains(t, c.Choices, order.Undo, "the answer was lost, and the money is promised")
}

func TestAnAddedLineThatIsSentNeedsAnAddress(t *testing.T) {
	s := newShop(t)
	d := free("download", 1)
	d.ShipTo = i18n.Address{}
	o := s.place(d)
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "1.00", 1)}}, byCustomer)
	assert.ErrorIs(t, err, order.Invalid, "as Place says it")
}
