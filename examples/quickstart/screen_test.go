package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestColoursAreForTerminalsWhoseOwnerWantsThem(t *testing.T) {
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // as a terminal, it is no file
	require.NoError(t, err)
	defer device.Close()
	if at, err := device.Stat(); err != nil || at.Mode()&os.ModeCharDevice == 0 {
		t.Skip("there is no device to try it on")
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm-256color")
	assert.True(t, painter(device).on)
	assert.False(t, painter(&bytes.Buffer{}).on)
	t.Setenv("NO_COLOR", "1")
	assert.False(t, painter(device).on)
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	assert.False(t, painter(device).on)
}

func TestASecondDemoKeepsOffTheSameFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no lock")
	}
	db := filepath.Join(t.TempDir(), "orders.db")
	unlock, err := lock(db + ".lock")
	require.NoError(t, err)
	code, _, problems := try(t, "-db", db)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "another quickstart")
	require.NoError(t, unlock())
	code, _, problems = try(t, "-db", db)
	assert.Zero(t, code, problems)
}
