package order

import (
	"slices"
	"strings"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
)

// planWhole plans the actions that are the order's, not a workflow's. known is
// false for all others.
func (w *work) planWhole(s *scheme) (known bool, err error) {
	switch a := s.action.(type) {
	case Refund:
		return true, w.first(s, w.planRefund(s, a), fsm.Staff, fsm.System)
	case Settle:
		return true, w.first(s, w.planSettle(s), fsm.Staff, fsm.System)
	case Modify:
		return true, w.planModify(s, a)
	case Readdress:
		return true, w.first(s, w.planReaddress(s, a), fsm.Customer, fsm.Staff, fsm.System)
	case Note:
		return true, nil // its words are kept like those of any action
	case Tag:
		return true, w.first(s, w.planTag(s, a), fsm.Staff, fsm.System)
	case Issue:
		return true, w.first(s, w.planIssue(s, a), fsm.Staff, fsm.System)
	case Hold:
		return true, w.first(s, w.planHold(s, a), fsm.Staff, fsm.System)
	case Unhold:
		s.effect = func(w *work) error { w.o.Hold = ""; return nil }
		return true, w.first(s, nil, fsm.Staff, fsm.System)
	case Switch:
		return true, w.first(s, w.planSwitch(s, a), fsm.Staff, fsm.System)
	case Decide:
		return true, w.first(s, w.decide(s, a), fsm.Staff)
	}
	return false, nil
}

// first checks who asks before anything that planning found.
func (w *work) first(s *scheme, err error, roles ...fsm.Role) error {
	if !slices.Contains(roles, s.opt.actor.Role) {
		return fail(Refused, s.name, w.o.ID, CodeNotYou, string(s.opt.actor.Role)+" may not "+s.name)
	}
	if err == nil && len(s.calls) > 0 {
		s.status = Pending
	}
	return err
}

func (w *work) planReaddress(s *scheme, a Readdress) error {
	var f faults
	at := &door{faults: &f}
	clean := at.address("shipTo", a.ShipTo)
	if clean.Country == "" && len(f.list) == 0 {
		f.add("shipTo", "required", "is required")
	}
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	if !w.somethingToSend() {
		return fail(Refused, s.name, w.o.ID, CodeNotNow, "nothing is left to send")
	}
	for i := range w.o.Intents {
		for j := range w.o.Intents[i].Steps {
			if c := &w.o.Intents[i].Steps[j]; c.Op == "book" && c.State != CallDone && c.State != CallRefused {
				return fail(Busy, s.name, w.o.ID, "", "a parcel is being booked")
			}
		}
	}
	s.person = func(p *Person) error { p.shipTo(clean, at.raw); return nil }
	s.effect = func(w *work) error { w.o.Addressed = true; return nil }
	return nil
}

// shipTo replaces the delivery address, and what was typed for it.
func (p *Person) shipTo(clean i18n.Address, raw map[string]string) {
	p.ShipTo = clean
	for path := range p.Raw {
		if strings.HasPrefix(path, "shipTo.") {
			delete(p.Raw, path)
		}
	}
	for path, text := range raw {
		if p.Raw == nil {
			p.Raw = map[string]string{}
		}
		p.Raw[path] = text
	}
}

// somethingToSend reports whether a wanted unit has not left yet.
func (w *work) somethingToSend() bool {
	for i := range w.o.Lines {
		for _, r := range w.o.Lines[i].Runs {
			if live(r.Phase) && !r.Held.Has(fsm.Sent) {
				return true
			}
		}
	}
	return false
}

func (w *work) planTag(s *scheme, a Tag) error {
	var f faults
	for i, t := range a.Add {
		f.id("add["+itoa(int64(i))+"]", t, true)
	}
	if len(w.o.Tags)+len(a.Add) > MaxTexts {
		f.add("add", "too_many", "the order would have more than %d tags", MaxTexts)
	}
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	s.effect = func(w *work) error {
		w.o.Tags = append(w.o.Tags, a.Add...)
		slices.Sort(w.o.Tags)
		w.o.Tags = slices.Compact(w.o.Tags)
		w.o.Tags = slices.DeleteFunc(w.o.Tags, func(t string) bool { return slices.Contains(a.Remove, t) })
		return nil
	}
	return nil
}

func (w *work) planHold(s *scheme, a Hold) error {
	if a.Why == "" {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: []Fault{{Path: "why", Code: "required", Reason: "is required"}}}
	}
	var f faults
	why := short("why", a.Why, &f)
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	s.effect = func(w *work) error { w.o.Hold = why; return nil }
	return nil
}
