//go:build unix

package test_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/orderkit/orderkit/adapters/postgres/internal/test"
	"github.com/stretchr/testify/require"
)

const startEnv = "ORDERKIT_TEST_START"

// TestMain lets the test binary be another one, which starts a server, says
// where it is, and waits to be killed.
func TestMain(m *testing.M) {
	if os.Getenv(startEnv) == "" {
		os.Exit(m.Run())
	}
	s, err := test.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s.URL)
	select {}
}

func TestNothingIsLeftOfAServer(t *testing.T) {
	s, err := test.Start()
	if errors.Is(err, test.ErrNone) && os.Getenv("CI") == "" {
		t.Skip("NOT TESTED: servers for tests:", err)
	}
	require.NoError(t, err)
	require.NoError(t, s.Stop())
	require.NoDirExists(t, filepath.Dir(s.Socket()))
	t.Run("if the test is killed while the cluster is made", func(t *testing.T) {
		other, dir, _ := begin(t)
		require.Eventually(t, func() bool {
			made, _ := filepath.Glob(filepath.Join(dir, "pg*", "data", "PG_VERSION"))
			return len(made) > 0
		}, patience, time.Millisecond)
		require.NoError(t, other.Process.Kill())
		require.Eventually(t, empty(dir), patience, 10*time.Millisecond)
	})
	t.Run("if the test is killed while the server runs", func(t *testing.T) {
		other, dir, url := begin(t)
		conn, err := pgx.Connect(t.Context(), url())
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // without its folder alone it goes on for longer
		defer cancel()
		require.NoError(t, other.Process.Kill())
		_, err = conn.WaitForNotification(ctx)
		require.Error(t, err)
		require.NoError(t, ctx.Err(), "the server ends at once")
		require.Eventually(t, empty(dir), patience, 10*time.Millisecond)
	})
}

const patience = 30 * time.Second

// begin starts the other binary, with a folder for temporary files of its own.
func begin(t *testing.T) (other *exec.Cmd, dir string, url func() string) {
	dir, err := os.MkdirTemp("", "killed") // that of t.TempDir is closed to other users
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711))
	other = exec.Command(os.Args[0])
	other.Env = append(os.Environ(), startEnv+"=yes", "TMPDIR="+dir)
	other.Stderr = os.Stderr
	out, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	t.Cleanup(func() {
		_ = other.Process.Kill()
		_ = other.Wait()
		_ = os.RemoveAll(dir)
	})
	return other, dir, func() string {
		line, err := bufio.NewReader(out).ReadString('\n')
		require.NoError(t, err)
		return strings.TrimSpace(line)
	}
}

func empty(dir string) func() bool {
	return func() bool {
		left, err := os.ReadDir(dir)
		return err == nil && len(left) == 0
	}
}
