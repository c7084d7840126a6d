//go:build !unix

package postgres_test

import "time"

func cpu() time.Duration { return 0 }
