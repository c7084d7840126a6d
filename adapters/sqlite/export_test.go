package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"github.com/orderkit/orderkit/order"
)

// FindQuery is the SQL of a list and its arguments.
var FindQuery = findQuery

// ReadTexts are the other reads.
var ReadTexts = readTexts

// Execute runs SQL on the file, beside the store.
var Execute = execute

// Explain returns SQLite's plan of a query of the store.
func (s *Store) Explain(t testing.TB, text string, args ...any) []string {
	t.Helper()
	rows, err := s.reads.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}

// Stall makes the writer wait until the channel is closed, as a slow disk would.
func (s *Store) Stall(until <-chan struct{}) {
	started := make(chan struct{})
	go func() {
		_ = s.writer.submit(context.Background(), func(*writeStmts) error {
			close(started)
			<-until
			return nil
		})
	}()
	<-started
}

// PretendAnotherLibrary makes the store one of another driver than the host's.
func (s *Store) PretendAnotherLibrary() { s.place.library = "another" }

// SetSchema pretends that the file was made by another version.
func SetSchema(path string, v int) error {
	return execute(path, fmt.Sprintf("UPDATE orderkit_schema SET version = %d", v))
}

// ToSchema1 takes the later steps back.
func ToSchema1(path string) error {
	return execute(path, "DROP TABLE orderkit_series; UPDATE orderkit_schema SET version = 1")
}

func execute(path, text string, args ...any) error {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(text, args...)
	return err
}

var _ order.Store = (*Store)(nil)
