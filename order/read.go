package order

import (
	"context"
	"errors"
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
)

// Order returns an order as it is stored. Kinds of errors: NotFound, Unavailable.
func (e *Engine) Order(ctx context.Context, id string) (Order, error) {
	rec, err := e.cfg.Store.Load(ctx, id, "")
	if err != nil {
		return Order{}, storeError("load", id, err)
	}
	return rec.Order, nil
}

// Find lists orders, newest first. If it came upon some that cannot be read it returns
// the others together with an error that has an Unread of those: no other error comes
// with orders. They take no place of the limit. A page that is shorter than its limit
// is the last one, and over all pages each of them is named once.
func (e *Engine) Find(ctx context.Context, q Query) ([]Order, error) {
	list, err := e.cfg.Store.Find(ctx, q)
	return listed("find", list, err)
}

// listed is a list of the store's: all of it, what could be read, or none.
func listed[V any](op string, list []V, err error) ([]V, error) {
	var unread Unread
	switch {
	case err == nil:
		return list, nil
	case errors.As(err, &unread):
		return list, storeError(op, "", err)
	}
	return nil, storeError(op, "", err)
}

// History returns everything that happened to an order, in order.
func (e *Engine) History(ctx context.Context, id string) ([]Event, error) {
	events, err := e.cfg.Store.History(ctx, id, 0, 0)
	if err != nil {
		return nil, storeError("history", id, err)
	}
	return events, nil
}

// Journal returns the double-entry bookings of an order, in order.
func (e *Engine) Journal(ctx context.Context, id string) ([]Entry, error) {
	entries, err := e.cfg.Store.Journal(ctx, id)
	if err != nil {
		return nil, storeError("journal", id, err)
	}
	return entries, nil
}

// Person returns the personal data of an order. NotFound if it was erased.
func (e *Engine) Person(ctx context.Context, id string) (Person, error) {
	p, err := e.cfg.Store.Person(ctx, id)
	if err != nil {
		return Person{}, storeError("person", id, err)
	}
	return p, nil
}

// Erase deletes the personal data of an order for good and notes in its history
// who asked. Order, history and journal stay as they are: they hold none. A note
// that is being written at the same time does not bring the data back.
func (e *Engine) Erase(ctx context.Context, id string, opts ...Option) error {
	opt := options(opts)
	for try := 0; ; try++ {
		w, _, err := e.load(ctx, "erase", id, "")
		if err != nil {
			return err
		}
		w.person = &Person{Order: id}
		w.event(Event{Kind: EventAction, Action: "erase", Actor: opt.actor, Key: opt.key, Why: opt.why})
		w.o.Addressed = false
		err = w.commitAsIs(ctx) // a person's right does not depend on our invariants
		if errors.Is(err, ErrConflict) && try < tries {
			continue
		}
		if err != nil {
			return w.door(ctx, "erase", err)
		}
		if err := e.cfg.Store.Erase(ctx, id); err != nil {
			return storeError("erase", id, err)
		}
		return nil
	}
}

// Cases returns the open cases of at least the given stage (2: staff and
// engineers, 3: engineers), oldest first. If some orders cannot be read it returns
// the cases of the others together with an error that has an Unread of those: no other
// error comes with cases.
func (e *Engine) Cases(ctx context.Context, stage int) ([]Case, error) {
	var cases []Case
	var all Unread
	q := Query{Cases: max(stage, 2), Limit: 500}
	for {
		orders, err := e.cfg.Store.Find(ctx, q)
		var unread Unread
		if err != nil && !errors.As(err, &unread) {
			return nil, storeError("cases", "", err)
		}
		all = append(all, unread...)
		for i := range orders {
			for _, c := range orders[i].Cases {
				if c.Stage >= stage {
					cases = append(cases, c)
				}
			}
		}
		if len(orders) < q.Limit {
			break
		}
		last := &orders[len(orders)-1]
		q.BeforePlaced, q.BeforeID = last.Placed, last.ID
	}
	slices.SortStableFunc(cases, func(a, b Case) int { return a.Opened.Compare(b.Opened) })
	if len(all) > 0 {
		return cases, storeError("cases", "", all)
	}
	return cases, nil
}

// Resolve takes a staff decision on a case. It is short for Do with Decide, by
// staff unless By says otherwise.
func (e *Engine) Resolve(ctx context.Context, id string, d Decide, opts ...Option) (Result, error) {
	return e.Do(ctx, id, d, append([]Option{By(fsm.Staff, "")}, opts...)...)
}

// Offer is what can be done with an order now, or why not.
type Offer struct {
	Action string `json:"action"`
	// Units is how many units can do it; 0 if none can.
	Units int64 `json:"units"`
	// Owed is, of pay, what it would take for promotions that were charged again and
	// that no money covers (see Charge.Undeserved). It can be paid even if Units is 0.
	Owed currency.Amount `json:"owed,omitzero"`
	// Reasons say why units cannot.
	Reasons []Fault `json:"reasons,omitempty"`
}

// Offers answers for one role what the workflows let do with the order now, and
// why the rest cannot, action by action in alphabetical order. Actions of the
// order as a whole (refund, readdress, note, tag, issue, hold,
// switch) are not among them.
func (e *Engine) Offers(ctx context.Context, id string, role fsm.Role) (list []Offer, err error) {
	defer e.contain(ctx, "offers", new(string), &err) // reading quarantines nothing
	w, _, err := e.load(ctx, "offers", id, "")
	if err != nil {
		return nil, err
	}
	for _, name := range w.actionNames() {
		a, err := e.Decode(name, nil)
		if err != nil {
			return nil, err
		}
		if name == (Inspect{}).Name() {
			a = Inspect{Accepted: true}
		}
		s := &scheme{action: a, name: name, opt: Option{actor: Actor{Role: role}}}
		offer, err := w.offer(s)
		if err != nil {
			return nil, err
		}
		list = append(list, offer)
	}
	return list, nil
}

func (w *work) actionNames() []string {
	var names []string
	for i := range w.o.Lines {
		if m := w.e.machine(w.o, &w.o.Lines[i]); m != nil {
			names = append(names, m.actions...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (w *work) offer(s *scheme) (o Offer, err error) {
	o.Action = s.name
	if w.o.Quarantine != "" || w.o.Hold != "" && !evenOnHold(s.name) {
		code, why := CodeOnHold, w.o.Hold
		if w.o.Quarantine != "" {
			code, why = CodeInvariant, w.o.Quarantine
		}
		o.Reasons = []Fault{{Path: "order", Code: code, Reason: why}}
		return o, nil
	}
	if w.owes(s, nil) {
		o.Owed, err = w.o.owing()
	}
	var no refusals
	for i := range w.o.Lines {
		s.line = len(s.moves)
		got, _ := w.pickFrom(s, &w.o.Lines[i], Pick{Line: w.o.Lines[i].ID}, &no)
		o.Units += got
	}
	o.Reasons = no.list
	if len(no.locked) > 0 {
		o.Reasons = append(o.Reasons, Fault{Path: "order", Code: string(Busy), Reason: "units are in the middle of " + no.locked[0].Action})
	}
	return o, err
}
