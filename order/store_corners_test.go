package order_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// Stored numbers of events must stay the same from one version of this package to
// the next, or what came twice counts twice.
func TestEventsOfTheDefaultGatewayAndCarrierAreNumberedApart(t *testing.T) {
	s := newShop(t)
	s.notify(order.Notice{ID: "1", Kind: order.NoticeCaptured, Order: "unknown", Amount: eur("1.00")})
	s.notify(order.Notice{ID: "1", Kind: "deliver", Order: "unknown"})
	list, err := s.Unmatched(s.ctx, 0)
	require.NoError(t, err)
	numbers := map[string]string{}
	for _, n := range list {
		numbers[n.Kind] = n.ID
	}
	assert.Equal(t, map[string]string{order.NoticeCaptured: "money:1", "deliver": "other:1"}, numbers)
}

func TestWhoLosesEveryRaceGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(s *shop, id string) error
		kind order.Kind
	}{
		"a notice": {func(s *shop, id string) error {
			return s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: id, Ref: "tr_1", Amount: eur("1.00")})
		}, ""},
		"an erasure": {func(s *shop, id string) error { return s.Erase(s.ctx, id) }, order.Conflict},
		"a visit": {func(s *shop, id string) error {
			s.clock.add(time.Hour)
			_, err := s.Advance(s.ctx, id)
			return err
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := &wrapped{}
			s := newShop(t, wrap(w))
			o := s.place(goods(1))
			tried := 0
			w.commit = func(context.Context, *order.Change) error {
				if tried++; tried > 1000 {
					panic("it goes on for ever")
				}
				return order.ErrConflict
			}
			err := c.do(s, o.ID)
			if c.kind != "" {
				problem(t, err, c.kind)
			} else {
				require.NoError(t, err)
			}
			assert.Greater(t, tried, 1)
			assert.LessOrEqual(t, tried, 1000)
		})
	}
}

func TestPlacingUnderAKeyGoesOnAfterLostRaces(t *testing.T) {
	w := &wrapped{}
	s := newShop(t, wrap(w))
	left := 3
	w.commit = func(ctx context.Context, c *order.Change) error {
		if left--; left >= 0 {
			return order.ErrConflict
		}
		return w.Store.Commit(ctx, c)
	}
	r, err := s.Place(s.ctx, goods(1), byCustomer, order.Key("cart"))
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status)
}

func TestPlacingUnderAKeyStoresNothingWhereItCannotLook(t *testing.T) {
	commits := 0
	w := &wrapped{
		load: func(context.Context, string, string) (order.Record, error) { return order.Record{}, errBroken },
		commit: func(context.Context, *order.Change) error {
			commits++
			return order.ErrConflict
		},
	}
	s := newShop(t, wrap(w))
	_, err := s.Place(s.ctx, goods(1), byCustomer, order.Key("cart"))
	problem(t, err, order.Unavailable)
	assert.Equal(t, 1, commits)
}

func TestACallThatFailsCostsTwoCommits(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Fail(1))
	r, err := s.tryPay(o.ID)
	require.NoError(t, err)
	assert.Equal(t, o.Version+2, r.Order.Version, "the intent and what came of it")
}

// logged is a shop whose log can be read.
func logged(t *testing.T, change ...func(*order.Config)) (*shop, *bytes.Buffer) {
	log := &bytes.Buffer{}
	return newShop(t, append(change, func(c *order.Config) {
		c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	})...), log
}

func TestACancelThatWaitedSaysUnderItsKeyWhatBecameOfIt(t *testing.T) {
	s, log := logged(t)
	o := s.place(goods(1))
	s.pay.Next("authorize", memory.Await("https://bank.example"))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	r, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer, order.Key("no more"))
	require.NoError(t, err)
	require.Equal(t, order.Later, r.Status)
	_, err = s.pay.Settle(s.pay.Calls("authorize")[0].Key)
	require.NoError(t, err)
	s.clock.add(time.Hour)
	r, err = s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer, order.Key("no more"))
	require.NoError(t, err)
	assert.Equal(t, order.Done, r.Status)
	assert.Equal(t, "1 cancelled", states(&r.Order, "mug"))
	assert.Equal(t, "EUR 17.40", s.pay.PaidFor(o.ID).Voided.String())
	assert.Empty(t, log.String(), "nothing went wrong")
}

func TestNewsAndDueOrdersThatGoWellAreNoWarnings(t *testing.T) {
	s, log := logged(t, func(c *order.Config) { c.NewID = func() string { return "future" } })
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: "future", Ref: "tr_1", Amount: eur("1.00")})
	s.place(goods(1))
	s.pass(s.Poll)
	s.notify(order.Notice{Provider: "bank", ID: "2", Kind: order.NoticeCaptured, Order: "future", Ref: "tr_2", Amount: eur("1.00")})
	assert.Equal(t, "EUR 2.00", total(t, s.check("future")).Paid.String())
	s.pass(time.Hour)
	assert.Equal(t, "1 cancelled", states(s.check("future"), "mug"))
	assert.Empty(t, log.String())
}

func TestATimerThatCallsNobodyIsStoredByAdvance(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(1)) // and confirmed
	s.clock.add(15 * 24 * time.Hour)
	_, err := s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "1 completed", states(s.check(o.ID), "mug"))
}

// leases is a store that hands out orders as the test says.
type leases struct {
	*wrapped
	claim func(context.Context) ([]order.Lease, error)
}

func (l *leases) Claim(ctx context.Context, _ time.Time, _ int, _ time.Duration) ([]order.Lease, error) {
	return l.claim(ctx)
}

func leasing(l *leases) func(*order.Config) {
	return func(c *order.Config) {
		l.wrapped = &wrapped{Store: c.Store}
		c.Store = l
	}
}

func TestALeaseOfAnOrderWithNothingToDo(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		warn string
	}{
		"its due time is stored": {nil, ""}, "it is somebody else's by now": {order.ErrConflict, ""}, "it is not stored": {errBroken, "on fire"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &leases{}
			s, log := logged(t, leasing(l))
			o := s.place(goods(1))
			commits := 0
			l.commit = func(_ context.Context, ch *order.Change) error {
				assert.Equal(t, "t", ch.Token)
				commits++
				return c.err
			}
			l.claim = func(context.Context) ([]order.Lease, error) { return []order.Lease{{Order: o.ID, Token: "t"}}, nil }
			n, err := s.Pass(s.ctx)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			assert.Equal(t, 1, commits)
			if c.warn == "" {
				assert.Empty(t, log.String())
			} else {
				assert.Contains(t, log.String(), c.warn)
			}
		})
	}
}

func TestRunWarnsOfAPassThatFailedAndNotOfItsEnd(t *testing.T) {
	l := &leases{}
	s, log := logged(t, leasing(l), func(c *order.Config) { c.Poll = time.Millisecond })
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	passes := 0
	l.claim = func(ctx context.Context) ([]order.Lease, error) {
		switch passes++; passes {
		case 1:
			return nil, errBroken
		case 2:
			return nil, nil
		}
		cancel()
		return nil, ctx.Err()
	}
	require.ErrorIs(t, s.Run(ctx), context.Canceled)
	assert.Equal(t, 1, strings.Count(log.String(), "a pass failed"))
	assert.Contains(t, log.String(), "on fire")
}

func TestRunDoesNotWaitWhileThereIsMore(t *testing.T) {
	l := &leases{}
	s := newShop(t, leasing(l), func(c *order.Config) { c.Poll, c.Batch = time.Hour, 1 })
	ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
	defer cancel()
	for _, number := range []string{"1", "2", "3"} {
		s.place(numbered(goods(1), number))
	}
	s.clock.add(time.Hour)
	l.claim = func(ctx context.Context) ([]order.Lease, error) {
		list, err := l.Store.Claim(ctx, s.clock.now(), 1, time.Minute)
		if len(list) == 0 {
			cancel()
		}
		return list, err
	}
	require.ErrorIs(t, s.Run(ctx), context.Canceled, "and not after the time that a poll takes")
	for _, id := range []string{"o1", "o2", "o3"} {
		assert.Equal(t, "1 cancelled", states(s.check(id), "mug"))
	}
}

// Stamp is a shop's own action whose words have no tag.
type Stamp struct {
	Words string
}

func (Stamp) Name() string { return "stamp" }

func TestAFieldWithoutATagIsWrittenAsItIsNamed(t *testing.T) {
	d := bare()
	d.Transitions = append(d.Transitions, fsm.Transition{Action: "stamp", From: "open", To: "open"})
	s := bareShop(t, d, nil, func(c *order.Config) { c.Actions = []order.Action{Stamp{}} })
	a, err := s.Decode("stamp", []byte(`{"Words": "paid"}`))
	require.NoError(t, err)
	assert.Equal(t, Stamp{Words: "paid"}, a)
	_, err = s.Decode("stamp", []byte(`{"words": "paid"}`))
	problem(t, err, order.Invalid)
}
