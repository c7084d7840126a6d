package sandbox

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// kept is the answer that a key has.
type kept struct {
	print  [32]byte // of the request
	status int
	body   []byte
	until  time.Time
}

// effect serves a request that changes something: the same key within its life
// gets the same answer again, and a key that comes with another request is
// refused.
func (s *Server) effect(w http.ResponseWriter, r *http.Request, op, id string, raw []byte, do func(*Movement) error) {
	key, now := r.Header.Get("Idempotency-Key"), s.cfg.Now()
	print := sha256.Sum256([]byte(r.URL.Path + "\x00" + string(raw)))
	s.mu.Lock()
	if k := s.keys[key]; k != nil && key != "" && now.Before(k.until) {
		s.mu.Unlock()
		if k.print != print {
			answer(w, http.StatusUnprocessableEntity, problem{"key_reused", "the key was used for another request"})
			return
		}
		w.Header().Set("Idempotent-Replayed", "true")
		write(w, k.status, k.body)
		return
	}
	f := s.fault(op, id, r)
	if f.nothing() {
		s.mu.Unlock()
		f.turnDown(w)
		return
	}
	status, m := s.do(key, f, now, do)
	body, err := json.Marshal(m)
	switch {
	case err != nil:
		status, body = http.StatusInternalServerError, []byte(`{"code":"internal","reason":"the answer cannot be written"}`)
	case f.Answer == "broken", f.Answer == "stuck":
		status, body = http.StatusInternalServerError, []byte(`{"code":"internal","reason":"something went wrong"}`)
	}
	if key != "" && f.Answer != "forgotten" {
		s.keys[key] = &kept{print, status, body, now.Add(s.cfg.KeyLife)}
	}
	s.mu.Unlock()
	if f.Answer == "lost" {
		panic(http.ErrAbortHandler) // net/http's own way to cut the connection
	}
	s.late(r, f)
	write(w, status, body)
}

// do carries a request out, or declines it, and keeps the movement.
func (s *Server) do(key string, f Fault, now time.Time, do func(*Movement) error) (status int, m *Movement) {
	m = &Movement{Key: key, Status: Done, At: now.UTC(), shown: now}
	switch f.Answer {
	case "broken":
		return http.StatusInternalServerError, m
	case "lagging":
		m.shown = now.Add(f.Delay)
	}
	err := error(&refusal{"declined", "the provider was told to decline"})
	if f.Answer != "declined" {
		err = do(m)
	}
	var no *refusal
	s.movements = append(s.movements, m)
	switch {
	case errors.As(err, &no):
		m.Status, m.Code, m.Reason = Declined, no.code, no.reason
		return http.StatusPaymentRequired, m
	case m.Status == Waiting:
		m.URL = "/v1/payments/" + m.Of + "/confirm"
		return http.StatusAccepted, m
	}
	s.tell(m)
	return http.StatusOK, m
}

// nothing reports the faults by which nothing is done and nothing kept.
func (f Fault) nothing() bool {
	return f.Answer == "unavailable" || f.Answer == "limited" || f.Answer == "dropped"
}

// turnDown answers for them.
func (f Fault) turnDown(w http.ResponseWriter) {
	switch f.Answer {
	case "unavailable":
		answer(w, http.StatusServiceUnavailable, problem{"unavailable", "try again"})
	case "limited":
		answer(w, http.StatusTooManyRequests, problem{"limited", "too many requests"})
	default:
		panic(http.ErrAbortHandler)
	}
}

// late waits for the delay of a slow answer.
func (s *Server) late(r *http.Request, f Fault) {
	if f.Answer != "slow" {
		return
	}
	select {
	case <-time.After(f.Delay):
	case <-r.Context().Done():
	}
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
