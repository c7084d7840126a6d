package sqlite

import (
	"context"
	"errors"
	"time"
)

// turn is the right to write, among those who share a Store. SQLite has no queue
// for its lock: who waits looks again up to ten times a second, and finds it taken
// while others write all the time.
type turn struct {
	taken chan struct{} // holds one; who waits to send is served in order
	busy  time.Duration
}

func newTurn(busy time.Duration) *turn { return &turn{taken: make(chan struct{}, 1), busy: busy} }

var errHeld = errors.New("the file is locked: a transaction of the host's has been open all the time")

func (t *turn) take(ctx context.Context) error {
	select {
	case t.taken <- struct{}{}:
		return nil
	default:
	}
	patience := time.NewTimer(t.busy)
	defer patience.Stop()
	select {
	case t.taken <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-patience.C:
		return errHeld
	}
}

func (t *turn) leave() { <-t.taken }
