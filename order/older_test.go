package order_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// willing is a provider that does everything it is asked.
type willing struct{}

func (willing) Traits() order.Traits {
	return order.Traits{KeyLife: order.Forever, PartialCapture: true, PartialVoid: true}
}
func (willing) Capture(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: c.Key}, nil
}
func (w willing) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.Capture(ctx, c)
}
func (w willing) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.Capture(ctx, c)
}
func (w willing) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return w.Capture(ctx, c)
}

// The file was written by the program before there were documents, claw-backs,
// tax rates and languages: an order of three product types, partly sent, partly
// refunded, and in the middle of a cancel.
func TestAnOrderFromBeforeThereWereDocumentsGoesOn(t *testing.T) {
	data, err := os.ReadFile("testdata/order_before_documents.json")
	require.NoError(t, err)
	var old struct {
		Order   order.Order
		Events  []order.Event
		Entries []order.Entry
	}
	require.NoError(t, json.Unmarshal(data, &old))
	o := &old.Order
	require.NoError(t, o.Check())
	require.Len(t, o.Intents, 1)

	rule := pricing.Promotion{ID: "spring", Coupons: []string{"SPRING"}, Percent: percent("10"), MinAmount: eur("100.00")}
	s := newShop(t, after("ship", "grant"), func(c *order.Config) {
		c.Gateways[""], c.Stock, c.Promotions = willing{}, agreeable{}, agreeable{}
		c.Promoter = func(o order.Order) pricing.Promoter { return rulesFor(o, []pricing.Promotion{rule}) }
	})
	o.Version = 1
	require.NoError(t, s.store.Commit(s.ctx, &order.Change{Order: o, Events: old.Events, Entries: old.Entries, Due: s.clock.now()}))
	s.pass(time.Hour)
	o = s.check(o.ID)
	require.Empty(t, o.Intents)
	require.Empty(t, o.Cases)
	assert.Equal(t, "1 shipped, 1 cancelled, 1 paid", states(o, "mug"))
	assert.Empty(t, clawed(o), "102.50 stay")
	s.do(o.ID, order.Cancel{Of: order.All("ring")})
	o = s.check(o.ID)
	assert.Len(t, clawed(o), 2, "of the mugs and the song")
	s.do(o.ID, order.Issue{})
	s.do(o.ID, order.Ship{})
	o = s.check(o.ID)
	assert.Equal(t, total(t, o).Total.Minor(), audited(t, o).gross)
	assert.True(t, total(t, o).Balance.IsZero())
	assert.True(t, total(t, o).Promised.IsZero())
}

// agreeable is a stock and a promotion system that know every order.
type agreeable struct{}

func (agreeable) Reserve(context.Context, order.StockCall) error { return nil }
func (agreeable) Release(context.Context, order.StockCall) error { return nil }
func (agreeable) Commit(context.Context, order.StockCall) error  { return nil }
func (agreeable) Restock(context.Context, order.StockCall) error { return nil }
func (agreeable) Redeem(context.Context, order.CouponCall) (order.Receipt, error) {
	return order.Receipt{Ref: "r"}, nil
}
func (agreeable) GiveBack(context.Context, order.CouponCall) error { return nil }
