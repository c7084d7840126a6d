package ordertest_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	redeem = func(context.Context, string, order.CouponCall) (order.Receipt, error)
	// clerk stands between the caller and the promotions: op is redeem or giveback.
	clerk = func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error)
)

// desk hands out coupons in the process, with something around it.
type desk struct {
	*memory.Promotions
	clerk  clerk
	passed atomic.Int64
}

func (d *desk) inner(ctx context.Context, op string, c order.CouponCall) (order.Receipt, error) {
	if op == "redeem" {
		return d.Promotions.Redeem(ctx, c)
	}
	return order.Receipt{}, d.Promotions.GiveBack(ctx, c)
}

func (d *desk) do(ctx context.Context, op string, c order.CouponCall) (order.Receipt, error) {
	if d.clerk == nil {
		return d.inner(ctx, op, c)
	}
	return d.clerk(ctx, op, c, d.inner)
}

func (d *desk) Redeem(ctx context.Context, c order.CouponCall) (order.Receipt, error) {
	return d.do(ctx, "redeem", c)
}

func (d *desk) GiveBack(ctx context.Context, c order.CouponCall) error {
	_, err := d.do(ctx, "giveback", c)
	return err
}

func promotionsOver(f func(*desk) clerk) func(ordertest.T) ordertest.Promotions {
	return func(ordertest.T) ordertest.Promotions {
		d := &desk{Promotions: new(memory.Promotions)}
		if f != nil {
			d.clerk = f(d)
		}
		return ordertest.Promotions{Promotions: d,
			Coupon: func(_ ordertest.T, uses int64) string {
				d.Add("CODE", uses)
				return "CODE"
			},
			Used:     func(_ context.Context, code string) (int64, error) { return d.Used(code), nil },
			Provider: scripted(&d.Script, func(p time.Duration) { d.passed.Add(int64(p)) })}
	}
}

// promotions breaks what the named operation does; "" is both.
func promotions(name, clauses, op string, f func(*desk) clerk) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken {
		return ordertest.CheckPromotions(promotionsOver(func(d *desk) clerk {
			k := f(d)
			return func(ctx context.Context, is string, c order.CouponCall, next redeem) (order.Receipt, error) {
				if op != "" && is != op {
					return next(ctx, is, c)
				}
				return k(ctx, is, c, next)
			}
		}), only...)
	}}
}

func brokenPromotions() []broken {
	plain := func(k clerk) func(*desk) clerk { return func(*desk) clerk { return k } }
	failed := func(f func(error) error) func(*desk) clerk {
		return plain(func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
			r, err := next(ctx, op, c)
			if err != nil {
				err = f(err)
			}
			return r, err
		})
	}
	return []broken{
		promotions("has a coupon for everybody", "redeem/used_up redeem/unknown redeem/race redeem/race_for_many", "redeem", plain(
			func(_ context.Context, _ string, c order.CouponCall, _ redeem) (order.Receipt, error) {
				return order.Receipt{Ref: c.Key}, nil
			})),
		promotions("looks at the count, then redeems", "redeem/race_for_many redeem/race", "redeem", func(d *desk) clerk {
			return func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
				used := d.Used(c.Code)
				time.Sleep(5 * time.Millisecond)
				if used >= 5 {
					return order.Receipt{}, order.Decline("spent", "the coupon is used up")
				}
				if r, err := next(ctx, op, c); err == nil {
					return r, nil
				}
				return order.Receipt{Ref: c.Key}, nil
			}
		}),
		promotions("uses a coupon for every attempt", "redeem/same_key keys/for_ever give_back/does_not_free_key lost/redeem", "redeem", func(*desk) clerk {
			var n atomic.Int64
			return func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
				c.Key += fmt.Sprint("#", n.Add(1))
				return next(ctx, op, c)
			}
		}),
		promotions("names the coupon instead of the redemption", "redeem/own_reference", "redeem", plain(
			func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
				_, err := next(ctx, op, c)
				return order.Receipt{Ref: c.Code}, err
			})),
		promotions("gives back twice", "give_back/once give_back/race give_back/unknown", "giveback", func(d *desk) clerk {
			return func(_ context.Context, _ string, c order.CouponCall, _ redeem) (order.Receipt, error) {
				d.Add(c.Code, 2) // the count starts anew
				return order.Receipt{}, nil
			}
		}),
		promotions("gives nothing back", "give_back/usable give_back/own", "giveback", plain(
			func(context.Context, string, order.CouponCall, redeem) (order.Receipt, error) {
				return order.Receipt{}, nil
			})),
		promotions("gives the latest redemption back", "give_back/own", "", func(*desk) clerk {
			latest := ""
			return func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
				if op == "giveback" {
					c.Ref = latest
				}
				r, err := next(ctx, op, c)
				if op == "redeem" {
					latest = r.Ref
				}
				return r, err
			}
		}),
		promotions("cuts keys off", "keys/alike", "", plain(func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
			c.Key = cut(c.Key)
			return next(ctx, op, c)
		})),
		promotions("forgets keys after a day", "keys/for_ever", "", func(d *desk) clerk {
			return func(ctx context.Context, op string, c order.CouponCall, next redeem) (order.Receipt, error) {
				c.Key += fmt.Sprint("#", d.passed.Load()/int64(24*time.Hour))
				return next(ctx, op, c)
			}
		}),
		promotions("calls every failure a refusal", "context/ended down/redeem lost/redeem", "", failed(func(err error) error { return order.Decline("failed", err.Error()) })),
		promotions("does not classify refusals", "redeem/used_up redeem/unknown", "", failed(func(error) error { return errOdd })),
		promotions("says that nothing was redeemed when the answer got lost", "lost/redeem", "", failed(unsureIsRetry)),
	}
}
