package x

import "time"

type config struct {
	Now func() time.Time
}

func bad(c config, t time.Time) {
	_ = time.Now()    // want
	c.Now = time.Now  // want
	_ = time.Since(t) // want
	_ = time.Until(t) // want
	time.Sleep(1)     // want
	<-time.After(1)   // want
	<-time.Tick(1)    // want

	timer := time.NewTimer(1)        // want
	time.AfterFunc(1, func() {})     // want
	defer time.NewTicker(1).Stop()   // want
	_ = timer.Reset(5 * time.Minute) // the timer itself is the fault
}

func good(c config, t time.Time) bool {
	return c.Now().After(t.Add(time.Hour)) && time.Unix(0, 0).Before(t)
}
