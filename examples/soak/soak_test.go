package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestWhatIsKilledStoppedAndCutLosesNothing is a short soak over each store; see
// the package comment for longer ones.
func TestWhatIsKilledStoppedAndCutLosesNothing(t *testing.T) {
	program := filepath.Join(t.TempDir(), "soak")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, store := range []string{"sqlite", "postgres"} {
		t.Run(store, func(t *testing.T) {
			if store == "postgres" && !installed() {
				if os.Getenv("CI") != "" {
					t.Fatal("PostgreSQL is not installed (Debian: apt-get install postgresql)")
				}
				t.Skip("NOT TESTED: the soak over PostgreSQL, which is not installed (Debian: apt-get install postgresql)")
			}
			out, err := exec.Command(program, "-store", store, "-for", "4s", "-kills", "5", "-orders", "10").CombinedOutput()
			t.Log(string(out))
			require.NoError(t, err, string(out))
			require.True(t, strings.Contains(string(out), "agree to the cent"))
		})
	}
}

func TestAKilledBossLeavesNothingBehind(t *testing.T) {
	program := filepath.Join(t.TempDir(), "soak")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	dir, err := os.MkdirTemp("", "killed") // that of t.TempDir is closed to other users
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o711))
	store := "sqlite"
	if installed() {
		store = "postgres"
	}
	boss := exec.Command(program, "-store", store)
	boss.Env = append(os.Environ(), "TMPDIR="+dir)
	require.NoError(t, boss.Start())
	some := func(pattern string) bool {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		return len(found) > 0
	}
	require.Eventually(t, func() bool { return some("soak*/workers.log") }, 60*time.Second, 10*time.Millisecond)
	require.NoError(t, boss.Process.Kill())
	_ = boss.Wait()
	require.Eventually(t, func() bool { return !some("soak*") }, 30*time.Second, 10*time.Millisecond)
}

func TestAnInterruptEndsTheSoakWithWhatItFound(t *testing.T) {
	program := filepath.Join(t.TempDir(), "soak")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	dir := t.TempDir()
	boss := exec.Command(program, "-for", "10m")
	boss.Env = append(os.Environ(), "TMPDIR="+dir)
	var said strings.Builder
	boss.Stdout, boss.Stderr = &said, &said
	require.NoError(t, boss.Start())
	require.Eventually(t, func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "soak*/workers.log"))
		return len(found) > 0
	}, 60*time.Second, 10*time.Millisecond)
	require.NoError(t, boss.Process.Signal(os.Interrupt))
	require.NoError(t, boss.Wait(), said.String())
	require.Contains(t, said.String(), "agree to the cent")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func installed() bool {
	bin, err := exec.Command("pg_config", "--bindir").Output()
	if err == nil {
		if _, err := os.Stat(filepath.Join(strings.TrimSpace(string(bin)), "initdb")); err == nil {
			return true
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	return len(found) > 0
}
