package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

func TestAMixedOrderLivesFromPlacingToCompletionAndBack(t *testing.T) {
	s := newShop(t)
	o := s.place(mixed())
	assert.Equal(t, "3 placed", states(o, "mug"))
	assert.Equal(t, fsm.Created, o.Status())
	m, err := o.Money()
	require.NoError(t, err)
	assert.Equal(t, "EUR 115.15", m.Total.String(), "122.50 less 10 % and 4.90 shipping")

	r := s.do(o.ID, order.Pay{With: []order.Tender{{Token: "card"}}}, order.By(fsm.Customer, "c-7"), order.Key("pay-1"))
	assert.Equal(t, "3 paid", states(&r.Order, "mug"))
	assert.Equal(t, "1 granted", states(&r.Order, "song"), "the download is delivered at once")
	assert.Equal(t, "EUR 115.15", s.pay.PaidFor(o.ID).Authorized.String(), "one authorization over everything")
	assert.Equal(t, "EUR 4.50", s.pay.PaidFor(o.ID).Captured.String(), "and the download's share captured at once")

	s.do(o.ID, order.Produce{})
	assert.Equal(t, "EUR 81.40", s.pay.PaidFor(o.ID).Captured.String(), "the ring and the shipping, which is for it too")
	r = s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	assert.Equal(t, "2 shipped, 1 paid", states(&r.Order, "mug"))
	s.do(o.ID, order.Finish{})
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "EUR 115.15", s.pay.PaidFor(o.ID).Captured.String())
	s.do(o.ID, order.Deliver{}, order.By(fsm.Webhook, "carrier"))
	s.do(o.ID, order.Confirm{}, order.By(fsm.Customer, "c-7"))

	s.do(o.ID, order.Return{Of: order.Some("mug", 1)}, order.By(fsm.Customer, "c-7"))
	s.do(o.ID, order.Receive{})
	r = s.do(o.ID, order.Inspect{Accepted: true})
	assert.Equal(t, "1 returned, 2 confirmed", states(&r.Order, "mug"))
	assert.Equal(t, "EUR 11.25", s.pay.PaidFor(o.ID).Refunded.String())
	assert.Equal(t, int64(2), s.stock.Level("MUG").Sold)

	s.clock.add(15 * 24 * time.Hour)
	_, err = s.Pass(s.ctx)
	require.NoError(t, err)
	o = s.check(o.ID)
	assert.Equal(t, fsm.Completed, o.Status())
	m, err = o.Money()
	require.NoError(t, err)
	assert.True(t, m.Balance.IsZero())
	assert.Equal(t, "EUR 103.90", m.Paid.String())
	assert.Empty(t, o.Intents)
	assert.Empty(t, o.Cases)
}
