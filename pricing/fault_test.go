package pricing_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func faults(t *testing.T, c pricing.Cart) []string {
	t.Helper()
	q, err := pricing.Calculate(c)
	var all pricing.Faults
	require.ErrorAs(t, err, &all)
	require.Equal(t, pricing.Quote{}, q)
	var list []string
	for _, f := range all {
		require.NotEmpty(t, f.Reason)
		list = append(list, f.Code+" "+f.Path)
	}
	return list
}

func TestAllFaultsOfACartComeBackTogether(t *testing.T) {
	usd := currency.New(100, currency.USD)
	c := pricing.Cart{
		Currency: currency.EUR,
		Policy:   pricing.Policy{Prices: "with", TaxScope: "per_day", TaxMode: 99, LineMode: 98, DiscountMode: 97},
		Lines: []pricing.Line{
			{ID: "", Unit: dec("-1"), Quantity: 0, Base: -1, Floor: usd},
			{ID: "a", Unit: decimal.New(1, 1_000_000_000), Quantity: -1, Floor: eur("-1.00"), Discounts: []pricing.Discount{
				{ID: "", Percent: dec("100.1"), Fixed: eur("1.00"), Lines: []string{"a"}},
				{ID: "d", Percent: dec("-1")}, {ID: "d", Percent: dec("0.1234567890123"), Fixed: usd},
			}},
			{ID: "a", Unit: dec("1"), Quantity: 1, Taxes: []pricing.Tax{
				{ID: "", Percent: dec("-1")}, {ID: "t", Percent: dec("1000.1")}, {ID: "t", Percent: dec("7")}, {ID: "u", Percent: dec("1e-13")}}},
		},
		Discounts: []pricing.Discount{{ID: "o", Fixed: eur("-1.00"), Lines: []string{"a", "x", "a"}}, {ID: "o", Fixed: currency.New(math.MinInt64, currency.EUR)}},
		Charges:   []pricing.Charge{{ID: "a", Amount: usd}, {ID: "c", Kind: "line", Taxes: make([]pricing.Tax, 17)}},
	}
	require.Equal(t, []string{
		"unknown policy.prices", "unknown policy.tax_scope", "unknown policy.tax_mode", "unknown policy.line_mode", "unknown policy.discount_mode",
		"required lines[0].id", "range lines[0].unit", "range lines[0].quantity", "range lines[0].base", "currency lines[0].floor",
		"precision lines[1].unit", "range lines[1].quantity", "range lines[1].floor",
		"required lines[1].discounts[0].id", "range lines[1].discounts[0].percent", "conflict lines[1].discounts[0]", "conflict lines[1].discounts[0].lines",
		"range lines[1].discounts[1].percent",
		"duplicate lines[1].discounts[2].id", "precision lines[1].discounts[2].percent", "currency lines[1].discounts[2].fixed", "conflict lines[1].discounts[2]",
		"duplicate lines[2].id", "required lines[2].taxes[0].id", "range lines[2].taxes[0].percent", "range lines[2].taxes[1].percent",
		"conflict lines[2].taxes[2]", "duplicate lines[2].taxes[2].id", "precision lines[2].taxes[3].percent",
		"range discounts[0].fixed", "duplicate discounts[1].id", "overflow discounts[1].fixed",
		"unknown discounts[0].lines[1]", "duplicate discounts[0].lines",
		"duplicate charges[0].id", "required charges[0].kind", "currency charges[0].amount", "conflict charges[1].kind", "range charges[1].taxes",
	}, faults(t, c))
	require.Equal(t, []string{"required currency", "required policy.prices"}, faults(t, pricing.Cart{}))
}

// Coefficients of 2^64 + 1 are 1 to a library that wraps silently.
func TestLongNumbersAreNotShortOnes(t *testing.T) {
	c := pricing.Cart{Currency: currency.JPY, Policy: pricing.Policy{Prices: pricing.Net},
		Lines:     []pricing.Line{{ID: "1", Unit: dec("18446744073709551617"), Quantity: 1, Taxes: []pricing.Tax{vat("18446744.073709551617")}}},
		Discounts: []pricing.Discount{percentOff("d", "18446744.073709551617")}}
	require.Equal(t, []string{"precision lines[0].taxes[0].percent", "precision discounts[0].percent"}, faults(t, c))
	c.Lines[0].Taxes, c.Discounts = nil, nil
	require.Equal(t, []string{"overflow lines[0].unit"}, faults(t, c))
}

func TestFaultsNameOnlyTheFirstTen(t *testing.T) {
	c := cart(pricing.Net)
	for i := range 25 {
		c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint(i), Quantity: 0})
	}
	_, err := pricing.Calculate(c)
	require.Equal(t, 10, strings.Count(err.Error(), "quantity"))
	require.True(t, strings.HasSuffix(err.Error(), "; and 15 more"), err.Error())
}

func TestAmountsBeyondAnAmountAreFaults(t *testing.T) {
	most := dec("92233720368547758.07")
	for _, one := range []struct {
		name string
		want string
		cart pricing.Cart
	}{
		{"a price times a quantity", "overflow lines[0].unit", cart(pricing.Net, "92233720368547758.07*2")},
		{"a price of 30 digits", "overflow lines[0].unit", cart(pricing.Net, "999999999999999999999999999999*1")},
		{"the sum of two lines", "overflow lines", cart(pricing.Net, "92233720368547758.07", "0.01")},
		{"a price with its tax", "overflow lines[0].taxes", cart(pricing.Net, "92233720368547758.07@1")},
		{"the sum that a discount is of", "overflow discounts[0]", with(cart(pricing.Net, "92233720368547758.07", "0.01"), func(c *pricing.Cart) {
			c.Discounts = []pricing.Discount{percentOff("d", "1")}
		})},
		{"the sum of a rate", "overflow lines", cart(pricing.Gross, "92233720368547758.07@1", "0.01@1")},
	} {
		t.Run(one.name, func(t *testing.T) {
			require.Contains(t, faults(t, one.cart), one.want)
		})
	}
	t.Run("the greatest amount itself is fine", func(t *testing.T) {
		c := cart(pricing.Gross, "1*1@19")
		c.Lines[0].Unit = most
		q := calculate(t, c)
		s, err := q.Lines[0].Share(0, 1)
		require.NoError(t, err)
		require.Equal(t, int64(math.MaxInt64), s.Gross.Minor())
	})
	t.Run("returns may keep a sum within range", func(t *testing.T) {
		q := calculate(t, cart(pricing.Gross, "92233720368547758.07@19", "1.00@19", "-1.00@19"))
		require.Equal(t, int64(math.MaxInt64), q.Gross.Minor())
	})
}
