package order_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

func TestARefundIsForTheUnitsThatAreNamedAndNoOthers(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	last := order.Selection{{Line: "mug", From: 2, Quantity: 1, Exact: true}}
	s.do(o.ID, order.Ship{Of: last})
	for _, n := range []int64{1, 2} {
		of := order.Selection{{Line: "mug", From: 1, Quantity: n, Exact: true}}
		_, err := s.Do(s.ctx, o.ID, order.Refund{Of: of, Amount: eur("1.00")}, byStaff)
		e := problem(t, err, order.Refused)
		assert.Equal(t, order.CodeNotEnough, e.Code)
		require.Len(t, e.Faults, 1)
		assert.Equal(t, "1 of the units are not paid for, given back already, or busy", e.Faults[0].Reason)
	}
	s.do(o.ID, order.Refund{Of: last, Amount: eur("1.00")})
	assert.Equal(t, eur("1.00"), s.pay.PaidFor(o.ID).Refunded)
}

func TestWhereNothingIsToPayNoTenderIsTaken(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Items[0].Line.Unit, d.Charges = eur("0.00").Decimal(), nil
	o := s.place(d)
	s.do(o.ID, order.Pay{With: []order.Tender{{Token: "a", Amount: eur("5.00")}}}, byCustomer)
	assert.Empty(t, s.pay.Calls("authorize"))
}

func TestALineHasUpToAMillionMillionUnits(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	const most = 1 << 40
	_, err := s.Plan(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: most}}}, byStaff)
	require.NoError(t, err)
	_, err = s.Plan(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: most + 1}}}, byStaff)
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{"set[0].quantity range"}, faultsOf(t, err))
}

func TestAnOrderHasUpToAThousandTags(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	var tags []string
	for i := range order.MaxTexts {
		tags = append(tags, fmt.Sprint("tag-", i))
	}
	s.do(o.ID, order.Tag{Add: tags})
	_, err := s.Do(s.ctx, o.ID, order.Tag{Add: []string{"one-more"}}, byStaff)
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{"add too_many"}, faultsOf(t, err))
}

// Neither of two cancels gives up the shipping, because either may come to nothing.
func TestShippingOfAnUnpaidOrderGoesOnceTwoCancelsHaveEnded(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(3))
	s.stock.Next("release", memory.Fail(1))
	r, err := s.Do(s.ctx, o.ID, order.Cancel{Of: order.Some("mug", 2)}, byStaff)
	require.NoError(t, err)
	require.Equal(t, order.Pending, r.Status)
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	require.True(t, s.check(o.ID).Charges[0].Live)
	s.clock.add(time.Hour)
	_, err = s.Advance(s.ctx, o.ID)
	require.NoError(t, err)
	o = s.check(o.ID)
	require.Empty(t, o.Intents)
	assert.False(t, o.Charges[0].Live)
	assert.True(t, total(t, o).Total.IsZero())
}
