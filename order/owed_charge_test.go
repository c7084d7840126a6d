package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// An action under way holds its units. Charges nobody holds: only the limit of the
// second refund knows of the first.
func TestTwoRefundsOfAChargeAtOncePayOutOnce(t *testing.T) {
	s := newShop(t)
	o := delivered(s, goods(2))
	s.pay.Next("refund", memory.Fail(1))
	shipping := order.Refund{Charges: []string{"shipping"}}
	_, err := s.Do(s.ctx, o.ID, shipping, byStaff)
	require.NoError(t, err)
	_, err = s.Do(s.ctx, o.ID, shipping, byStaff)
	assert.Equal(t, order.CodeNothing, problem(t, err, order.Refused).Code)
	s.pass(r5)
	assert.Equal(t, "EUR 4.90", s.pay.PaidFor(o.ID).Refunded.String())
	assert.Empty(t, s.check(o.ID).Quarantine)
}
