package order_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// halfOff is 50 % off for that many units or more.
func halfOff(units int64) pricing.Promotion {
	return pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: units}
}

// priced are goods of one unit each, at these prices, without shipping.
func priced(t *testing.T, rule pricing.Reversal, list []pricing.Promotion, prices ...string) order.Draft {
	d := goods(1)
	d.Policy.Reversal, d.Charges, d.Items = rule, nil, nil
	for i, p := range prices {
		it := item(fmt.Sprintf("g%d", i+1), "goods", p, 1)
		it.SKU = "MUG"
		d.Items = append(d.Items, it)
	}
	return promoted(t, d, nil, list...)
}

// Each claw-back has a name of its own, those beyond the ninth too: the journal
// and the documents go by it.
func TestTheTenthClawBackHasANameOfItsOwn(t *testing.T) {
	s := promoting(t, halfOff(15))
	d := goods(15)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	o := s.place(promoted(t, d, nil, halfOff(15)))
	for n := range 12 {
		o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)}).Order
		require.Equal(t, fmt.Sprintf("clawback-%d", n+1), o.Charges[len(o.Charges)-1].Price.ID)
		require.Len(t, clawed(o), 1)
	}
	assert.Len(t, o.Charges, 12)
}

// What goes back pays for what is charged again; where both are the same nothing
// has to be promised.
func TestMoneyThatIsJustEnoughPaysAClawBack(t *testing.T) {
	half := halfOff(3)
	s := promoting(t, half)
	o := s.place(priced(t, pricing.ClawBack, []pricing.Promotion{half}, "20.00", "10.00", "10.00"))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.All("g1", "g2")})
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.All("g1")})
	s.do(o.ID, order.Receive{})
	p := planned(t, s, o.ID, order.Inspect{Accepted: true}, byStaff)
	assert.Equal(t, [3]string{"10.00", "0.00", "0.00"}, both(t, p))
	o = s.check(o.ID)
	require.Equal(t, []string{"5.00 g2 half", "5.00 g3 half"}, clawed(o))
	assert.Equal(t, []fsm.Held{fsm.Taken, fsm.Taken}, []fsm.Held{o.Charges[0].Held, o.Charges[1].Held})
	o = &s.do(o.ID, order.Ship{}).Order
	assert.Equal(t, "20.00", s.pay.PaidFor(o.ID).Captured.Number())
	assert.True(t, total(t, o).Balance.IsZero())
}

// Under the policy that never lets a customer owe, everything that an action gives
// up pays for what is charged again.
func TestAllThatIsGivenUpAtOncePaysForTheClawBack(t *testing.T) {
	half := halfOff(2)
	t.Run("several lines", func(t *testing.T) {
		s := promoting(t, halfOff(3))
		o := s.place(priced(t, pricing.ClawBackNoHarm, []pricing.Promotion{halfOff(3)}, "20.00", "10.00", "60.00"))
		s.do(o.ID, order.Pay{})
		p := planned(t, s, o.ID, order.Cancel{Of: order.All("g1", "g2")}, byStaff)
		assert.Equal(t, [3]string{"15.00", "-15.00", "0.00"}, both(t, p))
		assert.Equal(t, []string{"15.00 g3 half"}, clawed(s.check(o.ID)))
	})
	t.Run("a charge with the units", func(t *testing.T) {
		s := promoting(t, half)
		d := priced(t, pricing.ClawBackNoHarm, []pricing.Promotion{half}, "20.00", "60.00")
		d.Charges = goods(1).Charges
		o := delivered(s, d)
		s.do(o.ID, order.Return{Of: order.All("g1")})
		s.do(o.ID, order.Receive{})
		p := planned(t, s, o.ID, order.Inspect{Accepted: true, Charges: []string{"shipping"}}, byStaff)
		assert.Equal(t, "0.00", p.Reversal.Payout.Number())
		assert.Equal(t, []string{"14.90 g2 half"}, clawed(s.check(o.ID)))
	})
}

// Units that the shop gave up while nobody could judge promotions count as if
// they had stayed, too, and nobody is asked: nothing had been charged again.
func TestWhatTheShopGivesUpWhileNobodyCanJudgeIsExcused(t *testing.T) {
	away := false
	s := newShop(t, func(c *order.Config) {
		c.Promoter = func(o order.Order) pricing.Promoter {
			if away {
				panic("no rules")
			}
			return rulesFor(o, []pricing.Promotion{tenForFive()})
		}
	})
	d := fiveMugs(t, pricing.ClawBack)
	d.Items = append(d.Items, item("cup", "goods", "5.50", 1))
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	away = true
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 2), KeepPromotions: true})
	assert.Empty(t, s.check(o.ID).Cases)
	away = false
	s.do(o.ID, order.Cancel{Of: order.All("cup")}, byCustomer)
	assert.Empty(t, clawed(s.check(o.ID)), "with these there are five")
}

// A discount on what the shop gave up is none on what stays.
func TestADiscountOnUnitsThatAreGoneFallsOnNoOthers(t *testing.T) {
	r := rule(func(c *pricing.Cart, has map[string]bool) []pricing.Decision {
		if has["cup"] {
			c.Discounts = []pricing.Discount{{ID: "cups", Fixed: eur("2.00"), Lines: []string{"cup"}}}
		}
		if len(c.Lines) > 0 && c.Lines[0].Quantity >= 2 {
			c.Discounts = append(c.Discounts, pricing.Discount{ID: "pair", Fixed: eur("5.00"), Lines: []string{"mug"}})
		}
		return []pricing.Decision{{Promotion: "cups"}, {Promotion: "pair"}}
	})
	s := ruled(t, r)
	d := goods(2)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = append(d.Items, item("cup", "goods", "10.00", 1))
	d.Discounts = []pricing.Discount{{ID: "cups", Fixed: eur("2.00"), Lines: []string{"cup"}},
		{ID: "pair", Fixed: eur("5.00"), Lines: []string{"mug"}}}
	o := s.place(d)
	s.do(o.ID, order.Cancel{Of: order.All("cup"), KeepPromotions: true})
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"10.00", "7.50", "7.50"}, both(t, p))
	assert.Equal(t, []string{"2.50 mug pair"}, clawed(s.check(o.ID)))
}

// Units that the shop gives up are noted as they lie, not as they went.
func TestExcusedUnitsThatTouchAreOneEntry(t *testing.T) {
	s := promoting(t, tenForFive())
	o := s.place(fiveMugs(t, pricing.ClawBack))
	for range 3 {
		o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", 1), KeepPromotions: true}).Order
	}
	assert.Equal(t, []order.Units{{Line: "mug", First: 0, Count: 3}}, o.Excused)
}

// One name of a tax may mean another one tomorrow: goods added since are judged
// with theirs.
func TestATaxThatChangedSinceIsAnotherOneToPromotions(t *testing.T) {
	fixed := func(amount string) func(*pricing.Tax) {
		return func(x *pricing.Tax) { x.Percent, x.Fixed = eur("0").Decimal(), eur(amount) }
	}
	for name, changes := range map[string][]func(x *pricing.Tax){
		"another category":         {func(x *pricing.Tax) { x.Category = "AA" }},
		"another amount on each":   {fixed("0.30"), fixed("0.50")},
		"a tax on the other taxes": {func(x *pricing.Tax) { x.Compound = true }},
	} {
		t.Run(name, func(t *testing.T) {
			s := promoting(t, tenForFive())
			o := s.place(fiveMugs(t, pricing.ClawBack))
			for i, change := range changes {
				it := item([]string{"cup", "ring"}[i], "goods", "3.00", 1)
				change(&it.Line.Taxes[0])
				s.do(o.ID, order.Modify{Add: []order.Item{it}})
			}
			p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 3)}, byStaff)
			assert.Equal(t, [3]string{"14.85", "13.75", "13.75"}, both(t, p))
		})
	}
}

// Lines of one tax are rounded together, in what stays as in what was sold.
func TestWhatStaysIsTaxedPerRate(t *testing.T) {
	s := promoting(t, halfOff(3))
	d := priced(t, pricing.ClawBack, nil, "2.03", "2.03", "2.03")
	d.Policy.Prices = pricing.Net
	o := s.place(promoted(t, d, nil, halfOff(3)))
	p := planned(t, s, o.ID, order.Cancel{Of: order.All("g3")}, byStaff)
	assert.Equal(t, "4.83", p.After.Total.Number(), "4.06 and a tax of 0.77; each line by itself had 0.39")
}

// How much is charged again does not depend on how many steps the units went in:
// each would excuse a cent more as rounding.
func TestUnitsThatGoOneByOneAreChargedAgainLikeThoseThatGoTogether(t *testing.T) {
	tiers := pricing.Promotion{ID: "tiers", Tiers: []pricing.Tier{{Quantity: 5, Percent: percent("1")}, {Quantity: 20, Percent: percent("2")}}}
	for name, step := range map[string]int64{"together": 10, "one by one": 1} {
		t.Run(name, func(t *testing.T) {
			s := promoting(t, tiers)
			d := goods(20)
			d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
			d.Items[0].Line.Unit = eur("1.00").Decimal()
			o := s.place(promoted(t, d, nil, tiers))
			for range 10 / step {
				s.clock.add(time.Minute)
				o = &s.do(o.ID, order.Cancel{Of: order.Some("mug", step)}).Order
			}
			assert.Equal(t, []string{"0.10 mug tiers"}, clawed(o))
		})
	}
}
