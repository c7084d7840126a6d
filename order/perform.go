package order

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/fsm"
)

// opRun is the Op of a host's own step; the others are named after the verbs of
// the workflows.
const opRun = "run"

// perform is the one place where the outside world is called. ask asks what a
// call came to instead of making it.
func (e *Engine) perform(ctx context.Context, w *work, it *Intent, c *Call, ask bool) (r Receipt, reply *Reply) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.cfg.Patience)
	defer cancel()
	defer func() {
		w.who = nil // while a call lasts it may be erased
		if x := recover(); x != nil {
			e.cfg.Log.Error("a port panicked", "order", w.o.ID, "call", c.Key, "op", c.Op, "panic", x)
			r, reply = Receipt{}, classify(fmt.Errorf("%s panicked: %v", c.Op, x), c)
		}
	}()
	r, err := e.reach(ctx, w, it, c, ask)
	if err != nil && ask && isNotFound(err) {
		return Receipt{}, &Reply{Outcome: outcomeNoRecord, Cause: err}
	}
	return r, classify(err, c)
}

// outcomeNoRecord is what lookups add to the closed set.
const outcomeNoRecord Outcome = "no record"

func (e *Engine) reach(ctx context.Context, w *work, it *Intent, c *Call, ask bool) (Receipt, error) {
	switch c.Op {
	case "authorize", "capture", "void", "refund":
		return e.reachGateway(ctx, w, c, ask)
	case "book", "unbook", "label", "unlabel":
		return e.reachCarrier(ctx, w, c, ask)
	case "reserve", "release", "commit", "restock":
		goods := w.o.goods(c.Units, true)
		slices.SortStableFunc(goods, func(a, b Goods) int { return strings.Compare(a.SKU, b.SKU) })
		return Receipt{}, e.reachStock(ctx, c.Op, StockCall{Key: c.Key, Order: w.o.ID, Goods: goods})
	case "redeem", "giveback":
		return e.reachPromotions(ctx, w, c)
	case "accrue", "reverse":
		return Receipt{}, e.reachMembers(ctx, w, c)
	case opRun:
		return e.reachStep(ctx, w, it, c, ask)
	}
	return Receipt{}, missing("step", c.Do)
}

// missing is an error that no retry mends.
func missing(what, name string) error {
	return &Reply{Outcome: OutcomeTemporary, Code: CaseStep, Reason: "this program has no " + what + " named " + quoted(name)}
}

func (e *Engine) reachGateway(ctx context.Context, w *work, c *Call, ask bool) (Receipt, error) {
	gw := e.cfg.Gateways[c.Using]
	p := w.o.payment(c.Payment)
	if gw == nil || p == nil {
		return Receipt{}, missing("gateway", c.Using)
	}
	call := PaymentCall{Key: c.Key, Order: w.o.ID, Number: w.o.Number, Payment: p.ID, Token: p.Token,
		Amount: c.Amount, Ref: p.Ref, Op: c.Op}
	if ask {
		return gw.(PaymentLookup).Lookup(ctx, call)
	}
	a, _ := gw.(Authorizer)
	switch {
	case c.Op == "capture":
		return gw.Capture(ctx, call)
	case c.Op == "refund":
		return gw.Refund(ctx, call)
	case a != nil && c.Op == "authorize":
		return a.Authorize(ctx, call)
	case a != nil && c.Op == "void":
		return a.Void(ctx, call)
	}
	return Receipt{}, missing("gateway that can "+c.Op, c.Using)
}

func (e *Engine) reachCarrier(ctx context.Context, w *work, c *Call, ask bool) (Receipt, error) {
	carrier := e.cfg.Carriers[c.Using]
	if carrier == nil {
		return Receipt{}, missing("carrier", c.Using)
	}
	goods, err := w.o.declared(c.Units)
	if err != nil {
		return Receipt{}, err
	}
	p := Parcel{Key: c.Key, Order: w.o.ID, Number: w.o.Number, Shipment: c.Shipment, Op: c.Op,
		Return: c.Op == "label" || c.Op == "unlabel", Goods: goods, Value: c.Amount}
	if s := w.o.shipment(c.Shipment); s != nil {
		p.Tracking = s.Tracking
	} else if c.Op == "label" {
		p.Tracking = w.o.outward(c.Units)
	}
	switch who, err := w.addressee(ctx); {
	case err == nil:
		p.To, p.Email = who.ShipTo, who.Email
	case !isNotFound(err):
		return Receipt{}, Retry(err)
	}
	if ask {
		return carrier.(CarrierLookup).Lookup(ctx, p)
	}
	switch c.Op {
	case "book":
		return carrier.Book(ctx, p)
	case "label":
		if r, ok := carrier.(Returner); ok {
			return r.ReturnLabel(ctx, p)
		}
		return Receipt{}, missing("carrier with return labels", c.Using)
	}
	return carrier.Cancel(ctx, p)
}

// addressed reports whether the call needs the personal data.
func (c *Call) addressed() bool {
	switch c.Op {
	case "book", "unbook", "label", "unlabel":
		return true
	}
	return false
}

// addressee is the personal data for the call: as the commit right before it read
// them, if the store can do that.
func (w *work) addressee(ctx context.Context) (Person, error) {
	if w.who != nil && w.who.Order != "" {
		return *w.who, nil
	}
	return w.e.cfg.Store.Person(ctx, w.o.ID)
}

// outward is the tracking number under which units went out.
func (o *Order) outward(us []Units) string {
	for i := range o.Shipments {
		s := &o.Shipments[i]
		if !s.Return && !s.Cancelled && len(common(s.Units, us)) > 0 {
			return s.Tracking
		}
	}
	return ""
}

func (e *Engine) reachStock(ctx context.Context, op string, c StockCall) error {
	if e.cfg.Stock == nil {
		return missing("port", "Stock")
	}
	switch op {
	case "reserve":
		return e.cfg.Stock.Reserve(ctx, c)
	case "release":
		return e.cfg.Stock.Release(ctx, c)
	case "commit":
		return e.cfg.Stock.Commit(ctx, c)
	}
	return e.cfg.Stock.Restock(ctx, c)
}

func (e *Engine) reachPromotions(ctx context.Context, w *work, c *Call) (Receipt, error) {
	if e.cfg.Promotions == nil {
		return Receipt{}, missing("port", "Promotions")
	}
	call := CouponCall{Key: c.Key, Order: w.o.ID, Customer: w.o.Customer, Code: c.Coupon, Amount: c.Amount}
	for i := range w.o.Coupons {
		if w.o.Coupons[i].Code == c.Coupon {
			call.Ref = w.o.Coupons[i].Ref
		}
	}
	if c.Op == "redeem" {
		return e.cfg.Promotions.Redeem(ctx, call)
	}
	return Receipt{Ref: call.Ref}, e.cfg.Promotions.GiveBack(ctx, call)
}

func (e *Engine) reachMembers(ctx context.Context, w *work, c *Call) error {
	if e.cfg.Members == nil {
		return missing("port", "Members")
	}
	call := PointsCall{Key: c.Key, Order: w.o.ID, Customer: w.o.Customer, Amount: c.Amount}
	if c.Op == "accrue" {
		return e.cfg.Members.Accrue(ctx, call)
	}
	return e.cfg.Members.Reverse(ctx, call)
}

func (e *Engine) reachStep(ctx context.Context, w *work, it *Intent, c *Call, ask bool) (Receipt, error) {
	step := e.cfg.Steps[c.Do]
	if step == nil {
		return Receipt{}, missing("step", c.Do)
	}
	action, err := e.Decode(it.Action, it.Data)
	if err != nil {
		return Receipt{}, missing("action", it.Action)
	}
	goods, err := w.o.declared(c.Units)
	if err != nil {
		return Receipt{}, err
	}
	call := StepCall{Key: c.Key, Order: w.o.Clone(), Goods: goods, Action: action, Step: c.Do}
	if ask {
		return step.(StepLookup).Lookup(ctx, call)
	}
	return step.Run(ctx, call)
}

// keyLife is for how long the port of a call honours its key.
func (e *Engine) keyLife(c *Call, st *fsm.Step) time.Duration {
	switch c.Op {
	case "authorize", "capture", "void", "refund":
		if gw := e.cfg.Gateways[c.Using]; gw != nil {
			return gw.Traits().KeyLife
		}
		return 0
	case "book", "unbook", "label", "unlabel":
		if carrier := e.cfg.Carriers[c.Using]; carrier != nil {
			return carrier.Traits().KeyLife
		}
		return 0
	case opRun:
		if st == nil || !st.Idempotent {
			return 0
		}
	}
	return Forever // stock, promotions and members promise it in their contracts
}

// lookup says whether and how far the port of a call can be asked.
func (e *Engine) lookup(c *Call) Lookup {
	switch c.Op {
	case "authorize", "capture", "void", "refund":
		if gw, ok := e.cfg.Gateways[c.Using].(PaymentLookup); ok {
			return gw.(PaymentGateway).Traits().Lookup
		}
	case "book", "unbook", "label", "unlabel":
		if carrier, ok := e.cfg.Carriers[c.Using].(CarrierLookup); ok {
			return carrier.(Carrier).Traits().Lookup
		}
	case opRun:
		if _, ok := e.cfg.Steps[c.Do].(StepLookup); ok {
			return LookupEventual
		}
	}
	return LookupNone
}
