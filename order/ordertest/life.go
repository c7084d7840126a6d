package ordertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// life is one order and everybody who has to do with it.
type life struct {
	*town
	no    int
	id    string // once it is known
	rng   *rand.Rand
	draft order.Draft
	left  int // how much is still to be done with it
	dos   int // how much was done
	mails int
	ids   int
}

func (l *life) name() string { return "order-" + strconv.Itoa(l.no) }

// key is what the next action is asked for under.
func (l *life) key() string { return fmt.Sprint("k", l.dos) }

// in is a time from a second to so many hours; mostly a short one.
func (l *life) in(hours int) time.Duration {
	most := time.Duration(hours) * time.Hour
	return time.Second + time.Duration(l.rng.Int64N(int64(most>>uint(l.rng.IntN(8)))))
}

// born has the order placed some time within the first week.
func (l *life) born() {
	l.draft = l.x.Draft(l.rng)
	l.left = 2 + l.rng.IntN(9)
	l.later(l, time.Duration(l.rng.IntN(7*24*3600))*time.Second, func() { l.place(0) })
}

// place places the order; whoever gets no answer tries again with the same key.
func (l *life) place(try int) {
	res, err := l.e.Place(l.ctx, l.draft, order.Key(fmt.Sprint("place-", l.no)), order.By(fsm.Customer, "c"))
	killed := l.done("place", res, err)
	switch {
	case killed, errors.Is(err, order.Unavailable), errors.Is(err, order.Busy), errors.Is(err, order.Conflict):
		if try < 10 {
			l.later(l, l.in(1), func() { l.place(try + 1) })
		}
	case err == nil:
		l.soon()
	case errors.Is(err, order.Invalid):
		l.fail(l, "a draft cannot be placed: %v", err)
	}
}

// soon has the next thing done with the order, if there is to be one.
func (l *life) soon() {
	if l.left--; l.left < 0 {
		return
	}
	hours := []int{1, 1, 24, 24 * 10}[l.rng.IntN(4)]
	if l.dos == 0 { // most pay at once
		hours = 1
	}
	l.later(l, l.in(hours), l.act)
}

// act does something with the order.
func (l *life) act() {
	defer l.soon()
	rec, err := l.real.Load(l.ctx, l.id, "")
	if err != nil {
		return
	}
	var a order.Action
	var role fsm.Role
	if l.x.Act != nil {
		a, role = l.x.Act(l.rng, &rec.Order)
	}
	if a == nil {
		a, role = l.choose(&rec.Order)
	}
	if a == nil {
		return
	}
	l.dos++
	if l.rng.IntN(12) == 0 { // somebody pressed the button twice
		l.do(a, role, l.key(), 0, time.Duration(l.rng.IntN(60))*time.Second)
	}
	l.try(a, role, l.key(), 0)
}

// do has an action asked for.
func (l *life) do(a order.Action, role fsm.Role, key string, tries int, wait time.Duration) {
	l.later(l, wait, func() { l.try(a, role, key, tries) })
}

func (l *life) try(a order.Action, role fsm.Role, key string, tries int) {
	res, err := l.e.Do(l.ctx, l.id, a, order.By(role, "x"), order.Key(key))
	killed := l.done(a.Name(), res, err)
	again := killed || errors.Is(err, order.Unavailable) || errors.Is(err, order.Busy) || errors.Is(err, order.Conflict)
	if again && tries < 3 {
		l.do(a, role, key, tries+1, l.in(1))
	}
}

// done notes what was answered, and says whether the process ended meanwhile.
func (l *life) done(name string, res order.Result, err error) bool {
	if l.trace != nil {
		l.tell(l, name+":", string(res.Status), res.Reason, errText(err))
	} else {
		l.tell(l, name+":", string(res.Status))
	}
	killed := l.cur.dead
	var e *order.Error
	switch {
	case killed || err == nil:
	case !errors.As(err, &e):
		l.fail(l, "an error that says nothing of its kind: %v", err)
	case e.Kind == order.Quarantined:
		l.fail(l, "G11: quarantined: %v", err)
	}
	return killed
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// choose is something that the workflow of some unit offers, mostly what leads
// on; now and then anything.
func (l *life) choose(o *order.Order) (order.Action, fsm.Role) {
	roles := []fsm.Role{fsm.Customer, fsm.Staff, fsm.System, fsm.Webhook}
	ln := &o.Lines[l.rng.IntN(len(o.Lines))]
	run := ln.Runs[l.rng.IntN(len(ln.Runs))]
	role := roles[l.rng.IntN(len(roles))]
	if l.rng.IntN(8) == 0 {
		return l.odd(o), role
	}
	m := l.machines[o.Workflows[ln.Workflow]]
	if m == nil {
		return nil, ""
	}
	offers := m.Offers(run.State)
	if len(offers) == 0 {
		return l.whole(o), fsm.Staff
	}
	name := offers[l.rng.IntN(len(offers))]
	for range 4 { // what leads on is more likely
		if name == "cancel" || name == "lose" || name == "modify" {
			name = offers[l.rng.IntN(len(offers))]
		}
	}
	if by := m.Candidates(run.State, name)[0].By; len(by) > 0 {
		role = by[l.rng.IntN(len(by))]
	}
	var of order.Selection
	switch l.rng.IntN(4) {
	case 0:
		of = order.Some(ln.ID, 1+l.rng.Int64N(run.Count))
	case 1:
		of = order.Some(ln.ID, 0)
	}
	return l.filled(o, name, of), role
}

// filled is the action of that name with content.
func (l *life) filled(o *order.Order, name string, of order.Selection) order.Action {
	switch name {
	case "modify":
		ln := &o.Lines[l.rng.IntN(len(o.Lines))]
		a := order.Modify{Set: []order.Target{{Line: ln.ID, Quantity: l.rng.Int64N(ln.Quantity() + 2)}}}
		if l.rng.IntN(4) == 0 {
			a.Add = l.x.Draft(l.rng).Items[:1]
			a.Add[0].Line.ID = fmt.Sprint("more-", l.dos)
			a.Add[0].Line.Discounts = nil
		}
		return a
	case "inspect":
		a := order.Inspect{Of: of, Accepted: l.rng.IntN(3) > 0, Scrap: l.rng.IntN(4) == 0}
		if l.rng.IntN(2) == 0 {
			for _, c := range o.Charges {
				a.Charges = append(a.Charges, c.Price.ID)
			}
		}
		return a
	case "pay":
		if l.rng.IntN(8) == 0 {
			return order.Pay{Of: of, With: []order.Tender{{Gateway: "till"}}}
		}
		if l.rng.IntN(10) == 0 {
			part := currency.New(1+l.rng.Int64N(3000), o.Currency)
			return order.Pay{Of: of, With: []order.Tender{{Gateway: []string{"", "till"}[l.rng.IntN(2)], Token: "a", Amount: part}, {Token: "b"}}}
		}
	}
	var data []byte
	if len(of) > 0 {
		data, _ = json.Marshal(struct {
			Of order.Selection `json:"of"`
		}{of})
	}
	a, err := l.e.Decode(name, data)
	if err != nil { // an action of the host's that is not meant for some units
		a, _ = l.e.Decode(name, nil)
	}
	return a
}

// odd is any action, whether it fits or not.
func (l *life) odd(o *order.Order) order.Action {
	if l.rng.IntN(3) == 0 {
		return l.whole(o)
	}
	return l.filled(o, l.names[l.rng.IntN(len(l.names))], nil)
}

// whole is an action of the order as a whole.
func (l *life) whole(o *order.Order) order.Action {
	switch l.rng.IntN(8) {
	case 0:
		return order.Hold{Why: "looks odd"}
	case 1, 2:
		return order.Unhold{}
	case 3:
		return order.Tag{Add: []string{"vip"}}
	case 4:
		return order.Note{Text: "rang up"}
	}
	ln := &o.Lines[l.rng.IntN(len(o.Lines))]
	return order.Refund{Of: order.Some(ln.ID, 0), Amount: currency.New(1+l.rng.Int64N(900), o.Currency)}
}
