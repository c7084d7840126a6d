package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

// What is sent a second time must not have been stored by the first. A server that
// cannot write its log panics, with the code of what went wrong, behind the commit
// perhaps; one that shuts down says so to commits that are stored already.
func TestOnlyAStatementThatTheServerUndidIsSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"refused":           {&pgconn.PgError{SeverityUnlocalized: "ERROR", Code: "23505"}, true},
		"timed out":         {&pgconn.PgError{SeverityUnlocalized: "ERROR", Code: "57014"}, true},
		"wrapped":           {fmt.Errorf("x: %w", &pgconn.PgError{SeverityUnlocalized: "ERROR", Code: "40001"}), true},
		"disk full":         {&pgconn.PgError{SeverityUnlocalized: "PANIC", Code: "53100"}, false},
		"shut down":         {&pgconn.PgError{SeverityUnlocalized: "FATAL", Code: "57P01"}, false},
		"idle for too long": {&pgconn.PgError{SeverityUnlocalized: "FATAL", Code: "25P03"}, false},
		"of a pooler":       {&pgconn.PgError{Severity: "FATAL", Code: "08P01"}, false},
		"no answer":         {context.DeadlineExceeded, false},
	} {
		require.Equal(t, c.want, postgres.NotStored(c.err), name)
	}
}
