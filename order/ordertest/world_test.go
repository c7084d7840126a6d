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
