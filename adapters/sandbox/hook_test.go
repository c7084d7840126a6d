package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func post(t *testing.T, url, body string, want int) {
	t.Helper()
	w, err := http.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	require.NoError(t, w.Body.Close())
	require.Equal(t, want, w.StatusCode, string(text))
}

// listener is a shop's webhook handler.
type listener struct {
	mu   sync.Mutex
	got  []string // keys of notices
	away int      // how many requests it answers with 503
	bad  int      // webhooks whose signature is not right
}

func (l *listener) listen(t *testing.T, now func() time.Time) string {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		n, err := sandbox.Notice(r, "s3cret", "bank", now())
		switch {
		case err != nil:
			l.bad++
			w.WriteHeader(http.StatusBadRequest)
		case l.away > 0:
			l.away--
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			l.got = append(l.got, n.Kind+" "+n.Key)
		}
	}))
	t.Cleanup(web.Close)
	return web.URL
}

func TestWebhooksComeAsTheyWereToldTo(t *testing.T) {
	for _, tt := range []struct {
		answer string
		want   []string // in all after the first charge, and in all after a second and an hour
		later  []string
		forged int
	}{
		{"", []string{"captured a"}, []string{"captured a", "captured b"}, 0},
		{"twice", []string{"captured a", "captured a"}, []string{"captured a", "captured a", "captured b"}, 0},
		{"late", nil, []string{"captured a", "captured b"}, 0},
		{"swapped", nil, []string{"captured b", "captured a"}, 0},
		{"never", nil, []string{"captured b"}, 0},
		{"forged", nil, []string{"captured b"}, 1},
	} {
		t.Run(tt.answer, func(t *testing.T) {
			var s *shop
			var l listener
			s = open(t, sandbox.Config{Secret: "s3cret", Hooks: l.listen(t, func() time.Time { return s.now })})
			if tt.answer != "" {
				require.NoError(t, s.Fail(sandbox.Fault{On: "webhook", Answer: tt.answer, Times: 1, Delay: time.Minute}))
			}
			_, err := s.Capture(t.Context(), charge("a"))
			require.NoError(t, err)
			_, err = s.Deliver(t.Context())
			require.NoError(t, err)
			require.Equal(t, tt.want, l.got)

			_, err = s.Capture(t.Context(), charge("b"))
			require.NoError(t, err)
			s.now = s.now.Add(time.Hour)
			_, err = s.Deliver(t.Context())
			require.NoError(t, err)
			require.Equal(t, tt.later, l.got)
			require.Equal(t, tt.forged, l.bad)
			require.Zero(t, s.Pending())
		})
	}
}

func TestAWebhookThatIsNotTakenComesAgain(t *testing.T) {
	var s *shop
	l := listener{away: 2}
	s = open(t, sandbox.Config{Secret: "s3cret", Hooks: l.listen(t, func() time.Time { return s.now })})
	_, err := s.Capture(t.Context(), charge("a"))
	require.NoError(t, err)
	var taken []int
	for range 4 {
		n, _ := s.Deliver(t.Context())
		taken = append(taken, n)
		s.now = s.now.Add(2 * time.Second)
	}
	require.Equal(t, []int{0, 0, 1, 0}, taken)
	require.Equal(t, []string{"captured a"}, l.got)
}

func TestAnOldOrForeignWebhookIsRefused(t *testing.T) {
	at := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		header string
		now    time.Time
	}{
		"without a signature": {"", at},
		"with words for one":  {"t=now,v1=yes", at},
		"of somebody else":    {"t=1777896000,v1=00", at},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{}`))
		r.Header.Set("Sandbox-Signature", tt.header)
		_, err := sandbox.Notice(r, "s3cret", "", tt.now)
		require.ErrorIs(t, err, sandbox.ErrSignature, name)
	}

	var s *shop
	var seen []error
	web := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := sandbox.Notice(r, "s3cret", "", s.now.Add(sandbox.Tolerance+time.Second))
		seen = append(seen, err)
	}))
	t.Cleanup(web.Close)
	s = open(t, sandbox.Config{Secret: "s3cret", Hooks: web.URL})
	_, err := s.Capture(t.Context(), charge("a"))
	require.NoError(t, err)
	_, err = s.Deliver(t.Context())
	require.NoError(t, err)
	require.Len(t, seen, 1)
	require.ErrorIs(t, seen[0], sandbox.ErrSignature, "a replay")
}

func TestAScanBecomesANotice(t *testing.T) {
	var s *shop
	var got []order.Notice
	web := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		n, err := sandbox.Notice(r, "", "post", s.now)
		if err == nil {
			got = append(got, n)
		}
	}))
	t.Cleanup(web.Close)
	s = open(t, sandbox.Config{Hooks: web.URL})
	carrier := sandbox.Carrier{URL: s.url}
	booked, err := carrier.Book(t.Context(), order.Parcel{Key: "k", Order: "o-1", Goods: []order.Goods{{Line: "1", Quantity: 1}}})
	require.NoError(t, err)
	post(t, s.url+"/v1/parcels/"+booked.Ref+"/scan", `{"kind":"deliver"}`, http.StatusAccepted)
	_, err = s.Deliver(t.Context())
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(got, func(n order.Notice) bool {
		return n.Provider == "post" && n.Kind == "deliver" && n.Ref == booked.Ref && n.Order == "o-1"
	}), "%+v", got)
}
