package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

const roleEnv, pathEnv, nameEnv = "ORDERKIT_TEST_ROLE", "ORDERKIT_TEST_PATH", "ORDERKIT_TEST_NAME"

// TestMain lets the test binary play another process on the same file.
func TestMain(m *testing.M) {
	role := os.Getenv(roleEnv)
	if role == "" {
		os.Exit(m.Run())
	}
	s, err := sqlite.Open(context.Background(), os.Getenv(pathEnv), sqlite.Config{})
	if err == nil {
		switch role {
		case "share":
			err = share(s, os.Getenv(nameEnv))
		case "between commits":
			err = betweenCommits(s)
		case "until killed":
			err = untilKilled(s)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func process(t *testing.T, role, path, name string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+role, pathEnv+"="+path, nameEnv+"="+name)
	cmd.Stderr = os.Stderr
	return cmd
}

const shares = 40

// billed is a change that issues an invoice.
func billed(o order.Order, key string) *order.Change {
	ch := change(o, key)
	ch.Number = []int{len(o.Documents)}
	ch.Order.Documents = append(slices.Clip(o.Documents), order.Document{Kind: order.Invoice, Series: "INV-", At: o.Changed})
	return ch
}

// share makes changes to one order that all processes share, each with an
// invoice, and claims what is
// due, printing every claim.
func share(s *sqlite.Store, name string) error {
	ctx := context.Background()
	for i := range shares {
		key := fmt.Sprint(name, "-", i)
		for {
			rec, err := s.Load(ctx, "shared", key)
			if err != nil {
				return err
			}
			if err = s.Commit(ctx, billed(rec.Order, key)); err == nil {
				break
			} else if !errors.Is(err, order.ErrConflict) {
				return err
			}
		}
		leases, err := s.Claim(ctx, time.Now(), 2, time.Hour)
		if err != nil {
			return err
		}
		for _, l := range leases {
			fmt.Println(l.Order)
		}
	}
	return s.Close()
}

func TestProcessesShareOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	s := open(t, path)
	ctx := context.Background()
	require.NoError(t, s.Commit(ctx, change(sample("shared"), "k")))
	const due, processes = 50, 3
	for i := range due {
		ch := change(sample(fmt.Sprint("due-", i)), "k")
		ch.Due = time.Unix(1, 0)
		require.NoError(t, s.Commit(ctx, ch))
	}
	claimed := make(map[string]int)
	var running []*exec.Cmd
	var outputs []io.Reader
	for i := range processes {
		cmd := process(t, "share", path, fmt.Sprint("p", i))
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		running, outputs = append(running, cmd), append(outputs, out)
	}
	for i, out := range outputs {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			claimed[lines.Text()]++
		}
		require.NoError(t, running[i].Wait())
	}
	rec, err := s.Load(ctx, "shared", "")
	require.NoError(t, err)
	require.EqualValues(t, 1+processes*shares, rec.Order.Version, "no change is lost")
	history, err := s.History(ctx, "shared", 0, 0)
	require.NoError(t, err)
	require.Len(t, history, 1+processes*shares)
	require.Len(t, rec.Order.Documents, processes*shares)
	for i, d := range rec.Order.Documents {
		require.EqualValues(t, i+1, d.No, "conflicts leave no gap between invoices")
	}
	require.Len(t, claimed, due, "every due order is claimed")
	for id, n := range claimed {
		require.Equal(t, 1, n, "%s was claimed by two", id)
	}
}

// untilKilled commits as fast as it can and says which commits were answered.
func untilKilled(s *sqlite.Store) error {
	ctx := context.Background()
	for c := range 8 {
		go func() {
			for i := 0; ; i++ {
				ch := billed(sample(fmt.Sprintf("c%d-%d", c, i)), "k")
				ch.Person = &order.Person{Order: ch.Order.ID, Name: "n"}
				if err := s.Commit(ctx, ch); err == nil {
					fmt.Printf("%s=%s.\n", ch.Order.ID, ch.Order.Documents[0].Number())
				}
			}
		}()
	}
	select {}
}

// A process that is killed in the middle leaves every commit that was answered,
// whole, and none in part.
func TestWhatWasAnsweredSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.db")
	ctx := context.Background()
	answered := make(map[string]string)
	for range 3 {
		require.NoError(t, os.RemoveAll(path))
		cmd := process(t, "until killed", path, "")
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		clear(answered)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if line, whole := strings.CutSuffix(lines.Text(), "."); whole {
				id, number, _ := strings.Cut(line, "=")
				answered[id] = number
			}
			if len(answered) == 150 {
				require.NoError(t, cmd.Process.Kill())
			}
		}
		_ = cmd.Wait()
		s, err := sqlite.Open(ctx, path, sqlite.Config{})
		require.NoError(t, err)
		for id, number := range answered {
			rec, err := s.Load(ctx, id, "k")
			require.NoError(t, err, "%s was answered", id)
			require.NotNil(t, rec.Answer)
			require.Equal(t, number, rec.Order.Documents[0].Number())
		}
		stored, err := s.Find(ctx, order.Query{Limit: 100_000})
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(stored), len(answered))
		numbers := make(map[int64]bool)
		for _, o := range stored {
			numbers[o.Documents[0].No] = true
			history, err := s.History(ctx, o.ID, 0, 0)
			require.NoError(t, err)
			require.Len(t, history, 1)
			_, err = s.Person(ctx, o.ID)
			require.NoError(t, err)
		}
		require.Len(t, numbers, len(stored), "no number is there twice")
		require.True(t, numbers[1] && numbers[int64(len(stored))], "the kill left no gap")
		require.NoError(t, s.Close())
		for _, name := range []string{path, path + "-wal", path + "-shm"} {
			_ = os.Remove(name)
		}
	}
}

func errorIs(err, target error) bool { return errors.Is(err, target) }
