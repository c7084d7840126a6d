package order_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func (s *shop) tryPay(id string) (order.Result, error) {
	return s.Do(s.ctx, id, order.Pay{}, order.By(fsm.Customer, "c-7"), order.Key("pay"))
}

func (s *shop) pass(d time.Duration) {
	s.t.Helper()
	s.clock.add(d)
	_, err := s.Pass(s.ctx)
	require.NoError(s.t, err)
}

func TestAFailedCallIsRetriedAfterFiveMinutes(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(2))
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	assert.Equal(t, s.clock.now().Add(5*time.Minute), r.Due)
	s.pass(4 * time.Minute)
	assert.Len(t, s.pay.Calls("authorize"), 1)
	s.pass(time.Minute)
	assert.Len(t, s.pay.Calls("authorize"), 2)
	s.pass(12 * time.Minute) // 10 minutes and up to a fifth
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	calls := s.pay.Calls("authorize")
	assert.Equal(t, calls[0].Key, calls[2].Key, "never a key per attempt")
	r, err = s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status, "the key answers for as long as the order lives")
	assert.Len(t, s.pay.Calls("authorize"), 3)
}

func TestARefusalUndoesWhatWasDone(t *testing.T) {
	t.Run("placing: stock is released when the coupon is spent", func(t *testing.T) {
		s := newShop(t)
		s.place(mixed())
		d := mixed()
		d.Number = "2026-2"
		r, err := s.Place(s.ctx, d, order.Key("again"))
		require.ErrorIs(t, err, order.Refused)
		assert.Equal(t, order.Failed, r.Status)
		assert.Equal(t, fsm.Cancelled, r.Order.Status())
		assert.Equal(t, int64(3), s.stock.Level("MUG").Reserved, "the first order's only")
		s.check(r.Order.ID)
		_, err = s.Place(s.ctx, d, order.Key("again"))
		require.ErrorIs(t, err, order.Refused, "the same key, the same answer")
	})
	t.Run("paying: a declined capture voids the authorization of the whole cart", func(t *testing.T) {
		s := newShop(t)
		o := s.place(mixed())
		s.pay.Next("capture", memory.Refuse("card_declined"))
		_, err := s.tryPay(o.ID)
		var e *order.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, "card_declined", e.Code)
		assert.Equal(t, "EUR 115.15", s.pay.PaidFor(o.ID).Voided.String())
		o = s.check(o.ID)
		assert.Equal(t, "1 placed", states(o, "song"), "all or nothing over lines of several workflows")
		s.do(o.ID, order.Pay{})
	})
	t.Run("shipping: a declined capture cancels the parcel", func(t *testing.T) {
		s := newShop(t)
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("capture", memory.Refuse("expired"))
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
		require.ErrorIs(t, err, order.Refused)
		assert.Len(t, s.carrier.Calls("unbook"), 1)
		assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	})
}

func TestAnUnknownOutcomeIsLookedUpNotRepeated(t *testing.T) {
	for _, c := range []struct {
		name   string
		fault  memory.Fault
		traits order.Traits
		calls  int // of capture in the end
	}{
		{"done, strong lookup", memory.Lost(1), order.Traits{Lookup: order.LookupStrong, PartialCapture: true}, 1},
		{"not done, strong lookup", memory.LostUndone(1), order.Traits{Lookup: order.LookupStrong, PartialCapture: true}, 2},
		{"done, keys only", memory.Lost(1), order.Traits{KeyLife: time.Hour, PartialCapture: true}, 2},
		{"not done, keys only", memory.LostUndone(1), order.Traits{KeyLife: time.Hour, PartialCapture: true}, 2},
		{"a panic is an unknown too", memory.Panic(), order.Traits{Lookup: order.LookupStrong, PartialCapture: true}, 1},
		{"an odd error is an unknown too", memory.Odd(errors.New("EOF")), order.Traits{Lookup: order.LookupStrong, PartialCapture: true}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t, func(cfg *order.Config) {
				cfg.Gateways = map[string]order.PaymentGateway{}
			})
			gw := memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &c.traits})
			s.pay = gw
			s.Gateways[""] = gw
			o := s.place(goods(1))
			s.do(o.ID, order.Pay{})
			gw.Next("capture", c.fault)
			r, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
			require.NoError(t, err)
			assert.Equal(t, order.Pending, r.Status)
			s.pass(6 * time.Minute)
			assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
			assert.Equal(t, "EUR 17.40", gw.PaidFor(o.ID).Captured.String(), "once")
			n := 0
			for _, call := range gw.Calls("capture") {
				if call.Op == "capture" {
					n++
				}
			}
			assert.Equal(t, c.calls, n)
		})
	}
}

func TestWhatNobodyCanTellGoesToAPerson(t *testing.T) {
	blind := order.Traits{PartialCapture: true} // no keys, no lookup
	setUp := func(t *testing.T, f memory.Fault) (*shop, *order.Order, order.Case) {
		s := newShop(t)
		s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &blind})
		s.Gateways[""] = s.pay
		o := s.place(goods(1))
		s.do(o.ID, order.Pay{})
		s.pay.Next("capture", f)
		_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
		s.pass(6 * time.Minute)
		cases, err := s.Cases(s.ctx, 2)
		require.NoError(t, err)
		require.Len(t, cases, 1)
		assert.Equal(t, order.CaseUnknown, cases[0].Code)
		assert.Len(t, s.pay.Calls("capture"), 1, "never sent twice")
		return s, o, cases[0]
	}
	staff := order.By(fsm.Staff, "anna")
	t.Run("it happened", func(t *testing.T) {
		s, o, c := setUp(t, memory.Lost(1))
		_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.Undo}, staff)
		require.ErrorIs(t, err, order.Refused, "never undo what may have happened")
		_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.MarkDone}, staff)
		require.ErrorIs(t, err, order.Invalid, "evidence is asked for")
		_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.MarkDone, Ref: "cap_7"}, staff)
		require.NoError(t, err)
		o = s.check(o.ID)
		assert.Equal(t, "1 shipped", states(o, "mug"))
		assert.Empty(t, o.Cases)
		assert.Equal(t, s.pay.PaidFor(o.ID).Captured, o.Payments[0].Captured)
	})
	t.Run("it did not", func(t *testing.T) {
		s, o, c := setUp(t, memory.LostUndone(1))
		_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.NotDone, Why: "dashboard shows nothing"}, staff)
		require.NoError(t, err)
		assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
		calls := s.pay.Calls("capture")
		require.Len(t, calls, 2)
		assert.NotEqual(t, calls[0].Key, calls[1].Key, "a definitive no allows a new key")
	})
	t.Run("an engineer", func(t *testing.T) {
		s, o, c := setUp(t, memory.Lost(1))
		_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: c.No, Choice: order.HandOver}, staff)
		require.NoError(t, err)
		cases, err := s.Cases(s.ctx, 3)
		require.NoError(t, err)
		assert.Len(t, cases, 1)
	})
}

func TestAKeyIsNotSentAgainAfterItsLife(t *testing.T) {
	s := newShop(t)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: 24 * time.Hour, PartialCapture: true}})
	s.Gateways[""] = s.pay
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.pay.Next("capture", memory.Lost(1))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	s.pass(3 * 24 * time.Hour)
	assert.Len(t, s.pay.Calls("capture"), 1, "three days later the key would charge again")
	o = s.check(o.ID)
	require.Len(t, o.Cases, 1)
	assert.Equal(t, order.CaseUnknown, o.Cases[0].Code)
}

func TestUsedUpRetriesBecomeACase(t *testing.T) {
	s := newShop(t, func(c *order.Config) { c.Retry.Attempts = 2 })
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.carrier.Next("book", memory.Fail(2))
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	s.pass(6 * time.Minute)
	o = s.check(o.ID)
	require.Len(t, o.Cases, 1)
	assert.Equal(t, order.CaseGivenUp, o.Cases[0].Code)
	assert.Contains(t, o.Cases[0].Choices, order.Correct)
	t.Run("undo frees the units", func(t *testing.T) {
		_, err := s.Resolve(s.ctx, o.ID, order.Decide{Case: o.Cases[0].No, Choice: order.Undo}, order.By(fsm.Staff, "anna"))
		require.NoError(t, err)
		o = s.check(o.ID)
		assert.Equal(t, "1 paid", states(o, "mug"))
		assert.Empty(t, o.Cases)
		s.do(o.ID, order.Ship{})
	})
}

func TestARefusalPastThePivotIsACase(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.stock.Next("commit", memory.Refuse("locked"))
	r, err := s.Do(s.ctx, o.ID, order.Ship{}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	assert.Equal(t, order.Pending, r.Status)
	o = s.check(o.ID)
	require.Len(t, o.Cases, 1)
	assert.Equal(t, order.CaseRefused, o.Cases[0].Code)
	assert.True(t, s.pay.PaidFor(o.ID).Refunded.IsZero(), "what was charged stays charged")
	_, err = s.Resolve(s.ctx, o.ID, order.Decide{Case: o.Cases[0].No, Choice: order.RetryNow}, order.By(fsm.Staff, "anna"))
	require.NoError(t, err)
	assert.Equal(t, "1 shipped", states(s.check(o.ID), "mug"))
}

func TestTheCallersContextEndsButTheOutcomeIsRecorded(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	ctx, cancel := context.WithCancel(s.ctx)
	s.Gateways[""] = cancelling{s.pay, cancel}
	r, err := s.Do(ctx, o.ID, order.Pay{}, order.By(fsm.Customer, "c-7"))
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status)
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
}

// cancelling ends the caller's context while the money is moving.
type cancelling struct {
	*memory.Payments
	cancel context.CancelFunc
}

func (c cancelling) Authorize(ctx context.Context, p order.PaymentCall) (order.Receipt, error) {
	c.cancel()
	return c.Payments.Authorize(ctx, p)
}

func TestWaitingForTheCustomer(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Await("https://bank.example/3ds"))
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, order.Waiting, r.Status)
	assert.Equal(t, "https://bank.example/3ds", r.URL)
	key := s.pay.Calls("authorize")[0].Key
	rec, err := s.pay.Settle(key)
	require.NoError(t, err)
	n := order.Notice{Provider: "", ID: "evt_1", Kind: order.NoticeAuthorized, Key: key, Ref: rec.Ref, Amount: eur("17.40")}
	n.Provider = "bank"
	require.NoError(t, s.Notify(s.ctx, n))
	assert.Equal(t, "1 paid", states(s.check(o.ID), "mug"))
	require.NoError(t, s.Notify(s.ctx, n), "sent twice")
	assert.Equal(t, "EUR 17.40", s.check(o.ID).Payments[0].Authorized.String())
}
