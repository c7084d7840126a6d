package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// client calls the sandbox for the two adapters.
type client struct {
	url, secret string
	http        *http.Client
}

// call posts a request under a key and turns the answer into what order's
// contract of ports says.
func (c client) call(ctx context.Context, path, key string, body any) (order.Receipt, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return order.Receipt{}, order.Decline("invalid_request", err.Error())
	}
	return c.do(ctx, http.MethodPost, path, key, text)
}

// lookup asks what a key came to.
func (c client) lookup(ctx context.Context, key string) (order.Receipt, error) {
	r, err := c.do(ctx, http.MethodGet, "/v1/movements?key="+url.QueryEscape(key), "", nil)
	var reply *order.Reply
	if errors.As(err, &reply) && reply.Outcome == order.OutcomeRefused && reply.Code == "not_found" {
		return order.Receipt{}, order.ErrNotFound
	}
	return r, err
}

func (c client) do(ctx context.Context, method, path, key string, body []byte) (order.Receipt, error) {
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.url, "/")+path, bytes.NewReader(body))
	if err != nil {
		return order.Receipt{}, order.Retry(err)
	}
	if c.secret != "" {
		r.Header.Set("Authorization", "Bearer "+c.secret)
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	h := c.http
	if h == nil {
		h = http.DefaultClient
	}
	w, err := h.Do(r)
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "dial":
		return order.Receipt{}, order.Retry(err) // it never left
	case err != nil:
		return order.Receipt{}, order.Unsure(err)
	}
	defer func() { _ = w.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(w.Body, 1<<20))
	if err != nil {
		return order.Receipt{}, order.Unsure(err)
	}
	return c.read(w.StatusCode, text)
}

// read says what an answer means.
func (c client) read(status int, text []byte) (order.Receipt, error) {
	var m Movement
	var p problem
	if err := json.Unmarshal(text, &p); err != nil {
		return order.Receipt{}, order.Unsure(fmt.Errorf("status %d: %w", status, err))
	}
	words := fmt.Errorf("status %d, %s: %s", status, p.Code, p.Reason)
	switch status {
	case http.StatusOK, http.StatusAccepted, http.StatusPaymentRequired:
		if err := json.Unmarshal(text, &m); err != nil {
			return order.Receipt{}, order.Unsure(err)
		}
		switch m.Status {
		case Declined:
			return order.Receipt{}, order.Decline(m.Code, m.Reason)
		case Waiting:
			return order.Receipt{}, order.Await(strings.TrimSuffix(c.url, "/") + m.URL)
		}
		return order.Receipt{Ref: m.ID, Expires: m.Expires}, nil
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict:
		return order.Receipt{}, order.Decline(p.Code, p.Reason)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusUnauthorized:
		return order.Receipt{}, order.Retry(words)
	}
	return order.Receipt{}, order.Unsure(words) // 422 too: something was done under this key
}
