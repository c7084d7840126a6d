package order

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
)

// Store keeps orders. It is four small interfaces; an adapter implements all of
// them over one database. All methods may be called concurrently, from several
// processes.
type Store interface {
	Orders
	Log
	People
	Inbox
}

// Joiner is what a store adds that can work in a transaction of the host's own, so
// that an order changes together with the host's tables or not at all. The host
// puts its transaction into the context, in the store's own way.
//
// In such a context an action that calls the outside world is accepted and stored
// and nothing more: its calls are made by Run, Pass or Advance once the host has
// committed, never before. Do and Place return Pending then.
type Joiner interface {
	// Joined reports whether what is committed under ctx is in a transaction that
	// its owner may still roll back.
	Joined(ctx context.Context) bool
}

// Recaller is what a store adds that remembers orders. It saves a round trip: Do
// plans on what is recalled, and Commit says whether it is still so.
type Recaller interface {
	// Recall returns the order as this process last loaded or committed it, at once
	// and without asking the database. It may have changed since. False if it is
	// not remembered, or is better loaded, and always where ctx is in a transaction of
	// the host's. The caller owns what it gets. Whoever wraps a store and changes what
	// Load returns must change or hide Recall, too.
	Recall(ctx context.Context, id string) (Order, bool)
}

// Orders loads, commits, claims and finds orders.
type Orders interface {
	// Load returns the order as last committed and, if key is not empty, the
	// answer stored under that key. The caller owns what it gets. ErrNotFound
	// if there is no such order.
	Load(ctx context.Context, id, key string) (Record, error)

	// Commit stores one change of one order atomically: everything in it or
	// nothing. It returns ErrConflict, and stores nothing, unless the stored
	// version equals Change.Expect (0: the order must not exist, and neither
	// may its channel and number), compared by the database in the same
	// statement that writes, and unless the stored lease token equals
	// Change.Token when that is not empty. A commit ends any lease. After any
	// other error the change may or may not be stored; the engine loads again.
	// When Commit has returned nil the change survives a crash of the process
	// and, as far as the database promises it, of the machine.
	Commit(ctx context.Context, c *Change) error

	// Claim leases up to limit orders whose due time is not after due and that
	// nobody leases, the longest due first, each under a fresh random token, for
	// the given time by the database's clock. Two callers never get the same
	// order while its lease lives.
	Claim(ctx context.Context, due time.Time, limit int, lease time.Duration) ([]Lease, error)

	// Find returns the orders that match, newest first by placing time, then by
	// ID from high to low, at most Query.Limit of them. What cannot be read takes no
	// place of the limit: Find goes on behind it until it has as many others, and
	// returns them together with an Unread of what it passed by. So a page that is
	// shorter than its limit is the last one, whatever could not be read. With any
	// other error it returns none.
	Find(ctx context.Context, q Query) ([]Order, error)
}

// Log reads what was recorded.
type Log interface {
	// History returns the events of one order with No > after, in order, at most
	// limit of them; 0 means all.
	History(ctx context.Context, id string, after int64, limit int) ([]Event, error)
	// Journal returns all entries of one order, in order.
	Journal(ctx context.Context, id string) ([]Entry, error)
	// Events returns events of all orders after the cursor in the order in which
	// they were committed, and the cursor to go on from. No event is ever
	// skipped, also under concurrent commits. The empty cursor is the start. At
	// most limit of them; 0 means all.
	Events(ctx context.Context, after string, limit int) ([]Event, string, error)
}

// People keeps personal data apart from orders.
type People interface {
	// Person returns the personal data of an order; ErrNotFound if there is
	// none or it was erased.
	Person(ctx context.Context, id string) (Person, error)
	// Erase deletes the personal data of an order for good. Erasing twice is
	// no error.
	Erase(ctx context.Context, id string) error
}

// Inbox keeps outside events until they are applied.
type Inbox interface {
	// Receive stores a notice. It returns false if a notice with the same
	// provider and ID was ever stored, applied or not.
	Receive(ctx context.Context, n Notice) (fresh bool, err error)
	// Waiting returns notices that are not applied and whose time to look again
	// is not after due, by that time, then in the order received, at most limit
	// of them; 0 means all. What cannot be read takes no place of the limit: nobody
	// postpones it, so it stays the first, and would hide all that come after it.
	// Waiting returns the others together with an Unread of what it passed by, and
	// none with any other error.
	Waiting(ctx context.Context, due time.Time, limit int) ([]Notice, error)
	// Postpone sets when to look at a waiting notice again. Unknown and applied
	// notices are left as they are.
	Postpone(ctx context.Context, id NoticeID, until time.Time) error
}

// Record is what Load returns.
type Record struct {
	Order  Order
	Answer *Answer
}

// Change is one commit of one order, as one value.
type Change struct {
	// Order is the whole new order; its Version is Expect+1.
	Order  *Order
	Expect int64
	// Token is the lease under which the change is made; empty for callers that
	// hold none.
	Token string
	// Due is when the engine must look at the order next; zero is never.
	Due time.Time
	// Events and Entries are appended. Their numbers follow the stored ones.
	Events  []Event
	Entries []Entry
	// Answers replace those under the same order and key.
	Answers []Answer
	// Guess says that the order was not loaded: it is new, or recalled. Then an
	// answer that is stored already under the key of one of Answers is a conflict,
	// and so is an order that is not the recalled one, whatever its version. The
	// store may call a guess a conflict for reasons of its own: the engine loads the
	// order and plans anew. Only a Recaller gets guesses with Expect above 0.
	Guess bool
	// Number are the indices in Order.Documents, from low to high, of the documents
	// that this commit numbers. The store sets each one's No to the next of its
	// Series: one more than the highest No that it ever stored in the series, over
	// all orders, or 1. It keeps the order with these numbers, lists it by its Refs
	// with them, and sets them in Order before it returns nil, which besides Read is
	// all that Commit changes in a Change. In each series the numbers 1 to the last
	// are all stored, each once: of two commits at the same time none gets the
	// other's number, and a commit that stores nothing uses none up, whether it was
	// a conflict, failed, or was cut off by a crash. After an error Order is as it
	// was.
	Number []int
	// Person replaces the personal data, unless nil.
	Person *Person
	// Read, unless nil, is an empty Person that a store which can read the personal
	// data in the same round trip sets to them, as they are with this change, before
	// Commit returns nil. It stays empty where there are none, in a store that
	// cannot, and after an error: who finds it empty asks for Person.
	Read *Person
	// Applied are notices that this change takes in; they no longer wait. If one
	// of them is applied already, or was never received, the whole commit is a
	// conflict.
	Applied []NoticeID
}

// Lease is the right to work on a due order until its time is over.
type Lease struct {
	Order string
	Token string
}

// Query selects orders. Empty fields match everything; all given ones must match.
type Query struct {
	Customer string
	Channel  string
	Number   string
	Ref      string    // a payment reference, tracking number or number of a document
	Phase    fsm.Phase // some unit is in this phase
	State    string    // some unit is in this state
	Type     string    // some line has this product type
	// Cases selects orders with open cases of at least this stage (2 or 3).
	Cases int
	// Since and Until bound the placing time: Since <= placed < Until.
	Since, Until time.Time
	// Before continues a list behind its last order.
	BeforePlaced time.Time
	BeforeID     string
	// Limit is the most orders to return; 0 means 100.
	Limit int
}

// Person is the personal data of one order: everything that must be erasable.
type Person struct {
	Order string `json:"order"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	// TaxID is the buyer's VAT number: personal data, since sole traders have one.
	TaxID string `json:"taxID,omitempty"`
	// ShipTo and BillTo are cleaned; Raw keeps what was received.
	ShipTo i18n.Address `json:"shipTo,omitzero"`
	BillTo i18n.Address `json:"billTo,omitzero"`
	// Texts are the customer's own words by name, e.g. "gift_message" or
	// "ring/engraving".
	Texts map[string]string `json:"texts,omitempty"`
	Notes []Text            `json:"notes,omitempty"`
	// Raw is the text as received, by path, where cleaning changed it.
	Raw map[string]string `json:"raw,omitempty"`
}

// Text is a dated note.
type Text struct {
	At    time.Time `json:"at"`
	By    Actor     `json:"by"`
	About string    `json:"about,omitempty"` // the action that it came with
	Text  string    `json:"text"`
}

// Keys by which a store indexes an order.
type Keys struct {
	Phases []fsm.Phase // phases that some unit is in
	States []string    // states that some unit is in
	Types  []string    // product types
	Refs   []string    // outside references
	Stage  int         // the highest stage of an open case, 0 if none
}

// NoticeID names a notice: unique per provider.
type NoticeID struct {
	Provider string `json:"provider"`
	ID       string `json:"id"`
}
