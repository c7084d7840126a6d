package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
)

// The schema's steps: step i brings a file from version i-1 to i. A step that was
// released never changes.
//
//go:embed schema/*.sql
var steps embed.FS

// newest is how many steps there are.
const newest = 2

// migrate brings the file to the newest schema, each step in a transaction of
// its own that takes the write lock first. So two processes may do it at once:
// the second finds the work done.
func migrate(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		done, err := migrateOne(ctx, conn)
		if done || err != nil {
			return err
		}
	}
}

func migrateOne(ctx context.Context, conn *sql.Conn) (done bool, err error) {
	if v, err := version(ctx, conn); err != nil || v == newest {
		return true, err // the usual case, without the write lock
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return false, err
	}
	defer func() {
		if err != nil || done {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	v, err := version(ctx, conn)
	switch {
	case err != nil:
		return false, err
	case v > newest:
		return false, foreign(v)
	case v == newest:
		return true, nil
	}
	name := fmt.Sprintf("schema/%04d.sql", v+1)
	text, err := steps.ReadFile(name)
	if err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, string(text)); err != nil {
		return false, fmt.Errorf("schema step %s: %w", name, err)
	}
	if _, err := conn.ExecContext(ctx, "UPDATE orderkit_schema SET version = ?", v+1); err != nil {
		return false, err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return false, err
}

// version is 0 in a file without our tables.
func version(ctx context.Context, conn *sql.Conn) (v int, err error) {
	var made bool
	err = conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'orderkit_schema'").Scan(&made)
	if err == nil && made {
		err = conn.QueryRowContext(ctx, "SELECT version FROM orderkit_schema").Scan(&v)
	}
	return v, err
}

func foreign(v int) error {
	return fmt.Errorf("the file has schema %d, made by a newer version of this package, which knows schemas up to %d; nothing was changed", v, newest)
}
