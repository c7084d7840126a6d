package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is a way to go wrong; see the package comment for the answers.
type Fault struct {
	Answer string `json:"answer"`
	// On is the operation: authorize, capture, void, refund, dispute, book, label,
	// cancel, lookup or webhook. Empty is all but webhook.
	On string `json:"on,omitempty"`
	// Order narrows it to one order.
	Order string `json:"order,omitempty"`
	// Times is how often it happens; 0 is until faults are cleared.
	Times int `json:"times,omitempty"`
	// Skip is how many operations that fit go well before.
	Skip  int           `json:"skip,omitempty"`
	Delay time.Duration `json:"delay,omitempty"` // in nanoseconds
}

var (
	callFaults = strings.Fields("unavailable limited declined dropped lost broken stuck slow forgotten lagging")
	hookFaults = strings.Fields("twice late swapped never forged")
	operations = strings.Fields("authorize capture void refund dispute book label cancel lookup webhook")
)

// Check says what is wrong with a fault.
func (f Fault) Check() error {
	known := callFaults
	if f.On == "webhook" {
		known = hookFaults
	}
	switch {
	case !slices.Contains(known, f.Answer):
		return fmt.Errorf("answer: %q is none of %s", f.Answer, strings.Join(known, ", "))
	case f.On != "" && !slices.Contains(operations, f.On):
		return fmt.Errorf("on: %q is none of %s", f.On, strings.Join(operations, ", "))
	case f.Times < 0 || f.Skip < 0 || f.Delay < 0:
		return fmt.Errorf("times, skip and delay must not be negative")
	}
	return nil
}

// Fail switches a fault on. Several are tried in the order in which they came;
// the first that fits an operation happens. The error is that of Check.
func (s *Server) Fail(f Fault) error {
	if err := f.Check(); err != nil {
		return fmt.Errorf("sandbox: fault: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
	return nil
}

// Calm switches all faults off that Fail switched on.
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault is what goes wrong with an operation; the zero Fault is nothing.
func (s *Server) fault(op, id string, r *http.Request) Fault {
	if r != nil {
		answer := r.Header.Get("Sandbox-Fault")
		if answer == "" {
			answer, _ = r.Context().Value(faultInURL{}).(string)
		}
		if answer != "" {
			return Fault{Answer: answer}
		}
	}
	for i, f := range s.faults {
		if f.On != op && (f.On != "" || op == "webhook") || f.Order != "" && f.Order != id {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		hit := *f
		if f.Times == 1 {
			s.faults = slices.Delete(s.faults, i, i+1)
		} else if f.Times > 1 {
			f.Times--
		}
		return hit
	}
	return Fault{}
}

// faultInURL is the key of a fault that came with the request's path.
type faultInURL struct{}
