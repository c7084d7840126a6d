package main

import (
	"fmt"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// row puts cells into the columns of the timeline.
func row(time, what, units, state, money, who string) string {
	return strings.TrimRight(strings.Join([]string{left(time, 12), left(what, 12), left(units, 24),
		left(state, 18), right(money, 16), who}, " "), " ")
}

// call is the row of a call: its note takes the columns of units and state.
func call(ev order.Event, note, amount string) string {
	return strings.TrimRight(left(ev.At.Format(clock), 12)+" "+left("  "+ev.Step, 12)+" "+left(note, 43)+" "+right(amount, 16), " ")
}

const clock = "15:04:05.000"

// news shows the events that are not on the screen yet. The calls that belong to
// an action are shown below it, once it has come to its end.
func (s *screen) news(events []order.Event, entries []order.Entry) {
	for _, ev := range events {
		if ev.No <= s.shown {
			continue
		}
		s.shown = ev.No
		switch ev.Kind {
		case order.EventIntent, order.EventStep:
			s.steps[ev.Intent] = append(s.steps[ev.Intent], ev)
		case order.EventAction:
			s.action(ev, bookedBy(entries, ev.No))
		case order.EventRefused:
			s.line(s.paint.red(row(ev.At.Format(clock), ev.Action, "refused", "", "", who(ev))))
			s.line(row("", "", ev.Why, "", "", ""))
			s.calls(ev.Intent)
		default: // a case, an event from outside: rare, and worth a line
			s.line(s.paint.yellow(row(ev.At.Format(clock), ev.Kind, ev.Action+" "+ev.Why, "", "", who(ev))))
		}
	}
}

// action shows what an action moved, when it was asked for, and its calls.
func (s *screen) action(ev order.Event, booked string) {
	at := ev.At
	if began := s.steps[ev.Intent]; ev.Intent != 0 && len(began) > 0 {
		at = began[0].At
	}
	time, what, by := at.Format(clock), ev.Action, who(ev)
	for i, m := range byState(ev.Moves) {
		if i > 0 {
			time, what, by, booked = "", "", "", ""
		}
		cells := row(time, what, m.units, "→ "+m.to, booked, by)
		if rest, ok := strings.CutPrefix(cells, left(time, 12)+" "+left(what, 12)); ok {
			cells = s.paint.faint(left(time, 12)) + " " + s.paint.bold(left(what, 12)) + rest
		}
		s.line(cells)
	}
	if ev.Why != "" {
		s.line(s.paint.faint(row("", "", "("+ev.Why+")", "", "", "")))
	}
	s.calls(ev.Intent)
}

// calls shows the calls of an action, each with its outcome.
func (s *screen) calls(intent int64) {
	for _, ev := range s.steps[intent] {
		if ev.Kind != order.EventStep {
			continue
		}
		amount, note := "", ev.Ref
		switch ev.Step {
		case "authorize", "capture":
			amount = ev.Amount.Number()
		case "void", "refund":
			amount = ev.Amount.Neg().Number()
		}
		if ev.Outcome != order.OutcomeDone {
			s.line(s.paint.yellow(call(ev, string(ev.Outcome)+": "+ev.Why, amount)))
			continue
		}
		note = strings.TrimSpace(ev.Why + " " + note) // a coupon's code
		if ev.Attempt > 1 {
			note = strings.TrimSpace(note + fmt.Sprintf(" (attempt %d)", ev.Attempt))
		}
		s.line(s.paint.faint(call(ev, note, amount)))
	}
	delete(s.steps, intent)
}

// moved is a state and the units that went there.
type moved struct{ units, to string }

// byState gathers moves by where they lead to.
func byState(moves []order.Move) (list []moved) {
	for i := 0; i < len(moves); i++ {
		m := moves[i]
		for ; i+1 < len(moves) && moves[i+1].Line == m.Line && moves[i+1].To == m.To; i++ {
			m.Count += moves[i+1].Count
		}
		units := fmt.Sprintf("%d %s", m.Count, m.Line)
		if n := len(list) - 1; n >= 0 && list[n].to == m.To {
			if both := list[n].units + ", " + units; len(both) <= 24 {
				list[n].units = both
				continue
			}
		}
		list = append(list, moved{units, m.To})
	}
	return list
}

// bookedBy is what an event changed in what the customer owes, and why.
func bookedBy(entries []order.Entry, event int64) string {
	var sum currency.Amount
	what := ""
	for _, e := range entries {
		if e.Event == event && (e.What == "sale" || e.What == "reversal") {
			sum, what = plus(sum, posted([]order.Entry{e}, order.Customer)), e.What
		}
	}
	if what == "" {
		return ""
	}
	return what + " " + sum.Number()
}

func who(ev order.Event) string {
	return strings.TrimSpace(string(ev.Actor.Role) + " " + ev.Actor.ID)
}
