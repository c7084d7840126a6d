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
// # Edition 2: 252 promises
//
// All of them are on one page, testdata/promises.txt. What an adapter declares
// decides which are tried, and is itself proved; the rest says why it is skipped.
//
//	suite           promises  tried only where the adapter declares or allows it
//	TestStore       86        Second: data that can be opened twice
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
