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

	now   time.Time
	at    func(Point) Answer
	made  int
	notes []order.Notice // webhooks that were not delivered yet
	books []*entry       // everything that happened, in order
	keys  map[string]*entry
}

// entry is one effect in the books of the world.
type entry struct {
	op, key, order, ref string
	of                  *entry // the authorization or charge, or the parcel
	amount              currency.Amount
	goods               []order.Goods
	code                string
	err                 error     // the answer that the key keeps, if not done
	at                  time.Time // from when the key lives
}

// NewWorld returns a world in which nothing happened, at noon of a Monday.
func NewWorld(t order.Traits) *World {
	return &World{Traits: t, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), keys: map[string]*entry{}}
}

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
	c.Carriers = map[string]order.Carrier{"": post{w}, "download": post{w}}
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
	if known != nil && !lasting && w.now.Sub(known.at) >= w.Traits.KeyLife {
		known = nil
	}
	if known == nil {
		known = e
		e.at = w.now
		if answer == Refused {
			e.err = order.Decline("no", "the world was told to say no")
		} else if err := effect(); err != nil {
			e.err = err
		} else {
			w.made++
			if e.ref == "" {
				e.ref = fmt.Sprintf("%s-%d", e.op, w.made)
			}
			w.books = append(w.books, e)
			w.echo(e)
		}
		if w.keys[e.key] == nil || w.keys[e.key].err != nil || lasting {
			w.keys[e.key] = e
		}
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
	return order.Receipt{Ref: known.ref}, known.err
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
		return order.Receipt{Ref: e.ref}, e.err
	}
	return order.Receipt{}, order.ErrNotFound
}

// echo makes the webhook of a movement of money.
func (w *World) echo(e *entry) {
	kind := map[string]string{"authorize": order.NoticeAuthorized, "capture": order.NoticeCaptured, "void": order.NoticeVoided,
		"refund": order.NoticeRefunded}[e.op]
	if kind == "" {
		return
	}
	n := order.Notice{ID: fmt.Sprint("evt-", len(w.books)), Kind: kind, Order: e.order, Key: e.key, Ref: e.ref, Amount: e.amount, At: w.now}
	if e.of != nil {
		n.Parent = e.of.ref
	}
	w.notes = append(w.notes, n)
}

// find returns the entry with that reference.
func (w *World) find(ref string) *entry {
	for _, e := range w.books {
		if e.ref == ref && (e.op == "authorize" || e.op == "capture" || e.op == "book" || e.op == "label") {
			return e
		}
	}
	return nil
}

// sum adds up what happened to one authorization, charge or parcel.
func (w *World) sum(op string, of *entry) int64 {
	var n int64
	for _, e := range w.books {
		if e.op == op && e.of == of {
			n += e.amount.Minor()
		}
	}
	return n
}

// Truth is what the world knows of an order, in a comparable text.
func (w *World) Truth(id string) string { return w.truth(id).String() }

func (w *World) truth(id string) truth {
	money := map[string]int64{}
	var reserved, left int64
	coupons := map[string]int{}
	var points int64
	parcels := map[string]int{}
	for _, e := range w.books {
		if e.order != id {
			continue
		}
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
	return truth{money["authorize"], money["capture"], money["void"], money["refund"], reserved, left, coupons, points,
		parcels["book"], parcels["label"]}
}

// truth is what world and order must agree on.
type truth struct {
	authorized, captured, voided, refunded int64
	reserved, left                         int64 // units of stock set aside, and gone
	coupons                                map[string]int
	points                                 int64
	parcels, labels                        int // units in them
}

func (t truth) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "authorized %d captured %d voided %d refunded %d, stock reserved %d left %d, points %d, sent %d, labels %d",
		t.authorized, t.captured, t.voided, t.refunded, t.reserved, t.left, t.points, t.parcels, t.labels)
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

// twice names a key under which more than one thing happened.
func (w *World) twice() string {
	seen := map[string]bool{}
	for _, e := range w.books {
		if e.key != "" && seen[e.key] {
			return e.op + " " + e.key
		}
		seen[e.key] = true
	}
	return ""
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
