package order

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
)

// Place makes an order of a draft: checks it, cleans its texts, prices it,
// freezes every unit's share, and runs the placing steps of its workflows
// (reserve stock, redeem coupons). With a Key, repeating the call returns the
// same order.
//
// Kinds of errors: Invalid with every fault at once, and nothing stored; Refused
// when stock or a coupon was declined (the order is kept, cancelled, with its
// number and with the reason in its history); Conflict when the channel and number are taken;
// Unavailable.
func (e *Engine) Place(ctx context.Context, d Draft, opts ...Option) (r Result, err error) {
	opt := options(opts)
	id := ""
	defer e.contain(ctx, "place", &id, &err)
	person, quote, err := e.judge(&d, opt.check())
	if err != nil {
		return Result{}, err
	}
	print := ""
	if opt.key != "" {
		if print, err = d.print(); err != nil {
			return Result{}, &Error{Kind: Invalid, Op: "place", Cause: err}
		}
	}
	id = e.placeID(&d, opt)
	var bad faults
	if bad.id("id", id, true); strings.Contains(id, "/") {
		bad.add("id", "characters", "has a slash, which separates the parts of keys")
	}
	if len(bad.list) > 0 {
		id = ""
		return Result{}, &Error{Kind: Invalid, Op: "place", Reason: "Config.NewID", Faults: bad.list}
	}
	for try := 0; ; try++ {
		r, guess, err := e.place(ctx, id, &d, &quote, person, opt, print, try)
		if guess {
			continue
		}
		if errors.Is(err, ErrConflict) && !isOurs(err) {
			if taken := e.taken(ctx, id, &d); taken != nil {
				return Result{}, taken
			}
			if try < tries {
				continue
			}
		}
		if err != nil && !isOurs(err) {
			err = storeError("place", id, err)
		}
		return r, err
	}
}

// Quote checks a draft as Place does and prices it, and stores nothing. The error
// is of kind Invalid and lists every fault at once.
func (e *Engine) Quote(d Draft) (q pricing.Quote, err error) {
	defer e.contain(context.Background(), "quote", new(string), &err)
	_, q, err = e.judge(&d, faults{})
	return q, err
}

// judge checks and prices a draft, and cleans its texts.
func (e *Engine) judge(d *Draft, f faults) (*Person, pricing.Quote, error) {
	f.under("", d.check(e))
	person := d.person(&f)
	quote, err := e.cfg.Price(d.cart())
	switch {
	case err != nil && !priceFaults(err, &f, "items"):
		return nil, pricing.Quote{}, &Error{Kind: Invalid, Op: "place", Faults: f.list, Cause: err}
	case len(f.list) > 0:
		return nil, pricing.Quote{}, &Error{Kind: Invalid, Op: "place", Faults: f.list}
	}
	if err := quote.Check(); err != nil {
		return nil, pricing.Quote{}, &Error{Kind: Invalid, Op: "place", Reason: "the prices do not add up", Cause: err}
	}
	if len(quote.Prepaid) > 0 {
		return nil, pricing.Quote{}, fail(Invalid, "place", "", CodeTenders, "the quote is partly prepaid: an order is paid by tenders, a gift card is one")
	}
	if len(d.Settlement) > 0 {
		if _, err := currency.Convert(quote.Gross, currency.HalfUp, d.Settlement...); err != nil {
			f.add("settlement", "rate", "%v", err)
			return nil, pricing.Quote{}, &Error{Kind: Invalid, Op: "place", Faults: f.list, Cause: err}
		}
	}
	if len(d.TaxRates) > 0 {
		if _, err := quote.In(pricing.ForTax, currency.HalfUp, d.TaxRates...); err != nil {
			f.add("taxRates", "rate", "%v", err)
			return nil, pricing.Quote{}, &Error{Kind: Invalid, Op: "place", Faults: f.list, Cause: err}
		}
	}
	return person, quote, nil
}

// placeID makes the ID: of the key if there is one, so that the same key finds
// the same order.
func (e *Engine) placeID(d *Draft, opt Option) string {
	if opt.key == "" {
		return e.cfg.NewID()
	}
	sum := sha256.Sum256([]byte(d.Channel + "\x00" + opt.key))
	return string(idLetters.AppendEncode(append(make([]byte, 0, 32), 'k'), sum[:15]))
}

// idLetters writes the ID that is made of a key: 15 bytes need no padding.
var idLetters = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv")

// taken explains a conflict at placing: the number belongs to another order.
func (e *Engine) taken(ctx context.Context, id string, d *Draft) error {
	if d.Number == "" {
		return nil
	}
	found, err := e.cfg.Store.Find(ctx, Query{Channel: d.Channel, Number: d.Number, Limit: 1})
	var unread Unread
	var other string
	switch {
	case len(found) > 0:
		other = found[0].ID
	case errors.As(err, &unread):
		other = unread[0].Order
	}
	if other == "" || other == id {
		return nil
	}
	return &Error{Kind: Conflict, Op: "place", Order: other, Code: CodeNumberTaken,
		Reason: "number " + d.Number + " of channel " + quoted(d.Channel) + " is taken"}
}

func (e *Engine) place(ctx context.Context, id string, d *Draft, q *pricing.Quote, person *Person, opt Option, print string, try int) (r Result, guess bool, err error) {
	if opt.key != "" && try > 0 {
		w, ans, err := e.load(ctx, "place", id, opt.key)
		if err == nil && ans != nil {
			r, err = w.repeat(ctx, &scheme{name: "place", print: print}, ans)
			return r, false, err
		}
		if err != nil && !errors.Is(err, NotFound) {
			return Result{}, false, err
		}
	}
	o := e.draftOrder(id, d, q)
	if len(d.Settlement) > 0 {
		c, err := currency.Convert(q.Gross, currency.HalfUp, d.Settlement...)
		if err != nil {
			return Result{}, false, err
		}
		o.Settlement = &c
	}
	guess = opt.key != "" && try == 0
	w := &work{e: e, o: o, now: e.now(), guess: guess}
	defer w.doubt()
	o.Placed = w.now
	person.Order = id
	w.person = person
	s := &scheme{action: Named{Called: "place"}, name: "place", opt: opt, print: print, data: json.RawMessage("{}")}
	if err = w.placing(s, o.Lines); err == nil {
		r, err = w.run(ctx, s)
	}
	return r, w.guess, err
}

// draftOrder is the order before anything happened: its units are in no state.
func (e *Engine) draftOrder(id string, d *Draft, q *pricing.Quote) *Order {
	o := &Order{ID: id, Channel: d.Channel, Number: d.Number, Customer: d.Customer, Currency: d.Currency,
		Policy: d.Policy, Transaction: d.Transaction, Addressed: !blank(d.ShipTo), Coupons: d.coupons(),
		Locale: d.tag(), TaxRates: d.TaxRates}
	if o.Number == "" {
		o.Number = id
	}
	o.Lines = make([]Line, 0, len(d.Items))
	for i := range d.Items {
		o.Lines = append(o.Lines, e.newLine(o, &d.Items[i], d.Transaction, q.Lines[i]))
	}
	for i := range d.Charges {
		c := Charge{Price: q.Charges[i], Lines: d.Charges[i].Lines}
		if len(c.Lines) == 0 {
			c.Lines = e.sentLines(o)
		}
		o.Charges = append(o.Charges, c)
	}
	if !q.Rounding.IsZero() {
		o.Charges = append(o.Charges, rounding(o, q))
	}
	return o
}

// idRounding is the charge that holds the rounding of cash, plus or minus.
const idRounding = "cash rounding"

// rounding makes the cash rounding of a quote a charge of the order, so that it
// is paid, and given back, with the goods.
func rounding(o *Order, q *pricing.Quote) Charge {
	zero := currency.Zero(q.Currency)
	c := Charge{Price: pricing.Item{ID: idRounding, Kind: "rounding", Prices: q.Policy.Prices, Return: q.Rounding.Sign() < 0,
		Quantity: 1, Base: 1, Unit: pricing.Number(q.Rounding.Abs().Decimal()),
		Extended: q.Rounding, Discount: zero, Net: q.Rounding, Tax: zero, Gross: q.Rounding}}
	for i := range o.Lines {
		c.Lines = append(c.Lines, o.Lines[i].ID)
	}
	return c
}

// newLine makes a line and pins its workflow.
func (e *Engine) newLine(o *Order, it *Item, transaction string, price pricing.Item) Line {
	fl := e.route(it.Type, transaction)
	at := slices.Index(o.Workflows, fl.pin)
	if at < 0 {
		at = len(o.Workflows)
		o.Workflows = append(o.Workflows, fl.pin)
	}
	title := (&door{faults: &faults{}}).text("title", it.Title, false, false)
	return Line{ID: it.Line.ID, SKU: it.SKU, Title: title, Type: it.Type, Workflow: at, Price: price,
		Customs: it.Customs.clean(), Meta: it.Meta, Runs: []Run{{Count: price.Quantity}}}
}

// sentLines are the lines that the default carrier takes; all if there are none.
func (e *Engine) sentLines(o *Order) []string {
	var sent, all []string
	for i := range o.Lines {
		l := &o.Lines[i]
		all = append(all, l.ID)
		if e.machine(o, l).sends {
			sent = append(sent, l.ID)
		}
	}
	if len(sent) == 0 {
		return all
	}
	return sent
}

// placing moves new lines from nothing to their initial states.
func (w *work) placing(s *scheme, lines []Line) error {
	s.status = Done
	s.moves, s.trans = make([]Shift, 0, len(lines)), s.buf[:0]
	for i := range lines {
		l := &lines[i]
		if err := w.enter(s, w.e.machine(w.o, l), l); err != nil {
			return err
		}
	}
	if s.name == "place" {
		for i := range w.o.Charges {
			s.charges = append(s.charges, ChargeShift{ID: w.o.Charges[i].Price.ID, Live: true})
		}
	}
	return w.prepare(s)
}

// enter moves a new line from nothing to its initial state.
func (w *work) enter(s *scheme, m *flow, l *Line) error {
	for choice, t := range m.Candidates("", "place") {
		if !w.passes(s, t, l, Run{}) {
			continue
		}
		if to, err := s.fire(m, t, choice); err == nil {
			s.moves = append(s.moves, Shift{Move: Move{Line: l.ID, Count: l.Quantity(), To: to}, Phase: m.Phase(to)})
			s.trans = append(s.trans, t)
			return nil
		}
		break
	}
	return fail(Refused, s.name, w.o.ID, CodeNotNow, "no placing transition of "+m.Name()+" lets "+l.ID+" in")
}

func asPricing(err error) (pricing.Faults, bool) {
	var f pricing.Faults
	ok := errors.As(err, &f)
	return f, ok
}
