package order_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Units of several lines, some taken, some promised, some not paid at all, by two
// means of payment, are cancelled one line after another, the other way round, and
// all at once: it comes to the same money, and each cancel gives back at once what
// its plan says, with nothing left over to settle.
func TestWhatIsCancelledGivesBackTheSameInAnyOrder(t *testing.T) {
	if *seed != 0 {
		cancelledInAnyOrder(t, *seed)
		return
	}
	for n := range seeds(*lives) {
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { cancelledInAnyOrder(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestWhatIsCancelled -seed %d", n)
			return
		}
	}
}

func cancelledInAnyOrder(t *testing.T, n uint64) {
	after := func(way func(r chance, parts []order.Selection) []order.Selection) (order.Money, *shop, *order.Order) {
		r := chance{rand.New(rand.NewPCG(n, 11))}
		s, o := halfPaid(t, r)
		for _, of := range way(r, r.parts(s, o)) {
			o = s.cancelAtOnce(t, o, of)
		}
		return total(t, o), s, o
	}
	forth, s, o := after(func(_ chance, p []order.Selection) []order.Selection { return p })
	for name, way := range map[string]func(chance, []order.Selection) []order.Selection{
		"back": func(_ chance, p []order.Selection) []order.Selection { slices.Reverse(p); return p },
		"mixed": func(r chance, p []order.Selection) []order.Selection {
			r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
			return p
		},
		"at once": func(_ chance, p []order.Selection) []order.Selection { return []order.Selection{slices.Concat(p...)} },
		"at once, mixed": func(r chance, p []order.Selection) []order.Selection {
			slices.Reverse(p)
			return []order.Selection{slices.Concat(p...)}
		},
	} {
		m, s2, o2 := after(way)
		if !slices.Equal(givenBack(o), givenBack(o2)) {
			continue // what stayed in between did not deserve a coupon, and its promotion is over
		}
		// What belongs to nothing any more waits for unpaid units that are still there,
		// and what is charged again may have been paid by what went later.
		m.Promised, m.Balance = forth.Promised, forth.Balance
		if o.Policy.Reversal == pricing.ClawBack || len(o.Charges) > 0 {
			m.Paid = forth.Paid
		}
		require.Equal(t, forth, m, "%s\n%s\n%s\n%s", name, o.Policy.Reversal, lazy(func() string { return s.story(o.ID) }), lazy(func() string { return s2.story(o2.ID) }))
	}
}

func givenBack(o *order.Order) (codes []string) {
	for _, c := range o.Coupons {
		if c.GivenBack {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// parts are units of some lines that can be cancelled, each line by itself.
func (r chance) parts(s *shop, o *order.Order) (list []order.Selection) {
	for i := range o.Lines {
		l := &o.Lines[i]
		of := order.Some(l.ID, 1+r.Int64N(l.Quantity()))
		if _, err := s.Plan(s.ctx, o.ID, order.Cancel{Of: of}, byStaff); err == nil && !r.one(4) {
			list = append(list, of)
		}
	}
	return list
}

// halfPaid is an order of which some units are paid, some promised and some free.
func halfPaid(t *testing.T, r chance) (*shop, *order.Order) {
	list := r.promotions()
	s := promoting(t, list...)
	traits := order.Traits{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true}
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &traits})
	if s.Gateways[""] = s.pay; r.one(3) {
		s.Gateways[""] = &direct{p: s.pay}
	}
	s.Gateways["gift"] = s.Gateways[""]
	s.coupons.Add("TEN", 5)
	d := r.draft()
	d.Policy.Reversal = []pricing.Reversal{pricing.Keep, pricing.ClawBack}[r.IntN(2)]
	o := s.place(promoted(t, d, []string{"TEN"}, list...))
	for range r.IntN(6) {
		a := []order.Action{order.Pay{Of: r.pick(o)}, order.Produce{Of: r.pick(o)}, order.Refund{Amount: eur("0.07")}}[r.IntN(3)]
		if pay, ok := a.(order.Pay); ok && r.one(2) {
			pay.With = []order.Tender{{Gateway: "gift", Amount: eur(fmt.Sprintf("%d.%02d", r.IntN(20), 1+r.IntN(99)))}, {}}
			a = pay
		}
		if _, err := s.Do(s.ctx, o.ID, a, byStaff); err == nil {
			o = s.check(o.ID)
		}
	}
	return s, o
}

// cancelAtOnce cancels, and finds that what was taken for the units goes back. If
// the cancel gives money back at all, it is in one go: nothing is left to settle.
func (s *shop) cancelAtOnce(t *testing.T, o *order.Order, of order.Selection) *order.Order {
	t.Helper()
	if len(of) == 0 {
		return o
	}
	plan, err := s.Plan(s.ctx, o.ID, order.Cancel{Of: of}, byStaff)
	require.NoError(t, err)
	before := plus(t, currency.Zero(o.Currency), s.pay.PaidFor(o.ID).Refunded)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{Of: of}, byStaff, order.Exactly(plan))
	require.NoError(t, err)
	now := s.check(o.ID)
	story := lazy(func() string { return s.story(o.ID) })
	m := total(t, now)
	require.LessOrEqual(t, m.Paid.Minor(), m.Total.Minor(), "%s", story)
	if o.Policy.Reversal != pricing.Keep {
		return now
	}
	want := before
	for _, m := range plan.Moves {
		want = plus(t, want, takenFor(t, o, m))
	}
	most := want
	for i, c := range o.Charges {
		if c.Live && !now.Charges[i].Live && c.Held.Has(fsm.Taken) {
			share, err := c.Share()
			require.NoError(t, err)
			most = plus(t, most, share.Gross)
		}
	}
	back := s.pay.PaidFor(o.ID).Refunded.Minor()
	require.GreaterOrEqual(t, back, want.Minor(), "%s", story)
	require.LessOrEqual(t, back, most.Minor(), "%s", story)
	require.LessOrEqual(t, m.Paid.Minor()+m.Promised.Minor(), m.Total.Minor(), "%s", story)
	events, err := s.Engine.History(s.ctx, o.ID)
	require.NoError(t, err)
	var gave []string
	for _, e := range events[o.LastEvent:] {
		if e.Step == "void" || e.Step == "refund" {
			gave = append(gave, e.Action)
		}
	}
	require.False(t, slices.Contains(gave, "cancel") && slices.Contains(gave, "settle"), "%s", story)
	return now
}

// takenFor is what was taken for the moved units, less what was given back of it.
func takenFor(t *testing.T, o *order.Order, m order.Shift) currency.Amount {
	t.Helper()
	l, ok := o.Line(m.Line)
	require.True(t, ok)
	sum := currency.Zero(o.Currency)
	for _, r := range l.Runs {
		for unit := max(r.First, m.First); unit < min(r.First+r.Count, m.First+m.Count) && r.Held.Has(fsm.Taken); unit++ {
			share, err := l.Share(unit, 1)
			require.NoError(t, err)
			sum = plus(t, sum, share.Gross)
		}
	}
	return sum
}

func plus(t *testing.T, a, b currency.Amount) currency.Amount {
	t.Helper()
	sum, err := a.Add(b)
	require.NoError(t, err)
	return sum
}
