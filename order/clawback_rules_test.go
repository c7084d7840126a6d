package order_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// rule is a promotion engine of one function over the lines that there are.
type rule func(c *pricing.Cart, has map[string]bool) []pricing.Decision

func (r rule) Promote(_ context.Context, c pricing.Cart) (pricing.Cart, []pricing.Decision, error) {
	has := map[string]bool{}
	for _, l := range c.Lines {
		has[l.ID] = true
	}
	return c, r(&c, has), nil
}

func ruled(t *testing.T, r rule) *shop {
	return newShop(t, func(c *order.Config) { c.Promoter = func(order.Order) pricing.Promoter { return r } })
}

// A coupon goes back once no unit uses it, so what it would give to others instead
// does not make up for what they lose.
func TestACouponThatNoUnitUsesAnyMoreMakesUpForNothing(t *testing.T) {
	r := rule(func(c *pricing.Cart, has map[string]bool) []pricing.Decision {
		on := "cup"
		if has["mug"] {
			on = "mug"
			c.Discounts = []pricing.Discount{{ID: "pair", Fixed: eur("8.00"), Lines: []string{"cup"}}}
		}
		c.Discounts = append(c.Discounts, pricing.Discount{ID: "spring", Code: "SPRING", Fixed: eur("5.00"), Lines: []string{on}})
		return []pricing.Decision{{Promotion: "pair"}, {Promotion: "spring"}}
	})
	s := ruled(t, r)
	d := goods(1)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
	c := d.Policy
	cart := pricing.Cart{Currency: d.Currency, Policy: c, Lines: []pricing.Line{d.Items[0].Line, d.Items[1].Line}}
	cart, _, err := r.Promote(s.ctx, cart)
	require.NoError(t, err)
	d.Discounts = cart.Discounts
	o := s.place(d)
	p := planned(t, s, o.ID, order.Cancel{Of: order.All("mug")}, byStaff)
	assert.Equal(t, [3]string{"15.00", "7.00", "7.00"}, both(t, p))
	assert.Zero(t, s.coupons.RedeemedFor(o.ID))
}

// Promotions that give one line something of its own name it behind a slash.
func TestAPromotionOnOneLineIsUndeservedOnceItIsNotMentionedThere(t *testing.T) {
	r := rule(func(c *pricing.Cart, has map[string]bool) []pricing.Decision {
		if has["mug"] {
			c.Discounts = []pricing.Discount{{ID: "gift/cup", Fixed: eur("8.00"), Lines: []string{"cup"}}}
		}
		return []pricing.Decision{{Promotion: "gift"}}
	})
	s := ruled(t, r)
	d := goods(1)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
	d.Discounts = []pricing.Discount{{ID: "gift/cup", Fixed: eur("8.00"), Lines: []string{"cup"}}}
	o := s.place(d)
	s.do(o.ID, order.Cancel{Of: order.All("mug")})
	assert.Equal(t, []string{"8.00 cup gift/cup"}, clawed(s.check(o.ID)))
}

func TestRoundingForCashIsNoPartOfWhatPromotionsAreJudgedOn(t *testing.T) {
	off := pricing.Promotion{ID: "ten", Percent: percent("10"), MinQuantity: 3}
	s := promoting(t, off)
	d := goods(3)
	d.Currency, d.Charges, d.Policy.Cash, d.Policy.Reversal = currency.CAD, nil, true, pricing.ClawBack
	d.Items[0].Line.Unit = eur("4.97").Decimal() // 14.91 - 1.49 = 13.42
	o := s.place(promoted(t, d, nil, off))
	require.Equal(t, "13.40", total(t, o).Total.Number())
	p := planned(t, s, o.ID, order.Cancel{Of: order.Some("mug", 1)}, byStaff)
	assert.Equal(t, [3]string{"4.47", "3.48", "3.48"}, both(t, p))
	s.do(o.ID, order.Cancel{})
	assert.True(t, total(t, s.check(o.ID)).Total.IsZero())
}

// Promotions see a raised quantity as one line only where it has one price.
func TestARaisedQuantityAtAnotherPriceIsALineOfItsOwn(t *testing.T) {
	off := pricing.Promotion{ID: "rich", Percent: percent("10"), MinAmount: eur("30.00")}
	s := newShop(t, func(c *order.Config) {
		c.Promoter = func(o order.Order) pricing.Promoter { return rulesFor(o, []pricing.Promotion{off}) }
		c.Price = func(c pricing.Cart) (pricing.Quote, error) {
			for i := range c.Lines {
				if strings.Contains(c.Lines[i].ID, "+") { // they are cheap today
					c.Lines[i].Unit = eur("1.00").Decimal()
				}
			}
			return pricing.Calculate(c)
		}
	})
	d := goods(3)
	d.Policy.Reversal, d.Charges = pricing.ClawBack, nil
	o := s.place(promoted(t, d, nil, off))
	s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 4}}})
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	assert.Equal(t, []string{"2.50 mug rich"}, clawed(s.check(o.ID)), "two at 12.50 and one at 1.00 are no 30.00")
}

// What the customer keeps of a coupon, because charging all of it again would be
// to his harm, is a use of it.
func TestACouponThatIsOnlyPartlyChargedAgainStaysUsed(t *testing.T) {
	half := pricing.Promotion{ID: "half", Percent: percent("50"), MinQuantity: 2, Coupons: []string{"SPRING"}}
	for reversal, used := range map[pricing.Reversal]int{pricing.ClawBackNoHarm: 1, pricing.ClawBack: 0} {
		t.Run(string(reversal), func(t *testing.T) {
			s := promoting(t, half)
			d := goods(1)
			d.Policy.Reversal, d.Charges = reversal, nil
			d.Items = []order.Item{item("mug", "goods", "20.00", 1), item("cup", "goods", "60.00", 1)}
			o := s.place(promoted(t, d, []string{"SPRING"}, half))
			s.do(o.ID, order.Pay{})
			s.do(o.ID, order.Cancel{Of: order.All("mug")})
			assert.Len(t, clawed(s.check(o.ID)), 1)
			assert.Equal(t, used, s.coupons.RedeemedFor(o.ID))
			s.do(o.ID, order.Cancel{})
			assert.Zero(t, s.coupons.RedeemedFor(o.ID))
		})
	}
}

// Of two coupons the one whose promotion is over is given back, and the other stays.
func TestACouponStaysUsedWhileAnotherIsGivenBack(t *testing.T) {
	spring, always := tenForFive(), pricing.Promotion{ID: "always", Percent: percent("10"), Coupons: []string{"ALWAYS"}}
	spring.Coupons = []string{"SPRING"}
	s := promoting(t, spring, always)
	s.coupons.Add("ALWAYS", 1)
	d := fiveMugs(t, pricing.ClawBack)
	d.Discounts = nil
	o := s.place(promoted(t, d, []string{"SPRING", "ALWAYS"}, spring, always))
	s.do(o.ID, order.Pay{})
	require.Equal(t, 2, s.coupons.RedeemedFor(o.ID))
	s.do(o.ID, two)
	assert.Zero(t, s.coupons.Used("SPRING"))
	assert.EqualValues(t, 1, s.coupons.Used("ALWAYS"))
}

// What is charged again as before stays as it was booked.
func TestAClawBackThatNothingChangesStays(t *testing.T) {
	ten := tenForFive()
	ten.For = []string{"mug"}
	s := promoting(t, ten)
	d := fiveMugs(t, pricing.ClawBack)
	d.Discounts = nil
	d.Items = append(d.Items, item("cup", "goods", "3.00", 1))
	o := s.place(promoted(t, d, nil, ten))
	s.do(o.ID, order.Pay{})
	before := s.do(o.ID, two).Order.Charges
	require.Equal(t, "clawback-1", before[len(before)-1].Price.ID)
	s.do(o.ID, order.Cancel{Of: order.All("cup")})
	assert.Equal(t, before, s.check(o.ID).Charges)
}
