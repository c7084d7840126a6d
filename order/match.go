package order

import "slices"

// awaited finds the open call that the event answers: by key, or the one call of
// that kind and amount on a payment of that provider which may have been made.
func (w *work) awaited(n Notice, kind string) (in *Intent, of *Call, several bool) {
	for i := range w.o.Intents {
		it := &w.o.Intents[i]
		for j := range it.Steps {
			c := &it.Steps[j]
			fits := kind == c.Op && (n.Amount == c.Amount || n.Amount.IsZero() && n.Key != "")
			if kind == "failed" { // without a key only for what takes money
				fits = n.Key != "" || c.Op == "authorize" || c.Op == "capture"
			}
			if !fits || !c.mayBeMade(it) {
				continue
			}
			if n.Key != "" {
				if c.Key == n.Key {
					return it, c, false
				}
				continue
			}
			if p := w.o.payment(c.Payment); p != nil && p.Gateway == n.Provider &&
				(p.Ref == "" || p.Ref == n.Parent || p.Ref == n.Ref) {
				if of != nil {
					w.wake(it, c)
					w.wake(in, of)
					return nil, nil, true
				}
				in, of = it, c
			}
		}
	}
	return in, of, false
}

// wake has an open call looked at now, unless a person is being asked about it.
func (w *work) wake(it *Intent, c *Call) {
	if !w.caseOf(it, c) {
		it.Due = w.now
	}
}

// mayBeMade reports whether the call may have reached the provider without an
// answer that we know of.
func (c *Call) mayBeMade(it *Intent) bool {
	switch c.State {
	case CallUnknown, CallStarted, CallWaiting:
		return true
	case CallPlanned:
		return !it.Chain.IsZero() || !it.Inherited.IsZero()
	case CallTemporary:
		return c.Doubt || !it.Chain.IsZero()
	}
	return false
}

// paymentOf finds the payment that an event is about.
func (w *work) paymentOf(n Notice) *Payment {
	for i := range w.o.Payments {
		p := &w.o.Payments[i]
		if p.Gateway != n.Provider {
			continue
		}
		for _, op := range p.Ops {
			if op.Ref != "" && (op.Ref == n.Ref || op.Ref == n.Parent) || n.Key != "" && op.Key == n.Key {
				return p
			}
		}
	}
	return nil
}

// knows reports whether the event is in the record already: same kind and amount
// under the same key or reference, or an earlier stage of money that has moved
// on. It contradicts if the amount is another one, on a payment of our own calls.
func (p *Payment) knows(n Notice, kind string) (known, contradicts bool) {
	ours := false
	for i := range p.Ops {
		op := &p.Ops[i]
		ours = ours || op.Key != ""
		same := n.Key != "" && op.Key == n.Key || n.Ref != "" && op.Ref == n.Ref
		if same && stage(op.Kind) > stage(kind) {
			return true, false // the money has moved on since
		}
		if op.Kind != kind || !same {
			continue
		}
		if n.Amount.IsZero() || op.Amount == n.Amount {
			return true, false
		}
		contradicts = true
	}
	if kind == "authorize" && (n.Ref == p.Ref || n.Ref == "") {
		return true, false
	}
	// A capture that names only the payment is the echo of captures we know.
	if ours && kind == "capture" && p.Ref != "" && n.Ref == p.Ref && p.Captured.Sign() > 0 {
		c, err := n.Amount.Cmp(p.Captured)
		return err == nil && c <= 0, err != nil || c > 0
	}
	return false, contradicts && ours
}

// stage orders what happens to money: late news never moves it backwards.
func stage(kind string) int {
	return slices.Index([]string{"authorize", "capture", "void", "refund", "chargeback"}, kind)
}

// known reports whether the record has the effect of a money call.
func (o *Order) known(key string) bool {
	for i := range o.Payments {
		for _, op := range o.Payments[i].Ops {
			if op.Key == key {
				return true
			}
		}
	}
	return false
}
