package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/order"
)

// Commit stores one change of one order, or nothing: one round trip, together
// with the changes of other orders that wait at that moment. When ctx ends
// meanwhile, Commit returns the context's error within a second; the change may or
// may not be stored then. In a transaction of the host's (see In) it is stored when
// that commits.
func (s *Store) Commit(ctx context.Context, c *order.Change) error {
	if c.Order.ID == "" || c.Order.Version != c.Expect+1 {
		return fmt.Errorf("order %q: version %d does not follow %d", c.Order.ID, c.Order.Version, c.Expect)
	}
	if len(escaped(c.Order.ID)) > longestText { // Claim could not say which order it leased
		return fmt.Errorf("order %.60q: the ID has more than %d bytes", c.Order.ID, longestText)
	}
	if c.Expect == 0 && c.Token != "" {
		return fmt.Errorf("order %s: a new order has no lease: %w", c.Order.ID, order.ErrConflict)
	}
	j, err := s.newJob(c)
	if err != nil {
		return fmt.Errorf("order %s: %w", c.Order.ID, err)
	}
	if tx := within(ctx); tx != nil {
		s.commitWithin(ctx, tx, j)
	} else if err := s.write.submit(ctx, j); err != nil {
		return fmt.Errorf("order %s: %w", c.Order.ID, err)
	}
	if j.guess && j.there() && (j.err == nil || errors.Is(j.err, order.ErrConflict)) {
		s.seen.learn(j.err == nil)
	}
	if j.err != nil {
		return fmt.Errorf("order %s: %w", c.Order.ID, j.err)
	}
	for _, i := range c.Number {
		c.Order.Documents[i].No = j.order.Documents[i].No
	}
	if c.Read != nil {
		j.tell(c)
	}
	return nil
}

// tell sets the personal data that are asked for. What cannot be read the caller will
// ask for, and get the error.
func (j *job) tell(c *order.Change) {
	text := j.read
	if c.Person != nil {
		text = j.person
	}
	if len(text) == 0 || decode(text, j.id, c.Read) != nil {
		*c.Read = order.Person{}
	}
}

// commitAll commits jobs of different orders in one statement. What that could not
// do because of one of them is done again, each by itself.
func (s *Store) commitAll(ctx context.Context, jobs []*job) {
	// All statements lock rows in the same order, so that none waits in a circle.
	slices.SortFunc(jobs, func(a, b *job) int { return strings.Compare(a.id, b.id) })
	jobs = s.recall(ctx, s.pool, jobs)
	if len(jobs) == 0 {
		return
	}
	write := s.writeJobs
	if j := jobs[0]; len(j.number) > 0 || j.wait.stuck {
		write = s.writeSlowly
	}
	err := write(ctx, jobs)
	for _, j := range jobs {
		switch {
		case err == nil:
		case blocked(err) && time.Now().Before(j.wait.until):
			j.wait.again, j.wait.stuck = true, len(jobs) == 1
		case len(jobs) > 1 && notStored(err):
			j.wait.again = true
		case mayPass(err) && j.tried < tries:
			j.wait.again = true
			j.tried++
		default:
			j.err = conflict(err)
		}
	}
}

// tries is how often a statement is sent again that another one got in the way of.
const tries = 5

// writeJobs writes the jobs in one statement.
func (s *Store) writeJobs(ctx context.Context, jobs []*job) error {
	text, args := s.texts.writing(jobs, false)
	var done map[int32]wrote
	_, err := retried(ctx, 0, func() (struct{}, error) {
		return struct{}{}, s.online(ctx, func(ctx context.Context, db Tx) (err error) {
			done, err = written(db.Query(ctx, text, args...))
			return err
		})
	})
	if err != nil {
		return err
	}
	s.note(ctx, jobs, done)
	return nil
}

// online lets use have a connection until patience is over, or until a little after
// ctx ends, by deadlines of the connection: for each statement under a context that may
// end pgx starts a goroutine, and when it ends closes the connection.
func (s *Store) online(ctx context.Context, use func(ctx context.Context, db Tx) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	wire, end := conn.Conn().PgConn().Conn(), time.Now().Add(s.patience)
	if err := wire.SetDeadline(end); err != nil { // as through a tunnel of SSH
		return use(ctx, conn)
	}
	set := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		if soon := time.Now().Add(grace); soon.Before(end) {
			_ = wire.SetDeadline(soon)
		}
		close(set)
	})
	defer func() {
		if !stop() {
			<-set
		}
		_ = wire.SetDeadline(time.Time{})
	}()
	if err = use(context.WithoutCancel(ctx), conn); err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

// grace is how long a statement goes on for a caller who left: most end by then, and
// keep their connections.
const grace = time.Second

// note remembers what a statement wrote; what it did not was no longer as expected.
func (s *Store) note(ctx context.Context, jobs []*job, done map[int32]wrote) {
	urgent := false
	for _, j := range jobs {
		if w, ok := done[j.i]; ok {
			s.seen.note(j.id, j.sight(w.n))
			j.read = w.person
			urgent = urgent || j.urgent
		} else {
			j.err = j.refusal()
		}
	}
	if urgent {
		_ = s.wake(ctx)
	}
}

// wrote is what a statement says of a change that it wrote: the number of its order,
// and personal data that are asked for.
type wrote struct {
	n      int64
	person []byte
}

// written reads which changes a statement wrote.
func written(rows pgx.Rows, err error) (map[int32]wrote, error) {
	if err != nil {
		return nil, err
	}
	done := make(map[int32]wrote)
	var i int32
	var w wrote
	_, err = pgx.ForEachRow(rows, []any{&i, &w.n, &w.person}, func() error {
		done[i] = w
		return nil
	})
	return done, err
}

func (j *job) refusal() error {
	if !j.there() {
		return fmt.Errorf("it exists already: %w", order.ErrConflict)
	}
	return fmt.Errorf("it is no longer at version %d under this lease: %w", j.expect, order.ErrConflict)
}

// recall finds out what the orders are listed by. It returns the jobs that can
// go on; the others have their error.
func (s *Store) recall(ctx context.Context, db Tx, jobs []*job) []*job {
	var asked []*job
	for _, j := range jobs {
		if j.expect > 0 && j.old == nil {
			asked = append(asked, j)
		}
	}
	if len(asked) == 0 {
		return jobs
	}
	wishes := make([]*wish, len(asked))
	for i, j := range asked {
		wishes[i] = &wish{id: j.id}
	}
	_, err := retried(ctx, patience, func() (struct{}, error) { return struct{}{}, s.look(ctx, db, wishes) })
	for i, j := range asked {
		w := wishes[i]
		switch {
		case err != nil:
			j.err = err
		case errors.Is(w.err, order.ErrNotFound):
			j.err = fmt.Errorf("it does not exist: %w", order.ErrConflict)
		case w.err != nil:
			j.err = w.err
		case w.found.version != j.expect:
			j.err = j.refusal()
		default:
			j.err = j.follow(w.found)
		}
	}
	return where(jobs, func(j *job) bool { return j.err == nil })
}
