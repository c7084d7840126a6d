package order_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Some charges come up late: a promotion that is no longer deserved, for one. Here
// it is one over nothing, so that the record stays sound.
func TestAChargeThatComesUpLateIsInvoicedWithTheRestOrAtOnce(t *testing.T) {
	fee := order.Charge{Price: pricing.Item{ID: "fee", Prices: pricing.Gross, Quantity: 1, Base: 1, Extended: eur("0.00"), Discount: eur("0.00"),
		Net: eur("0.00"), Tax: eur("0.00"), Gross: eur("0.00")}, Live: true, Lines: []string{"mug"}}
	late := func(after ...string) (*shop, *order.Order) {
		w := &wrapped{}
		s := newShop(t, func(c *order.Config) { c.Invoices.After = after }, wrap(w))
		o := s.place(goods(2))
		s.do(o.ID, order.Issue{Of: order.Some("mug", 1)})
		w.load = func(ctx context.Context, id, key string) (order.Record, error) {
			rec, err := w.Store.Load(ctx, id, key)
			if len(rec.Order.Charges) == 1 {
				rec.Order.Charges = append(rec.Order.Charges, fee)
			}
			return rec, err
		}
		return s, o
	}
	s, o := late()
	r := s.do(o.ID, order.Tag{Add: []string{"x"}})
	assert.Len(t, r.Order.Documents, 1, "not by itself")
	r = s.do(o.ID, order.Issue{Of: order.Some("mug", 1)})
	assert.Equal(t, "INV-2026-000002 12.50: 1 mug, fee", documents(&r.Order)[1])
	s, o = late()
	s.do(o.ID, order.Cancel{Of: order.Some("mug", 1)})
	r = s.do(o.ID, order.Issue{Of: order.All("mug")})
	assert.Equal(t, []string{"INV-2026-000001 17.40: 1 mug, shipping", "CN-2026-000001 12.50: 1 mug of INV-2026-000001",
		"INV-2026-000002 12.50: 1 mug, fee"}, documents(&r.Order))
	s, o = late("ship")
	r = s.do(o.ID, order.Tag{Add: []string{"x"}})
	assert.Len(t, r.Order.Documents, 1, "the other mug will bring it")
	r = s.do(o.ID, order.Cancel{Of: order.Selection{{Line: "mug", From: 1, Quantity: 1, Exact: true}}})
	assert.Equal(t, "INV-2026-000002 0.00: fee", documents(&r.Order)[1], "nothing else will bring it")
}
