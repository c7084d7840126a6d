package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// The schema's steps, in order of their names: step i brings a file from
// user_version i to i+1. A step that was released never changes.
//
//go:embed schema/*.sql
var steps embed.FS

// migrate brings the file to the newest schema, each step in a transaction of
// its own that takes the write lock first. So two processes may do it at once:
// the second finds the work done.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Glob(steps, "schema/*.sql")
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		done, err := migrateOne(ctx, conn, files)
		if done || err != nil {
			return err
		}
	}
}

func migrateOne(ctx context.Context, conn *sql.Conn, files []string) (done bool, err error) {
	if v, err := version(ctx, conn); err != nil || v == len(files) {
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
	case v > len(files):
		return false, fmt.Errorf("the file has schema %d, made by a newer version of this package, which knows schemas up to %d; nothing was changed", v, len(files))
	case v == len(files):
		return true, nil
	}
	text, err := steps.ReadFile(files[v])
	if err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, string(text)); err != nil {
		return false, fmt.Errorf("schema step %s: %w", files[v], err)
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", v+1)); err != nil {
		return false, err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return false, err
}

func version(ctx context.Context, conn *sql.Conn) (v int, err error) {
	err = conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, err
}
