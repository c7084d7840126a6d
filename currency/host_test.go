package currency_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

// What a host does to the variables of package decimal changes nothing here.
func TestAHostsDecimalSettingsChangeNothing(t *testing.T) {
	calculate := func() string {
		var b strings.Builder
		say := func(v any, err error) { fmt.Fprintln(&b, v, err) }
		rates, err := currency.ReadECB(bytes.NewReader(ecbFile(t)))
		say(rates, err)
		chain := []currency.Rate{rates[0], rates[1]}
		for _, m := range modes {
			for _, text := range []string{"0.05", "1234567.89", "-99999.99"} {
				usd := currency.MustParse(text, currency.USD)
				one, err := rates[0].Convert(usd, m)
				say(one, err)
				say(one.Rest(), nil)
				two, err := currency.Convert(usd, m, chain...)
				say(two, err)
				data, err := json.Marshal(two)
				say(string(data), err)
				var back currency.Converted
				say(json.Unmarshal(data, &back), nil)
				say(back, nil)
				fixed, err := currency.ConvertFixed(currency.MustParse(text, currency.DEM), currency.FRF, m)
				say(fixed, err)
				rounded, err := currency.RoundQuotient(usd.Decimal(), rates[0].Value(), currency.EUR, m)
				say(rounded, err)
				product, err := currency.RoundProduct(rates[2].Value(), 7, 3, currency.EUR, m)
				say(product, err)
				say(currency.Round(rates[3].Value(), currency.EUR, m))
			}
		}
		for _, tag := range []string{"de", "fa", "hi"} {
			l := currency.MustLocale(tag)
			text := l.Format(eur("-1234567.89"))
			a, err := l.Parse(text)
			say(text, nil)
			say(a, err)
			data, err := json.Marshal(a)
			say(string(data), err)
			value, err := a.Value()
			say(value, err)
		}
		units, err := stripe(t).Wire(eur("12.34"))
		say(units, err)
		r, err := currency.NewRate(currency.EUR, currency.USD, decimal.New(10830, -4), rateDay, "x")
		say(r, err)
		return b.String()
	}
	want := calculate()
	defer func(division, pow, exp int, bare bool, zero decimal.Decimal) {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations = division, pow, exp
		decimal.MarshalJSONWithoutQuotes, decimal.Zero = bare, zero
	}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations, decimal.MarshalJSONWithoutQuotes, decimal.Zero)
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations = 0, 0, 1
	decimal.MarshalJSONWithoutQuotes, decimal.Zero = true, decimal.New(7, 0)
	if got := calculate(); got != want {
		t.Errorf("results changed:\n%s\nwithout the host:\n%s", got, want)
	}
}
