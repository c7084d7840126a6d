package ordertest

import (
	"context"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// bank is the world's payment gateway.
type bank struct {
	w    *World
	name string
}

// Traits is the world's.
func (b bank) Traits() order.Traits { return b.w.Traits }

func (b bank) call(ctx context.Context, op string, c order.PaymentCall, effect func(e *entry) error) (order.Receipt, error) {
	if err := ctxOver(ctx); err != nil {
		return order.Receipt{}, err
	}
	e := &entry{op: op, key: c.Key, order: c.Order, amount: c.Amount, from: c.Ref, using: b.name}
	return b.w.call(e, false, func() error { return effect(e) })
}

// Authorize implements order.Authorizer.
func (b bank) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.call(ctx, "authorize", c, func(*entry) error { return nil })
}

// Capture implements order.PaymentGateway.
func (b bank) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.call(ctx, "capture", c, func(e *entry) error {
		if c.Ref == "" {
			return nil
		}
		return b.draw(e, c, b.open)
	})
}

// Void implements order.Authorizer.
func (b bank) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.call(ctx, "void", c, func(e *entry) error {
		left := b.open
		if of := b.w.refs[c.Ref]; of != nil && b.over(of) {
			left = b.uncaptured // there is nothing left to give up, which is as good
		}
		err := b.draw(e, c, left)
		if err == nil && !b.w.Traits.PartialVoid {
			e.amount = currency.New(left(e.of), e.amount.Code())
		}
		return err
	})
}

// Refund implements order.PaymentGateway.
func (b bank) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.call(ctx, "refund", c, func(e *entry) error {
		return b.draw(e, c, func(of *entry) int64 {
			captured := of.drawn["capture"]
			if of.op == "capture" {
				captured += of.amount.Minor()
			}
			return captured - of.drawn["refund"]
		})
	})
}

// open is what is left of an authorization; nothing is of a charge, of one that has
// ended, or of one that can be captured once and was.
func (b bank) open(of *entry) int64 {
	if b.over(of) || of.drawn["capture"] > 0 && !b.w.Traits.PartialCapture {
		return 0
	}
	return b.uncaptured(of)
}

func (b bank) uncaptured(of *entry) int64 {
	if of.op != "authorize" {
		return 0
	}
	return of.amount.Minor() - of.drawn["capture"] - of.drawn["void"]
}

// over says whether the bank has let an authorization go.
func (b bank) over(of *entry) bool {
	life := b.w.Traits.AuthLife
	return of.ended || life > 0 && b.w.now.Sub(of.on) >= life
}

// soonOver says whether an authorization is over by a clock that is somewhat ahead.
func (b bank) soonOver(of *entry) bool {
	life := b.w.Traits.AuthLife
	return of != nil && life > 0 && b.w.now.Sub(of.on)+b.w.grace >= life
}

// draw takes a part of what is left.
func (b bank) draw(e *entry, c order.PaymentCall, left func(*entry) int64) error {
	if e.of = b.w.refs[c.Ref]; e.of == nil {
		return order.Decline("unknown_reference", "no such payment")
	}
	if c.Amount.Code() != e.of.amount.Code() || c.Amount.Sign() <= 0 || c.Amount.Minor() > left(e.of) {
		return order.Decline("over_"+e.op, "more than what is left")
	}
	return nil
}

// Lookup implements order.PaymentLookup.
func (b bank) Lookup(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.w.lookup(c.Key)
}

// till is a payment gateway that charges at once.
type till struct{ b bank }

// Traits is the world's, as far as it is about charges.
func (t till) Traits() order.Traits {
	return order.Traits{KeyLife: t.b.w.Traits.KeyLife, Lookup: t.b.w.Traits.Lookup}
}

// Capture implements order.PaymentGateway.
func (t till) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return t.b.Capture(ctx, c)
}

// Refund implements order.PaymentGateway.
func (t till) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return t.b.Refund(ctx, c)
}

// Lookup implements order.PaymentLookup.
func (t till) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return t.b.Lookup(ctx, c)
}

// post is the world's carrier.
type post struct {
	w    *World
	name string
}

// Traits is the world's.
func (p post) Traits() order.Traits { return p.w.Traits }

func (p post) call(ctx context.Context, op string, c order.Parcel, effect func(e *entry) error) (order.Receipt, error) {
	if err := ctxOver(ctx); err != nil {
		return order.Receipt{}, err
	}
	e := &entry{op: op, key: c.Key, order: c.Order, goods: c.Goods, using: p.name}
	return p.w.call(e, false, func() error { return effect(e) })
}

// Book implements order.Carrier.
func (p post) Book(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return p.call(ctx, "book", c, func(*entry) error { return nil })
}

// ReturnLabel implements order.Returner.
func (p post) ReturnLabel(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	return p.call(ctx, "label", c, func(*entry) error { return nil })
}

// Cancel implements order.Carrier.
func (p post) Cancel(ctx context.Context, c order.Parcel) (order.Receipt, error) {
	op := c.Op
	if op == "" {
		op = "unbook"
	}
	return p.call(ctx, op, c, func(e *entry) error {
		if e.of = p.w.refs[c.Tracking]; e.of == nil {
			return order.Decline("unknown_parcel", "no such parcel")
		}
		if len(e.goods) == 0 {
			e.goods = e.of.goods
		}
		if units(e.goods) > units(e.of.goods)-e.of.drawn["units"] {
			return order.Decline("already_cancelled", "it is cancelled already")
		}
		e.ref = c.Tracking
		return nil
	})
}

// Lookup implements order.CarrierLookup.
func (p post) Lookup(_ context.Context, c order.Parcel) (order.Receipt, error) {
	return p.w.lookup(c.Key)
}

// warehouse is the world's stock.
type warehouse struct{ w *World }

func (s warehouse) call(ctx context.Context, op string, c order.StockCall) error {
	if err := ctxOver(ctx); err != nil {
		return err
	}
	_, err := s.w.call(&entry{op: op, key: c.Key, order: c.Order, goods: c.Goods}, true, func() error {
		if op != "reserve" {
			return nil
		}
		return s.w.short(c.Goods)
	})
	return err
}

// Reserve implements order.Stock.
func (s warehouse) Reserve(ctx context.Context, c order.StockCall) error {
	return s.call(ctx, "reserve", c)
}

// Release implements order.Stock.
func (s warehouse) Release(ctx context.Context, c order.StockCall) error {
	return s.call(ctx, "release", c)
}

// Commit implements order.Stock.
func (s warehouse) Commit(ctx context.Context, c order.StockCall) error {
	return s.call(ctx, "commit", c)
}

// Restock implements order.Stock.
func (s warehouse) Restock(ctx context.Context, c order.StockCall) error {
	return s.call(ctx, "restock", c)
}

// office is the world's promotions.
type office struct{ w *World }

// Redeem implements order.Promotions.
func (o office) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	if err := ctxOver(ctx); err != nil {
		return order.Receipt{}, err
	}
	return o.w.call(&entry{op: "redeem", key: c.Key, order: c.Order, code: c.Code}, true, func() error {
		most, named := o.w.Supply.Uses[c.Code]
		if named && o.w.uses[c.Code] >= most || !named && o.w.mine[[2]string{c.Order, c.Code}] > 0 {
			return order.Decline("used", "the coupon was used")
		}
		return nil
	})
}

// GiveBack implements order.Promotions.
func (o office) GiveBack(ctx context.Context, c order.CouponCall) error {
	if err := ctxOver(ctx); err != nil {
		return err
	}
	_, err := o.w.call(&entry{op: "give back", key: c.Key, order: c.Order, code: c.Code}, true, func() error { return nil })
	return err
}

// club is the world's membership.
type club struct{ w *World }

// Accrue implements order.Members.
func (m club) Accrue(ctx context.Context, c order.PointsCall) error {
	return m.call(ctx, "accrue", c)
}

// Reverse implements order.Members.
func (m club) Reverse(ctx context.Context, c order.PointsCall) error {
	return m.call(ctx, "reverse", c)
}

func (m club) call(ctx context.Context, op string, c order.PointsCall) error {
	if err := ctxOver(ctx); err != nil {
		return err
	}
	_, err := m.w.call(&entry{op: op, key: c.Key, order: c.Order, amount: c.Amount}, true, func() error { return nil })
	return err
}
