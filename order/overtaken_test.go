package order_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

type blocker struct {
	*memory.Payments
	in, out chan struct{}
	on      bool
}

func (b *blocker) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if b.on {
		b.on = false
		close(b.in)
		<-b.out
	}
	return b.Payments.Capture(ctx, c)
}

type slowDirect struct {
	p       *memory.Payments
	in, out chan struct{}
	token   string
	err     error
}

func (d *slowDirect) Traits() order.Traits { return d.p.Traits() }

func (d *slowDirect) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if c.Token == d.token {
		d.token = ""
		close(d.in)
		<-d.out
		if d.err != nil {
			return order.Receipt{}, d.err
		}
	}
	return d.p.Capture(context.WithoutCancel(ctx), c)
}

func (d *slowDirect) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return d.p.Refund(ctx, c)
}

type direct struct {
	p      *memory.Payments
	during func(order.PaymentCall, order.Receipt)
}

func (d *direct) Traits() order.Traits { return d.p.Traits() }

func (d *direct) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := d.p.Capture(ctx, c)
	if err == nil && d.during != nil {
		d.during(c, r)
	}
	return r, err
}

func (d *direct) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := d.p.Refund(ctx, c)
	if err == nil && d.during != nil {
		d.during(c, r)
	}
	return r, err
}

func (d *direct) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return d.p.Lookup(ctx, c)
}

type overtaken struct {
	*memory.Payments
	s *shop
}

func (g *overtaken) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := g.Payments.Capture(ctx, c)
	if err == nil {
		require.NoError(g.s.t, g.s.Notify(ctx, order.Notice{ID: r.Ref, Kind: order.NoticeCaptured, Order: c.Order, Ref: r.Ref, Parent: c.Ref, Amount: c.Amount}))
	}
	return r, err
}

func TestAWebhookThatOvertakesTheAnswerIsBookedOnce(t *testing.T) {
	s := newShop(t)
	g := &direct{p: s.pay}
	s.Gateways[""] = g
	o := s.place(goods(1))
	g.during = func(c order.PaymentCall, r order.Receipt) {
		if c.Op != "capture" {
			return
		}
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "evt1", Kind: order.NoticeCaptured, Order: o.ID, Ref: r.Ref, Amount: c.Amount}))
	}
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer, order.Key("p"))
	require.NoError(t, err)
	s.pass(2 * time.Minute)
	s.pass(10 * time.Minute)
	after, _ := s.Order(s.ctx, o.ID)
	assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero(), "nothing is refunded")
	assert.Len(t, after.Payments, 1)
}

func TestARefundsWebhookThatOvertakesItsAnswerIsBookedOnce(t *testing.T) {
	s := newShop(t)
	g := &direct{p: s.pay}
	s.Gateways[""] = g
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	g.during = func(c order.PaymentCall, r order.Receipt) {
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "evt1", Kind: order.NoticeRefunded, Order: o.ID, Ref: r.Ref, Parent: c.Ref, Amount: c.Amount}))
	}
	_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("5.00")}, byStaff)
	require.NoError(t, err)
	after, _ := s.Order(s.ctx, o.ID)
	assert.Equal(t, s.pay.PaidFor(o.ID).Refunded.String(), after.Payments[0].Refunded.String())
	assert.Empty(t, after.Cases)
}

func TestAnAuthorizationsWebhookThatOvertakesItsAnswerIsBookedOnce(t *testing.T) {
	s := newShop(t)
	g := &overtaken{Payments: s.pay, s: s}
	s.Gateways[""] = g
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	x, _ := s.Order(s.ctx, o.ID)
	assert.Equal(t, s.pay.PaidFor(o.ID).Captured.String(), x.Payments[0].Captured.String())
}

func TestAnEchoThatNamesOnlyThePaymentRefundsNothing(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	o = s.check(o.ID)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeCaptured, Ref: o.Payments[0].Ref, Amount: eur("17.40")}))
	o = s.check(o.ID)
	assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero(), "the shop sent the goods and gave the money back")
}

func TestAStaleCaseChargesNothingTwice(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{PartialCapture: true}})
	b := &blocker{Payments: s.pay, in: make(chan struct{}), out: make(chan struct{})}
	s.Gateways[""] = b
	o := s.place(goods(10))
	s.do(o.ID, order.Pay{})
	b.on = true
	s.stock.Next("commit", memory.Fail(3))
	done := make(chan error)
	go func() {
		_, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
		done <- err
	}()
	<-b.in
	s.pass(2 * time.Minute)
	close(b.out)
	require.NoError(t, <-done)
	_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: 1, Choice: order.NotDone, Why: "looked a minute ago"}, byStaff)
	require.ErrorIs(t, err, order.NotFound, "the answer that came closed the case")
	for range 5 {
		s.pass(20 * time.Minute)
	}
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Captured.String())
}

func TestALateFailureIsNoHotLoop(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{}})
	g := &slowDirect{p: s.pay, in: make(chan struct{}), out: make(chan struct{}), token: "slow", err: errors.New("connection reset")}
	s.Gateways[""] = g
	o := s.place(goods(1))
	done := make(chan error)
	go func() {
		_, err := s.Do(s.ctx, o.ID, order.Pay{With: []order.Tender{{Token: "slow"}}}, byCustomer)
		done <- err
	}()
	<-g.in
	s.pass(2 * time.Minute)
	close(g.out)
	require.NoError(t, <-done)
	s.clock.add(6 * time.Minute)
	x, _ := s.Order(s.ctx, o.ID)
	v := x.Version
	for range 100 {
		s.pass(time.Second)
	}
	x, _ = s.Order(s.ctx, o.ID)
	assert.Less(t, x.Version-v, int64(3), "one commit per poll for as long as the case is open")
}

func TestAWebhookOfAnotherKindOrAmountIsNotTheAnswer(t *testing.T) {
	s := newShop(t)
	s.Gateways[""] = &direct{p: s.pay}
	o := s.place(goods(1))
	s.pay.Next("capture", memory.LostUndone(1))
	_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
	require.NoError(t, err)
	key := s.pay.Calls("capture")[0].Key
	t.Run("amount", func(t *testing.T) {
		require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeAuthorized, Key: key, Ref: "ch_1", Amount: eur("10.00")}))
		after := s.check(o.ID)
		assert.NotEqual(t, "EUR 17.40", after.Payments[0].Captured.String(), "only 10.00 was authorized, nothing captured")
		t.Log(states(after, "mug"))
	})
}

func TestAChargebackThatCarriesTheCapturesKeyIsBooked(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1))
	var cap order.PaymentOp
	for _, op := range o.Payments[0].Ops {
		if op.Kind == "capture" {
			cap = op
		}
	}
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "cb", Kind: order.NoticeChargeback, Order: o.ID, Key: cap.Key, Parent: cap.Ref, Ref: "dp_1", Amount: eur("17.40")}))
	after := s.check(o.ID)
	assert.Equal(t, "EUR 17.40", after.Payments[0].ChargedBack.String())
}

func TestTwoTransfersWithOneReferenceBothCount(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	for i, a := range []string{"10.00", "7.40"} {
		require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: fmt.Sprint(i), Kind: order.NoticeCaptured, Order: o.ID, Ref: "2026-1", Amount: eur(a)}))
	}
	after := s.check(o.ID)
	assert.Equal(t, "EUR 17.40", total(t, after).Paid.String())
}
