package order

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// Plan is what an action would do, worked out without any call or change: the
// units it moves, the calls it makes with their amounts, and the money before
// and after. Confirm it with Exactly.
type Plan struct {
	Order   string `json:"order"`
	Version int64  `json:"version"`
	Action  string `json:"action"`
	// Status is Done for an action that takes effect at once, Pending for one
	// with calls, Later for a cancel that waits for another action to end (what it
	// moves shows when it is its turn), Ignored for one that the workflow answers
	// with nothing.
	Status Status  `json:"status"`
	Moves  []Shift `json:"moves,omitempty"`
	Calls  []Call  `json:"calls,omitempty"`
	Before Money   `json:"before"`
	After  Money   `json:"after"`
	// Reversal is what goes back for the units that are given up: with promotions
	// kept, with those clawed back that are no longer deserved, and what the policy
	// chooses. Nil where no unit is given up. Of a return it is what would go back
	// if every unit were accepted; no money moves yet. Where the action keeps
	// promotions, Payout and Adjustment do so, too. These are values, whether paid or
	// not yet: Calls and After say what moves.
	Reversal *pricing.Both `json:"reversal,omitempty"`
	// Hash changes when anything above but Version changes.
	Hash string `json:"hash"`
	// Documents are the invoices and credit notes that come with it, not numbered
	// yet. Those of an action with calls depend on what happens meanwhile.
	Documents []Document `json:"documents,omitempty"`
}

// scheme is a plan under construction, and everything needed to carry it out.
type scheme struct {
	action Action
	name   string
	opt    Option
	status Status
	locked []*Intent          // that stand in the way, if it is Busy
	locks  map[string][]Units // of the order, once they were asked for
	data   json.RawMessage    // what history keeps of the action
	full   json.RawMessage    // all of it
	words  string             // kept as a note
	print  string             // fingerprint, if there is a key
	intent int64              // once begun
	only   Selection          // instead of the action's own selection
	auto   bool               // fired by a timer
	count  bool               // that has a budget
	past   bool               // past the point of no return from the start

	moves   []Shift
	trans   []*fsm.Transition // of moves, by index
	picks   int               // how many were asked for: about as many moves
	line    int               // index of the first move of the line at hand
	buf     [4]*fsm.Transition
	fired   *fsm.Transition // the last one
	to      string          // where it led
	charges []ChargeShift
	allow   []Reduction
	calls   []Call
	lines   []Line // new lines
	coupons []Coupon
	wish    *wish
	ships   int64               // how many shipments it makes
	pays    []Payment           // new payments
	attach  map[string][]string // new lines, by the ID of a charge that is for them too

	reversal *reversal // what is charged again; nil leaves it as it is

	person func(*Person) error // change of the personal data
	effect func(*work) error   // anything else that happens on success, without calls
	answer fsm.Otherwise       // why it is ignored or escalated
}

// find selects the units that can do the action now.
func (w *work) find(s *scheme) error {
	s.trans = s.buf[:0]
	sel := s.only
	if x, ok := s.action.(Selector); ok && sel == nil {
		sel = x.Select()
	}
	if err := w.checkSelection(s, sel); err != nil {
		return err
	}
	if id := shipmentOf(s.action); id != "" {
		picks, err := w.shipmentUnits(s.name, id)
		if err != nil {
			return err
		}
		if sel = picks; len(sel) == 0 {
			s.status, s.answer = Ignored, fsm.Otherwise{Answer: fsm.Ignore, Because: "that parcel was cancelled"}
			return nil
		}
	}
	no := refusals{}
	picks := sel.byLine()
	if s.picks = len(sel); s.picks == 0 {
		s.picks = len(w.o.Lines)
	}
	for i := range w.o.Lines {
		l := &w.o.Lines[i]
		s.line = len(s.moves)
		if len(sel) == 0 {
			w.pickFrom(s, l, Pick{Line: l.ID}, &no)
			continue
		}
		for _, p := range picks[l.ID] {
			got, busy := w.pickFrom(s, l, p, &no)
			if got+busy < p.Quantity && !p.Exact {
				no.short = append(no.short, Fault{Path: "of." + l.ID, Code: CodeNotEnough,
					Reason: itoa(p.Quantity) + " wanted, " + itoa(got) + " can " + s.name})
			}
			no.waits = no.waits || got < p.Quantity && !p.Exact
			if p.Quantity == 0 && got+busy == 0 {
				no.short = append(no.short, Fault{Path: "of." + l.ID, Code: CodeNotEnough, Reason: "no unit can " + s.name})
			}
		}
	}
	if len(s.moves) == 0 || len(no.short) > 0 || no.waits || len(no.locked) > 0 && s.name == (Cancel{}).Name() && sel.all() {
		return no.decide(w, s)
	}
	return nil
}

// all reports whether a selection means every unit there is of something.
func (s Selection) all() bool {
	return len(s) == 0 || slices.ContainsFunc(s, func(p Pick) bool { return p.Quantity == 0 })
}

func (w *work) checkSelection(s *scheme, sel Selection) error {
	var f faults
	lines, twice := w.o.finder(), make(map[Pick]bool, len(sel))
	for i, p := range sel {
		path := "of[" + itoa(int64(i)) + "]"
		l, ok := lines.line(p.Line)
		switch {
		case !ok:
			f.add(path+".line", "unknown_line", "the order has no line %q", p.Line)
		case p.Quantity < 0:
			f.add(path+".quantity", "negative", "is negative")
		case p.From < 0 || p.From > l.Quantity():
			f.add(path+".from", "range", "the line has %d units", l.Quantity())
		}
		from := Pick{Line: p.Line, From: p.From}
		if twice[from] && !p.Exact {
			f.add(path+".line", "duplicate", "the line %q is selected twice", p.Line)
		}
		twice[from] = true
	}
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	return nil
}

// refusals collects why units cannot do an action.
type refusals struct {
	list   []Fault
	line   string // whose faults are list[from:]
	from   int
	short  []Fault
	best   fsm.Otherwise
	locked []*Intent
	waits  bool // not enough units are free now, but there will be
}

func (n *refusals) add(l *Line, r Run, row fsm.Otherwise, code, reason string) {
	if rank(row.Answer) > rank(n.best.Answer) {
		n.best = row
	}
	f := Fault{Path: l.ID, Code: code, Reason: reason}
	if r.Count > 0 {
		f.Path += "[" + r.State + "]"
	}
	if n.line != l.ID { // one line after another is asked
		n.line, n.from = l.ID, len(n.list)
	}
	if !slices.Contains(n.list[n.from:], f) {
		n.list = append(n.list, f)
	}
}

// rank is what weighs more when several units answer differently: nothing that a
// person must see, and no refusal, hides behind "ignored".
func rank(a fsm.Answer) int {
	switch a {
	case fsm.Escalate:
		return 3
	case fsm.Refuse:
		return 2
	case fsm.Ignore:
		return 1
	}
	return 0
}

// decide turns the refusals into an answer: ignored, escalated, busy or refused.
func (n *refusals) decide(w *work, s *scheme) error {
	if len(n.locked) > 0 && len(n.short) == 0 {
		s.moves, s.trans, s.locked = nil, nil, n.locked
		return fail(Busy, s.name, w.o.ID, "", "units are in the middle of "+n.locked[0].Action)
	}
	if len(n.short) == 0 && (n.best.Answer == fsm.Ignore || n.best.Answer == fsm.Escalate) {
		s.status, s.answer = Ignored, n.best
		return nil
	}
	e := &Error{Kind: Refused, Op: s.name, Order: w.o.ID, Code: CodeNotNow, Faults: append(n.short, n.list...)}
	if len(n.short) > 0 {
		e.Code = CodeNotEnough
	} else if len(n.list) > 0 && allCode(n.list, CodeNotYou) {
		e.Code = CodeNotYou
	}
	e.Reason = "there is nothing to " + s.name
	if len(e.Faults) > 0 {
		e.Reason = e.Faults[0].Reason
	}
	return e
}

func allCode(list []Fault, code string) bool {
	for _, f := range list {
		if f.Code != code {
			return false
		}
	}
	return true
}

// shipmentOf returns the shipment that an action names, if any.
func shipmentOf(a Action) string {
	switch a := a.(type) {
	case Deliver:
		return a.Shipment
	case Lose:
		return a.Shipment
	}
	return ""
}

// shipmentUnits are the units in a shipment; none if it was cancelled.
func (w *work) shipmentUnits(op, id string) (Selection, error) {
	for i := range w.o.Shipments {
		if s := &w.o.Shipments[i]; s.ID == id || s.Tracking == id {
			return s.selection(), nil
		}
	}
	return nil, fail(NotFound, op, w.o.ID, "", "the order has no shipment "+id)
}

func (s *Shipment) selection() Selection {
	sel := Selection{}
	for _, u := range s.Units {
		sel = append(sel, Pick{Line: u.Line, Quantity: u.Count, From: u.First, Exact: true})
	}
	return sel
}

// public makes the plan that callers see.
func (w *work) public(s *scheme) (Plan, error) {
	p := Plan{Order: w.o.ID, Version: w.o.Version, Action: s.name, Status: s.status, Moves: s.moves, Calls: s.calls}
	var err error
	if p.Before, err = w.o.Money(); err != nil {
		return p, err
	}
	after := w.o.fork()
	s.arrange(&after)
	after.shift(&Intent{Moves: s.moves, Charges: s.charges, Allow: s.allow}, w.now)
	if s.reversal != nil {
		after.putClawBacks(s.reversal.want)
	}
	for i := range p.Calls {
		booked := p.Calls[i]
		if err := after.bookMoney(&booked, w.now); err != nil {
			return p, err
		}
	}
	if p.Documents, err = w.e.documentsDue(&after, s.wished(w.e), w.now); err != nil {
		return p, fail(Invalid, s.name, w.o.ID, CodeInvariant, err.Error())
	}
	if p.After, err = after.Money(); err != nil {
		return p, err
	}
	if p.Reversal, err = w.bothNumbers(s); err != nil {
		return p, err
	}
	p.Hash, err = s.hash(&p)
	return p, err
}

// hash covers what the action does, with what and to which order, not when.
func (s *scheme) hash(p *Plan) (string, error) {
	calls := slices.Clone(s.calls)
	for i := range calls {
		calls[i].First, calls[i].Last = time.Time{}, time.Time{}
		calls[i].Key = ""
	}
	b, err := json.Marshal(struct {
		Order   string
		Name    string
		Data    json.RawMessage
		Status  Status
		Before  Money
		After   Money
		Moves   []Shift
		Calls   []Call
		Charges []ChargeShift
		Allow   []Reduction
		Lines   []Line
		Both    *pricing.Both `json:",omitempty"`
	}{p.Order, s.name, s.full, s.status, p.Before, p.After, s.moves, calls, s.charges, s.allow, s.lines, p.Reversal})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16]), nil
}
