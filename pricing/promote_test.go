package pricing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func number(s string) pricing.Number { return pricing.Number(dec(s)) }

func noon(day int) time.Time { return time.Date(2026, 5, day, 12, 0, 0, 0, time.UTC) }

func promote(t *testing.T, c pricing.Cart, ctx pricing.PromoContext, list ...pricing.Promotion) (pricing.Quote, []pricing.Decision) {
	t.Helper()
	before, err := json.Marshal(c)
	require.NoError(t, err)
	with, decisions, err := pricing.Promote(c, list, ctx)
	require.NoError(t, err)
	after, err := json.Marshal(c)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "the cart that was given is not changed")
	return calculate(t, with), decisions
}

func said(list []pricing.Decision) (words []string) {
	for _, d := range list {
		words = append(words, strings.TrimSpace(d.Promotion+" "+d.Coupon)+": "+d.Why)
	}
	return words
}

func TestEveryKindOfPromotion(t *testing.T) {
	shelf := cart(pricing.Gross, "10.00*3@20", "4.00*2@10", "25.00@20") // 63.00
	tags := map[string][]string{"1": {"mug"}, "2": {"book"}, "3": {"mug", "large"}}
	p := func(change func(*pricing.Promotion)) pricing.Promotion {
		one := pricing.Promotion{ID: "p"}
		change(&one)
		return one
	}
	for _, one := range []struct {
		name      string
		cart      pricing.Cart
		promotion pricing.Promotion
		lines     []string // discounts of the lines
		why       string
	}{
		{"a percentage of everything", shelf, p(func(p *pricing.Promotion) { p.Percent = number("10") }), []string{"3.00", "0.80", "2.50"}, "takes off 6.30"},
		{"all of it", shelf, p(func(p *pricing.Promotion) { p.Percent = number("100") }), []string{"30.00", "8.00", "25.00"}, "takes off 63.00"},
		{"a percentage of what has a tag", shelf, p(func(p *pricing.Promotion) { p.Percent, p.For = number("10"), []string{"mug"} }), []string{"3.00", "0.00", "2.50"}, "takes off 5.50"},
		{"an amount", shelf, p(func(p *pricing.Promotion) { p.Off = eur("6.30") }), []string{"3.00", "0.80", "2.50"}, "takes off 6.30"},
		{"10 off from 100", shelf, p(func(p *pricing.Promotion) { p.Off, p.MinAmount = eur("10"), eur("100") }), []string{"0.00", "0.00", "0.00"}, "needs goods for 100.00, there are 63.00"},
		{"10 off from 63", shelf, p(func(p *pricing.Promotion) { p.Off, p.MinAmount = eur("6.30"), eur("63") }), []string{"3.00", "0.80", "2.50"}, "takes off 6.30"},
		{"from so many units", shelf, p(func(p *pricing.Promotion) { p.Percent, p.MinQuantity = number("10"), 7 }), []string{"0.00", "0.00", "0.00"}, "needs 7 units, there are 6"},
		{"the last tier that is reached", shelf, p(func(p *pricing.Promotion) {
			p.Tiers = []pricing.Tier{{Amount: eur("20"), Percent: number("5")}, {Amount: eur("60"), Percent: number("10")}, {Amount: eur("90"), Percent: number("20")}}
		}), []string{"3.00", "0.80", "2.50"}, "takes off 6.30"},
		{"no tier", shelf, p(func(p *pricing.Promotion) { p.Tiers = []pricing.Tier{{Quantity: 9, Off: eur("1")}} }), []string{"0.00", "0.00", "0.00"}, "its lowest tier is not reached with 63.00 and 6 units"},
		{"buy two get one: the cheapest of all", shelf, p(func(p *pricing.Promotion) { p.Get = &pricing.Get{Buy: 2, Free: 1} }), []string{"0.00", "8.00", "0.00"}, "takes off 8.00"},
		{"three for the price of two", shelf, p(func(p *pricing.Promotion) { p.For, p.Get = []string{"1"}, &pricing.Get{Buy: 2, Free: 1} }), []string{"10.00", "0.00", "0.00"}, "takes off 10.00"},
		{"buy one get two", cart(pricing.Gross, "1.00*9"), p(func(p *pricing.Promotion) { p.Get = &pricing.Get{Buy: 1, Free: 2} }), []string{"6.00"}, "takes off 6.00"},
		{"another one for every two", cart(pricing.Gross, "10.00*4", "1.00*9"), p(func(p *pricing.Promotion) {
			p.For, p.Get = []string{"1"}, &pricing.Get{Buy: 2, Free: 1, For: []string{"2"}}
		}), []string{"0.00", "2.00"}, "takes off 2.00"},
		{"at most one", shelf, p(func(p *pricing.Promotion) { p.Get = &pricing.Get{Buy: 2, Free: 1, Most: 1} }), []string{"0.00", "4.00", "0.00"}, "takes off 4.00"},
		{"the second at half its price", shelf, p(func(p *pricing.Promotion) {
			p.For, p.Get = []string{"book"}, &pricing.Get{Buy: 1, Free: 1, Percent: number("50")}
		}), []string{"0.00", "2.00", "0.00"}, "takes off 2.00"},
		{"buy a large mug, get a book", shelf, p(func(p *pricing.Promotion) {
			p.For, p.Get = []string{"large"}, &pricing.Get{Buy: 1, Free: 1, For: []string{"book"}}
		}), []string{"0.00", "4.00", "0.00"}, "takes off 4.00"},
		{"too few to get anything", shelf, p(func(p *pricing.Promotion) { p.For, p.Get = []string{"3"}, &pricing.Get{Buy: 1, Free: 1} }), []string{"0.00", "0.00", "0.00"}, "needs more than 1 units"},
		{"more to buy than there are numbers for", shelf, p(func(p *pricing.Promotion) { p.Get = &pricing.Get{Buy: math.MaxInt64, Free: math.MaxInt64} }), []string{"0.00", "0.00", "0.00"}, "needs more than 6 units"},
		{"nothing to get", shelf, p(func(p *pricing.Promotion) { p.Get = &pricing.Get{Buy: 1, Free: 1, For: []string{"pen"}} }), []string{"0.00", "0.00", "0.00"}, "nothing of what one gets for less is in the cart"},
		{"a bundle of two tax rates", shelf, p(func(p *pricing.Promotion) {
			p.Bundle = &pricing.Bundle{Price: eur("11.20"), Parts: []pricing.Part{{For: []string{"1"}, Quantity: 1}, {For: []string{"book"}, Quantity: 1}}}
		}), []string{"4.00", "1.60", "0.00"}, "takes off 5.60"},
		{"a bundle whose parts are of the same lines", shelf, p(func(p *pricing.Promotion) {
			p.Bundle = &pricing.Bundle{Price: eur("15.00"), Parts: []pricing.Part{{For: []string{"1"}, Quantity: 1}, {For: []string{"1"}, Quantity: 1}}}
		}), []string{"5.00", "0.00", "0.00"}, "takes off 5.00"},
		{"at most one bundle", shelf, p(func(p *pricing.Promotion) {
			p.Bundle = &pricing.Bundle{Price: eur("11.20"), Most: 1, Parts: []pricing.Part{{For: []string{"1"}, Quantity: 1}, {For: []string{"book"}, Quantity: 1}}}
		}), []string{"2.00", "0.80", "0.00"}, "takes off 2.80"},
		{"half a bundle", shelf, p(func(p *pricing.Promotion) {
			p.Bundle = &pricing.Bundle{Price: eur("1"), Parts: []pricing.Part{{For: []string{"3"}, Quantity: 2}}}
		}), []string{"0.00", "0.00", "0.00"}, "not every part of it is in the cart"},
		{"a bundle that is dearer", shelf, p(func(p *pricing.Promotion) {
			p.Bundle = &pricing.Bundle{Price: eur("25"), Parts: []pricing.Part{{For: []string{"3"}, Quantity: 1}}}
		}), []string{"0.00", "0.00", "0.00"}, "the goods cost no more than 25.00 without it"},
		{"free shipping without shipping", shelf, p(func(p *pricing.Promotion) { p.FreeShipping = true }), []string{"0.00", "0.00", "0.00"}, "there is no shipping to pay"},
		{"free shipping where only the wrapping costs", with(shelf, func(c *pricing.Cart) {
			c.Charges = []pricing.Charge{{ID: "gift", Kind: "gift_wrap", Amount: eur("2.00")}}
		}), p(func(p *pricing.Promotion) { p.FreeShipping = true }), []string{"0.00", "0.00", "0.00"}, "there is no shipping to pay"},
		{"for nothing in the cart", shelf, p(func(p *pricing.Promotion) { p.Percent, p.For = number("10"), []string{"pen"} }), []string{"0.00", "0.00", "0.00"}, "no line that it is for"},
		{"for another currency", shelf, p(func(p *pricing.Promotion) { p.Off = currency.New(1, currency.USD) }), []string{"0.00", "0.00", "0.00"}, "is for carts in USD"},
		{"not yet", shelf, p(func(p *pricing.Promotion) { p.Percent, p.From = number("1"), noon(11) }), []string{"0.00", "0.00", "0.00"}, "begins at 2026-05-11 12:00 UTC"},
		{"no longer", shelf, p(func(p *pricing.Promotion) { p.Percent, p.Until = number("1"), noon(10) }), []string{"0.00", "0.00", "0.00"}, "ended at 2026-05-10 12:00 UTC"},
		{"used up", shelf, p(func(p *pricing.Promotion) { p.Percent, p.Limit = number("1"), 5 }), []string{"0.00", "0.00", "0.00"}, "was used 5 times, as often as it may be"},
		{"nothing left", with(shelf, func(c *pricing.Cart) { c.Discounts = []pricing.Discount{percentOff("all", "100")} }),
			p(func(p *pricing.Promotion) { p.Percent = number("1") }), []string{"30.00", "8.00", "25.00"}, "there is nothing left that it could take off"},
		{"goods that come back do not count", cart(pricing.Gross, "10.00*3", "-10.00*3"), p(func(p *pricing.Promotion) { p.Percent, p.MinQuantity = number("10"), 3 }), []string{"3.00", "0.00"}, "takes off 3.00"},
	} {
		t.Run(one.name, func(t *testing.T) {
			q, list := promote(t, one.cart, pricing.PromoContext{At: noon(10), Tags: tags, Used: map[string]int64{"p": 5}}, one.promotion)
			require.Equal(t, one.lines, discounts(q))
			require.Equal(t, []string{"p: " + one.why}, said(list))
			require.Equal(t, strings.HasPrefix(one.why, "takes off"), list[0].Applied)
		})
	}
	t.Run("free shipping from 50", func(t *testing.T) {
		c := with(shelf, func(c *pricing.Cart) {
			c.Charges = []pricing.Charge{charge("post", "4.90", "20"), {ID: "gift", Kind: "gift_wrap", Amount: eur("2.00")}}
		})
		q, list := promote(t, c, pricing.PromoContext{}, pricing.Promotion{ID: "post", FreeShipping: true, MinAmount: eur("50")})
		require.Equal(t, "0.00 2.00", q.Charges[0].Gross.Number()+" "+q.Charges[1].Gross.Number())
		require.Equal(t, "4.90", list[0].Off.Number())
	})
	t.Run("a line that a bundle takes nothing off has no discount", func(t *testing.T) {
		bundle := pricing.Promotion{ID: "set", Bundle: &pricing.Bundle{Price: eur("10.00"), Parts: []pricing.Part{{For: []string{"1"}, Quantity: 1}, {For: []string{"2"}, Quantity: 1}}}}
		q, _ := promote(t, cart(pricing.Gross, "10.00", "0.01"), pricing.PromoContext{}, bundle)
		require.Equal(t, []string{"0.01", "0.00"}, discounts(q))
		require.Empty(t, q.Lines[1].Discounts)
	})
	t.Run("a bundle of mixed rates is split by the stand-alone net prices", func(t *testing.T) {
		bundle := pricing.Promotion{ID: "set", Bundle: &pricing.Bundle{Price: eur("90.00"), Parts: []pricing.Part{{For: []string{"1"}, Quantity: 1}, {For: []string{"2"}, Quantity: 1}}}}
		net, _ := promote(t, cart(pricing.Net, "60.00@20", "40.00@10"), pricing.PromoContext{}, bundle)
		require.Equal(t, "54.00 36.00", net.Lines[0].Net.Number()+" "+net.Lines[1].Net.Number())
		bundle.Bundle.Price = eur("104.40") // 72.00 and 44.00 gross less a tenth: the same net prices
		gross, _ := promote(t, cart(pricing.Gross, "72.00@20", "44.00@10"), pricing.PromoContext{}, bundle)
		require.Equal(t, "54.00 36.00", gross.Lines[0].Net.Number()+" "+gross.Lines[1].Net.Number())
	})
}

func TestTheOrderOfLinesDoesNotChangeTheBundles(t *testing.T) {
	for _, lines := range [][]string{{"tea", "5.00", "jam", "3.00"}, {"jam", "3.00", "tea", "5.00"}} {
		t.Run(lines[0]+" first", func(t *testing.T) {
			c := cart(pricing.Gross, "10.00")
			c.Lines[0].ID = "mug"
			c.Lines = append(c.Lines, line(lines[0], lines[1]), line(lines[2], lines[3]))
			of := func(ids ...string) pricing.Part { return pricing.Part{For: ids, Quantity: 1} }
			set := pricing.Promotion{ID: "set", Bundle: &pricing.Bundle{Price: eur("12.00"), Parts: []pricing.Part{of("mug"), of("tea", "jam")}}}
			q, _ := promote(t, c, pricing.PromoContext{}, set)
			require.Equal(t, eur("15.00"), q.Gross, "the dearest: 10.00 + 5.00 are 12.00, and 3.00")
			set.Bundle.Parts = []pricing.Part{of("tea", "mug"), of("mug")}
			q, _ = promote(t, c, pricing.PromoContext{}, set)
			require.Equal(t, eur("15.00"), q.Gross, "the part without a choice chooses first")
		})
	}
}

func TestHowPromotionsStack(t *testing.T) {
	c := cart(pricing.Gross, "100.00@20")
	ten := pricing.Promotion{ID: "ten", Percent: number("10")}
	five := pricing.Promotion{ID: "five", Off: eur("5"), Rank: -1}
	t.Run("by rank, each on what is left", func(t *testing.T) {
		q, list := promote(t, c, pricing.PromoContext{}, ten, five)
		require.Equal(t, eur("85.50"), q.Gross)
		require.Equal(t, []string{"ten: takes off 9.50", "five: takes off 5.00"}, said(list))
		require.Equal(t, []string{"five", "ten"}, []string{q.Discounts[0].ID, q.Discounts[1].ID})
	})
	t.Run("of a group the best", func(t *testing.T) {
		a, b := ten, five
		a.Group, b.Group = "spring", "spring"
		q, list := promote(t, c, pricing.PromoContext{}, a, b)
		require.Equal(t, eur("90.00"), q.Gross)
		require.Equal(t, []string{"ten: takes off 10.00", `five: "ten" of the group "spring" takes off at least as much`}, said(list))
	})
	for _, one := range []struct{ percent, gross, ten, alone string }{
		{"14", "85.50", "takes off 9.50", "applies only alone, and the others together take off at least as much"},
		{"20", "80.00", `"alone" applies alone and takes off more`, "takes off 20.00"},
	} {
		t.Run("an exclusive one of "+one.percent+" % against both", func(t *testing.T) {
			alone := pricing.Promotion{ID: "alone", Percent: number(one.percent), Exclusive: true, Coupons: []string{"SOLO"}}
			less := pricing.Promotion{ID: "less", Percent: number("12"), Exclusive: true}
			q, list := promote(t, c, pricing.PromoContext{Coupons: []string{" solo"}}, ten, five, alone, less)
			require.Equal(t, eur(one.gross), q.Gross)
			require.Equal(t, one.ten, list[0].Why)
			require.Equal(t, one.alone, list[2].Why)
			require.Equal(t, "SOLO", list[2].Coupon)
			require.Equal(t, `applies only alone, and "alone" takes off at least as much`, list[3].Why)
			require.False(t, list[3].Applied)
		})
	}
	t.Run("a coupon in full width, with the first and the last sign that there is", func(t *testing.T) {
		coupon := ten
		coupon.Coupons = []string{"!~"}
		_, list := promote(t, c, pricing.PromoContext{Coupons: []string{"！～"}}, coupon)
		require.Len(t, list, 1)
		require.True(t, list[0].Applied)
	})
	t.Run("coupons", func(t *testing.T) {
		coupon := ten
		coupon.Coupons = []string{"SPRING"}
		_, list := promote(t, c, pricing.PromoContext{Coupons: []string{"WINTER"}}, coupon)
		require.Equal(t, []string{"ten: none of its coupons was entered", "WINTER: no promotion has this coupon"}, said(list))
		q, list := promote(t, c, pricing.PromoContext{Coupons: []string{"spring "}}, coupon)
		require.Equal(t, []string{"ten SPRING: takes off 10.00"}, said(list))
		require.Equal(t, "SPRING", q.Discounts[0].Code)
	})
	for _, entered := range []string{"ＳＰＲＩＮＧ－１", "　spring-1", "SPRING\u200b-1\u00a0", "\u2066Spring-1\u2069"} {
		t.Run("a coupon in full width or with invisible marks: "+entered, func(t *testing.T) {
			coupon := ten
			coupon.Coupons = []string{"SPRING-1"}
			_, list := promote(t, c, pricing.PromoContext{Coupons: []string{entered}}, coupon)
			require.Equal(t, []string{"ten SPRING-1: takes off 10.00"}, said(list))
		})
	}
	t.Run("who reaches an amount, a quantity or the last use exactly has it", func(t *testing.T) {
		tiers := pricing.Promotion{ID: "tiers", Tiers: []pricing.Tier{{Amount: eur("100.00"), Quantity: 1, Off: eur("1.00")}, {Amount: eur("100.01"), Off: eur("2.00")}, {Quantity: 2, Off: eur("3.00")}}}
		least := pricing.Promotion{ID: "least", Off: eur("1.00"), MinAmount: eur("100.00"), MinQuantity: 1, Limit: 3, Rank: -1}
		_, list := promote(t, c, pricing.PromoContext{Used: map[string]int64{"least": 2}}, least)
		require.True(t, list[0].Applied)
		_, list = promote(t, c, pricing.PromoContext{Used: map[string]int64{"least": 3}}, least)
		require.False(t, list[0].Applied)
		_, list = promote(t, c, pricing.PromoContext{}, tiers)
		require.Equal(t, []string{"tiers: takes off 1.00"}, said(list))
	})
	t.Run("the most of a rule is a bound and no gift", func(t *testing.T) {
		c := cart(pricing.Gross, "10.00*7")
		get := pricing.Promotion{ID: "get", Get: &pricing.Get{Buy: 2, Free: 1, Most: 5}}
		set := pricing.Promotion{ID: "set", Bundle: &pricing.Bundle{Price: eur("15.00"), Most: 5, Parts: []pricing.Part{{For: []string{"1"}, Quantity: 2}}}}
		for _, one := range []struct {
			rule pricing.Promotion
			off  string
		}{{get, "20.00"}, {set, "15.00"}} {
			_, list := promote(t, c, pricing.PromoContext{}, one.rule)
			require.Equal(t, one.off, list[0].Off.Number())
		}
	})
	t.Run("a tie goes to the first of a group, and to the others against one that applies alone", func(t *testing.T) {
		same := pricing.Promotion{ID: "same", Off: eur("10.00")}
		a, b := ten, same
		a.Group, b.Group = "spring", "spring"
		_, list := promote(t, c, pricing.PromoContext{}, a, b)
		require.Equal(t, []bool{true, false}, []bool{list[0].Applied, list[1].Applied})
		same.Exclusive = true
		_, list = promote(t, c, pricing.PromoContext{}, same, ten)
		require.Equal(t, []bool{false, true}, []bool{list[0].Applied, list[1].Applied})
	})
	t.Run("the furthest ranks do not overflow", func(t *testing.T) {
		a, b := ten, five
		a.Rank, b.Rank = math.MaxInt64, math.MinInt64
		_, list := promote(t, c, pricing.PromoContext{}, a, b)
		require.Equal(t, []string{"ten: takes off 9.50", "five: takes off 5.00"}, said(list))
	})
	t.Run("an id that the cart has already is a fault", func(t *testing.T) {
		c := c
		c.Discounts = []pricing.Discount{percentOff("ten", "1")}
		_, _, err := pricing.Promote(c, []pricing.Promotion{ten}, pricing.PromoContext{})
		require.EqualError(t, err, "pricing: discounts[1].id: an id that was used before")
	})
}

func TestAllFaultsOfPromotionsComeBackTogether(t *testing.T) {
	_, _, err := pricing.Promote(cart(pricing.Gross, "1.00"), []pricing.Promotion{
		{},
		{ID: "a", Percent: number("101"), Off: eur("1"), MinQuantity: -1, Limit: -1, MinAmount: eur("-1"), Coupons: []string{" "}},
		{ID: "a", Tiers: []pricing.Tier{{}, {Percent: number("-1"), Amount: eur("-1"), Quantity: -1}}},
		{ID: "b", Get: &pricing.Get{Most: -1, Percent: number("0.0000000000001")}},
		{ID: "c", Bundle: &pricing.Bundle{Most: -1, Parts: []pricing.Part{{}}}},
	}, pricing.PromoContext{})
	var all pricing.Faults
	require.ErrorAs(t, err, &all)
	var list []string
	for _, f := range all {
		list = append(list, f.Code+" "+f.Path)
	}
	require.Equal(t, []string{
		"required promotions[0].id", "conflict promotions[0]",
		"range promotions[1].percent", "conflict promotions[1]", "range promotions[1].min_amount", "range promotions[1].min_quantity", "range promotions[1].limit",
		"required promotions[1].coupons[0]",
		"duplicate promotions[2].id", "conflict promotions[2].tiers[0]", "range promotions[2].tiers[1].amount", "range promotions[2].tiers[1].quantity", "range promotions[2].tiers[1].percent",
		"range promotions[3].get.buy", "range promotions[3].get.free", "range promotions[3].get.most", "range promotions[3].get.percent",
		"required promotions[4].bundle.price", "range promotions[4].bundle.most", "range promotions[4].bundle.parts[0].quantity", "range promotions[4].bundle.parts[0].for",
	}, list)
	_, _, err = pricing.Promote(pricing.Cart{}, nil, pricing.PromoContext{})
	require.ErrorAs(t, err, &all)
}

func randomPromotion(r *rand.Rand, id string, c pricing.Cart) pricing.Promotion {
	pick := func() (list []string) {
		for _, l := range c.Lines {
			if r.IntN(2) == 0 {
				list = append(list, l.ID)
			}
		}
		return list
	}
	money := func() currency.Amount { return currency.New(1+r.Int64N(2000), c.Currency) }
	percent := func() pricing.Number { return pricing.Number(decimal.New(1+r.Int64N(1000), -1)) }
	p := pricing.Promotion{ID: id, Rank: r.Int64N(3), Exclusive: r.IntN(8) == 0, For: pick(), Group: []string{"", "", "g"}[r.IntN(3)]}
	if r.IntN(4) == 0 {
		p.MinAmount = money()
	}
	switch r.IntN(6) {
	case 0:
		p.Percent = percent()
	case 1:
		p.Off = money()
	case 2:
		p.Tiers = []pricing.Tier{{Amount: money(), Percent: percent()}, {Quantity: r.Int64N(9), Off: money()}}
	case 3:
		p.Get = &pricing.Get{Buy: 1 + r.Int64N(3), Free: 1 + r.Int64N(3), For: pick(), Percent: percent(), Most: r.Int64N(4)}
	case 4:
		p.Bundle = &pricing.Bundle{Price: money(), Most: r.Int64N(3)}
		for range 1 + r.IntN(3) {
			p.Bundle.Parts = append(p.Bundle.Parts, pricing.Part{For: append(pick(), c.Lines[0].ID), Quantity: 1 + r.Int64N(3)})
		}
	case 5:
		p.FreeShipping = true
	}
	return p
}

// What promotions take off is what they say, they never cost anything, and they
// read back from JSON as they were.
func TestPromotionsTakeOffWhatTheySay(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		for i := range c.Lines {
			c.Lines[i].Return = false
		}
		var list []pricing.Promotion
		for k := range r.IntN(6) {
			list = append(list, randomPromotion(r, fmt.Sprint("p", k), c))
		}
		q, decisions := promote(t, c, pricing.PromoContext{}, list...)
		want := calculate(t, c).Discount
		applied := map[string]bool{}
		alone := 0
		for k, d := range decisions {
			require.NotEmpty(t, d.Why)
			require.Equal(t, d.Applied, d.Off.Sign() > 0)
			want = add(t, want, d.Off)
			if d.Applied {
				require.False(t, list[k].Group != "" && !list[k].Exclusive && applied[list[k].Group], "two of one group")
				applied[list[k].Group] = true
				if list[k].Exclusive {
					alone++
				}
			}
		}
		require.Equal(t, q.Discount, want)
		if alone > 0 {
			require.Equal(t, 1, alone+len(decisions)-1-len(slices.DeleteFunc(slices.Clone(decisions), func(d pricing.Decision) bool { return d.Applied })))
		}
		text, err := json.Marshal(list)
		require.NoError(t, err)
		var again []pricing.Promotion
		require.NoError(t, json.Unmarshal(text, &again))
		same, _ := promote(t, c, pricing.PromoContext{}, again...)
		require.Equal(t, q.Gross, same.Gross)
	})
}

type engine func(c pricing.Cart) (pricing.Cart, error)

func (f engine) Price(_ context.Context, c pricing.Cart) (pricing.Cart, error) { return f(c) }

func (f engine) Tax(_ context.Context, c pricing.Cart) (pricing.Cart, error) { return f(c) }

func (f engine) Promote(_ context.Context, c pricing.Cart) (pricing.Cart, []pricing.Decision, error) {
	c, err := f(c)
	return c, nil, err
}

func TestAHostsEnginesPlugIn(t *testing.T) {
	ctx := context.Background()
	c := cart(pricing.Gross, "0.00*3")
	price := engine(func(c pricing.Cart) (pricing.Cart, error) {
		c.Lines = slices.Clone(c.Lines)
		c.Lines[0].Unit = dec("12.50")
		return c, nil
	})
	tax := engine(func(c pricing.Cart) (pricing.Cart, error) { return taxed(c, vat("19")), nil })
	rules := pricing.Rules{List: []pricing.Promotion{{ID: "ten", Percent: number("10")}}}
	q, list, err := pricing.Pipeline{Pricer: price, Promoter: rules, Taxer: tax}.Quote(ctx, c)
	require.NoError(t, err)
	require.Equal(t, "28.36 + 5.39 = 33.75", totals(q))
	require.Equal(t, []string{"ten: takes off 3.75"}, said(list))
	bare, _, err := pricing.Pipeline{}.Quote(ctx, c)
	require.NoError(t, err)
	require.Equal(t, calculate(t, c), bare)

	down := errors.New("no answer")
	fails := engine(func(c pricing.Cart) (pricing.Cart, error) { return c, down })
	_, _, err = pricing.Pipeline{Pricer: fails}.Quote(ctx, c)
	require.ErrorIs(t, err, down)
	_, _, err = pricing.Pipeline{Promoter: fails}.Quote(ctx, c)
	require.ErrorIs(t, err, down)
	_, _, err = pricing.Pipeline{Taxer: fails}.Quote(ctx, c)
	require.ErrorIs(t, err, down)
	for _, change := range []engine{
		func(c pricing.Cart) (pricing.Cart, error) { return cart(pricing.Gross, "1.00*2"), nil },
		func(c pricing.Cart) (pricing.Cart, error) { return cart(pricing.Gross), nil },
		func(c pricing.Cart) (pricing.Cart, error) { c.Lines[0].Quantity = 2; return c, nil }, // in place
		func(c pricing.Cart) (pricing.Cart, error) { c.Currency = currency.USD; return c, nil },
		func(c pricing.Cart) (pricing.Cart, error) { c.Charges = make([]pricing.Charge, 1); return c, nil },
	} {
		for _, p := range []pricing.Pipeline{{Pricer: change}, {Promoter: change}, {Taxer: change}} {
			_, _, err = p.Quote(ctx, c)
			require.ErrorAs(t, err, new(pricing.Faults))
			require.EqualValues(t, 3, c.Lines[0].Quantity, "the caller's cart is not changed")
		}
	}
}
