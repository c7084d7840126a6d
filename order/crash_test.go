package order_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// kill ends the goroutine that works on the order, as SIGKILL ends a process,
// when the given number of boundaries has been passed. Every commit and every
// call of a port has one boundary before and one after it.
type kill struct {
	at, passed int
}

// stride is how far apart the points are where something is killed: at each one;
// with -short at some.
func stride() int {
	if testing.Short() {
		return 7
	}
	return 1
}

func (k *kill) boundary() {
	k.passed++
	if k.passed == k.at {
		runtime.Goexit()
	}
}

// mortal wraps everything that the engine touches.
type mortalStore struct {
	order.Store
	k *kill
}

func (m mortalStore) Commit(ctx context.Context, c *order.Change) error {
	m.k.boundary()
	err := m.Store.Commit(ctx, c)
	m.k.boundary()
	return err
}

type mortalPay struct {
	*memory.Payments
	k *kill
}

func around[C any](k *kill, f func(context.Context, C) (order.Receipt, error), ctx context.Context, c C) (order.Receipt, error) {
	k.boundary()
	r, err := f(ctx, c)
	k.boundary()
	return r, err
}

func (m mortalPay) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return around(m.k, m.Payments.Authorize, ctx, c)
}

func (m mortalPay) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return around(m.k, m.Payments.Capture, ctx, c)
}

func (m mortalPay) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return around(m.k, m.Payments.Void, ctx, c)
}

func (m mortalPay) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return around(m.k, m.Payments.Refund, ctx, c)
}

type mortalCarrier struct {
	*memory.Carrier
	k *kill
}

func (m mortalCarrier) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return around(m.k, m.Carrier.Book, ctx, p)
}

func (m mortalCarrier) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return around(m.k, m.Carrier.Cancel, ctx, p)
}

type mortalStock struct {
	*memory.Stock
	k *kill
}

func (m mortalStock) call(f func(context.Context, order.StockCall) error, ctx context.Context, c order.StockCall) error {
	m.k.boundary()
	err := f(ctx, c)
	m.k.boundary()
	return err
}

func (m mortalStock) Reserve(ctx context.Context, c order.StockCall) error {
	return m.call(m.Stock.Reserve, ctx, c)
}

func (m mortalStock) Release(ctx context.Context, c order.StockCall) error {
	return m.call(m.Stock.Release, ctx, c)
}

func (m mortalStock) Commit(ctx context.Context, c order.StockCall) error {
	return m.call(m.Stock.Commit, ctx, c)
}

func (m mortalStock) Restock(ctx context.Context, c order.StockCall) error {
	return m.call(m.Stock.Restock, ctx, c)
}

type mortalCoupons struct {
	*memory.Promotions
	k *kill
}

func (m mortalCoupons) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	return around(m.k, m.Promotions.Redeem, ctx, c)
}

type mortalMembers struct {
	*memory.Members
	k *kill
}

func (m mortalMembers) Accrue(ctx context.Context, c order.PointsCall) error {
	m.k.boundary()
	err := m.Members.Accrue(ctx, c)
	m.k.boundary()
	return err
}

func (m mortalMembers) Reverse(ctx context.Context, c order.PointsCall) error {
	m.k.boundary()
	err := m.Members.Reverse(ctx, c)
	m.k.boundary()
	return err
}

// step is one thing that somebody does in a life.
type step struct {
	action order.Action
	role   fsm.Role
}

func forwardAndBack() []step {
	return []step{
		{order.Pay{}, fsm.Customer}, {order.Produce{}, fsm.Staff}, {order.Ship{Of: order.Some("mug", 2)}, fsm.Staff},
		{order.Cancel{Of: order.Some("mug", 1)}, fsm.Staff}, {order.Finish{}, fsm.Staff}, {order.Ship{}, fsm.Staff},
		{order.Deliver{}, fsm.Staff}, {order.Confirm{}, fsm.Customer}, {order.Return{Of: order.Some("mug", 1)}, fsm.Customer},
		{order.Receive{}, fsm.Staff}, {order.Inspect{Accepted: true}, fsm.Staff}, {order.Refund{Amount: eur("3.33")}, fsm.Staff},
		{order.Complete{}, fsm.Staff},
	}
}

// live runs a whole life, killed at one boundary, and returns how many there
// were. After the kill a new engine over the same store and the same world takes
// over; then the customer or staff repeat what they wanted, once.
func (s *shop) live(t *testing.T, draft order.Draft, steps []step, k *kill) *order.Order {
	s.mortal(t, k)
	id := ""
	s.survive(t, func() order.Result {
		r, err := s.Place(s.ctx, draft, order.Key("place"))
		require.NoError(t, err)
		id = r.Order.ID
		return r
	}, &id)
	for i, st := range steps {
		s.survive(t, func() order.Result {
			r, err := s.Do(s.ctx, id, st.action, order.By(st.role, "x"), order.Key(fmt.Sprintf("step-%d", i)))
			require.NoError(t, err, "%s killed at %d", st.action.Name(), k.at)
			return r
		}, &id)
	}
	return s.check(id)
}

// mortal makes an engine whose every boundary counts.
func (s *shop) mortal(t *testing.T, k *kill) {
	mortal := s.Config
	mortal.Store = mortalStore{s.store, k}
	mortal.Gateways = map[string]order.PaymentGateway{"": mortalPay{s.pay, k}}
	mortal.Carriers = map[string]order.Carrier{"": mortalCarrier{s.carrier, k}, "download": mortalCarrier{s.online, k}}
	mortal.Stock, mortal.Promotions, mortal.Members = mortalStock{s.stock, k}, mortalCoupons{s.coupons, k}, mortalMembers{s.members, k}
	var err error
	s.Engine, err = order.New(mortal)
	require.NoError(t, err)
}

// survive does something; if it is killed, time passes, another process works,
// and it is done again.
func (s *shop) survive(t *testing.T, f func() order.Result, id *string) {
	t.Helper()
	done := make(chan bool)
	go func() {
		ok := false
		defer func() { done <- ok }()
		f()
		ok = true
	}()
	if <-done {
		return
	}
	s.clock.add(2 * s.Patience)
	for range 10 {
		n, err := s.Pass(s.ctx)
		require.NoError(t, err)
		if n == 0 {
			break
		}
	}
	r := f()
	require.Equal(t, order.Done, r.Status, "G1: repeated once after a kill: %s", r.Reason)
}

// truth is what the outside world knows, to the cent.
func (s *shop) truth(o *order.Order) string {
	p := s.pay.PaidFor(o.ID)
	return fmt.Sprintf("authorized %s captured %s voided %s refunded %s mug %+v ring %+v coupon %d points %s",
		p.Authorized, p.Captured, p.Voided, p.Refunded, s.stock.Level("MUG"), s.stock.Level("RING"),
		s.coupons.RedeemedFor(o.ID), s.members.EarnedFor("c-7", o.ID))
}

func TestAKillAtAnyPointLosesNothingAndDoesNothingTwice(t *testing.T) {
	traits := map[string]order.Traits{
		"keys":          {KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true},
		"strong lookup": {Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		"both":          {KeyLife: order.Forever, Lookup: order.LookupEventual, PartialCapture: true},
	}
	for name, tr := range traits {
		t.Run(name, func(t *testing.T) {
			run := func(at int) (*shop, *order.Order, *kill) {
				s := newShop(t, func(c *order.Config) { c.Invoices.After = []string{"ship"} })
				port := memory.PortConfig{Now: s.clock.now, Traits: &tr}
				s.pay, s.carrier, s.online = memory.NewPayments(port), memory.NewCarrier(port), memory.NewCarrier(port)
				k := &kill{at: at}
				return s, s.live(t, mixed(), append(forwardAndBack(), step{order.Issue{}, fsm.Staff}), k), k
			}
			s, o, k := run(0)
			want, status, papers := s.truth(o), o.Status(), documents(o)
			require.Len(t, papers, 6, "%s", papers)
			require.Greater(t, k.passed, 90)
			for at := 1; at <= k.passed; at += stride() {
				s, o, _ := run(at)
				require.Equal(t, want, s.truth(o), "killed at boundary %d", at)
				require.Equal(t, status, o.Status(), "killed at boundary %d", at)
				require.Equal(t, papers, documents(o), "no number is lost and no unit billed twice, killed at boundary %d", at)
				require.Empty(t, o.Intents, "killed at boundary %d", at)
				require.Empty(t, o.Cases, "killed at boundary %d", at)
				for _, c := range s.pay.Calls("") {
					require.LessOrEqual(t, s.pay.Effects(c.Key), 1, "G2: %s %s had more than one effect, killed at %d", c.Op, c.Key, at)
				}
				require.Equal(t, want, s.truthFromRecord(o), "the record says what the world says, killed at %d", at)
			}
		})
	}
}

// truthFromRecord is the same as truth, from what we stored.
func (s *shop) truthFromRecord(o *order.Order) string {
	zero := eur("0.00")
	a, c, v, r := zero, zero, zero, zero
	for _, p := range o.Payments {
		a, _ = a.Add(p.Authorized)
		c, _ = c.Add(p.Captured)
		v, _ = v.Add(p.Voided)
		r, _ = r.Add(p.Refunded)
	}
	coupons := 0
	for _, x := range o.Coupons {
		if x.Redeemed && !x.GivenBack {
			coupons++
		}
	}
	points := zero
	held := map[string]memory.Level{"MUG": s.stock.Level("MUG"), "RING": s.stock.Level("RING")}
	for i := range o.Lines {
		l := &o.Lines[i]
		reserved := int64(0)
		for _, run := range l.Runs {
			if run.Held.Has(fsm.Accrued) {
				sh, err := l.Share(run.First, run.Count)
				require.NoError(s.t, err)
				points, _ = points.Add(sh.Gross)
			}
			if run.Held.Has(fsm.Reserved) {
				reserved += run.Count
			}
		}
		if lv, ok := held[l.SKU]; ok {
			lv.Reserved = reserved
			held[l.SKU] = lv
		}
	}
	return fmt.Sprintf("authorized %s captured %s voided %s refunded %s mug %+v ring %+v coupon %d points %s",
		a, c, v, r, held["MUG"], held["RING"], coupons, points)
}
