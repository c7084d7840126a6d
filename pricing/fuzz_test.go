package pricing_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// Whatever a cart says, it is refused with faults or gives a quote that passes
// its own check, survives JSON and shares itself exactly.
func FuzzCalculate(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		text, err := json.Marshal(randomCart(r))
		require.NoError(f, err)
		f.Add(text)
	}
	text, err := json.Marshal(full())
	require.NoError(f, err)
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		var c pricing.Cart
		if json.Unmarshal(text, &c) != nil {
			return
		}
		q, err := pricing.Calculate(c)
		if err != nil {
			require.ErrorAs(t, err, new(pricing.Faults))
			require.NotEmpty(t, err)
			return
		}
		require.NoError(t, q.Check())
		require.NoError(t, copied(t, q).Check())
		require.True(t, q.Payable().Valid())
		for _, it := range items(q) {
			half, err := it.Share(0, it.Quantity/2)
			require.NoError(t, err)
			rest, err := it.Share(it.Quantity/2, it.Quantity-it.Quantity/2)
			require.NoError(t, err)
			sane(t, it, half)
			sane(t, it, rest)
			require.Equal(t, it.Gross, add(t, half.Gross, rest.Gross))
			require.Equal(t, it.Tax, add(t, half.Tax, rest.Tax))
			require.Equal(t, it.Discount, add(t, half.Discount, rest.Discount))
		}
	})
}

// Whatever promotions say, they are refused with faults, or take off what they
// say and leave a cart that is priced like any other.
func FuzzPromote(f *testing.F) {
	r := rand.New(rand.NewPCG(2, 2))
	c := full()
	c.Prepaid = nil // promotions may leave less than is on the card
	for range 50 {
		text, err := json.Marshal([]pricing.Promotion{randomPromotion(r, "a", c), randomPromotion(r, "b", c)})
		require.NoError(f, err)
		f.Add(text, "SPRING")
	}
	f.Fuzz(func(t *testing.T, text []byte, coupon string) {
		var list []pricing.Promotion
		if json.Unmarshal(text, &list) != nil {
			return
		}
		with, decisions, err := pricing.Promote(c, list, pricing.PromoContext{At: noon(1), Coupons: []string{coupon}, Tags: map[string][]string{"1": {"mug"}}})
		if err != nil {
			require.ErrorAs(t, err, new(pricing.Faults))
			return
		}
		q := calculate(t, with)
		want := calculate(t, c).Discount
		for _, d := range decisions {
			want = add(t, want, d.Off)
		}
		require.Equal(t, q.Discount, want)
	})
}
