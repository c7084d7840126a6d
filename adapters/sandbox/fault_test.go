package sandbox_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func eur(minor int64) currency.Amount { return currency.New(minor, currency.EUR) }

// shop is a server on a network of its own, and a clock.
type shop struct {
	*sandbox.Server
	sandbox.Gateway
	now time.Time
	url string
}

func open(t *testing.T, cfg sandbox.Config) *shop {
	s := &shop{now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	cfg.Now = func() time.Time { return s.now }
	s.Server = sandbox.New(cfg)
	web := httptest.NewServer(s.Server)
	t.Cleanup(web.Close)
	s.url = web.URL
	s.Gateway = sandbox.Gateway{URL: web.URL, Secret: cfg.Secret, Client: web.Client()}
	return s
}

func charge(key string) order.PaymentCall {
	return order.PaymentCall{Key: key, Order: "o-1", Token: "tok", Amount: eur(1000), Op: "capture"}
}

func outcome(err error) order.Outcome {
	var r *order.Reply
	switch {
	case err == nil:
		return order.OutcomeDone
	case errors.As(err, &r):
		return r.Outcome
	}
	return order.Outcome(err.Error())
}

// captured is what the ledger says, whatever was answered.
func (s *shop) captured() int64 {
	var sum int64
	for _, p := range s.Ledger("").Payments {
		sum += p.Captured.Minor()
	}
	return sum
}

func TestEveryFaultDoesWhatItsNameSays(t *testing.T) {
	for _, tt := range []struct {
		answer        string
		first, again  order.Outcome // of the same call, the second time without the fault
		done, doneTwo int64         // in the ledger
		found         bool          // by a lookup between the two
	}{
		{"unavailable", order.OutcomeTemporary, order.OutcomeDone, 0, 1000, false},
		{"limited", order.OutcomeTemporary, order.OutcomeDone, 0, 1000, false},
		{"declined", order.OutcomeRefused, order.OutcomeRefused, 0, 0, false},
		{"dropped", order.OutcomeUnknown, order.OutcomeDone, 0, 1000, false},
		{"lost", order.OutcomeUnknown, order.OutcomeDone, 1000, 1000, true},
		{"broken", order.OutcomeUnknown, order.OutcomeUnknown, 0, 0, false},
		{"stuck", order.OutcomeUnknown, order.OutcomeUnknown, 1000, 1000, true},
		{"slow", order.OutcomeDone, order.OutcomeDone, 1000, 1000, true},
		{"forgotten", order.OutcomeDone, order.OutcomeDone, 1000, 2000, true},
		{"lagging", order.OutcomeDone, order.OutcomeDone, 1000, 1000, false},
	} {
		t.Run(tt.answer, func(t *testing.T) {
			s := open(t, sandbox.Config{})
			require.NoError(t, s.Fail(sandbox.Fault{Answer: tt.answer, On: "capture", Times: 1, Delay: time.Millisecond}))
			_, err := s.Capture(t.Context(), charge("k"))
			require.Equal(t, tt.first, outcome(err), err)
			require.Equal(t, tt.done, s.captured())
			_, err = s.Lookup(t.Context(), charge("k"))
			switch {
			case tt.first == order.OutcomeRefused:
				require.Equal(t, order.OutcomeRefused, outcome(err))
			case tt.found:
				require.NoError(t, err)
			default:
				require.ErrorIs(t, err, order.ErrNotFound)
			}
			_, err = s.Capture(t.Context(), charge("k"))
			require.Equal(t, tt.again, outcome(err), err)
			require.Equal(t, tt.doneTwo, s.captured())
		})
	}
}

func TestAFaultComesByHeaderAndByURLToo(t *testing.T) {
	s := open(t, sandbox.Config{Secret: "s3cret"})
	s.Gateway.URL += "/fault/lost"
	_, err := s.Capture(t.Context(), charge("k"))
	require.Equal(t, order.OutcomeUnknown, outcome(err))
	require.EqualValues(t, 1000, s.captured())

	r, err := http.NewRequest(http.MethodGet, s.url+"/v1/movements?key=k", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer s3cret")
	r.Header.Set("Sandbox-Fault", "limited")
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, w.Body.Close())
	require.Equal(t, http.StatusTooManyRequests, w.StatusCode)
}

func TestFaultsCanBeCountedSkippedAndNarrowed(t *testing.T) {
	s := open(t, sandbox.Config{})
	require.NoError(t, s.Fail(sandbox.Fault{Answer: "limited", On: "capture", Order: "o-1", Skip: 1, Times: 2}))
	other := charge("other")
	other.Order = "o-2"
	var got []order.Outcome
	for _, c := range []order.PaymentCall{charge("a"), other, charge("b"), charge("b"), charge("b")} {
		_, err := s.Capture(t.Context(), c)
		got = append(got, outcome(err))
	}
	require.Equal(t, []order.Outcome{"done", "done", "temporary", "temporary", "done"}, got)

	require.NoError(t, s.Fail(sandbox.Fault{Answer: "limited"}))
	s.Calm()
	_, err := s.Capture(t.Context(), charge("c"))
	require.NoError(t, err)
}

func TestAFaultThatMeansNothingIsRefused(t *testing.T) {
	s := sandbox.New(sandbox.Config{})
	for name, f := range map[string]sandbox.Fault{
		"an answer that is not there":       {Answer: "explode"},
		"a webhook's answer to a call":      {Answer: "twice", On: "capture"},
		"a call's answer to a webhook":      {Answer: "lost", On: "webhook"},
		"an operation that is not there":    {Answer: "lost", On: "sell"},
		"a negative number of times":        {Answer: "lost", Times: -1},
		"an answer that nobody asked about": {},
	} {
		require.Error(t, s.Fail(f), name)
	}
}

func TestAKeyIsForOneRequestAndForItsLife(t *testing.T) {
	s := open(t, sandbox.Config{KeyLife: time.Hour})
	first, err := s.Capture(t.Context(), charge("k"))
	require.NoError(t, err)

	more := charge("k")
	more.Amount = eur(2000)
	_, err = s.Capture(t.Context(), more)
	require.Equal(t, order.OutcomeUnknown, outcome(err), "something was done under this key")
	require.ErrorContains(t, err, "key_reused")

	s.now = s.now.Add(59 * time.Minute)
	again, err := s.Capture(t.Context(), charge("k"))
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.EqualValues(t, 1000, s.captured())

	s.now = s.now.Add(time.Minute)
	_, err = s.Capture(t.Context(), charge("k"))
	require.NoError(t, err)
	require.EqualValues(t, 2000, s.captured(), "a key that is over is a new one")
}

func TestTheSameKeyAtTheSameTimeHasOneEffect(t *testing.T) {
	s := open(t, sandbox.Config{})
	done := make(chan error)
	for range 16 {
		go func() { _, err := s.Capture(context.Background(), charge("k")); done <- err }()
	}
	for range 16 {
		require.NoError(t, <-done)
	}
	require.EqualValues(t, 1000, s.captured())
}

func TestNobodyWithoutTheSecretIsServed(t *testing.T) {
	s := open(t, sandbox.Config{Secret: "s3cret"})
	s.Gateway.Secret = "guess"
	_, err := s.Capture(t.Context(), charge("k"))
	require.Equal(t, order.OutcomeTemporary, outcome(err))
	require.Zero(t, s.captured())
}

func TestAServerThatIsAwayWasNeverReached(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	web.Close()
	_, err := sandbox.Gateway{URL: web.URL}.Capture(t.Context(), charge("k"))
	require.Equal(t, order.OutcomeTemporary, outcome(err))
}

func TestACustomerConfirmsOrRefuses(t *testing.T) {
	for _, tt := range []struct {
		body  string
		after order.Outcome
		taken int64
	}{{`{}`, order.OutcomeDone, 1000}, {`{"refuse":true}`, order.OutcomeRefused, 0}} {
		s := open(t, sandbox.Config{})
		c := charge("k")
		c.Token = sandbox.ConfirmToken
		_, err := s.Capture(t.Context(), c)
		require.Equal(t, order.OutcomeWaiting, outcome(err))
		var reply *order.Reply
		require.ErrorAs(t, err, &reply)
		require.Zero(t, s.captured())
		_, err = s.Lookup(t.Context(), c)
		require.Equal(t, order.OutcomeWaiting, outcome(err))

		post(t, reply.URL, tt.body, http.StatusOK)
		_, err = s.Lookup(t.Context(), c)
		require.Equal(t, tt.after, outcome(err), err)
		require.Equal(t, tt.taken, s.captured())
		post(t, reply.URL, tt.body, http.StatusConflict)
	}
}
