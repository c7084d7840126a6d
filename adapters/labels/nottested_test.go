package labels_test

import (
	"os"
	"testing"
)

// notTested ends a test for want of a program or data: it says what was not
// tested, and fails where everything must be tested.
func notTested(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}
