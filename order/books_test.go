package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// The customer's account is compared with units and payments. The others have
// nothing but each other.
func TestAnAccountThatIsOffIsNoticed(t *testing.T) {
	s := newShop(t)
	good := *shipped(s, goods(3))
	cent := eur("0.01")
	for _, account := range []order.Account{order.Provider, order.Sales, order.Fees, order.TaxDue} {
		o, found := good.Clone(), false
		for i := range o.Accounts {
			if p := &o.Accounts[i]; p.Account == account {
				sum, err := p.Amount.Add(cent)
				require.NoError(t, err)
				p.Amount, found = sum, true
			}
		}
		require.True(t, found, "%s", account)
		assert.ErrorContains(t, o.Check(), "does not balance", "%s", account)
	}
	o := good.Clone()
	o.Settled = append(o.Settled, order.Posting{Account: order.Provider, Amount: currency.New(1, currency.CHF)})
	assert.ErrorContains(t, o.Check(), "does not balance", "in the shop's own currency")
	require.NoError(t, good.Check())
	empty := good.Clone()
	l := &empty.Lines[0]
	l.Runs = append(l.Runs, order.Run{First: l.Quantity(), State: l.Runs[0].State})
	assert.ErrorContains(t, empty.Check(), "units are not covered once")
}

// A journal in which everything was booked does not excuse it.
func TestAnOrderThatGaveBackMoreThanItTookIsNoticed(t *testing.T) {
	s := newShop(t)
	o := *shipped(s, goods(3))
	p := &o.Payments[0]
	more, err := p.Captured.Add(eur("0.01"))
	require.NoError(t, err)
	p.Refunded = more
	for i := range o.Accounts {
		a := &o.Accounts[i]
		switch a.Account {
		case order.Customer:
			a.Amount, err = a.Amount.Add(more)
		case order.Provider:
			a.Amount, err = a.Amount.Sub(more)
		}
		require.NoError(t, err)
	}
	assert.ErrorContains(t, o.Check(), "refunded")
}
