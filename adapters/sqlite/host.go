package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// DB is the store's file for the host: for its own tables, and for the transactions
// that In wants. They begin with the write lock and wait for it, at most for
// Config.BusyTimeout, in one queue with the store's own writes; read-only ones
// (sql.TxOptions) take no lock. Foreign keys are enforced, and a commit is as safe
// as the store's own. The limits of the pool are the host's to set; Close of the
// Store closes it.
func (s *Store) DB() *sql.DB { return s.host }

// hostDB opens a pool whose transactions take turns with the store's writer.
func hostDB(name string, t *turn) (*sql.DB, error) {
	c, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{c, t}), nil
}

type connector struct {
	driver.Connector
	turn *turn
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := dc.(fullConn)
	if !ok {
		return nil, fmt.Errorf("%T cannot do what it could", dc)
	}
	return hostConn{full, c.turn}, nil
}

// fullConn is what database/sql asks of this driver's connections.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type hostConn struct {
	fullConn
	turn *turn
}

func (c hostConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if opts.ReadOnly {
		return c.fullConn.BeginTx(ctx, opts)
	}
	if err := c.turn.take(ctx); err != nil {
		return nil, err
	}
	tx, err := c.fullConn.BeginTx(ctx, opts)
	if err != nil {
		c.turn.leave()
		return nil, err
	}
	return hostTx{tx, c.turn}, nil
}

// hostTx leaves its turn however it ends; database/sql ends each one once.
type hostTx struct {
	driver.Tx
	turn *turn
}

func (t hostTx) Commit() error {
	defer t.turn.leave()
	return t.Tx.Commit()
}

func (t hostTx) Rollback() error {
	defer t.turn.leave()
	return t.Tx.Rollback()
}
