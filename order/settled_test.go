package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// converting is a gateway that tells what it credits in Swiss francs.
type converting struct {
	*memory.Payments
	settled map[string]string // by op
}

func (c converting) Capture(ctx context.Context, p order.PaymentCall) (order.Receipt, error) {
	r, err := c.Payments.Capture(ctx, p)
	r.Settled = currency.MustParse(c.settled["capture"], currency.CHF)
	return r, err
}

func (c converting) Refund(ctx context.Context, p order.PaymentCall) (order.Receipt, error) {
	r, err := c.Payments.Refund(ctx, p)
	r.Settled = currency.MustParse(c.settled["refund"], currency.CHF)
	return r, err
}

func TestAnOrderKeepsItsRateAndBooksGainsAndLosses(t *testing.T) {
	s := newShop(t)
	rate, err := currency.NewRate(currency.EUR, currency.CHF, currency.MustParse("0.95", currency.EUR).Decimal(), s.clock.now(), "bank")
	require.NoError(t, err)
	s.Gateways[""] = converting{s.pay, map[string]string{"capture": "16.40", "refund": "12.00"}}
	d := goods(1) // EUR 17.40
	d.Settlement = []currency.Rate{rate}
	o := s.place(d)
	assert.Equal(t, "CHF 16.53", o.Settlement.To.String(), "the total in the shop's own currency")
	assert.Equal(t, "CHF 16.53", o.SettledBalance(order.Customer).String())

	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, order.Ship{}).Order
	assert.Equal(t, "CHF 16.40", o.SettledBalance(order.Provider).String(), "what was really credited")
	assert.Equal(t, "CHF 0.13", o.SettledBalance(order.Exchange).String(), "a loss")
	assert.True(t, o.SettledBalance(order.Customer).IsZero())

	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{})
	s.do(o.ID, order.Receive{})
	s.clock.add(100 * 24 * time.Hour)
	o = &s.do(o.ID, order.Inspect{Accepted: true}).Order
	assert.Equal(t, "CHF 4.40", o.SettledBalance(order.Provider).String(), "the refund cost 12.00")
	assert.True(t, o.SettledBalance(order.Customer).IsZero(), "the refund is valued at the order's own rate: 12.50 x 0.95")
	assert.Equal(t, "CHF 0.25", o.SettledBalance(order.Exchange).String(), "0.13, and 12.00 for what was worth 11.88 (rounded balances)")
	in, err := o.InSettlement(eur("12.50"))
	require.NoError(t, err)
	assert.Equal(t, "CHF 11.88", in.String())
}

func TestARateForOtherCurrenciesIsAFault(t *testing.T) {
	s := newShop(t)
	rate, err := currency.NewRate(currency.USD, currency.CHF, currency.MustParse("0.95", currency.EUR).Decimal(), s.clock.now(), "bank")
	require.NoError(t, err)
	d := goods(1)
	d.Settlement = []currency.Rate{rate}
	_, err = s.Place(s.ctx, d)
	require.ErrorIs(t, err, order.Invalid)
	assert.Contains(t, err.Error(), "settlement")
}
