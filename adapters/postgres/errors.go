package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/orderkit/orderkit/order"
)

// The SQLSTATEs that decide something here.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	lockNotAvailable     = "55P03"
	undefinedTable       = "42P01"
	refusedHere          = "OK409" // of the function conflict in the schema
)

// errorCode is the SQLSTATE of an error of the server, or empty.
func errorCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// notStored reports whether the statement surely changed nothing: the server
// undid it and goes on. One that ends the connection, as it shuts down or panics,
// tells nothing about a commit under way.
func notStored(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.SeverityUnlocalized == "ERROR"
}

// mayPass reports whether the same statement may pass when it is sent again.
func mayPass(err error) bool {
	code := errorCode(err)
	return code == serializationFailure || code == deadlockDetected
}

// blocked reports whether another transaction held for too long what the statement
// needs.
func blocked(err error) bool { return errorCode(err) == lockNotAvailable }

// conflict turns what the database refuses because of another change into
// order.ErrConflict.
func conflict(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == refusedHere:
		return fmt.Errorf("%s: %w", e.Message, order.ErrConflict)
	case e.Code == uniqueViolation && e.ConstraintName == "orders_number", e.Code == uniqueViolation && e.ConstraintName == "orders_id":
		return fmt.Errorf("its id, or channel and number, exists already: %w", order.ErrConflict)
	case e.Code == uniqueViolation && e.ConstraintName == "log_event":
		return fmt.Errorf("an event of this number is stored already: %w", order.ErrConflict)
	case mayPass(err):
		return fmt.Errorf("%w: %w", order.ErrConflict, err)
	}
	return err
}

// retried does again what surely did not reach the server, a few times, with
// growing pauses: the connections in the pool may be those of a server that was
// started anew since. It does so too, for as long as wait, with what another
// transaction is in the way of; in the host's own transaction that is the host's.
func retried[V any](ctx context.Context, wait time.Duration, do func() (V, error)) (V, error) {
	pause, until := 20*time.Millisecond, time.Now().Add(wait)
	for try := 0; ; try++ {
		v, err := do()
		lost := pgconn.SafeToRetry(err) && try < tries
		held := blocked(err) && within(ctx) == nil && time.Now().Before(until)
		if !lost && !held {
			return v, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return v, err
		}
		pause = min(2*pause, time.Second)
	}
}

// exec runs a statement that returns nothing.
func (s *Store) exec(ctx context.Context, text string, args ...any) error {
	_, err := retried(ctx, patience, func() (struct{}, error) {
		_, err := s.db(ctx).Exec(ctx, text, args...)
		return struct{}{}, err
	})
	return err
}

func wrapped(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op, err)
}
