package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// What Offers say is owed is what a Pay takes, also where the bank took something
// back: that is for staff.
func TestWhatIsOfferedToPayIsWhatAPayTakes(t *testing.T) {
	half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 2}
	s := promoting(t, half)
	d := goods(1)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
	o := delivered(s, promoted(t, d, nil, half))
	s.sentBack(o.ID, order.All("mug"))
	require.NoError(t, s.Notify(s.ctx, order.Notice{ID: "c1", Kind: order.NoticeChargeback, Order: o.ID, Ref: "cb", Parent: o.Payments[0].Ref, Amount: eur("15.00")}))
	s.pass(time.Hour)
	require.Equal(t, "25.00", total(t, s.check(o.ID)).Paid.Number())
	offer := offeredToPay(t, s, o.ID)
	p, err := s.Plan(s.ctx, o.ID, order.Pay{}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, []string{"authorize " + offer.Owed.String()}, ops(p))
}

// A transfer for what was charged again must not lower what is captured for other
// units, or the customer would go on owing it.
func TestATransferPaysWhatWasChargedAgainAndNothingElse(t *testing.T) {
	half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 2, For: []string{"mug", "cup"}}
	for name, sentFirst := range map[string]bool{"before the rest is sent": false, "after the rest was sent": true} {
		t.Run(name, func(t *testing.T) {
			s := promoting(t, half)
			d := goods(1)
			d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
			d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1), item("ring", "goods", "50.00", 1)}
			id := s.place(promoted(t, d, nil, half)).ID
			s.do(id, order.Pay{})
			s.do(id, order.Ship{Of: order.All("mug", "cup")})
			s.do(id, order.Deliver{})
			s.sentBack(id, order.All("mug"))
			o := s.check(id)
			require.Equal(t, []string{"30.00 cup half"}, clawed(o))
			require.Equal(t, "40.00", total(t, o).Paid.Number())
			require.Equal(t, "20.00", offeredToPay(t, s, id).Owed.Number())
			if sentFirst {
				s.do(id, order.Ship{})
			}
			require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "t1", Kind: order.NoticeCaptured, Order: id, Ref: "tr", Amount: eur("20.00")}))
			s.pass(time.Hour)
			assert.True(t, offeredToPay(t, s, id).Owed.IsZero())
			if !sentFirst {
				s.do(id, order.Ship{})
			}
			o = s.check(id)
			assert.Equal(t, "110.00", total(t, o).Paid.Number())
			assert.True(t, total(t, o).Balance.IsZero())
			assert.True(t, total(t, o).Promised.IsZero())
			assert.Empty(t, o.Cases)
		})
	}
}
