package order_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// moody is a promotion engine that panics from some time on.
type moody struct{ after *int }

func (m moody) Promote(_ context.Context, c pricing.Cart) (pricing.Cart, []pricing.Decision, error) {
	if *m.after--; *m.after < 0 {
		panic("out of rules")
	}
	return pricing.Promote(c, []pricing.Promotion{tenForFive()}, pricing.PromoContext{})
}

func TestAPromotionEngineThatPanicsOnlyCannotJudge(t *testing.T) {
	calm := 0
	s := newShop(t, func(c *order.Config) {
		c.Promoter = func(order.Order) pricing.Promoter { return moody{&calm} }
	})
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Pay{})
	_, err := s.Do(s.ctx, o.ID, two, byStaff)
	e := problem(t, err, order.Refused)
	assert.Equal(t, order.CodePromotions, e.Code)
	assert.ErrorContains(t, e.Cause, "out of rules")
	assert.Empty(t, s.check(o.ID).Quarantine)

	calm = 1 // when it is planned, and no more when the money is back
	s.do(o.ID, two)
	o = s.check(o.ID)
	assert.Equal(t, order.CasePromotions, s.oneCase(o.ID).Code)
	assert.Empty(t, o.Quarantine)
	assert.Equal(t, "2 cancelled, 3 paid", states(o, "mug"))
	assert.Equal(t, s.pay.PaidFor(o.ID).Voided, o.Payments[0].Voided, "what was done is recorded")

	for name, change := range map[string]func(*order.Config){
		"the making of one": func(c *order.Config) { c.Promoter = func(order.Order) pricing.Promoter { panic("no rules") } },
		"the host's prices": func(c *order.Config) {
			c.Price = func(pricing.Cart) (pricing.Quote, error) { panic("no prices") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := s.place(fiveMugs(t, pricing.ClawBack))
			cfg := s.Config
			change(&cfg)
			var err error
			s.Engine, err = order.New(cfg)
			require.NoError(t, err)
			_, err = s.Do(s.ctx, o.ID, two, byStaff)
			assert.Equal(t, order.CodePromotions, problem(t, err, order.Refused).Code)
			s.do(o.ID, order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true})
			assert.Empty(t, clawed(s.check(o.ID)))
		})
	}
}
