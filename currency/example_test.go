package currency_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/orderkit/orderkit/currency"
	"github.com/shopspring/decimal"
)

func Example() {
	price := currency.MustParse("12.34", currency.EUR)
	total, err := price.Mul(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	tax, err := total.MulRat(19, 100, currency.HalfUp)
	if err != nil {
		fmt.Println(err)
		return
	}
	shares, err := total.Allocate([]int64{30, 20, 40})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(total, tax)
	fmt.Println(shares)
	// Output:
	// EUR 37.02 EUR 7.03
	// [EUR 12.34 EUR 8.23 EUR 16.45]
}

func ExampleParseCode() {
	c, err := currency.ParseCode("HUF")
	fmt.Println(c, err)
	_, err = currency.ParseCode("eur")
	fmt.Println(err)
	// Output:
	// HUF <nil>
	// currency: parse code "eur": unknown currency: codes are upper case: EUR
}

func ExampleCode_Digits() {
	for _, c := range []currency.Code{currency.EUR, currency.JPY, currency.BHD, currency.HUF} {
		fmt.Println(c, "ledger", c.Digits(), "display", c.DisplayDigits(), "cash", c.CashDigits(), "step", currency.New(c.CashStep(), c))
	}
	// Output:
	// EUR ledger 2 display 2 cash 2 step EUR 0.01
	// JPY ledger 0 display 0 cash 0 step JPY 1
	// BHD ledger 3 display 3 cash 3 step BHD 0.001
	// HUF ledger 2 display 0 cash 0 step HUF 5.00
}

func ExampleCode_To() {
	last, ok := currency.HRK.To()
	fmt.Println(last.Format("2 January 2006"), ok)
	_, ok = currency.EUR.To()
	fmt.Println(ok)
	// Output:
	// 14 January 2023 true
	// false
}

func ExampleCodes() {
	withoutDecimals := 0
	for _, c := range currency.Codes() {
		if _, ended := c.To(); !ended && c.Digits() == 0 {
			withoutDecimals++
		}
	}
	fmt.Println(withoutDecimals > 15)
	// Output: true
}

func ExampleNew() {
	fmt.Println(currency.New(1234, currency.EUR), currency.New(1234, currency.JPY), currency.Zero(currency.USD))
	fmt.Println(currency.New(1, currency.Code(7)).Valid())
	// Output:
	// EUR 12.34 JPY 1234 USD 0.00
	// false
}

func ExampleParse() {
	a, err := currency.Parse("12.3", currency.EUR)
	fmt.Println(a, err)
	_, err = currency.Parse("12.345", currency.EUR)
	fmt.Println(err)
	_, err = currency.Parse("1,234.50", currency.EUR)
	fmt.Println(err)
	// Output:
	// EUR 12.30 <nil>
	// currency: parse EUR "12.345": too many decimals: EUR has 2
	// currency: parse EUR "1,234.50": malformed: want [-]digits[.digits]
}

func ExampleAmount_Add() {
	var sum currency.Amount // adds to anything
	for _, s := range []string{"19.99", "-5.00", "4.90"} {
		sum, _ = sum.Add(currency.MustParse(s, currency.EUR))
	}
	fmt.Println(sum)
	_, err := sum.Add(currency.New(100, currency.USD))
	fmt.Println(err)
	fmt.Println(errors.Is(err, currency.ErrMismatch))
	// Output:
	// EUR 19.89
	// currency: add EUR and USD: currencies differ
	// true
}

func ExampleAmount_Sub() {
	fmt.Println(currency.New(1000, currency.EUR).Sub(currency.New(1234, currency.EUR)))
	// Output: EUR -2.34 <nil>
}

func ExampleAmount_Cmp() {
	fmt.Println(currency.New(1000, currency.EUR).Cmp(currency.New(999, currency.EUR)))
	// Output: 1 <nil>
}

func ExampleSum() {
	fmt.Println(currency.Sum(currency.New(1099, currency.EUR), currency.New(974, currency.EUR)))
	// Output: EUR 20.73 <nil>
}

func ExampleMin() {
	discount, left := currency.New(1500, currency.EUR), currency.New(1234, currency.EUR)
	fmt.Println(currency.Min(discount, left))
	fmt.Println(currency.Max(discount, left))
	// Output:
	// EUR 12.34 <nil>
	// EUR 15.00 <nil>
}

func ExampleAmount_Mul() {
	fmt.Println(currency.New(699, currency.EUR).Mul(3))
	// Output: EUR 20.97 <nil>
}

func ExampleAmount_MulRat() {
	gross := currency.MustParse("900.00", currency.EUR)
	tax, err := gross.MulRat(21, 121, currency.HalfUp) // 21 % are in the price
	fmt.Println(tax, err)
	// Output: EUR 156.20 <nil>
}

func ExampleRound() {
	d := decimal.RequireFromString("2.345")
	for _, m := range []currency.Mode{currency.HalfUp, currency.HalfEven, currency.Down} {
		a, _ := currency.Round(d, currency.EUR, m)
		fmt.Println(m, a)
	}
	// Output:
	// half_up EUR 2.35
	// half_even EUR 2.34
	// down EUR 2.34
}

func ExampleRoundProduct() {
	perThousand := decimal.RequireFromString("12.5934")
	fmt.Println(currency.RoundProduct(perThousand, 2500, 1000, currency.EUR, currency.HalfUp))
	// Output: EUR 31.48 <nil>
}

func ExampleRoundQuotient() {
	gross, one := decimal.RequireFromString("93.38"), decimal.RequireFromString("1.23")
	fmt.Println(currency.RoundQuotient(gross, one, currency.EUR, currency.HalfUp))
	// Output: EUR 75.92 <nil>
}

func ExampleParseMode() {
	m, err := currency.ParseMode("half_even")
	fmt.Println(m, err)
	_, err = currency.ParseMode("bankers")
	fmt.Println(err)
	// Output:
	// half_even <nil>
	// currency: parse rounding mode "bankers": argument out of range: no such mode
}

func ExampleAmount_Split() {
	fmt.Println(currency.New(100, currency.EUR).Split(3))
	// Output: [EUR 0.34 EUR 0.33 EUR 0.33] <nil>
}

func ExampleAmount_Allocate() {
	discount := currency.MustParse("-5.00", currency.EUR)
	fmt.Println(discount.Allocate([]int64{1700, 3499, 1020})) // by the lines' net amounts
	// Output: [EUR -1.37 EUR -2.81 EUR -0.82] <nil>
}

func ExampleAmount_AllocateCapped() {
	discount := currency.MustParse("9.00", currency.EUR)
	shares, rest, err := discount.AllocateCapped([]int64{1, 1, 1}, []currency.Amount{
		currency.MustParse("1.00", currency.EUR), // this line may not get cheaper
		currency.MustParse("3.50", currency.EUR),
		currency.MustParse("4.00", currency.EUR),
	})
	fmt.Println(shares, rest, err)
	// Output: [EUR 1.00 EUR 3.50 EUR 4.00] EUR 0.50 <nil>
}

func ExampleAmount_Portion() {
	paid := currency.MustParse("10.00", currency.EUR) // for 3 pieces
	fmt.Println(paid.Portion(1, 3), paid.Portion(2, 3), paid.Portion(3, 3))
	// Output: EUR 3.33 EUR 6.67 EUR 10.00
}

func ExampleAmount_PortionOf() {
	paid := currency.MustParse("10.00", currency.EUR) // for 3 pieces, refunded one by one
	last, _ := paid.PortionOf(2, 1, 3)
	first, _ := paid.PortionOf(0, 1, 3)
	second, _ := paid.PortionOf(1, 1, 3)
	fmt.Println(last, first, second)
	fmt.Println(currency.Sum(last, first, second))
	// Output:
	// EUR 3.33 EUR 3.33 EUR 3.34
	// EUR 10.00 <nil>
}

func ExampleAmount_Cash() {
	rounded, difference, err := currency.MustParse("4.92", currency.CAD).Cash()
	fmt.Println(rounded, difference, err)
	// Output: CAD 4.90 CAD -0.02 <nil>
}

func ExampleAmount_RoundTo() {
	// New Zealand has 10 cent coins; sellers may round 5 cents down.
	rounded, difference, err := currency.MustParse("7.35", currency.NZD).RoundTo(10, currency.HalfDown)
	fmt.Println(rounded, difference, err)
	// Output: NZD 7.30 NZD -0.05 <nil>
}

func ExampleAmount_Decimal() {
	d := currency.MustParse("12.34", currency.EUR).Decimal().Mul(decimal.RequireFromString("1.0834"))
	fmt.Println(currency.Round(d, currency.USD, currency.HalfUp))
	// Output: USD 13.37 <nil>
}

func ExampleAmount_MarshalJSON() {
	data, err := json.Marshal(currency.MustParse("12.34", currency.EUR))
	fmt.Println(string(data), err)
	var a currency.Amount
	fmt.Println(json.Unmarshal([]byte(`{"amount":12.34,"currency":"EUR"}`), &a))
	// Output:
	// {"amount":"12.34","currency":"EUR"} <nil>
	// currency: unmarshal "{\"amount\":12.34,\"currency\":\"EUR\"...": malformed: values are plain strings
}

func ExampleAmount_AppendText() {
	line := []byte("total: ")
	line, err := currency.MustParse("12.34", currency.EUR).AppendText(line)
	fmt.Println(string(line), err)
	// Output: total: EUR 12.34 <nil>
}

func ExampleAmount_AppendJSON() {
	data, err := currency.MustParse("12.34", currency.EUR).AppendJSON([]byte(`{"total":`))
	fmt.Println(string(append(data, '}')), err)
	// Output: {"total":{"amount":"12.34","currency":"EUR"}} <nil>
}

func ExampleAmount_Value() {
	value, err := currency.MustParse("12.34", currency.EUR).Value()
	fmt.Printf("%q %v\n", value, err)
	var a currency.Amount
	fmt.Println(a.Scan(value), a)
	// Output:
	// "EUR 12.34" <nil>
	// <nil> EUR 12.34
}

func ExampleError() {
	_, err := currency.Parse("1e3", currency.JPY)
	var e *currency.Error
	if errors.As(err, &e) {
		fmt.Println(e.Kind == currency.ErrSyntax, e.Code, e.Input)
	}
	// Output: true JPY 1e3
}
