package fsm

import (
	"fmt"
	"slices"
)

// spot is a state together with what a piece holds there.
type spot struct {
	state int
	held  Held
}

// walk is rule 4: it visits every spot that a piece can get to, breadth first,
// taking every alternative as possible. There are at most 64 per state.
type walk struct {
	*proof
	verbs [][]Verb        // of each move, in the order of its steps
	by    map[spot]origin // how a spot was reached first
	order []spot
	told  map[[2]string]bool
	ran   map[int]bool    // moves that can happen
	busy  map[[2]int]bool // move and step that gave something back
}

type origin struct {
	from spot
	move int
}

func (p *proof) obligations() {
	w := p.walked()
	p.holds = make([][]Held, len(p.d.States))
	for _, at := range w.order[1:] {
		p.holds[at.state] = append(p.holds[at.state], at.held)
		if s := p.d.States[at.state]; s.Final {
			w.settle(at, s)
		}
	}
	for _, hs := range p.holds {
		slices.Sort(hs)
	}
	w.idle()
	w.waysBack()
}

// walked returns the walk when it has been everywhere.
func (p *proof) walked() *walk {
	w := &walk{proof: p, by: map[spot]origin{}, told: map[[2]string]bool{}, ran: map[int]bool{}, busy: map[[2]int]bool{}}
	for i := range p.moves {
		vs := make([]Verb, len(p.moves[i].Steps))
		for k := range vs {
			vs[k], _ = VerbOf(p.moves[i].Steps[k].Verb())
		}
		w.verbs = append(w.verbs, vs)
	}
	start := spot{state: p.nothing()}
	w.order = []spot{start}
	for n := 0; n < len(w.order); n++ {
		for _, i := range p.out[w.order[n].state] {
			w.move(w.order[n], i)
		}
	}
	return w
}

func (w *walk) move(at spot, i int) {
	w.ran[i] = true
	held := at.held
	for k, v := range w.verbs[i] {
		if v.Adds.Has(Sent) && held&(Promised|Taken) == 0 && !w.d.PaysLater {
			w.tell(CodeSentUnpaid, w.stepPlace(i, k), "handed over while no money is taken or promised, and the workflow does not say that it pays later", append(w.way(at), w.hop(i)))
		}
		if held&v.Drops != 0 {
			w.busy[[2]int{i, k}] = true
		}
		held = held&^v.Drops | v.Adds
	}
	next := spot{w.to[i], held}
	if _, seen := w.by[next]; !seen {
		w.by[next] = origin{at, i}
		w.order = append(w.order, next)
	}
}

// settle checks what a piece holds at its end.
func (w *walk) settle(at spot, s State) {
	place := fmt.Sprintf("states[%d]", at.state)
	for _, duty := range duties(s.Phase) {
		due := at.held.Has(duty.held) != duty.must
		if due && duty.must && duty.held != Taken && !w.happens(duty.held) {
			due = false // nobody gets it in this workflow
		}
		if due {
			w.tell(duty.code, place, fmt.Sprintf("a piece can end in %q holding %q: %s", s.Name, at.held, duty.reason), w.way(at))
		}
	}
}

// duty says that a piece which ends must, or must not, hold something.
type duty struct {
	code   string
	held   Held
	must   bool
	reason string
}

// duties is the table of rule 4. Goods kept by the customer and a coupon used
// up are a matter of the shop's policy when a piece is returned.
func duties(end Phase) []duty {
	promise := duty{CodePromiseOpen, Promised, false, "money is promised and neither taken nor let go"}
	stock := duty{CodeStockHeld, Reserved, false, "stock stays set aside"}
	money := duty{CodeMoneyKept, Taken, false, "money was taken and not given back"}
	points := duty{CodePointsHeld, Accrued, false, "points were credited and not reversed"}
	switch end {
	case Completed:
		return []duty{
			promise, stock,
			{CodeNotPaid, Taken, true, "money was not taken"},
			{CodeNotSent, Sent, true, "nothing was handed over, as it is on another path"},
			{CodeNotAccrued, Accrued, true, "points were not credited, as they are on another path"},
		}
	case Returned:
		return []duty{promise, stock, money, points}
	case Cancelled:
		return []duty{
			promise, stock, money, points,
			{CodeCouponHeld, Redeemed, false, "the coupon was not given back"},
			{CodeGoodsOut, Sent, false, "what was handed over is not back"},
		}
	}
	return nil
}

func (w *walk) happens(h Held) bool {
	return slices.ContainsFunc(w.verbs, func(vs []Verb) bool {
		return slices.ContainsFunc(vs, func(v Verb) bool { return v.Adds.Has(h) })
	})
}

// idle finds steps that give back what no piece can hold there: releasing what
// was never set aside makes stock out of nothing (vendurehq/vendure#1198).
// commit also counts goods out of the house, reserved or not.
func (w *walk) idle() {
	for i, verbs := range w.verbs {
		if !w.ran[i] {
			continue // told already
		}
		for k, v := range verbs {
			if v.Adds == 0 && v.Drops != 0 && v.Name != "commit" && !w.busy[[2]int{i, k}] {
				w.tell(CodeIdle, w.stepPlace(i, k), fmt.Sprintf("no piece holds what %q gives back here", v.Name), w.through(i))
			}
		}
	}
}

// waysBack: where money is held and the next move hands over, the carrier may
// refuse; some way that hands nothing over must then give the money back.
func (w *walk) waysBack() {
	refundable := w.refundable()
	for _, at := range w.order {
		if at.held&(Promised|Taken) == 0 || at.held.Has(Sent) || refundable[at] {
			continue
		}
		for _, i := range w.out[at.state] {
			if k := w.sends(i); k >= 0 {
				w.tell(CodeNoRefundRoute, w.stepPlace(i, k), fmt.Sprintf("may be refused for good, and no way from %q then gives the money back", w.d.States[at.state].Name), append(w.way(at), w.hop(i)))
			}
		}
	}
}

// sends returns the position of the first step that hands over, or -1.
func (w *walk) sends(i int) int {
	return slices.IndexFunc(w.verbs[i], func(v Verb) bool { return v.Adds.Has(Sent) })
}

// refundable returns the spots from which an end without money can be reached
// by moves that hand nothing over: backwards from those ends.
func (w *walk) refundable() map[spot]bool {
	before := map[spot][]spot{}
	found := map[spot]bool{}
	var queue []spot
	for _, at := range w.order {
		if at.state != w.nothing() && w.d.States[at.state].Final && at.held&(Promised|Taken) == 0 {
			found[at] = true
			queue = append(queue, at)
		}
		for _, i := range w.out[at.state] {
			if w.sends(i) < 0 {
				next := spot{w.to[i], w.done(at.held, i)}
				before[next] = append(before[next], at)
			}
		}
	}
	for n := 0; n < len(queue); n++ {
		for _, at := range before[queue[n]] {
			if !found[at] {
				found[at] = true
				queue = append(queue, at)
			}
		}
	}
	return found
}

// done returns what a piece holds after all steps of a move.
func (w *walk) done(held Held, i int) Held {
	for _, v := range w.verbs[i] {
		held = held&^v.Drops | v.Adds
	}
	return held
}

// way returns a shortest way to a spot.
func (w *walk) way(at spot) []string {
	var hops []string
	for at.state != w.nothing() {
		h := w.by[at]
		hops = append(hops, w.hop(h.move))
		at = h.from
	}
	slices.Reverse(hops)
	return hops
}

// tell reports a fault of a place once, with the path found first: a shortest.
func (w *walk) tell(code, place, reason string, path []string) {
	if key := [2]string{code, place}; !w.told[key] {
		w.told[key] = true
		w.faults.add(code, place, reason, path...)
	}
}
