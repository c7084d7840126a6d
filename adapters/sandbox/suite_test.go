package sandbox_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// served is a sandbox on a network of its own, with what the suites can do to it.
func served(t ordertest.T) (*sandbox.Server, string, ordertest.Provider) {
	var mu sync.Mutex
	var passed time.Duration
	s := sandbox.New(sandbox.Config{Secret: "s3cret", Now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return time.Now().Add(passed)
	}})
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	fail := func(f sandbox.Fault) {
		if err := s.Fail(f); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return s, web.URL, ordertest.Provider{
		Pass: func(d time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			passed += d
		},
		Down: func(down bool) {
			if s.Calm(); down {
				fail(sandbox.Fault{Answer: "unavailable"})
			}
		},
		Lose: func() { fail(sandbox.Fault{Answer: "lost", Times: 1}) },
	}
}

func TestTheGatewayKeepsThePromisesOfItsPort(t *testing.T) {
	ordertest.TestPayments(t, func(t ordertest.T) ordertest.Payments {
		s, url, provider := served(t)
		return ordertest.Payments{Gateway: sandbox.Gateway{URL: url, Secret: "s3cret"}, Provider: provider,
			Token: "tok", DeclinedToken: sandbox.DeclinedToken, ConfirmToken: sandbox.ConfirmToken,
			Currencies: []currency.Code{currency.JPY, currency.BHD},
			Confirm: func(ctx context.Context, key string, yes bool) error {
				for _, m := range s.Ledger("").Movements {
					if m.Key == key {
						return confirm(ctx, url+"/v1/payments/"+m.Of+"/confirm", yes)
					}
				}
				return order.ErrNotFound
			},
			Paid: func(_ context.Context, ref string) (captured, refunded currency.Amount, err error) {
				all := s.Ledger("")
				for _, m := range all.Movements {
					for _, p := range all.Payments {
						if m.ID == ref && m.Of == p.ID {
							return p.Captured, p.Refunded, nil
						}
					}
				}
				return captured, refunded, order.ErrNotFound
			}}
	})
}

func confirm(ctx context.Context, url string, yes bool) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(fmt.Sprintf(`{"refuse":%v}`, !yes)))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer s3cret")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	if w.StatusCode != http.StatusOK {
		err = errors.New(w.Status)
	}
	return errors.Join(err, w.Body.Close())
}

func TestTheCarrierKeepsThePromisesOfItsPort(t *testing.T) {
	ordertest.TestCarrier(t, func(t ordertest.T) ordertest.Carrier {
		s, url, provider := served(t)
		return ordertest.Carrier{Carrier: sandbox.Carrier{URL: url, Secret: "s3cret"}, Provider: provider, Parts: true,
			Live: func(_ context.Context, id string) (int, error) {
				live := 0
				for _, p := range s.Ledger(id).Parcels {
					if !p.Cancelled {
						live++
					}
				}
				return live, nil
			}}
	})
}

// hooked is a shop's webhook handler, as the comment of sandbox.Notice says.
func hooked(notify func(context.Context, order.Notice) error) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /hooks", func(w http.ResponseWriter, r *http.Request) {
		n, err := sandbox.Notice(r, "s3cret", "bank", time.Now())
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if err := notify(r.Context(), n); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	return mux
}

// webhook is a request as the server makes it, signed by hand.
func webhook(t ordertest.T, secret string, at time.Time, body []byte) *http.Request {
	r, err := http.NewRequest(http.MethodPost, "https://shop.example/hooks", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v", err)
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "%d.%s", at.Unix(), body)
	r.Header.Set("Sandbox-Signature", fmt.Sprintf("t=%d,v1=%s", at.Unix(), hex.EncodeToString(mac.Sum(nil))))
	return r
}

func TestAHandlerOfWebhooksKeepsWhatTheEngineReliesOn(t *testing.T) {
	event := func(t ordertest.T, n order.Notice) []byte {
		body, err := json.Marshal(sandbox.Event{ID: n.ID, Kind: n.Kind, Ref: n.Ref, Of: n.Parent, Order: n.Order, Key: n.Key,
			Amount: n.Amount, Reason: n.Reason, At: n.At})
		if err != nil {
			t.Fatalf("%v", err)
		}
		return body
	}
	ordertest.TestWebhooks(t, func(ordertest.T) ordertest.Webhooks {
		return ordertest.Webhooks{
			Handler:  hooked,
			Provider: "bank",
			Kinds: []string{order.NoticeAuthorized, order.NoticeCaptured, order.NoticeVoided, order.NoticeRefunded,
				order.NoticeChargeback, order.NoticeFailed, "deliver"},
			Signed: func(t ordertest.T, n order.Notice) *http.Request {
				return webhook(t, "s3cret", time.Now(), event(t, n))
			},
			Forged: func(t ordertest.T, n order.Notice) *http.Request {
				return webhook(t, "another", time.Now(), event(t, n))
			},
			Old: func(t ordertest.T, n order.Notice) *http.Request {
				return webhook(t, "s3cret", time.Now().Add(-sandbox.Tolerance-time.Minute), event(t, n))
			},
			Body: func(t ordertest.T, body []byte) *http.Request { return webhook(t, "s3cret", time.Now(), body) },
		}
	})
}
