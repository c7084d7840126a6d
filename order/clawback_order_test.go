package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// One cancel gives up a ring whose money was taken and mugs whose money was only
// promised. What is charged again on the cap that stays is more than either. In
// whatever order the workflows give money back, all that nothing needs goes now.
func TestOneCancelGivesBackTakenAndPromisedMoneyTogether(t *testing.T) {
	for name, lines := range map[string][]order.Item{
		"taken first":    {item("ring", "made_to_order", "20.00", 1), item("mug", "goods", "10.00", 2), item("cup", "goods", "30.00", 1)},
		"promised first": {item("mug", "goods", "10.00", 2), item("ring", "made_to_order", "20.00", 1), item("cup", "goods", "30.00", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			half := pricing.Promotion{ID: "half", Percent: percent("50"), MinAmount: eur("70.00")}
			s := promoting(t, half)
			d := goods(1)
			d.Policy.Reversal, d.Charges, d.Items = pricing.ClawBack, nil, lines
			o := s.place(promoted(t, d, nil, half))
			s.do(o.ID, order.Pay{})
			o = &s.do(o.ID, order.Produce{}).Order
			require.Equal(t, "EUR 10.00", total(t, o).Paid.String())
			require.Equal(t, "EUR 25.00", total(t, o).Promised.String())

			cancel := order.Cancel{Of: order.All("ring", "mug")}
			p, err := s.Plan(s.ctx, o.ID, cancel, byStaff)
			require.NoError(t, err)
			assert.Equal(t, "EUR 5.00", p.Reversal.Payout.String(), "20.00 was paid for them, and 15.00 is charged again")
			o = &s.do(o.ID, cancel).Order
			assert.Equal(t, []string{"15.00 cup half"}, clawed(o))
			m := total(t, o)
			assert.Equal(t, p.After, m)
			assert.Equal(t, "EUR 30.00", m.Total.String())
			assert.Equal(t, "EUR 5.00", s.pay.PaidFor(o.ID).Refunded.String())
			assert.Equal(t, m.Balance, m.Promised, "what is owed is promised, and nothing more")

			o = &s.do(o.ID, order.Ship{}).Order
			assert.Equal(t, "EUR 30.00", total(t, o).Paid.String())
			assert.True(t, total(t, o).Balance.IsZero())
		})
	}
}
