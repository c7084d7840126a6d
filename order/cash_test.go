package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// Canada has no cents in cash: 4.92 is paid as 4.90 (Budget 2012).
func TestRoundingForCashIsPaidAndGivenBackWithTheGoods(t *testing.T) {
	s := newShop(t)
	cad := func(text string) currency.Amount { return currency.MustParse(text, currency.CAD) }
	gst := []pricing.Tax{{ID: "gst", Percent: cad("5.00").Decimal()}}
	d := goods(1)
	d.Currency, d.Charges = currency.CAD, nil
	d.Policy = pricing.Policy{Prices: pricing.Net, Cash: true}
	d.Items = []order.Item{
		{Type: "goods", SKU: "MUG", Line: pricing.Line{ID: "coffee", Unit: cad("1.83").Decimal(), Quantity: 1, Taxes: gst}},
		{Type: "goods", SKU: "CUP", Line: pricing.Line{ID: "bagel", Unit: cad("2.86").Decimal(), Quantity: 1, Taxes: gst}},
	}
	o := s.place(d)
	assert.Equal(t, "CAD 4.90", total(t, o).Total.String())
	assert.Equal(t, "CAD 0.02", o.Balance(order.Rounding).String())
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{})
	assert.Equal(t, "CAD 4.90", s.pay.PaidFor(o.ID).Captured.String())

	d.Number = "2"
	o = s.place(d)
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.True(t, total(t, o).Total.IsZero())
	assert.True(t, o.Balance(order.Rounding).IsZero())
	assert.Equal(t, "CAD 4.90", s.pay.PaidFor(o.ID).Voided.String())
}
