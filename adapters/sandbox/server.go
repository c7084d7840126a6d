package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Config says how a Server behaves. The zero value is a provider that keeps keys
// for a day and sends no webhooks.
type Config struct {
	// Secret is what clients must show and what webhooks are signed with. Empty: no
	// client needs one.
	Secret string
	// Hooks is the URL that webhooks are posted to. Empty: none are sent.
	Hooks string
	// Client sends webhooks. Default: one with a timeout of 10 seconds.
	Client *http.Client
	// Now is the provider's clock. Default time.Now.
	Now func() time.Time
	// KeyLife is how long a key is kept. Default 24 hours.
	KeyLife time.Duration
	// AuthLife is how long an authorization can be captured. Default 7 days.
	AuthLife time.Duration
}

// Server is the provider. It is an http.Handler, safe for concurrent use, and
// starts no goroutine.
type Server struct {
	cfg Config
	mux *http.ServeMux

	mu        sync.Mutex
	payments  []*Payment
	parcels   []*Parcel
	movements []*Movement
	keys      map[string]*kept
	faults    []*Fault
	hooks     []*hook
	made      int
}

// New returns a Server without payments and parcels.
func New(cfg Config) *Server {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.KeyLife == 0 {
		cfg.KeyLife = 24 * time.Hour
	}
	if cfg.AuthLife == 0 {
		cfg.AuthLife = 7 * 24 * time.Hour
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 10 * time.Second}
	}
	s := &Server{cfg: cfg, mux: http.NewServeMux(), keys: map[string]*kept{}}
	s.mux.HandleFunc("POST /v1/payments", s.servePay)
	s.mux.HandleFunc("POST /v1/payments/{id}/{op}", s.serveDraw)
	s.mux.HandleFunc("POST /v1/parcels", s.serveBook)
	s.mux.HandleFunc("POST /v1/parcels/{id}/cancel", s.serveUnbook)
	s.mux.HandleFunc("POST /v1/parcels/{id}/scan", s.serveScan)
	s.mux.HandleFunc("GET /v1/movements", s.serveLookup)
	s.mux.HandleFunc("GET /v1/ledger", s.serveLedger)
	s.mux.HandleFunc("POST /v1/faults", s.serveFail)
	s.mux.HandleFunc("DELETE /v1/faults", s.serveCalm)
	return s
}

// ServeHTTP serves the interface that the package comment describes.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.cfg.Secret != "" && r.Header.Get("Authorization") != "Bearer "+s.cfg.Secret {
		answer(w, http.StatusUnauthorized, problem{"unauthorized", "the secret is missing or wrong"})
		return
	}
	if rest, ok := strings.CutPrefix(r.URL.Path, "/fault/"); ok {
		name, path, _ := strings.Cut(rest, "/")
		r = r.Clone(context.WithValue(r.Context(), faultInURL{}, name))
		r.URL.Path = "/" + path
	}
	s.mux.ServeHTTP(w, r)
}

// problem is the body of an answer that is no movement.
type problem struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

func answer(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"code":"internal","reason":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// read takes a request's body in, or answers what is wrong with it.
func read(w http.ResponseWriter, r *http.Request, into any) (raw []byte, ok bool) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil && len(bytes.TrimSpace(raw)) > 0 {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		err = d.Decode(into)
	}
	if err != nil {
		answer(w, http.StatusBadRequest, problem{"invalid_request", err.Error()})
		return nil, false
	}
	return raw, true
}

func (s *Server) servePay(w http.ResponseWriter, r *http.Request) {
	var q payRequest
	raw, ok := read(w, r, &q)
	if !ok {
		return
	}
	op := "authorize"
	if q.Capture {
		op = "capture"
	}
	s.effect(w, r, op, q.Order, raw, func(m *Movement) error { return s.pay(q, m) })
}

func (s *Server) serveDraw(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Amount currency.Amount `json:"amount"`
		Refuse bool            `json:"refuse"`
	}
	raw, ok := read(w, r, &q)
	if !ok {
		return
	}
	p := s.payment(r.PathValue("id"))
	if p == nil {
		answer(w, http.StatusNotFound, problem{"unknown_payment", "there is no payment " + r.PathValue("id")})
		return
	}
	switch op := r.PathValue("op"); op {
	case "confirm":
		s.mu.Lock()
		m, err := s.confirm(p, q.Refuse)
		if err == nil {
			s.tell(m)
		}
		s.mu.Unlock()
		if err != nil {
			answer(w, http.StatusConflict, problem{"not_waiting", err.Error()})
			return
		}
		answer(w, http.StatusOK, m)
	case "capture", "void", "refund", "dispute":
		s.effect(w, r, op, p.Order, raw, func(m *Movement) error { return s.draw(op, p, q.Amount, m) })
	default:
		answer(w, http.StatusNotFound, problem{"unknown_operation", "there is no " + op})
	}
}

func (s *Server) serveBook(w http.ResponseWriter, r *http.Request) {
	var q bookRequest
	raw, ok := read(w, r, &q)
	if !ok {
		return
	}
	op := "book"
	if q.Return {
		op = "label"
	}
	s.effect(w, r, op, q.Order, raw, func(m *Movement) error { return s.book(q, m) })
}

func (s *Server) serveUnbook(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Goods []order.Goods `json:"goods"`
	}
	raw, ok := read(w, r, &q)
	if !ok {
		return
	}
	p := s.parcel(w, r)
	if p != nil {
		s.effect(w, r, "cancel", p.Order, raw, func(m *Movement) error { return s.unbook(p, q.Goods, m) })
	}
}

func (s *Server) serveScan(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Kind string `json:"kind"`
	}
	if _, ok := read(w, r, &q); !ok {
		return
	}
	if p := s.parcel(w, r); p != nil {
		s.mu.Lock()
		s.send(Event{Kind: q.Kind, Ref: p.ID, Order: p.Order})
		s.mu.Unlock()
		w.WriteHeader(http.StatusAccepted)
	}
}

func (s *Server) payment(id string) *Payment {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payments {
		if p.ID == id {
			return p
		}
	}
	for _, m := range s.movements { // a refund may name the capture that it is of
		if m.ID == id {
			for _, p := range s.payments {
				if p.ID == m.Of {
					return p
				}
			}
		}
	}
	return nil
}

func (s *Server) parcel(w http.ResponseWriter, r *http.Request) *Parcel {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.parcels {
		if p.ID == r.PathValue("id") {
			return p
		}
	}
	answer(w, http.StatusNotFound, problem{"unknown_parcel", "there is no parcel " + r.PathValue("id")})
	return nil
}

func (s *Server) serveLookup(w http.ResponseWriter, r *http.Request) {
	key, now := r.URL.Query().Get("key"), s.cfg.Now()
	s.mu.Lock()
	f := s.fault("lookup", "", r)
	var found *Movement
	for _, m := range s.movements {
		if m.Key == key && key != "" && !m.shown.After(now) && (found == nil || found.Status == Declined) {
			c := *m
			found = &c
		}
	}
	s.mu.Unlock()
	switch {
	case f.nothing():
		f.turnDown(w)
	case found == nil:
		answer(w, http.StatusNotFound, problem{"not_found", "nothing was done under this key"})
	default:
		s.late(r, f)
		answer(w, http.StatusOK, found)
	}
}

func (s *Server) serveLedger(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, s.Ledger(r.URL.Query().Get("order")))
}

func (s *Server) serveFail(w http.ResponseWriter, r *http.Request) {
	var f Fault
	if _, ok := read(w, r, &f); !ok {
		return
	}
	if err := s.Fail(f); err != nil {
		answer(w, http.StatusBadRequest, problem{"invalid_fault", errors.Unwrap(err).Error()})
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) serveCalm(w http.ResponseWriter, _ *http.Request) {
	s.Calm()
	w.WriteHeader(http.StatusNoContent)
}
