package ordertest_test

import (
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

// order.Authorizer promises so; a bank that says no would be a broken one.
func TestTheWorldsBankGivesUpWhatIsOver(t *testing.T) {
	const day = 24 * time.Hour
	w := ordertest.NewWorld(order.Traits{AuthLife: 7 * day})
	var c order.Config
	w.Wire(&c)
	bank := c.Gateways[""].(order.Authorizer)
	call := func(key string) order.PaymentCall {
		return order.PaymentCall{Key: key, Order: "o-1", Payment: "p-1", Amount: currency.New(100, currency.EUR)}
	}
	held, err := bank.Authorize(t.Context(), call("authorize"))
	require.NoError(t, err)
	ordertest.Answering(w, ordertest.Refused)
	void := func(key string) error {
		v := call(key)
		v.Ref = held.Ref
		_, err := bank.Void(t.Context(), v)
		return err
	}
	ordertest.Wait(w, 6*day)
	require.Error(t, void("too soon"))
	ordertest.Wait(w, day)
	require.NoError(t, void("over"))
	require.Contains(t, w.Truth("o-1"), "voided 100")
}

// Staff whose decision was lost on its way to the shop decides again.
func TestWhatIsDoneByHandIsDoneOnce(t *testing.T) {
	w := ordertest.NewWorld(order.Traits{})
	var c order.Config
	w.Wire(&c)
	held, err := c.Gateways[""].(order.Authorizer).Authorize(t.Context(), order.PaymentCall{
		Key: "authorize", Order: "o-1", Payment: "p-1", Amount: currency.New(100, currency.EUR)})
	require.NoError(t, err)
	o := order.Order{ID: "o-1", Payments: []order.Payment{{ID: "p-1", Ref: held.Ref}}}
	o.Intents = []order.Intent{{Steps: []order.Call{
		{Key: "k", Op: "refund", Payment: "p-1", Amount: currency.New(50, currency.EUR)},
		{Key: "l", Op: "refund", Payment: "p-1", Amount: currency.New(50, currency.EUR)},
	}}}
	first, ok := w.Instead(&o, order.Case{Code: order.CaseRefused, Step: "k"})
	require.True(t, ok)
	again, ok := w.Instead(&o, order.Case{Code: order.CaseRefused, Step: "k"})
	require.True(t, ok)
	require.Equal(t, first, again)
	other, ok := w.Instead(&o, order.Case{Code: order.CaseRefused, Step: "l"})
	require.True(t, ok)
	require.NotEqual(t, first, other)
}
