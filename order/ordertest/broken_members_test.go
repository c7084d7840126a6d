package ordertest_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	credit = func(context.Context, string, order.PointsCall) error
	// steward stands between the caller and the members: op is accrue or reverse.
	steward = func(ctx context.Context, op string, c order.PointsCall, next credit) error
)

// club keeps points in the process, with something around it.
type club struct {
	*memory.Members
	steward steward
	points  func(customer string) int64 // nil: those of the fake
	passed  atomic.Int64
}

func (m *club) inner(ctx context.Context, op string, c order.PointsCall) error {
	if op == "accrue" {
		return m.Members.Accrue(ctx, c)
	}
	return m.Members.Reverse(ctx, c)
}

func (m *club) do(ctx context.Context, op string, c order.PointsCall) error {
	if m.steward == nil {
		return m.inner(ctx, op, c)
	}
	return m.steward(ctx, op, c, m.inner)
}

func (m *club) Accrue(ctx context.Context, c order.PointsCall) error { return m.do(ctx, "accrue", c) }

func (m *club) Reverse(ctx context.Context, c order.PointsCall) error { return m.do(ctx, "reverse", c) }

func membersOver(f func(*club) steward) func(ordertest.T) ordertest.Members {
	return func(ordertest.T) ordertest.Members {
		m := &club{Members: new(memory.Members)}
		if f != nil {
			m.steward = f(m)
		}
		if m.points == nil {
			m.points = m.Points
		}
		return ordertest.Members{Members: m,
			Points:   func(_ context.Context, customer string) (int64, error) { return m.points(customer), nil },
			Provider: scripted(&m.Script, func(d time.Duration) { m.passed.Add(int64(d)) })}
	}
}

// members breaks what the named operation does; "" is both.
func members(name, clauses, op string, f func(*club) steward) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken {
		return ordertest.CheckMembers(membersOver(func(m *club) steward {
			k := f(m)
			return func(ctx context.Context, is string, c order.PointsCall, next credit) error {
				if op != "" && is != op {
					return next(ctx, is, c)
				}
				return k(ctx, is, c, next)
			}
		}), only...)
	}}
}

func brokenMembers() []broken {
	plain := func(k steward) func(*club) steward { return func(*club) steward { return k } }
	failed := func(f func(error) error) func(*club) steward {
		return plain(func(ctx context.Context, op string, c order.PointsCall, next credit) error {
			if err := next(ctx, op, c); err != nil {
				return f(err)
			}
			return nil
		})
	}
	rekeyed := func(f func(m *club, c order.PointsCall) string) func(*club) steward {
		return func(m *club) steward {
			return func(ctx context.Context, op string, c order.PointsCall, next credit) error {
				c.Key = f(m, c)
				return next(ctx, op, c)
			}
		}
	}
	var n atomic.Int64
	return []broken{
		members("rounds every part", "reverse/parts reverse/other_parts", "", roundsParts),
		members("credits every attempt", "accrue/same_key keys/for_ever lost/accrue", "accrue",
			rekeyed(func(_ *club, c order.PointsCall) string { return fmt.Sprint(c.Key, "#", n.Add(1)) })),
		members("credits an order once", "reverse/again keys/alike reverse/other_parts", "accrue", rekeyed(func(_ *club, c order.PointsCall) string { return c.Order })),
		members("cuts keys off", "keys/alike", "", rekeyed(func(_ *club, c order.PointsCall) string { return cut(c.Key) })),
		members("forgets keys after a day", "keys/for_ever", "", rekeyed(func(m *club, c order.PointsCall) string {
			return fmt.Sprint(c.Key, "#", m.passed.Load()/int64(24*time.Hour))
		})),
		members("has one account for all", "accrue/own_customer", "", func(m *club) steward {
			m.points = func(string) int64 { return m.Points("all") }
			return func(ctx context.Context, op string, c order.PointsCall, next credit) error {
				c.Customer = "all"
				return next(ctx, op, c)
			}
		}),
		members("reads the points, adds, and writes them", "accrue/together", "", losesPoints),
		members("takes nothing back", "reverse/whole reverse/parts reverse/again", "reverse", plain(
			func(context.Context, string, order.PointsCall, credit) error { return nil })),
		members("calls every failure a refusal", "context/ended down/accrue lost/accrue", "", failed(func(err error) error { return order.Decline("failed", err.Error()) })),
		members("says that nothing was credited when the answer got lost", "lost/accrue", "", failed(unsureIsRetry)),
	}
}

func roundsParts(m *club) steward {
	var mu sync.Mutex
	points := map[string]int64{}
	m.points = func(customer string) int64 {
		mu.Lock()
		defer mu.Unlock()
		return points[customer]
	}
	return func(_ context.Context, op string, c order.PointsCall, _ credit) error {
		mu.Lock()
		defer mu.Unlock()
		if op == "reverse" {
			points[c.Customer] -= c.Amount.Minor() / 100
			return nil
		}
		points[c.Customer] += c.Amount.Minor() / 100
		return nil
	}
}

func losesPoints(m *club) steward {
	var points atomic.Int64
	m.points = func(string) int64 { return points.Load() }
	return func(_ context.Context, _ string, c order.PointsCall, _ credit) error {
		was := points.Load()
		time.Sleep(5 * time.Millisecond)
		points.Store(was + c.Amount.Minor()/100)
		return nil
	}
}
