// Package ordertest checks what a host writes itself: its store, its payment
// gateway, its carrier, stock, promotions and members, its own steps and its
// webhook handlers.
//
// # Goals
//
// An adapter's author should learn from the suite what the engine relies on,
// one promise at a time, before an order does. Each promise is a subtest; when
// it is broken, the test prints the promise as a sentence and then what was
// seen:
//
//	func TestMyStore(t *testing.T) {
//		ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
//			db := openTestDatabase(t)
//			return ordertest.Store{Store: db, Second: func(t ordertest.T) order.Store { return openAgain(t, db) }}
//		})
//	}
//
// # Edition 4: 261 promises
//
// All of them are on one page, testdata/promises.txt. What an adapter declares
// decides which are tried, and is itself proved; the rest says why it is skipped.
//
//	suite           promises  tried only where the adapter declares or allows it
//	TestStore       95        Second: data that can be opened twice; Damage; order.Recaller
//	TestPayments    54        Traits: KeyLife, Lookup, PartialCapture, PartialVoid, AuthLife; Authorizer; PaymentLookup;
//	                          tokens that are declined or must be confirmed; further currencies; Paid
//	TestCarrier     22        Traits: KeyLife, Lookup; Returner; CarrierLookup; Parts; Nowhere; Live
//	TestStock       20
//	TestPromotions  17        Used
//	TestMembers     12
//	TestOwnStep     11        fsm.Step: Idempotent; StepLookup; Done
//	TestWebhooks    30        Old, Body, Unused, Kinds, Currencies
//
// The embedded Provider says what a test can do to the system behind a port: let
// its clock go on, cut it off, lose one of its answers. In a sandbox on the network
// that may be nothing; then those promises are skipped.
//
// # A world, and what can happen in it
//
// A World is everything outside of a shop: a bank that authorizes and a till that
// charges at once, a carrier, a warehouse, coupons and points, with books of their
// own and a clock that only tests move. Every call of a port, every load and every
// commit passes a point where anything can happen: a refusal, a lost answer, a slow
// one, a key that stays stuck or is forgotten, half of a reservation, an
// authorization that ended, money that somebody gives back by hand, a webhook that
// comes early, late, twice or after the next, an old version of the order, a clock
// that is put on or back, a process that is killed or stopped while others go on;
// the answers are constants of type Answer. What an order says at its end is
// compared with itself (Judge) and with those books. The four ways to use it, each
// with the host's own store, workflows and prices:
//
//	Explore   one order; every thing that can happen at every point of it, then every two, three
//	Simulate  thousands of orders at once, random but repeatable, many things going wrong
//	Tour      every transition and every answer of a workflow, once
//	Replay    lives that are written down, to the letter: what changes is a difference
//
// A failure prints one line that repeats it: Exploration.Replay, Simulation.Replay,
// the name of a recorded life. The first two are as short as they could be made, and
// an exploration prints a small file as well, with the promise and the test.
// A test takes them from a flag of the host's own, so that they can be pasted into a
// shell. Explored.Matrix is what happened where, and how often.
//
//	func TestMyShopUnderLoad(t *testing.T) {
//		ordertest.Simulate(t, ordertest.Simulation{
//			Open:   func(now func() time.Time) order.Store { return openTestDatabase(t, now) },
//			Wire:   func(c *order.Config) { c.Workflows = myWorkflows() },
//			Draft:  myDraft, // func(*rand.Rand) order.Draft
//			Orders: 3000, Seed: 1,
//		})
//	}
//
// In a simulation orders share the clock, the workers and the inbox, and, as far as
// Simulation.Supply says so, scarce stock and coupons. A process may stop for less
// than the first retry takes while it makes a call, and for an hour elsewhere;
// clocks are wrong by up to two minutes, and are put right between calls; banks
// answer late, twice, in any order or not at all, ask customers who confirm or do
// not, and take money back; staff decides after looking at the world's books.
//
// Audit judges the orders of a store in use, page by page.
//
// # Guarantees
//
//   - The suites use nothing but the interfaces of package order, and probes
//     that the host may leave out; a promise that cannot be seen is skipped.
//   - Every promise can fail: this package's own tests hold a catalogue of
//     broken stores, ports and handlers, each caught by the clauses it names, and
//     there is no clause that catches nothing in it.
//   - CheckStore and its like run the same promises without *testing.T, and
//     return the broken ones as values.
//
// # Not here
//
// No mocks: the fakes in adapters/memory are good enough to ship. Nothing here
// kills processes or pulls plugs; how much a commit survives depends on the
// database, and its adapter tests that.
package ordertest
