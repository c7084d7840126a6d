package order_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// mugNo selects one unit of the mugs.
func mugNo(n int64) order.Selection {
	return order.Selection{{Line: "mug", From: n, Quantity: 1}}
}

func TestAParcelDeliveredAfterOneOfItsUnitsTakesNoUnitOfTheNextParcel(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(5))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 3)})
	o = &s.do(o.ID, order.Ship{}).Order
	s.do(o.ID, order.Deliver{Of: mugNo(1)})
	o = &s.do(o.ID, order.Deliver{Shipment: o.Shipments[0].ID}).Order
	assert.Equal(t, "3 delivered, 2 shipped", states(o, "mug"))
}

func TestAPlanMovesOnlyUnitsThatThereAre(t *testing.T) {
	s := newShop(t)
	d := goods(2)
	d.Items[0].Type = "made_to_order"
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Produce{Of: mugNo(0)})
	s.clock.add(time.Minute)
	s.do(o.ID, order.Produce{})
	p, err := s.Plan(s.ctx, o.ID, order.Finish{Of: mugNo(1)}, byStaff)
	require.NoError(t, err)
	require.Len(t, p.Moves, 1)
	assert.Equal(t, order.Move{Line: "mug", First: 1, Count: 1, From: "producing", To: "made"}, p.Moves[0].Move)

	_, err = s.Do(s.ctx, o.ID, order.Finish{Of: order.Selection{{Line: "mug", From: 2, Quantity: 1, Exact: true}}}, byStaff)
	e := problem(t, err, order.Refused)
	assert.Equal(t, order.CodeNotNow, e.Code, "it is nobody's right that is missing")
	assert.Equal(t, "there is nothing to finish", e.Reason)
}

func TestWhatAUnitInTheMiddleOfAnActionKeepsOthersFrom(t *testing.T) {
	// shipping is an order of which one mug is in the middle of being shipped.
	shipping := func(t *testing.T, mugs int64) (*shop, string) {
		s := newShop(t)
		d := goods(mugs)
		d.Items = append(d.Items, item("ring", "made_to_order", "80.00", 1))
		o := s.place(d)
		s.do(o.ID, order.Pay{})
		s.carrier.Next("book", memory.Fail(1))
		r, err := s.Do(s.ctx, o.ID, order.Ship{Of: mugNo(0)}, byStaff)
		require.NoError(t, err)
		require.Len(t, r.Order.Intents, 1)
		return s, o.ID
	}
	t.Run("not from cancelling as many as are free", func(t *testing.T) {
		s, id := shipping(t, 3)
		o := &s.do(id, order.Cancel{Of: order.Some("mug", 2).And("ring", 0)}).Order
		assert.Equal(t, "1 paid, 2 cancelled", states(o, "mug"))
		require.Len(t, o.Intents, 1)
		assert.False(t, o.Intents[0].Stop)
		s.pass(r5)
		assert.Equal(t, "1 shipped, 2 cancelled", states(s.check(id), "mug"))
	})
	t.Run("a cancel of the whole line stops it", func(t *testing.T) {
		s, id := shipping(t, 2)
		s.do(id, order.Cancel{Of: order.All("mug")})
		assert.Equal(t, "2 cancelled", states(s.check(id), "mug"))
	})
	t.Run("the rest of the line is shipped", func(t *testing.T) {
		s, id := shipping(t, 2)
		s.do(id, order.Ship{Of: order.All("mug")})
		assert.Equal(t, "1 paid, 1 shipped", states(s.check(id), "mug"))
	})
}

func TestARoleThatMayNotActIsToldSo(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	s.do(o.ID, order.Pay{})
	_, err := s.Do(s.ctx, o.ID, order.Ship{}, byCustomer)
	assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
}

func TestAReturnLabelNamesTheParcelThatTheUnitsCameIn(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: mugNo(0)})
	s.do(o.ID, order.Ship{})
	o = &s.do(o.ID, order.Deliver{}).Order
	s.do(o.ID, order.Return{Of: mugNo(1)})
	labels := s.carrier.Calls("label")
	require.Len(t, labels, 1)
	assert.Equal(t, o.Shipments[1].Tracking, labels[0].Ref)
}

func TestACallNamesUnitsByLine(t *testing.T) {
	s := newShop(t)
	d := free("download", 1)
	d.Items = []order.Item{item("waltz", "download", "5.00", 1), item("march", "download", "5.00", 1)}
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	p, err := s.Plan(s.ctx, o.ID, order.Return{}, byStaff)
	require.NoError(t, err)
	at := slices.IndexFunc(p.Calls, func(c order.Call) bool { return c.Op == "unbook" })
	require.GreaterOrEqual(t, at, 0)
	assert.Equal(t, []order.Units{{Line: "march", Count: 1}, {Line: "waltz", Count: 1}}, p.Calls[at].Units)
}

func TestNeighboursInTheSameStateSinceTheSameTimeAreOneRun(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: mugNo(1)})
	o = &s.do(o.ID, order.Ship{Of: mugNo(0)}).Order
	assert.Equal(t, "2 shipped, 1 paid", states(o, "mug"))

	o = s.place(numbered(goods(3), "2"))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, toTwo)
	s.do(o.ID, order.Named{Called: "pack", Of: mugNo(0)})
	o = &s.do(o.ID, toOne).Order
	assert.Equal(t, "3 paid", states(o, "mug"), "both states are one in the other version")
}

// shelf notes what stock is asked for.
type shelf struct {
	*memory.Stock
	sold []order.Goods
}

func (s *shelf) Commit(ctx context.Context, c order.StockCall) error {
	s.sold = append(s.sold, c.Goods...)
	return s.Stock.Commit(ctx, c)
}

func TestNeighboursThatGoTogetherAreOneMoveAndOneItem(t *testing.T) {
	sold := &shelf{}
	s := newShop(t, func(c *order.Config) {
		sold.Stock = c.Stock.(*memory.Stock)
		c.Stock = sold
	})
	o := s.place(goods(2))
	s.do(o.ID, order.Pay{Of: mugNo(0)})
	s.clock.add(time.Minute)
	s.do(o.ID, order.Pay{})
	p, err := s.Plan(s.ctx, o.ID, order.Ship{}, byStaff)
	require.NoError(t, err)
	require.Len(t, p.Moves, 1)
	assert.Equal(t, order.Move{Line: "mug", Count: 2, From: "paid", To: "shipped"}, p.Moves[0].Move)
	s.do(o.ID, order.Ship{})
	require.Len(t, sold.sold, 1)
	assert.EqualValues(t, 2, sold.sold[0].Quantity)
}

func TestNoSwitchWhileACancelWaits(t *testing.T) {
	s := newShop(t, twoVersions)
	o := s.place(goods(2))
	s.pay.Next("authorize", memory.Await("https://bank.example"))
	_, err := s.tryPay(o.ID)
	require.NoError(t, err)
	r, err := s.Do(s.ctx, o.ID, order.Cancel{}, byCustomer)
	require.NoError(t, err)
	require.Equal(t, order.Later, r.Status)
	require.Len(t, r.Order.Queue, 1)
	before := s.snapshot(o.ID)
	_, err = s.Do(s.ctx, o.ID, toTwo, byStaff)
	problem(t, err, order.Busy)
	assert.Equal(t, before, s.snapshot(o.ID))
}

func TestTheLongestTextIsTaken(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	text := string(slices.Repeat([]byte("x"), order.MaxText))
	d.Texts = map[string]string{"note": text}
	o := s.place(d)
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, text, p.Texts["note"])
}

func TestAReturnIsPlannedWhileNobodyJudgesPromotions(t *testing.T) {
	s := promoting(t, tenForFive())
	d := fiveMugs(t, pricing.ClawBack)
	o := delivered(s, d)
	s.Config.Promoter = func(order.Order) pricing.Promoter { return mute{} }
	var err error
	s.Engine, err = order.New(s.Config)
	require.NoError(t, err)
	p, err := s.Plan(s.ctx, o.ID, order.Return{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	assert.Nil(t, p.Reversal)
}

func TestACouponThatTookNothingOffStaysUsedUntilTheOrderIsGone(t *testing.T) {
	s := newShop(t)
	d := goods(2)
	gift := item("gift", "goods", "0.00", 1)
	gift.SKU = ""
	d.Items = append(d.Items, gift)
	d.Discounts = []pricing.Discount{{ID: "spring", Code: "SPRING", Percent: eur("10.00").Decimal(), Lines: []string{"gift"}}}
	o := s.place(d)
	for i := range o.Lines {
		require.Empty(t, o.Lines[i].Price.Discounts)
	}
	require.Equal(t, 1, s.coupons.RedeemedFor(o.ID))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Cancel{Of: mugNo(0)})
	assert.Equal(t, 1, s.coupons.RedeemedFor(o.ID))
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.Equal(t, fsm.Cancelled, o.Status())
	assert.Zero(t, s.coupons.RedeemedFor(o.ID))
}
