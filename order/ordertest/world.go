package ordertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// World is everything outside of a shop: a bank, a carrier, a warehouse, coupons
// and points, each with books of its own that no order writes to. What an order
// says can be compared with them. Its clock moves only when Pass says so.
//
// Every call of the shop passes one point, where the explorer decides what
// happens. Without it everything goes well. A World is for one goroutine.
type World struct {
	// Traits is what bank and carrier promise. Zero fields are kept as they are:
	// the zero Traits is a provider that remembers no key and cannot be asked.
	Traits order.Traits
	// Supply is what the world has to give.
	Supply Supply

	now    time.Time
	grace  time.Duration // for how much longer than promised a key lives
	at     func(Point) Answer
	told   func(*entry) // hears what happened; nil: the webhook waits in notes
	made   int
	asked  []*entry       // what customers were asked to confirm and did not yet
	notes  []order.Notice // webhooks that were not delivered yet
	books  []*entry       // everything that happened, in order
	keys   map[string]*entry
	refs   map[string]*entry   // what can be drawn from, by reference
	orders map[string][]*entry // what happened to each order
	took   map[string]int64    // units of each SKU that are set aside or gone
	uses   map[string]int      // how often each coupon is in use
	mine   map[[2]string]int   // the same, by order and code
	doubly map[string]string   // by order, a key under which more than one thing happened
	had    map[string]bool     // keys under which something happened
}

// Supply is what there is in a World. What it does not name is there without end.
type Supply struct {
	// Stock is how many units of a SKU can be sold. A reservation that asks for more
	// than is left of any of its SKUs is declined as a whole.
	Stock map[string]int64
	// Uses is how often a coupon can be in use at the same time, over all orders.
	// One that is not named can be used once by each order.
	Uses map[string]int
}

// entry is one effect in the books of the world.
type entry struct {
	op, key, order, ref string
	of                  *entry // the authorization or charge, or the parcel
	amount              currency.Amount
	goods               []order.Goods
	code                string
	using               string       // the name of the carrier
	err                 error        // the answer that the key keeps, if not done
	at                  time.Time    // from when the key lives
	stuck               bool         // the key keeps an answer that tells nothing
	waits               func() error // set while the customer must confirm: what happens then

	drawn map[string]int64 // what was drawn from this one, by what drew it
}

// NewWorld returns a world in which nothing happened, at noon of a Monday.
func NewWorld(t order.Traits) *World {
	return &World{Traits: t, now: monday(), keys: map[string]*entry{}, refs: map[string]*entry{}, orders: map[string][]*entry{},
		took: map[string]int64{}, uses: map[string]int{}, mine: map[[2]string]int{}, doubly: map[string]string{}, had: map[string]bool{}}
}

func monday() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// Now is the world's clock.
func (w *World) Now() time.Time { return w.now }

// wait moves the clock.
func (w *World) wait(d time.Duration) { w.now = w.now.Add(d) }

// Wire puts the world's ports into a configuration: the default gateway, the
// default carrier and the one of downloads, stock, coupons and points, and the
// clock.
func (w *World) Wire(c *order.Config) {
	c.Now = w.Now
	c.Gateways = map[string]order.PaymentGateway{"": bank{w}}
	c.Carriers = map[string]order.Carrier{"": post{w, ""}, "download": post{w, "download"}}
	c.Stock, c.Promotions, c.Members = warehouse{w}, office{w}, club{w}
}

// call is one call of a port: it happens, or not, and is answered, or not, as the
// point decides. A key that the port remembers has its effect once.
func (w *World) call(e *entry, lasting bool, effect func() error) (order.Receipt, error) {
	sent := w.now
	answer := w.point(Point{Name: e.op, Key: e.key, Port: true})
	if !lasting && w.now.Sub(sent) > w.Traits.KeyLife {
		answer = Dropped // no network keeps a request for longer than a provider its key
	}
	switch answer {
	case Dead:
		return order.Receipt{}, errDead
	case Temporary:
		return order.Receipt{}, order.Retry(errAway)
	case Dropped:
		return order.Receipt{}, order.Unsure(errAway)
	}
	known := w.keys[e.key]
	if known != nil && !lasting && known.waits == nil && (w.Traits.KeyLife == 0 || w.now.Sub(known.at)-w.grace >= w.Traits.KeyLife) {
		known = nil
	}
	if known == nil {
		known = e
		e.at = w.now
		switch {
		case answer == Refused:
			e.err = order.Decline("no", "the world was told to say no")
		case answer == Awaited:
			if e.waits = effect; w.told != nil {
				w.told(e)
			} else {
				w.asked = append(w.asked, e)
			}
		default:
			w.happen(e, effect)
		}
		if w.keys[e.key] == nil || w.keys[e.key].err != nil || lasting {
			w.keys[e.key] = e
		}
		e.stuck = answer == Stuck && e.err == nil
	}
	switch answer {
	case Lost:
		return order.Receipt{}, order.Unsure(errAway)
	case LostLong:
		w.wait(w.Traits.KeyLife + time.Hour)
		return order.Receipt{}, order.Unsure(errAway)
	case Panic:
		panic(errAway)
	}
	if w.point(Point{Name: e.op + " answered", Key: e.key}) == Dead {
		return order.Receipt{}, errDead
	}
	if known.stuck {
		return order.Receipt{}, order.Unsure(errAway)
	}
	return known.answer()
}

// answer is what the provider says when it is asked about the key.
func (e *entry) answer() (order.Receipt, error) {
	if e.waits != nil {
		return order.Receipt{}, order.Await("https://bank.example/confirm")
	}
	return order.Receipt{Ref: e.ref}, e.err
}

// happen lets an effect come true, or be declined.
func (w *World) happen(e *entry, effect func() error) {
	if e.err = effect(); e.err != nil {
		return
	}
	w.made++
	if e.ref == "" {
		e.ref = fmt.Sprintf("%s-%d", e.op, w.made)
	}
	w.enter(e)
	if w.told != nil {
		w.told(e)
	} else if n, ok := w.echo(e); ok {
		w.notes = append(w.notes, n)
	}
}

// confirm is what a customer does whom the bank asked; abandon is when they do not.
func (w *World) confirm(e *entry) {
	if effect := e.waits; effect != nil {
		e.waits = nil
		w.happen(e, effect)
	}
}

func (w *World) abandon(e *entry) bool {
	if e.waits == nil {
		return false
	}
	e.waits, e.err = nil, order.Decline("abandoned", "the customer did not confirm")
	return true
}

// disputable is what the customer's bank can still take back of a payment.
func (w *World) disputable(of *entry) int64 {
	n := of.drawn["capture"] - of.drawn["refund"] - of.drawn["chargeback"]
	if of.op == "capture" {
		n += of.amount.Minor()
	}
	return n
}

// dispute lets the customer's bank take money back.
func (w *World) dispute(of *entry, minor int64) *entry {
	w.made++
	e := &entry{op: "chargeback", order: of.order, of: of, amount: currency.New(minor, of.amount.Code()), ref: fmt.Sprint("dispute-", w.made)}
	w.enter(e)
	return e
}

// enter writes into the books.
func (w *World) enter(e *entry) {
	w.books = append(w.books, e)
	w.orders[e.order] = append(w.orders[e.order], e)
	if e.key != "" {
		if w.had[e.key] {
			w.doubly[e.order] = e.op + " " + e.key
		}
		w.had[e.key] = true
	}
	switch e.op {
	case "authorize", "capture", "book", "label":
		w.refs[e.ref] = e
	}
	if e.of != nil {
		if e.of.drawn == nil {
			e.of.drawn = map[string]int64{}
		}
		e.of.drawn[e.op] += e.amount.Minor()
		e.of.drawn["units"] += units(e.goods)
	}
	for _, g := range e.goods {
		switch e.op {
		case "reserve":
			w.took[g.SKU] += g.Quantity
		case "release", "restock":
			w.took[g.SKU] -= g.Quantity
		}
	}
	switch e.op {
	case "redeem":
		w.uses[e.code]++
		w.mine[[2]string{e.order, e.code}]++
	case "give back":
		w.uses[e.code]--
		w.mine[[2]string{e.order, e.code}]--
	}
}

// lookup says what a key came to.
func (w *World) lookup(key string) (order.Receipt, error) {
	switch w.point(Point{Name: "lookup", Key: key}) {
	case Dead:
		return order.Receipt{}, errDead
	case Temporary:
		return order.Receipt{}, order.Retry(errAway)
	case Lagging:
		return order.Receipt{}, order.ErrNotFound
	}
	if e := w.keys[key]; e != nil {
		return e.answer()
	}
	return order.Receipt{}, order.ErrNotFound
}

// echo is the webhook of a movement of money.
func (w *World) echo(e *entry) (order.Notice, bool) {
	kind := map[string]string{"authorize": order.NoticeAuthorized, "capture": order.NoticeCaptured, "void": order.NoticeVoided,
		"refund": order.NoticeRefunded, "chargeback": order.NoticeChargeback}[e.op]
	if kind == "" {
		return order.Notice{}, false
	}
	n := order.Notice{ID: fmt.Sprint("evt-", len(w.books)), Kind: kind, Order: e.order, Key: e.key, Ref: e.ref, Amount: e.amount, At: w.now}
	if e.of != nil {
		n.Parent = e.of.ref
	}
	return n, true
}

// Truth is what the world knows of an order, in a comparable text.
func (w *World) Truth(id string) string { return w.truth(id).String() }

func (w *World) truth(id string) truth { return truthOfBooks(w.orders[id]) }

func truthOfBooks(books []*entry) truth {
	money := map[string]int64{}
	var reserved, left int64
	coupons := map[string]int{}
	var points int64
	parcels := map[string]int{}
	for _, e := range books {
		money[e.op] += e.amount.Minor()
		for _, g := range e.goods {
			switch e.op {
			case "reserve":
				reserved += g.Quantity
			case "release":
				reserved -= g.Quantity
			case "commit":
				reserved, left = reserved-g.Quantity, left+g.Quantity
			case "restock":
				left -= g.Quantity
			}
		}
		switch e.op {
		case "redeem":
			coupons[e.code]++
		case "give back":
			coupons[e.code]--
		case "accrue":
			points += e.amount.Minor()
		case "reverse":
			points -= e.amount.Minor()
		case "book", "label":
			parcels[e.op] += int(units(e.goods))
		case "unbook":
			parcels["book"] -= int(units(e.goods))
		case "unlabel":
			parcels["label"] -= int(units(e.goods))
		}
	}
	return truth{money["authorize"], money["capture"], money["void"], money["refund"], money["chargeback"], reserved, left, coupons, points,
		parcels["book"], parcels["label"]}
}

// truth is what world and order must agree on.
type truth struct {
	authorized, captured, voided, refunded, back int64
	reserved, left                               int64 // units of stock set aside, and gone
	coupons                                      map[string]int
	points                                       int64
	parcels, labels                              int // units in them
}

func (t truth) equal(u truth) bool {
	a, b := t.coupons, u.coupons
	if t.numbers() != u.numbers() {
		return false
	}
	for c, n := range a {
		if b[c] != n {
			return false
		}
	}
	for c, n := range b {
		if a[c] != n {
			return false
		}
	}
	return true
}

// add adds what another order says.
func (t *truth) add(u truth) {
	t.authorized, t.captured, t.voided, t.refunded, t.back = t.authorized+u.authorized, t.captured+u.captured, t.voided+u.voided, t.refunded+u.refunded, t.back+u.back
	t.reserved, t.left, t.points = t.reserved+u.reserved, t.left+u.left, t.points+u.points
	t.parcels, t.labels = t.parcels+u.parcels, t.labels+u.labels
	for c, n := range u.coupons {
		t.coupons[c] += n
	}
}

// numbers are all but the coupons.
func (t truth) numbers() [10]int64 {
	return [...]int64{t.authorized, t.captured, t.voided, t.refunded, t.back, t.reserved, t.left, t.points, int64(t.parcels), int64(t.labels)}
}

func (t truth) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "authorized %d captured %d voided %d refunded %d charged back %d, stock reserved %d left %d, points %d, sent %d, labels %d",
		t.authorized, t.captured, t.voided, t.refunded, t.back, t.reserved, t.left, t.points, t.parcels, t.labels)
	codes := make([]string, 0, len(t.coupons))
	for c, n := range t.coupons {
		if n != 0 {
			codes = append(codes, fmt.Sprintf(", %s used %d", c, n))
		}
	}
	slices.Sort(codes)
	b.WriteString(strings.Join(codes, ""))
	return b.String()
}

func units(goods []order.Goods) (n int64) {
	for _, g := range goods {
		n += g.Quantity
	}
	return n
}

func (w *World) point(p Point) Answer {
	if w.at == nil {
		return OK
	}
	return w.at(p)
}

// ctxOver says whether a call was made by somebody who has given up.
func ctxOver(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return order.Retry(err)
	}
	return nil
}
