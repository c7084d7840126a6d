//go:build unix

package postgres_test

import (
	"syscall"
	"time"
)

// cpu is what this process has used of the processors so far, without the
// database's own processes.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
