package ordertest_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

var (
	deep   = flag.Int("deep", 0, "how much goes wrong in the explorer: 0 is one thing in the usual world, 1 one thing in every world, 2 two things in the lives most used and four of the five worlds, 3 three things there in every world, and so on")
	replay = flag.String("replay", "", "what a failure of the explorer or the simulator prints, or @ and the name of a file that holds it: only this is run")
)

// replayed is what -replay says.
func replayed(t testing.TB) string {
	name, ok := strings.CutPrefix(*replay, "@")
	if !ok {
		return *replay
	}
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NotEmpty(t, strings.TrimSpace(string(text)), "%s is empty", name)
	return string(text)
}

// draft is one order of these product types, each with a few units, a coupon and
// shipping.
func draft(types ...string) order.Draft {
	d := order.Draft{Customer: "c", Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		ShipTo: i18n.Address{Name: "Ada", Lines: []string{"Unter den Linden 1"}, Locality: "Berlin", PostalCode: "10117", Country: "DE"}}
	for i, typ := range types {
		it := order.Item{SKU: "SKU-" + typ, Type: typ, Line: pricing.Line{ID: typ, Unit: currency.New(int64(1250+100*i), currency.EUR).Decimal(), Quantity: int64(2 + i)}}
		if typ == "download" {
			it.SKU = ""
		}
		d.Items = append(d.Items, it)
	}
	d.Discounts = []pricing.Discount{{ID: "spring", Code: "SPRING", Percent: currency.New(1000, currency.EUR).Decimal()}}
	d.Charges = []order.Fee{{Charge: pricing.Charge{ID: "shipping", Kind: "shipping", Amount: currency.New(490, currency.EUR)}}}
	return d
}

// life is an order of some product types and what is done with it.
type life struct {
	name  string
	types []string
	steps []ordertest.Step
	ends  fsm.Phase
	used  bool // most of all
}

func by(role fsm.Role, list ...order.Action) (out []ordertest.Step) {
	for _, a := range list {
		out = append(out, ordertest.Step{Action: a, Role: role})
	}
	return out
}

// lives are every shipped workflow, forward and back.
func lives() []life {
	const s, c = fsm.Staff, fsm.Customer
	one := func(line string) order.Selection { return order.Some(line, 1) }
	sent := []order.Action{order.Ship{}, order.Deliver{}}
	made := []order.Action{order.Produce{}, order.Finish{}, order.Ship{}, order.Deliver{}}
	back := append(by(c, order.Return{}), by(s, order.Receive{}, order.Inspect{Accepted: true, Charges: []string{"shipping"}})...)
	pay := by(c, order.Pay{})
	all := func(parts ...[]ordertest.Step) []ordertest.Step { return slices.Concat(parts...) }
	return []life{
		{"goods", []string{"goods"}, all(pay, by(s, order.Ship{Of: one("goods")}, order.Ship{}, order.Deliver{}), by(c, order.Confirm{}), by(s, order.Complete{})), fsm.Completed, true},
		{"goods, cancelled", []string{"goods"}, all(pay, by(c, order.Cancel{Of: one("goods")}), by(s, order.Cancel{})), fsm.Cancelled, true},
		{"goods, returned", []string{"goods"}, all(pay, by(s, sent...), back), fsm.Returned, true},
		{"goods, lost", []string{"goods"}, all(pay, by(s, order.Ship{}, order.Lose{})), fsm.Returned, false},
		{"goods, modified", []string{"goods"}, all(pay, by(s, order.Modify{Set: []order.Target{{Line: "goods", Quantity: 1}}}), by(s, sent...),
			by(s, order.Refund{Amount: currency.New(100, currency.EUR)})), fsm.Completed, false},
		{"goods, charged at once", []string{"goods"}, all(by(c, order.Pay{With: []order.Tender{{Gateway: "till"}}}), by(c, order.Cancel{Of: one("goods")}), by(s, sent...), back), fsm.Returned, false},
		{"goods, paid in two ways", []string{"goods"}, all(by(c, order.Pay{With: []order.Tender{{Gateway: "till", Amount: currency.New(1500, currency.EUR)}, {}}}),
			by(s, order.Ship{Of: one("goods")}), by(c, order.Cancel{}), by(s, order.Deliver{})), fsm.Completed, false},
		{"made to order", []string{"made_to_order"}, all(pay, by(s, made...), by(c, order.Confirm{}), by(s, order.Complete{})), fsm.Completed, false},
		{"made to order, returned", []string{"made_to_order"}, all(pay, by(s, made...), by(s, order.Return{}), back[1:]), fsm.Returned, false},
		{"made to order, cancelled", []string{"made_to_order"}, all(pay, by(s, order.Cancel{})), fsm.Cancelled, false},
		{"download", []string{"download"}, all(pay, by(s, order.Grant{}), by(c, order.Confirm{}), by(s, order.Complete{})), fsm.Completed, false},
		{"download, cancelled", []string{"download"}, all(pay, by(s, order.Cancel{})), fsm.Completed, false},
		{"all three", []string{"goods", "made_to_order", "download"}, all(pay, by(s, order.Ship{Of: one("goods")}), by(c, order.Cancel{Of: one("goods")}),
			by(s, made...), back), fsm.Completed, false},
	}
}

// promises are what providers promise, from all to little.
func promises() map[string]order.Traits {
	return map[string]order.Traits{
		"keys and lookup":  {KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour},
		"keys":             {KeyLife: 24 * time.Hour, PartialCapture: true, PartialVoid: true},
		"lookup":           {Lookup: order.LookupStrong, PartialCapture: true},
		"keys, lagging":    {KeyLife: order.Forever, Lookup: order.LookupEventual, PartialVoid: true},
		"nothing promised": {},
	}
}

// ways are the circumstances in which every life is led.
var ways = []struct {
	name     string
	usual    bool // here more than one thing goes wrong
	attempts int
	open     func(now func() time.Time) order.Store
}{
	{"usual", true, 0, inMemory},
	{"attempts=1", false, 1, inMemory},
	{"nothing recalled", false, 0, func(now func() time.Time) order.Store { return struct{ order.Store }{inMemory(now)} }},
}

func inMemory(now func() time.Time) order.Store {
	return memory.NewStore(memory.Config{Now: now})
}

func TestNothingThatHappensAtAnyPointBreaksAnOrder(t *testing.T) {
	all := ordertest.Explored{Hits: map[string]map[ordertest.Answer]int{}}
	tried := 0
	for _, l := range lives() {
		for promised, traits := range promises() {
			if *deep == 0 && *replay == "" && promised != "keys and lookup" {
				continue
			}
			for _, way := range ways {
				name := fmt.Sprintf("%s/%s/%s", l.name, promised, way.name)
				t.Run(name, func(t *testing.T) {
					faults := 1
					if way.usual && l.used && (*deep != 2 || promised != "keys") { // it is between the others
						faults = max(1, *deep)
					}
					x := ordertest.Exploration{Open: way.open, Traits: traits,
						Draft: draft(l.types...), Steps: l.steps, Ends: l.ends, Faults: faults, Replay: replayed(t),
						Wire: func(c *order.Config) { c.Retry.Attempts = way.attempts }}
					start := time.Now()
					e := ordertest.Explore(t, x)
					t.Logf("%d runs in %v, %d pruned", e.Runs, time.Since(start), e.Pruned)
					require.True(t, *replay != "" || e.Runs > 100)
					all.Runs += e.Runs
					tried++
					for name, hits := range e.Hits {
						if all.Hits[name] == nil {
							all.Hits[name] = map[ordertest.Answer]int{}
						}
						for a, n := range hits {
							all.Hits[name][a] += n
						}
					}
				})
			}
		}
	}
	t.Logf("%d distinct runs\n%s", all.Runs, all.Matrix())
	if *replay != "" || *deep < 2 || tried < len(ways)*len(lives())*len(promises()) {
		return // -run chose some of them
	}
	require.GreaterOrEqual(t, all.Runs, 250_000)
	for _, a := range ordertest.Answers {
		hits := 0
		for name := range all.Hits {
			hits += all.Hits[name][a]
		}
		require.Positive(t, hits, "%s never happened", a)
	}
}

func TestAFailureOfTheExplorerIsAFileThatRepeatsIt(t *testing.T) {
	x := ordertest.Exploration{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) }, Draft: draft("goods"),
		Steps: by(fsm.Customer, order.Pay{}), Faults: 2,
		Check: func(o *order.Order) []string {
			if o.Status() == fsm.Cancelled {
				return []string{"this shop never cancels"}
			}
			return nil
		}}
	found, err := x.Run()
	require.NoError(t, err)
	require.Contains(t, found.Broken.Promise, "this shop never cancels")
	require.Len(t, found.Broken.Script, 1, "no shorter one breaks it")
	x.Replay = found.Broken.File(t.Name())
	again, err := x.Run()
	require.NoError(t, err)
	require.Equal(t, found.Broken, again.Broken)
	require.NotEmpty(t, again.Broken.Story)
	for _, wrong := range []string{"12", "kill=12", "12=murder", "-1=kill"} {
		_, err := ordertest.ParseScript(wrong)
		require.ErrorContains(t, err, "is not like 12=kill")
	}
}

// paying is a short exploration.
func paying() ordertest.Exploration {
	return ordertest.Exploration{Open: func(now func() time.Time) order.Store { return memory.NewStore(memory.Config{Now: now}) },
		Draft: draft("goods"), Steps: by(fsm.Customer, order.Pay{})}
}

func TestAScriptThatDoesNotFitIsAnError(t *testing.T) {
	for script, says := range map[string]string{
		"9999=kill":           "has no point 9999",
		"2=stale":             "point 2 is ",
		"# for people only\n": "nothing happens",
		" ":                   "nothing happens",
	} {
		x := paying()
		x.Replay = script
		_, err := x.Run()
		require.ErrorContains(t, err, says, "%q", script)
	}
}

func TestALifeInWhichSomethingCannotBeAskedForIsNoLifeToExplore(t *testing.T) {
	x := paying()
	x.Steps = append(x.Steps, by(fsm.Staff, order.Ship{Of: order.Some("no such line", 1)})...)
	e, err := x.Run()
	require.NoError(t, err)
	require.NotNil(t, e.Broken)
	require.Equal(t, 1, e.Runs)
	require.Empty(t, e.Broken.Replay)
	require.Contains(t, e.Broken.Promise, "nothing happened, and ship cannot be asked for: ")
}

func TestAFailuresFileNamesItsTestForAShell(t *testing.T) {
	f := ordertest.Failure{Promise: "one\ntwo", Replay: "12=kill"}
	require.Equal(t, "# one\n# two\n# -run '^TestShop$/^Ada'\\''s_cart_\\(3\\+1\\)$'\n12=kill\n", f.File("TestShop/Ada's_cart_(3+1)"))
}

func TestOfTwoRunsThatBreakAPromiseTheEarlierOneIsTold(t *testing.T) {
	for range 20 {
		x := paying()
		x.Check = func(o *order.Order) []string {
			if len(o.Cases) > 0 || o.Status() == fsm.Cancelled {
				return []string{"nobody is ever asked"}
			}
			return nil
		}
		e, err := x.Run()
		require.NoError(t, err)
		require.Equal(t, "2=deaf", e.Broken.Replay)
	}
}
