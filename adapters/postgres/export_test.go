package postgres

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/order"
)

// What the tests look at from outside.
var (
	Words      = words
	Squeeze    = squeeze
	Spread     = spread
	Statements = statements
	NotStored  = notStored
	Arrays     = arrays
)

// Unpacked reports whether the order is remembered as it is worked on.
func (s *Store) Unpacked(id string) bool {
	v := s.seen.last(id)
	return v != nil && v.order != nil
}

// CommitTogether commits changes in one statement, and reports what each came to.
func (s *Store) CommitTogether(t testing.TB, changes []*order.Change) (errs []error) {
	jobs := make([]*job, len(changes))
	for i, c := range changes {
		var err error
		if jobs[i], err = s.newJob(c); err != nil {
			t.Fatal(err)
		}
		jobs[i].wait = turnOf(context.Background())
	}
	s.commitAll(context.Background(), slices.Clone(jobs))
	for _, j := range jobs {
		if j.wait.again {
			t.Fatalf("order %s is to be committed again, alone", j.id)
		}
		errs = append(errs, j.err)
	}
	return errs
}

// Query runs SQL on a connection of the store.
func (s *Store) Query(t testing.TB, into []any, sql string, args ...any) {
	t.Helper()
	if err := s.pool.QueryRow(context.Background(), s.texts.in(sql), args...).Scan(into...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// Lost is how many connections were made and are no longer there.
func (s *Store) Lost() int64 {
	is := s.pool.Stat()
	return is.NewConnsCount() - int64(is.TotalConns())
}

// Remembers reports whether a load of the order, if it did not change, sends nothing.
func (s *Store) Remembers(id string) bool {
	v := s.seen.last(id)
	return v != nil && v.goods != nil
}

// RememberLess lets the store, before it is used, remember a sixteenth of what it would.
func (s *Store) RememberLess() { s.seen = newSeen(mostRecent/16, mostStored/16) }

// Hurry gives statements that several callers share so much time.
func (s *Store) Hurry(patience time.Duration) { s.patience = patience }

// Finding is the SQL of a list and its arguments.
func (s *Store) Finding(q order.Query) (string, []any) { return s.texts.finding(q) }

// Reads are statements whose cost must not grow with what is stored.
func (s *Store) Reads() map[string]string {
	return map[string]string{"history": s.texts.history, "waiting": s.texts.waiting, "claim": s.texts.claim}
}

// Explain returns PostgreSQL's plan of a statement of the store.
func (s *Store) Explain(t testing.TB, text string, args ...any) string {
	t.Helper()
	rows, err := s.pool.Query(context.Background(), "EXPLAIN "+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return strings.Join(lines, "\n")
}

// WritePlans returns PostgreSQL's plans of all statements that wrote changes so far,
// as they are prepared: for any values.
func (s *Store) WritePlans(t testing.TB) (plans []string) {
	t.Helper()
	s.texts.shapes.Range(func(_, w any) bool {
		text, nulls := w.(*prepared).text, strings.TrimSuffix(strings.Repeat("NULL, ", len(w.(*prepared).args)), ", ")
		err := s.pool.AcquireFunc(context.Background(), func(c *pgxpool.Conn) error {
			_, err := c.Exec(context.Background(), "PREPARE w AS "+text, pgx.QueryExecModeSimpleProtocol)
			if err != nil {
				return err
			}
			rows, err := c.Query(context.Background(), "EXPLAIN (COSTS OFF) EXECUTE w ("+nulls+")", pgx.QueryExecModeSimpleProtocol)
			if err != nil {
				return err
			}
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			plans = append(plans, strings.Join(lines, "\n"))
			_, err = c.Exec(context.Background(), "DEALLOCATE w", pgx.QueryExecModeSimpleProtocol)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return true
	})
	return plans
}

// Task is a task of the tests' own.
type Task struct {
	wait   turn
	Name   string
	Single bool // must be alone
	Again  int  // how often it is to be done again
	Stuck  bool // then another transaction is in its way
}

func (t *Task) name() string { return t.Name }
func (t *Task) alone() bool  { return t.Single }
func (t *Task) turn() *turn  { return &t.wait }

// Turns are turns of such tasks.
type Turns struct{ all *turns[*Task] }

// NewTurns makes turns of which so many statements of each kind run at once.
func NewTurns(most int, do func(names []string)) Turns {
	return Turns{newTurns(most, func(_ context.Context, tasks []*Task) {
		do(names(tasks))
		for _, t := range tasks {
			t.wait.again, t.wait.stuck = t.Again > 0, t.Stuck
			t.Again--
		}
	})}
}

// Wait says how long a statement waits at most for those who come back, and how long
// the one that runs has taken so far.
func (t Turns) Wait(longest, took time.Duration) {
	t.all.mu.Lock()
	defer t.all.mu.Unlock()
	t.all.longest, t.all.begun[together] = longest, time.Now().Add(-took)
}

// Running reports whether a statement of many runs.
func (t Turns) Running() bool {
	t.all.mu.Lock()
	defer t.all.mu.Unlock()
	return t.all.running[together] > 0
}

// Submit has a task done.
func (t Turns) Submit(ctx context.Context, task *Task) error { return t.all.submit(ctx, task) }

// Waiting is how many tasks are in no statement.
func (t Turns) Waiting() int {
	t.all.mu.Lock()
	defer t.all.mu.Unlock()
	return len(t.all.waiting[together]) + len(t.all.waiting[alone]) + len(t.all.waiting[stuck])
}

// Crowd is how many wait when another statement starts beside one that runs.
const Crowd = crowd

// MostWrong is after how many failures a habit is surely given up, and Probe how often
// it is tried again.
const (
	MostWrong = mostWrong
	Probe     = probe
)

// Slow is after how long another statement starts beside one that runs.
const Slow = slow

func names(tasks []*Task) (out []string) {
	for _, t := range tasks {
		out = append(out, t.Name)
	}
	return out
}

// AppendJSON is how records become JSON.
var AppendJSON = appendJSON

// Stored are pointers to what is stored of a change.
func Stored(c *order.Change) []any {
	goods, rest := goodsOf(c.Order), restOf(c.Order)
	all := []any{&rest, &record{Events: c.Events, Entries: c.Entries, Answers: c.Answers}}
	if c.Expect == 0 {
		all = append(all, &goods)
	}
	if c.Person != nil {
		all = append(all, c.Person)
	}
	return all
}

// NotOpen is a store that only prepares what would be written.
func NotOpen() *Store { return &Store{seen: newSeen(mostRecent, mostStored)} }

// Prepare makes what is written of a change, remembers it as if it were written,
// and returns how many bytes it is.
func (s *Store) Prepare(c *order.Change) (int, error) {
	j, err := s.newJob(c)
	if err != nil {
		return 0, err
	}
	s.seen.note(j.id, j.sight(1))
	return len(j.goods) + len(j.head) + len(j.what) + len(j.person), nil
}
