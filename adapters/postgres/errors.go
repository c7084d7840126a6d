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
	case e.Code == uniqueViolation && e.ConstraintName == "log_entry":
		return fmt.Errorf("a journal entry of this number is stored already: %w", order.ErrConflict)
	case mayPass(err):
		return fmt.Errorf("%w: %w", order.ErrConflict, err)
	}
	return err
}

// retried does what surely did not reach the server again, a few times, with
// growing pauses: the connections in the pool may be those of a server that was
// started anew since.
func retried[V any](ctx context.Context, do func() (V, error)) (V, error) {
	pause := 20 * time.Millisecond
	for try := 0; ; try++ {
		v, err := do()
		if err == nil || try == tries || !pgconn.SafeToRetry(err) {
			return v, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return v, err
		}
		pause *= 2
	}
}

func wrapped(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op, err)
}
