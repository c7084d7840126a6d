package order_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// The README is the specification; these tests keep it from rotting.

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	return string(text)
}

// block is the first fenced block of a language.
func block(t *testing.T, text, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n```"+language+"\n")
	require.True(t, ok, "the README has no %s block", language)
	inside, _, ok := strings.Cut(rest, "```\n")
	require.True(t, ok)
	return inside
}

func TestTheQuickstartOfTheReadmeIsTheExample(t *testing.T) {
	source, err := os.ReadFile("example_quickstart_test.go")
	require.NoError(t, err)
	_, body, ok := strings.Cut(string(source), "func Example_quickstart() {\n")
	require.True(t, ok)
	body = strings.TrimSuffix(body, "}\n")
	body = strings.ReplaceAll("\n"+body, "\n\t", "\n")[1:]
	assert.Equal(t, body, block(t, readme(t), "go"))
}

func TestTheDiagramOfTheReadmeIsDrawnByFSM(t *testing.T) {
	assert.Equal(t, fsm.MustCompile(fsm.Goods()).Mermaid(), block(t, readme(t), "mermaid"))
}

var (
	proof = regexp.MustCompile("\\[`((?:Test|Fuzz|Benchmark|Example)\\w*)`\\]\\(([^)]+)\\)")
	link  = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

func TestWhatTheReadmeLinksToIsThere(t *testing.T) {
	text := readme(t)
	// A core that was downloaded alone has no nested modules.
	_, err := os.Stat("../examples/go.mod")
	nested := err == nil
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", name))
		assert.NoError(t, err)
		return string(b)
	}
	elsewhere := func(name string) bool {
		return strings.HasPrefix(name, "examples") || strings.HasPrefix(name, "adapters/") && !strings.HasPrefix(name, "adapters/memory")
	}
	found := proof.FindAllStringSubmatch(text, -1)
	require.NotEmpty(t, found)
	for _, m := range found {
		if nested || !elsewhere(m[2]) {
			assert.Contains(t, read(m[2]), "func "+m[1]+"(", m[2])
		}
	}
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		if nested || !elsewhere(m[1]) {
			_, err := os.Stat(filepath.Join("..", m[1]))
			assert.NoError(t, err)
		}
	}
}

// rewire is another process over the same store and world, with a new program.
func (s *shop) rewire(change func(*order.Config)) {
	s.t.Helper()
	change(&s.Config)
	e, err := order.New(s.Config)
	require.NoError(s.t, err)
	s.Engine = e
}

// counting is a store that counts commits.
type counting struct {
	order.Store
	commits int
}

func (c *counting) Commit(ctx context.Context, ch *order.Change) error {
	c.commits++
	return c.Store.Commit(ctx, ch)
}

func TestAnActionWithCallsTakesTwoCommitsAndAnyOtherOne(t *testing.T) {
	s := newShop(t)
	c := &counting{Store: s.store}
	s.rewire(func(cfg *order.Config) { cfg.Store = c })
	commits := func() int { n := c.commits; c.commits = 0; return n }
	o := s.place(goods(3))
	assert.Equal(t, 2, commits(), "placing reserves stock")
	s.do(o.ID, order.Pay{})
	assert.Equal(t, 2, commits())
	s.do(o.ID, order.Ship{})
	assert.Equal(t, 2, commits(), "three calls: book, capture, commit")
	s.do(o.ID, order.Deliver{})
	assert.Equal(t, 1, commits())
	t.Run("but a gateway that remembers no keys costs one more per call", func(t *testing.T) {
		s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{Lookup: order.LookupStrong, PartialCapture: true}})
		s.rewire(func(c *order.Config) { c.Gateways = map[string]order.PaymentGateway{"": s.pay} })
		d := goods(1)
		d.Number = "2026-2"
		o := s.place(d)
		commits()
		s.do(o.ID, order.Pay{})
		assert.Equal(t, 3, commits())
	})
}

func TestAWriterThatSawAnOlderOrderIsToldSo(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	staff := order.By(fsm.Staff, "anna")
	plan, err := s.Plan(s.ctx, o.ID, order.Cancel{}, staff)
	require.NoError(t, err)
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)}, staff, order.Key("one"))
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, staff, order.Expect(o.Version))
	require.ErrorIs(t, err, order.Conflict)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, staff, order.Exactly(plan))
	require.ErrorIs(t, err, order.Conflict)
	_, err = s.Do(s.ctx, o.ID, order.Cancel{}, staff, order.Key("one"))
	require.ErrorIs(t, err, order.Conflict, "the key belongs to another action")
	assert.Equal(t, "1 cancelled, 2 placed", states(s.check(o.ID), "mug"))
}

func TestHistoryOnlyGrowsAndSaysWhoWhenWhatWhyKeyAndPlan(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	before := []order.Event{}
	for i, a := range []order.Action{order.Pay{}, order.Ship{Of: order.Some("mug", 2)}, order.Cancel{}, order.Note{Text: "call Ada"}} {
		staff := order.By(fsm.Staff, "anna")
		plan, err := s.Plan(s.ctx, o.ID, a, staff)
		require.NoError(t, err)
		key := "step-" + string(rune('a'+i))
		s.do(o.ID, a, staff, order.Key(key), order.Why("asked by phone"), order.Exactly(plan))
		events, err := s.History(s.ctx, o.ID)
		require.NoError(t, err)
		require.Equal(t, before, events[:len(before)])
		before = events
		for j := range events {
			require.Equal(t, int64(j+1), events[j].No)
		}
		e := events[len(events)-1]
		require.Equal(t, order.EventAction, e.Kind)
		assert.Equal(t, a.Name(), e.Action)
		assert.Equal(t, order.Actor{Role: fsm.Staff, ID: "anna"}, e.Actor)
		assert.Equal(t, s.clock.now(), e.At)
		assert.Equal(t, key, e.Key)
		assert.Equal(t, "asked by phone", e.Why)
		assert.Equal(t, plan.Hash, e.Plan)
		assert.NotContains(t, string(e.Data), "Ada", "free text is with the person")
	}
}

// twisted are goods that ship only if a guard of the shop's says so.
func twisted() fsm.Definition {
	d := fsm.Goods()
	for i := range d.Transitions {
		if d.Transitions[i].Action == "ship" {
			d.Transitions[i].Guards = []string{"fit"}
		}
	}
	d.Otherwise = append(d.Otherwise, fsm.Otherwise{Action: "ship", In: []string{"paid"}, Answer: fsm.Refuse, Because: "not fit"})
	return d
}

func TestABrokenOrderIsQuarantinedAloneAndTheProcessGoesOn(t *testing.T) {
	broken := true
	s := newShop(t, func(c *order.Config) {
		c.Workflows = []order.Workflow{{Type: "goods", Definition: twisted()}}
		c.Guards = map[string]order.Guard{"fit": func(at order.Situation) bool {
			if broken && at.Order.Number == "bad" {
				panic("a bug of the shop's")
			}
			return true
		}}
	})
	bad, good := goods(1), goods(1)
	bad.Number = "bad"
	b, g := s.place(bad), s.place(good)
	staff := order.By(fsm.Staff, "anna")
	s.do(b.ID, order.Pay{})
	_, err := s.Do(s.ctx, b.ID, order.Ship{}, staff)
	require.ErrorIs(t, err, order.Quarantined)
	_, err = s.Do(s.ctx, b.ID, order.Cancel{}, staff)
	require.ErrorIs(t, err, order.Quarantined, "nothing moves it")
	cases, err := s.Cases(s.ctx, 3)
	require.NoError(t, err)
	require.Len(t, cases, 1)
	assert.Equal(t, order.CaseInvariant, cases[0].Code)
	s.pass(31 * time.Minute)
	assert.Equal(t, fsm.Cancelled, s.check(g.ID).Status(), "the other order's timer fires")
	broken = false
	_, err = s.Resolve(s.ctx, b.ID, order.Decide{Case: cases[0].No, Choice: order.Resume}, staff)
	require.NoError(t, err)
	s.do(b.ID, order.Ship{})
}

// unsound is a store that hands one order out with a unit too many.
type unsound struct {
	order.Store
	id string
}

func (u unsound) Load(ctx context.Context, id, key string) (order.Record, error) {
	r, err := u.Store.Load(ctx, id, key)
	if err == nil && id == u.id && r.Order.Quarantine == "" {
		r.Order.Lines[0].Runs[0].Count++
	}
	return r, err
}

func TestAnOrderThatDoesNotAddUpStopsNoOther(t *testing.T) {
	s := newShop(t)
	bad := s.place(goods(1))
	var others []*order.Order
	for range 3 {
		d := goods(1)
		d.Number = ""
		others = append(others, s.place(d))
	}
	s.rewire(func(c *order.Config) { c.Store = unsound{s.store, bad.ID} })
	s.pass(31 * time.Minute) // every order's timer is due, the bad one's first
	for _, o := range others {
		assert.Equal(t, fsm.Cancelled, s.check(o.ID).Status())
	}
	o, err := s.Order(s.ctx, bad.ID)
	require.NoError(t, err)
	assert.Contains(t, o.Quarantine, "runs cover 2 of 1 units")
}

func TestAnOrderFinishesUnderTheVersionItWasPlacedUnder(t *testing.T) {
	s := newShop(t)
	old := s.place(goods(1))
	strict := fsm.Goods()
	strict.Version = 2
	for i := range strict.Transitions {
		if tr := &strict.Transitions[i]; tr.Action == "cancel" && tr.From == "paid" {
			tr.By = []fsm.Role{fsm.Staff}
		}
	}
	s.rewire(func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "goods", Definition: strict})
	})
	d := goods(1)
	d.Number = "2026-2"
	young := s.place(d)
	assert.Equal(t, 1, old.Workflows[0].Version)
	assert.Equal(t, 2, young.Workflows[0].Version)
	customer := order.By(fsm.Customer, "c-7")
	for _, o := range []*order.Order{old, young} {
		s.do(o.ID, order.Pay{}, customer)
	}
	s.do(old.ID, order.Cancel{}, customer)
	_, err := s.Do(s.ctx, young.ID, order.Cancel{}, customer)
	require.ErrorIs(t, err, order.Refused)
}

// watching is a carrier that keeps the last parcel.
type watching struct {
	*memory.Carrier
	last order.Parcel
}

func (w *watching) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	w.last = p
	return w.Carrier.Book(ctx, p)
}

func TestTheCarrierGetsTheAddressAsItWasCleanedAtTheDoor(t *testing.T) {
	s := newShop(t)
	w := &watching{Carrier: s.carrier}
	s.rewire(func(c *order.Config) { c.Carriers = map[string]order.Carrier{"": w} })
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, p.ShipTo, w.last.To)
	assert.Equal(t, "山田 太郎", w.last.To.Name)
	assert.Equal(t, "山田 太郎 🏠", p.Raw["shipTo.name"])
	assert.Contains(t, readme(t), "`山田 太郎 🏠` reaches the label as `山田 太郎`")
}

// The example about money that the README tells in words.
func TestTheReadmesExampleAboutMoney(t *testing.T) {
	s := newShop(t)
	d := goods(3) // 12.50 each
	d.Charges, d.Discounts = nil, []pricing.Discount{{ID: "ten", Fixed: eur("10.00")}}
	o := delivered(s, d)
	l, _ := o.Line("mug")
	var shares []string
	for unit := range l.Quantity() {
		share, err := l.Share(unit, 1)
		require.NoError(t, err)
		shares = append(shares, share.Gross.Number())
	}
	assert.Contains(t, readme(t), "own "+shares[0]+", "+shares[1]+" and "+shares[2])
	s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("2.00"), Why: "scratched"})
	assert.Equal(t, "EUR 2.00", s.pay.PaidFor(o.ID).Refunded.String())
	for _, unit := range []int64{2, 0, 1} {
		s.do(o.ID, order.Return{Of: order.Selection{{Line: "mug", From: unit, Quantity: 1}}})
		s.do(o.ID, order.Receive{})
		s.do(o.ID, order.Inspect{Accepted: true})
	}
	paid := s.pay.PaidFor(o.ID)
	assert.Equal(t, "EUR 27.50", paid.Captured.String())
	assert.Equal(t, paid.Captured, paid.Refunded)
	_, err := s.Do(s.ctx, o.ID, order.Refund{Amount: eur("0.01")}, order.By(fsm.Staff, "anna"))
	require.ErrorIs(t, err, order.Refused)
}
