package pricing_test

import (
	"encoding/json"
	"testing"

	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func TestDecimalsAreStringsOfPlainDigits(t *testing.T) {
	for text, ok := range map[string]bool{
		`"19"`: true, `"19.00"`: true, `"-0.5"`: true, `"0"`: true, `"007"`: true, `"12345678901234567890123456789012"`: true,
		`19`: false, `19.5`: false, `null`: false, `""`: false, `"-"`: false, `"."`: false, `".5"`: false, `"5."`: false,
		`"+5"`: false, `"1e3"`: false, `"1E3"`: false, `"0x1"`: false, `"1_000"`: false, `" 1"`: false, `"1,5"`: false, `"−5"`: false,
		`"١"`: false, `"NaN"`: false, `"--1"`: false, `"1.2.3"`: false, `"\u0031"`: false, `{}`: false, `[]`: false, `true`: false,
		`"123456789012345678901234567890123"`: false,
	} {
		var tax pricing.Tax
		err := json.Unmarshal([]byte(`{"id":"x","percent":`+text+`}`), &tax)
		require.Equal(t, ok, err == nil, "%s: %v", text, err)
	}
	for _, missing := range []struct {
		into any
		text string
	}{{new(pricing.Tax), `{"id":"x"}`}, {new(pricing.Line), `{"id":"x"}`}, {new(pricing.Item), `{"id":"x","unit":12.5}`}, {new(pricing.TaxShare), `{"percent":"1e3"}`}} {
		require.Error(t, json.Unmarshal([]byte(missing.text), missing.into))
	}
}

func TestDecimalsThatDoNotFitAreNotWritten(t *testing.T) {
	for _, d := range []decimal.Decimal{decimal.New(1, 1_000_000_000), decimal.New(1, -1_000_000_000), decimal.New(1, 32), decimal.New(-1, -31)} {
		_, err := json.Marshal(pricing.Tax{Percent: d})
		require.Error(t, err)
	}
	for want, d := range map[string]decimal.Decimal{"100": decimal.New(1, 2), "12345678901234567890123456789012": dec("12345678901234567890123456789012"), "10000000000000000000000000000000": decimal.New(1, 31), "-1000000000000000000000000000000": decimal.New(-1, 30), "0.000000000000000000000000000001": decimal.New(1, -30), "0": decimal.New(0, 9), "-0.05": decimal.New(-5, -2), "0.00": decimal.New(0, -2), "12.50": decimal.New(1250, -2)} {
		text, err := json.Marshal(pricing.Tax{ID: "x", Percent: d})
		require.NoError(t, err)
		require.JSONEq(t, `{"id":"x","percent":"`+want+`"}`, string(text))
	}
}

// Variables of decimal belong to the host; none of them may change what we do.
func TestTheHostsDecimalSettingsChangeNothing(t *testing.T) {
	quote := func() string {
		text, err := json.Marshal(calculate(t, full()))
		require.NoError(t, err)
		return string(text)
	}
	before := quote()
	quotes, division := decimal.MarshalJSONWithoutQuotes, decimal.DivisionPrecision
	t.Cleanup(func() { decimal.MarshalJSONWithoutQuotes, decimal.DivisionPrecision = quotes, division })
	decimal.MarshalJSONWithoutQuotes, decimal.DivisionPrecision = true, 1
	require.Equal(t, before, quote())
}

func TestAStoredItemReadsBackAsItWas(t *testing.T) {
	q := calculate(t, full())
	got := copied(t, q)
	require.Equal(t, len(q.Lines), len(got.Lines))
	one, err := json.Marshal(q)
	require.NoError(t, err)
	two, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, string(one), string(two))
	require.Equal(t, q.Lines[2].Discounts, got.Lines[2].Discounts)
	require.Equal(t, q.Discounts, got.Discounts)
	require.True(t, q.Lines[4].Unit.Decimal().Equal(got.Lines[4].Unit.Decimal()))
}

func TestTheWireFormIsThis(t *testing.T) {
	c := cart(pricing.Gross, "1.00*2@19")
	c.Discounts = []pricing.Discount{{ID: "d", Fixed: eur("0.50")}}
	text, err := json.Marshal(c)
	require.NoError(t, err)
	require.JSONEq(t, `{"currency":"EUR","policy":{"prices":"gross"},
		"lines":[{"id":"1","quantity":2,"unit":"1.00","taxes":[{"id":"vat-19","category":"S","percent":"19"}]}],
		"discounts":[{"id":"d","fixed":{"amount":"0.50","currency":"EUR"}}]}`, string(text))
	text, err = json.Marshal([]pricing.Tax{{ID: "bag", Fixed: eur("1.00")}, {ID: "both", Fixed: eur("1.00"), Percent: dec("5")}, {ID: "none"}})
	require.NoError(t, err)
	require.JSONEq(t, `[{"id":"bag","fixed":{"amount":"1.00","currency":"EUR"}},{"id":"both","percent":"5","fixed":{"amount":"1.00","currency":"EUR"}},
		{"id":"none","percent":"0"}]`, string(text))
	text, err = json.Marshal(calculate(t, c).Lines[0])
	require.NoError(t, err)
	eur := func(s string) string { return `{"amount":"` + s + `","currency":"EUR"}` }
	require.JSONEq(t, `{"id":"1","kind":"line","prices":"gross","quantity":2,"base":1,"unit":"1.00","extended":`+eur("2.00")+`,
		"discounts":[{"id":"d","order":true,"amount":`+eur("0.50")+`}],"discount":`+eur("0.50")+`,
		"net":`+eur("1.26")+`,"tax":`+eur("0.24")+`,"gross":`+eur("1.50")+`,
		"taxes":[{"id":"vat-19","category":"S","percent":"19","amount":`+eur("0.24")+`}]}`, string(text))
}
