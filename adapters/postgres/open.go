package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Config sets up a Store.
type Config struct {
	// Schema is the database schema that holds the tables, at most 63 bytes; empty
	// is "orderkit".
	Schema string
	// Writers is how many statements may commit at the same time, as many more of
	// changes that cannot share one, and as many that wait for a host's transaction;
	// 0 is 2. What comes in while one runs waits and is committed together; another
	// one starts beside it only when 32 wait, or after a tenth of a second.
	Writers int
	// Readers is the same for statements that load orders; 0 is 2.
	Readers int
	// Pool changes how connections are made (certificates, passwords that change,
	// limits) before the first one is. A MaxConns below 3 Writers + Readers + 4 is
	// raised to that. What AfterConnect sets of the planner and of lock_timeout the
	// store sets anew.
	Pool func(*pgxpool.Config)
}

func (c *Config) defaults() error {
	if c.Schema == "" {
		c.Schema = defaultSchema
	}
	if c.Writers <= 0 {
		c.Writers = 2
	}
	if c.Readers <= 0 {
		c.Readers = 2
	}
	if len(c.Schema) > longestName {
		return fmt.Errorf("the schema's name %s has more than %d bytes", c.Schema, longestName)
	}
	return nil
}

// longestName is what PostgreSQL cuts names off at, in bytes. To a channel of
// notifications with a longer one it sends nothing.
const longestName = 63

// pool is how the connections are made.
func (c *Config) pool(url string) (*pgxpool.Config, error) {
	pc, err := pgxpool.ParseConfig(url)
	if err == nil && c.Pool != nil {
		c.Pool(pc)
	}
	return pc, err
}

// connect makes a connection that is not the pool's.
func connect(ctx context.Context, pc *pgxpool.Config) (*pgx.Conn, error) {
	if pc.BeforeConnect != nil {
		if err := pc.BeforeConnect(ctx, pc.ConnConfig); err != nil {
			return nil, err
		}
	}
	return pgx.ConnectConfig(ctx, pc.ConnConfig)
}

// Store is an order.Store in a PostgreSQL database. It is safe for use by many
// goroutines. Close it.
type Store struct {
	pool  *pgxpool.Pool
	texts *texts
	seen  seen
	write *turns[*job]
	read  *turns[*wish]
	wakes *turns[*wakeup]
	kicks string

	patience time.Duration
}

// Open connects to the database, which must have the schema of this version:
// see Migrate. The url is what pgx reads: a URL or keywords and values, and what
// it leaves out comes from the environment (PGHOST and so on).
func Open(ctx context.Context, url string, cfg Config) (*Store, error) {
	if err := cfg.defaults(); err != nil {
		return nil, err
	}
	pc, err := cfg.pool(url)
	if err != nil {
		return nil, err
	}
	if least := int32(3*cfg.Writers + cfg.Readers + 4); pc.MaxConns < least {
		pc.MaxConns = least
	}
	first := pc.AfterConnect
	pc.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		if first != nil {
			if err := first(ctx, c); err != nil {
				return err
			}
		}
		arrays(c.TypeMap())
		_, err := c.Exec(ctx, planning+"; SET lock_timeout = "+shortWait)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, err
	}
	s := &Store{pool: pool, texts: newTexts(cfg.Schema), kicks: cfg.Schema, patience: patience, seen: newSeen(mostRecent, mostStored)}
	s.write = newTurns(cfg.Writers, s.commitAll)
	s.read = newTurns(cfg.Readers, s.loadAll)
	s.wakes = newTurns(1, s.wakeAll)
	if err := s.fits(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the store in schema %s: %w", cfg.Schema, err)
	}
	return s, nil
}

// defaultSchema is where the tables are unless Config says otherwise.
const defaultSchema = "orderkit"

// planning keeps the planner on the indexes: it plans a statement once per
// connection, perhaps while the tables are still empty. Not knowing the limit of a
// list it takes a tenth of all orders for it, and of a million would share that out
// to parallel workers, which take far longer to start than the list does.
const planning = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off; SET enable_sort = off; SET jit = off; SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_generic_plan"

// How long, in milliseconds, a statement waits for a row, or a number, that another
// transaction holds. The host's own ones may hold an order for long (see In), and
// all others in the statement wait with it; so it is given up soon, and done again
// by itself. That waits longer each time, because the server's log gets a line
// whenever it is given up.
const (
	shortWait = "50"
	longWait  = "250"
)

// fits checks that the schema is the one that this package knows.
func (s *Store) fits(ctx context.Context) error {
	var v int
	var restored bool
	_, err := retried(ctx, patience, func() (struct{}, error) {
		return struct{}{}, s.pool.QueryRow(ctx, s.texts.fits).Scan(&v, &restored)
	})
	switch {
	case errorCode(err) == undefinedTable:
		return errors.New("there is no such schema; run Migrate")
	case err != nil:
		return err
	case v < newest():
		return fmt.Errorf("it is at step %d, this version needs %d; run Migrate", v, newest())
	case v > newest():
		return fmt.Errorf("it is at step %d, made by a newer version of this package, which knows steps up to %d", v, newest())
	case restored:
		return errors.New("it was restored from a dump; run Migrate, so that readers of events lose none")
	}
	return nil
}

// Close waits for the statements under way and closes the connections. What waits
// behind them is not done; its callers get an error. Closing twice is no error.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}
