package ordertest

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Webhooks is an HTTP handler under test that takes in what a provider tells:
// it checks the signature, turns the request into an order.Notice and gives that
// to Engine.Notify.
type Webhooks struct {
	// Handler makes the handler over a function that stands for Engine.Notify.
	Handler func(notify func(context.Context, order.Notice) error) http.Handler
	// Signed makes the request by which the provider tells the event: n is what
	// the notice about it must say, and n.ID the provider's ID of the event.
	// Signed is called with the same event again when the provider sends it again.
	Signed func(t T, n order.Notice) *http.Request
	// Forged is Signed by somebody who does not know the secret.
	Forged func(t T, n order.Notice) *http.Request
	// Old is Signed so long ago that it is a replay. Nil where the provider does
	// not sign the time.
	Old func(t T, n order.Notice) *http.Request
	// Swapped is one event under the signature of the other. Nil takes the body of
	// one request and everything else of the other; a provider that signs within
	// the body needs its own.
	Swapped func(t T, body, signature order.Notice) *http.Request
	// Body is a request with that body, signed rightly. Nil skips what needs it.
	Body func(t T, body []byte) *http.Request
	// Unused is a rightly signed event of a kind that says nothing about orders.
	// Nil skips what needs it.
	Unused func(t T) *http.Request
	// Provider is what every notice must carry as its provider.
	Provider string
	// Kinds are those that the provider tells. Nil is all kinds about money.
	Kinds []string
	// Told takes away from a notice what this provider does not tell, such as a
	// Parent. Nil: it tells everything but Settled.
	Told func(n order.Notice) order.Notice
	// Currencies are those of the amounts in events. Nil is EUR, JPY and BHD.
	Currencies []currency.Code
}

// TestWebhooks checks a webhook handler against what the engine relies on.
func TestWebhooks(t *testing.T, open func(t T) Webhooks) {
	t.Helper()
	runAll(t, webhookClauses(), filledWebhooks(open))
}

// CheckWebhooks is TestWebhooks outside of a test; see CheckStore.
func CheckWebhooks(open func(t T) Webhooks, only ...string) []Broken {
	return checkAll(webhookClauses(), filledWebhooks(open), only)
}

func webhookClauses() []clause[Webhooks] {
	return append(append(answerClauses(), doorClauses()...), noticeClauses()...)
}

func filledWebhooks(open func(T) Webhooks) func(T) Webhooks {
	return func(t T) Webhooks {
		s := open(t)
		if s.Kinds == nil {
			s.Kinds = []string{order.NoticeAuthorized, order.NoticeCaptured, order.NoticeVoided, order.NoticeRefunded,
				order.NoticeChargeback, order.NoticeFailed}
		}
		if s.Told == nil {
			s.Told = func(n order.Notice) order.Notice { return n }
		}
		if s.Currencies == nil {
			s.Currencies = []currency.Code{currency.EUR, currency.JPY, currency.BHD}
		}
		return s
	}
}

// desk stands for Engine.Notify: it notes what it is told, and answers as it is
// told to.
type desk struct {
	mu   sync.Mutex
	got  []order.Notice
	odd  int // notices that the engine would call invalid
	fail func(order.Notice) error
}

func (d *desk) notify(ctx context.Context, n order.Notice) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if n.ID == "" || n.Kind == "" || n.Order == "" && n.Key == "" && n.Ref == "" && n.Parent == "" {
		d.odd++
		return &order.Error{Kind: order.Invalid, Op: "notify"}
	}
	d.got = append(d.got, n)
	if d.fail != nil {
		return d.fail(n)
	}
	return nil
}

// taken is what was notified so far.
func (d *desk) taken() []order.Notice {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]order.Notice(nil), d.got...)
}

// reply is what a handler answered. It may be read while the handler still runs.
type reply struct {
	mu     sync.Mutex
	header http.Header
	status int
}

// Header is part of http.ResponseWriter.
func (r *reply) Header() http.Header { return r.header }

// WriteHeader is part of http.ResponseWriter. The first status counts.
func (r *reply) WriteHeader(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status == 0 {
		r.status = status
	}
}

// Write is part of http.ResponseWriter.
func (r *reply) Write(text []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return len(text), nil
}

// sent is the status sent so far, 0 if none.
func (r *reply) sent() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

// serve lets the handler answer a request, as net/http would: a panic cuts the
// connection, which to the provider is an answer of 500.
func serve(h http.Handler, r *http.Request, w *reply) (status int) {
	defer func() {
		if x := recover(); x != nil && w.sent() == 0 {
			status = http.StatusInternalServerError
		}
	}()
	h.ServeHTTP(w, r)
	w.WriteHeader(http.StatusOK)
	return w.sent()
}

// knock lets the handler answer a request and returns the status.
func knock(h http.Handler, r *http.Request) int { return serve(h, r, &reply{header: http.Header{}}) }

func good(status int) bool { return status/100 == 2 }

// refusal ends the clause unless a request was answered with a status of 4xx and
// nobody was notified.
func (c *check) refusal(h http.Handler, d *desk, r *http.Request, what string) {
	before := len(d.taken())
	if status := knock(h, r); status/100 != 4 {
		c.broken("%s is answered %d", what, status)
	}
	if got := d.taken(); len(got) != before {
		c.broken("%s is answered with a refusal and notified: %+v", what, got[before])
	}
}

// accepts ends the clause unless a request is answered 2xx and notified once.
func (c *check) accepts(h http.Handler, d *desk, r *http.Request, what string) order.Notice {
	before := len(d.taken())
	if status := knock(h, r); !good(status) {
		c.broken("%s is answered %d", what, status)
	}
	got := d.taken()[before:]
	if len(got) != 1 {
		c.broken("%s is answered with success and notified %d times", what, len(got))
	}
	return got[0]
}

// event is what a provider tells about a capture.
func (s *Webhooks) event(id string) order.Notice {
	return order.Notice{Provider: s.Provider, ID: id, Kind: s.Kinds[min(1, len(s.Kinds)-1)], Order: "o-1", Key: "o-1/1/1", Ref: "cap-" + id,
		Parent: "auth-1", Amount: currency.New(123407, s.Currencies[0]), At: day(), Reason: "settled"}
}

var errTrouble = errors.New("the database is away")
