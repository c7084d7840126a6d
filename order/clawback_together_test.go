package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Five at 5.50 less 10 %: while one is being cancelled, two others go. As long as
// the first may stay, three remain and 1.65 is charged again: 9.90 - 1.65 at most.
func TestAllStepsTogetherGiveBackNoMoreThanIsSureWhileAnotherCancelIsUnderWay(t *testing.T) {
	split := goods(3)
	split.Policy.Reversal = pricing.ClawBack
	split.Charges = nil
	split.Items = []order.Item{item("mug", "goods", "5.50", 3), item("cup", "presale", "5.50", 2)}
	split = promoted(t, split, nil, tenForFive())
	for name, c := range map[string]struct {
		draft order.Draft
		pay   []order.Pay
		and   order.Selection
		ops   []string
		rest  []order.Action
	}{
		"a refund and a void": {
			fiveMugs(t, pricing.ClawBack),
			[]order.Pay{{Of: order.Some("mug", 3), With: []order.Tender{{Gateway: "till"}}}, {}},
			order.Selection{{Line: "mug", From: 2, Quantity: 2}}, []string{"refund", "void"},
			[]order.Action{order.Ship{}},
		},
		"two voids": {
			split, []order.Pay{{}}, order.Some("mug", 1).And("cup", 1), []string{"void", "void"},
			[]order.Action{order.Ship{}, order.Produce{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, presales, func(c *order.Config) {
				c.Promoter = func(o order.Order) pricing.Promoter { return rulesFor(o, []pricing.Promotion{tenForFive()}) }
			})
			s.Gateways["till"] = plain{s.pay}
			o := s.place(c.draft)
			for _, a := range c.pay {
				s.do(o.ID, a)
			}
			s.pay.Next(c.ops[0], memory.Fail(1))
			r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: mugNo(0)}, byStaff)
			require.NoError(t, err)
			require.Len(t, r.Order.Intents, 1)
			p, err := s.Plan(s.ctx, o.ID, order.Cancel{Of: c.and}, byStaff)
			require.NoError(t, err)
			var ops []string
			back := currency.Zero(currency.EUR)
			for _, call := range p.Calls {
				if call.Op == "refund" || call.Op == "void" {
					ops = append(ops, call.Op)
					back = plus(t, back, call.Amount)
				}
			}
			assert.Equal(t, c.ops, ops)
			assert.Equal(t, "EUR 8.25", back.String())

			s.do(o.ID, order.Cancel{Of: c.and})
			s.pass(r5)
			for _, a := range c.rest {
				s.do(o.ID, a)
			}
			m := total(t, s.check(o.ID))
			assert.Equal(t, m.Total, m.Paid)
			assert.True(t, m.Promised.IsZero(), "the rest went back in the end")
		})
	}
}
