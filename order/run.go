package order

import (
	"context"
	"errors"
	"time"
)

// Pass looks once for due orders and waiting notices, does what is due, and
// returns how many it worked on, one after another. It is bounded: a function in the cloud or a cron
// job calls it instead of Run. One order's trouble never stops the others, nor does
// a notice that cannot be read; the error is the store's.
func (e *Engine) Pass(ctx context.Context) (int, error) {
	n, unread := e.notices(ctx)
	leases, err := e.cfg.Store.Claim(ctx, e.now(), e.cfg.Batch, 2*e.cfg.Patience)
	if err != nil {
		return n, errors.Join(unread, storeError("claim", "", err))
	}
	for _, l := range leases {
		if err := ctx.Err(); err != nil {
			return n, errors.Join(unread, err)
		}
		n++
		if err := e.leased(ctx, l); err != nil {
			e.cfg.Log.Warn("an order could not go on", "order", l.Order, "error", err)
		}
	}
	return n, unread
}

// leased works on one claimed order.
func (e *Engine) leased(ctx context.Context, l Lease) (err error) {
	defer e.contain(ctx, "run", &l.Order, &err)
	w, _, err := e.load(ctx, "run", l.Order, "")
	if err != nil {
		return err
	}
	if e.leaves(w.o, w.now) { // when the lease ends the next program looks, perhaps one that knows it
		e.cfg.Log.Info("an order waits for a program that knows its workflow", "order", l.Order)
		return nil
	}
	w.token = l.Token
	if err := w.tick(ctx); err != nil {
		return w.door(ctx, "run", err)
	}
	if w.token != "" { // nothing was due: store the right time
		if err := w.commit(ctx); err != nil && !errors.Is(err, ErrConflict) {
			return w.door(ctx, "run", err)
		}
	}
	return nil
}

// notices applies what waits in the inbox and can be read.
func (e *Engine) notices(ctx context.Context) (int, error) {
	list, unread := e.cfg.Store.Waiting(ctx, e.now(), e.cfg.Batch)
	if unread != nil {
		unread = storeError("inbox", "", unread)
	}
	for i, n := range list {
		ok, err := e.apply(ctx, n)
		if err != nil {
			e.cfg.Log.Warn("a notice could not be applied", "provider", n.Provider, "id", n.ID, "error", err)
		}
		if !ok {
			if err := e.cfg.Store.Postpone(ctx, NoticeID{n.Provider, n.ID}, e.now().Add(e.again(n))); err != nil {
				return i, errors.Join(unread, storeError("inbox", "", err))
			}
		}
	}
	return len(list), unread
}

// again is how long to wait before looking for a notice's order again: as long
// as it has waited, from the poll interval to an hour.
func (e *Engine) again(n Notice) time.Duration {
	return min(max(e.now().Sub(n.At), e.cfg.Poll), time.Hour)
}

// Run does due work until the context ends: retries, timers, actions left behind
// by processes that died, notices that came before their order. Any number of
// processes may run it. It returns the context's error.
func (e *Engine) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		case <-e.kick:
		}
		n, err := e.Pass(ctx)
		if err != nil && ctx.Err() == nil {
			e.cfg.Log.Warn("a pass failed", "error", err)
		}
		wait := e.cfg.Poll
		if n >= e.cfg.Batch { // whatever else could not be read
			wait = 0 // there is more
		}
		timer.Reset(wait)
	}
}

// Kick makes Run look now instead of at its next poll. Losing a kick costs one
// poll interval and nothing else.
func (e *Engine) Kick() {
	select {
	case e.kick <- struct{}{}:
	default:
	}
}
