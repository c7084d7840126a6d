package order_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestTwoFullRefundsAtOncePayOutOnce(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(2))
	s.pay.Next("refund", memory.Fail(1))
	staff := order.By(fsm.Staff, "anna")
	_, err := s.Do(s.ctx, o.ID, order.Refund{Of: order.All("mug")}, staff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, order.Refund{Of: order.All("mug")}, staff)
	require.ErrorIs(t, err, order.Refused, "the first one is under way")
	_, err = s.Do(s.ctx, o.ID, order.Refund{Amount: eur("5.00")}, staff)
	require.ErrorIs(t, err, order.Refused, "only the shipping is left")
	_, err = s.Do(s.ctx, o.ID, order.Refund{Charges: []string{"shipping"}}, staff)
	require.NoError(t, err)
	s.pass(6 * time.Minute)
	assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Refunded.String())
	assert.True(t, total(t, s.check(o.ID)).Paid.IsZero())
}

func TestACouponStaysUsedWhileAUnitKeepsItsDiscount(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 3)})
	s.do(o.ID, order.Cancel{Of: order.All("ring")})
	assert.Equal(t, 1, s.coupons.RedeemedFor(o.ID))
	s.do(o.ID, order.Cancel{})
	assert.Zero(t, s.coupons.RedeemedFor(o.ID), "given back with the last one")
}

func TestTwoCancelsUnderWayGiveTheCouponBackOnce(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Items = d.Items[:1]
	o := s.place(d)
	s.stock.Next("release", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 2)}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	s.pass(6 * time.Minute)
	assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	assert.Zero(t, s.coupons.RedeemedFor(o.ID), "the second one knows that the first one's units go too")
}

func TestATimerThatTheWorldRefusesAsksAPersonOnce(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.stock.Next("release", memory.Refuse("closed"), memory.Refuse("closed"), memory.Refuse("closed"))
	for range 5 {
		s.pass(time.Hour)
	}
	o = s.check(o.ID)
	assert.Len(t, s.stock.Calls("release"), 1, "it does not fire for ever")
	require.Len(t, o.Cases, 1)
	assert.Equal(t, order.CaseTimer, o.Cases[0].Code)
}

func TestALookupThatLagsProvesNothing(t *testing.T) {
	for name, fault := range map[string]memory.Fault{"done": memory.Lost(1), "not done": memory.LostUndone(1)} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			tr := order.Traits{Lookup: order.LookupEventual, PartialCapture: true}
			s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &tr, Lag: time.Hour})
			s.Gateways[""] = s.pay
			o := s.place(goods(1))
			s.do(o.ID, order.Pay{})
			s.pay.Next("capture", fault)
			_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
			require.NoError(t, err)
			for range 12 {
				s.pass(12 * time.Hour)
			}
			assert.Len(t, s.pay.Calls("capture"), 1, "never sent again on the strength of 'not found'")
			o = s.check(o.ID)
			if name == "done" {
				assert.Equal(t, "1 shipped", states(o, "mug"))
				return
			}
			require.Len(t, o.Cases, 1)
			assert.Equal(t, order.CaseUnknown, o.Cases[0].Code)
		})
	}
}

// After a kill, nobody comes for three days, and the first answer then is a
// failure: a key that lives a day must not be sent any more.
func TestAKillAndALongNightDoNothingTwice(t *testing.T) {
	tr := order.Traits{KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true}
	for _, early := range []bool{false, true} {
		for at := 1; ; at += stride() {
			s := newShop(t)
			port := memory.PortConfig{Now: s.clock.now, Traits: &tr}
			s.pay, s.carrier, s.online = memory.NewPayments(port), memory.NewCarrier(port), memory.NewCarrier(port)
			k := &kill{at: at}
			s.liveThrough(t, k, func() {
				if early { // somebody tries soon, and the answer is "not this time"
					s.pay.Next("", memory.Fail(1))
					s.carrier.Next("", memory.Fail(1))
					s.online.Next("", memory.Fail(1))
					s.pass(2 * s.Patience)
				}
				for range 4 {
					s.pass(72 * time.Hour)
				}
			})
			for _, script := range []*memory.Script{&s.pay.Script, &s.carrier.Script, &s.online.Script} {
				for _, c := range script.Calls("") {
					require.LessOrEqual(t, script.Effects(c.Key), 1, "G2: %s %s, killed at boundary %d", c.Op, c.Key, at)
				}
			}
			if k.passed < at {
				break
			}
		}
	}
}

// liveThrough runs a life until it is killed, then lets time pass.
func (s *shop) liveThrough(t *testing.T, k *kill, later func()) {
	s.mortal(t, k)
	id, done := "", make(chan bool)
	go func() {
		ok := false
		defer func() { done <- ok }()
		r, err := s.Place(s.ctx, mixed(), order.Key("place"))
		if err != nil {
			return
		}
		id = r.Order.ID
		for i, st := range forwardAndBack() {
			if _, err := s.Do(s.ctx, id, st.action, order.By(st.role, "x"), order.Key(fmt.Sprintf("step-%d", i))); err != nil {
				t.Errorf("%s: %v", st.action.Name(), err)
			}
		}
		ok = true
	}()
	if !<-done {
		later()
	}
	if id != "" {
		s.check(id)
	}
}

func TestAPaymentUnderWayLendsNothingToAnother(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	s.pay.Next("authorize", memory.Fail(1))
	_, err := s.Do(s.ctx, o.ID, order.Pay{Of: order.All("mug", "ring")}, order.By(fsm.Customer, "c-7"))
	require.NoError(t, err)
	o = &s.do(o.ID, order.Pay{Of: order.All("song")}).Order
	require.Len(t, o.Payments, 2)
	assert.True(t, o.Payments[0].Captured.IsZero(), "its authorization is not there yet")
	assert.Equal(t, "EUR 4.50", o.Payments[1].Captured.String())
	s.pass(6 * time.Minute)
	o = s.check(o.ID)
	assert.Equal(t, "3 paid", states(o, "mug"))
	assert.Equal(t, "EUR 115.15", s.pay.PaidFor(o.ID).Authorized.String(), "and nothing is promised twice")
}

// noting writes a note on the order while the money moves.
type noting struct {
	*memory.Payments
	note func()
}

func (n noting) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	n.note()
	return n.Payments.Capture(ctx, c)
}

func TestAnOutcomeIsRecordedThoughTheOrderChangedMeanwhile(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{PartialCapture: true}}) // cannot be repeated, nor asked
	o := s.place(goods(1))
	s.Gateways[""] = noting{s.pay, func() { s.do(o.ID, order.Note{Text: "the customer called"}) }}
	s.do(o.ID, order.Pay{})
	r := s.do(o.ID, order.Ship{})
	assert.Equal(t, "1 shipped", states(&r.Order, "mug"))
	assert.Empty(t, r.Order.Cases)
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Captured.String())
}

func TestTwoRefundsUnderWayNeverAskOnePaymentForTooMuch(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3)) // EUR 42.40
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "voucher", Amount: eur("10.00")}, {Token: "card"}}})
	s.do(o.ID, order.Ship{})
	s.pay.Next("refund", memory.Fail(1))
	staff := order.By(fsm.Staff, "anna")
	r, err := s.Do(s.ctx, o.ID, order.Refund{Of: order.Some("mug", 2), Amount: eur("20.00")}, staff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	r, err = s.Do(s.ctx, o.ID, order.Refund{Of: order.Some("mug", 1), Charges: []string{"shipping"}, Amount: eur("17.00")}, staff)
	require.NoError(t, err)
	require.Equal(t, order.Done, r.Status)
	s.pass(6 * time.Minute)
	o = s.check(o.ID)
	assert.Equal(t, "EUR 32.40", o.Payments[1].Refunded.String())
	assert.Equal(t, "EUR 4.60", o.Payments[0].Refunded.String())
	assert.Empty(t, o.Intents)
}
