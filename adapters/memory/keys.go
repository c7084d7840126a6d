package memory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/order"
)

// answer is what a key came to. pending is set while somebody else must act.
type answer struct {
	at      time.Time
	receipt order.Receipt
	err     error
	pending effect
	effects int // how often the key really changed something
}

// effect changes the truth of a fake; the script's lock is held.
type effect func() (order.Receipt, error)

var errScripted = errors.New("scripted fault")

// do is the one way in which a fake handles a call that changes something: it
// logs the call, meets the fault that is lined up, honours the key while it
// lives, and otherwise lets the effect happen.
func (s *Script) do(ctx context.Context, c Call, now time.Time, keyLife time.Duration, e effect) (order.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return order.Receipt{}, order.Retry(err)
	}
	s.mu.Lock()
	s.calls = append(s.calls, c)
	known := s.known(c.Key, now, keyLife)
	fault := s.take(c.Op, known != nil)
	switch fault.kind {
	case faultFail:
		s.mu.Unlock()
		return order.Receipt{}, order.Retry(errScripted)
	case faultLostUndone:
		s.mu.Unlock()
		return order.Receipt{}, order.Unsure(errScripted)
	case faultOdd:
		s.mu.Unlock()
		return order.Receipt{}, fault.err
	case faultPanicUndone:
		s.mu.Unlock()
		panic("scripted fault: " + c.Op + " " + c.Key)
	case faultRefuse:
		known = s.remember(c.Key, now, answer{err: order.Decline(fault.code, "scripted refusal")})
	case faultAwait:
		known = s.remember(c.Key, now, answer{err: order.Await(fault.code), pending: e})
	}
	if known == nil {
		known = s.perform(c.Key, now, e)
	}
	receipt, err := known.receipt, known.err
	s.mu.Unlock()

	switch fault.kind {
	case faultLost:
		return order.Receipt{}, order.Unsure(errScripted)
	case faultPanic:
		panic("scripted fault: " + c.Op + " " + c.Key)
	case faultLate:
		select {
		case <-time.After(fault.wait):
		case <-ctx.Done():
			return order.Receipt{}, order.Unsure(ctx.Err())
		}
	}
	return receipt, err
}

// known returns what the key came to, if the provider still remembers it.
func (s *Script) known(key string, now time.Time, keyLife time.Duration) *answer {
	a := s.answers[key]
	if a == nil || (keyLife != order.Forever && now.Sub(a.at) >= keyLife) {
		return nil
	}
	return a
}

func (s *Script) remember(key string, now time.Time, a answer) *answer {
	if s.answers == nil {
		s.answers = make(map[string]*answer)
	}
	a.at = now
	if old := s.answers[key]; old != nil {
		a.effects += old.effects
	}
	s.answers[key] = &a
	return &a
}

// perform lets the effect happen and remembers what it came to.
func (s *Script) perform(key string, now time.Time, e effect) *answer {
	a := answer{}
	if a.receipt, a.err = e(); a.err == nil {
		a.effects = 1
	}
	return s.remember(key, now, a)
}

// Settle lets a call that waits since Await happen now: the customer has
// authenticated, the bank has said yes. The receipt is what a webhook would
// carry. ErrNotFound if nothing waits under that key.
func (s *Script) Settle(key string) (order.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.answers[key]
	if a == nil || a.pending == nil {
		return order.Receipt{}, fmt.Errorf("key %q waits for nobody: %w", key, order.ErrNotFound)
	}
	done := s.perform(key, a.at, a.pending)
	return done.receipt, done.err
}

// Abandon ends a call that waits since Await: the customer went away. From now
// on the key is refused with that code. ErrNotFound if nothing waits under it.
func (s *Script) Abandon(key, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.answers[key]
	if a == nil || a.pending == nil {
		return fmt.Errorf("key %q waits for nobody: %w", key, order.ErrNotFound)
	}
	s.remember(key, a.at, answer{err: order.Decline(code, "the customer did not go on")})
	return nil
}

// lookup says what a key came to, whether or not calls still honour it. Records
// younger than lag are not found yet, as in a search index that runs behind.
func (s *Script) lookup(ctx context.Context, c Call, now time.Time, lag time.Duration) (order.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return order.Receipt{}, order.Retry(err)
	}
	c.Op = "lookup"
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	switch fault := s.take(c.Op, true); fault.kind {
	case faultNone:
	case faultOdd:
		return order.Receipt{}, fault.err
	case faultPanic, faultPanicUndone:
		panic("scripted fault: lookup " + c.Key)
	default:
		return order.Receipt{}, order.Retry(errScripted)
	}
	a := s.answers[c.Key]
	if a == nil || (lag > 0 && now.Sub(a.at) < lag) {
		return order.Receipt{}, order.ErrNotFound
	}
	return a.receipt, a.err
}
