package memory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func charge(key string) order.PaymentCall {
	return order.PaymentCall{Key: key, Order: "o-1", Payment: "p-1", Token: "tok", Amount: currency.New(500, currency.EUR)}
}

func outcome(t *testing.T, err error) order.Outcome {
	t.Helper()
	var r *order.Reply
	require.ErrorAs(t, err, &r)
	return r.Outcome
}

func TestFaultsComeInTheOrderInWhichTheyAreLinedUp(t *testing.T) {
	p := memory.NewPayments(memory.PortConfig{})
	ctx := context.Background()
	p.Next("capture", memory.Fail(2), memory.OK(), memory.LostUndone(1), memory.Lost(1))
	for i, want := range []order.Outcome{order.OutcomeTemporary, order.OutcomeTemporary, "", order.OutcomeUnknown, order.OutcomeUnknown, ""} {
		key := map[bool]string{true: "k-1", false: "k-2"}[i < 3]
		_, err := p.Capture(ctx, charge(key))
		if want == "" {
			require.NoError(t, err, "call %d", i)
			continue
		}
		require.Equal(t, want, outcome(t, err), "call %d", i)
	}
	require.Equal(t, 1, p.Effects("k-1"))
	require.Equal(t, 1, p.Effects("k-2"), "the lost call was done, the repeated one was not done again")
	require.Len(t, p.Calls("capture"), 6)
	require.Equal(t, currency.New(1000, currency.EUR), p.PaidFor("o-1").Captured)
}

func TestARefusalStaysWithItsKey(t *testing.T) {
	p := memory.NewPayments(memory.PortConfig{})
	p.Next("capture", memory.Refuse("card_declined"))
	for range 2 {
		_, err := p.Capture(context.Background(), charge("k-1"))
		require.Equal(t, order.OutcomeRefused, outcome(t, err))
	}
	_, err := p.Lookup(context.Background(), charge("k-1"))
	require.Equal(t, order.OutcomeRefused, outcome(t, err))
	_, err = p.Capture(context.Background(), charge("k-2"))
	require.NoError(t, err)
	require.Zero(t, p.Effects("k-1"))
}

func TestAwaitedCallsHappenWhenTheyAreSettled(t *testing.T) {
	p := memory.NewPayments(memory.PortConfig{})
	ctx := context.Background()
	p.Next("authorize", memory.Await("https://bank.example/3ds"))
	for range 2 {
		_, err := p.Authorize(ctx, charge("k-1"))
		var r *order.Reply
		require.ErrorAs(t, err, &r)
		require.Equal(t, order.OutcomeWaiting, r.Outcome)
		require.Equal(t, "https://bank.example/3ds", r.URL)
	}
	require.Zero(t, p.Effects("k-1"))
	receipt, err := p.Settle("k-1")
	require.NoError(t, err)
	again, err := p.Authorize(ctx, charge("k-1"))
	require.NoError(t, err)
	require.Equal(t, receipt, again)
	_, err = p.Settle("k-1")
	require.ErrorIs(t, err, order.ErrNotFound)

	p.Next("authorize", memory.Await(""))
	_, err = p.Authorize(ctx, charge("k-2"))
	require.Error(t, err)
	require.NoError(t, p.Abandon("k-2", "customer_left"))
	_, err = p.Authorize(ctx, charge("k-2"))
	require.Equal(t, order.OutcomeRefused, outcome(t, err))
}

func TestAKeyThatTheProviderForgotActsAgain(t *testing.T) {
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	p := memory.NewPayments(memory.PortConfig{Now: func() time.Time { return now }, Traits: &order.Traits{KeyLife: 24 * time.Hour}})
	for _, step := range []struct {
		wait    time.Duration
		effects int
	}{{0, 1}, {24*time.Hour - 1, 1}, {1, 2}} {
		now = now.Add(step.wait)
		_, err := p.Capture(context.Background(), charge("k-1"))
		require.NoError(t, err)
		require.Equal(t, step.effects, p.Effects("k-1"))
	}
}

func TestALookupThatLagsFindsLater(t *testing.T) {
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	p := memory.NewPayments(memory.PortConfig{Now: func() time.Time { return now }, Lag: time.Minute,
		Traits: &order.Traits{Lookup: order.LookupEventual}})
	_, err := p.Capture(context.Background(), charge("k-1"))
	require.NoError(t, err)
	_, err = p.Lookup(context.Background(), charge("k-1"))
	require.ErrorIs(t, err, order.ErrNotFound)
	now = now.Add(time.Minute)
	_, err = p.Lookup(context.Background(), charge("k-1"))
	require.NoError(t, err)
}

func TestLateAnswersPanicsAndOddErrors(t *testing.T) {
	p := memory.NewPayments(memory.PortConfig{})
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	p.Next("capture", memory.Late(time.Hour))
	_, err := p.Capture(ctx, charge("late"))
	require.Equal(t, order.OutcomeUnknown, outcome(t, err))
	require.Equal(t, 1, p.Effects("late"))

	p.Next("", memory.Panic(), memory.PanicUndone())
	require.Panics(t, func() { _, _ = p.Capture(context.Background(), charge("panic")) })
	require.Panics(t, func() { _, _ = p.Capture(context.Background(), charge("panic undone")) })
	require.Equal(t, 1, p.Effects("panic"))
	require.Zero(t, p.Effects("panic undone"))

	odd := errors.New("EOF")
	p.Next("capture", memory.Odd(odd))
	_, err = p.Capture(context.Background(), charge("odd"))
	require.Equal(t, odd, err)
}
