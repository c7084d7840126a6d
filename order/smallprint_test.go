package order_test

import (
	"context"
	"errors"
	"strings"
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

func TestGoodsOfAShipmentThatIsTakenBackAreReservedAgain(t *testing.T) {
	d := fsm.Goods()
	for i := range d.Transitions {
		if tr := &d.Transitions[i]; tr.Action == "ship" {
			tr.Steps = []fsm.Step{{Do: "commit"}, {Do: "book"}, {Do: "capture", Pivot: true}}
		}
	}
	s := newShop(t, func(c *order.Config) { c.Workflows = []order.Workflow{{Type: "goods", Definition: d}} })
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Refuse("expired"))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Refused)
	assert.Equal(t, "2 paid", states(s.check(o.ID), "mug"))
	level := s.stock.Level("MUG")
	assert.Equal(t, int64(2), level.Reserved, "back on the shelf, and still this customer's")
	assert.Zero(t, level.Sold)
	s.do(o.ID, order.Ship{})
	assert.Equal(t, int64(2), s.stock.Level("MUG").Sold)
}

// timeless is a gateway that does not say when an authorization ends.
type timeless struct{ *memory.Payments }

func (g timeless) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := g.Payments.Authorize(ctx, c)
	r.Expires = time.Time{}
	return r, err
}

func TestAnAuthorizationEndsWhenTheGatewayPromisesSo(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour})
	s.Gateways[""] = timeless{s.pay}
	o := s.place(goods(1))
	r := s.do(o.ID, order.Pay{})
	require.NotNil(t, r.Order.Payments[0].Expires)
	assert.Equal(t, s.clock.now().Add(7*24*time.Hour), *r.Order.Payments[0].Expires)
}

// lifted has a pointer receiver, so its value is no action.
type lifted struct{}

func (*lifted) Name() string { return "lifted" }

func TestAnActionWithPointerReceiversIsRefused(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, &lifted{}, byStaff)
	e := problem(t, err, order.Invalid)
	assert.Equal(t, order.CodeUnknownAction, e.Code)
	assert.Contains(t, e.Reason, "value receivers")
}

func TestABuiltInStepKeepsItsName(t *testing.T) {
	s := newShop(t)
	cfg := s.Config
	cfg.Steps = map[string]order.Step{"void": &memory.Step{}, "capture": &memory.Step{}, "refund": &memory.Step{}}
	for range 20 {
		_, err := order.New(cfg)
		require.Equal(t, []string{"Steps.capture reserved", "Steps.refund reserved", "Steps.void reserved"}, faultsOf(t, err))
	}
}

func TestAPriceThatFailsForNoFaultOfTheDraftIsToldAsIs(t *testing.T) {
	down := false
	s := newShop(t, func(c *order.Config) {
		c.Price = func(cart pricing.Cart) (pricing.Quote, error) {
			if down {
				return pricing.Quote{}, errors.New("the price service is down")
			}
			return pricing.Calculate(cart)
		}
	})
	o := s.place(goods(1))
	down = true
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("cup", "goods", "3.00", 1)}}, byStaff)
	assert.Equal(t, []string{"add price"}, faultsOf(t, err))
	assert.Contains(t, err.Error(), "the price service is down")
}

func TestNewsOfAParcelWithoutUnitsIsNoCase(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Refuse("expired"))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Refused)
	parcel := s.check(o.ID).Shipments[0]
	require.True(t, parcel.Cancelled)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: "confirm", Order: o.ID, Ref: parcel.Tracking}))
	o = s.check(o.ID)
	assert.Empty(t, o.Cases)
	assert.Equal(t, "1 paid", states(o, "mug"))
}

func TestGoodsWithoutAnAddressAreNotBooked(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	require.NoError(t, s.Erase(s.ctx, o.ID))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	assert.Equal(t, order.CodeNoAddress, problem(t, err, order.Refused).Code)
	assert.Empty(t, s.carrier.Calls("book"))
	s.do(o.ID, order.Readdress{ShipTo: erika()})
	s.do(o.ID, order.Ship{})
}

func TestAParcelThatIsBeingBookedIsNotReaddressed(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: erika()}, byStaff)
	problem(t, err, order.Busy)
	s.pass(r5)
	s.do(o.ID, order.Readdress{ShipTo: erika()})
	s.stock.Next("commit", memory.Fail(1))
	_, err = s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: erika()}, byStaff)
	if err != nil {
		assert.NotErrorIs(t, err, order.Busy, "the parcel is booked")
	}
}

func TestTheReasonOfAHoldHasALimit(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Hold{Why: strings.Repeat("x", order.MaxWhy+1)}, byStaff)
	assert.Equal(t, []string{"why too_long"}, faultsOf(t, err))
	s.do(o.ID, order.Hold{Why: strings.Repeat("x", order.MaxWhy)})
}

func TestACouponThatCannotBeGivenBackMayStayUsed(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Items = d.Items[:1]
	o := s.place(d)
	// The coupon is left over: its give-back was refused, and staff gave that up.
	s.coupons.Next("giveback", memory.Refuse("closed"), memory.Refuse("closed"))
	_, err := s.Do(s.ctx, o.ID, order.Cancel{}, byStaff)
	require.NoError(t, err)
	for range 3 {
		for _, c := range s.check(o.ID).Cases {
			choice := order.Close
			ref := ""
			if c.Code != order.CaseLeftOver {
				choice, ref = order.MarkDone, "by hand"
			}
			_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: choice, Ref: ref}, byStaff)
			require.NoError(t, err)
		}
		s.pass(time.Hour)
	}
	o = s.check(o.ID)
	assert.Empty(t, o.Cases)
	assert.Empty(t, o.Intents)
	assert.Equal(t, "3 cancelled", states(o, "mug"))
}

func TestAnOrderInTheShopsOwnCurrencyIsSettledInIt(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Ship{})
	same, err := r.Order.InSettlement(eur("3.00"))
	require.NoError(t, err)
	assert.Equal(t, eur("3.00"), same)
	assert.Equal(t, r.Order.Balance(order.Provider), r.Order.SettledBalance(order.Provider))
	assert.Equal(t, "EUR 17.40", r.Order.SettledBalance(order.Provider).String())
}

func TestARefundThatTheProviderReportedStandsForTheCall(t *testing.T) {
	for name, ref := range map[string]string{"by its reference": "re_hand", "under another name": "case 7"} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, func(c *order.Config) { c.Retry.Attempts = 1 })
			o := delivered(s, goods(2))
			s.pay.Next("refund", memory.Fail(1))
			_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("10.00")}, byStaff)
			require.NoError(t, err)
			c := s.oneCase(o.ID)
			// Staff refund at the provider's dashboard, and its event comes first.
			require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "r", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_hand",
				Parent: o.Payments[0].Ref, Amount: eur("10.00")}))
			_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.MarkDone, Ref: ref}, byStaff)
			require.NoError(t, err)
			o = s.check(o.ID)
			assert.Empty(t, o.Intents)
			want := "EUR 10.00"
			if ref != "re_hand" {
				want = "EUR 20.00" // staff say that it is another one
			}
			assert.Equal(t, want, o.Payments[0].Refunded.String())
		})
	}
}

func TestCorrectingNeedsAnAddress(t *testing.T) {
	s, id := givenUp(t)
	c := s.oneCase(id)
	_, err := s.Resolve(s.ctx, id, order.Decide{Case: c.No, Choice: order.Correct, ShipTo: &i18n.Address{}}, byStaff)
	assert.Equal(t, []string{"shipTo required"}, faultsOf(t, err))
}

func TestAnIgnoredActionThatCannotBeStoredIsToldSo(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	w.commit = broken
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	problem(t, err, order.Unavailable)
	w.commit = nil
	r, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	require.NoError(t, err)
	assert.Equal(t, order.Ignored, r.Status)
}

func TestPlanTellsWhatCannotBeEncodedOrHeard(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Plan(s.ctx, o.ID, order.Note{}, byStaff)
	assert.Equal(t, []string{"text required"}, faultsOf(t, err))
	_, err = s.Plan(s.ctx, o.ID, order.Cancel{Why: strings.Repeat("x", order.MaxText+1)}, byStaff)
	assert.Equal(t, []string{"why too_long"}, faultsOf(t, err))
}

func TestATimerMeetsAnotherProcessAndLooksAgain(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	o := s.place(goods(1))
	lost := 0
	w.commit = func(ctx context.Context, c *order.Change) error {
		if lost++; lost == 1 {
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	s.clock.add(time.Hour)
	_, err := s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "1 cancelled", states(s.check(o.ID), "mug"))
	assert.Greater(t, lost, 1)
}

func TestAnIDWithoutANumberThatExistsAlreadyIsAConflict(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.NewID = func() string { return "same" } })
	s.place(numbered(goods(1), ""))
	_, err := s.Place(s.ctx, numbered(goods(1), ""))
	assert.Empty(t, problem(t, err, order.Conflict).Code)
}

func TestAnAddressKeepsWhatWasTypedForItAlone(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Name, d.ShipTo = "", erika()
	o := s.place(d)
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	require.Empty(t, p.Raw)
	to := erika()
	to.Name += " 🎁"
	s.do(o.ID, order.Readdress{ShipTo: to})
	p, err = s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"shipTo.name": to.Name}, p.Raw)
}

func TestADecisionKeepsItsReasonAndItsAddress(t *testing.T) {
	s, id := givenUp(t)
	to := erika()
	s.resolve(id, order.Decide{Case: 1, Choice: order.Correct, ShipTo: &to, Why: "she moved"})
	p, err := s.Person(s.ctx, id)
	require.NoError(t, err)
	assert.Equal(t, to, p.ShipTo)
	require.Len(t, p.Notes, 1)
	assert.Equal(t, "she moved", p.Notes[0].Text)
}

func TestACancelWithoutStepsFreesTheShipping(t *testing.T) {
	s := bareShop(t, bare(), nil)
	o := s.place(bareDraft())
	require.Equal(t, "EUR 29.90", total(t, o).Total.String())
	o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)}).Order
	assert.Equal(t, "EUR 17.40", total(t, o).Total.String())
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.True(t, total(t, o).Total.IsZero(), "nothing is sent, nothing is charged")
}

func TestAParcelOfManyLinesIsTakenBack(t *testing.T) {
	s := newShop(t)
	o := s.place(long(40))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Refuse("expired"))
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("line-0", 1).And("line-39", 2)}, byStaff)
	problem(t, err, order.Refused)
	s.pay.Next("capture", memory.Refuse("expired"))
	_, err = s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	problem(t, err, order.Refused)
	o = s.check(o.ID)
	for _, x := range o.Shipments {
		assert.True(t, x.Cancelled)
		assert.Empty(t, x.Units)
	}
	assert.Len(t, o.Shipments, 2)
}

// gift is a host's action with a part that several actions share.
type gift struct {
	wrapping
	Card string `json:"card"`
}

type wrapping struct {
	Paper string `json:"paper"`
}

func (gift) Name() string { return "gift" }

func TestKeysOfAnEmbeddedPartAreKnown(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Actions = []order.Action{gift{}} })
	a, err := s.Decode("gift", []byte(`{"paper":"red","card":"x"}`))
	require.NoError(t, err)
	assert.Equal(t, gift{wrapping{"red"}, "x"}, a)
	for _, bad := range []string{`{"paper":"red","ribbon":1}`, `{"paper":"a","paper":"b"}`, `{"card":`, `{"card":"x"`, `{`} {
		_, err = s.Decode("gift", []byte(bad))
		problem(t, err, order.Invalid)
	}
}

func TestMoneyThatGoesBackIsNotThereForOthers(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.pay.Next("capture", memory.Refuse("card_declined"))
	s.pay.Next("void", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Pay{Of: order.All("mug", "song"), With: []order.Tender{{Token: "a", Amount: eur("10.00")}, {Token: "b"}}}, byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status, "one promise is being given back, the other one is not yet")
	r = *s.do(o.ID, order.Pay{Of: order.All("ring")}, byCustomer)
	p := r.Order.Payments[len(r.Order.Payments)-1]
	assert.Equal(t, "EUR 76.90", p.Authorized.String(), "72.00 and the shipping, all of it new")
	s.pass(r5)
	o = s.check(o.ID)
	assert.Empty(t, o.Intents)
	assert.Equal(t, "EUR 76.90", total(t, o).Promised.String())
}
