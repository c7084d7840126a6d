package order_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// The bank captured, and its answer was lost; before it is asked again somebody gives
// money back there.
func TestARefundAtTheProviderWaitsForTheCaptureThatItIsOf(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	o = &s.do(o.ID, order.Pay{}).Order
	s.pay.Next("capture", memory.Lost(1))
	s.pay.Next("lookup", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	byHand, err := s.pay.Refund(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: o.Payments[0].Ref, Amount: eur("1.00"), Op: "refund"})
	require.NoError(t, err)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Parent: o.Payments[0].Ref, Ref: byHand.Ref, Amount: eur("1.00")})
	waiting, err := s.Unmatched(s.ctx, 0)
	require.NoError(t, err)
	require.Len(t, waiting, 1)

	for range 3 {
		s.pass(time.Hour)
	}
	assert.Equal(t, order.CaseLate, s.oneCase(o.ID).Code, "it is booked, and staff are told")
	o = s.check(o.ID)
	assert.Equal(t, "EUR 17.40", o.Payments[0].Captured.String())
	assert.Equal(t, "EUR 1.00", o.Payments[0].Refunded.String())
}

// fatal is a gateway that captures, and this process ends before it hears so.
type fatal struct{ *memory.Payments }

func (f fatal) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	_, _ = f.Payments.Capture(ctx, c)
	runtime.Goexit()
	return order.Receipt{}, nil
}

func TestARefundAtTheProviderWaitsForTheCaptureThatAProcessEndedWith(t *testing.T) {
	for name, life := range map[string]time.Duration{"without a key": 0, "in a chain of calls with keys": order.Forever} {
		t.Run(name, func(t *testing.T) {
			s := with(t, order.Traits{KeyLife: life, PartialCapture: true})
			o := s.place(goods(1))
			o = &s.do(o.ID, order.Pay{}).Order
			s.rewire(func(c *order.Config) { c.Gateways = map[string]order.PaymentGateway{"": fatal{s.pay}} })
			ended := make(chan bool)
			go func() {
				defer close(ended)
				_, _ = s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
			}()
			<-ended
			s.rewire(func(c *order.Config) { c.Gateways = map[string]order.PaymentGateway{"": s.pay} })
			byHand, err := s.pay.Refund(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: o.Payments[0].Ref, Amount: eur("1.00"), Op: "refund"})
			require.NoError(t, err)
			s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Parent: o.Payments[0].Ref, Ref: byHand.Ref, Amount: eur("1.00")})
			for range 3 {
				s.pass(time.Hour)
			}
			for _, c := range s.check(o.ID).Cases {
				if c.Code == order.CaseUnknown {
					s.resolve(o.ID, order.Decide{Case: c.No, Choice: order.MarkDone, Ref: "capture-1"})
				}
			}
			s.pass(time.Hour)
			assert.Equal(t, order.CaseLate, s.oneCase(o.ID).Code, "it is booked, and staff are told")
			o = s.check(o.ID)
			assert.Equal(t, "EUR 17.40", o.Payments[0].Captured.String())
			assert.Equal(t, "EUR 1.00", o.Payments[0].Refunded.String())
		})
	}
}

func TestARefundAtTheProviderWaitsForTheChargeThatItIsOf(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = plain{s.pay}
	o := s.place(goods(1))
	s.pay.Next("capture", memory.Lost(1))
	r, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	charge, err := s.pay.Lookup(s.ctx, order.PaymentCall{Key: s.pay.Calls("capture")[0].Key})
	require.NoError(t, err)
	s.pay.Next("lookup", memory.Fail(1))
	byHand, err := s.pay.Refund(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: charge.Ref, Amount: eur("1.00"), Op: "refund"})
	require.NoError(t, err)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Parent: charge.Ref, Ref: byHand.Ref, Amount: eur("1.00")})
	require.Empty(t, s.check(o.ID).Cases)
	for range 3 {
		s.pass(time.Hour)
	}
	assert.Equal(t, order.CaseLate, s.oneCase(o.ID).Code, "it is booked, and staff are told")
	o = s.check(o.ID)
	require.Len(t, o.Payments, 1)
	assert.Equal(t, "EUR 17.40", o.Payments[0].Captured.String())
	assert.Equal(t, "EUR 1.00", o.Payments[0].Refunded.String())
}

// Where a capture has a reference of its own and refunds name that, as at PayPal, a
// refund also names a capture whose answer is lost, of an authorization that we know.
func TestARefundAtTheProviderWaitsForTheCaptureThatItNames(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	o = &s.do(o.ID, order.Pay{}).Order
	s.pay.Next("capture", memory.Lost(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	capture, err := s.pay.Lookup(s.ctx, order.PaymentCall{Key: s.pay.Calls("capture")[0].Key})
	require.NoError(t, err)
	require.NotEqual(t, o.Payments[0].Ref, capture.Ref)
	s.pay.Next("lookup", memory.Fail(1))
	byHand, err := s.pay.Refund(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: capture.Ref, Amount: eur("1.00"), Op: "refund"})
	require.NoError(t, err)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Parent: capture.Ref, Ref: byHand.Ref, Amount: eur("1.00")})
	for range 3 {
		s.pass(time.Hour)
	}
	assert.Equal(t, order.CaseLate, s.oneCase(o.ID).Code, "it is booked, and staff are told")
	o = s.check(o.ID)
	assert.Equal(t, "EUR 17.40", o.Payments[0].Captured.String())
	assert.Equal(t, "EUR 1.00", o.Payments[0].Refunded.String())
}

func TestARefundOfNoPaymentThatWeKnowIsACaseAndNoPayment(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Parent: "elsewhere", Ref: "re_1", Amount: eur("1.00")})
	assert.Equal(t, order.CaseMismatch, s.oneCase(o.ID).Code)
	assert.Empty(t, s.check(o.ID).Payments)
}

// Somebody gave it back on purpose: the next capture must not take it again, nor
// fail for want of it. See the replay 7/601/1000:93-185,279-340 of the simulator.
func TestWhatWasRefundedAtTheProviderIsNotCapturedAgain(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Ship{Of: order.Some("mug", 1)}).Order
	byHand, err := s.pay.Refund(s.ctx, order.PaymentCall{Key: "by hand", Order: o.ID, Ref: o.Payments[0].Ref, Amount: eur("1.00"), Op: "refund"})
	require.NoError(t, err)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Parent: o.Payments[0].Ref, Ref: byHand.Ref, Amount: eur("1.00")})
	o = &s.do(o.ID, order.Ship{}).Order
	assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Captured.String())
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}})
	assert.Equal(t, "EUR 29.90", s.pay.PaidFor(o.ID).Refunded.String(), "with what was given back before")
	assert.True(t, total(t, s.check(o.ID)).Balance.IsZero())
}

// lastWill is a carrier that cancels, and this process ends before it hears so.
type lastWill struct{ *memory.Carrier }

func (l lastWill) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	_, _ = l.Carrier.Cancel(ctx, p)
	runtime.Goexit()
	return order.Receipt{}, nil
}

// What an action that goes back has planned, and never reached, is no capture to
// wait for.
func TestARefundAtTheProviderWaitsForNoCaptureThatNobodyWillMake(t *testing.T) {
	d := bare(fsm.Step{Do: "book"}, fsm.Step{Do: "laser", Effect: fsm.Notify, Idempotent: true})
	d.PaysLater = true
	laser := &memory.Step{}
	s := bareShop(t, d, map[string]order.Step{"laser": laser})
	o := s.place(bareDraft())
	laser.Next("laser", memory.Refuse("broken"))
	s.rewire(func(c *order.Config) { c.Carriers = map[string]order.Carrier{"": lastWill{s.carrier}} })
	ended := make(chan bool)
	go func() {
		defer close(ended)
		_, _ = s.Do(s.ctx, o.ID, order.Named{Called: "work"}, byStaff)
	}()
	<-ended
	require.True(t, s.check(o.ID).Intents[0].Undoing)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Parent: "elsewhere", Ref: "re_1", Amount: eur("1.00")})
	assert.Equal(t, order.CaseMismatch, s.oneCase(o.ID).Code)
}

func TestEverythingMayBeRefundedByTheProvider(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_1", Parent: o.Payments[0].Ref, Amount: eur("17.40")}))
	assert.Equal(t, eur("17.40"), s.check(o.ID).Payments[0].Refunded)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "2", Kind: order.NoticeRefunded, Order: o.ID, Ref: "re_2", Parent: o.Payments[0].Ref, Amount: eur("0.01")}))
	assert.Equal(t, eur("17.40"), s.check(o.ID).Payments[0].Refunded, "a cent too much is a case and is not booked")
}
