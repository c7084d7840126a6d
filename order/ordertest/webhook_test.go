package ordertest_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// told is an event as the provider of these tests writes it.
type told struct {
	Event string       `json:"event"`
	Type  string       `json:"type"`
	About order.Notice `json:"about"`
}

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func sealed(secret string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	t := strconv.FormatInt(at.Unix(), 10)
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return t + "," + hex.EncodeToString(mac.Sum(nil))
}

func request(t ordertest.T, secret string, at time.Time, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://shop.example/hooks", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v", err)
	}
	r.Header.Set("Seal", sealed(secret, at, body))
	return r
}

func written(t ordertest.T, n order.Notice) []byte {
	t.Helper()
	e := told{Event: n.ID, Type: "money." + n.Kind, About: n}
	e.About.ID, e.About.Kind, e.About.Provider = "", "", ""
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return body
}

// counter is where webhooks are taken in, each step a function of its own, so
// that a broken one differs in one of them.
type counter struct {
	method  func(string) bool
	read    func(io.Reader) ([]byte, error)
	genuine func(seal string, body []byte) bool
	parse   func([]byte) (told, error)
	used    func(told) bool
	notice  func(told) order.Notice
	tell    func(context.Context, order.Notice, func(context.Context, order.Notice) error) error
	status  func(error) int
}

func rightCounter() counter {
	return counter{
		method: func(m string) bool { return m == http.MethodPost },
		read: func(r io.Reader) ([]byte, error) {
			body, err := io.ReadAll(io.LimitReader(r, 1<<20+1))
			if len(body) > 1<<20 {
				err = errors.New("too large")
			}
			return body, err
		},
		genuine: func(seal string, body []byte) bool {
			t, _, _ := strings.Cut(seal, ",")
			unix, err := strconv.ParseInt(t, 10, 64)
			at := time.Unix(unix, 0)
			return err == nil && now.Sub(at).Abs() <= 5*time.Minute && hmac.Equal([]byte(seal), []byte(sealed("s3cret", at, body)))
		},
		parse: func(body []byte) (e told, err error) {
			if err = json.Unmarshal(body, &e); err == nil && e.Event == "" {
				err = errors.New("no event")
			}
			return e, err
		},
		used: func(e told) bool { return strings.HasPrefix(e.Type, "money.") },
		notice: func(e told) order.Notice {
			n := e.About
			n.Provider, n.ID, n.Kind = "bank", e.Event, strings.TrimPrefix(e.Type, "money.")
			return n
		},
		tell: func(ctx context.Context, n order.Notice, notify func(context.Context, order.Notice) error) error {
			return notify(ctx, n)
		},
		status: func(err error) int {
			if errors.Is(err, order.Invalid) {
				return http.StatusUnprocessableEntity
			}
			return http.StatusServiceUnavailable
		},
	}
}

func (k counter) handler(notify func(context.Context, order.Notice) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !k.method(r.Method) {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		body, err := k.read(r.Body)
		if err != nil || !k.genuine(r.Header.Get("Seal"), body) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		e, err := k.parse(body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if k.used(e) {
			if err := k.tell(r.Context(), k.notice(e), notify); err != nil {
				w.WriteHeader(k.status(err))
			}
		}
	})
}

func webhooksOf(k func() counter) func(ordertest.T) ordertest.Webhooks {
	return func(ordertest.T) ordertest.Webhooks {
		return ordertest.Webhooks{
			Provider: "bank",
			Handler:  k().handler,
			Signed: func(t ordertest.T, n order.Notice) *http.Request {
				return request(t, "s3cret", now, written(t, n))
			},
			Forged: func(t ordertest.T, n order.Notice) *http.Request {
				return request(t, "another", now, written(t, n))
			},
			Old: func(t ordertest.T, n order.Notice) *http.Request {
				return request(t, "s3cret", now.Add(-time.Hour), written(t, n))
			},
			Body: func(t ordertest.T, body []byte) *http.Request { return request(t, "s3cret", now, body) },
			Unused: func(t ordertest.T) *http.Request {
				return request(t, "s3cret", now, []byte(`{"event":"evt-9","type":"customer.renamed","about":{"ref":"cus-1"}}`))
			},
		}
	}
}

func TestARightWebhookHandlerKeepsItsPromises(t *testing.T) {
	ordertest.TestWebhooks(t, webhooksOf(rightCounter))
	require.Empty(t, ordertest.CheckWebhooks(webhooksOf(rightCounter)))
}
