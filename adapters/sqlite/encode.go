package sqlite

import (
	"bytes"
	"encoding/json"
	"math"
	"time"
)

// encode writes v as JSON, with < > & as themselves.
func encode(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(b.Bytes(), "\n")), nil
}

// nanos is how times are compared and indexed; the records in JSON keep the time
// as it was. Times that do not fit, as the zero time, count as the farthest that
// does.
func nanos(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}

// dueNanos is nanos, and null for never.
func dueNanos(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return nanos(t)
}
