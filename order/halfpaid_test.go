package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// Only the mug that is paid has a step that gives money back; the charge goes with
// both, and its money with that step.
func TestACancelOfPaidAndUnpaidUnitsGivesTheChargeBackAtOnce(t *testing.T) {
	for name, gateway := range map[string]func(*memory.Payments) order.PaymentGateway{
		"promised": func(p *memory.Payments) order.PaymentGateway { return p },
		"taken":    func(p *memory.Payments) order.PaymentGateway { return &direct{p: p} },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.Gateways[""] = gateway(s.pay)
			o := s.place(goods(2))
			s.do(o.ID, order.Pay{Of: order.Some("mug", 1)})
			p, err := s.Plan(s.ctx, o.ID, order.Cancel{}, byStaff)
			require.NoError(t, err)
			o = &s.do(o.ID, order.Cancel{}).Order
			assert.Equal(t, p.After, total(t, o))
			events, err := s.Engine.History(s.ctx, o.ID)
			require.NoError(t, err)
			var back []string
			for _, e := range events {
				if e.Step == "void" || e.Step == "refund" {
					back = append(back, e.Amount.String())
				}
			}
			assert.Equal(t, []string{"EUR 17.40"}, back)
		})
	}
}
