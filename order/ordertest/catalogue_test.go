package ordertest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// broken is a thing with one mistake, as it was made somewhere, and the clauses
// that must notice it. Every mistake that we find joins the catalogue.
type broken struct {
	name    string
	clauses string // by name, with spaces between
	check   func(only ...string) []ordertest.Broken
}

// catalogue is all broken things, by suite.
func catalogue() map[string][]broken {
	return map[string][]broken{
		"TestStore":      slices.Concat(brokenStores(), brokenCabinets(), brokenPeople(), brokenRecalls(), brokenDisks()),
		"TestPayments":   append(brokenGateways(), brokenAnswers()...),
		"TestCarrier":    brokenCarriers(),
		"TestStock":      brokenStocks(),
		"TestPromotions": brokenPromotions(),
		"TestMembers":    brokenMembers(),
		"TestOwnStep":    brokenOwnSteps(),
		"TestWebhooks":   brokenCounters(),
	}
}

func TestEveryBrokenThingIsCaughtByTheClausesThatNameIt(t *testing.T) {
	count := 0
	for suite, list := range catalogue() {
		count += len(list)
		names := make(map[string]bool)
		for _, b := range list {
			require.False(t, names[b.name], "%s: %s is there twice", suite, b.name)
			names[b.name] = true
			t.Run(suite+"/"+b.name, func(t *testing.T) {
				t.Parallel()
				want := strings.Fields(b.clauses)
				require.NotEmpty(t, want)
				var caught []string
				for _, found := range b.check(want...) {
					require.NotEmpty(t, found.Promise)
					require.NotEmpty(t, found.Seen)
					require.NotContains(t, found.Seen, "panic: ", found.Clause)
					caught = append(caught, found.Clause)
				}
				for _, clause := range want {
					require.Contains(t, caught, clause, "this clause did not notice it")
				}
			})
		}
	}
	require.GreaterOrEqual(t, count, 40)
}

func TestAClauseThatDoesNotExistIsNotTakenForOneThatHolds(t *testing.T) {
	found := ordertest.CheckStock(stockOver(nil), "race/last_unit", "race/last-unit")
	require.Len(t, found, 1)
	require.Equal(t, "race/last-unit", found[0].Clause)
	require.Contains(t, found[0].Error(), "no clause has this name")
}

// What is wrapped around the fakes to break them breaks nothing by itself.
func TestNothingIsCaughtThatIsNotBroken(t *testing.T) {
	for suite, check := range map[string]func() []ordertest.Broken{
		"TestStore": func() []ordertest.Broken {
			return append(ordertest.CheckStore(storeOver(rightStore)), ordertest.CheckStore(storeOver(rightDisk))...)
		},
		"TestPayments":   func() []ordertest.Broken { return ordertest.CheckPayments(paymentsOver(gatewayOn(nil))) },
		"TestCarrier":    func() []ordertest.Broken { return ordertest.CheckCarrier(carrierOver(nil)) },
		"TestStock":      func() []ordertest.Broken { return ordertest.CheckStock(stockOver(nil)) },
		"TestPromotions": func() []ordertest.Broken { return ordertest.CheckPromotions(promotionsOver(nil)) },
		"TestMembers":    func() []ordertest.Broken { return ordertest.CheckMembers(membersOver(nil)) },
		"TestOwnStep":    func() []ordertest.Broken { return ordertest.CheckOwnStep(ownStepOver(nil, nil)) },
		"TestWebhooks":   func() []ordertest.Broken { return ordertest.CheckWebhooks(webhooksOf(rightCounter)) },
	} {
		t.Run(suite, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, check())
		})
	}
}

// A clause that no mistake was ever caught by may be one that cannot fail.
func TestEveryPromiseIsBrokenBySomethingInTheCatalogue(t *testing.T) {
	all := catalogue()
	for _, p := range ordertest.Promises() {
		require.True(t, slices.ContainsFunc(all[p.Suite], func(b broken) bool {
			return slices.Contains(strings.Fields(b.clauses), p.Clause)
		}), "%s/%s catches nothing in the catalogue", p.Suite, p.Clause)
	}
	for suite, list := range all {
		for _, b := range list {
			for _, clause := range strings.Fields(b.clauses) {
				require.True(t, slices.ContainsFunc(ordertest.Promises(), func(p ordertest.Promise) bool {
					return p.Suite == suite && p.Clause == clause
				}), "%s: %s names the clause %s, which does not exist", suite, b.name, clause)
			}
		}
	}
}
