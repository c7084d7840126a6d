package ordertest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

// A handler that forgets to look at what Notify says loses events: the provider
// was told that they arrived and does not send them again.
func ExampleCheckWebhooks() {
	request := func(n order.Notice) *http.Request {
		body, _ := json.Marshal(n)
		r, _ := http.NewRequest(http.MethodPost, "/hooks", strings.NewReader(string(body)))
		return r
	}
	broken := ordertest.CheckWebhooks(func(ordertest.T) ordertest.Webhooks {
		return ordertest.Webhooks{
			Signed: func(_ ordertest.T, n order.Notice) *http.Request { return request(n) },
			Handler: func(notify func(context.Context, order.Notice) error) http.Handler {
				return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					var n order.Notice
					if json.NewDecoder(r.Body).Decode(&n) == nil {
						_ = notify(r.Context(), n)
					}
				})
			},
		}
	}, "answer/failed")
	for _, b := range broken {
		fmt.Println(b)
	}
	// Output:
	// broken promise: When Notify fails the answer is 5xx; the provider sends the event again, and it is notified again.
	// seen: Notify says "notify order: unavailable: the database is away", and the answer is 200
}

// What a test can do to the provider decides what can be seen: this one lets its
// clock go on, so that keys are tried until just before they end.
func ExampleProvider() {
	broken := ordertest.CheckPayments(func(ordertest.T) ordertest.Payments {
		clock := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
		p := memory.NewPayments(memory.PortConfig{Now: func() time.Time { return clock },
			Traits: &order.Traits{KeyLife: 24 * time.Hour}})
		return ordertest.Payments{Gateway: p, Token: "tok", Provider: ordertest.Provider{
			Pass: func(d time.Duration) { clock = clock.Add(d) },
			Down: func(down bool) {
				if down {
					p.Next("capture", memory.Fail(1))
				}
			},
		}}
	}, "keys/life_of_charges", "down/charge")
	fmt.Println(len(broken), "broken")
	// Output: 0 broken
}
