package currency_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

func ExampleRate_Convert() {
	at := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	rate, err := currency.NewRate(currency.EUR, currency.USD, decimal.RequireFromString("1.0834"), at, "our bank")
	if err != nil {
		fmt.Println(err)
		return
	}
	paid, _ := rate.Convert(currency.MustParse("100.00", currency.EUR), currency.HalfUp)
	back, _ := rate.Convert(paid.To, currency.HalfUp) // divides
	fmt.Println(paid.To, back.To)
	data, err := json.Marshal(paid)
	fmt.Println(string(data), err)
	// Output:
	// USD 108.34 EUR 100.00
	// {"from":{"amount":"100.00","currency":"EUR"},"to":{"amount":"108.34","currency":"USD"},"rates":[{"from":"EUR","to":"USD","value":"1.0834","at":"2026-01-02T15:00:00Z","source":"our bank"}],"mode":"half_up"} <nil>
}

func ExampleReadECB() {
	file, err := os.Open("testdata/eurofxref-daily.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	rates, err := currency.ReadECB(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := currency.NewRateTable(currency.RateTableConfig{Pivot: currency.EUR, MaxAge: 5 * 24 * time.Hour}, rates...)
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	chain, err := table.Rates(context.Background(), currency.USD, currency.JPY, at)
	if err != nil {
		fmt.Println(err)
		return
	}
	price, err := currency.Convert(currency.MustParse("100.00", currency.USD), currency.HalfUp, chain...)
	fmt.Println(price.To, err)
	for _, r := range price.Rates {
		fmt.Println(r)
	}
	// Output:
	// JPY 14982 <nil>
	// EUR 1 = USD 1.0834 (European Central Bank, 2026-01-02T15:00:00Z)
	// EUR 1 = JPY 162.31 (European Central Bank, 2026-01-02T15:00:00Z)
}

func ExampleConverted_Rest() {
	at := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	rate, _ := currency.NewRate(currency.EUR, currency.JPY, decimal.RequireFromString("162.31"), at, "our bank")
	there, _ := rate.Convert(currency.MustParse("10.00", currency.EUR), currency.HalfUp)
	back, _ := rate.Convert(there.To, currency.HalfUp)
	gain, _ := back.To.Sub(there.From) // to be booked
	fmt.Println(there.To, "exactly", there.Rest().FloatString(2), "more;", back.To, gain)
	// Output: JPY 1623 exactly 0.10 more; EUR 10.00 EUR 0.00
}

func ExampleConverted_Again() {
	at := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	rate, _ := currency.NewRate(currency.EUR, currency.USD, decimal.RequireFromString("1.0834"), at, "our bank")
	order, _ := rate.Convert(currency.MustParse("100.00", currency.EUR), currency.HalfUp)
	refund, err := order.Again(currency.MustParse("25.00", currency.EUR)) // years later
	fmt.Println(refund.To, refund.Rates[0].At().Year(), err)
	// Output: USD 27.09 2026 <nil>
}

func ExampleConverted_Check() {
	at := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	rate, _ := currency.NewRate(currency.EUR, currency.USD, decimal.RequireFromString("1.0834"), at, "our bank")
	order, _ := rate.Convert(currency.MustParse("100.00", currency.EUR), currency.HalfUp)
	fmt.Println(order.Check())
	order.To = currency.MustParse("108.35", currency.USD)
	fmt.Println(order.Check())
	// Output:
	// <nil>
	// currency: check conversion EUR: argument out of range: EUR 100.00 is USD 108.34 at these rates, not USD 108.35
}

func ExampleEuroRate() {
	fmt.Println(currency.EuroRate(currency.HRK))
	// Output: EUR 1 = HRK 7.53450 (Regulation (EU) 2022/1208, 2023-01-01T00:00:00Z) true
}

func ExampleConvertFixed() {
	old, err := currency.ConvertFixed(currency.MustParse("100.00", currency.DEM), currency.FRF, currency.HalfUp)
	fmt.Println(old.To, "by way of EUR", old.Euro, err)
	// Output: FRF 335.38 by way of EUR 51.129 <nil>
}

// The profile of a provider is data beside its adapter; testdata/stripe.json has
// the rules that Stripe publishes.
func ExampleParseWireProfile() {
	data, err := os.ReadFile("testdata/stripe.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	stripe, err := currency.ParseWireProfile(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(stripe.Wire(currency.MustParse("12.34", currency.EUR)))
	fmt.Println(stripe.Wire(currency.MustParse("500", currency.JPY)))
	fmt.Println(stripe.Wire(currency.MustParse("500", currency.ISK))) // with two decimals
	fmt.Println(stripe.Wire(currency.MustParse("5.124", currency.KWD)))
	fmt.Println(stripe.Amount(50000, currency.ISK))
	// Output:
	// 1234 <nil>
	// 500 <nil>
	// 50000 <nil>
	// 0 currency: wire KWD "5.124": argument out of range: Stripe does not take this amount: its steps and bounds
	// ISK 500 <nil>
}

func ExampleNewWireProfile() {
	p, err := currency.NewWireProfile(currency.WireConfig{
		Name:        "Example Pay",
		ZeroDecimal: []currency.Code{currency.HUF},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Wire(currency.MustParse("1200.00", currency.HUF)))
	fmt.Println(p.Wire(currency.MustParse("1200.50", currency.HUF)))
	// Output:
	// 1200 <nil>
	// 0 currency: wire HUF "1200.50": too many decimals: Example Pay sends 0 decimals
}
