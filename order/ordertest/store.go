package ordertest

import (
	"testing"
	"time"

	"github.com/orderkit/orderkit/order"
)

// Store is a store under test.
type Store struct {
	// Store is fresh and empty.
	Store order.Store
	// Second opens the same data once more, as another process or after a
	// restart would; the first stays in use. Nil if the data cannot be opened
	// twice, as in memory.
	Second func(t T) order.Store
	// Pass lets the time of the store's clock go by; nil is time.Sleep. Leases
	// are the only thing that depends on it.
	Pass func(d time.Duration)
	// Damage makes the stored order or notice that what names unreadable, as a broken
	// disk does, and leaves the rest; what is empty but for that. Nil if nothing can
	// be damaged, as in memory.
	Damage func(t T, what order.Unreadable)
}

// TestStore checks a store against everything that the engine relies on, each
// promise as a subtest on a freshly opened store.
func TestStore(t *testing.T, open func(t T) Store) {
	t.Helper()
	runAll(t, storeClauses(), filledStore(open))
}

// CheckStore is TestStore outside of a test: it returns the broken promises among
// the clauses named, or among all if none are.
func CheckStore(open func(t T) Store, only ...string) []Broken {
	return checkAll(storeClauses(), filledStore(open), only)
}

func filledStore(open func(T) Store) func(T) Store {
	return func(t T) Store {
		s := open(t)
		if s.Pass == nil {
			s.Pass = time.Sleep
		}
		return s
	}
}

func storeClauses() []clause[Store] {
	var all []clause[Store]
	for _, some := range [][]clause[Store]{
		loadClauses(), commitClauses(), conflictClauses(), recallClauses(), recordClauses(), ownClauses(), peopleClauses(),
		claimClauses(), raceClauses(), workerClauses(), eventClauses(), inboxClauses(), findClauses(), pageClauses(), unreadClauses(), oddClauses(), numberClauses(),
	} {
		all = append(all, some...)
	}
	return all
}
