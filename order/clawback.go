package order

import (
	"slices"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// KindClawBack is the kind of the charges by which promotions that are no longer
// deserved are charged again; Charge.Undeserved says which.
const KindClawBack = "claw_back"

// idClawBack begins the IDs of these charges; a number follows, never used twice.
const idClawBack = "clawback-"

// clawedBack is what is charged again now.
func (o *Order) clawedBack() (currency.Amount, error) {
	s := &sums{}
	sum := currency.Zero(o.Currency)
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live && c.Undeserved != nil {
			w, err := c.worth()
			if err != nil {
				return sum, err
			}
			sum = s.add(sum, w)
		}
	}
	return sum, s.err
}

// charge makes the charges of a reversal. One that charges the same as before is
// that one; another keeps what was allowed on the one that it replaces.
func (r *reversal) charge(o *Order, b *bill) error {
	before, last := o.clawBacks(), int64(0)
	for i := range o.Charges {
		if no, ok := strings.CutPrefix(o.Charges[i].Price.ID, idClawBack); ok && o.Charges[i].Undeserved != nil {
			last = max(last, number(no))
		}
	}
	for n, it := range r.both.Adjustment.Lines {
		if it.Gross.IsZero() {
			continue
		}
		u := r.both.Undeserved[n]
		c := Charge{Undeserved: &u}
		forgiven := r.forgiven[[2]string{u.Item, u.Discount}]
		if old := before[[2]string{u.Item, u.Discount}]; old != nil && old.same(&it, &u, forgiven) {
			c = *old
		} else {
			last++
			it.ID, it.Kind, it.Title = idClawBack+itoa(last), KindClawBack, u.Title
			it.Taxes = slices.Clone(it.Taxes)
			for k := range it.Taxes {
				it.Taxes[k].ID = b.taxes.was[it.Taxes[k].ID]
			}
			c.Price = it
			if !forgiven.IsZero() {
				a, err := pricing.Allow(it, nil, 0, 1, smaller(forgiven, it.Gross))
				if err != nil {
					return err
				}
				c.Allowances = []pricing.Allowance{a}
			}
		}
		c.Live = true
		r.want = append(r.want, c)
	}
	held, err := o.covers(r.want)
	for i := range r.want {
		r.want[i].Held = held
	}
	return err
}

func number(digits string) (n int64) {
	for _, d := range []byte(digits) {
		n = n*10 + int64(d-'0')
	}
	return n
}

// clawBacks are the live claw-backs by item and discount.
func (o *Order) clawBacks() map[[2]string]*Charge {
	list := map[[2]string]*Charge{}
	for i := range o.Charges {
		if c := &o.Charges[i]; c.Live && c.Undeserved != nil {
			list[[2]string{c.Undeserved.Item, c.Undeserved.Discount}] = c
		}
	}
	return list
}

// same reports whether a claw-back charges the same again.
func (c *Charge) same(it *pricing.Item, u *pricing.Undeserved, forgiven currency.Amount) bool {
	left, err := c.worth()
	s := &sums{}
	return err == nil && s.sub(s.sub(c.Price.Gross, left), forgiven).IsZero() && s.err == nil &&
		c.Price.Gross == it.Gross && c.Price.Net == it.Net && *c.Undeserved == *u
}

// covers says which money pays claw-backs once the units are gone: what was taken
// and is for nothing else, else what was promised, and if both together are too
// little, it is owed.
func (o *Order) covers(list []Charge) (fsm.Held, error) {
	f := o.fork()
	f.putClawBacks(nil)
	s, err := f.sums()
	if err != nil {
		return 0, err
	}
	zero := currency.Zero(o.Currency)
	need := zero
	for i := range list {
		w, err := list[i].worth()
		if err != nil {
			return 0, err
		}
		need = s.add(need, w)
	}
	free, idle := s.sub(s.paid, s.taken), s.sub(s.open, s.promised)
	if idle.Sign() < 0 { // what was taken pays that, too
		free, idle = s.add(free, idle), zero
	}
	if free.Sign() < 0 {
		free = zero
	}
	switch {
	case s.sub(free, need).Sign() >= 0:
		return fsm.Taken, s.err
	case s.sub(s.add(free, idle), need).Sign() >= 0:
		return fsm.Promised, s.err
	}
	return 0, s.err
}

// putClawBacks lets these claw-backs be the live ones, and returns those that are
// so no longer and those that are new.
func (o *Order) putClawBacks(want []Charge) (gone, fresh []Charge) {
	at := make(map[string]int, len(want))
	for k := range want {
		at[want[k].Price.ID] = k
	}
	there := make([]bool, len(want))
	for i := range o.Charges {
		c := &o.Charges[i]
		if c.Undeserved == nil {
			continue
		}
		k, ok := at[c.Price.ID]
		switch {
		case ok:
			there[k] = true
			if !c.Live {
				fresh = append(fresh, want[k])
			}
			*c = want[k]
		case c.Live:
			gone = append(gone, *c)
			c.Live, c.Held = false, 0
		}
	}
	for k, c := range want {
		if !there[k] {
			fresh = append(fresh, c)
			o.Charges = append(o.Charges, c)
		}
	}
	return gone, fresh
}

// checkClawBacks finds claw-backs that an inspection names: they follow from what
// stays, and Refund forgives one.
func (w *work) checkClawBacks(ids []string, f *faults) {
	for i, id := range ids {
		if slices.ContainsFunc(w.o.Charges, func(c Charge) bool { return c.Price.ID == id && c.Undeserved != nil }) {
			f.add("charges["+itoa(int64(i))+"]", "reserved", "%q goes back by itself with what it is for", id)
		}
	}
}

// replaced reports whether a claw-back is live no more, or by another judgement,
// so that an action that was planned with it changes nothing in it.
func (c *Charge) replaced(now ChargeShift) bool { return c.Undeserved != nil && c.Live != now.Live }

// follow lets a refund of a claw-back that was replaced meanwhile be one of the
// claw-back in its place.
func (o *Order) follow(it *Intent) error {
	for n, a := range it.Allow {
		i := slices.IndexFunc(o.Charges, func(c Charge) bool { return a.Charge != "" && c.Price.ID == a.Charge && c.Undeserved != nil && !c.Live })
		if i < 0 {
			continue
		}
		c := o.clawBacks()[[2]string{o.Charges[i].Undeserved.Item, o.Charges[i].Undeserved.Discount}]
		if c == nil {
			continue // nothing is charged again any more
		}
		left, err := c.worth()
		if err != nil {
			return err
		}
		if left = smaller(left, a.Allow.Gross); left.IsZero() {
			continue
		}
		allow, err := pricing.Allow(c.Price, c.Allowances, 0, 1, left)
		if err != nil {
			return err
		}
		it.Allow = slices.Clone(it.Allow)
		it.Allow[n] = Reduction{Charge: c.Price.ID, Allow: allow}
	}
	return nil
}

// givenUp is what an action gives up, and what that costs: units, and charges,
// even those that cost nothing.
type givenUp struct {
	any    bool
	units  []Shift
	worth  currency.Amount
	needed currency.Amount // before; see release
}

func (w *work) givenUp(it *Intent) (up givenUp, err error) {
	up.units, up.worth = w.o.leaving(it.Moves), currency.Zero(w.o.Currency)
	up.any = len(up.units) > 0
	f := w.o.finder()
	for _, m := range up.units {
		l, _ := f.line(m.Line)
		worth, err := l.worth(m.First, m.Count)
		if err == nil {
			up.worth, err = up.worth.Add(worth)
		}
		if err != nil {
			return up, err
		}
	}
	for _, shift := range it.Charges {
		for i := range w.o.Charges {
			c := &w.o.Charges[i]
			if c.Price.ID != shift.ID || !c.Live || shift.Live || c.Undeserved != nil || shift.ID == idRounding {
				continue
			}
			worth, err := c.worth()
			if err == nil {
				up.worth, err = up.worth.Add(worth)
			}
			if err != nil {
				return up, err
			}
			up.any = true
		}
	}
	if up.any && w.o.claws() {
		s, err := w.o.sums()
		if err != nil {
			return up, err
		}
		up.needed = w.o.needed(&s)
	}
	return up, nil
}

// reclaim judges promotions once an action took effect, on the order as it really
// is then: another action may have ended before or after it, or come to nothing.
// It books what is charged again from now on, and what no longer is.
func (w *work) reclaim(it *Intent, up *givenUp) error {
	if !w.o.claws() {
		return nil
	}
	if p, err := w.e.promoter(w.o); it.KeepPromotions && (p != nil || err != nil) {
		w.o.excuse(up.units)
	}
	r, err := w.e.reverse(w.o, up.worth)
	if again, none := w.o.clawedBack(); err != nil && it.KeepPromotions && none == nil && again.IsZero() {
		return nil
	}
	if err != nil {
		w.openCase(Case{Stage: 3, Code: CasePromotions, Choices: []Choice{Close}, Reason: "Units were given up, and the promotions" +
			" of what stays could not be judged anew, so what is charged again was left as it is: " + err.Error()})
		return nil
	}
	gone, fresh := w.o.putClawBacks(r.want)
	for i, c := range slices.Concat(gone, fresh) {
		s, err := c.Share()
		if err != nil {
			return err
		}
		if err := w.sale(ClawedBack, c.Price.ID, s, i >= len(gone)); err != nil {
			return err
		}
	}
	for i := range w.o.Coupons {
		c := &w.o.Coupons[i]
		all := r.both.Payout == r.both.ClawedBack // not limited to the refund
		c.Undeserved = all && r.lost[c.Code] && slices.ContainsFunc(r.want, func(x Charge) bool { return x.Undeserved.Code == c.Code })
	}
	return nil
}
