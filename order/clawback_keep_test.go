package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestPromotionsAreKeptWhereTheShopGivesUp(t *testing.T) {
	for name, give := range map[string]func(s *shop, id string){
		"a cancel that keeps": func(s *shop, id string) { s.do(id, order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true}) },
		"a modify that keeps": func(s *shop, id string) {
			s.do(id, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}, KeepPromotions: true})
		},
		"a parcel that got lost": func(s *shop, id string) {
			s.do(id, order.Ship{Of: order.Some("mug", 2)})
			s.do(id, order.Lose{})
		},
		"an inspection that keeps": func(s *shop, id string) {
			s.do(id, order.Ship{Of: order.Some("mug", 2)})
			s.do(id, order.Deliver{})
			s.do(id, order.Return{})
			s.do(id, order.Receive{})
			s.do(id, order.Inspect{Accepted: true, KeepPromotions: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := s.place(fiveMugs(t, pricing.ClawBack))
			s.do(o.ID, order.Pay{})
			give(s, o.ID)
			o = s.check(o.ID)
			assert.Empty(t, clawed(o))
			assert.Equal(t, "15.35", total(t, o).Total.Number())
			p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
			assert.Equal(t, [3]string{"4.95", "3.85", "3.85"}, both(t, p), "the next one is the customer's: with these there would be four")
		})
	}
	t.Run("not because a customer says so", func(t *testing.T) {
		s := promoting(t, tenForFive())
		o := s.place(fiveMugs(t, pricing.ClawBack))
		for _, a := range []order.Action{order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true},
			order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}, KeepPromotions: true}} {
			_, err := s.Do(s.ctx, o.ID, a, order.By(fsm.Customer, "c-7"))
			assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
		}
	})
	t.Run("what was charged before goes back with the units", func(t *testing.T) {
		s := promoting(t, tenForFive())
		o := s.place(fiveMugs(t, pricing.ClawBack))
		s.do(o.ID, order.Pay{})
		s.do(o.ID, two)
		p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true}, byStaff)
		assert.Equal(t, "5.50", p.Reversal.Payout.Number())
		assert.Equal(t, []string{"1.10 mug ten"}, clawed(s.check(o.ID)))
	})
	t.Run("the plan shows both numbers all the same", func(t *testing.T) {
		s := promoting(t, tenForFive())
		o := s.place(fiveMugs(t, pricing.ClawBack))
		p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true}, byStaff)
		assert.Equal(t, [3]string{"9.90", "8.25", "9.90"}, both(t, p))
		assert.Empty(t, p.Reversal.Adjustment.Lines)
	})
	t.Run("a timer", func(t *testing.T) {
		s := promoting(t, tenForFive())
		d := fiveMugs(t, pricing.ClawBack)
		d.Items = append(d.Items, item("cup", "goods", "5.50", 1))
		d.Items[0].Line.Quantity = 4
		o := s.place(d)
		s.do(o.ID, order.Pay{Of: order.All("mug")})
		s.pass(time.Hour)
		o = s.check(o.ID)
		require.Equal(t, "1 cancelled", states(o, "cup"))
		assert.Empty(t, clawed(o))
	})
}

func TestWhatTheRulesDoNotKnowIsNeverUndeserved(t *testing.T) {
	s := promoting(t, tenForFive())
	d := fiveMugs(t, pricing.ClawBack)
	d.Discounts = append([]pricing.Discount{{ID: "manual", Fixed: eur("5.00")}}, d.Discounts...)
	o := s.place(d) // 27.50 - 5.00 - 2.25
	p := planned(t, s, o.ID, two, byStaff)
	assert.Equal(t, [3]string{"8.10", "6.75", "6.75"}, both(t, p))
	assert.Equal(t, []string{"1.35 mug ten"}, clawed(s.check(o.ID)))
}

func TestRaisedQuantitiesCountAndAreGivenNothing(t *testing.T) {
	s := promoting(t, pricing.Promotion{ID: "ten", Percent: percent("10"), MinQuantity: 5, For: []string{"mug"}})
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 7}}})
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 2)}, byStaff)
	assert.Equal(t, [3]string{"9.90", "9.90", "9.90"}, both(t, p), "three of the line and two that raised it")
	p = planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"4.95", "3.85", "3.85"}, both(t, p))
	p = planned(t, s, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 6}}}, byStaff)
	assert.Nil(t, p.Reversal, "more units: nothing is given up")
	p = planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"6.05", "6.05", "6.05"}, both(t, p), "there are five again, and what was charged comes back")
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 0}}})
	assert.True(t, total(t, s.check(o.ID)).Total.IsZero())
}

func TestGoodsOfAnExchangeCountForPromotions(t *testing.T) {
	s := promoting(t, tenForFive())
	o := s.place(fiveMugs(t, pricing.ClawBack))
	s.do(o.ID, order.Pay{})
	cup := item("cup", "goods", "3.00", 2)
	cup.Line.Taxes[0].Percent = eur("16").Decimal() // the rate has changed since
	p := planned(t, s, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 3}}, Add: []order.Item{cup}}, byStaff)
	assert.Equal(t, [3]string{"9.90", "9.90", "9.90"}, both(t, p))
	p = planned(t, s, o.ID, order.Cancel{Of: order.Some("cup", 1)}, byStaff)
	assert.Equal(t, [3]string{"3.00", "1.35", "1.35"}, both(t, p))
	o = s.check(o.ID)
	assert.Equal(t, "de-19", o.Charges[len(o.Charges)-1].Price.Taxes[0].ID)
}

func TestARaisedQuantityDoesNotHideALowerTier(t *testing.T) {
	tiers := pricing.Promotion{ID: "tiers", Tiers: []pricing.Tier{{Quantity: 5, Percent: percent("10")}, {Quantity: 10, Percent: percent("20")}}}
	s := promoting(t, tiers)
	d := goods(10)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items[0].Line.Unit = eur("10.00").Decimal()
	o := s.place(promoted(t, d, nil, tiers))
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 18}}})
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 9)}, byStaff)
	assert.Equal(t, "1.00", p.Reversal.Undeserved[0].Amount.Number(), "nine stay: 10 % on the one that had 20 %, nothing on eight")
}

func TestUnitsThatTheShopGaveUpAreOneRow(t *testing.T) {
	s := promoting(t, tenForFive())
	d := fiveMugs(t, "claw_back")
	d.Items = append(d.Items, item("cup", "goods", "1.00", 2))
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	for range 2 {
		s.do(o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true})
	}
	s.do(o.ID, order.Cancel{Of: order.Some("cup", 1), KeepPromotions: true})
	o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true}).Order
	assert.Equal(t, []order.Units{{Line: "cup", First: 0, Count: 1}, {Line: "mug", First: 0, Count: 3}}, o.Excused)
}
