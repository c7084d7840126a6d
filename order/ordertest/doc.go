// Package ordertest checks what a host writes itself: its store, its payment
// gateway, its carrier, stock, promotions and members.
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
// # Guarantees
//
//   - The suites use nothing but the interfaces of package order, and probes
//     that the host may leave out; a promise that cannot be seen is skipped.
//   - Every promise can fail: this package's own tests hold a catalogue of
//     broken stores and ports, and each is caught.
//   - CheckStore and its like run the same promises without *testing.T, and
//     return the broken ones as values.
//
// # Not here
//
// No mocks: the fakes in adapters/memory are good enough to ship. Nothing here
// kills processes or pulls plugs; how much a commit survives depends on the
// database, and its adapter tests that.
package ordertest
