package order

import "context"

// repeat answers an action whose key was used before.
func (w *work) repeat(ctx context.Context, s *scheme, ans *Answer) (Result, error) {
	if ans.Action != s.print {
		return Result{}, fail(Conflict, s.name, w.o.ID, CodeKeyReused, "the key "+quoted(ans.Key)+" was used for a different action")
	}
	switch ans.Status {
	case Failed:
		return Result{Status: Failed, Order: *w.o}, &Error{Kind: ans.Kind, Op: s.name, Order: w.o.ID, Code: ans.Code, Reason: ans.Reason}
	case Pending:
		if it := w.o.intent(ans.Intent); it != nil {
			if it.Due.IsZero() || it.Due.After(w.now) || w.e.leaves(w.o, w.now) {
				return w.pending(it), nil
			}
			if err := w.advance(ctx, ans.Intent); err != nil {
				return Result{}, err
			}
			return w.see(ctx, ans.Intent)
		}
	}
	if ans.Status == Later {
		return w.laterNow(ctx, s, ans)
	}
	w.due = w.e.dueAt(w.o, w.now)
	r := w.after(ctx) // what was due at once when it was first answered may still be open
	r.Status, r.Reason = ans.Status, ans.Reason
	return r, nil
}

// laterNow says what has become of a queued action by now.
func (w *work) laterNow(ctx context.Context, s *scheme, ans *Answer) (Result, error) {
	if err := w.tick(ctx); err != nil {
		w.e.cfg.Log.Warn("a queued action goes on later", "order", w.o.ID, "error", err)
	}
	rec, err := w.e.cfg.Store.Load(ctx, w.o.ID, ans.Key)
	if err != nil {
		return Result{}, storeError(s.name, w.o.ID, err)
	}
	if now := rec.Answer; now != nil && now.Status != Later {
		return w.repeat(ctx, s, now)
	}
	return Result{Status: Later, Order: *w.o, Due: w.due, Reason: ans.Reason}, nil
}
