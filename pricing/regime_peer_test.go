package pricing_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// A newer release is compared by
//
//	npm pack sales-tax && tar xzf sales-tax-*.tgz
//	go test ./pricing -run TheSalesTaxPackage -args -pricing.peer $PWD/package/res/sales_tax_rates.json
//
// A disagreement is a reason to look the law up, not a fault of either.
var peerFlag = flag.String("pricing.peer", "testdata/regimes_sales_tax.json", "the rates to compare the regimes with; see testdata/regimes_sales_tax.txt")

type peerRate struct {
	Type   string               `json:"type"`
	Rate   json.Number          `json:"rate"`
	Before map[string]peerRate  `json:"before"`
	States map[string]*peerRate `json:"states"`
}

// at is the rate at an instant: each of Before held until its key.
func (p peerRate) at(t time.Time) decimal.Decimal {
	rate, until := p.Rate, ""
	for end, earlier := range p.Before {
		if t.Format(time.RFC3339) < end && (until == "" || end < until) {
			rate, until = earlier.Rate, end
		}
	}
	return dec(rate.String())
}

// The rates of the package are standard ones, in all, as fractions. It is kept by
// others from other sources.
func TestTheSalesTaxPackageHasTheSameRates(t *testing.T) {
	text, err := os.ReadFile(*peerFlag)
	require.NoError(t, err)
	var peer map[string]peerRate
	require.NoError(t, json.Unmarshal(text, &peer))

	disagree := map[string]string{
		"RO 2025-08-01": "theirs ends at 2025-08-01T21:00Z, the night to the 2nd in Bucharest; Law 141/2025 says the 1st",
	}
	compared, used := 0, 0
	compare := func(country, region string, p peerRate, base decimal.Decimal, at time.Time) {
		theirs := base.Add(p.at(at)).Shift(2)
		r, ok := pricing.RegimeOf(country, region, at)
		ours := decimal.Zero
		taxes, _ := r.Taxes("standard")
		for _, tax := range taxes {
			ours = ours.Add(tax.Percent)
		}
		if disagree[country+" "+at.Format(time.DateOnly)] != "" {
			used++
			require.False(t, ours.Equal(theirs), "they agree again: delete the row of %s", country)
			return
		}
		compared++
		if country == "ES" && region != "" {
			require.False(t, ok, "%s is not in the tax area of Spain", region)
			return
		}
		require.True(t, ours.Equal(theirs), fmt.Sprintf("%s %s on %s: %s here, %s there", country, region, at.Format(time.DateOnly), ours, theirs))
	}
	for month := on(regimesFrom); !month.After(on(pricing.RegimesAsOf)); month = month.AddDate(0, 1, 0) {
		noon := month.Add(12 * time.Hour)
		for country, p := range peer {
			_, known := pricing.RegimeOf(country, "", noon)
			switch {
			case country == "US" || !known && country != "CA":
				continue // by address, or not in the table
			case known:
				compare(country, "", p, decimal.Zero, noon)
			}
			for state, more := range p.States {
				compare(country, state, *more, p.at(noon), noon)
			}
		}
	}
	require.Greater(t, compared, 1000)
	require.Equal(t, 1, used)
}
