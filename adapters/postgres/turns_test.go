package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

// desk is where statements of the test's own run until it ends them.
type desk struct {
	turns postgres.Turns
	begun chan []string // the names in each statement
	end   chan struct{}
	done  sync.WaitGroup
}

func newDesk(most int) *desk {
	d := &desk{begun: make(chan []string, 1000), end: make(chan struct{})}
	d.turns = postgres.NewTurns(most, func(names []string) {
		d.begun <- names
		<-d.end
	})
	return d
}

// send has a task done, and returns once it is in a statement or waits as one of
// so many.
func (d *desk) send(t *testing.T, ctx context.Context, task *postgres.Task, waiting int) {
	t.Helper()
	d.done.Go(func() { _ = d.turns.Submit(ctx, task) })
	d.waits(t, waiting)
}

func (d *desk) waits(t *testing.T, tasks int) {
	t.Helper()
	require.Eventually(t, func() bool { return d.turns.Waiting() == tasks }, 10*time.Second, 10*time.Microsecond)
}

func task(name string) *postgres.Task { return &postgres.Task{Name: name} }

func TestWhatComesInMeanwhileSharesTheNextStatement(t *testing.T) {
	d := newDesk(4)
	d.send(t, t.Context(), task("first"), 0)
	require.Equal(t, []string{"first"}, <-d.begun)
	var names []string
	for i := range postgres.Crowd - 1 {
		names = append(names, fmt.Sprint("o-", i))
		d.send(t, t.Context(), task(names[i]), i+1)
	}
	require.Empty(t, d.begun)
	d.end <- struct{}{}
	require.Equal(t, names, <-d.begun)
	close(d.end)
	d.done.Wait()
}

func TestForACrowdAnotherStatementStarts(t *testing.T) {
	d := newDesk(2)
	d.send(t, t.Context(), task("first"), 0)
	<-d.begun
	for i := range postgres.Crowd {
		d.send(t, t.Context(), task(""), (i+1)%postgres.Crowd)
	}
	require.Len(t, <-d.begun, postgres.Crowd)
	for i := range 2 * postgres.Crowd {
		d.send(t, t.Context(), task(""), i+1)
	}
	require.Empty(t, d.begun, "two are the most")
	close(d.end)
	d.done.Wait()
}

// The connection of the one that runs may be dead.
func TestBesideASlowStatementAnotherOneStarts(t *testing.T) {
	d := newDesk(2)
	d.send(t, t.Context(), task("first"), 0)
	<-d.begun
	d.send(t, t.Context(), task("second"), 1)
	d.waits(t, 0) // though nobody else comes
	require.Equal(t, []string{"second"}, <-d.begun)
	d.end <- struct{}{}
	time.Sleep(postgres.Slow)
	d.send(t, t.Context(), task("third"), 0)
	require.Equal(t, []string{"third"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}

// One that waits for the host's transaction must not make others of its order wait
// in the statements of all.
func TestOneOrderIsInOneStatementAtATime(t *testing.T) {
	d := newDesk(4)
	again := task("o-1")
	again.Again = 1
	d.send(t, t.Context(), again, 0)
	require.Equal(t, []string{"o-1"}, <-d.begun)
	d.send(t, t.Context(), task("o-1"), 1)
	d.send(t, t.Context(), &postgres.Task{Name: "o-1", Single: true}, 2)
	d.send(t, t.Context(), &postgres.Task{Name: "o-2", Single: true}, 2)
	require.Equal(t, []string{"o-2"}, <-d.begun)
	d.end <- struct{}{}
	d.end <- struct{}{}
	require.Equal(t, []string{"o-1"}, <-d.begun, "the first one again, or the one behind o-2 if that ended first")
	d.waits(t, 2)
	d.send(t, t.Context(), task("o-3"), 2)
	require.Equal(t, []string{"o-3"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}

func TestWhatIsGivenUpIsNotBegun(t *testing.T) {
	d := newDesk(1)
	ctx, leave := context.WithCancel(t.Context())
	again := task("o-1")
	again.Again = 1000
	d.send(t, t.Context(), &postgres.Task{Name: "o-2", Single: true}, 0)
	d.send(t, ctx, again, 0)
	require.ElementsMatch(t, [][]string{{"o-1"}, {"o-2"}}, [][]string{<-d.begun, <-d.begun})
	d.send(t, ctx, task("o-3"), 1)
	leave()
	close(d.end)
	d.done.Wait()
	for len(d.begun) > 0 {
		require.NotEqual(t, []string{"o-3"}, <-d.begun)
	}
	require.NoError(t, d.turns.Submit(t.Context(), task("o-1")), "its name is free")
}

// Nothing else may come in that would look for what can be done.
func TestWhatIsGivenUpLeavesItsNameToWhoWaitsInFrontOfIt(t *testing.T) {
	d := newDesk(1)
	ctx, leave := context.WithCancel(t.Context())
	again := task("o-1")
	again.Again = 1
	d.send(t, ctx, again, 0)
	<-d.begun
	d.send(t, t.Context(), &postgres.Task{Name: "o-1", Single: true}, 1)
	leave()
	close(d.end)
	d.done.Wait()
	require.Equal(t, []string{"o-1"}, <-d.begun)
}

func TestWhatIsStuckHoldsUpNoneThatIsAlone(t *testing.T) {
	d := newDesk(1)
	again := task("o-1")
	again.Again, again.Stuck = 1, true
	d.send(t, t.Context(), again, 0)
	<-d.begun
	d.end <- struct{}{}
	require.Equal(t, []string{"o-1"}, <-d.begun)
	d.send(t, t.Context(), &postgres.Task{Name: "o-2", Single: true}, 0)
	require.Equal(t, []string{"o-2"}, <-d.begun)
	close(d.end)
	d.done.Wait()
}

// Whoever calls may live on after a panic, as net/http does, and so must the others.
func TestWhoPanicsLeavesItsNameAndItsTurn(t *testing.T) {
	panics := true
	turns := postgres.NewTurns(1, func([]string) {
		if panics {
			panics = false
			panic("boom")
		}
	})
	require.PanicsWithValue(t, "boom", func() { _ = turns.Submit(t.Context(), task("o-1")) })
	ctx, leave := context.WithTimeout(t.Context(), 10*time.Second)
	defer leave()
	require.NoError(t, turns.Submit(ctx, task("o-1")))
}
