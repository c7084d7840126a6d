package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// All of these were found by the simulator: a process stops in the middle of a
// call, or dies behind it, and others work on the order meanwhile.

// stop is a process that stops at one call, for longer than others wait for it.
type stop struct {
	s         *shop
	meanwhile func()
}

func (p *stop) here() {
	if f := p.meanwhile; f != nil {
		p.meanwhile = nil
		p.s.clock.add(90 * time.Second)
		f()
	}
}

// cancelled stops the process while the customer cancels.
func (p *stop) cancelled(id string) {
	p.meanwhile = func() {
		_, err := p.s.Do(p.s.ctx, id, order.Cancel{}, byCustomer, order.Key("cancel"))
		require.NoError(p.s.t, err)
	}
}

type slowStock struct {
	order.Stock
	*stop
}

func (p slowStock) Reserve(ctx context.Context, c order.StockCall) error {
	err := p.Stock.Reserve(ctx, c)
	if err == nil {
		p.here()
	}
	return err
}

type slowCoupons struct {
	order.Promotions
	*stop
}

func (p slowCoupons) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	r, err := p.Promotions.Redeem(ctx, c)
	p.here()
	return r, err
}

// slowBank stops before its request is sent.
type slowBank struct {
	*memory.Payments
	*stop
}

func (p slowBank) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	p.here()
	return p.Payments.Authorize(ctx, c)
}

// pending places an order whose reservation goes wrong at first.
func (s *shop) pending(d order.Draft, f memory.Fault) string {
	s.t.Helper()
	s.stock.Script.Next("reserve", f)
	r, err := s.Place(s.ctx, d, byCustomer)
	require.NoError(s.t, err)
	require.Equal(s.t, order.Pending, r.Status)
	return r.Order.ID
}

func TestARetryThatAnotherProcessMayBeMakingIsNotTakenForNotMade(t *testing.T) {
	p := &stop{}
	p.s = newShop(t, func(c *order.Config) { c.Stock = slowStock{c.Stock, p} })
	id := p.s.pending(goods(2), memory.Fail(1))
	p.cancelled(id)
	p.s.pass(r5)
	p.s.pass(time.Hour)
	assert.Equal(t, fsm.Cancelled, p.s.check(id).Status())
	assert.Zero(t, p.s.stock.Level("MUG").Reserved)
}

func TestCallsBehindALostAnswerAreUndoneToo(t *testing.T) {
	p := &stop{}
	p.s = newShop(t, func(c *order.Config) { c.Promotions = slowCoupons{c.Promotions, p} })
	d := goods(2)
	d.Discounts = mixed().Discounts
	id := p.s.pending(d, memory.Lost(1))
	p.cancelled(id)
	p.s.pass(r5)
	p.s.pass(time.Hour)
	assert.Equal(t, fsm.Cancelled, p.s.check(id).Status())
	assert.Zero(t, p.s.stock.Level("MUG").Reserved)
	assert.Zero(t, p.s.coupons.RedeemedFor(id))
}

func TestARequestThatIsOnItsWayIsNotTakenForNotSentBecauseALookupFindsNothingYet(t *testing.T) {
	p := &stop{}
	p.s = newShop(t, func(c *order.Config) {
		g := c.Gateways[""].(*memory.Payments)
		c.Gateways = map[string]order.PaymentGateway{"": slowBank{g, p}}
	})
	require.Equal(t, order.LookupStrong, p.s.pay.Traits().Lookup)
	require.Positive(t, p.s.pay.Traits().KeyLife)
	o := p.s.place(goods(1))
	p.cancelled(o.ID)
	_, _ = p.s.tryPay(o.ID)
	p.s.pass(time.Hour)
	paid := p.s.pay.PaidFor(o.ID)
	assert.Equal(t, paid.Authorized, paid.Voided, "nothing stays promised for a cancelled order")
	assert.Equal(t, paid.Authorized, p.s.check(o.ID).Payments[0].Authorized)
	assert.Equal(t, fsm.Cancelled, p.s.check(o.ID).Status())
}

// slowLookup stops before it hears that there is no record.
type slowLookup struct {
	*memory.Payments
	*stop
}

func (p slowLookup) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := p.Payments.Lookup(ctx, c)
	p.here()
	return r, err
}

func TestACallIsNotMadeAfterALookupIfTheOrderChangedMeanwhile(t *testing.T) {
	p := &stop{}
	p.s = newShop(t)
	p.s.pay = memory.NewPayments(memory.PortConfig{Now: p.s.clock.now, Traits: &order.Traits{KeyLife: order.Forever, Lookup: order.LookupEventual, PartialVoid: true}})
	p.s.Gateways[""] = slowLookup{p.s.pay, p}
	o := p.s.place(goods(1))
	p.s.pay.Script.Next("authorize", memory.LostUndone(1))
	r, err := p.s.tryPay(o.ID)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	key := p.s.check(o.ID).Intents[0].Steps[0].Key
	p.meanwhile = func() {
		require.NoError(t, p.s.Notify(p.s.ctx, order.Notice{ID: "1", Kind: order.NoticeFailed, Key: key, Reason: "abandoned"}))
		p.s.do(o.ID, order.Pay{})
	}
	p.s.pass(r5)
	assert.Equal(t, "EUR 17.40", p.s.pay.PaidFor(o.ID).Authorized.String(), "once")
	p.s.check(o.ID)
}

// voidsAndDies gives promises up, and its process ends with the second one.
type voidsAndDies struct {
	*memory.Payments
	voids *int
}

func (p voidsAndDies) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	*p.voids++
	return p.Payments.Void(ctx, c)
}

func (p voidsAndDies) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if c.Token == "empty" {
		return order.Receipt{}, order.Decline("no_money", "")
	}
	return p.Payments.Authorize(ctx, c)
}

func TestAVoidHeardOfBeforeItWasWrittenDownDoesNotCountTwice(t *testing.T) {
	voids := 0
	w := &wrapped{}
	s := newShop(t, wrap(w), func(c *order.Config) {
		c.Gateways = map[string]order.PaymentGateway{"": voidsAndDies{c.Gateways[""].(*memory.Payments), &voids}}
	})
	w.commit = func(ctx context.Context, c *order.Change) error {
		if voids == 2 {
			return errBroken
		}
		return w.Store.Commit(ctx, c)
	}
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("5.00")}, {Token: "b", Amount: eur("6.00")}, {Token: "empty"}}}, byCustomer)
	require.ErrorIs(t, err, order.Unavailable)
	calls := s.pay.Calls("void")
	require.Len(t, calls, 2)
	second := calls[1]
	voided, _ := s.pay.Receipt(second.Key)
	authorized, _ := s.pay.Receipt(s.pay.Calls("authorize")[0].Key)
	voids = -10
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeVoided, Key: second.Key, Ref: voided.Ref, Parent: authorized.Ref, Amount: eur("5.00")}))
	s.pass(time.Hour)
	p := s.check(o.ID).Payments
	assert.Equal(t, "EUR 5.00", p[0].Voided.String())
	assert.Equal(t, "EUR 6.00", p[1].Voided.String())
	assert.Empty(t, s.check(o.ID).Intents)
}

// takesAndDies takes the money, and its process ends before it writes that down.
type takesAndDies struct {
	*memory.Payments
	dead *bool
}

func (p takesAndDies) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	r, err := p.Payments.Capture(ctx, c)
	*p.dead = true
	return r, err
}

func TestACaptureHeardOfBeforeItsAuthorizationDoesNotCountTwice(t *testing.T) {
	dead := false
	w := &wrapped{}
	s := newShop(t, wrap(w), func(c *order.Config) {
		c.Gateways = map[string]order.PaymentGateway{"": takesAndDies{c.Gateways[""].(*memory.Payments), &dead}}
	})
	w.commit = func(ctx context.Context, c *order.Change) error {
		if dead {
			return errBroken
		}
		return w.Store.Commit(ctx, c)
	}
	d := goods(1)
	d.Items[0].Type = "download"
	o := s.place(d)
	_, err := s.tryPay(o.ID)
	require.ErrorIs(t, err, order.Unavailable)
	dead = false
	calls := s.pay.Calls("")
	authorize, capture := calls[0], calls[1]
	authorized, _ := s.pay.Receipt(authorize.Key)
	captured, _ := s.pay.Receipt(capture.Key)
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "1", Kind: order.NoticeCaptured, Key: capture.Key, Ref: captured.Ref,
		Parent: authorized.Ref, Amount: eur("17.40")}))
	s.pass(time.Hour)
	p := s.check(o.ID).Payments[0]
	assert.Equal(t, "EUR 17.40", p.Authorized.String())
	assert.Equal(t, "EUR 17.40", p.Captured.String())
	assert.Equal(t, authorized.Ref, p.Ref, "refunds and voids name the authorization")
	assert.Empty(t, s.check(o.ID).Cases)
}

func TestMoneyOfAnActionThatMayGoBackIsNotThereForOthers(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Items = []order.Item{item("mug", "goods", "12.50", 2), item("song", "download", "5.00", 1)}
	d.Discounts, d.Charges = nil, nil
	o := s.place(d)
	s.do(o.ID, order.Pay{Of: order.Some("mug", 0)})
	s.pay.Script.Next("capture", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Pay{Of: order.Some("song", 0)}, byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status, "the money is promised and not taken yet")
	_, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 0)}, byStaff)
	problem(t, err, order.Busy)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("song", 0)}, byCustomer)
	require.NoError(t, err)
	s.pass(time.Minute)
	require.Empty(t, s.check(o.ID).Cases)
	s.do(o.ID, order.Ship{Of: order.Some("mug", 0)})
	paid := s.pay.PaidFor(o.ID)
	assert.Equal(t, "EUR 25.00", paid.Captured.String())
	assert.Equal(t, "EUR 5.00", paid.Voided.String())
}

// A gateway that captures once takes everything with the first parcel. Until that
// surely happened, nothing else leaves on the strength of it.
func TestNothingLeavesForMoneyThatAnotherActionMayNotTakeAfterAll(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong})
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.carrier.Script.Next("book", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	_, err = s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	problem(t, err, order.Busy)
	s.pass(r5)
	assert.Equal(t, "1 shipped, 2 paid", states(s.check(o.ID), "mug"))
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Captured.String())
	assert.Len(t, s.pay.Calls("capture"), 1)
}
