package ordertest

import (
	"context"
	"errors"
	"fmt"
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
	skew   time.Duration // how wrong the shop's clock is
	grace  time.Duration // for how much longer than promised a key lives
	at     func(point) Answer
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
	using               string        // the name of the carrier
	err                 error         // the answer that the key keeps, if not done
	at                  time.Time     // from when the key lives
	stuck               bool          // the key keeps an answer that tells nothing
	waits               func() error  // set while the customer must confirm: what happens then
	from                string        // the reference that is drawn from
	on                  time.Time     // when it happened
	ended               bool          // an authorization that the bank let go
	hand                string        // the key of the call that somebody did by hand
	rest                []order.Goods // that were not set aside yet

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

// Wire puts the world's ports into a configuration: the default gateway and
// "till", which charges at once, the default carrier and the one of downloads,
// stock, coupons and points, and the clock.
func (w *World) Wire(c *order.Config) {
	c.Now = func() time.Time { return w.now.Add(w.skew) }
	c.Gateways = map[string]order.PaymentGateway{"": bank{w, ""}, "till": till{bank{w, "till"}}}
	c.Carriers = map[string]order.Carrier{"": post{w, ""}, "download": post{w, "download"}}
	c.Stock, c.Promotions, c.Members = warehouse{w}, office{w}, club{w}
}

// call is one call of a port: it happens, or not, and is answered, or not, as the
// point decides. A key that the port remembers has its effect once.
func (w *World) call(e *entry, lasting bool, effect func() error) (order.Receipt, error) {
	sent := w.now
	answer := w.point(point{Name: e.op, Key: e.key, Port: true})
	if !lasting && w.now.Sub(sent) > w.Traits.KeyLife {
		answer = Dropped // no network keeps a request for longer than a provider its key
	}
	if answer == Refused && e.op == "void" && (bank{w: w}).soonOver(w.refs[e.from]) {
		answer = OK // order.Authorizer: it is done, too, if the authorization has ended already
	}
	switch answer {
	case dead:
		return order.Receipt{}, errDead
	case Temporary:
		return order.Receipt{}, order.Retry(errAway)
	case Dropped:
		return order.Receipt{}, order.Unsure(errAway)
	case Ended:
		if of := w.refs[e.from]; of != nil {
			of.ended = true
		}
	case Half:
		e.goods, e.rest = halves(e.goods)
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
		case answer == Deaf:
			e.err = errDeaf
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
		e.stuck = answer == Stuck && e.err == nil || answer == Deaf
	} else {
		w.finish(known)
	}
	switch answer {
	case Slow:
		w.wait(slow)
	case Lost, Half:
		return order.Receipt{}, order.Unsure(errAway)
	case LostLong:
		w.wait(w.Traits.KeyLife + w.grace + time.Hour)
		return order.Receipt{}, order.Unsure(errAway)
	case Panic:
		panic(errAway)
	}
	if w.point(point{Name: e.op + " answered", Key: e.key}) == dead {
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
	e := &entry{op: "chargeback", order: of.order, of: of, using: of.using, amount: currency.New(minor, of.amount.Code()), ref: fmt.Sprint("dispute-", w.made)}
	w.enter(e)
	return e
}

// byHand gives some of an order's money back, as somebody at the provider would.
func (w *World) byHand(id string) *entry {
	for _, of := range w.orders[id] {
		if n := min(w.disputable(of), 100); of.of == nil && n > 0 {
			w.made++
			e := &entry{op: "refund", order: id, of: of, using: of.using, amount: currency.New(n, of.amount.Code()), ref: fmt.Sprint("by-hand-", w.made)}
			w.enter(e)
			return e
		}
	}
	return nil
}

// instead does by hand what a call cannot do any more, and returns the evidence: the
// customer pays in another way what an authorization that ended cannot give, and of
// a refund that is more than what is left, the rest is given back.
func (w *World) instead(o *order.Order, c order.Case) (ref string, ok bool) {
	call, p := stuckOn(o, c)
	if call == nil {
		return "", false
	}
	for _, e := range w.orders[o.ID] {
		if e.hand == call.Key {
			return e.ref, true // done, though the shop may have lost that it was told
		}
	}
	of := w.refs[p.Ref]
	switch {
	case of == nil:
		return "", false
	case call.Op == "capture" && c.Code == order.CaseRefused && (bank{w: w}).over(of):
		return w.moved(call, of, call.Amount.Minor()), true
	case call.Op == "refund" && call.Amount.Minor() > w.disputable(of)+of.drawn["chargeback"]:
		return w.moved(call, of, call.Amount.Minor()-(of.drawn["refund"]-p.Refunded.Minor())), true
	}
	return "", false
}

// stuckOn is the call of money that a case is about, and its payment.
func stuckOn(o *order.Order, c order.Case) (*order.Call, *order.Payment) {
	if c.Code != order.CaseRefused && c.Code != order.CaseUndo {
		return nil, nil
	}
	for i := range o.Intents {
		for j := range o.Intents[i].Steps {
			call := &o.Intents[i].Steps[j]
			for k := range o.Payments {
				if p := &o.Payments[k]; call.Key == c.Step && p.ID == call.Payment {
					return call, p
				}
			}
		}
	}
	return nil, nil
}

// moved writes down money that somebody moved by hand, instead of a call.
func (w *World) moved(call *order.Call, of *entry, minor int64) (ref string) {
	w.made++
	e := &entry{op: call.Op, hand: call.Key, order: of.order, of: of, using: of.using, amount: currency.New(minor, of.amount.Code()), ref: fmt.Sprint("by-hand-", w.made)}
	if minor > 0 {
		w.enter(e)
	}
	return e.ref
}

// slow is longer than patience and lease.
const slow = 3 * time.Minute

// halves are the goods that are set aside at first, and the rest.
func halves(goods []order.Goods) (first, rest []order.Goods) {
	if n := len(goods) / 2; n > 0 {
		return goods[:n:n], goods[n:]
	}
	if len(goods) == 0 || goods[0].Quantity < 2 {
		return goods, nil
	}
	a, b := goods[0], goods[0]
	a.Quantity /= 2
	b.First, b.Quantity = b.First+a.Quantity, b.Quantity-a.Quantity
	return []order.Goods{a}, []order.Goods{b}
}

// finish sets the rest aside, or gives the first half back if others were faster.
func (w *World) finish(e *entry) {
	rest := e.rest
	if e.rest = nil; len(rest) == 0 || e.err != nil {
		return
	}
	if e.err = w.short(rest); e.err != nil {
		w.enter(&entry{op: "release", order: e.order, goods: e.goods})
		return
	}
	w.enter(&entry{op: "reserve", order: e.order, goods: rest})
}

// short says what there is not enough of.
func (w *World) short(goods []order.Goods) error {
	wanted := map[string]int64{}
	for _, g := range goods {
		wanted[g.SKU] += g.Quantity
		if there, named := w.Supply.Stock[g.SKU]; named && w.took[g.SKU]+wanted[g.SKU] > there {
			return order.Decline("short", "there is not enough of "+g.SKU)
		}
	}
	return nil
}

// enter writes into the books.
func (w *World) enter(e *entry) {
	e.on = w.now
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

// known is what staff finds under a key; what was half done is finished first.
func (w *World) known(key string) *entry {
	e := w.keys[key]
	if e != nil {
		w.finish(e)
	}
	return e
}

// lookup says what a key came to.
func (w *World) lookup(key string) (order.Receipt, error) {
	switch w.point(point{Name: "lookup", Key: key}) {
	case dead:
		return order.Receipt{}, errDead
	case Temporary:
		return order.Receipt{}, order.Retry(errAway)
	case Lagging:
		return order.Receipt{}, order.ErrNotFound
	}
	if e := w.keys[key]; e != nil && !errors.Is(e.err, errDeaf) {
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
	n := order.Notice{ID: fmt.Sprint("evt-", len(w.books)), Provider: e.using, Kind: kind, Order: e.order, Key: e.key, Ref: e.ref, Amount: e.amount, At: w.now}
	if e.of != nil {
		n.Parent = e.of.ref
	}
	return n, true
}

func units(goods []order.Goods) (n int64) {
	for _, g := range goods {
		n += g.Quantity
	}
	return n
}

func (w *World) point(p point) Answer {
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
