package order

import "time"

// maxBegun is how often calls may begin of which nobody hears again. Processes are
// killed for other reasons, too, and many times in a row while a host is in trouble.
const maxBegun = 20

// swallowed reports whether all who made or asked about calls of the intent, time
// and again, ended or hang in it: others must not follow them.
func (w *work) swallowed(it *Intent) bool {
	ours := w.chain == it.No && !it.Chain.IsZero()
	return it.Begun >= maxBegun && !ours
}

// takeover is when somebody else may go on with a call that begins now.
func (w *work) takeover() time.Time { return w.now.Add(w.e.callTime()) }

// callTime is how long a call may take before somebody else goes on with it.
func (e *Engine) callTime() time.Duration { return e.cfg.Patience + e.cfg.Patience/4 }

// slept reports whether so much time went by since the intent was last written
// down, in a process that was stopped, that somebody else may have taken over. A
// port that remembers no key, or not for so long, would do the work of both. More
// time left than there was is a clock that was put back, and tells nothing.
func (w *work) slept(it *Intent) bool {
	left := it.Due.Sub(w.e.now())
	return !it.Chain.IsZero() && (left <= 0 || left > w.e.callTime())
}
