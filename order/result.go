package order

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Result is what an accepted action came to so far.
type Result struct {
	// Status is Done, or how far it is from it. Only Done means that it took
	// effect; Pending, Waiting and Later mean that it is stored and goes on by
	// itself, or becomes a case.
	Status Status `json:"status"`
	// Order is the order afterwards; a copy.
	Order Order `json:"order"`
	// URL is where the customer must go, with Waiting.
	URL string `json:"url,omitempty"`
	// Due is when the engine goes on by itself, if it does.
	Due time.Time `json:"due,omitzero"`
	// Reason says why an action was ignored, or what a pending one waits for.
	Reason string `json:"reason,omitempty"`
}

// fingerprint tells two actions apart that use the same key.
func fingerprint(name string, data []byte) string {
	sum := sha256.Sum256(data)
	print := append(make([]byte, 0, 64), name...)
	return string(base64.RawURLEncoding.AppendEncode(append(print, ':'), sum[:12]))
}

// pending describes an intent that goes on.
func (w *work) pending(it *Intent) Result {
	r := Result{Status: Pending, Order: *w.o, Due: it.Due, URL: it.URL}
	for i := range it.Steps {
		c := &it.Steps[i]
		switch c.State {
		case CallWaiting:
			r.Status, r.Reason = Waiting, c.Detail
		case CallTemporary, CallUnknown, CallRefused:
			r.Reason = c.Do + ": " + c.Detail
		}
	}
	return r
}
