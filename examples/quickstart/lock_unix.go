//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock keeps a second demo off the same files: the database is safe for several
// processes, the demo partners' files are not. The lock dies with the process.
func lock(path string) (unlock func() error, err error) {
	none := func() error { return nil }
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return none, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return none, errors.Join(fmt.Errorf("another quickstart works on these files (%s): %w", path, err), f.Close())
	}
	return f.Close, nil
}
