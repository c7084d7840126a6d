package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func TestCloseFinishesWhatWasAccepted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	require.NoError(t, err)
	var all sync.WaitGroup
	stored := make([]bool, 64)
	for i := range stored {
		all.Add(1)
		go func() {
			defer all.Done()
			err := s.Commit(ctx, change(sample(fmt.Sprint("o-", i)), "k"))
			stored[i] = err == nil
			if err != nil && !errorIs(err, sqlite.ErrClosed) {
				t.Error(err)
			}
		}()
	}
	time.Sleep(time.Millisecond)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "closing twice")
	all.Wait()
	require.ErrorIs(t, s.Commit(ctx, change(sample("late"), "k")), sqlite.ErrClosed)
	_, err = s.Load(ctx, "o-0", "")
	require.Error(t, err)

	s = open(t, path)
	for i, must := range stored {
		_, err := s.Load(ctx, fmt.Sprint("o-", i), "k")
		require.Equal(t, must, err == nil, "order %d: %v", i, err)
	}
}

// While a change waits for its turn, ending the context withdraws it: it is
// surely not stored. Once it is being written, it may be.
func TestAContextThatEndsWhileWaitingWithdrawsTheChange(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "orders.db"))
	goOn := make(chan struct{})
	s.Stall(goOn)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, s.Commit(ctx, change(sample("o-1"), "k")), context.DeadlineExceeded)
	close(goOn)
	require.NoError(t, s.Commit(context.Background(), change(sample("o-2"), "k")))
	_, err := s.Load(context.Background(), "o-1", "")
	require.ErrorIs(t, err, order.ErrNotFound)
}

func TestACopyOfTheFileAfterCloseIsTheWholeStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s := open(t, path)
	require.NoError(t, s.Commit(context.Background(), change(sample("o-1"), "k")))
	_, err := s.Load(context.Background(), "o-1", "k")
	require.NoError(t, err)
	require.NoError(t, s.Close())
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	elsewhere := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, os.WriteFile(elsewhere, data, 0o600))
	rec, err := open(t, elsewhere).Load(context.Background(), "o-1", "k")
	require.NoError(t, err)
	require.NotNil(t, rec.Answer)
}
