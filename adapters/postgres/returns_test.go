package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

// answer ends the statement that runs, which took so long. Then the next one runs, or
// so many tasks wait for those who come back.
func (d *desk) answer(t *testing.T, took time.Duration, waiting int) {
	t.Helper()
	d.turns.Wait(time.Hour, took)
	d.end <- struct{}{}
	require.Eventually(t, func() bool { return len(d.begun) > 0 || !d.turns.Running() }, 10*time.Second, 10*time.Microsecond)
	d.waits(t, waiting)
}

// Callers who take turns wait for two statements each; together they wait for one.
func TestTheNextStatementWaitsForThoseWhoComeBack(t *testing.T) {
	d := newDesk(4)
	d.send(t, t.Context(), task("a"), 0)
	require.Equal(t, []string{"a"}, <-d.begun)
	for i := range 3 {
		d.send(t, t.Context(), task(fmt.Sprint("b-", i)), i+1)
	}
	d.answer(t, time.Hour, 3)
	require.Empty(t, d.begun)
	d.send(t, t.Context(), task("a again"), 0)
	require.Equal(t, []string{"b-0", "b-1", "b-2", "a again"}, <-d.begun)

	d.answer(t, time.Hour, 0)
	for i := range 3 {
		d.send(t, t.Context(), task("b"), i+1)
	}
	require.Empty(t, d.begun, "all four come back")
	d.send(t, t.Context(), task("a"), 2)
	require.Equal(t, []string{"b", "a"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}

// A wait can save no more than a statement.
func TestWhoDoesNotComeBackIsWaitedForNoLongerThanAStatementTook(t *testing.T) {
	d := newDesk(4)
	d.send(t, t.Context(), task("a"), 0)
	require.Equal(t, []string{"a"}, <-d.begun)
	d.send(t, t.Context(), task("b"), 1)
	d.answer(t, time.Millisecond, 0)
	require.Equal(t, []string{"b"}, <-d.begun)
	d.send(t, t.Context(), task("a"), 1)
	d.turns.Wait(time.Millisecond, time.Hour)
	d.end <- struct{}{}
	require.Equal(t, []string{"a"}, <-d.begun, "nor longer than is worth it")
	close(d.end)
	d.done.Wait()
}

// Nor does it teach whether callers come back, however slowly it does.
func TestALoneCallerIsNotWaitedFor(t *testing.T) {
	d := newDesk(4)
	for range postgres.MostWrong {
		d.send(t, t.Context(), task("a"), 0)
		require.Equal(t, []string{"a"}, <-d.begun)
		d.answer(t, 0, 0)
		time.Sleep(time.Millisecond)
	}
	d.comeBack(t)
	close(d.end)
	d.done.Wait()
}

// comeBack is two callers who are waited for, and come back. They leave one statement
// of both under way.
func (d *desk) comeBack(t *testing.T) {
	t.Helper()
	d.send(t, t.Context(), task("a"), 0)
	require.Equal(t, []string{"a"}, <-d.begun)
	d.send(t, t.Context(), task("b"), 1)
	d.answer(t, time.Hour, 1)
	require.Empty(t, d.begun)
	d.send(t, t.Context(), task("a"), 0)
	require.Equal(t, []string{"b", "a"}, <-d.begun)
}

func TestWhoeverComesBackIsWaitedForAgain(t *testing.T) {
	d := newDesk(4)
	d.comeBack(t)
	for range 2 * postgres.MostWrong {
		d.answer(t, time.Hour, 0)
		d.send(t, t.Context(), task("a"), 1)
		require.Empty(t, d.begun)
		d.send(t, t.Context(), task("b"), 0)
		require.Equal(t, []string{"a", "b"}, <-d.begun)
	}
	close(d.end)
	d.done.Wait()
}

// Those of the other one do not come back yet.
func TestBesideAStatementNobodyIsWaitedFor(t *testing.T) {
	d := newDesk(2)
	d.send(t, t.Context(), task("first"), 0)
	<-d.begun
	for i := range postgres.Crowd {
		d.send(t, t.Context(), task(fmt.Sprint(i)), (i+1)%postgres.Crowd)
	}
	<-d.begun
	d.send(t, t.Context(), task("last"), 1)
	d.answer(t, -time.Hour, 0) // the other one is not slow yet
	require.Equal(t, []string{"last"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}

func TestOfManyACrowdIsWaitedFor(t *testing.T) {
	d := newDesk(1)
	d.send(t, t.Context(), task("first"), 0)
	<-d.begun
	for i := range 2 * postgres.Crowd {
		d.send(t, t.Context(), task(fmt.Sprint(i)), i+1)
	}
	d.answer(t, time.Hour, 0)
	require.Len(t, <-d.begun, 2*postgres.Crowd, "a crowd waits already")
	d.answer(t, time.Hour, 0)
	for i := range postgres.Crowd - 1 {
		d.send(t, t.Context(), task(fmt.Sprint(i)), i+1)
	}
	require.Empty(t, d.begun)
	d.send(t, t.Context(), task("last"), 0)
	require.Len(t, <-d.begun, postgres.Crowd)
	close(d.end)
	d.done.Wait()
}

// As where each caller wants one thing and is gone. Now and then somebody is waited
// for all the same: things change.
func TestWhereNobodyComesBackNobodyIsWaitedFor(t *testing.T) {
	d := newDesk(4)
	d.send(t, t.Context(), task("first"), 0)
	<-d.begun
	next := func(took time.Duration) string {
		name := "in " + took.String()
		d.send(t, t.Context(), task(name), 1)
		d.answer(t, took, 0)
		return name
	}
	for range postgres.MostWrong {
		require.Equal(t, []string{next(time.Millisecond)}, <-d.begun)
	}
	for range postgres.Probe - 1 {
		require.Equal(t, []string{next(time.Hour)}, <-d.begun, "at once")
	}
	d.send(t, t.Context(), task("waits"), 1)
	d.answer(t, time.Hour, 1)
	require.Empty(t, d.begun)
	d.send(t, t.Context(), task("comes back"), 0)
	require.Equal(t, []string{"waits", "comes back"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}
