package order_test

import (
	"errors"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

var (
	seed  = flag.Uint64("seed", 0, "repeat one random life; 0 = many")
	lives = flag.Int("lives", 400, "random lives to run")
)

// TestRandomLives runs random actions over mixed orders, with faults in every
// port, and compares the record with the outside truth after every action.
func TestRandomLives(t *testing.T) {
	if *seed != 0 {
		randomLife(t, *seed)
		return
	}
	for n := range seeds(*lives) {
		if !t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) { randomLife(t, n) }) {
			t.Logf("repeat with: go test ./order -run TestRandomLives -seed %d", n)
			return
		}
	}
}

// seeds are those of lives that nobody has lived yet; with -short a few, and always
// the same.
func seeds(count int) iter.Seq[uint64] {
	first := uint64(time.Now().UnixNano())
	if testing.Short() {
		first, count = 1, count/10
	}
	return func(yield func(uint64) bool) {
		for i := range count {
			if !yield(first + uint64(i)) {
				return
			}
		}
	}
}

type chance struct{ *rand.Rand }

func (c chance) one(in int) bool { return c.IntN(in) == 0 }

func randomLife(t *testing.T, n uint64) {
	r := chance{rand.New(rand.NewPCG(n, 7))}
	list := r.promotions()
	s := promoting(t, list...)
	s.coupons.Add("TEN", 5)
	s.invoicing(r)
	traits := []order.Traits{
		{KeyLife: order.Forever, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true},
		{Lookup: order.LookupStrong, PartialCapture: true},
		{KeyLife: 48 * time.Hour, PartialVoid: true},
	}[r.IntN(3)]
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &traits})
	s.Gateways[""] = s.pay
	res, err := s.Place(s.ctx, r.promote(t, r.draft(), list), order.By(fsm.Customer, "c-7"))
	require.NoError(t, err)
	id := res.Order.ID
	s.truthful(id)
	for i := range 5 + r.IntN(40) {
		r.faults(s)
		o, err := s.Order(s.ctx, id)
		require.NoError(t, err)
		a := r.action(&o)
		role := []fsm.Role{fsm.Staff, fsm.Staff, fsm.System, fsm.Customer}[r.IntN(4)]
		before, err := o.Money()
		require.NoError(t, err)
		plan, planErr := s.Plan(s.ctx, id, a, order.By(role, "x"))
		if planErr == nil {
			require.Equal(t, before, plan.Before)
		}
		res, err := s.Do(s.ctx, id, a, order.By(role, "x"), order.Key(fmt.Sprint("k", i)))
		var e *order.Error
		if err != nil {
			require.True(t, errors.As(err, &e), "%v", err)
			require.Contains(t, []order.Kind{order.Refused, order.Busy, order.Invalid, order.NotFound}, e.Kind, "%s: %v", a.Name(), err)
		} else if again, err := s.Do(s.ctx, id, a, order.By(role, "x"), order.Key(fmt.Sprint("k", i))); err == nil && res.Status == order.Done {
			require.Equal(t, order.Done, again.Status, "G7: the same key, the same answer")
		}
		s.truthful(id)
		if r.one(2) {
			s.pass(time.Duration(r.IntN(48*60)) * time.Minute)
			s.truthful(id)
		}
		s.decide(r, id)
	}
	for range 12 { // let everything come to an end
		s.pass(30 * 24 * time.Hour)
		s.decide(r, id)
	}
	o := s.truthful(id)
	require.Empty(t, o.Intents, "G1: nothing is left under way\n%s", lazy(func() string { return s.story(id) }))
	s.allBilled(id)
}

func (r chance) draft() order.Draft {
	d := order.Draft{Customer: "c-7", Currency: currency.EUR, Policy: pricing.Policy{Prices: []pricing.Prices{pricing.Gross, pricing.Net}[r.IntN(2)]},
		ShipTo: mixed().ShipTo}
	types := []string{"goods", "made_to_order", "download"}
	for i := range 1 + r.IntN(4) {
		it := item(fmt.Sprint("l", i), types[r.IntN(3)], fmt.Sprintf("%d.%02d", r.IntN(60), r.IntN(100)), 1+r.Int64N(5))
		it.SKU = []string{"MUG", "RING", "CUP", ""}[r.IntN(4)]
		d.Items = append(d.Items, it)
	}
	if r.one(2) {
		d.Discounts = []pricing.Discount{{ID: "ten", Code: "TEN", Fixed: eur(fmt.Sprintf("%d.%02d", r.IntN(20), 1+r.IntN(99)))}}
	}
	if r.one(2) {
		d.Charges = mixed().Charges
	}
	if rate, err := currency.NewRate(currency.EUR, currency.CHF, eur("0.93").Decimal(), time.Unix(0, 0), "bank"); err == nil && r.one(3) {
		d.TaxRates = []currency.Rate{rate}
	}
	return d
}

func (r chance) pick(o *order.Order) order.Selection {
	if r.one(3) {
		return nil
	}
	l := &o.Lines[r.IntN(len(o.Lines))]
	return order.Some(l.ID, r.Int64N(l.Quantity()+1))
}

func (r chance) action(o *order.Order) order.Action {
	switch r.IntN(21) {
	case 0, 1, 2:
		return order.Pay{Of: r.pick(o)}
	case 3, 4, 5:
		return order.Ship{Of: r.pick(o)}
	case 6:
		return order.Produce{Of: r.pick(o)}
	case 7:
		return order.Finish{Of: r.pick(o)}
	case 8:
		return order.Deliver{Of: r.pick(o)}
	case 9:
		return order.Confirm{Of: r.pick(o)}
	case 10:
		return order.Return{Of: r.pick(o)}
	case 11:
		return order.Receive{Of: r.pick(o)}
	case 12, 13:
		return order.Inspect{Of: r.pick(o), Accepted: r.one(2), Scrap: r.one(3), KeepPromotions: r.one(4)}
	case 14, 15:
		return order.Cancel{Of: r.pick(o), KeepPromotions: r.one(4)}
	case 16:
		return order.Refund{Of: r.pick(o), Amount: eur(fmt.Sprintf("%d.%02d", r.IntN(10), r.IntN(100)))}
	case 17:
		l := &o.Lines[r.IntN(len(o.Lines))]
		m := order.Modify{Set: []order.Target{{Line: l.ID, Quantity: r.Int64N(7)}}}
		if r.one(2) {
			it := item(fmt.Sprint("new", len(o.Lines)), "goods", "7.77", 1+r.Int64N(3))
			it.SKU = "CUP"
			m.Add = []order.Item{it}
		}
		return m
	case 18:
		return order.Lose{Of: r.pick(o)}
	}
	if r.one(2) {
		return order.Issue{Of: r.pick(o)}
	}
	return order.Complete{Of: r.pick(o)}
}

func (s *shop) scripts() []*memory.Script {
	return []*memory.Script{&s.pay.Script, &s.carrier.Script, &s.online.Script, &s.stock.Script, &s.coupons.Script, &s.members.Script}
}

// faults lets some of the next calls go wrong.
func (r chance) faults(s *shop) {
	scripts := s.scripts()
	for range r.IntN(3) {
		i := r.IntN(len(scripts))
		f := []memory.Fault{memory.Fail(1), memory.Fail(2), memory.Lost(1), memory.LostUndone(1), memory.Panic(), memory.PanicUndone()}[r.IntN(6)]
		if i < 2 && r.one(3) {
			f = memory.Refuse("no")
		}
		scripts[i].Next("", f)
	}
}

// decide lets staff take a safe decision on each case.
func (s *shop) decide(r chance, id string) {
	o, err := s.Order(s.ctx, id)
	require.NoError(s.t, err)
	for _, c := range o.Cases {
		d := order.Decide{Case: c.No, Choice: c.Choices[0], Why: "looked it up", Ref: "ref-" + c.Step} // retry, or close
		if c.Code == order.CaseUnknown {                                                               // look into the provider's books
			d.Choice = order.NotDone
			for _, script := range s.scripts() {
				if rec, ok := script.Receipt(c.Step); ok {
					d.Choice = order.MarkDone
					if rec.Ref != "" {
						d.Ref = rec.Ref
					}
				}
			}
		}
		_, err := s.Resolve(s.ctx, id, d, order.By(fsm.Staff, "anna"))
		var e *order.Error
		require.True(s.t, err == nil || errors.As(err, &e) && (e.Kind == order.NotFound || e.Kind == order.Refused), "%v", err)
		s.truthful(id)
	}
}

// truthful checks everything that must hold, and, when nothing is under way,
// that the record says what the world says.
func (s *shop) truthful(id string) *order.Order {
	s.t.Helper()
	o := s.check(id)
	require.Empty(s.t, o.Quarantine)
	for i := range o.Lines {
		l := &o.Lines[i]
		all, err := l.Share(0, l.Quantity())
		require.NoError(s.t, err)
		sum := currency.Zero(o.Currency)
		for _, run := range l.Runs {
			sh, err := l.Share(run.First, run.Count)
			require.NoError(s.t, err)
			net, err := sh.Net.Add(sh.Tax)
			require.NoError(s.t, err)
			require.Equal(s.t, sh.Gross, net, "I2")
			sum, err = sum.Add(sh.Gross)
			require.NoError(s.t, err)
		}
		require.Equal(s.t, all.Gross, sum, "I1: the runs of %s share exactly its price", l.ID)
	}
	for _, c := range s.pay.Calls("") {
		require.LessOrEqual(s.t, s.pay.Effects(c.Key), 1, "G2: %s %s", c.Op, c.Key)
	}
	p := s.pay.PaidFor(id)
	if p.Captured.Code() != 0 {
		over, err := p.Refunded.Cmp(p.Captured)
		require.NoError(s.t, err)
		require.LessOrEqual(s.t, over, 0, "I5: refunds never exceed what was captured")
	}
	if len(o.Intents) == 0 {
		require.Equal(s.t, s.worldOf(o), s.recordOf(o), "G5: the world and the record agree\n%s", lazy(func() string { return s.story(id) }))
	}
	return o
}

func (s *shop) worldOf(o *order.Order) string {
	p := s.pay.PaidFor(o.ID)
	return fmt.Sprintf("authorized %d captured %d open %d refunded %d reserved %d %d %d coupon %d points %d",
		p.Authorized.Minor(), p.Captured.Minor(), p.Authorized.Minor()-p.Captured.Minor()-p.Voided.Minor(), p.Refunded.Minor(), s.stock.Level("MUG").Reserved,
		s.stock.Level("RING").Reserved, s.stock.Level("CUP").Reserved,
		s.coupons.RedeemedFor(o.ID), s.members.EarnedFor("c-7", o.ID).Minor())
}

func (s *shop) recordOf(o *order.Order) string {
	var a, c, v, r, points int64
	for _, p := range o.Payments {
		a, c, r = a+p.Authorized.Minor(), c+p.Captured.Minor(), r+p.Refunded.Minor()
		if !p.Closed {
			v += p.Authorized.Minor() - p.Captured.Minor() - p.Voided.Minor()
		}
	}
	coupons := 0
	for _, x := range o.Coupons {
		if x.Redeemed && !x.GivenBack {
			coupons++
		}
	}
	reserved := map[string]int64{}
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, run := range l.Runs {
			if run.Held.Has(fsm.Reserved) {
				reserved[l.SKU] += run.Count
			}
			if run.Held.Has(fsm.Accrued) {
				sh, err := l.Share(run.First, run.Count)
				require.NoError(s.t, err)
				points += sh.Gross.Minor()
			}
		}
	}
	return fmt.Sprintf("authorized %d captured %d open %d refunded %d reserved %d %d %d coupon %d points %d",
		a, c, v, r, reserved["MUG"], reserved["RING"], reserved["CUP"], coupons, points)
}

// invoicing lets the shop issue some invoices by itself, or none.
func (s *shop) invoicing(r chance) {
	s.t.Helper()
	s.Invoices.After = [][]string{nil, {"ship", "grant"}, {"pay"}, {"ship", "modify", "deliver", "pay"}}[r.IntN(4)]
	var err error
	s.Engine, err = order.New(s.Config)
	require.NoError(s.t, err)
}

// allBilled invoices the rest: then the documents are what the order costs.
func (s *shop) allBilled(id string) {
	s.t.Helper()
	_, err := s.Do(s.ctx, id, order.Issue{}, byStaff)
	require.NoError(s.t, err)
	r, err := s.Do(s.ctx, id, order.Issue{}, byStaff)
	require.NoError(s.t, err)
	require.Equal(s.t, order.Ignored, r.Status, "once everything is issued nothing is due")
	o := s.check(id)
	m, err := o.Money()
	require.NoError(s.t, err)
	b := audited(s.t, o)
	require.Equal(s.t, m.Total.Minor(), b.gross, "invoices less credit notes are the total")
	require.Equal(s.t, b.count, b.last, "no gap in any series")
}

type lazy func() string

func (l lazy) String() string { return l() }

// story is the history of an order for a failing test.
func (s *shop) story(id string) string {
	events, err := s.History(s.ctx, id)
	require.NoError(s.t, err)
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%3d %-8s %-9s %-10s %-9s %s %s %s %v\n", e.No, e.Kind, e.Action, e.Step, e.Outcome, e.Amount, e.Key, e.Why, e.Moves)
	}
	return b.String()
}
