package fsm

import (
	"fmt"
	"slices"
)

const cancelAction = "cancel"

// outside is rule 7: cancel, and what other companies report, are answered in
// every state.
func (p *proof) outside() {
	r := newRows(p.d)
	table := r.table()
	p.rowsOnce(r, table)
	var reported []string
	for _, t := range p.moves {
		if slices.Contains(t.By, Webhook) && t.From != "" && !slices.Contains(reported, t.Action) {
			reported = append(reported, t.Action)
		}
	}
	for i, s := range p.d.States {
		tell := func(action, by string) {
			if _, ok := table[pair{s.Name, action}]; !ok {
				p.faults.add(CodeUnanswered, fmt.Sprintf("states[%d]", i), fmt.Sprintf("%q%s is not answered in %q", action, by, s.Name), p.path(i)...)
			}
		}
		if !r.unguarded(pair{s.Name, cancelAction}) {
			tell(cancelAction, "")
		}
		for _, action := range reported {
			if !r.answered(pair{s.Name, action}, Webhook) {
				tell(action, " by a webhook")
			}
		}
	}
}

// rowsOnce finds rows that contradict each other or are never asked for.
func (p *proof) rowsOnce(r *rows, table map[pair]Otherwise) {
	seen := map[pair]int{}
	for i, o := range p.d.Otherwise {
		at := fmt.Sprintf("otherwise[%d]", i)
		in := o.In
		if len(in) == 0 {
			in = []string{""}
		}
		for k, s := range in {
			where := at
			if s != "" {
				where = fmt.Sprintf("%s.in[%d]", at, k)
			}
			key := pair{s, o.Action}
			if other, twice := seen[key]; twice {
				p.faults.add(CodeDuplicate, where, fmt.Sprintf("otherwise[%d] answers %q there already", other, o.Action))
			}
			seen[key] = i
			if s != "" && r.settled(key) {
				p.faults.add(CodeDeadRow, where, fmt.Sprintf("never asked for: transitions answer %q in %q for everybody", o.Action, s))
			}
		}
	}
	used := map[string]bool{}
	for k, o := range table {
		if len(o.In) == 0 {
			used[k.action] = true
		}
	}
	for i, o := range p.d.Otherwise {
		if len(o.In) == 0 && !used[o.Action] {
			p.faults.add(CodeDeadRow, fmt.Sprintf("otherwise[%d]", i), fmt.Sprintf("never asked for: every state answers %q already", o.Action))
		}
	}
}
