package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	carry = func(context.Context, string, order.Parcel) (order.Receipt, error)
	// escort stands between the caller and the carrier: op is book, label, unbook,
	// unlabel or lookup.
	escort = func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error)
)

// van is a carrier in the process with something around it.
type van struct {
	*memory.Carrier
	escort escort
	passed atomic.Int64
}

var nowhere = i18n.Address{Name: "Nobody", Lines: []string{"South Pole"}, Country: "AQ"}

func (v *van) inner(ctx context.Context, op string, p order.Parcel) (order.Receipt, error) {
	switch op {
	case "book":
		if p.To.Country == nowhere.Country {
			return order.Receipt{}, order.Decline("no_such_route", "nobody delivers there")
		}
		return v.Carrier.Book(ctx, p)
	case "label":
		return v.Carrier.ReturnLabel(ctx, p)
	case "lookup":
		return v.Carrier.Lookup(ctx, p)
	}
	return v.Carrier.Cancel(ctx, p)
}

func (v *van) do(ctx context.Context, op string, p order.Parcel) (order.Receipt, error) {
	if v.escort == nil {
		return v.inner(ctx, op, p)
	}
	return v.escort(ctx, op, p, v.inner)
}

func (v *van) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return v.do(ctx, "book", p)
}

func (v *van) ReturnLabel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return v.do(ctx, "label", p)
}

func (v *van) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return v.do(ctx, p.Op, p)
}

func (v *van) Lookup(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return v.do(ctx, "lookup", p)
}

// Traits returns what the van promises: more than it keeps where the keys are
// said to live an hour.
func (v *van) Traits() order.Traits {
	return order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupStrong}
}

func vanOf(keyLife time.Duration, e escort) *van {
	v := &van{escort: e}
	v.Carrier = memory.NewCarrier(memory.PortConfig{Traits: &order.Traits{KeyLife: keyLife, Lookup: order.LookupStrong},
		Now: func() time.Time { return now.Add(time.Duration(v.passed.Load())) }})
	return v
}

func carrierOver(e escort) func(ordertest.T) ordertest.Carrier {
	return vanOver(func() (*van, order.Carrier) {
		v := vanOf(24*time.Hour, e)
		return v, v
	})
}

func vanOver(open func() (*van, order.Carrier)) func(ordertest.T) ordertest.Carrier {
	return func(ordertest.T) ordertest.Carrier {
		v, c := open()
		return ordertest.Carrier{Carrier: c, Nowhere: nowhere, Parts: true,
			Live: func(_ context.Context, id string) (int, error) {
				live := 0
				for _, p := range v.Parcels(id) {
					if !p.Cancelled {
						live++
					}
				}
				return live, nil
			},
			Provider: scripted(&v.Script, func(d time.Duration) { v.passed.Add(int64(d)) })}
	}
}

func carrierAs(name, clauses string, open func() (*van, order.Carrier)) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken { return ordertest.CheckCarrier(vanOver(open), only...) }}
}

// carrier breaks what the named operation does; "" is all that change something.
func carrier(name, clauses, op string, f func(v *van) escort) broken {
	return carrierAs(name, clauses, func() (*van, order.Carrier) {
		v := vanOf(24*time.Hour, nil)
		e := f(v)
		v.escort = func(ctx context.Context, is string, p order.Parcel, next carry) (order.Receipt, error) {
			if is == op || op == "" && is != "lookup" || op == "any" {
				return e(ctx, is, p, next)
			}
			return next(ctx, is, p)
		}
		return v, v
	})
}

func always(e escort) func(*van) escort { return func(*van) escort { return e } }

func brokenCarriers() []broken {
	failed := func(f func(op string, err error) error) func(*van) escort {
		return always(func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
			r, err := next(ctx, op, p)
			if err != nil {
				err = f(op, err)
			}
			return r, err
		})
	}
	return []broken{
		carrier("books every call", `book/same_key label/same_key cancel/same_key cancel/does_not_free_key keys/life down/book lost/book`, "", func(*van) escort {
			var n atomic.Int64
			return func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
				p.Key += fmt.Sprint("#", n.Add(1))
				return next(ctx, op, p)
			}
		}),
		carrier("has one tracking number per order", "book/other_key book/together keys/alike", "book", always(
			func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
				p.Key = p.Order
				return next(ctx, op, p)
			})),
		carrier("cuts keys off", "keys/alike", "", always(func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
			p.Key = cut(p.Key)
			return next(ctx, op, p)
		})),
		carrier("books parcels to nowhere", "book/nowhere", "book", always(func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
			p.To.Country = "DE"
			return next(ctx, op, p)
		})),
		carrier("wants to try again when the address is wrong", "book/nowhere cancel/unknown", "any", failed(func(_ string, err error) error { return order.Retry(err) })),
		carrier("prints the outward label again", "label/same_key label/other_key", "label", always(
			func(_ context.Context, _ string, p order.Parcel, _ carry) (order.Receipt, error) {
				return order.Receipt{Ref: p.Tracking}, nil
			})),
		carrier("has one return label per order", "label/other_key", "label", always(
			func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
				p.Key = "label of " + p.Order
				return next(ctx, op, p)
			})),
		carrier("cannot cancel return labels", "label/cancelled", "unlabel", always(
			func(context.Context, string, order.Parcel, carry) (order.Receipt, error) {
				return order.Receipt{}, order.Decline("unknown_parcel", "no such parcel")
			})),
		carrier("cancels nothing", "cancel/booked cancel/parts cancel/unknown cancel/does_not_free_key", "unbook", always(
			func(_ context.Context, _ string, p order.Parcel, _ carry) (order.Receipt, error) {
				return order.Receipt{Ref: p.Tracking}, nil
			})),
		carrier("cancels any parcel of the order that still stands", "cancel/twice", "unbook", func(v *van) escort {
			return func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
				for _, have := range v.Parcels(p.Order) {
					if !have.Cancelled {
						p.Tracking = have.Tracking
					}
				}
				return next(ctx, op, p)
			}
		}),
		carrier("cancels the whole booking for one unit", "cancel/parts", "unbook", always(
			func(ctx context.Context, op string, p order.Parcel, next carry) (order.Receipt, error) {
				p.Goods = nil
				return next(ctx, op, p)
			})),
		carrier("cannot find what it did", "lookup/found lookup/unreachable", "lookup", always(
			func(context.Context, string, order.Parcel, carry) (order.Receipt, error) {
				return order.Receipt{}, order.ErrNotFound
			})),
		carrier("finds the last parcel of the order", "lookup/not_found", "lookup", func(v *van) escort {
			return func(_ context.Context, _ string, p order.Parcel, _ carry) (order.Receipt, error) {
				all := v.Parcels(p.Order)
				return order.Receipt{Ref: all[len(all)-1].Tracking}, nil
			}
		}),
		carrier("finds no record when nobody could be asked", "lookup/unreachable", "lookup", failed(func(string, error) error { return order.ErrNotFound })),
		carrier("calls every failure a refusal", "context/ended down/book lost/book lookup/unreachable", "any",
			failed(func(_ string, err error) error { return order.Decline("failed", err.Error()) })),
		carrier("says that nothing was booked when the answer got lost", "lost/book", "book", failed(func(_ string, err error) error {
			var r *order.Reply
			if errors.As(err, &r) && r.Outcome == order.OutcomeUnknown {
				return order.Retry(err)
			}
			return err
		})),
		carrierAs("keeps keys for an hour and promises a day", "keys/life", func() (*van, order.Carrier) {
			v := vanOf(time.Hour, nil)
			return v, v
		}),
		carrierAs("promises a lookup that it has no method for", "traits/true", func() (*van, order.Carrier) {
			v := vanOf(time.Hour, nil)
			return v, struct{ order.Carrier }{v}
		}),
	}
}
