package order

import (
	"errors"
	"hash/fnv"
	"time"
)

// retryAt is when a call is tried or asked again; zero when the policy is used
// up and a person must look.
func retryAt(c *Call, now time.Time) time.Time {
	p := c.Retry
	if c.Attempts >= p.Attempts {
		return time.Time{}
	}
	wait := p.First.Std()
	for i := 1; i < c.Attempts && wait < p.Max.Std(); i++ {
		wait *= time.Duration(p.Factor)
	}
	wait = min(wait, p.Max.Std())
	wait += jitter(c.Key, c.Attempts, wait)
	at := now.Add(wait)
	if at.Sub(c.First) > p.For.Std() {
		return time.Time{}
	}
	return at
}

// longestWait is for how long a provider is believed to wait for a customer: what
// is said to wait until the end of time would never come before a person.
const longestWait = 366 * 24 * time.Hour

// waits notes until when the provider waits. Once that is over nothing prolongs
// it: who always waits a little longer would be asked for ever.
func (c *Call) waits(until, now time.Time) {
	over := !c.Until.IsZero() && !c.Until.After(now)
	if !over && !until.IsZero() && !until.After(now.Add(longestWait)) {
		c.Until = until.UTC()
	}
}

// jitter spreads retries over a fifth of the wait, the same for the same call,
// so that many orders that failed together do not come back together.
func jitter(key string, attempt int, wait time.Duration) time.Duration {
	if attempt <= 1 || wait <= 0 {
		return 0 // the first retry is on time: "after 5 minutes"
	}
	h := fnv.New32a()
	h.Write([]byte(key))
	h.Write([]byte{byte(attempt)})
	return time.Duration(int64(wait) / 5 * int64(h.Sum32()%1000) / 1000)
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
