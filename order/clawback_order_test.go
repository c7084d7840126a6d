package order_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
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

// What was charged again was promised, a part of it by money that was taken. Goods
// that go later give all of it up: what was taken is not promised besides.
func TestWhatStaysPromisedIsLessWhatWasTaken(t *testing.T) {
	half := pricing.Promotion{ID: "half", Percent: percent("50"), MinAmount: eur("70.00")}
	s := promoting(t, half)
	d := goods(1)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = []order.Item{item("ring", "made_to_order", "20.00", 1), item("mug", "goods", "10.00", 2), item("cup", "goods", "15.00", 2)}
	o := s.place(promoted(t, d, nil, half))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Produce{})
	o = &s.do(o.ID, order.Cancel{Of: order.All("ring", "mug")}).Order
	require.Equal(t, []string{"15.00 cup half"}, clawed(o))
	require.Equal(t, "EUR 5.00", total(t, o).Paid.String())
	require.Equal(t, "EUR 25.00", total(t, o).Promised.String())

	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("cup", 1)}, byStaff)
	assert.Equal(t, "EUR 15.00", p.Reversal.Payout.String())
	assert.Equal(t, []string{"void EUR 15.00"}, money(p))
	o = s.check(o.ID)
	assert.Equal(t, total(t, o).Balance, total(t, o).Promised, "what is owed is promised, and nothing more")
	s.do(o.ID, order.Ship{})
	m := total(t, s.check(o.ID))
	assert.Equal(t, "EUR 15.00", m.Paid.String())
	assert.True(t, m.Balance.IsZero())
}

func TestACancelGivesUpAllThatIsPromisedForItWherePartIsPaid(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.notify(order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: o.ID, Ref: "tr_1", Amount: eur("10.00")})
	s.do(o.ID, order.Pay{})
	require.Equal(t, "EUR 32.40", total(t, s.check(o.ID)).Promised.String())
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, []string{"void EUR 12.50"}, money(p))
	s.do(o.ID, order.Ship{})
	m := total(t, s.check(o.ID))
	assert.Equal(t, "EUR 29.90", m.Paid.String())
	assert.True(t, m.Balance.IsZero())
}

// money are the calls of a plan about money.
func money(p order.Plan) []string {
	return slices.DeleteFunc(ops(p), func(op string) bool { return !strings.Contains(op, "EUR") })
}

// The parcel may come to nothing and its one capture go back with it: what that one
// takes too much is promised to nobody else.
func TestWhatAnotherActionMayCaptureTooMuchIsStillPromised(t *testing.T) {
	s := with(t, order.Traits{KeyLife: order.Forever, PartialVoid: true})
	card := memory.NewPayments(memory.PortConfig{Now: s.clock.now})
	s.rewire(func(c *order.Config) { c.Gateways["card"] = card })
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{With: []order.Tender{{Amount: eur("20.00")}, {Gateway: "card"}}})
	s.pay.Next("capture", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Ship{Of: order.Some("mug", 1)}, byStaff) // 17.40 of 20.00
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	p, err := s.Plan(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	assert.Equal(t, []string{"void EUR 9.90"}, money(p), "12.50 of 22.40 stay for the last mug")
}

// A gateway that captures once took the money of all with the ring. What is charged
// again is more than the mugs cost that go; the money for the cup that is still to be
// sent pays nothing of it.
func TestMoneyForWhatIsStillToBeSentPaysNoClawBack(t *testing.T) {
	fifth := pricing.Promotion{ID: "fifth", Percent: percent("20"), MinAmount: eur("70.00")}
	s := promoting(t, fifth)
	s.pay = memory.NewPayments(memory.PortConfig{Now: s.clock.now, Traits: &order.Traits{KeyLife: order.Forever, PartialVoid: true}})
	s.rewire(func(c *order.Config) { c.Gateways[""] = s.pay })
	d := goods(1)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = []order.Item{item("ring", "made_to_order", "30.00", 1), item("mug", "goods", "10.00", 1), item("cup", "goods", "35.00", 1)}
	o := s.place(promoted(t, d, nil, fifth))
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Produce{}).Order
	require.Equal(t, "EUR 60.00", total(t, o).Paid.String(), "for all of it")

	s.do(o.ID, order.Cancel{Of: order.All("mug")})
	o = s.check(o.ID)
	require.Equal(t, []string{"6.00 ring fifth", "7.00 cup fifth"}, clawed(o))
	require.Equal(t, "EUR 5.00", total(t, o).Balance.String())
	offers, err := s.Offers(s.ctx, o.ID, fsm.Customer)
	require.NoError(t, err)
	for _, x := range offers {
		if x.Action == (order.Pay{}).Name() {
			assert.Equal(t, "EUR 5.00", x.Owed.String())
		}
	}
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	m := total(t, s.check(o.ID))
	assert.Equal(t, "EUR 65.00", m.Paid.String())
	assert.True(t, m.Balance.IsZero())
}
