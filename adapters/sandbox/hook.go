package sandbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Event is what a webhook says.
type Event struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // one of order's Notice constants, or what a parcel's scan was given
	// Ref is the movement, Of the payment or parcel.
	Ref    string          `json:"ref"`
	Of     string          `json:"of,omitempty"`
	Order  string          `json:"order,omitempty"`
	Key    string          `json:"key,omitempty"`
	Amount currency.Amount `json:"amount,omitzero"`
	Reason string          `json:"reason,omitempty"`
	At     time.Time       `json:"at"`
}

// hook is an event that must still be delivered.
type hook struct {
	event  Event
	due    time.Time
	tries  int
	copies int
	forged bool
	behind bool // waits for the next one, to come after it
}

// kinds of notices by operation.
var kinds = map[string]string{"authorize": order.NoticeAuthorized, "capture": order.NoticeCaptured, "void": order.NoticeVoided,
	"refund": order.NoticeRefunded, "dispute": order.NoticeChargeback}

// tell queues the webhook of a movement, if it has one. The lock is held.
func (s *Server) tell(m *Movement) {
	kind := kinds[m.Op]
	if kind == "" {
		return
	}
	if m.Status == Declined {
		kind = order.NoticeFailed
	}
	s.send(Event{Kind: kind, Ref: m.ID, Of: m.Of, Order: m.Order, Key: m.Key, Amount: m.Amount, Reason: m.Reason})
}

// send queues an event. The lock is held.
func (s *Server) send(e Event) {
	if s.cfg.Hooks == "" {
		return
	}
	now := s.cfg.Now()
	e.ID, e.At = s.next("evt"), now.UTC()
	h := &hook{event: e, due: now, copies: 1}
	f := s.fault("webhook", e.Order, nil)
	switch f.Answer {
	case "never":
		return
	case "twice":
		h.copies = 2
	case "late":
		h.due = now.Add(f.Delay)
	case "forged":
		h.forged = true
	case "swapped":
		h.behind = true
	}
	n := len(s.hooks)
	s.hooks = append(s.hooks, h)
	if n > 0 && s.hooks[n-1].behind {
		s.hooks[n-1].behind = false
		s.hooks[n-1], s.hooks[n] = s.hooks[n], s.hooks[n-1]
	}
}

// Deliver posts the webhooks that are due, one after another in their order, and
// returns how many were taken. One that is answered with anything but 2xx comes
// again after a second, then two, four, and so on. Pending says how many are left.
func (s *Server) Deliver(ctx context.Context) (taken int, err error) {
	for {
		h := s.pick()
		if h == nil || ctx.Err() != nil {
			return taken, errors.Join(err, ctx.Err())
		}
		var failed error
		for h.copies > 0 && failed == nil {
			if failed = s.post(ctx, h); failed == nil {
				h.copies--
				taken++
			}
		}
		if failed == nil || h.forged {
			continue
		}
		err = errors.Join(err, failed)
		s.mu.Lock()
		h.due = s.cfg.Now().Add(time.Second << min(h.tries, 10))
		h.tries++
		s.hooks = append(s.hooks, h)
		s.mu.Unlock()
	}
}

// pick takes the first webhook that is due out of the queue.
func (s *Server) pick() *hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	for i, h := range s.hooks {
		if !h.due.After(now) && !h.behind {
			s.hooks = append(s.hooks[:i:i], s.hooks[i+1:]...)
			return h
		}
	}
	return nil
}

// Pending is how many webhooks wait to be delivered.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.hooks)
}

// Run delivers webhooks until ctx is done. Failures are repeated, not reported.
func (s *Server) Run(ctx context.Context) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		_, _ = s.Deliver(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Server) post(ctx context.Context, h *hook) error {
	body, err := json.Marshal(h.event)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.Hooks, bytes.NewReader(body))
	if err != nil {
		return err
	}
	secret := s.cfg.Secret
	if h.forged {
		secret += "!"
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sandbox-Signature", sign(secret, s.cfg.Now(), body))
	w, err := s.cfg.Client.Do(r)
	if err != nil {
		return fmt.Errorf("sandbox: webhook %s: %w", h.event.ID, err)
	}
	defer func() { _ = w.Body.Close() }()
	_, _ = io.Copy(io.Discard, w.Body)
	if w.StatusCode/100 != 2 {
		return fmt.Errorf("sandbox: webhook %s: answered %s", h.event.ID, w.Status)
	}
	return nil
}

// sign is "t=UNIX,v1=HEX": the HMAC-SHA256 of the time, a dot and the body.
func sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	return "t=" + t + ",v1=" + hex.EncodeToString(digest(secret, t, body))
}

func digest(secret, t string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return mac.Sum(nil)
}

// ErrSignature is the error of Notice for a webhook that does not come from
// whoever knows the secret, or is older than the tolerance.
var ErrSignature = errors.New("sandbox: the signature of the webhook is not right")

// Tolerance is how old a webhook may be that Notice accepts.
const Tolerance = 5 * time.Minute

// Notice reads a webhook: a handler gives it to order.Engine.Notify and answers
// 200 when that returned nil, 400 to an error of Notice, 503 to one of Notify.
// Provider is the name of the gateway or carrier in order.Config.
func Notice(r *http.Request, secret, provider string, now time.Time) (order.Notice, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return order.Notice{}, err
	}
	t, v1, _ := strings.Cut(r.Header.Get("Sandbox-Signature"), ",v1=")
	t = strings.TrimPrefix(t, "t=")
	got, _ := hex.DecodeString(v1)
	unix, err := strconv.ParseInt(t, 10, 64)
	age := now.Sub(time.Unix(unix, 0))
	if err != nil || age > Tolerance || age < -Tolerance || !hmac.Equal(got, digest(secret, t, body)) {
		return order.Notice{}, ErrSignature
	}
	var e Event
	if err := json.Unmarshal(body, &e); err != nil {
		return order.Notice{}, fmt.Errorf("sandbox: webhook: %w", err)
	}
	n := order.Notice{Provider: provider, ID: e.ID, Kind: e.Kind, Order: e.Order, Key: e.Key, Ref: e.Ref, Amount: e.Amount,
		At: e.At, Reason: e.Reason}
	if e.Of != e.Ref {
		n.Parent = e.Of
	}
	return n, nil
}
