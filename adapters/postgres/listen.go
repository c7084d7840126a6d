package postgres

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

// Listen calls kick whenever another process, or this one, stored something that
// is due at once or a notice; give it Engine.Kick:
//
//	go store.Listen(ctx, engine.Kick)
//
// It needs a connection of its own, and opens a new one when that is lost, with
// growing pauses up to half a minute; it then kicks once, for what it may have
// missed. A kick that is lost costs one poll interval of Run. Listen returns the
// context's error.
func (s *Store) Listen(ctx context.Context, kick func()) error {
	const first, last = 100 * time.Millisecond, 30 * time.Second
	pause := first
	for {
		heard := s.listen(ctx, kick)
		if err := ctx.Err(); err != nil {
			return err
		}
		if heard {
			pause = first
		}
		select {
		case <-time.After(pause + rand.N(pause)):
		case <-ctx.Done():
			return ctx.Err()
		}
		pause = min(2*pause, last)
	}
}

// listen returns when the connection is lost; it reports whether there was one.
func (s *Store) listen(ctx context.Context, kick func()) bool {
	conn, err := connect(ctx, s.pool.Config())
	if err != nil {
		return false
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{s.kicks}.Sanitize()); err != nil {
		return false
	}
	for {
		kick()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return true
		}
	}
}

// wakeup is that somebody stored what others should look at.
type wakeup struct{ wait turn }

func (w *wakeup) name() string { return "" }
func (w *wakeup) alone() bool  { return false }
func (w *wakeup) turn() *turn  { return &w.wait }

// wake wakes whoever listens: when the host's transaction commits, else at once, and
// never in the statement that stores. The server sends what is told to listeners
// under one lock for all, and keeps that until the commit is on its disks; a store
// that waited for it would be given up as one that a host holds.
func (s *Store) wake(ctx context.Context) error {
	if tx := within(ctx); tx != nil {
		_, err := tx.Exec(ctx, s.texts.wake)
		return err
	}
	go func() { _ = s.wakes.submit(context.WithoutCancel(ctx), new(wakeup)) }()
	return nil
}

func (s *Store) wakeAll(ctx context.Context, _ []*wakeup) {
	_ = s.exec(ctx, s.texts.wake) // one that is lost costs a poll interval
}
