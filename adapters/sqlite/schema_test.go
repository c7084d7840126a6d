package sqlite_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func TestManyMayMakeTheSchemaAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			s, err := sqlite.Open(context.Background(), path, sqlite.Config{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Commit(context.Background(), change(sample(fmt.Sprint(i)), "k")); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	s := open(t, path)
	orders, err := s.Find(context.Background(), order.Query{})
	require.NoError(t, err)
	require.Len(t, orders, 8)
}

func TestAFileOfANewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s, err := sqlite.Open(context.Background(), path, sqlite.Config{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, sqlite.SetSchema(path, 99))
	_, err = sqlite.Open(context.Background(), path, sqlite.Config{})
	require.ErrorContains(t, err, "schema 99")
	require.ErrorContains(t, err, "newer version")
}

func TestAFileFromBeforeThereWereDocumentsIsBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	require.NoError(t, err)
	first := change(sample("o-1"), "k")
	require.NoError(t, s.Commit(ctx, first))
	require.NoError(t, s.Close())
	require.NoError(t, sqlite.ToSchema1(path))
	s = open(t, path)
	ch := billed(*first.Order, "bill")
	require.NoError(t, s.Commit(ctx, ch))
	require.Equal(t, "INV-000001", ch.Order.Documents[0].Number())
	rec, err := s.Load(ctx, "o-1", "bill")
	require.NoError(t, err)
	require.Equal(t, *ch.Order, rec.Order)
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	for _, path := range []string{"", ":memory:", filepath.Join(t.TempDir(), "no", "such", "folder", "orders.db")} {
		_, err := sqlite.Open(context.Background(), path, sqlite.Config{})
		require.Error(t, err, "opening %q", path)
	}
}

func TestPathsMayHoldAnyCharacter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?c#d%20é")
	require.NoError(t, os.Mkdir(dir, 0o700))
	s := open(t, filepath.Join(dir, "orders.db"))
	require.NoError(t, s.Commit(context.Background(), change(sample("o-1"), "k")))
	_, err := os.Stat(filepath.Join(dir, "orders.db"))
	require.NoError(t, err)
}

// Erase is a promise to a person: the name must not be found in the file, nor in
// the log beside it.
func TestErasedDataIsNotInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s := open(t, path)
	ctx := context.Background()
	secret := "Maximiliana Musterfrau"
	o := sample("o-1")
	for i := range 3 {
		ch := change(o, fmt.Sprint(i))
		ch.Person = &order.Person{Order: "o-1", Name: secret, Email: fmt.Sprint(i)}
		require.NoError(t, s.Commit(ctx, ch))
		o = *ch.Order
	}
	require.True(t, found(t, path, secret))
	require.NoError(t, s.Erase(ctx, "o-1"))
	require.False(t, found(t, path, secret))
}

func found(t *testing.T, path, text string) bool {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		data, err := os.ReadFile(name)
		if !os.IsNotExist(err) {
			require.NoError(t, err)
		}
		if bytes.Contains(data, []byte(text)) {
			return true
		}
	}
	return false
}
