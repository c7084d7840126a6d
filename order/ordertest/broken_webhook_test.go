package ordertest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// counterThat breaks one step of a handler of webhooks.
func counterThat(name, clauses string, f func(k *counter)) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken {
		return ordertest.CheckWebhooks(webhooksOf(func() counter {
			k := rightCounter()
			f(&k)
			return k
		}), only...)
	}}
}

// noticing changes what the notice says.
func noticing(name, clauses string, f func(e told, n *order.Notice)) broken {
	return counterThat(name, clauses, func(k *counter) {
		right := k.notice
		k.notice = func(e told) order.Notice {
			n := right(e)
			f(e, &n)
			return n
		}
	})
}

func brokenCounters() []broken {
	return append(brokenNotices(), []broken{
		counterThat("answers first and notifies later", "answer/not_before answer/failed", func(k *counter) {
			k.tell = func(ctx context.Context, n order.Notice, notify func(context.Context, order.Notice) error) error {
				go func() { _ = notify(context.WithoutCancel(ctx), n) }()
				return nil
			}
		}),
		counterThat("answers success whatever Notify says", "answer/failed answer/invalid answer/hung_up", func(k *counter) {
			k.status = func(error) int { return http.StatusOK }
		}),
		counterThat("answers 400 to every error", "answer/failed", func(k *counter) { k.status = func(error) int { return http.StatusBadRequest } }),
		counterThat("recovers from panics and goes on", "answer/panicked", func(k *counter) {
			right := k.tell
			k.tell = func(ctx context.Context, n order.Notice, notify func(context.Context, order.Notice) error) error {
				defer func() { _ = recover() }()
				return right(ctx, n, notify)
			}
		}),
		counterThat("drops everything", "answer/taken together/events told/provider", func(k *counter) { k.used = func(told) bool { return false } }),
		counterThat("notifies twice", "answer/taken", func(k *counter) {
			k.tell = func(ctx context.Context, n order.Notice, notify func(context.Context, order.Notice) error) error {
				return errors.Join(notify(ctx, n), notify(ctx, n))
			}
		}),
		counterThat("notes that it saw an event before it is stored", "answer/failed", func(k *counter) {
			right, seen := k.tell, &sync.Map{}
			k.tell = func(ctx context.Context, n order.Notice, notify func(context.Context, order.Notice) error) error {
				if _, known := seen.LoadOrStore(n.ID, true); known {
					return nil
				}
				return right(ctx, n, notify)
			}
		}),
		counterThat("refuses kinds that it does not know", "answer/unused", func(k *counter) {
			right := k.parse
			k.parse = func(body []byte) (told, error) {
				e, err := right(body)
				if err == nil && !k.used(e) {
					err = errors.New("unknown kind")
				}
				return e, err
			}
		}),
		counterThat("notifies every kind", "answer/unused", func(k *counter) { k.used = func(told) bool { return true } }),
		counterThat("checks no signature", "forged/other_secret forged/unsigned forged/swapped forged/old body/endless", func(k *counter) {
			k.genuine = func(string, []byte) bool { return true }
			k.read = io.ReadAll
		}),
		counterThat("checks only signatures that are there", "forged/unsigned", func(k *counter) {
			right := k.genuine
			k.genuine = func(seal string, body []byte) bool { return seal == "" || right(seal, body) }
		}),
		counterThat("remembers good signatures without their bodies", "forged/swapped", func(k *counter) {
			right, good := k.genuine, &sync.Map{}
			k.genuine = func(seal string, body []byte) bool {
				if _, known := good.Load(seal); known {
					return true
				}
				if !right(seal, body) {
					return false
				}
				good.Store(seal, true)
				return true
			}
		}),
		counterThat("does not look at the time of the signature", "forged/old", func(k *counter) {
			k.genuine = func(seal string, body []byte) bool {
				var unix int64
				_, err := fmt.Sscanf(seal, "%d,", &unix)
				return err == nil && seal == sealed("s3cret", time.Unix(unix, 0), body)
			}
		}),
		counterThat("answers success to what it cannot read", "body/malformed", func(k *counter) {
			right := k.parse
			k.parse = func(body []byte) (told, error) {
				e, err := right(body)
				if err != nil {
					return told{Type: "unreadable"}, nil
				}
				return e, nil
			}
		}),
		counterThat("takes everything that is JSON for an event", "body/no_event", func(k *counter) {
			k.parse = func(body []byte) (e told, err error) {
				if !json.Valid(body) {
					return e, errors.New("no JSON")
				}
				_ = json.Unmarshal(body, &e)
				return e, nil
			}
		}),
		counterThat("reads to the end, whatever comes", "body/endless", func(k *counter) { k.read = io.ReadAll }),
		counterThat("reads four kilobytes", "body/large", func(k *counter) {
			k.read = func(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, 4096)) }
		}),
		counterThat("takes any method", "method/others", func(k *counter) { k.method = func(string) bool { return true } }),
		counterThat("drops what is older than the last event", "order/late", func(k *counter) {
			var last time.Time
			k.used = func(e told) bool {
				old := e.About.At.Before(last)
				last = e.About.At
				return !old
			}
		}),
		counterThat("keeps the notice in a variable of its own", "together/events told/own_reference", func(k *counter) {
			var mu sync.Mutex
			var n order.Notice
			right := k.notice
			k.notice = func(e told) order.Notice {
				mu.Lock()
				fresh := right(e)
				if fresh.Key == "" {
					fresh.Key = n.Key
				}
				n = fresh
				mu.Unlock()
				time.Sleep(5 * time.Millisecond)
				mu.Lock()
				defer mu.Unlock()
				return n
			}
		}),
	}...)
}

func brokenNotices() []broken {
	var n atomic.Int64
	return []broken{
		noticing("makes the ID itself", "id/repeated together/repeated", func(_ told, m *order.Notice) { m.ID = fmt.Sprint("n-", n.Add(1)) }),
		noticing("takes the reference for the ID", "id/alike id/same_reference", func(_ told, m *order.Notice) { m.ID = m.Ref }),
		noticing("takes kind and reference for the ID", "id/alike", func(_ told, m *order.Notice) { m.ID = m.Kind + m.Parent }),
		noticing("takes the key for the ID", "id/alike id/same_reference", func(_ told, m *order.Notice) { m.ID = m.Key }),
		noticing("cuts IDs off and ignores case", "id/letter_case", func(_ told, m *order.Notice) { m.ID = cut(m.ID) }),
		noticing("leaves the provider out", "told/provider", func(_ told, m *order.Notice) { m.Provider = "" }),
		noticing("takes every event for a capture", "told/kind", func(_ told, m *order.Notice) { m.Kind = order.NoticeCaptured }),
		noticing("puts the key into capitals", "told/whose", func(_ told, m *order.Notice) { m.Key = strings.ToUpper(m.Key) }),
		noticing("names the payment instead of the movement", "told/whose", func(_ told, m *order.Notice) { m.Ref = m.Parent }),
		noticing("counts amounts in floats", "told/amount", func(_ told, m *order.Notice) {
			m.Amount = currency.New(int64(float32(m.Amount.Minor())), m.Amount.Code())
		}),
		noticing("thinks that every currency has two decimals", "told/amount", func(_ told, m *order.Notice) {
			if m.Amount.Code() == currency.JPY {
				m.Amount = currency.New(m.Amount.Minor()*100, currency.JPY)
			}
		}),
		noticing("takes the time of arrival", "told/time", func(_ told, m *order.Notice) { m.At = now }),
		noticing("escapes the reason", "told/reason", func(_ told, m *order.Notice) { m.Reason = fmt.Sprintf("%q", m.Reason) }),
	}
}
